//! References: how prose and outline name a figure or a cell.
//!
//! ```text
//! reference = name [ "@" period ] *( dimension "=" value )
//! name      = alias | key | key "#" column [ ".." column ]
//! ```
//! Periods may be templates (`@year-1`), so that next year's report starts from this one.

mod period;

use std::collections::BTreeMap;
use std::str::FromStr;

use figures::{FigureKey, KeyError, Selector, measure::nearest};

pub use period::{TemplateError, expand, period};

/// The value that takes a dimension out: its total.
pub const TOTAL: &str = "_T";

/// What a reference names, before the year is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The alias or key.
    pub name: Name,
    /// Dimensions that override the key's, `period` among them, in the order written.
    pub overrides: Vec<(String, String)>,
}

/// The first part of a reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// A name of `[aliases]`.
    Alias(String),
    /// A key or cell: its template as written.
    Key(String),
}

/// Aliases by name.
pub type Aliases = BTreeMap<String, Reference>;

/// What a reference names in a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A figure (or figures, with wildcards).
    Figure(FigureKey),
    /// A cell of a listing, or two date cells that make a range.
    Cell {
        /// The listing, narrowed to one row.
        key: FigureKey,
        /// The column.
        column: String,
        /// The column of the range's end.
        to: Option<String>,
    },
}

impl Target {
    /// The key to ask.
    #[must_use]
    pub fn key(&self) -> &FigureKey {
        match self {
            Self::Figure(key) | Self::Cell { key, .. } => key,
        }
    }
}

/// What is wrong with a reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Nothing is named.
    #[error(
        "nothing is named here; write an alias or a key, such as internet-users or projects/count?period=@year"
    )]
    Empty,
    /// No such alias.
    #[error("there is no alias `{name}`; {}", alias_hint(.nearest.as_ref()))]
    UnknownAlias {
        /// The name.
        name: String,
        /// The most similar one that exists.
        nearest: Option<String>,
    },
    /// A name that can be neither alias nor key.
    #[error("`{0}` is no alias; names have lower-case letters, digits and hyphens (a key has a `/`)")]
    BadAlias(String),
    /// An alias that names an alias.
    #[error("`{0}` stands for another alias; an alias stands for a key")]
    AliasOfAlias(String),
    /// A part that is neither a period nor an override.
    #[error(
        "`{0}` is neither @period nor dimension=value; separate the parts by spaces and the form by ` | `"
    )]
    Part(String),
    /// A variable that nothing gave a value.
    #[error(
        "`{0}` stands for nothing here; give it a value in `with` of each item of the page, or write the code itself"
    )]
    Variable(String),
    /// A bad period template.
    #[error("{0}")]
    Template(#[from] TemplateError),
    /// The key is wrong.
    #[error("{0}; write service/measure?dimension=value&…")]
    Key(#[from] KeyError),
}

fn alias_hint(nearest: Option<&String>) -> String {
    nearest.map_or_else(|| "add it to [aliases]".to_owned(), |n| format!("did you mean `{n}`?"))
}

/// Whether a text is the name of an alias.
#[must_use]
pub fn is_alias(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let mut parts = text.split_whitespace();
        let first = parts.next().ok_or(ReferenceError::Empty)?;
        let name = match first {
            // A variable may stand for the whole.
            key if key.contains('/') || key.starts_with('{') => Name::Key(key.to_owned()),
            alias if is_alias(alias) => Name::Alias(alias.to_owned()),
            other => return Err(ReferenceError::BadAlias(other.to_owned())),
        };
        let overrides = parts.map(part).collect::<Result<_, _>>()?;
        Ok(Self { name, overrides })
    }
}

fn part(text: &str) -> Result<(String, String), ReferenceError> {
    if text.starts_with('@') {
        let bare = text.get(1..).filter(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        return Ok(("period".to_owned(), bare.unwrap_or(text).to_owned()));
    }
    let bad = || ReferenceError::Part(text.to_owned());
    let (name, value) = text.split_once('=').ok_or_else(bad)?;
    if is_alias(name) && !value.is_empty() { Ok((name.to_owned(), value.to_owned())) } else { Err(bad()) }
}

impl Reference {
    /// The same reference with variables such as `{row}` replaced by a code.
    #[must_use]
    pub fn with_variable(&self, name: &str, code: &str) -> Self {
        let variable = format!("{{{name}}}");
        let replace = |text: &String| text.replace(&variable, code);
        Self {
            name: match &self.name {
                Name::Alias(alias) => Name::Alias(replace(alias)),
                Name::Key(key) => Name::Key(replace(key)),
            },
            overrides: self.overrides.iter().map(|(n, v)| (n.clone(), replace(v))).collect(),
        }
    }

    /// The same parts after another name.
    pub(crate) fn named(self, name: Name) -> Self {
        Self { name, ..self }
    }

    /// What the reference names in the report of a year.
    ///
    /// # Errors
    /// [`ReferenceError`] for an unknown alias, a bad template or a bad key.
    pub fn resolve(&self, aliases: &Aliases, year: i16) -> Result<Target, ReferenceError> {
        let (template, inherited): (&str, &[(String, String)]) = match &self.name {
            Name::Key(key) => (key, &[]),
            Name::Alias(name) => match aliases.get(name) {
                Some(Self { name: Name::Key(key), overrides }) => (key, overrides),
                Some(Self { name: Name::Alias(_), .. }) => {
                    return Err(ReferenceError::AliasOfAlias(name.clone()));
                }
                None => {
                    let nearest = nearest(name, aliases.keys().map(String::as_str)).map(str::to_owned);
                    return Err(ReferenceError::UnknownAlias { name: name.clone(), nearest });
                }
            },
        };
        let values = inherited.iter().chain(&self.overrides).map(|(_, value)| value.as_str());
        if let Some(variable) = std::iter::once(template).chain(values).find_map(left_over) {
            return Err(ReferenceError::Variable(variable.to_owned()));
        }
        let (template, cell) = match template.rsplit_once('#') {
            Some((key, cell)) => (key, Some(cell)),
            None => (template, None),
        };
        let mut key = key_of(template, year)?;
        for (name, value) in inherited.iter().chain(&self.overrides) {
            set(&mut key, name, &expand(value, year)?)?;
        }
        key.dimensions.retain(|_, selector| *selector != Selector::Code(TOTAL.to_owned()));
        match cell {
            None => Ok(Target::Figure(key)),
            Some(cell) => target_cell(key, cell),
        }
    }
}

/// A variable that was not replaced.
fn left_over(text: &str) -> Option<&str> {
    let start = text.find('{')?;
    let end = text.get(start..)?.find('}')?;
    text.get(start..=start.checked_add(end)?)
}

fn key_of(template: &str, year: i16) -> Result<FigureKey, ReferenceError> {
    Ok(expand(template, year)?.parse::<FigureKey>()?)
}

/// Sets one dimension by reading it as a key would, so that wildcards and percent-encoding work alike.
fn set(key: &mut FigureKey, name: &str, value: &str) -> Result<(), ReferenceError> {
    let read: FigureKey = format!("{}/{}?{name}={value}", key.service, key.measure).parse()?;
    key.dimensions.extend(read.dimensions);
    Ok(())
}

fn target_cell(key: FigureKey, cell: &str) -> Result<Target, ReferenceError> {
    let (column, to) = cell.split_once("..").map_or((cell, None), |(a, b)| (a, Some(b)));
    let check = |column: &str| format!("{key}#{column}").parse::<figures::CellRef>().map(|cell| cell.column);
    let (column, to) = (check(column)?, to.map(check).transpose()?);
    Ok(Target::Cell { key, column, to })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn aliases() -> Aliases {
        let of = |name: &str, text: &str| (name.to_owned(), text.parse().expect("a reference"));
        [
            of("share", "connectivity/share?area=WORLD&period=@year"),
            of("dates", "events/calendar?event=wtsa-24#starts..ends"),
            of("again", "share"),
        ]
        .into()
    }

    fn resolve(text: &str) -> Result<String, String> {
        let reference: Reference = text.parse().map_err(|e: ReferenceError| e.to_string())?;
        let target = reference.resolve(&aliases(), 2024).map_err(|e| e.to_string())?;
        Ok(match target {
            Target::Figure(key) => key.to_string(),
            Target::Cell { key, column, to } => format!("{key}#{column} {to:?}"),
        })
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(resolve(text).as_deref(), Ok(expected), "{text}");
    }

    #[track_caller]
    fn refused(text: &str, part: &str) {
        let error = resolve(text).expect_err(text);
        assert!(error.contains(part), "{text}: {error}");
    }

    #[test]
    fn what_follows_the_alias_overrides_parts_of_its_key() {
        check("share", "connectivity/share?area=WORLD&period=2024");
        check("share @year-1", "connectivity/share?area=WORLD&period=2023");
        check("share @2019/2024 sex=F", "connectivity/share?area=WORLD&period=2019/2024&sex=F");
        check("share @year-5/@year", "connectivity/share?area=WORLD&period=2019/2024");
        check("share area=_T", "connectivity/share?period=2024");
        check("share area=itu-region:*", "connectivity/share?area=itu-region:*&period=2024");
        check("projects/count?period=@year-end", "projects/count?period=2024-12-31");
        check("dates", "events/calendar?event=wtsa-24#starts Some(\"ends\")");
        check("dates event=gsr-24", "events/calendar?event=gsr-24#starts Some(\"ends\")");
    }

    #[test]
    fn what_names_nothing_is_refused_with_a_remedy() {
        refused("", "nothing is named");
        refused("shares", "did you mean `share`?");
        refused("Share", "is no alias");
        refused("again", "stands for another alias");
        refused("share women", "neither @period nor");
        refused("share @yaer", "@yaer");
        refused("projects/Count", "no name of a measure");
        refused("events/calendar?event=a#Starts", "column");
    }

    #[test]
    fn variables_stand_for_codes() {
        let reference: Reference = "projects/count?area={row}&period={column}".parse().expect("a reference");
        let reference = reference.with_variable("row", "_T").with_variable("column", "@year-1");
        let target = reference.resolve(&Aliases::new(), 2024).expect("resolved");
        assert_eq!(target.key().to_string(), "projects/count?period=2023");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}", year in 1000_i16..9998) {
            if let Ok(reference) = text.parse::<Reference>() {
                let _ = reference.resolve(&aliases(), year);
            }
        }
    }
}
