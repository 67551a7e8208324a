//! The service passes what every domain must, on both databases.
//!
//! Each of the checks begins with a database of its own. The files of single documents, thousands of rows that are all alike, would cost each of
//! them seconds and tell nothing more; `economies.rs` is about them.

use std::collections::BTreeMap;

fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = first_bundle::files();
    files.retain(|name, _| interchange::stated::table_of(name).is_none());
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connectivity_conforms() {
    let build = &connectivity::app::build;
    let failures = figure_service::conformance::all("connectivity", build, files()).await;
    assert_eq!(failures, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connectivity_conforms_in_postgresql() {
    let build = &connectivity::app::build;
    let (files, database) = (files(), test_tools::postgres::database);
    let failures = figure_service::conformance::in_postgresql("connectivity", build, files, database).await;
    assert_eq!(failures, []);
}
