//! A CSV file of a bundle as data: which columns it has, what their cells hold, and what makes a row.
//!
//! A service declares its files as [`Register`]s and gets reading, checking, places of mistakes and writing from here. A column
//! that is not required may be left out of a file, so that a new column does not break older bundles; an unknown one is a mistake.

mod cell;
mod header;
mod pieces;
mod read;
mod reading;
mod record;
mod relation;
mod table;
mod write;

pub(crate) use cell::{SIGNS, is_identifier};
pub(crate) use header::is_language;
pub use read::read;
pub(crate) use read::read_among;
pub use reading::Reading;
pub use record::{Datum, Names, Record};
pub use relation::{Converted, Relation};
pub use table::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROW_BYTES, read_text};
pub(crate) use write::{Column, columns};
pub use write::{Languages, Printer, add_languages, write, write_texts};

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Any text.
    Text,
    /// Several texts, separated by `|`.
    Texts,
    /// An identifier of a record: ASCII letters, digits and `-._/%+`, at most 128.
    Id,
    /// A code of a list of `codes.csv`.
    Code(String),
    /// Several codes of one list, separated by `|`.
    Codes(String),
    /// One of the names given here.
    Choice(Vec<String>),
    /// A code of `areas.csv`.
    Area,
    /// A day, a month or a year, as exact as it is known.
    Date,
    /// A calendar day.
    Day,
    /// A period.
    Period,
    /// A whole number of 64 bits.
    Integer,
    /// An exact decimal of at most 18 digits.
    Decimal,
    /// How exactly a value is known: `INF` or a whole number.
    Decimals,
    /// A bound; empty is `exact`.
    Bound,
    /// A code of the list `unit`.
    Unit,
    /// A code of the list `unit` whose parent is `currency`.
    Currency,
    /// `yes` or empty.
    YesNo,
    /// A figure key in canonical form.
    Key,
    /// A link: `https://…` or `http://…`.
    Url,
    /// A text per language: the columns `name_en`, `name_zh` ….
    Localized,
    /// The `id` of a record of another file.
    Reference(String),
    /// The `id`s of several records of another file, separated by `|`.
    References(String),
    /// The `id` of a document of `documents.csv`.
    Document,
}

impl FieldType {
    /// The form in which a [`Datum`] of this type is kept, and so its SQL column.
    #[must_use]
    pub fn storage(&self) -> Storage {
        match self {
            Self::Integer | Self::YesNo => Storage::Integer,
            Self::Decimal => Storage::Decimal,
            Self::Localized => Storage::Localized,
            Self::Text
            | Self::Texts
            | Self::Id
            | Self::Code(_)
            | Self::Codes(_)
            | Self::Choice(_)
            | Self::Area
            | Self::Date
            | Self::Day
            | Self::Period
            | Self::Decimals
            | Self::Bound
            | Self::Unit
            | Self::Currency
            | Self::Key
            | Self::Url
            | Self::Reference(_)
            | Self::References(_)
            | Self::Document => Storage::Text,
        }
    }
}

/// The form of a [`Datum`]: the variant it has unless it is `Null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Storage {
    /// `Datum::Text`.
    Text,
    /// `Datum::Integer`; of a yes/no field 1 or 0 and never `Null`.
    Integer,
    /// `Datum::Decimal`, without trailing zeros.
    Decimal,
    /// `Datum::Localized`.
    Localized,
}

/// A column (for [`FieldType::Localized`] a column per language).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The column's name.
    pub name: String,
    /// What its cells hold.
    pub kind: FieldType,
    /// Whether each row must have it; a localized one then needs the bundle's first language.
    pub required: bool,
}

impl Field {
    /// A field that each row must have.
    #[must_use]
    pub fn required(name: &str, kind: FieldType) -> Self {
        Self { name: name.to_owned(), kind, required: true }
    }

    /// A field that may be empty.
    #[must_use]
    pub fn optional(name: &str, kind: FieldType) -> Self {
        Self { name: name.to_owned(), kind, required: false }
    }

    /// The three columns of where a value comes from: `document`, `section`, `locator`.
    #[must_use]
    pub fn provenance() -> [Self; 3] {
        [
            Self::required("document", FieldType::Document),
            Self::optional("section", FieldType::Text),
            Self::optional("locator", FieldType::Text),
        ]
    }
}

/// A CSV file of a bundle: what it is called, what identifies a row, which columns it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// The file: `funding.csv`.
    pub file: String,
    /// The name of its table: `funding`.
    pub table: String,
    /// The fields that no two rows may have in common; none means that equal rows are allowed.
    pub key: Vec<String>,
    /// The columns, in the order in which they are written.
    pub fields: Vec<Field>,
    /// What must hold between the fields of a row.
    pub relations: Vec<Relation>,
}

impl Register {
    /// A register; the table is named after the file.
    #[must_use]
    pub fn new(file: &str, key: &[&str], fields: Vec<Field>) -> Self {
        let table = file.trim_end_matches(".csv").replace('-', "_");
        let key = key.iter().map(|k| (*k).to_owned()).collect();
        Self { file: file.to_owned(), table, key, fields, relations: Vec::new() }
    }

    /// The same, with something that must hold between the fields of a row.
    #[must_use]
    pub fn with(mut self, relation: Relation) -> Self {
        self.relations.push(relation);
        self
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

#[cfg(test)]
mod tests;
