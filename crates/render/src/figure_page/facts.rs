//! The facts of a figure as pairs of label and text, the same on the page and in the terminal.

use std::collections::BTreeMap;

use figures::interval::{End, Interval};
use figures::value::power_of_ten;
use figures::{Basis, Bound, Decimals, FigureKey, MissingReason, Selector, Source, Status, Value};

use super::{Change, FigurePage, digits, formula};
use crate::conversions;
use crate::texts::period::{figure_period, instant};
use crate::texts::{Arg, Texts};
use crate::words;

/// One fact: what it is called and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The text.
    pub text: String,
}

/// The figure's facts in reading order, without sources, alternatives, history and key.
#[must_use]
pub fn facts(page: &FigurePage, texts: &Texts) -> Vec<Fact> {
    let figure = &page.figure;
    let kind = page.measure.as_ref().map(|m| m.kind);
    let mut list = List { texts, facts: Vec::new() };
    if let Some(value) = &figure.value {
        list.add("figure-exact-value", exact(texts, value));
        list.add("figure-decimals", known_to(page, texts, value.decimals));
        list.add("figure-interval", interval(texts, value).unwrap_or_default());
    }
    list.add("figure-unit", page.unit().to_owned());
    list.add(
        "figure-period",
        figure.period.as_ref().map(|p| figure_period(texts, p, kind)).unwrap_or_default(),
    );
    for (label, text) in breakdown(page) {
        list.facts.push(Fact { label, text });
    }
    if let Some(value) = figure.value.as_ref().filter(|value| value.bound != Bound::Exact) {
        list.add("figure-bound", texts.say(&format!("bound-{}", value.bound.name())));
    }
    list.add("figure-kind", kind.map(|k| texts.say(&format!("kind-{}", k.name()))).unwrap_or_default());
    list.add("figure-basis", basis(page, texts));
    let formula = figure.formula.as_deref().map(|formula| formula::in_words(page, texts, formula));
    list.add("figure-formula", formula.unwrap_or_default());
    list.add("figure-records", records(page, texts));
    list.add("figure-converted", converted(page, texts));
    let others = figure.records.as_ref().map(|records| records.other_units.as_slice());
    list.add("figure-other-units", conversions::left_out(texts, others.unwrap_or_default()));
    if figure.status != Status::Available || figure.last_known_at.is_some() {
        list.add("figure-status", status(page, texts));
    }
    list.add("figure-note", figure.note.clone().unwrap_or_default());
    list.add("figure-restated", restated(page, texts));
    if let Some(measure) = &page.measure {
        list.add("figure-must-say", wording(texts, "figure-must-say-one", &measure.must_say));
        list.add("figure-must-not-say", wording(texts, "figure-must-not-say-any", &measure.must_not_say));
    }
    list.add("figure-department", page.department.clone().unwrap_or_default());
    list.add("figure-revision", figure.revision.to_string());
    list.facts
}

/// Which records behind the value were converted, and by which rates.
fn converted(page: &FigurePage, texts: &Texts) -> String {
    let named =
        |source: &Source| Source { document: page.document_title(&source.document), ..source.clone() };
    let told = |converted| conversions::told(texts, &page.figure.unit, converted, named);
    page.figure.conversions.as_ref().map(told).unwrap_or_default()
}

/// What earlier reports printed, where each stands, and why it is another value now.
fn restated(page: &FigurePage, texts: &Texts) -> String {
    let named = |source: &Source| {
        let source = Source { document: page.document_title(&source.document), ..source.clone() };
        words::source_place(texts, &source)
    };
    let each = page.restated.iter().map(|(value, source)| {
        texts.say_with("note-other", &[("value", Arg::Text(value)), ("place", Arg::Text(&named(source)))])
    });
    let before = words::join(texts, "separator-clauses", each);
    words::join(texts, "separator-clauses", [before, page.restated_reason.clone().unwrap_or_default()])
}

struct List<'a> {
    texts: &'a Texts,
    facts: Vec<Fact>,
}

impl List<'_> {
    /// Adds a fact unless nothing is known.
    fn add(&mut self, label: &str, text: String) {
        if !text.is_empty() {
            self.facts.push(Fact { label: self.texts.say(label), text });
        }
    }
}

/// What the figure is in words: its label, then its breakdown and its period. The world goes without saying.
#[must_use]
pub fn name(page: &FigurePage, texts: &Texts) -> String {
    let label = words::label(texts, &page.figure).to_owned();
    words::join(texts, "separator-list", std::iter::once(label).chain(particulars(page, texts)))
}

/// What tells the figure apart from others of its measure: its breakdown, then its period.
#[must_use]
pub fn particulars(page: &FigurePage, texts: &Texts) -> Vec<String> {
    let kind = page.measure.as_ref().map(|m| m.kind);
    let period = page.figure.period.as_ref().map(|p| figure_period(texts, p, kind));
    breakdown(page).into_iter().map(|(_, text)| text).chain(period).collect()
}

/// The measure's definition in the language, else in English; empty where it has none.
#[must_use]
pub fn definition<'a>(page: &'a FigurePage, texts: &Texts) -> &'a str {
    let definition = page.measure.as_ref().map(|measure| &measure.definition);
    let found = definition.and_then(|d| d.get(texts.language()).or_else(|| d.get("en")));
    found.map(String::as_str).unwrap_or_default()
}

/// What a value that is not exact stands for: `67.5 to 68.5`, `more than 5 000`; none of an exact one.
#[must_use]
pub fn interval(texts: &Texts, value: &Value) -> Option<String> {
    let Interval { low, high } = Interval::of(value);
    let point = |end: &End| end.point().map(|number| number.to_decimal().map(digits));
    let one = |bound: &str, end: &str| Some(texts.say_with(bound, &[("value", Arg::Text(end))]));
    match (point(&low), point(&high)) {
        // Ends of more digits than a decimal holds are not told.
        (Some(None), _) | (_, Some(None)) | (None, None) => None,
        (Some(Some(low)), Some(Some(high))) if low == high => None,
        (Some(Some(low)), Some(Some(high))) => {
            let ends = [("low", Arg::Text(low.as_str())), ("high", Arg::Text(high.as_str()))];
            Some(texts.say_with("interval-between", &ends))
        }
        (Some(Some(end)), None) => {
            one(if closed(&low) { "bounded-at-least" } else { "bounded-more-than" }, &end)
        }
        (None, Some(Some(end))) => {
            one(if closed(&high) { "bounded-at-most" } else { "bounded-less-than" }, &end)
        }
    }
}

fn closed(end: &End) -> bool {
    matches!(end, End::Closed(_))
}

/// How exactly the value is known, with the step as the house style prints it.
fn known_to(page: &FigurePage, texts: &Texts, exactness: Decimals) -> String {
    match (&page.step, exactness) {
        (Some(step), Decimals::Exp(_)) => texts.say_with("decimals-step", &[("step", Arg::Text(step))]),
        (None, Decimals::Exp(_)) | (_, Decimals::Inf) => decimals(texts, exactness),
    }
}

/// The value for the head of the page: as printed, else exact, else why there is none.
#[must_use]
pub fn headline(page: &FigurePage, texts: &Texts) -> String {
    match (&page.printed, &page.figure.value) {
        (Some(printed), Some(_)) => printed.clone(),
        (None, Some(value)) => exact_with_unit(page, texts, value),
        (_, None) => status(page, texts),
    }
}

/// A value with its bound in words and all its digits: `at least 5 000`.
#[must_use]
pub fn exact(texts: &Texts, value: &Value) -> String {
    let number = digits(value.number);
    texts.say_with(&format!("bounded-{}", value.bound.name()), &[("value", Arg::Text(&number))])
}

/// The same with the code of the unit.
#[must_use]
pub fn exact_with_unit(page: &FigurePage, texts: &Texts, value: &Value) -> String {
    format!("{} {}", exact(texts, value), page.figure.unit)
}

/// How exactly a value is known: `the nearest 100 000`.
#[must_use]
pub fn decimals(texts: &Texts, decimals: Decimals) -> String {
    let Decimals::Exp(exponent) = decimals else {
        return texts.say("decimals-inf");
    };
    let step = power_of_ten(exponent.saturating_neg()).map_or_else(|| format!("10^{}", -exponent), digits);
    texts.say_with("decimals-step", &[("step", Arg::Text(&step))])
}

/// The name of a missing value's reason.
#[must_use]
pub fn missing(texts: &Texts, reason: MissingReason) -> String {
    texts.say(&format!("missing-{}", reason.name()))
}

/// The value of a revision: as printed, else exact, else why there is none, else that it was removed.
#[must_use]
pub fn change(page: &FigurePage, texts: &Texts, change: &Change) -> String {
    match (&change.printed, &change.value, change.missing) {
        (Some(printed), Some(_), _) => printed.clone(),
        (None, Some(value), _) => exact_with_unit(page, texts, value),
        (_, None, Some(reason)) => missing(texts, reason),
        (_, None, None) => texts.say("history-removed"),
    }
}

/// The alternative at an index as printed.
#[must_use]
pub fn alternative(page: &FigurePage, texts: &Texts, index: usize) -> String {
    let other = page.figure.alternatives.get(index);
    let exactly = || other.map(|a| exact_with_unit(page, texts, &a.value)).unwrap_or_default();
    page.alternatives.get(index).filter(|t| !t.is_empty()).cloned().unwrap_or_else(exactly)
}

/// What the accepted value and one that disputes it stand for: two intervals that do not meet.
#[must_use]
pub fn dispute(page: &FigurePage, texts: &Texts, other: &Value) -> String {
    let stands_for = |value: &Value| interval(texts, value).unwrap_or_else(|| digits(value.number));
    let Some(own) = page.figure.value.as_ref().map(stands_for) else { return String::new() };
    let other = stands_for(other);
    texts.say_with("figure-dispute", &[("own", Arg::Text(&own)), ("other", Arg::Text(&other))])
}

/// The words of a language that a text must or must not have near the number; empty where the measure names none.
fn wording(texts: &Texts, message: &str, words: &BTreeMap<String, Vec<String>>) -> String {
    let Some(words) = words.get(texts.language()).filter(|words| !words.is_empty()) else {
        return String::new();
    };
    let quoted = words.iter().map(|word| texts.say_with("figure-word", &[("word", Arg::Text(word))]));
    let words = words::join(texts, "separator-list", quoted);
    texts.say_with(message, &[("words", Arg::Text(&words))])
}

/// How many records there are behind the computed value, and whether those are all.
fn records(page: &FigurePage, texts: &Texts) -> String {
    let Some(records) = &page.figure.records else { return String::new() };
    let name = match (records.complete, page.figure.basis) {
        (true, _) => "records-complete",
        (false, Basis::Computed) => "records-partial",
        (false, Basis::Stated) => "records-partial-stated",
    };
    texts.say_with(name, &[("count", Arg::Count(records.count))])
}

fn basis(page: &FigurePage, texts: &Texts) -> String {
    match (page.figure.basis, page.figure.record_count) {
        _ if page.figure.value.is_none() => String::new(),
        (Basis::Stated, _) => texts.say("basis-stated"),
        (Basis::Computed, None) => texts.say("basis-computed"),
        (Basis::Computed, Some(n)) => texts.say_with("basis-computed-from", &[("count", Arg::Count(n))]),
    }
}

fn status(page: &FigurePage, texts: &Texts) -> String {
    if let Some(at) = page.figure.last_known_at {
        let since = instant(texts, at);
        return texts.say_with("status-last-known", &[("since", Arg::Text(&since))]);
    }
    match page.figure.status {
        Status::Available => texts.say("status-available"),
        Status::Unavailable => texts.say("status-unavailable"),
        Status::Missing(reason) => {
            let reason = missing(texts, reason);
            texts.say_with("status-missing", &[("reason", Arg::Text(&reason))])
        }
    }
}

/// The dimensions besides the period: in words where the page has them, else the codes of the key.
fn breakdown(page: &FigurePage) -> Vec<(String, String)> {
    if !page.breakdown.is_empty() {
        return page.breakdown.clone();
    }
    codes(&page.figure.key)
}

/// A key's dimensions besides the period, as name and code.
#[must_use]
pub fn codes(key: &str) -> Vec<(String, String)> {
    let Ok(key) = key.parse::<FigureKey>() else {
        return Vec::new();
    };
    let coded = key.dimensions.into_iter().filter(|(name, _)| name != "period");
    coded
        .map(|(name, selector)| match selector {
            Selector::Code(code) => (name, code),
            Selector::Each { kind } => (name, kind.map_or_else(|| "*".to_owned(), |k| format!("{k}:*"))),
        })
        .collect()
}
