//! The service passes what every domain must.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn projects_conform() {
    let failures =
        figure_service::conformance::all("projects", &projects::app::build, first_bundle::files()).await;
    assert_eq!(failures, []);
}
