//! The service passes what every domain must, on both databases.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn membership_conforms() {
    let failures =
        figure_service::conformance::all("membership", &membership::app::build, first_bundle::files()).await;
    assert_eq!(failures, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn membership_conforms_in_postgresql() {
    let build = &membership::app::build;
    let (files, database) = (first_bundle::files(), test_tools::postgres::database);
    let failures = figure_service::conformance::in_postgresql("membership", build, files, database).await;
    assert_eq!(failures, []);
}
