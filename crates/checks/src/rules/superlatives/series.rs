//! The series of printed figures, and what they say of a superlative.

use std::collections::BTreeMap;

use figures::{Decimal, Figure, FigureKey, Interval, Period, Rational, Truth};
use report::model::Report;

use super::claim::{Direction, Horizon};

const PERIOD: &str = "period";

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

/// Printed figures that are alike but for the period, each with its year.
pub(super) struct Series<'a> {
    by_key: BTreeMap<String, &'a Figure>,
    of: BTreeMap<FigureKey, BTreeMap<i16, &'a Figure>>,
}

impl<'a> Series<'a> {
    /// The series of reports. Figures of several years, and those that are only bounded, are in none.
    pub(super) fn of(reports: &[&'a Report]) -> Self {
        let mut series = Self { by_key: BTreeMap::new(), of: BTreeMap::new() };
        for figure in reports.iter().flat_map(|report| &report.figures) {
            series.by_key.insert(figure.key.clone(), figure);
            if let Some((key, year)) = alike(&figure.key).filter(|_| figure.value.is_some()) {
                series.of.entry(key).or_default().insert(year, figure);
            }
        }
        series
    }

    /// The value of a figure as a whole number.
    pub(super) fn whole(&self, key: &FigureKey) -> Option<i16> {
        let number = self.by_key.get(&key.to_string())?.value?.number;
        i16::try_from(number.trunc().mantissa())
            .ok()
            .filter(|_| number.fract() == Decimal::ZERO && number.scale() == 0)
    }

    /// What earlier years say of a figure that is claimed to be the most or the least.
    pub(super) fn verdict(
        &self,
        key: &FigureKey,
        direction: Direction,
        horizon: Horizon,
        over_time: bool,
    ) -> Verdict<'a> {
        let found = alike(&key.to_string()).and_then(|(alike, year)| Some((self.of.get(&alike)?, year)));
        let Some((series, year)) = found.filter(|_| over_time && direction != Direction::First) else {
            return Verdict::Open;
        };
        let Some((subject, value)) = series.get(&year).and_then(|figure| interval(figure)) else {
            return Verdict::Open;
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
            Some(denied) => Verdict::Denied(Box::new(denied)),
            None if certain && covered && first < year => Verdict::Proved,
            None => Verdict::Open,
        }
    }
}

fn interval(figure: &Figure) -> Option<(&Figure, Interval)> {
    figure.value.map(|value| (figure, Interval::of(&value)))
}

/// The key without its period, and the year of the period; nothing for other periods than years and the last days of years.
fn alike(key: &str) -> Option<(FigureKey, i16)> {
    let mut key: FigureKey = key.parse().ok()?;
    let period: Period = key.code(PERIOD)?.parse().ok()?;
    let year = match period {
        Period::Year(year) => year,
        Period::Day(day) if day.month() == 12 && day.day() == 31 => day.year(),
        Period::Day(_) | Period::Quarter(..) | Period::Month(..) | Period::Interval(..) => return None,
    };
    key.dimensions.remove(PERIOD);
    Some((key, year))
}
