//! Figure keys: `service/measure?dimension=value&…`.
//!
//! Grammar (any order of dimensions is accepted, [`FigureKey`] prints the canonical one: names sorted bytewise, values
//! percent-encoded after RFC 3986):
//! ```text
//! key       = name "/" name [ "?" pair *( "&" pair ) ]
//! pair      = name "=" value
//! name      = lower-case letter *( lower-case letter / digit / "-" )
//! value     = 1*( unreserved / "/" / ":" / "@" / percent-encoded )    ; "*" and "kind:*" are wildcards
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// Names that belong to HTTP and the command line, never dimensions.
pub const RESERVED: [&str; 3] = ["lang", "as-of", "format"];

/// The longest key that is read, in bytes.
pub const MAX_KEY_BYTES: usize = 2_048;

/// What a value must have encoded: everything but RFC 3986's unreserved characters, and `/` and `:` which a query may hold.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'=')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'*')
    .add(b'@')
    .add(b'!')
    .add(b'$')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b',')
    .add(b';');

/// What a key asks of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Selector {
    /// One code.
    Code(String),
    /// `*`, or `kind:*` where codes of one dimension are of several kinds (areas): each code that has records.
    Each {
        /// The kind of codes, as in `area=itu-region:*`.
        kind: Option<String>,
    },
}

/// How a figure is asked for. With a wildcard it stands for several figures.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureKey {
    /// The service: `projects`.
    pub service: String,
    /// The measure: `funding`.
    pub measure: String,
    /// What is asked of each dimension; one left out means its total.
    pub dimensions: BTreeMap<String, Selector>,
}

/// What is wrong with a key, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{key}`: {problem} (at character {})", .offset.saturating_add(1))]
pub struct KeyError {
    /// The text as given.
    pub key: String,
    /// Byte offset of the offending part.
    pub offset: usize,
    /// What is wrong and what to do.
    pub problem: String,
}

impl FigureKey {
    /// A key without dimensions.
    #[must_use]
    pub fn new(service: &str, measure: &str) -> Self {
        Self { service: service.to_owned(), measure: measure.to_owned(), dimensions: BTreeMap::new() }
    }

    /// The same key with one dimension set to a code.
    #[must_use]
    pub fn with(mut self, dimension: &str, code: &str) -> Self {
        self.dimensions.insert(dimension.to_owned(), Selector::Code(code.to_owned()));
        self
    }

    /// The same without a dimension.
    #[must_use]
    pub fn without(mut self, dimension: &str) -> Self {
        self.dimensions.remove(dimension);
        self
    }

    /// The code of a dimension, where the key gives one.
    #[must_use]
    pub fn code(&self, dimension: &str) -> Option<&str> {
        match self.dimensions.get(dimension) {
            Some(Selector::Code(code)) => Some(code),
            Some(Selector::Each { .. }) | None => None,
        }
    }

    /// Whether the key has no wildcard.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.dimensions.values().all(|s| matches!(s, Selector::Code(_)))
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.service, self.measure)?;
        for (i, (name, selector)) in self.dimensions.iter().enumerate() {
            let sign = if i == 0 { '?' } else { '&' };
            match selector {
                Selector::Code(code) => write!(f, "{sign}{name}={}", utf8_percent_encode(code, ENCODED))?,
                Selector::Each { kind: None } => write!(f, "{sign}{name}=*")?,
                Selector::Each { kind: Some(kind) } => write!(f, "{sign}{name}={kind}:*")?,
            }
        }
        Ok(())
    }
}

impl FromStr for FigureKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Parser { text }.key()
    }
}

struct Parser<'a> {
    text: &'a str,
}

impl Parser<'_> {
    fn error(&self, offset: usize, problem: impl Into<String>) -> KeyError {
        let key = self.text.chars().take(200).collect();
        KeyError { key, offset: offset.min(self.text.len()), problem: problem.into() }
    }

    fn key(&self) -> Result<FigureKey, KeyError> {
        if self.text.len() > MAX_KEY_BYTES {
            return Err(self.error(0, format!("longer than {MAX_KEY_BYTES} bytes")));
        }
        let (path, query) = match self.text.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (self.text, None),
        };
        let Some((service, measure)) = path.split_once('/') else {
            return Err(self
                .error(path.len(), "a key is written service/measure?dimension=value, the `/` is missing"));
        };
        let measure_at = service.len().saturating_add(1);
        self.name(service, 0, "service")?;
        self.name(measure, measure_at, "measure")?;
        let mut key = FigureKey::new(service, measure);
        if let Some(query) = query {
            self.pairs(query, path.len().saturating_add(1), &mut key)?;
        }
        Ok(key)
    }

    fn pairs(&self, query: &str, start: usize, key: &mut FigureKey) -> Result<(), KeyError> {
        let mut at = start;
        for pair in query.split('&') {
            let Some((name, value)) = pair.split_once('=') else {
                return Err(self.error(at, "a dimension is written name=value"));
            };
            self.name(name, at, "dimension")?;
            if RESERVED.contains(&name) {
                return Err(self.error(
                    at,
                    format!("`{name}` is no dimension: it belongs to the request, not to the key"),
                ));
            }
            let value_at = at.saturating_add(name.len()).saturating_add(1);
            let selector = self.selector(value, value_at)?;
            if key.dimensions.insert(name.to_owned(), selector).is_some() {
                return Err(self.error(at, format!("the dimension `{name}` is given twice")));
            }
            at = at.saturating_add(pair.len()).saturating_add(1);
        }
        Ok(())
    }

    fn name(&self, name: &str, at: usize, what: &str) -> Result<(), KeyError> {
        let good = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if good {
            Ok(())
        } else {
            Err(self.error(
                at,
                format!("`{name}` is no name of a {what}; use lower-case letters, digits and hyphens"),
            ))
        }
    }

    fn selector(&self, value: &str, at: usize) -> Result<Selector, KeyError> {
        if value.is_empty() {
            return Err(self.error(at, "the value is empty; leave the dimension out for its total"));
        }
        if value == "*" {
            return Ok(Selector::Each { kind: None });
        }
        if let Some(kind) = value.strip_suffix(":*") {
            self.name(kind, at, "kind")?;
            return Ok(Selector::Each { kind: Some(kind.to_owned()) });
        }
        let decoded = percent_decode_str(value)
            .decode_utf8()
            .map_err(|_| self.error(at, "the percent-encoding is not UTF-8"))?;
        let stray = value.contains('*') || decoded.chars().any(char::is_control);
        if stray || bad_escape(value) {
            return Err(self.error(at, format!("`{value}` holds a character that must be percent-encoded")));
        }
        Ok(Selector::Code(decoded.into_owned()))
    }
}

fn bad_escape(value: &str) -> bool {
    value
        .split('%')
        .skip(1)
        .any(|tail| !tail.get(..2).is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit())))
}

/// One cell of a listing: `events/calendar?event=wtsa-24#starts`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// The listing, narrowed to one row.
    pub key: FigureKey,
    /// The column's name.
    pub column: String,
}

impl FromStr for CellRef {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parser = Parser { text };
        let Some((key, column)) = text.rsplit_once('#') else {
            return Err(parser.error(text.len(), "a cell is written key#column"));
        };
        parser.name(column, key.len().saturating_add(1), "column")?;
        Ok(Self { key: key.parse()?, column: column.to_owned() })
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.key, self.column)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn canonical(text: &str, expected: &str) {
        assert_eq!(text.parse::<FigureKey>().expect("a key").to_string(), expected);
    }

    #[track_caller]
    fn refused(text: &str, offset: usize) {
        assert_eq!(text.parse::<FigureKey>().expect_err("no key").offset, offset, "{text}");
    }

    #[test]
    fn dimensions_are_sorted_and_values_encoded() {
        canonical(
            "projects/funding?source=partner&area=AFR&period=2024",
            "projects/funding?area=AFR&period=2024&source=partner",
        );
        canonical(
            "membership/net-change?sector=ITU-D&period=2024",
            "membership/net-change?period=2024&sector=ITU-D",
        );
        canonical("connectivity/x?period=2019%2F2024", "connectivity/x?period=2019/2024");
        canonical("a/b?c=d%20e", "a/b?c=d%20e");
        canonical("a/b?area=itu-region:*&sex=*", "a/b?area=itu-region:*&sex=*");
    }

    #[test]
    fn errors_point_at_the_offending_part() {
        refused("projects", 8);
        refused("Projects/count", 0);
        refused("projects/count?period", 15);
        refused("projects/count?period=2024&period=2025", 27);
        refused("projects/count?lang=en", 15);
        refused("projects/count?area=%zz", 20);
        refused("projects/count?area=", 20);
        refused("projects/count?area=a*b", 20);
    }

    #[test]
    fn a_cell_is_a_key_and_a_column() {
        let cell: CellRef = "events/calendar?event=wtsa-24#starts".parse().expect("a cell");
        assert_eq!((cell.key.code("event"), cell.column.as_str()), (Some("wtsa-24"), "starts"));
        assert!("events/calendar?event=wtsa-24".parse::<CellRef>().is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            let _ = text.parse::<FigureKey>();
        }

        #[test]
        fn what_is_printed_is_read_back(code in "[^\\p{C}]{1,12}", name in "[a-z][a-z0-9-]{0,8}") {
            prop_assume!(!RESERVED.contains(&name.as_str()));
            let key = FigureKey::new("service", "measure").with(&name, &code);
            prop_assert_eq!(key.to_string().parse::<FigureKey>(), Ok(key));
        }
    }
}
