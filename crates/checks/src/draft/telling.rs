//! What is said of drafts: messages with their parts, and the words for them in the languages that drafts are read in.
//!
//! Rules say which message and what is put in; the words are data (`data/drafts/<lang>.toml`), one table a language with the same messages. So
//! a finding is told in whatever language its reader asks for. What has no words in a language is said in English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::mark::{Mark, Note};
use crate::finding::Signs;

/// The tables that are compiled in; the first is the fallback.
const TABLES: [(&str, &str); 6] = [
    ("en", include_str!("../../data/drafts/en.toml")),
    ("fr", include_str!("../../data/drafts/fr.toml")),
    ("es", include_str!("../../data/drafts/es.toml")),
    ("ru", include_str!("../../data/drafts/ru.toml")),
    ("zh", include_str!("../../data/drafts/zh.toml")),
    ("ar", include_str!("../../data/drafts/ar.toml")),
];

static ALL: LazyLock<Vec<Words>> =
    LazyLock::new(|| TABLES.iter().map(|(language, text)| Words::read(language, text)).collect());

/// Something that is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draft) struct Message {
    name: &'static str,
    parts: Vec<(&'static str, Part)>,
}

/// What is put into a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::draft) enum Part {
    /// Words of a draft or of the report, as they stand.
    Text(String),
    /// A number, written in digits with a point, which the language writes with its own signs.
    Number(String),
    /// A number with the code of its unit, or with a word for it.
    Measured(String, String),
    /// A version of a report: the code of its language, or else the name of its file.
    Version(String),
    /// Several texts.
    All(Vec<String>),
    /// Another message.
    Message(Box<Message>),
}

/// A finding whose words are not chosen yet.
pub(in crate::draft) type Found = Mark<Message>;

/// What bears on it.
pub(in crate::draft) type Bearing = Note<Message>;

impl Message {
    pub(in crate::draft) fn new(name: &'static str) -> Self {
        Self { name, parts: Vec::new() }
    }

    /// The same with a part.
    pub(in crate::draft) fn with(mut self, name: &'static str, part: impl Into<Part>) -> Self {
        self.parts.push((name, part.into()));
        self
    }

    /// The same with a number.
    pub(in crate::draft) fn number(self, name: &'static str, number: &impl ToString) -> Self {
        self.with(name, Part::Number(number.to_string()))
    }

    /// The message alone, about nothing but the words that are marked.
    pub(in crate::draft) fn noted(self) -> Bearing {
        Note { text: self, span: None }
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Part {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Message> for Part {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

/// What is said of drafts in a language.
#[derive(Debug)]
pub struct Words {
    language: &'static str,
    table: Table,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    numbers: Signs,
    /// How the version of a report in a language is called.
    languages: BTreeMap<String, String>,
    /// Words for codes of units that are no words themselves.
    units: BTreeMap<String, String>,
    messages: BTreeMap<String, String>,
}

impl Words {
    /// The words of a language, by its code (`fr`, `zh-Hans`); English where there are none in it.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let found = ALL.iter().find(|words| words.language.eq_ignore_ascii_case(primary));
        // TABLES is not empty, so the list has a first element.
        found.unwrap_or(&ALL[0])
    }

    /// The codes of the languages that there are words in, the fallback first.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        TABLES.iter().map(|(language, _)| *language)
    }

    fn read(language: &'static str, text: &str) -> Self {
        // A table that does not read is found by the tests, and costs its own language only.
        Self { language, table: toml::from_str(text).unwrap_or_default() }
    }

    /// The language's code.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.template("direction") == "rtl" { "rtl" } else { "ltr" }
    }

    /// A message of the table with its parts, for what stands around findings; numbers in it are written as the language does by [`Words::number`].
    #[must_use]
    pub fn phrase(&self, name: &str, parts: &[(&str, &str)]) -> String {
        let part =
            |wanted: &str| parts.iter().find(|(name, _)| *name == wanted).map(|(_, text)| (*text).to_owned());
        filled(self.template(name), part)
    }

    /// Whether the table has a message of a name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.table.messages.contains_key(name)
    }

    /// A number in digits with a point, as the language writes it: long ones in groups of three.
    #[must_use]
    pub fn number(&self, number: &impl ToString) -> String {
        self.table.numbers.written(&number.to_string())
    }

    fn template<'a>(&'a self, name: &'a str) -> &'a str {
        let own = self.table.messages.get(name);
        own.or_else(|| ALL.first()?.table.messages.get(name)).map_or(name, String::as_str)
    }

    pub(in crate::draft) fn tell(&self, message: &Message) -> String {
        let part = |wanted: &str| {
            let part = message.parts.iter().find(|(name, _)| *name == wanted);
            part.map(|(_, part)| self.part(part))
        };
        filled(self.template(message.name), part)
    }

    fn part(&self, part: &Part) -> String {
        match part {
            Part::Text(text) => self.apart(text),
            Part::Number(number) => self.number(number),
            Part::Measured(number, unit) => {
                let unit = self.table.units.get(unit).unwrap_or(unit);
                let between =
                    if self.language == "zh" && !unit.starts_with(|c: char| c.is_ascii()) { "" } else { " " };
                self.apart(format!("{}{between}{unit}", self.number(number)).trim_end())
            }
            Part::Version(version) => {
                self.table.languages.get(version).cloned().unwrap_or_else(|| self.apart(version))
            }
            Part::All(texts) => {
                let mut texts = texts.iter().map(|text| self.apart(text));
                let first = texts.next().unwrap_or_default();
                texts.fold(first, |one, other| self.phrase("and", &[("one", &one), ("other", &other)]))
            }
            Part::Message(message) => self.tell(message),
        }
    }

    /// Words of another direction must not disturb those of a line from right to left around them.
    fn apart(&self, text: &str) -> String {
        if self.direction() == "rtl" { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }

    pub(in crate::draft) fn mark(&self, found: Found) -> Mark {
        let Mark { id, rule, severity, span, message, notes, help, figure, link } = found;
        let note = |note: Bearing| Note { text: self.tell(&note.text), span: note.span };
        let (message, help) = (self.tell(&message), self.tell(&help));
        Mark {
            id,
            rule,
            severity,
            span,
            message,
            notes: notes.into_iter().map(note).collect(),
            help,
            figure,
            link,
        }
    }
}

/// A template with the parts that there are.
fn filled(template: &str, part: impl Fn(&str) -> Option<String>) -> String {
    report::print::filled(template, |name, into| {
        let part = part(name);
        part.iter().for_each(|part| into.push_str(part));
        part.is_some()
    })
}

#[cfg(test)]
mod tests;
