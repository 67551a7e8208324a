//! How many decimal places the values of a table have.

use std::collections::BTreeMap;

use ::store::{Datum, Snapshot, StoreError};
use interchange::Register;
use interchange::register::Storage;

use super::scale_name;

/// The most decimal places of each field that is an exact decimal; 0 where it has no value.
///
/// # Errors
/// Those of the store.
pub(crate) async fn of(
    snapshot: &Snapshot,
    register: &Register,
) -> Result<BTreeMap<String, u32>, StoreError> {
    let decimal = register.fields.iter().filter(|field| field.kind.storage() == Storage::Decimal);
    let names: Vec<&String> = decimal.map(|field| &field.name).collect();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let most: Vec<String> = names.iter().map(|name| format!("MAX(\"{}\")", scale_name(name))).collect();
    let sql = format!("SELECT {} FROM {} AS t", most.join(", "), snapshot.table(&register.table)?);
    let found = snapshot.query(&sql, &[]).await?.pop().unwrap_or_default();
    let scale = |datum: &Datum| datum.as_integer().and_then(|scale| u32::try_from(scale).ok()).unwrap_or(0);
    Ok(names.into_iter().cloned().zip(found.iter().map(scale)).collect())
}
