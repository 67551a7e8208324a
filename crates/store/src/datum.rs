//! Cells and rows: text, integers and null, which every database keeps exactly.

use serde::{Serialize, Serializer};

/// One cell. There is no floating point; an exact decimal is two integers (mantissa and scale) in two columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// No value.
    Null,
    /// UTF-8 without the character NUL, which not every database can keep.
    Text(String),
    /// A signed 64-bit integer.
    Integer(i64),
}

/// The cells of a row, in the order of the declared columns or of the query.
pub type Row = Vec<Datum>;

impl Datum {
    /// The text, or none for null and integers.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Integer(_) => None,
        }
    }

    /// The integer, or none for null and text.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Null | Self::Text(_) => None,
        }
    }

    /// Whether there is no value.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Several values as one parameter, to be unfolded by [`Snapshot::list`](crate::Snapshot::list).
    #[must_use]
    pub fn list<T: Into<Self>>(values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<Self> = values.into_iter().map(Into::into).collect();
        Self::Text(json(&values))
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Datum {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Datum {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Serialize for Datum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
        }
    }
}

/// JSON text of data; a row is an array, several rows an array of arrays.
pub(crate) fn json<T: Serialize + ?Sized>(data: &T) -> String {
    serde_json::to_string(data).expect("nulls, strings, integers and arrays of them always serialise")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_a_json_array() {
        assert_eq!(Datum::list(["a\"b", "c"]), Datum::from(r#"["a\"b","c"]"#));
        assert_eq!(
            Datum::list([i64::MAX, i64::MIN]).as_text(),
            Some("[9223372036854775807,-9223372036854775808]")
        );
        assert_eq!(Datum::list(Vec::<i64>::new()).as_text(), Some("[]"));
    }

    #[test]
    fn an_absent_value_is_null() {
        assert!(Datum::from(None::<i64>).is_null());
        assert_eq!(Datum::from(Some("x")).as_text(), Some("x"));
        assert_eq!(Datum::from(7).as_integer(), Some(7));
    }
}
