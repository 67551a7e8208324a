//! Checking a whole file: the database's own check, and the invariants of versions.

use crate::backend::Session;
use crate::datum::{Datum, Row};
use crate::error::StoreError;
use crate::open::Store;
use crate::schema::Table;
use crate::sql::{FOREVER, quoted};
use crate::versions::key;

/// At most so many findings of one kind are told.
const MOST: usize = 20;

impl Store {
    /// Looks through the whole store. An empty list means that it is sound; otherwise each text says what is not. Takes as long
    /// as reading the file does.
    ///
    /// # Errors
    /// `Unavailable` if the database does not answer; `Corrupt` if it is too damaged to be looked through.
    pub async fn verify(&self) -> Result<Vec<String>, StoreError> {
        let mut faults = self.inner.backend.faults().await?;
        let mut session = self.inner.backend.inspect().await?;
        faults.extend(revisions(session.as_mut()).await?);
        for table in &self.schema().tables {
            faults.extend(table_faults(session.as_mut(), table).await?);
        }
        Ok(faults)
    }
}

/// Revisions count from 1 to the head without a gap, their times never decrease, and the head is the last of them.
async fn revisions(session: &mut dyn Session) -> Result<Vec<String>, StoreError> {
    let checks = [
        (
            "SELECT h.revision, (SELECT MAX(revision) FROM revisions) FROM head AS h \
             WHERE h.revision <> COALESCE((SELECT MAX(revision) FROM revisions), 0)",
            "the head is not the last revision",
        ),
        (
            "SELECT r.revision FROM revisions AS r WHERE r.revision > 1 \
             AND NOT EXISTS (SELECT 1 FROM revisions AS p WHERE p.revision = r.revision - 1)",
            "the revision before is missing",
        ),
        ("SELECT revision FROM revisions WHERE revision < 1", "a revision counts from 1"),
        (
            "SELECT r.revision FROM revisions AS r JOIN revisions AS p ON p.revision = r.revision - 1 \
             WHERE r.committed_at < p.committed_at",
            "the revision was committed before the one before it",
        ),
        (
            "SELECT h.revision FROM head AS h LEFT JOIN revisions AS r ON r.revision = h.revision \
             WHERE h.committed_at IS DISTINCT FROM r.committed_at",
            "the head has another time than its revision",
        ),
        (
            "SELECT r.revision FROM revisions AS r WHERE NOT EXISTS \
             (SELECT 1 FROM requests AS q WHERE q.request_id = r.request_id AND q.revision = r.revision)",
            "the request of the revision is not kept",
        ),
    ];
    let mut faults = Vec::new();
    for (sql, what) in checks {
        faults.extend(found(session, sql, what).await?);
    }
    Ok(faults)
}

/// Versions begin and end at revisions that exist, end after they begin, and no two of a key overlap.
async fn table_faults(session: &mut dyn Session, table: &Table) -> Result<Vec<String>, StoreError> {
    let (name, key) = (quoted(&table.name), key(table, ""));
    let checks = [
        (
            format!(
                "SELECT {key}, valid_from FROM (SELECT {key}, valid_from, valid_to, LEAD(valid_from) OVER \
                 (PARTITION BY {key} ORDER BY valid_from) AS following FROM {name}) AS v WHERE following < valid_to"
            ),
            "two versions overlap",
        ),
        (
            format!("SELECT {key}, valid_from FROM {name} WHERE valid_to <= valid_from"),
            "a version ends before it begins",
        ),
        (
            format!(
                "SELECT {key}, valid_from FROM {name} WHERE valid_from < 1 OR valid_from > (SELECT revision FROM head) \
                 OR (valid_to <> {FOREVER} AND valid_to > (SELECT revision FROM head))"
            ),
            "a version begins or ends at a revision that does not exist",
        ),
    ];
    let mut faults = Vec::new();
    for (sql, what) in checks {
        faults.extend(found(session, &sql, &format!("table `{}`: {what}", table.name)).await?);
    }
    Ok(faults)
}

async fn found(session: &mut dyn Session, sql: &str, what: &str) -> Result<Vec<String>, StoreError> {
    let rows = session.query(&format!("{sql} LIMIT {MOST}"), &[]).await?;
    Ok(rows.iter().map(|row| format!("{what}: {}", shown(row))).collect())
}

fn shown(row: &Row) -> String {
    let cells = row.iter().map(|cell| match cell {
        Datum::Null => "null".to_owned(),
        Datum::Text(text) => text.clone(),
        Datum::Integer(number) => number.to_string(),
    });
    cells.collect::<Vec<_>>().join(", ")
}
