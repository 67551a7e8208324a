//! A writer that is killed in the midst of writing leaves a sound file with everything that it acknowledged.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use jiff::Timestamp;
use store::{
    AsOf, Change, Column, Condition, Kind, Location, Row, Schema, Store, StoreError, Table, Transaction,
};

/// Names the file to the child, which is this very test, run again.
const FILE: &str = "STORE_CRASH_TEST_FILE";
const ROWS: i64 = 500;

async fn open(path: &Path) -> Result<Store, StoreError> {
    let columns = vec![Column::text("id"), Column::integer("n")];
    let schema = Schema::new(vec![Table::new("item", ["id"], columns)]);
    Store::open(Location::File(path.to_owned()), schema, Arc::new(|| Timestamp::UNIX_EPOCH)).await
}

/// Writes changes of many rows without end, and says each revision once it is acknowledged.
async fn write_until_killed(path: PathBuf) {
    let store = open(&path).await.expect("the child opens the file");
    loop {
        let n = store.head().revision + 1;
        let rows: Vec<Row> = (0..ROWS).map(|id| vec![id.to_string().into(), n.into()]).collect();
        let change = Change::new(Kind::Edit, "child", "", format!("request {n}"), "");
        let put = async |tx: &mut Transaction| tx.put("item", &rows).await.map(drop);
        let outcome = store.write(change, put).await.expect("the child writes");
        let mut said = std::io::stdout().lock();
        writeln!(said, "\nacknowledged {}", outcome.revision)
            .and_then(|()| said.flush())
            .expect("the parent listens");
    }
}

fn start(path: &Path, test: &str) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args([test, "--exact", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts")
}

/// Listens until `revision` is acknowledged.
fn listen(lines: &mut impl Iterator<Item = std::io::Result<String>>, revision: i64) -> i64 {
    lines
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("acknowledged ").and_then(|number| number.parse().ok()))
        .find(|number| *number >= revision)
        .expect("the child writes on")
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the child is told its file by the environment")]
async fn a_killed_writer_leaves_what_it_acknowledged() {
    if let Some(path) = std::env::var_os(FILE) {
        write_until_killed(path.into()).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.db");
    let mut least = 0;
    for round in 0..6 {
        let mut child = start(&path, "a_killed_writer_leaves_what_it_acknowledged");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        listen(&mut lines, least + 3 + round);
        let error = open(&path).await.expect_err("the child holds the file");
        assert_eq!(
            error,
            StoreError::InUse { path: path.clone(), holder: format!("process {}", child.id()) }
        );
        child.kill().expect("kill -9");
        child.wait().expect("it ends");
        // What it said before it died is acknowledged too.
        let said =
            lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok());
        let acknowledged: i64 = said.fold(least + 3 + round, i64::max);
        let store = open(&path).await.expect("opens at once after the kill");
        assert_eq!(store.verify().await.expect("verifies"), Vec::<String>::new());
        let head = store.head().revision;
        assert!(
            (acknowledged..=acknowledged + 1).contains(&head),
            "acknowledged {acknowledged}, the head is {head}"
        );
        let rows = store.read(AsOf::Head).await.expect("reads").rows("item", &Condition::is("n", head)).await;
        assert_eq!(rows.expect("rows").len(), 500, "the last change is whole");
        least = head;
    }
}
