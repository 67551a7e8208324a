//! Series: printed figures that are alike but for the year.

use std::collections::BTreeMap;

use figures::{Basis, Decimal, Figure, FigureKey, Measure, Period, Value};
use report::content::Content;
use report::model::Report;

const PERIOD: &str = "period";

/// Printed figures that are alike but for the period, each with its year.
pub(crate) struct Series<'a> {
    by_key: BTreeMap<&'a str, &'a Figure>,
    of: BTreeMap<FigureKey, BTreeMap<i16, &'a Figure>>,
}

/// How a computed measure is called that says which share of people data speak for. That is of the data: where they are late it strays from
/// other years, and it has no order of groups. What sources state under such a name, as the coverage by a network, is of the world.
const COVERAGE: &str = "-coverage";

impl<'a> Series<'a> {
    /// The series of reports. Figures without a value, and those of several years, are in none, nor is how far data reach.
    pub(crate) fn of(reports: &[&'a Report]) -> Self {
        let mut series = Self { by_key: BTreeMap::new(), of: BTreeMap::new() };
        let figures = reports.iter().flat_map(|report| &report.figures);
        let is_of_data =
            |figure: &Figure| figure.basis == Basis::Computed && figure.measure.ends_with(COVERAGE);
        for figure in figures.filter(|figure| !is_of_data(figure)) {
            // The same figure stands in many reports.
            if series.by_key.insert(&figure.key, figure).is_some() {
                continue;
            }
            if let Some((key, year)) = alike(&figure.key).filter(|_| figure.value.is_some()) {
                series.of.entry(key).or_default().insert(year, figure);
            }
        }
        series
    }

    /// The value of a figure as a whole number.
    pub(crate) fn whole(&self, key: &FigureKey) -> Option<i16> {
        let number = self.by_key.get(key.to_string().as_str())?.value?.number;
        i16::try_from(number.trunc().mantissa())
            .ok()
            .filter(|_| number.fract() == Decimal::ZERO && number.scale() == 0)
    }

    /// Every series, by the key without its period.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&FigureKey, &BTreeMap<i16, &'a Figure>)> {
        self.of.iter()
    }

    /// The series that a figure belongs to, and its year there.
    pub(crate) fn with(&self, key: &str) -> Option<(&BTreeMap<i16, &'a Figure>, i16)> {
        let (alike, year) = alike(key)?;
        Some((self.of.get(&alike)?, year))
    }

    /// The one other year in which the figure of a series has a value, known as exactly; nothing where several have.
    pub(crate) fn other_year(&self, key: &str, value: &Value) -> Option<i16> {
        let (series, own) = self.with(key)?;
        let mut years = series.iter().filter(|(year, figure)| **year != own && figure.value == Some(*value));
        let (year, _) = years.next()?;
        years.next().is_none().then_some(*year)
    }

    /// The figure of a key.
    pub(crate) fn figure(&self, key: &str) -> Option<&'a Figure> {
        self.by_key.get(key).copied()
    }

    /// Every printed figure.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &'a Figure> {
        self.by_key.values().copied()
    }
}

/// The measure of a figure.
pub(super) fn measure<'c>(figure: &Figure, definitions: &'c Content) -> Option<&'c Measure> {
    definitions.catalogue.get(figure.key.split('/').next()?, &figure.measure)
}

/// The key without its period, and the year of the period; nothing for other periods than years and the last days of years.
fn alike(key: &str) -> Option<(FigureKey, i16)> {
    let key: FigureKey = key.parse().ok()?;
    let period: Period = key.code(PERIOD)?.parse().ok()?;
    let year = match period {
        Period::Year(year) => year,
        Period::Day(day) if day.month() == 12 && day.day() == 31 => day.year(),
        Period::Day(_) | Period::Quarter(..) | Period::Month(..) | Period::Interval(..) => return None,
    };
    Some((key.without(PERIOD), year))
}
