//! `coverage.toml`: how a source text is divided, where tables and charts take their units from, and the exceptions.

use std::collections::{BTreeMap, BTreeSet};

use interchange::mistake::{Mistakes, quote};
use interchange::register::read_text;
use interchange::{Mistake, Place};
use serde::Deserialize;
use toml::Spanned;

use super::toml_place;
use crate::quantities::LexiconError;
use crate::reading::Vocabulary;

/// How a source text is divided, and which of its numbers state no quantity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// The document's code in `documents.csv`.
    pub document: String,
    /// The language of the text.
    pub language: String,
    /// What opens and closes markup that is no text.
    markup: Vec<(String, String)>,
    /// The line that each section starts with, in order; a section may go on further below.
    sections: Vec<(u32, String)>,
    contexts: Vec<UnitContext>,
    exceptions: BTreeMap<(u32, u32), Exception>,
}

/// A part of a table or chart whose caption or head gives the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnitContext {
    from: (u32, u32),
    to: (u32, u32),
    /// A unit's code.
    pub(super) unit: String,
    /// The power of ten that the unit is given in.
    pub(super) power: i32,
}

/// A number that states no quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The number exactly as written there.
    pub text: String,
    /// Why it states none: `date`, `name` ….
    pub reason: String,
    /// Where the exception itself stands.
    pub place: Place,
}

impl SourceMap {
    /// The exceptions by line and column.
    pub fn exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.exceptions.values()
    }

    /// The sections in the order of the text, each once.
    #[must_use]
    pub fn sections(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let names = self.sections.iter().map(|(_, name)| name.as_str());
        names.filter(|name| seen.insert(*name)).collect()
    }

    pub(super) fn exception(&self, at: (u32, u32)) -> Option<&Exception> {
        self.exceptions.get(&at)
    }

    pub(super) fn context(&self, line: u32, column: u32) -> Option<&UnitContext> {
        self.contexts.iter().find(|c| c.from <= (line, column) && (line, column) <= c.to)
    }

    /// A unit of a table or chart that the bundle does not have.
    pub(super) fn unknown_unit(&self, vocabulary: &Vocabulary) -> Option<&str> {
        self.contexts.iter().map(|c| c.unit.as_str()).find(|unit| !vocabulary.has_unit(unit))
    }

    /// The length in bytes of the markup that a text starts with.
    pub(super) fn markup_at(&self, text: &str) -> Option<usize> {
        self.markup.iter().find_map(|(open, close)| {
            let inside = text.strip_prefix(open.as_str())?;
            let end = inside.find(close.as_str())?;
            Some(open.len().saturating_add(end).saturating_add(close.len()))
        })
    }

    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { rest: &self.sections, section: "", counts: BTreeMap::new() }
    }
}

/// Follows the sections of a text line by line.
pub(super) struct Walk<'a> {
    rest: &'a [(u32, String)],
    section: &'a str,
    counts: BTreeMap<&'a str, u32>,
}

impl<'a> Walk<'a> {
    /// Section and paragraph of the next line.
    pub(super) fn step(&mut self, line: u32, is_empty: bool) -> (&'a str, u32) {
        while let Some(((_, name), rest)) = self.rest.split_first().filter(|((start, _), _)| *start <= line) {
            self.section = name;
            self.rest = rest;
        }
        let count = self.counts.entry(self.section).or_insert(0);
        *count = count.saturating_add(u32::from(!is_empty));
        (self.section, *count)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    document: String,
    language: String,
    #[serde(default)]
    markup: Vec<(String, String)>,
    sections: Vec<Spanned<(u32, String)>>,
    #[serde(default)]
    units: Vec<UnitEntry>,
    #[serde(default)]
    exceptions: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    #[expect(dead_code, reason = "it is for the reader of the file")]
    about: String,
    unit: String,
    #[serde(default)]
    power: i32,
    ranges: Vec<Spanned<(String, String)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    reason: Spanned<String>,
    #[expect(dead_code, reason = "it is for the reader of the file")]
    about: String,
    places: Vec<Spanned<String>>,
}

/// Reads `coverage.toml` with all its mistakes.
pub(super) fn read(file: &str, bytes: &[u8]) -> (SourceMap, Vec<Mistake>) {
    let mut mistakes = Mistakes::default();
    let Some(text) = read_text(file, bytes, &mut mistakes) else {
        return (SourceMap::default(), mistakes.into_vec());
    };
    match toml::from_str::<File>(text) {
        Ok(parsed) => {
            let map = Reader { file, text, mistakes: &mut mistakes }.map(parsed);
            (map, mistakes.into_vec())
        }
        Err(error) => {
            let offset = error.span().map_or(0, |s| s.start);
            let place = Place::of_offset(file, text, offset);
            mistakes.push(Mistake::new(place, error.message().to_owned(), "see docs/coverage.md"));
            (SourceMap::default(), mistakes.into_vec())
        }
    }
}

/// The mistake of a language that no table is there for.
pub(super) fn of_language(file: &str, error: &LexiconError) -> Mistake {
    Mistake::new(Place::start(file), error.to_string(), "name a language that can be read").of("language")
}

/// The mistake of a unit that the bundle does not have.
pub(super) fn of_unit(file: &str, unit: &str) -> Mistake {
    let problem = format!("{} is no unit of the bundle", quote(unit));
    Mistake::new(Place::start(file), problem, "write a code of the list `unit` of codes.csv").of("unit")
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    mistakes: &'a mut Mistakes,
}

impl Reader<'_> {
    fn mistake(&mut self, offset: usize, problem: String, remedy: &str) {
        let place = Place::of_offset(self.file, self.text, offset);
        self.mistakes.push(Mistake::new(place, problem, remedy));
    }

    fn map(&mut self, file: File) -> SourceMap {
        let sections = self.sections(file.sections);
        let contexts = file.units.into_iter().flat_map(|entry| self.contexts(entry)).collect();
        let exceptions = self.exceptions(file.exceptions);
        let markup = file.markup.into_iter().filter(|(open, close)| !open.is_empty() && !close.is_empty());
        SourceMap {
            document: file.document,
            language: file.language,
            markup: markup.collect(),
            sections,
            contexts,
            exceptions,
        }
    }

    fn sections(&mut self, given: Vec<Spanned<(u32, String)>>) -> Vec<(u32, String)> {
        let mut sections: Vec<(u32, String)> = Vec::new();
        for entry in given {
            let offset = entry.span().start;
            let (line, name) = entry.into_inner();
            if sections.last().is_some_and(|(before, _)| *before >= line) {
                let problem = format!("the section {} starts before the one above it", quote(&name));
                self.mistake(offset, problem, "list sections by the line they start with");
            }
            sections.push((line, name));
        }
        sections
    }

    fn contexts(&mut self, entry: UnitEntry) -> Vec<UnitContext> {
        let mut contexts = Vec::new();
        for range in entry.ranges {
            let offset = range.span().start;
            let (from, to) = range.into_inner();
            match (toml_place::parse(&from), toml_place::parse(&to)) {
                (Some(from), Some(to)) if from <= to => {
                    contexts.push(UnitContext { from, to, unit: entry.unit.clone(), power: entry.power });
                }
                _ => {
                    let problem = format!("{} to {} is no range", quote(&from), quote(&to));
                    self.mistake(
                        offset,
                        problem,
                        "write two places as line:column, the first before the second",
                    );
                }
            }
        }
        contexts
    }

    fn exceptions(&mut self, groups: Vec<Group>) -> BTreeMap<(u32, u32), Exception> {
        let mut exceptions = BTreeMap::new();
        for group in groups {
            let reason = group.reason.into_inner();
            for spanned in group.places {
                let offset = spanned.span().start;
                let written = spanned.into_inner();
                let parsed = written.split_once(' ').filter(|(_, text)| !text.is_empty());
                let Some((at, text)) = parsed.and_then(|(at, text)| Some((toml_place::parse(at)?, text)))
                else {
                    let problem = format!("{} is no exception", quote(&written));
                    self.mistake(
                        offset,
                        problem,
                        "write line:column, a space, and the number as it stands there",
                    );
                    continue;
                };
                let exception = Exception {
                    line: at.0,
                    column: at.1,
                    text: text.to_owned(),
                    reason: reason.clone(),
                    place: Place::of_offset(self.file, self.text, offset),
                };
                if exceptions.insert(at, exception).is_some() {
                    let problem = format!("the place {}:{} is excepted twice", at.0, at.1);
                    self.mistake(offset, problem, "leave one of the two out");
                }
            }
        }
        exceptions
    }
}
