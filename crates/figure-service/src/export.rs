//! The files of a bundle from what is stored: what importing them again would not change.

use std::collections::{BTreeMap, BTreeSet};

use interchange::{Datum, Record, Register, register, stated};
use store::{AsOf, Condition, Snapshot, StoreError};

use crate::domain::StatedFile;
use crate::engine::Engine;
use crate::stated::{STATED, register as stored};
use crate::tables;

/// A domain's part of a bundle, without the files that every service has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files that are the domain's alone, by name.
    pub files: BTreeMap<String, ExportedFile>,
    /// Its rows of `stated.csv`, in the order of their keys.
    pub stated: Vec<Record>,
}

/// A file from what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportedFile {
    /// How many records it has.
    pub records: usize,
    /// The file: with no record its header line alone.
    pub bytes: Vec<u8>,
}

impl Engine {
    /// What is stored now, as files.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn export(&self) -> Result<Exported, StoreError> {
        let snapshot = self.store().read(AsOf::Head).await?;
        let reference = self.reference(&snapshot).await?;
        let mut exported = Exported::default();
        for own in &self.domain().registers {
            let records = records(&snapshot, &own.register).await?;
            exported.add(&own.register, &records);
        }
        for file in &self.domain().stated {
            let target = observations(file);
            let records = records(&snapshot, &stored(file.table, Some(file))).await?;
            let records: Vec<Record> = records.iter().map(|r| as_written(r, &target)).collect();
            // A document has a file of its own where a record set names it.
            let sets = reference.manifest.record_sets.iter().map(|set| set.file.as_str());
            let own: BTreeSet<&str> = sets.filter(|name| *name != file.file && file.holds(name)).collect();
            let of = |record: &Record| {
                own.iter().find(|name| stated::own_document(name) == record.text("document")).copied()
            };
            for name in own.iter().copied().chain([file.file]) {
                let alone = |record: &&Record| of(record).unwrap_or(file.file) == name;
                let records: Vec<Record> = records.iter().filter(alone).cloned().collect();
                exported.add(&Register { file: name.to_owned(), ..target.clone() }, &records);
            }
        }
        let target = stated::register();
        let records = records(&snapshot, &stored(STATED, None)).await?;
        exported.stated = records.iter().map(|r| as_written(r, &target)).collect();
        Ok(exported)
    }
}

impl Exported {
    fn add(&mut self, register: &Register, records: &[Record]) {
        let file = ExportedFile { records: records.len(), bytes: register::write(register, records) };
        self.files.insert(register.file.clone(), file);
    }
}

async fn records(snapshot: &Snapshot, register: &Register) -> Result<Vec<Record>, StoreError> {
    let rows = snapshot.rows(&register.table, &Condition::every()).await?;
    rows.iter().map(|stored| tables::record(register, &stored.row)).collect()
}

/// What a file of stated values looks like.
fn observations(file: &StatedFile) -> Register {
    let dimensions = file.dimensions.iter().map(|d| (*d).to_owned()).collect();
    let register = stated::observations_register(&dimensions);
    Register { file: file.file.to_owned(), table: file.table.to_owned(), ..register }
}

/// A stored value as the file has it: an exact bound is left empty, and a missing value says so.
fn as_written(stored: &Record, target: &Register) -> Record {
    let mut record = Record::new(target, Vec::new());
    for field in &target.fields {
        record.set(&field.name, stored.get(&field.name).clone());
    }
    if stored.text("bound") == Some("exact") {
        record.set("bound", Datum::Null);
    }
    if stored.decimal("value").is_none() {
        record.set("status", Datum::Text("missing".to_owned()));
        record.set("decimals", Datum::Null);
    }
    record
}
