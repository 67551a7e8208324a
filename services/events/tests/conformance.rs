//! The service passes what every domain must, on both databases.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_conform() {
    let failures =
        figure_service::conformance::all("events", &events::app::build, first_bundle::files()).await;
    assert_eq!(failures, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_conform_in_postgresql() {
    let build = &events::app::build;
    let (files, database) = (first_bundle::files(), test_tools::postgres::database);
    let failures = figure_service::conformance::in_postgresql("events", build, files, database).await;
    assert_eq!(failures, []);
}
