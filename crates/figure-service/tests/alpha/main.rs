//! A domain of tests, declared as any other: things with money, stays from a date to a date, gatherings with their visitors.

mod code;
mod completeness;
mod computing;
mod conflicts;
mod lists;
mod world;
mod writes;

use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_that_no_other_crate_knows_conforms() {
    let files: BTreeMap<String, Vec<u8>> = world::files();
    let build = async |start: figure_service::start::Start| {
        let engine = start.open(world::domain()).await?;
        Ok(start.plain_app(&engine))
    };
    assert_eq!(figure_service::conformance::all("alpha", &build, files.clone()).await, []);
    let database = test_tools::postgres::database;
    assert_eq!(figure_service::conformance::in_postgresql("alpha", &build, files, database).await, []);
}
