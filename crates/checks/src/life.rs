//! A finding's life: open until it is decided on or fixed, and open again when a value that the decision was made on changes.
//!
//! Decisions are rows of the bundle's `findings.csv` ([`interchange::decisions`]). They find their finding by its id, which does not
//! hold the year ([`name`]), and hold while the values concerned are those that they name ([`note_values`]).

use std::collections::{BTreeMap, BTreeSet};

use figures::{Answer, Figure, Value};
use report::model::Report;

use crate::finding::Finding;

pub use interchange::decisions::{Decision, Settled};

/// How many hexadecimal digits name values: enough that a change of one is noticed, few enough to be copied.
const DIGITS: usize = 8;
/// What stands before the years of a key.
const PERIOD: &str = "period=";

/// Gives findings ids that stay the same in the report on the next year: years of keys count from the report's own.
pub(crate) fn name(findings: &mut [Finding], year: i16) {
    for finding in findings {
        let subject: Vec<String> = finding.subject.iter().map(|text| from_year(text, year)).collect();
        let subject: Vec<&str> = subject.iter().map(String::as_str).collect();
        finding.id = crate::finding::id(finding.rule, &subject);
    }
}

/// A text whose periods of keys count years from one: `period=2023` is `period=@-1` in the report on 2024.
fn from_year(text: &str, year: i16) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PERIOD) {
        let end = after
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '%' | '/')))
            .unwrap_or(after.len());
        let (period, tail) = after.split_at_checked(end).unwrap_or((after, ""));
        made.push_str(before);
        made.push_str(PERIOD);
        push_years(&mut made, period, year);
        rest = tail;
    }
    made + rest
}

fn push_years(made: &mut String, period: &str, year: i16) {
    let mut rest = period;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at_checked(end).unwrap_or((from, ""));
        made.push_str(before);
        match digits.parse::<i32>().ok().filter(|_| digits.len() == 4) {
            Some(named) => made.push_str(&format!("@{}", named.saturating_sub(year.into()))),
            None => made.push_str(digits),
        }
        rest = after;
    }
    made.push_str(rest);
}

/// Notes of each finding what the values concerned are: those of its figures and of their alternatives; of one about no figure what it says.
pub(crate) fn note_values<'a>(
    findings: &mut [Finding],
    reports: &[&'a Report],
    answers: Option<&'a BTreeMap<String, Answer>>,
) {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    let keys: Vec<Vec<String>> = findings.iter().map(|finding| finding.figures.clone()).collect();
    keys.iter().flatten().for_each(|key| {
        wanted.insert(key);
    });
    let mut known: BTreeMap<&str, &Figure> = BTreeMap::new();
    let printed = reports.iter().flat_map(|report| &report.figures);
    let asked = answers.into_iter().flat_map(BTreeMap::values).flat_map(|answer| match answer {
        Answer::Figures(figures) => figures.as_slice(),
        Answer::Listing(_) | Answer::Error(_) => &[],
    });
    for figure in printed.chain(asked) {
        if wanted.remove(figure.key.as_str()) {
            known.insert(&figure.key, figure);
        }
    }
    for finding in findings {
        finding.values = values(finding, &known);
    }
}

fn values(finding: &Finding, known: &BTreeMap<&str, &Figure>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut feed = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(b"\x1f");
    };
    if finding.figures.is_empty() {
        finding.parts.values().for_each(|part| feed(part));
    }
    for figure in finding.figures.iter().filter_map(|key| known.get(key.as_str())) {
        feed(figure.unit.code());
        feed(&figure.value.as_ref().map(told).unwrap_or_default());
        figure.alternatives.iter().for_each(|other| feed(&told(&other.value)));
    }
    hasher.finalize().to_hex().chars().take(DIGITS).collect()
}

/// A value as it is known.
fn told(value: &Value) -> String {
    format!("{} {} {}", value.number.normalize(), value.decimals, value.bound.name())
}

/// Gives findings the decisions on them, and puts what is settled behind what is open.
pub(crate) fn settle(findings: &mut [Finding], decisions: &[Decision]) {
    let by_id: BTreeMap<&str, &Decision> = decisions.iter().map(|d| (d.finding.as_str(), d)).collect();
    for finding in findings.iter_mut() {
        finding.decision = by_id.get(finding.id.as_str()).map(|decision| (*decision).clone());
    }
    findings.sort_by_key(|finding| finding.settled().is_some());
}

/// The decisions whose findings are found no more: they are fixed. Of a check that lacks a service nothing can be said to be.
#[must_use]
pub fn fixed<'a>(findings: &[Finding], decisions: &'a [Decision]) -> Vec<&'a Decision> {
    let found: BTreeSet<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    decisions.iter().filter(|decision| !found.contains(decision.finding.as_str())).collect()
}

#[cfg(test)]
mod tests;
