//! The service passes what every domain must.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connectivity_conforms() {
    let build = &connectivity::app::build;
    let failures = figure_service::conformance::all("connectivity", build, first_bundle::files()).await;
    assert_eq!(failures, []);
}
