//! The service passes what every domain must, on both databases.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn projects_conform() {
    let failures =
        figure_service::conformance::all("projects", &projects::app::build, first_bundle::files()).await;
    assert_eq!(failures, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn projects_conform_in_postgresql() {
    let build = &projects::app::build;
    let (files, database) = (first_bundle::files(), test_tools::postgres::database);
    let failures = figure_service::conformance::in_postgresql("projects", build, files, database).await;
    assert_eq!(failures, []);
}
