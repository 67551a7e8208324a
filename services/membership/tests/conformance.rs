//! The service passes what every domain must.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn membership_conforms() {
    let failures =
        figure_service::conformance::all("membership", &membership::app::build, first_bundle::files()).await;
    assert_eq!(failures, []);
}
