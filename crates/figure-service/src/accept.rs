//! Which of several values of one key is accepted, and what becomes of the others.
//!
//! A value with `accepted = yes` wins. Else what is computed from a complete record set; else what sources state, by the
//! bundle's precedence of documents and then sections; else what a partial record set gives as a bound.

use figures::conversion::{Conversions, Rate};
use figures::{Alternative, Basis, Bound, Interval, MissingReason, Source, Value};

use crate::total::{MAX_SOURCES, Total};

/// What one row of a source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatedValue {
    /// The value, or why there is none.
    pub(crate) value: Result<Value, MissingReason>,
    pub(crate) source: Source,
    pub(crate) accepted: bool,
    pub(crate) note: Option<String>,
    /// By which rate the record was converted whose cell it is.
    pub(crate) converted: Option<Rate>,
    pub(crate) revision: i64,
    /// The place in the precedence, smallest first.
    pub(crate) rank: (usize, usize),
}

/// The accepted value of a key, and the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) value: Result<Value, MissingReason>,
    pub(crate) basis: Basis,
    pub(crate) sources: Vec<Source>,
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) disputed: bool,
    pub(crate) record_count: Option<i64>,
    pub(crate) conversions: Option<Conversions>,
    pub(crate) note: Option<String>,
    pub(crate) revision: i64,
}

struct Candidate {
    value: Value,
    basis: Basis,
    sources: Vec<Source>,
    note: Option<String>,
    converted: Vec<Rate>,
    accepted: bool,
    rank: (usize, usize),
    /// A lower bound from a partial record set: it never disputes what a source states.
    partial: bool,
}

/// Chooses among what sources state and what is computed.
pub(crate) fn choose(stated: Vec<StatedValue>, computed: Option<&Total>) -> Chosen {
    let rows = stated.iter().map(|s| s.revision).chain(computed.map(|t| t.revision));
    let revision = rows.max().unwrap_or_default();
    let missing =
        stated.iter().find_map(|s| s.value.err().map(|reason| (reason, s.source.clone(), s.note.clone())));
    let mut candidates = merged(stated);
    if let Some(total) = computed {
        add_computed(&mut candidates, total);
    }
    let whole = computed.is_some_and(|t| t.whole);
    candidates.sort_by_key(|c| (!c.accepted, !(whole && c.basis == Basis::Computed), c.partial, c.rank));
    let partial_only = candidates.first().is_none_or(|c| c.partial);
    let mut candidates = candidates.into_iter();
    match (missing, candidates.next()) {
        (Some((reason, source, note)), _) if partial_only => Chosen {
            value: Err(reason),
            basis: Basis::Stated,
            sources: vec![source],
            alternatives: Vec::new(),
            disputed: false,
            record_count: None,
            conversions: None,
            note,
            revision,
        },
        (_, None) => nothing(),
        (_, Some(first)) => {
            let record_count = computed.filter(|_| first.basis == Basis::Computed).map(|t| t.records);
            accepted(first, candidates, record_count, revision)
        }
    }
}

fn nothing() -> Chosen {
    Chosen {
        value: Err(MissingReason::NotRecorded),
        basis: Basis::Stated,
        sources: Vec::new(),
        alternatives: Vec::new(),
        disputed: false,
        record_count: None,
        conversions: None,
        note: None,
        revision: 0,
    }
}

fn accepted(
    first: Candidate,
    others: impl Iterator<Item = Candidate>,
    record_count: Option<i64>,
    revision: i64,
) -> Chosen {
    let alternatives: Vec<Alternative> = others.filter_map(|c| alternative(c, &first.value)).collect();
    Chosen {
        value: Ok(first.value),
        basis: first.basis,
        sources: first.sources,
        disputed: alternatives.iter().any(|a| a.disputes),
        alternatives,
        record_count,
        conversions: Conversions::of(first.converted),
        note: first.note,
        revision,
    }
}

/// The candidate as an alternative; a lower bound that agrees with the accepted value says nothing and is left out.
fn alternative(candidate: Candidate, accepted: &Value) -> Option<Alternative> {
    let meets = meet(&candidate.value, accepted);
    if candidate.partial && meets {
        return None;
    }
    let Candidate { value, basis, sources, partial, .. } = candidate;
    Some(Alternative { value, basis, sources, disputes: !meets && !partial })
}

fn meet(a: &Value, b: &Value) -> bool {
    // The common case, without making intervals: a number that its source does not limit lies in its own.
    let plain = |value: &Value| value.bound == Bound::Exact;
    (plain(a) && plain(b) && a.number == b.number) || Interval::of(a).meets(&Interval::of(b))
}

/// Rows of one value are one candidate with several sources, the first of them the one that goes before.
fn merged(stated: Vec<StatedValue>) -> Vec<Candidate> {
    let mut rows = stated;
    rows.sort_by_key(|s| (!s.accepted, s.rank));
    let mut candidates: Vec<Candidate> = Vec::new();
    for row in rows {
        let Ok(value) = row.value else { continue };
        match candidates.iter_mut().find(|c| c.value == value) {
            Some(same) => {
                push(&mut same.sources, row.source);
                same.note = same.note.take().or(row.note);
                same.converted.extend(row.converted);
            }
            None => candidates.push(Candidate {
                value,
                basis: Basis::Stated,
                sources: vec![row.source],
                note: row.note,
                converted: row.converted.into_iter().collect(),
                accepted: row.accepted,
                rank: row.rank,
                partial: false,
            }),
        }
    }
    candidates
}

fn push(sources: &mut Vec<Source>, source: Source) {
    if !sources.contains(&source) {
        sources.push(source);
    }
}

/// Adds what is computed. Where sources state the same value their places stay first, before those of the records.
fn add_computed(candidates: &mut Vec<Candidate>, total: &Total) {
    let same = candidates.iter().position(|c| c.value == total.value).filter(|_| total.whole);
    let stated = same.map(|index| candidates.remove(index));
    let (mut sources, note, accepted) = match stated {
        Some(stated) => (stated.sources, stated.note, stated.accepted),
        None => (Vec::new(), None, false),
    };
    for source in &total.sources {
        if sources.len() >= MAX_SOURCES {
            break;
        }
        push(&mut sources, source.clone());
    }
    let rank = (usize::MAX, usize::MAX);
    candidates.push(Candidate {
        value: total.value,
        basis: Basis::Computed,
        sources,
        note,
        converted: total.converted.clone(),
        accepted,
        rank,
        partial: !total.whole,
    });
}

#[cfg(test)]
mod tests;
