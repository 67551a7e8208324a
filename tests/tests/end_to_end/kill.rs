//! A service that is killed under load, some rounds of it; `cargo xtask kill` runs hundreds.

use yearbook_tests::kill::{Database, Plan, run, table};

const ROUNDS: u32 = 10;

/// Rounds that begin with another chance each time; what fails says the seed.
async fn loses_nothing(database: Database) {
    let plan = Plan { database, rounds: ROUNDS, seed: u64::from(std::process::id()) };
    let Some(tally) = run(&plan).await.expect("the service answers") else { return };
    let faults = tally.faults.all();
    assert!(faults.is_empty(), "{}\n{}", table(std::slice::from_ref(&tally)), faults.join("\n"));
    assert!(tally.acknowledged > 50 && tally.revisions > 50, "{}", table(&[tally]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_service_over_a_file_that_is_killed_under_load_loses_nothing() {
    loses_nothing(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_service_over_postgresql_that_is_killed_under_load_loses_nothing() {
    loses_nothing(Database::Postgres).await;
}
