//! Whether a table's numbers miss a total by rounding alone: then a note says so, and only then.
//!
//! A total is a figure that is like others of its row or column but for one dimension. What counts is what is printed: numbers that add up
//! exactly may not do so once digits are left out. Where the values themselves do not make the total, rounding explains nothing.

use std::sync::Arc;

use figures::interval::Reading;
use figures::measure::Aggregation;
use figures::statement::Grade;
use figures::totals::{Calculation, Part, calculate};
use figures::{Bound, Figure, FigureKey, Measure, Value};

use super::Assembler;

/// A number of a table that adds up with others: its figure, and the value that its reader has.
pub(super) struct Shown<'c> {
    figure: Arc<Figure>,
    key: FigureKey,
    measure: &'c Measure,
    printed: Option<Value>,
}

impl<'c> Assembler<'c> {
    /// A figure of a table, with what is printed of it; nothing of one that does not add up with others.
    pub(super) fn shown(&self, figure: &Arc<Figure>, printed: Option<Value>) -> Option<Shown<'c>> {
        let service = figure.key.split('/').next().unwrap_or_default();
        let measure = self.content.catalogue.get(service, &figure.measure);
        let measure = measure.filter(|measure| measure.aggregation == Aggregation::Sum)?;
        Some(Shown { figure: Arc::clone(figure), key: figure.key.parse().ok()?, measure, printed })
    }
}

/// Whether some total among the numbers of a row or a column is missed by its parts by rounding alone.
pub(super) fn misses(shown: &[&Shown<'_>]) -> bool {
    shown.iter().any(|total| total.dimensions().any(|dimension| total.is_missed(dimension, shown)))
}

impl Shown<'_> {
    /// The dimensions that it may be the total of.
    fn dimensions(&self) -> impl Iterator<Item = &str> {
        let all = |dimension: &&str| {
            let area = self.measure.total_area.as_deref().filter(|_| *dimension == "area");
            self.key.code(dimension) == area
        };
        self.measure.dimensions.iter().map(String::as_str).filter(all)
    }

    fn is_missed(&self, dimension: &str, shown: &[&Shown<'_>]) -> bool {
        let alike = |part: &&&Shown<'_>| {
            part.key != self.key
                && part.figure.unit == self.figure.unit
                && part.key.dimensions.contains_key(dimension)
                && part.key.clone().without(dimension) == self.key.clone().without(dimension)
        };
        let parts: Vec<&&Shown<'_>> = shown.iter().filter(alike).collect();
        // What a limit leaves open is no rounding.
        let exactly = |value: Option<Value>| value.filter(|value| value.bound == Bound::Exact);
        let grade = |value: &dyn Fn(&Shown<'_>) -> Option<Value>| -> Option<Grade> {
            let known: Option<Vec<Part>> =
                parts.iter().map(|part| exactly(value(part)).map(Part::plain)).collect();
            match calculate(&[Some(exactly(value(self))?)], &known?, &Reading::default()) {
                Calculation::Consistent { grade, .. } => Some(grade),
                Calculation::Inconsistent { .. }
                | Calculation::DisallowedDuplicates(_)
                | Calculation::InconsistentDuplicates(_)
                | Calculation::NotReported => None,
            }
        };
        parts.len() > 1
            && grade(&|shown| shown.figure.value).is_some()
            && grade(&|shown| shown.printed) == Some(Grade::ThanksToRounding)
    }
}
