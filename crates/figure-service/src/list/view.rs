//! A table as a list under other names than its own: fields renamed, part of the rows, ids of one field or of several.
//!
//! An id of several fields has them in order, joined by points; in each, every byte but letters, digits, `-` and `_` is written
//! as `~` and two hexadecimal digits. So an id is one segment of a path, says what it stands for and can be read back, where a
//! digest could only be searched for.

use std::borrow::Cow;

use ::store::{Condition, Datum};
use interchange::Register;
use interchange::register::Storage;

use super::Listable;
use crate::sql::column_name;

/// The longest id that is read, in bytes.
const MAX_ID_BYTES: usize = 2_048;

/// A table as a list of a typed API, where the names of the table are not those of the API.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The list; its fields and its order are those of the API.
    pub list: Listable,
    /// Fields of the API and what each is called in the table: `id` is `code`.
    pub renamed: &'static [(&'static str, &'static str)],
    /// The table's field that decides which rows belong to the list, and its value.
    pub only: Option<(&'static str, &'static str)>,
    /// The table's fields that make the id; empty, the first of its key.
    pub id: &'static [&'static str],
    /// Fields of the API that messages show as resource names though the table does not say so, and the collection of each:
    /// `indicator` is of `indicators`. Those that refer to another file need no mention.
    pub references: &'static [(&'static str, &'static str)],
    /// Whether the rows of one id are one entry, rather than one each.
    pub gathered: bool,
}

impl From<&Listable> for View {
    fn from(list: &Listable) -> Self {
        Self { list: *list, renamed: &[], only: None, id: &[], references: &[], gathered: false }
    }
}

impl From<&View> for View {
    fn from(view: &View) -> Self {
        *view
    }
}

impl View {
    /// What a field of the API is called in the table.
    pub(crate) fn field<'a>(&self, name: &'a str) -> &'a str {
        self.renamed.iter().find(|(api, _)| *api == name).map_or(name, |(_, own)| own)
    }

    /// The table's fields that make the id.
    pub(crate) fn id_fields<'a>(&self, register: &'a Register) -> Vec<&'a str> {
        let key = register.key.iter().map(String::as_str);
        if self.id.is_empty() { key.take(1).collect() } else { key.filter(|k| self.id.contains(k)).collect() }
    }

    /// The rows of an id; none where the text is no id of this list.
    pub(crate) fn rows_of(&self, register: &Register, id: &str) -> Option<Condition> {
        let parts = self.id_values(register, id)?.into_iter();
        let mut all: Vec<Condition> = parts.map(|(column, value)| Condition::is(column, value)).collect();
        all.extend(self.only.map(|(field, value)| Condition::is(column_name(field), value)));
        Some(Condition::All(all))
    }

    /// The columns that an id is made of, with its value of each; none where the text is no id of this list.
    pub(crate) fn id_values(&self, register: &Register, id: &str) -> Option<Vec<(String, Datum)>> {
        let fields = self.id_fields(register);
        let parts = if fields.len() == 1 { vec![id.to_owned()] } else { split(id, MAX_ID_BYTES)? };
        // No record holds the character NUL, and no database takes it.
        if parts.len() != fields.len() || parts.iter().any(|part| part.contains('\0')) {
            return None;
        }
        let mut all = Vec::new();
        for (field, part) in fields.iter().zip(parts) {
            all.push((column_name(field), key_cell(register, field, &part)?));
        }
        Some(all)
    }
}

/// The cell of a field of a key that a text says; none where the text is no number and the field holds one.
pub(crate) fn key_cell(register: &Register, field: &str, text: &str) -> Option<Datum> {
    let integer = register.field(field)?.kind.storage() == Storage::Integer;
    if integer { text.parse().ok().map(Datum::Integer) } else { Some(Datum::from(text)) }
}

/// Adds the id of its parts to a text; an only part is the id as it is.
pub(super) fn add_id<'p>(parts: impl Iterator<Item = Cow<'p, str>>, count: usize, text: &mut String) {
    for (number, part) in parts.enumerate() {
        if count == 1 {
            text.push_str(&part);
            continue;
        }
        if number > 0 {
            text.push('.');
        }
        add_escaped(&part, text);
    }
}

/// Parts as one text, from which [`split`] makes them again.
pub(super) fn joined(parts: &[String]) -> String {
    let mut text = String::new();
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            text.push('.');
        }
        add_escaped(part, &mut text);
    }
    text
}

fn add_escaped(part: &str, text: &mut String) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            text.push(char::from(byte));
        } else {
            text.push('~');
            text.extend([byte >> 4, byte & 15].map(hexadecimal));
        }
    }
}

/// A digit of 0 to 15, in capitals.
fn hexadecimal(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// The parts of a text; none where it was not made by [`joined`], or is longer than so many bytes.
pub(super) fn split(text: &str, most: usize) -> Option<Vec<String>> {
    if text.len() > most {
        return None;
    }
    let parts: Option<Vec<String>> = text.split('.').map(unescaped).collect();
    parts.filter(|parts| joined(parts) == text)
}

fn unescaped(text: &str) -> Option<String> {
    let mut pieces = text.split('~');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (hex, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(parts: &[&str]) -> String {
        let mut text = String::new();
        add_id(parts.iter().map(|part| Cow::Borrowed(*part)), parts.len(), &mut text);
        text
    }

    #[test]
    fn an_id_says_what_it_stands_for() {
        assert_eq!(shown(&["internet-users"]), "internet-users");
        assert_eq!(shown(&["itu-region", "2024", "AFR"]), "itu-region.2024.AFR");
        assert_eq!(shown(&["a/b?c=1", "3.1", "¶4", "0"]), "a~2Fb~3Fc~3D1.3~2E1.~C2~B64.0");
    }

    #[test]
    fn what_is_no_id_is_not_read() {
        for bad in ["a~2", "a~2f.b", "a~zz.b", "a b.c", "~FF.a", "a~é.b"] {
            assert_eq!(split(bad, MAX_ID_BYTES), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_id_is_read_back(made in proptest::collection::vec(".{0,12}", 2..6)) {
            prop_assert_eq!(split(&shown(&made.iter().map(String::as_str).collect::<Vec<_>>()), MAX_ID_BYTES), Some(made));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[a-f0-9~.é-]{0,20}[.][A-F0-9~]{0,9}") {
            if let Some(made) = split(&text, MAX_ID_BYTES) {
                prop_assert_eq!(joined(&made), text);
            }
        }
    }
}
