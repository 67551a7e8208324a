//! The header line: which column is which field.

use figures::measure::nearest;

use super::table::{MAX_COLUMNS, Row};
use super::{FieldType, Register};
use crate::mistake::{Mistake, Mistakes, Place, quote};

/// What a column of the file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// The index of the field.
    pub(super) field: usize,
    /// Of a localized field the language.
    pub(super) language: Option<String>,
    /// The name as written.
    pub(super) name: String,
}

/// The columns by position; `None` for an unknown or repeated one.
pub(super) fn columns(
    register: &Register,
    file: &str,
    row: &Row,
    mistakes: &mut Mistakes,
) -> Vec<Option<Column>> {
    let mut found: Vec<Option<Column>> = Vec::new();
    if row.cells.len() > MAX_COLUMNS {
        let problem = format!("the header has {} columns, more than {MAX_COLUMNS}", row.cells.len());
        mistakes.push(Mistake::new(Place::start(file), problem, "remove columns"));
    }
    for (index, name) in row.cells.iter().enumerate().take(MAX_COLUMNS) {
        let (line, column) = row.spot(index);
        let mistake = |p: String, r: String| Mistake::new(Place::new(file, line, column), p, r).of(name);
        let known = column_of(register, name);
        if known.is_none() {
            let problem = format!("{} is no column of {}", quote(name), register.file);
            mistakes.push(mistake(problem, unknown_remedy(register, name)));
        }
        let again = known.is_some() && found.contains(&known);
        if again {
            mistakes.push(mistake(
                format!("the column {} stands twice", quote(name)),
                "remove one of them".to_owned(),
            ));
        }
        found.push(known.filter(|_| !again));
    }
    missing(register, file, &found, mistakes);
    found
}

fn missing(register: &Register, file: &str, found: &[Option<Column>], mistakes: &mut Mistakes) {
    for (index, field) in register.fields.iter().enumerate() {
        if field.required && !found.iter().flatten().any(|c| c.field == index) {
            let name = if field.kind == FieldType::Localized {
                format!("{}_en", field.name)
            } else {
                field.name.clone()
            };
            let problem = format!("the column `{name}` is missing");
            mistakes
                .push(Mistake::new(Place::start(file), problem, "add it to the header line").of(&field.name));
        }
    }
}

/// The field of a column. A field's own name goes first: `indicator_key` is not the text of `indicator` in a language `key`.
fn column_of(register: &Register, name: &str) -> Option<Column> {
    let exact = register.fields.iter().position(|f| f.kind != FieldType::Localized && f.name == name);
    if let Some(field) = exact {
        return Some(Column { field, language: None, name: name.to_owned() });
    }
    register.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldType::Localized).find_map(
        |(field, f)| {
            let language = name.strip_prefix(f.name.as_str())?.strip_prefix('_')?;
            is_language(language).then(|| Column {
                field,
                language: Some(language.to_owned()),
                name: name.to_owned(),
            })
        },
    )
}

/// Whether a text has the form of a language tag as columns and files use it: `en`, `zh`, `zh-Hant`.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first =
        parts.next().is_some_and(|p| matches!(p.len(), 2 | 3) && p.bytes().all(|b| b.is_ascii_lowercase()));
    first && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn unknown_remedy(register: &Register, name: &str) -> String {
    let names: Vec<String> = register
        .fields
        .iter()
        .map(|f| if f.kind == FieldType::Localized { format!("{}_en", f.name) } else { f.name.clone() })
        .collect();
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use {}", names.join(", ")),
    }
}
