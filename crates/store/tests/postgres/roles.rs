//! Who may not come in, and what is not there: said clearly, and without a password.

use store::StoreError;
use test_tools::postgres;

use super::{Schema, Table, items, open, open_with};

/// The same database under another role.
fn under(url: &str, role: &str) -> String {
    url.replace("yearbook@", &format!("{role}@"))
}

async fn refused(url: &str, expected: &str) -> StoreError {
    let error = open(url).await.expect_err("refused");
    let text = format!("{error} {error:?}");
    assert!(text.contains(expected) && !text.contains("secret"), "{text}");
    error
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named() {
    let Some(url) = postgres::database() else { return };
    let (server, _) = url.rsplit_once('/').expect("a database");
    let error = refused(&format!("{server}/nowhere"), "/nowhere does not exist: create it").await;
    assert!(matches!(error, StoreError::NotFound { .. }), "{error}");
}

#[tokio::test]
async fn a_role_that_is_not_let_in_is_named_and_its_password_is_not() {
    let Some(url) = postgres::database() else { return };
    refused(&under(&url, "nobody:secret"), "the server does not let the role in").await;
    // Another test of this server may have made it.
    let made = "DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
    postgres::run(&url, made);
    let error = refused(&under(&url, "guarded:secret"), "correct the URL's role and password").await;
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
    postgres::run(&url, "GRANT CREATE ON SCHEMA public TO guarded");
    open(&under(&url, "guarded:right")).await.expect("the right password is let in");
}

#[tokio::test]
async fn a_right_that_lacks_is_named() {
    let Some(url) = postgres::database() else { return };
    postgres::run(&url, "CREATE ROLE reading LOGIN");
    let error = refused(&under(&url, "reading"), "make it the owner of the database").await;
    assert!(matches!(error, StoreError::Unavailable { .. }), "{error}");
}

#[tokio::test]
async fn tables_of_others_are_left_as_they_are() {
    let Some(url) = postgres::database() else { return };
    postgres::run(&url, "CREATE TABLE item (x TEXT)");
    let expected =
        "table `item`: is in the database already, and the database holds no store; name another database";
    refused(&url, expected).await;
    assert_eq!(postgres::run(&url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "1");
}

#[tokio::test]
async fn tables_that_were_declared_otherwise_are_refused() {
    let Some(url) = postgres::database() else { return };
    drop(open(&url).await.expect("opens"));
    let mut other: Table = items();
    other.columns[1].nullable = true;
    let error = open_with(&url, Schema::new(vec![other])).await.expect_err("refused");
    assert!(error.to_string().starts_with("table `item`: the program declares it otherwise"), "{error}");
}
