//! Reads `coverage.toml` with all its mistakes.

use std::collections::BTreeMap;

use interchange::mistake::{Mistakes, quote};
use interchange::register::read_text;
use interchange::{Mistake, Place};
use serde::Deserialize;
use toml::Spanned;

use super::{Exception, Range, SourceMap, Time, UnitContext};
use crate::coverage::periods::Periods;
use crate::coverage::toml_place;
use crate::quantities::LexiconError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    document: String,
    language: String,
    #[serde(default)]
    period: Option<Spanned<String>>,
    #[serde(default)]
    markup: Vec<(String, String)>,
    sections: Vec<Spanned<(u32, String)>>,
    #[serde(default)]
    units: Vec<UnitEntry>,
    #[serde(default)]
    periods: Vec<TimeEntry>,
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
struct TimeEntry {
    #[expect(dead_code, reason = "it is for the reader of the file")]
    about: String,
    period: Spanned<String>,
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
pub(in crate::coverage) fn read(file: &str, bytes: &[u8]) -> (SourceMap, Vec<Mistake>) {
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
pub(in crate::coverage) fn of_language(file: &str, error: &LexiconError) -> Mistake {
    Mistake::new(Place::start(file), error.to_string(), "name a language that can be read").of("language")
}

/// The mistake of a unit that the bundle does not have.
pub(in crate::coverage) fn of_unit(file: &str, unit: &str) -> Mistake {
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
        let times = file.periods.into_iter().flat_map(|entry| self.times(entry)).collect();
        let covers = file.period.map(|period| self.periods(period)).unwrap_or_default();
        let exceptions = self.exceptions(file.exceptions);
        let markup = file.markup.into_iter().filter(|(open, close)| !open.is_empty() && !close.is_empty());
        SourceMap {
            document: file.document,
            language: file.language,
            markup: markup.collect(),
            sections,
            contexts,
            times,
            covers,
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
        let (unit, power) = (entry.unit, entry.power);
        let of = |range| UnitContext { range, unit: unit.clone(), power };
        self.ranges(entry.ranges).into_iter().map(of).collect()
    }

    fn times(&mut self, entry: TimeEntry) -> Vec<Time> {
        let periods = self.periods(entry.period);
        let of = |range| Time { range, periods: periods.clone() };
        self.ranges(entry.ranges).into_iter().map(of).collect()
    }

    fn periods(&mut self, written: Spanned<String>) -> Periods {
        let offset = written.span().start;
        written.into_inner().parse().unwrap_or_else(|error: figures::PeriodError| {
            let remedy = "write 2024, 2024-10, 2024-12-31 or 2019/2024; several with a space between";
            self.mistake(offset, format!("{} is not a period", quote(&error.0)), remedy);
            Periods::default()
        })
    }

    fn ranges(&mut self, given: Vec<Spanned<(String, String)>>) -> Vec<Range> {
        let mut ranges = Vec::new();
        for range in given {
            let offset = range.span().start;
            let (from, to) = range.into_inner();
            match (toml_place::parse(&from), toml_place::parse(&to)) {
                (Some(from), Some(to)) if from <= to => ranges.push(Range { from, to }),
                _ => {
                    let problem = format!("{} to {} is no range", quote(&from), quote(&to));
                    let remedy = "write two places as line:column, the first before the second";
                    self.mistake(offset, problem, remedy);
                }
            }
        }
        ranges
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
