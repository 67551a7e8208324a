//! What differs between two language versions, for people and programs: as text, JSON, SARIF 2.1.0 and a page.
//!
//! As with findings in one draft all forms say the same; each finding leads to the words of both versions.

mod page;

use annotate_snippets::AnnotationKind;
use checks::draft::compare::{Comparison, Difference, SectionPair};
use checks::draft::{Draft, Mark, Note, Span, Words};
use checks::{Grade, Severity};
use report::model::FindingCounts;
use serde_json::{Map, Value, json as object};

use super::text::{clean, helped, located, noted, rendered, titled};
use super::{Look, json as drafts, sarif as logs};

pub use page::page;

/// The two versions, the first first.
pub type Versions<'a> = [&'a Draft; 2];

/// How many findings there are of each severity.
#[must_use]
pub fn counts(found: &Comparison) -> FindingCounts {
    super::tally(found.differences.iter().map(|difference| difference.severity))
}

/// The first findings, at most `most`, how many there are in all, and what agrees.
#[must_use]
pub fn text(versions: Versions<'_>, found: &Comparison, most: usize, look: Look, words: &Words) -> String {
    let mut text = String::new();
    for difference in found.differences.iter().take(most) {
        text.push_str(&shown(versions, difference, look, words));
        text.push_str("\n\n");
    }
    let rest = found.differences.len().saturating_sub(most);
    if rest > 0 {
        text.push_str(&clean(&words.phrase("more", &[("count", &words.number(&rest))])));
        text.push('\n');
    }
    text.push_str(&clean(&super::counted(counts(found), words)));
    text.push('\n');
    for pair in found.sections.iter().filter(|pair| pair.differing > 0) {
        let line = format!("{}: {}", names(versions, pair, words).join(" / "), counted(pair, words));
        text.push_str(&clean(&line));
        text.push('\n');
    }
    let sum =
        |of: fn(&SectionPair) -> usize| found.sections.iter().map(of).fold(0_usize, usize::saturating_add);
    let (agreeing, unmatched) = (sum(|pair| pair.agreeing), sum(|pair| pair.unmatched));
    let [agreeing, alone] = [agreeing, unmatched].map(|n| words.number(&n));
    text + &clean(&words.phrase("version-counts", &[("agreeing", &agreeing), ("alone", &alone)])) + "\n"
}

fn shown(versions: Versions<'_>, difference: &Difference, look: Look, words: &Words) -> String {
    let mut group = titled(difference.severity, &difference.message, &difference.rule, words);
    for (draft, span) in versions.into_iter().zip([&difference.first, &difference.second]) {
        if let Some(span) = span {
            group = located(group, draft, span, AnnotationKind::Primary, None);
        }
    }
    for note in &difference.notes {
        group = group.element(noted(note, words));
    }
    if !difference.help.is_empty() {
        group = group.element(helped(&difference.help, words));
    }
    rendered(group, look)
}

/// What of a section agrees and what does not.
fn counted(pair: &SectionPair, words: &Words) -> String {
    let numbers = [pair.agreeing, pair.differing, pair.unmatched].map(|n| words.number(&n));
    let [agreeing, differing, alone] = &numbers;
    words.phrase("section-counts", &[("agreeing", agreeing), ("differing", differing), ("alone", alone)])
}

/// A section of both versions as people name it: by its number and title, or by both.
fn names(versions: Versions<'_>, pair: &SectionPair, words: &Words) -> Vec<String> {
    let title = |draft: &Draft, at: Option<usize>, has: bool| {
        let section = at.and_then(|at| draft.sections.get(at));
        let name = section.map_or_else(
            || words.phrase("before-headings", &[]),
            |section| {
                section
                    .number
                    .iter()
                    .chain([&section.title])
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(" ")
            },
        );
        has.then_some(name)
    };
    let [first, second] = versions;
    let [here, there] = pair.has;
    let names = [title(first, pair.first, here), title(second, pair.second, there)];
    let mut names: Vec<String> = names.into_iter().flatten().collect();
    names.dedup();
    names
}

/// All findings as one object.
///
/// `first` and `second` are the versions as [`super::json()`] tells a draft; `counts` has `errors`, `warnings`, `notes`. Each of `findings` has `id`, `rule`,
/// `severity`, `message`, `notes` (texts), `help` and, where a version has it, `first` and `second`, places as there. Each of `sections` has `first` and
/// `second` (`number`, `title`; null where a version has none, or before the first heading), `in` (`both`, `first`, `second`) and `agreeing`, `differing`, `unmatched`.
#[must_use]
pub fn json(versions: Versions<'_>, found: &Comparison) -> Value {
    let counts = counts(found);
    let [first, second] = versions;
    object!({
        "first": drafts::head(first),
        "second": drafts::head(second),
        "counts": { "errors": counts.errors, "warnings": counts.warnings, "notes": counts.notes },
        "findings": found.differences.iter().map(|d| finding(versions, d)).collect::<Vec<_>>(),
        "sections": found.sections.iter().map(|pair| section(versions, pair)).collect::<Vec<_>>(),
    })
}

fn finding(versions: Versions<'_>, difference: &Difference) -> Value {
    let mut members = Map::from_iter([
        ("id".to_owned(), object!(difference.id)),
        ("rule".to_owned(), object!(difference.rule)),
        ("severity".to_owned(), object!(difference.severity.name())),
        ("message".to_owned(), object!(difference.message)),
        ("notes".to_owned(), object!(difference.notes)),
        ("help".to_owned(), object!(difference.help)),
    ]);
    let grade = Grade::of_rule(&difference.rule);
    members.extend(grade.map(|grade| ("grade".to_owned(), object!(grade.name()))));
    let places = [("first", &difference.first), ("second", &difference.second)];
    for (draft, (name, span)) in versions.into_iter().zip(places) {
        members.extend(span.as_ref().map(|span| (name.to_owned(), drafts::place(draft, span))));
    }
    Value::Object(members)
}

fn section(versions: Versions<'_>, pair: &SectionPair) -> Value {
    let name = |draft: &Draft, at: Option<usize>| {
        at.and_then(|at| draft.sections.get(at)).map(|s| object!({ "number": s.number, "title": s.title }))
    };
    let [first, second] = versions;
    let place = match pair.has {
        [true, true] => "both",
        [true, false] => "first",
        [false, _] => "second",
    };
    object!({
        "first": name(first, pair.first),
        "second": name(second, pair.second),
        "in": place,
        "agreeing": pair.agreeing,
        "differing": pair.differing,
        "unmatched": pair.unmatched,
    })
}

/// All findings as one log with one run; the second version's words are the related place.
#[must_use]
pub fn sarif(versions: Versions<'_>, found: &Comparison, words: &Words) -> Value {
    let [first, second] = versions;
    let marks: Vec<Mark> =
        found.differences.iter().map(|difference| mark(versions, difference, words)).collect();
    logs::log(found.differences.iter().zip(&marks).map(|(difference, mark)| {
        let (main, span, other) = match (&difference.first, &difference.second) {
            (Some(here), there) => (first, here, there.as_ref().map(|there| (second, there))),
            (None, Some(there)) => (second, there, None),
            (None, None) => return (mark, logs::result(first, mark)),
        };
        let plain = Mark { span: span.clone(), notes: texts(difference), ..mark.clone() };
        let result = logs::result(main, &plain);
        let related: Vec<Value> = other
            .map(|(draft, span)| {
                let message = object!({ "text": words.phrase("other-version", &[]) });
                logs::with(logs::with(logs::location(draft, span), "id", object!(0)), "message", message)
            })
            .into_iter()
            .collect();
        (mark, logs::with(result, "relatedLocations", object!(related)))
    }))
}

fn texts(difference: &Difference) -> Vec<Note> {
    difference.notes.iter().map(|text| Note { text: text.clone(), span: None }).collect()
}

/// The findings that the first version has words for, as marks in it; the other version's words and their place are a note.
#[must_use]
pub fn marks(versions: Versions<'_>, found: &Comparison, words: &Words) -> Vec<Mark> {
    let here = found.differences.iter().filter(|difference| difference.first.is_some());
    here.map(|difference| mark(versions, difference, words)).collect()
}

/// No words of a draft.
const NOWHERE: Span = Span { block: usize::MAX, start: 0, end: 0 };

fn mark([_, second]: Versions<'_>, difference: &Difference, words: &Words) -> Mark {
    let there = difference.second.as_ref().map(|span| Note {
        text: format!("{}: {}", super::named(second, span, words), second.words(span).trim()),
        span: None,
    });
    Mark {
        id: difference.id.clone(),
        rule: difference.rule.clone(),
        severity: difference.severity,
        span: difference.first.clone().unwrap_or(NOWHERE),
        message: difference.message.clone(),
        notes: there.into_iter().chain(texts(difference)).collect(),
        help: difference.help.clone(),
        figure: None,
        link: None,
    }
}

/// How bad a finding is, as a class of the page.
fn class(severity: Severity) -> &'static str {
    severity.name()
}

#[cfg(test)]
mod tests;
