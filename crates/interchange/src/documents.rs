//! `documents.csv`: the documents that values come from and prose refers to.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Labels, Source};

use crate::context::Context;
use crate::mistake::Mistake;
use crate::register::{self, Field, FieldType, Record, Register};

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The code: `ar-2024`, `C25-55`.
    pub id: String,
    /// The symbol as it is printed: `C25/55`.
    pub symbol: Option<String>,
    /// Who published it.
    pub publisher: String,
    /// When, ISO 8601, as exact as it is known; empty where it is not.
    pub date: String,
    /// The title by language.
    pub label: Labels,
    /// Where it can be read.
    pub url: Option<String>,
}

/// The documents by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents(BTreeMap<String, Document>);

impl Documents {
    /// One document.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Document> {
        self.0.get(id)
    }

    /// All, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Document> {
        self.0.values()
    }

    /// Their codes.
    #[must_use]
    pub fn ids(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// The source that a place in a document is, with the document's publisher and date.
    #[must_use]
    pub fn source(&self, document: &str, section: &str, locator: &str) -> Source {
        let known = self.get(document);
        Source {
            document: document.to_owned(),
            section: section.to_owned(),
            locator: locator.to_owned(),
            publisher: known.map(|d| d.publisher.clone()).unwrap_or_default(),
            date: known.map(|d| d.date.clone()).unwrap_or_default(),
        }
    }
}

impl FromIterator<Document> for Documents {
    fn from_iter<I: IntoIterator<Item = Document>>(documents: I) -> Self {
        Self(documents.into_iter().map(|d| (d.id.clone(), d)).collect())
    }
}

/// What `documents.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("symbol", FieldType::Text),
        Field::required("publisher", FieldType::Text),
        Field::optional("date", FieldType::Date),
        Field::required("label", FieldType::Localized),
        Field::optional("url", FieldType::Url),
    ];
    Register::new("documents.csv", &["id"], fields)
}

/// Reads `documents.csv`.
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (Documents, Vec<Mistake>) {
    let (records, mistakes) = register::read(&register(), file, bytes, context);
    (records.iter().filter_map(document).collect(), mistakes)
}

fn document(record: &Record) -> Option<Document> {
    Some(Document {
        id: record.text("id")?.to_owned(),
        symbol: record.text("symbol").map(str::to_owned),
        publisher: record.text("publisher").unwrap_or_default().to_owned(),
        date: record.text("date").unwrap_or_default().to_owned(),
        label: record.localized("label").cloned().unwrap_or_default(),
        url: record.text("url").map(str::to_owned),
    })
}
