//! What a series says of a superlative.

use figures::{Figure, FigureKey, Interval, Rational, Truth};

use super::claim::{Claim, Direction, Horizon};
use crate::rules::series::Series;

/// What a series says of a claim.
#[derive(Clone, Debug)]
pub(super) enum Verdict<'a> {
    /// Nothing for certain.
    Open,
    /// It holds.
    Proved,
    /// It does not.
    Denied(Box<Denied<'a>>),
}

/// A value that a claim overlooks.
#[derive(Clone, Debug)]
pub(super) struct Denied<'a> {
    pub(super) subject: &'a Figure,
    pub(super) value: Interval,
    /// The figure of another year that goes beyond it the farthest.
    pub(super) earlier: &'a Figure,
    pub(super) other: Interval,
    pub(super) gap: Rational,
}

impl<'a> Verdict<'a> {
    /// What earlier years say of a figure that is claimed to be the most or the least.
    pub(super) fn of(series: &Series<'a>, key: &FigureKey, claim: &Claim, horizon: Horizon) -> Self {
        let direction = claim.direction;
        let found = series.with(&key.to_string());
        let Some((series, year)) = found.filter(|_| claim.over_time && direction != Direction::First) else {
            return Self::Open;
        };
        let Some((subject, value)) = series.get(&year).and_then(|figure| interval(figure)) else {
            return Self::Open;
        };
        let first = match horizon {
            Horizon::Ever => i16::MIN,
            Horizon::Years(years) => year.saturating_sub(years).saturating_add(1),
            Horizon::Since(first) => first,
        };
        let mut worst: Option<Denied<'a>> = None;
        let mut certain = true;
        for (_, earlier) in series.range(first..year) {
            let Some((earlier, other)) = interval(earlier) else { continue };
            let holds = match direction {
                Direction::Least => value.is_at_most(&other),
                Direction::Most | Direction::First => other.is_at_most(&value),
            };
            certain &= holds == Truth::True;
            let gap = value.distance(&other).filter(|_| holds == Truth::False);
            if let Some(gap) = gap.filter(|gap| worst.as_ref().is_none_or(|known| *gap > known.gap)) {
                worst = Some(Denied { subject, value: value.clone(), earlier, other, gap });
            }
        }
        let covered = first != i16::MIN && (first..year).all(|year| series.contains_key(&year));
        match worst {
            Some(denied) => Self::Denied(Box::new(denied)),
            None if certain && covered && first < year => Self::Proved,
            None => Self::Open,
        }
    }
}

fn interval(figure: &Figure) -> Option<(&Figure, Interval)> {
    figure.value.map(|value| (figure, Interval::of(&value)))
}
