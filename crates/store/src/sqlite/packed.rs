//! Many rows as one text: a JSON array of rows, each an array of cells.
//!
//! The driver takes a row out of SQLite cell by cell: each is copied by SQLite, once more by the driver, and goes to the reader's thread by
//! itself. Joined by the database, rows cost one copy, one hand-over, and a parse that makes nothing but the cells.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::datum::{Datum, Row};
use crate::error::StoreError;

/// The query whose one cell has all rows of a query of so many columns, in its order: SQLite keeps the order of a subquery that something
/// like this is made from (`SF_OrderByReqd` in its source; the conformance suite looks at it).
pub(super) fn statement(sql: &str, columns: usize) -> String {
    let names: Vec<String> = (0..columns).map(|number| format!("c{number}")).collect();
    let names = names.join(", ");
    format!("WITH packed({names}) AS ({sql}) SELECT json_group_array(json_array({names})) FROM packed")
}

/// The rows of the answer.
pub(super) fn rows(answer: &[Row], columns: usize) -> Result<Vec<Row>, StoreError> {
    let text = match answer {
        [row] => row.first().and_then(Datum::as_text),
        _ => None,
    };
    let text = text.ok_or_else(|| StoreError::corrupt("rows that were asked for together did not come"))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    Rows { columns }.deserialize(&mut reader).map_err(|error| {
        StoreError::invalid(
            "the answer",
            format!("{error}; ask for text and integers only (cast, or avoid division and AVG)"),
        )
    })
}

/// An array of rows.
struct Rows {
    columns: usize,
}

/// An array of cells.
struct Cells {
    columns: usize,
}

/// A cell.
struct Cell;

impl<'de> DeserializeSeed<'de> for Rows {
    type Value = Vec<Row>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows {
    type Value = Vec<Row>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = all.next_element_seed(Cells { columns: self.columns })? {
            rows.push(row);
        }
        Ok(rows)
    }
}

impl<'de> DeserializeSeed<'de> for Cells {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Cells {
    type Value = Row;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a row of {} cells", self.columns)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
        let mut row = Row::with_capacity(self.columns);
        while let Some(cell) = all.next_element_seed(Cell)? {
            row.push(cell);
        }
        Ok(row)
    }
}

impl<'de> DeserializeSeed<'de> for Cell {
    type Value = Datum;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Cell {
    type Value = Datum;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, an integer or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Datum, E> {
        Ok(Datum::Null)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Datum, E> {
        Ok(Datum::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Datum, E> {
        i64::try_from(number).map(Datum::Integer).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Datum, E> {
        Ok(Datum::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Datum, E> {
        Ok(Datum::Text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, columns: usize) -> Result<Vec<Row>, StoreError> {
        rows(&[vec![Datum::from(text)]], columns)
    }

    #[test]
    fn rows_come_out_as_they_are() {
        let found = read(r#"[["a\"b\\\n",null,-3],["é",9223372036854775807,-9223372036854775808]]"#, 3);
        let expected: [Row; 2] = [
            vec!["a\"b\\\n".into(), Datum::Null, (-3).into()],
            vec!["é".into(), i64::MAX.into(), i64::MIN.into()],
        ];
        assert_eq!(found.as_deref(), Ok(&expected[..]));
        assert_eq!(read("[]", 3), Ok(Vec::new()));
    }

    #[test]
    fn what_no_cell_can_be_is_told() {
        for text in ["[[1.5]]", "[[[]]]", "[[true]]", "[[9223372036854775808]]", "[[", "7"] {
            assert!(read(text, 1).is_err(), "{text}");
        }
        assert!(rows(&[], 1).is_err());
    }
}
