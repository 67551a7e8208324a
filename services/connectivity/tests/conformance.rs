//! The service passes what every domain must, on both databases.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connectivity_conforms() {
    let build = &connectivity::app::build;
    let failures = figure_service::conformance::all("connectivity", build, first_bundle::files()).await;
    assert_eq!(failures, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connectivity_conforms_in_postgresql() {
    let build = &connectivity::app::build;
    let (files, database) = (first_bundle::files(), test_tools::postgres::database);
    let failures = figure_service::conformance::in_postgresql("connectivity", build, files, database).await;
    assert_eq!(failures, []);
}
