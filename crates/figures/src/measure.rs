//! Measures: what can be asked of a service, as `measures.csv` defines it.

use std::collections::BTreeMap;

use crate::key::{FigureKey, Selector};
use crate::listing::{Column, ColumnType};
use crate::period::Period;
use crate::unit::Unit;

/// The column in which a listing names its records.
pub const NAME_COLUMN: &str = "label";

/// Text by language code (`en`, `zh`).
pub type Labels = BTreeMap<String, String>;

/// What sort of quantity a measure is; it decides what may be summed and how periods are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    /// As at a date; never summed over periods.
    Stock,
    /// Over a period.
    Flow,
    /// A mean, or a level that is given for a period and not for a date.
    Average,
    /// A share, a growth, a ratio.
    Rate,
    /// Rows of typed cells instead of one number.
    Listing,
}

impl MeasureKind {
    /// Every kind with its name in files.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::Stock, "stock"),
        (Self::Flow, "flow"),
        (Self::Average, "average"),
        (Self::Rate, "rate"),
        (Self::Listing, "listing"),
    ];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(k, _)| *k == self).map_or("", |(_, n)| n)
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(k, _)| *k)
    }
}

/// Whether a total may be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregation {
    /// Over the named dimensions; never a stock over periods.
    Sum,
    /// A total is stated or missing.
    None,
}

/// What can be asked of a service: one row of `measures.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The owning service.
    pub service: String,
    /// The name within it.
    pub name: String,
    /// What sort of quantity it is.
    pub kind: MeasureKind,
    /// The base unit; of a listing none.
    pub unit: Option<Unit>,
    /// Whether a total may be computed.
    pub aggregation: Aggregation,
    /// The dimensions' names, sorted.
    pub dimensions: Vec<String>,
    /// How the canonical key writes the total over `area` (`WORLD`), or `None`: it is left out.
    pub total_area: Option<String>,
    /// The dimension that fixes the period, where the period may be left out (`event`).
    pub period_from: Option<String>,
    /// The most decimals ever shown; `None` is as known.
    pub decimals: Option<i32>,
    /// Columns of a listing.
    pub columns: Vec<Column>,
    /// The owning department's code.
    pub department: String,
    /// Short noun phrase by language.
    pub label: Labels,
    /// What is counted, by language.
    pub definition: Labels,
    /// Words of which one must stand near a printed value, by language.
    pub must_say: BTreeMap<String, Vec<String>>,
    /// Words that must not stand near a printed value, by language.
    pub must_not_say: BTreeMap<String, Vec<String>>,
}

/// Why a key does not fit its measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyMismatch {
    /// The measure has no such dimension.
    #[error("{measure} has no dimension `{dimension}`{}", nearest_hint(.nearest.as_ref()))]
    Dimension {
        /// The measure's name.
        measure: String,
        /// The dimension asked.
        dimension: String,
        /// The most similar name that exists.
        nearest: Option<String>,
    },
    /// The period is missing.
    #[error("{measure} needs a period; add period=2024 (or a date)")]
    NoPeriod {
        /// The measure's name.
        measure: String,
    },
    /// The period does not parse.
    #[error("{0}")]
    Period(#[from] crate::period::PeriodError),
}

fn nearest_hint(nearest: Option<&String>) -> String {
    nearest.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default()
}

impl Measure {
    /// `service/name`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.service, self.name)
    }

    /// Whether the measure has the dimension.
    #[must_use]
    pub fn has_dimension(&self, name: &str) -> bool {
        self.dimensions.iter().any(|d| d == name)
    }

    /// The key in canonical form: the total over areas as the measure writes it, a stock's period as its last day.
    ///
    /// # Errors
    /// [`KeyMismatch`] when the key has a dimension that the measure has not, no period where one is needed, or one that
    /// does not parse. Codes are not looked up here.
    pub fn canonical(&self, key: &FigureKey) -> Result<FigureKey, KeyMismatch> {
        self.made_canonical(key.clone())
    }

    /// The same of a key that is not needed otherwise.
    ///
    /// # Errors
    /// As [`Measure::canonical`].
    pub fn made_canonical(&self, key: FigureKey) -> Result<FigureKey, KeyMismatch> {
        let mut canonical = key;
        for name in canonical.dimensions.keys() {
            if !self.has_dimension(name) {
                let nearest = nearest(name, self.dimensions.iter().map(String::as_str)).map(str::to_owned);
                return Err(KeyMismatch::Dimension {
                    measure: self.path(),
                    dimension: name.clone(),
                    nearest,
                });
            }
        }
        self.canonical_area(&mut canonical);
        self.canonical_period(&mut canonical)?;
        Ok(canonical)
    }

    fn canonical_area(&self, key: &mut FigureKey) {
        if !self.has_dimension("area") {
            return;
        }
        match (&self.total_area, key.code("area")) {
            (Some(total), None) if !key.dimensions.contains_key("area") => {
                key.dimensions.insert("area".to_owned(), Selector::Code(total.clone()));
            }
            (None, Some("WORLD")) => {
                key.dimensions.remove("area");
            }
            _ => {}
        }
    }

    fn canonical_period(&self, key: &mut FigureKey) -> Result<(), KeyMismatch> {
        if let Some(text) = key.code("period") {
            let period: Period = text.parse()?;
            let period = if self.kind == MeasureKind::Stock { period.as_at() } else { period };
            key.dimensions.insert("period".to_owned(), Selector::Code(period.to_string()));
            return Ok(());
        }
        let fixed = self.period_from.as_ref().is_some_and(|d| key.dimensions.contains_key(d));
        let open = key.dimensions.contains_key("period") || self.kind == MeasureKind::Listing;
        if self.has_dimension("period") && !open && !fixed {
            return Err(KeyMismatch::NoPeriod { measure: self.path() });
        }
        Ok(())
    }
}

/// The most similar of several names, if any is similar enough to be meant (Jaro-Winkler 0.8); one that differs in capitals alone is.
#[must_use]
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|n| (if n.eq_ignore_ascii_case(name) { 1.0 } else { strsim::jaro_winkler(name, n) }, n))
        .filter(|(score, _)| score.total_cmp(&0.8).is_ge())
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, n)| n)
}

/// The measures of one or several services, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue(BTreeMap<String, Measure>);

impl Catalogue {
    /// A catalogue; of two measures with one path the later stays.
    pub fn new(measures: impl IntoIterator<Item = Measure>) -> Self {
        Self(measures.into_iter().map(|m| (m.path(), m)).collect())
    }

    /// The measure of a key.
    #[must_use]
    pub fn get(&self, service: &str, name: &str) -> Option<&Measure> {
        self.0.get(&format!("{service}/{name}"))
    }

    /// The listing of a service whose records are the codes of a dimension and name them: it has the dimension, a column of that name
    /// with the code as text, and a column `label`.
    #[must_use]
    pub fn naming(&self, service: &str, dimension: &str) -> Option<&Measure> {
        let column = |measure: &Measure, name: &str| {
            measure.columns.iter().any(|column| column.name == name && column.kind == ColumnType::Text)
        };
        self.iter().find(|measure| {
            measure.service == service
                && measure.kind == MeasureKind::Listing
                && measure.has_dimension(dimension)
                && column(measure, dimension)
                && column(measure, NAME_COLUMN)
        })
    }

    /// The most similar path that exists.
    #[must_use]
    pub fn nearest(&self, service: &str, name: &str) -> Option<&str> {
        nearest(&format!("{service}/{name}"), self.0.keys().map(String::as_str))
    }

    /// All measures, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Measure> {
        self.0.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(kind: MeasureKind, total_area: Option<&str>, period_from: Option<&str>) -> Measure {
        Measure {
            service: "s".into(),
            name: "m".into(),
            kind,
            unit: Unit::new("person").ok(),
            aggregation: Aggregation::None,
            dimensions: ["area", "event", "period"].map(String::from).to_vec(),
            total_area: total_area.map(String::from),
            period_from: period_from.map(String::from),
            decimals: None,
            columns: Vec::new(),
            department: "BDT".into(),
            label: Labels::new(),
            definition: Labels::new(),
            must_say: BTreeMap::new(),
            must_not_say: BTreeMap::new(),
        }
    }

    #[track_caller]
    fn check(measure: &Measure, key: &str, expected: Option<&str>) {
        let canonical = measure.canonical(&key.parse().expect("a key"));
        assert_eq!(canonical.ok().map(|k| k.to_string()).as_deref(), expected, "{key}");
    }

    #[test]
    fn a_name_in_other_letters_is_the_nearest() {
        assert_eq!(nearest("eur", ["CHF", "EUR", "euros"].into_iter()), Some("EUR"));
        assert_eq!(nearest("usd", ["CHF", "EUR"].into_iter()), None);
    }

    #[test]
    fn the_total_over_areas_is_written_as_the_measure_declares() {
        let world = measure(MeasureKind::Flow, Some("WORLD"), None);
        check(&world, "s/m?period=2024", Some("s/m?area=WORLD&period=2024"));
        check(&world, "s/m?area=AFR&period=2024", Some("s/m?area=AFR&period=2024"));
        let none = measure(MeasureKind::Flow, None, None);
        check(&none, "s/m?area=WORLD&period=2024", Some("s/m?period=2024"));
        check(&none, "s/m?area=itu-region:*&period=2024", Some("s/m?area=itu-region:*&period=2024"));
    }

    #[test]
    fn a_stock_is_as_at_the_last_day() {
        let stock = measure(MeasureKind::Stock, None, None);
        check(&stock, "s/m?period=2024", Some("s/m?period=2024-12-31"));
        check(&stock, "s/m?period=2025-03", Some("s/m?period=2025-03-31"));
        check(&stock, "s/m?period=2024-06-30", Some("s/m?period=2024-06-30"));
    }

    #[test]
    fn a_period_is_needed_unless_another_dimension_fixes_it() {
        check(&measure(MeasureKind::Flow, None, None), "s/m?event=e", None);
        check(&measure(MeasureKind::Flow, None, Some("event")), "s/m?event=e", Some("s/m?event=e"));
        check(&measure(MeasureKind::Flow, None, Some("event")), "s/m", None);
    }

    #[test]
    fn an_unknown_dimension_names_the_nearest() {
        let error =
            measure(MeasureKind::Flow, None, None).canonical(&"s/m?perod=2024".parse().expect("a key"));
        assert!(matches!(error, Err(KeyMismatch::Dimension { nearest: Some(n), .. }) if n == "period"));
    }
}
