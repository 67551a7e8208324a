//! Records that are stored and that a part refers to: a part may hold funding lines without their projects.

use std::collections::{BTreeMap, BTreeSet};

use interchange::{Bundle, FieldType};
use store::{AsOf, Store, StoreError};

use crate::domain::Domain;
use crate::sql::coded;

/// Ids by file.
pub(super) type Ids = BTreeMap<String, BTreeSet<String>>;

/// The stored ids of every register that a register of the part refers to.
///
/// # Errors
/// Those of the store.
pub(super) async fn stored(store: &Store, domain: &Domain, bundle: &Bundle) -> Result<Ids, StoreError> {
    let sent = domain.registers.iter().filter(|r| bundle.file(&r.register.file).is_some());
    let files: BTreeSet<&String> =
        sent.flat_map(|r| &r.register.fields).filter_map(|field| referred(&field.kind)).collect();
    let snapshot = store.read(AsOf::Head).await?;
    let mut found = Ids::new();
    for file in files {
        if let Some(own) = domain.registers.iter().find(|r| r.register.file == *file) {
            found.insert(file.clone(), coded::ids(&snapshot, &own.register.table).await?);
        }
    }
    // An empty store knows no record: then the part alone decides, and a dangling reference is a mistake.
    Ok(found)
}

/// The file whose records a field names.
fn referred(kind: &FieldType) -> Option<&String> {
    if let FieldType::Reference(file) | FieldType::References(file) = kind { Some(file) } else { None }
}
