//! Keys of stated values that may be in conflict: those of several rows, and those whose measure records give values too.

use ::store::{Datum, Snapshot, StoreError};

/// What records give values of, beside the rows of sources.
pub(crate) enum Recorded {
    /// These measures, by path.
    Measures(Vec<String>),
    /// Any measure: records name it themselves.
    Any,
}

/// Keys in their order, at most `limit` after the first `offset` ones: every key with several rows, and of what is `recorded` those with one.
///
/// # Errors
/// Those of the store.
pub(crate) async fn keys(
    snapshot: &Snapshot,
    tables: &[&str],
    recorded: &Recorded,
    offset: u64,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let mut params: Vec<Datum> = Vec::new();
    let mut having = String::from("COUNT(*) > 1");
    match recorded {
        Recorded::Any => having.push_str(" OR 1 = 1"),
        Recorded::Measures(paths) => {
            for path in paths {
                let condition = super::keyed::of_measure(path, &mut params);
                having.push_str(&format!(" OR {condition}"));
            }
        }
    }
    let mut rows = Vec::new();
    for table in tables {
        rows.push(format!("SELECT \"key\" FROM {} AS t", snapshot.table(table)?));
    }
    let rows = rows.join(" UNION ALL ");
    let sql = format!(
        "SELECT \"key\" FROM ({rows}) AS s GROUP BY \"key\" HAVING {having} ORDER BY \"key\" LIMIT {limit} OFFSET {offset}"
    );
    let rows = snapshot.query(&sql, &params).await?;
    Ok(rows.into_iter().flatten().filter_map(|d| d.as_text().map(str::to_owned)).collect())
}
