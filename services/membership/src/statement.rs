//! The statement of a period: opening + joined - left = closing, of memberships in the Sectors.
//!
//! Every number is a figure, asked like any other key: what is not recorded stays missing, and a line of which a number is
//! missing says nothing about whether it adds up.

use ::figures::{Basis, Bound, Figure, FigureKey, Interval, Period, Value};
use figure_service::engine::Engine;
use interchange::AreaKind;
use store::{Snapshot, StoreError};

use crate::figures::{MEMBER_STATE, NAME};

/// By what lines are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Not at all: one line.
    All,
    Sector,
    /// Kinds of membership, which Member States have none of.
    Kind,
    /// The regions, and what belongs to no region alone.
    Area,
}

/// The lines of a statement and its total.
pub(crate) struct Statement {
    pub(crate) lines: Vec<Line>,
    pub(crate) total: Line,
}

/// One code's numbers; all of them together where `code` is empty.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) opening: Option<Figure>,
    pub(crate) joined: Option<Figure>,
    pub(crate) left: Option<Figure>,
    pub(crate) net_change: Option<Figure>,
    pub(crate) closing: Option<Figure>,
}

/// Whether a line adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consistency {
    /// A number is missing.
    Unknown,
    Exact,
    /// Only by what rounding and bounds leave open.
    WithinRounding,
    Inconsistent,
}

/// Reads the statement of a period.
///
/// # Errors
/// Those of the store.
pub(crate) async fn read(
    engine: &Engine,
    snapshot: &Snapshot,
    period: &Period,
    group: Group,
    language: Option<&str>,
) -> Result<Statement, StoreError> {
    let (dimension, codes) = codes(engine, snapshot, group).await?;
    let asked: Vec<&str> = codes.iter().map(String::as_str).chain([""]).collect();
    let keys: Vec<FigureKey> = asked.iter().flat_map(|code| keys(period, dimension, code)).collect();
    let mut figures = engine.figures(snapshot, &keys, language).await?.into_iter();
    let mut next = || figures.next().flatten();
    let mut line = |code: &str| Line {
        code: code.to_owned(),
        opening: next(),
        joined: next(),
        left: next(),
        net_change: next(),
        closing: next(),
    };
    let lines: Vec<Line> = codes.iter().map(|code| line(code)).collect();
    let total = line("");
    let lines = if group == Group::All { vec![total.clone()] } else { lines };
    Ok(Statement { lines, total })
}

/// The dimension of a group and its codes, each of which has a line.
async fn codes(
    engine: &Engine,
    snapshot: &Snapshot,
    group: Group,
) -> Result<(&'static str, Vec<String>), StoreError> {
    Ok(match group {
        Group::All => ("", Vec::new()),
        Group::Sector => ("sector", engine.codes(snapshot, "sector").await?),
        Group::Kind => {
            let kinds = engine.codes(snapshot, "kind").await?;
            ("kind", kinds.into_iter().filter(|kind| kind != MEMBER_STATE).collect())
        }
        Group::Area => {
            let mut areas = engine.areas(snapshot, AreaKind::ItuRegion).await?;
            areas.extend(engine.areas(snapshot, AreaKind::Special).await?);
            ("area", areas)
        }
    })
}

/// The keys of a line: opening, joined, left, net change, closing.
fn keys(period: &Period, dimension: &str, code: &str) -> [FigureKey; 5] {
    // The first day of all has no day before it; a key without a period is answered by no figure.
    let before = period.first_day().yesterday().map(|day| Period::Day(day).to_string()).unwrap_or_default();
    let (during, after) = (period.to_string(), period.as_at().to_string());
    [
        ("memberships", &before),
        ("joined", &during),
        ("left", &during),
        ("net-change", &during),
        ("memberships", &after),
    ]
    .map(|(measure, period)| {
        let key = FigureKey::new(NAME, measure).with("period", period);
        if code.is_empty() { key } else { key.with(dimension, code) }
    })
}

impl Line {
    /// Whether opening + joined - left makes closing. A bound that only incomplete records give counts as missing: it would
    /// agree with almost anything.
    pub(crate) fn consistency(&self) -> Consistency {
        let [opening, joined, left, closing] = [&self.opening, &self.joined, &self.left, &self.closing]
            .map(|figure| figure.as_ref().and_then(known));
        match (opening, joined, left, closing) {
            (Some(opening), Some(joined), Some(left), Some(closing)) => {
                agreement([opening, joined, left], closing).unwrap_or(Consistency::Unknown)
            }
            _ => Consistency::Unknown,
        }
    }
}

/// The value of a figure, unless it is a bound that incomplete records give.
fn known(figure: &Figure) -> Option<Value> {
    figure.value.filter(|value| figure.basis != Basis::Computed || value.bound == Bound::Exact)
}

/// How the parts make the closing number; `None` where that cannot be computed exactly.
fn agreement([opening, joined, left]: [Value; 3], closing: Value) -> Option<Consistency> {
    let made = Interval::of(&opening).plus(&Interval::of(&joined)).minus(&Interval::of(&left));
    if !made.meets(&Interval::of(&closing)) {
        return Some(Consistency::Inconsistent);
    }
    let sum = opening.number.checked_add(joined.number)?.checked_sub(left.number)?;
    let exact = [opening, joined, left, closing].iter().all(|v| v.bound == Bound::Exact);
    let exact = exact && sum == closing.number;
    Some(if exact { Consistency::Exact } else { Consistency::WithinRounding })
}

#[cfg(test)]
mod tests {
    use ::figures::value::parse_decimal;

    use super::*;

    fn value(text: &str) -> Value {
        let mut parts = text.split(' ');
        let mut part = || parts.next().unwrap_or_default();
        let (number, decimals, bound) = (part(), part(), part());
        let decimals = if decimals.is_empty() { "INF" } else { decimals };
        Value::new(
            parse_decimal(number).expect("a number"),
            decimals.parse().expect("decimals"),
            bound.parse().expect("a bound"),
        )
        .expect("a value")
    }

    #[track_caller]
    fn check(parts: [&str; 3], closing: &str, expected: Consistency) {
        assert_eq!(agreement(parts.map(value), value(closing)), Some(expected), "{parts:?} {closing}");
    }

    #[test]
    fn a_line_adds_up_exactly_or_by_rounding_or_not() {
        check(["1314", "91", "62"], "1343", Consistency::Exact);
        check(["1300 -2", "91", "62"], "1343", Consistency::WithinRounding);
        check(["1314", "91", "62"], "1300 INF more-than", Consistency::WithinRounding);
        check(["1314", "91", "62"], "1343 INF more-than", Consistency::Inconsistent);
        check(["1314", "91", "62"], "1344", Consistency::Inconsistent);
        check(["1314", "90 INF at-least", "62"], "1343", Consistency::WithinRounding);
    }

    #[test]
    fn a_period_opens_on_the_day_before_it_and_closes_on_its_last() {
        let year = keys(&Period::Year(2024), "sector", "ITU-D").map(|key| key.to_string());
        assert_eq!(year[0], "membership/memberships?period=2023-12-31&sector=ITU-D");
        assert_eq!(year[1], "membership/joined?period=2024&sector=ITU-D");
        assert_eq!(year[4], "membership/memberships?period=2024-12-31&sector=ITU-D");
    }
}
