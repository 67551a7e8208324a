//! `coverage.toml`: how a source text is divided, where tables and charts take their units from, and the exceptions.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use interchange::Place;

use super::periods::Periods;
use crate::reading::Vocabulary;

pub(super) use read::{of_language, of_unit, read};

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
    /// The times of passages that are not of the document's own.
    times: Vec<Time>,
    /// The time that the document says it is about, for passages that say nothing of time.
    covers: Periods,
    exceptions: BTreeMap<(u32, u32), Exception>,
}

/// A part of a text, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    from: (u32, u32),
    to: (u32, u32),
}

impl Range {
    fn holds(&self, at: (u32, u32)) -> bool {
        self.from <= at && at <= self.to
    }
}

/// The times that a source states for the numbers of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Time {
    range: Range,
    periods: Periods,
}

/// A part of a table or chart whose caption or head gives the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnitContext {
    range: Range,
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
        self.contexts.iter().find(|context| context.range.holds((line, column)))
    }

    /// The times that the source states for a number.
    pub(super) fn periods(&self, line: u32, column: u32) -> &Periods {
        let own = self.times.iter().find(|time| time.range.holds((line, column)));
        own.map_or(&self.covers, |time| &time.periods)
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
