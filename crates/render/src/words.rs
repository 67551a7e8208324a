//! What the renderings say about a report, in the words of its language: marks, footnotes, state, notices, sources.

use figures::{Figure, Source, Status};
use report::model::{FindingCounts, FootnoteContent, Mark, Report, State, Unconfirmed};

use crate::conversions;
use crate::texts::period::{figure_period, instant};
use crate::texts::{Arg, Texts};

/// Every mark, in the order in which signs stand.
pub const MARKS: [Mark; 6] =
    [Mark::Missing, Mark::Unavailable, Mark::LastKnown, Mark::Disputed, Mark::Restated, Mark::Converted];

/// A mark's name in messages `sign-*` and `mark-*`.
#[must_use]
pub fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Missing => "missing",
        Mark::Unavailable => "unavailable",
        Mark::LastKnown => "last-known",
        Mark::Disputed => "disputed",
        Mark::Restated => "restated",
        Mark::Converted => "converted",
    }
}

/// The signs of marks, set after a number; empty without marks.
#[must_use]
pub fn signs(texts: &Texts, marks: &[Mark]) -> String {
    marks.iter().map(|m| texts.say(&format!("sign-{}", mark_name(*m)))).collect()
}

/// What marks mean, in words.
#[must_use]
pub fn meaning(texts: &Texts, marks: &[Mark]) -> String {
    let words = marks.iter().map(|m| texts.say(&format!("mark-{}", mark_name(*m))));
    join(texts, "separator-clauses", words)
}

/// Texts joined by a separator of the language; empty ones are left out.
#[must_use]
pub fn join(texts: &Texts, separator: &str, parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(&texts.say(separator))
}

/// `Draft`, `Edition 2`.
#[must_use]
pub fn state(texts: &Texts, state: State) -> String {
    match state {
        State::Draft => texts.say("state-draft"),
        State::Edition(number) => {
            texts.say_with("state-edition", &[("number", Arg::Text(&number.to_string()))])
        }
    }
}

/// One sentence for each service that did not confirm its figures.
#[must_use]
pub fn unconfirmed(texts: &Texts, report: &Report) -> Vec<String> {
    report.unconfirmed.iter().map(|(service, why)| unconfirmed_service(texts, service, why)).collect()
}

fn unconfirmed_service(texts: &Texts, service: &str, why: &Unconfirmed) -> String {
    let service = ("service", Arg::Text(service));
    match why {
        Unconfirmed::Unavailable => texts.say_with("unconfirmed-unavailable", &[service]),
        Unconfirmed::LastKnown(None) => texts.say_with("unconfirmed-last-known", &[service]),
        Unconfirmed::LastKnown(Some(at)) => {
            let since = instant(texts, *at);
            texts.say_with("unconfirmed-last-known-since", &[service, ("since", Arg::Text(&since))])
        }
    }
}

/// `2 errors, 1 warning`, or that there was nothing.
#[must_use]
pub fn findings(texts: &Texts, counts: FindingCounts) -> String {
    let some = |count: u32| (count > 0).then_some(i64::from(count));
    let parts = [
        some(counts.errors).map(|n| texts.say_with("findings-errors", &[("count", Arg::Count(n))])),
        some(counts.warnings).map(|n| texts.say_with("findings-warnings", &[("count", Arg::Count(n))])),
        some(counts.notes).map(|n| texts.say_with("findings-notes", &[("count", Arg::Count(n))])),
    ];
    let found: Vec<String> = parts.into_iter().flatten().collect();
    if found.is_empty() { texts.say("findings-none") } else { join(texts, "separator-list", found) }
}

/// The key of the figure that a footnote is about, where it is about one.
#[must_use]
pub fn footnote_key(content: &FootnoteContent) -> Option<&str> {
    match content {
        FootnoteContent::Missing { key, .. }
        | FootnoteContent::Disputed { key, .. }
        | FootnoteContent::Restated { key, .. }
        | FootnoteContent::Converted { key, .. } => Some(key.as_str()).filter(|key| !key.is_empty()),
        FootnoteContent::Unavailable { .. } | FootnoteContent::LastKnown { .. } => None,
    }
}

/// What a footnote says, without the name of its figure.
#[must_use]
pub fn footnote(texts: &Texts, report: &Report, content: &FootnoteContent) -> String {
    match content {
        FootnoteContent::Missing { reason, note, .. } => {
            let reason = texts.say(&format!("missing-{}", reason.name()));
            why_missing(texts, reason, note.as_deref().unwrap_or_default())
        }
        FootnoteContent::Unavailable { service } => {
            texts.say_with("note-unavailable", &[("service", Arg::Text(service))])
        }
        FootnoteContent::LastKnown { service, since: None } => {
            texts.say_with("note-last-known", &[("service", Arg::Text(service))])
        }
        FootnoteContent::LastKnown { service, since: Some(at) } => {
            let since = instant(texts, *at);
            let args = [("service", Arg::Text(service.as_str())), ("since", Arg::Text(&since))];
            texts.say_with("note-last-known-since", &args)
        }
        FootnoteContent::Disputed { others, .. } => {
            let others = each_value(texts, report, others);
            texts.say_with("note-disputed", &[("others", Arg::Text(&others))])
        }
        FootnoteContent::Restated { before, reason, .. } => {
            let before = each_value(texts, report, before);
            let restated = texts.say_with("note-restated", &[("before", Arg::Text(&before))]);
            join(texts, "separator-sentences", [restated, reason.clone().unwrap_or_default()])
        }
        FootnoteContent::Converted { unit, conversions, .. } => {
            let told = conversions::told(texts, unit, conversions, |source| named(report, source));
            texts.say_with("note-converted", &[("converted", Arg::Text(&told))])
        }
    }
}

/// Why there is no value; a source's note that is no sentence goes on where the reason ends.
fn why_missing(texts: &Texts, reason: String, note: &str) -> String {
    let why = |reason: &str| texts.say_with("note-missing", &[("reason", Arg::Text(reason))]);
    if note.starts_with(char::is_lowercase) {
        let note = note.trim_end_matches('.').to_owned();
        why(&join(texts, "separator-clauses", [reason, note]))
    } else {
        join(texts, "separator-sentences", [why(&reason), note.to_owned()])
    }
}

/// Values that are not the figure's, each with where it stands.
fn each_value(texts: &Texts, report: &Report, values: &[(String, Source)]) -> String {
    let each = values.iter().map(|(value, source)| {
        let place = source_place(texts, &named(report, source));
        texts.say_with("note-other", &[("value", Arg::Text(value)), ("place", Arg::Text(&place))])
    });
    join(texts, "separator-clauses", each)
}

/// `ar-2024, § 3.1, ¶4`: document, section and locator as far as they are given.
#[must_use]
pub fn source_place(texts: &Texts, source: &Source) -> String {
    let parts = [source.document.clone(), source_section(texts, source), source.locator.clone()];
    let place = join(texts, "separator-list", parts);
    if place.is_empty() { texts.say("source-unnamed") } else { place }
}

/// `§ 3.1`, `section foreword`; empty where the source names no section.
#[must_use]
pub fn source_section(texts: &Texts, source: &Source) -> String {
    if source.section.is_empty() {
        return String::new();
    }
    let section = ("section", Arg::Text(source.section.as_str()));
    if source.section.starts_with(|c: char| c.is_ascii_digit()) {
        texts.say_with("source-section", &[section])
    } else {
        texts.say_with("source-section-named", &[section])
    }
}

/// A figure's name: its measure's label in the language, else in any, else the measure's name.
#[must_use]
pub fn label<'a>(texts: &Texts, figure: &'a Figure) -> &'a str {
    let labels = &figure.label;
    let found = labels.get(texts.language()).or_else(|| labels.get("en")).or_else(|| labels.values().next());
    found.map_or(figure.measure.as_str(), String::as_str)
}

/// What a figure of a report is in one line: label, names of its breakdown, period, first source.
#[must_use]
pub fn card(texts: &Texts, report: &Report, figure: &Figure) -> String {
    let period = figure.period.as_ref().map(|p| figure_period(texts, p, None)).unwrap_or_default();
    let source = figure.sources.first().map(|s| source_place(texts, s)).unwrap_or_default();
    let breakdown = report.words.get(&figure.key).map(|told| told.breakdown.clone()).unwrap_or_default();
    let about = breakdown.into_iter().chain([period, source]);
    join(texts, "separator-facts", std::iter::once(label(texts, figure).to_owned()).chain(about))
}

/// A source with the name of its document in place of the code.
#[must_use]
pub fn named(report: &Report, source: &Source) -> Source {
    let document = report.documents.get(&source.document).unwrap_or(&source.document).clone();
    Source { document, ..source.clone() }
}

/// Why there is no value, or since when it is only last known; empty for one that is there and confirmed.
#[must_use]
pub fn status(texts: &Texts, figure: &Figure) -> String {
    if let Some(at) = figure.last_known_at {
        return texts.say_with("status-last-known", &[("since", Arg::Text(&instant(texts, at)))]);
    }
    match figure.status {
        Status::Available => String::new(),
        Status::Unavailable => texts.say("status-unavailable"),
        Status::Missing(reason) => {
            let reason = texts.say(&format!("missing-{}", reason.name()));
            texts.say_with("status-missing", &[("reason", Arg::Text(&reason))])
        }
    }
}

/// The first cell of a record's row; of an aggregate record it says how many it stands for. `None` where nothing is given.
#[must_use]
pub fn record_head(texts: &Texts, aggregate: Option<i64>, given: Option<&str>) -> Option<String> {
    let Some(count) = aggregate else {
        return given.map(str::to_owned);
    };
    let count = ("count", Arg::Count(count));
    Some(match given {
        None => texts.say_with("listing-aggregate", &[count]),
        Some(label) => texts.say_with("listing-aggregate-named", &[("label", Arg::Text(label)), count]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(note: &str, expected: &str) {
        assert_eq!(why_missing(Texts::of("en"), "confidential".to_owned(), note), expected);
    }

    #[test]
    fn a_note_that_is_no_sentence_goes_on_where_the_reason_ends() {
        check("not asked.", "No value: confidential; not asked.");
        check("data too scarce", "No value: confidential; data too scarce.");
        check("Nobody asked.", "No value: confidential. Nobody asked.");
        check("", "No value: confidential.");
    }
}
