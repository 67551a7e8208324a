//! `terms.csv`: official names of bodies, programmes and things.

use std::collections::BTreeMap;

use figures::Labels;

use crate::codes::words;
use crate::context::Context;
use crate::mistake::Mistake;
use crate::register::{self, Field, FieldType, Record, Register};

/// One official name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What prose refers to it by: `{term:partner2connect}`.
    pub id: String,
    /// What sort of thing it names: `body`, `programme`.
    pub kind: String,
    /// The official name by language.
    pub label: Labels,
    /// The official short form by language.
    pub short: Labels,
    /// Variants that must not be used, by language.
    pub forbidden: BTreeMap<String, Vec<String>>,
}

/// What `terms.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let fields = vec![
        Field::required("id", FieldType::Id),
        Field::required("kind", FieldType::Id),
        Field::required("label", FieldType::Localized),
        Field::optional("short", FieldType::Localized),
        Field::optional("forbidden", FieldType::Localized),
    ];
    Register::new("terms.csv", &["id"], fields)
}

/// Reads `terms.csv`, in the order of the file.
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (Vec<Term>, Vec<Mistake>) {
    let (records, mistakes) = register::read(&register(), file, bytes, context);
    (records.iter().filter_map(term).collect(), mistakes)
}

fn term(record: &Record) -> Option<Term> {
    Some(Term {
        id: record.text("id")?.to_owned(),
        kind: record.text("kind").unwrap_or_default().to_owned(),
        label: record.localized("label").cloned().unwrap_or_default(),
        short: record.localized("short").cloned().unwrap_or_default(),
        forbidden: words(record, "forbidden"),
    })
}
