//! The service passes what every domain must, on both databases.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_conform() {
    let build = async |start| results::app::build(start, None).await;
    let failures = figure_service::conformance::all("results", &build, first_bundle::files()).await;
    assert_eq!(failures, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_conform_in_postgresql() {
    let build = &async |start| results::app::build(start, None).await;
    let (files, database) = (first_bundle::files(), test_tools::postgres::database);
    let failures = figure_service::conformance::in_postgresql("results", build, files, database).await;
    assert_eq!(failures, []);
}
