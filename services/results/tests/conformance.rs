//! The service passes what every domain must.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_conform() {
    let build = async |start| results::app::build(start, None).await;
    let failures = figure_service::conformance::all("results", &build, first_bundle::files()).await;
    assert_eq!(failures, []);
}
