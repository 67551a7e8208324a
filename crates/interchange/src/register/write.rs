//! Writing a register: what `read` reads back as equal records.
//!
//! Exported files get opened in spreadsheets, which run cells that begin with `=`, `+`, `-`, `@` or one of a few other signs. A text cell
//! that does, and is no number, is written with one apostrophe before it, and reading takes that apostrophe away; a text that begins with
//! apostrophes and then such a sign gets one more, so nothing is lost. Stripping or replacing the sign would change records.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Datum, Field, FieldType, Record, Register, cell};

/// The languages of each field that is a text by language.
pub type Languages = BTreeMap<String, BTreeSet<String>>;

/// The file of these records: UTF-8, header line first, lines ended by LF, a column per language that any record has (English
/// and none other where there is no text at all).
#[must_use]
pub fn write(register: &Register, records: &[Record]) -> Vec<u8> {
    let mut found = Languages::new();
    add_languages(register, records, &mut found);
    let printer = Printer::new(register, &found);
    let mut file = printer.head();
    file.extend(printer.rows(records));
    file
}

/// Adds the languages that records have texts in.
pub fn add_languages(register: &Register, records: &[Record], found: &mut Languages) {
    let localized = register.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldType::Localized);
    for (index, field) in localized {
        let languages = found.entry(field.name.clone()).or_default();
        for record in records {
            let Some(Datum::Localized(labels)) = record.values.get(index) else { continue };
            for language in labels.keys() {
                if !languages.contains(language) {
                    languages.insert(language.clone());
                }
            }
        }
    }
}

/// A file of a register, written a portion of records after the other.
pub struct Printer {
    columns: Vec<Column>,
}

impl Printer {
    /// A file whose texts are in these languages: English where a field has none.
    #[must_use]
    pub fn new(register: &Register, languages: &Languages) -> Self {
        Self { columns: columns(register, languages) }
    }

    /// The header line.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        lines(std::iter::once(self.columns.iter().map(|c| c.name.as_str())))
    }

    /// The lines of some records.
    #[must_use]
    pub fn rows(&self, records: &[Record]) -> Vec<u8> {
        lines(records.iter().map(|record| self.columns.iter().map(|c| print(record, c))))
    }
}

fn lines<C: AsRef<[u8]>>(rows: impl Iterator<Item = impl Iterator<Item = C>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing to a vector cannot fail, and every row has as many cells as the header.
    let mut sound = true;
    for row in rows {
        sound &= writer.write_record(row).is_ok();
    }
    debug_assert!(sound, "rows have as many cells as the header");
    writer.into_inner().unwrap_or_default()
}

/// A column of a register's file: a field, or a field in one language.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) field: usize,
    pub(crate) language: Option<String>,
    yes_no: bool,
}

/// The columns of a register's file.
pub(crate) fn columns(register: &Register, languages: &Languages) -> Vec<Column> {
    let mut columns = Vec::new();
    for (index, field) in register.fields.iter().enumerate() {
        if field.kind == FieldType::Localized {
            let found = languages.get(&field.name).filter(|found| !found.is_empty());
            let languages = found.cloned().unwrap_or_else(|| BTreeSet::from(["en".to_owned()]));
            columns.extend(languages.into_iter().map(|language| Column {
                name: format!("{}_{language}", field.name),
                field: index,
                language: Some(language),
                yes_no: false,
            }));
        } else {
            let yes_no = field.kind == FieldType::YesNo;
            columns.push(Column { name: field.name.clone(), field: index, language: None, yes_no });
        }
    }
    columns
}

fn print<'r>(record: &'r Record, column: &Column) -> Text<'r> {
    Text(cell_of(record, column))
}

/// What a cell says, as the writer of lines takes it.
struct Text<'r>(Cow<'r, str>);

impl AsRef<[u8]> for Text<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn cell_of<'r>(record: &'r Record, column: &Column) -> Cow<'r, str> {
    match (record.values.get(column.field), &column.language) {
        (Some(Datum::Localized(labels)), Some(language)) => {
            labels.get(language).map(|t| cell::guard(t)).unwrap_or_default()
        }
        (Some(Datum::Text(text)), _) => cell::guard(text),
        (Some(Datum::Integer(flag)), _) if column.yes_no => if *flag == 0 { "" } else { "yes" }.into(),
        (Some(datum), _) => cell::print(datum),
        (None, _) => "".into(),
    }
}

/// A file of texts that are not read yet: one header, one row each, as [`read`](super::read()) takes them. A column that a row lacks is empty
/// in it. What is read is what the texts say: one that looks like a spreadsheet's formula comes back without an apostrophe.
#[must_use]
pub fn write_texts(fields: &[Field], columns: &[&str], rows: &[BTreeMap<String, String>]) -> Vec<u8> {
    let exact = |column: &str| fields.iter().find(|f| f.name == column && f.kind != FieldType::Localized);
    let guarded = |column: &str| {
        exact(column)
            .is_none_or(|f| matches!(f.kind, FieldType::Text | FieldType::Texts | FieldType::Localized))
    };
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut sound = writer.write_record(columns).is_ok();
    for row in rows {
        let cells = columns.iter().map(|column| {
            let text = row.get(*column).map(String::as_str).unwrap_or_default();
            Text(if guarded(column) { cell::guard(text) } else { text.into() })
        });
        sound &= writer.write_record(cells).is_ok();
    }
    debug_assert!(sound, "rows have as many cells as the header");
    writer.into_inner().unwrap_or_default()
}
