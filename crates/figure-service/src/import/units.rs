//! Whether stated values are left behind in the unit that their measure had.
//!
//! A value keeps the unit in which it was stated. An import that gives a measure another unit brings its values along, or is refused: else
//! dollars would be shown as francs.

use std::collections::BTreeMap;

use interchange::mistake::Place;
use interchange::{Mistake, measures};
use store::{Condition, Datum, Row, StoreError, Table, Transaction};

use super::part::Part;
use crate::domain::Domain;
use crate::sql::keyed;
use crate::stated::STATED;

/// A measure that a part gives another unit.
pub(super) struct Changed {
    path: String,
    unit: String,
    line: u32,
}

/// The measures of the domain that a part gives another unit than they have now.
///
/// # Errors
/// Those of the store.
pub(super) async fn changed(
    tx: &mut Transaction,
    domain: &Domain,
    part: &Part,
) -> Result<Vec<Changed>, StoreError> {
    let register = measures::register();
    let Some(file) = part.files.iter().find(|file| file.table == register.table) else {
        return Ok(Vec::new());
    };
    let table = tx.schema().table(&register.table)?.clone();
    let stored = tx.rows(&table.name, &Condition::is("service", domain.name)).await?;
    let before: BTreeMap<String, String> =
        stored.iter().filter_map(|stored| measured(&table, &stored.row)).collect();
    let now = file.rows.iter().filter_map(|(line, row)| Some((*line, measured(&table, row)?)));
    let changed = now.filter(|(_, (path, unit))| before.get(path).is_some_and(|before| before != unit));
    Ok(changed.map(|(line, (path, unit))| Changed { path, unit, line }).collect())
}

/// The path of a measure and its unit.
fn measured(table: &Table, row: &Row) -> Option<(String, String)> {
    let cell =
        |column: &str| Some(row.get(table.position(column)?)?.as_text().unwrap_or_default().to_owned());
    Some((format!("{}/{}", cell("service")?, cell("name")?), cell("unit")?))
}

/// What is still stated in the unit of before, once the part is written: a mistake for each such measure.
///
/// # Errors
/// Those of the store.
pub(super) async fn left_behind(
    tx: &mut Transaction,
    domain: &Domain,
    changed: &[Changed],
) -> Result<Vec<Mistake>, StoreError> {
    let mut mistakes = Vec::new();
    for Changed { path, unit, line } in changed {
        for table in std::iter::once(STATED).chain(domain.stated.iter().map(|file| file.table)) {
            let Some(row) = keyed::in_another_unit(tx, table, path, unit).await? else { continue };
            let text = |n: usize| row.get(n).and_then(Datum::as_text).unwrap_or_default();
            let problem =
                format!("{} is stated in `{}`, and its measure would be in `{unit}`", text(0), text(1));
            let remedy = format!("import the values of {path} in `{unit}` with it, or keep the unit");
            mistakes.push(Mistake::new(Place::new("measures.csv", *line, 1), problem, remedy).of("unit"));
            break;
        }
    }
    Ok(mistakes)
}
