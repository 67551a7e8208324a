//! Who refers to a record: it is not deleted under them.

use figures::FigureKey;
use interchange::register::FieldType;
use store::{Datum, StoreError, Transaction};

use crate::domain::Domain;
use crate::sql::referring;
use crate::stated::STATED;

/// The most that are named.
const MAX_NAMED: usize = 10;
/// The most rows that are looked through where a query finds more than it should.
const MAX_FOUND: usize = 10_000;

/// Records and keys that refer to a record, named; and whether there are more.
pub(crate) async fn to(
    tx: &mut Transaction,
    domain: &Domain,
    table: &str,
    id: &str,
) -> Result<(Vec<String>, bool), StoreError> {
    let mut named = Vec::new();
    let Some(own) = domain.register(table) else { return Ok((named, false)) };
    for register in domain.registers.iter().map(|r| &r.register) {
        for field in &register.fields {
            let several = field.kind == FieldType::References(own.file.clone());
            if !several && field.kind != FieldType::Reference(own.file.clone()) {
                continue;
            }
            let most = if several { MAX_FOUND } else { MAX_NAMED.saturating_add(1) };
            for mut row in referring::by_field(tx, register, (&field.name, several), id, most).await? {
                let held = row.pop().and_then(|datum| datum.as_text().map(str::to_owned)).unwrap_or_default();
                let itself = register.table == own.table && row.first() == Some(&Datum::from(id));
                if !itself && held.split('|').any(|part| part.trim() == id) {
                    named.push(format!("{} of {}", key(&row), register.file));
                }
            }
        }
    }
    for codes in domain.codes.iter().filter(|codes| codes.table == table) {
        let code = coded(codes.dimension, id);
        let tables = domain.stated.iter().map(|file| file.table).chain([STATED]);
        for table in tables {
            let keys = referring::by_key(tx, table, &code, MAX_FOUND).await?;
            named.extend(keys.into_iter().filter(|key| key.contains(&code)));
        }
    }
    let more = named.len() > MAX_NAMED;
    named.truncate(MAX_NAMED);
    Ok((named, more))
}

/// A code as keys have it: `event=wtsa-24`.
fn coded(dimension: &str, id: &str) -> String {
    let key = FigureKey::new("s", "m").with(dimension, id).to_string();
    key.split_once('?').map(|(_, dimensions)| dimensions.to_owned()).unwrap_or_default()
}

fn key(row: &[Datum]) -> String {
    let parts = row.iter().map(|datum| match datum {
        Datum::Text(text) => text.clone(),
        Datum::Integer(number) => number.to_string(),
        Datum::Null => String::new(),
    });
    parts.collect::<Vec<_>>().join("|")
}
