//! The figure of a mean: the value, or why it is withheld.

use figures::mean::Estimate;
use figures::{Basis, Bound, Figure, FigureKey, Measure, MissingReason, Rational, Source, Value};

use super::Asking;
use super::means::Made;
use crate::accept::{Chosen, StatedValue, choose};
use crate::computation::{Computation, Mean, Shows};
use crate::reference::inputs::Inputs;
use crate::total::{MAX_SOURCES, Total};

/// Decimals of a mean whose measure does not limit them.
const MOST_DECIMALS: i32 = 6;
/// Decimals of a coverage in a note.
const NOTE_DECIMALS: i32 = 1;

impl Asking<'_> {
    /// The figure of an exact canonical key whose measure is a mean.
    pub(super) fn mean_figure(
        &self,
        measure: &Measure,
        key: &FigureKey,
        stated: Vec<StatedValue>,
        (computation, mean): (&Computation, &Mean),
        inputs: &Inputs,
    ) -> Figure {
        let codes = (key.code("area"), key.code("period"));
        let made = match codes {
            (Some(area), Some(period)) => self.made(inputs, area, period),
            (None, _) | (_, None) => None,
        };
        let value = made.as_ref().and_then(|made| shown(measure, mean, made));
        let records = made.as_ref().map(|made| i64::try_from(made.mean.parts).unwrap_or(i64::MAX));
        let total = value.zip(made.as_ref()).map(|(value, made)| Total {
            value,
            whole: true,
            records: records.unwrap_or_default(),
            revision: made.seen.revision,
            sources: sources(made),
            converted: Vec::new(),
        });
        let withheld = made.filter(|_| stated.is_empty() && total.is_none());
        let chosen = match withheld {
            Some(made) => self.withheld(mean, made, records),
            None => choose(stated, total.as_ref()),
        };
        self.built(measure, key, key.to_string(), chosen, Some(computation))
    }

    /// Too little is covered for a value; the note says how much.
    fn withheld(&self, mean: &Mean, made: Made, records: Option<i64>) -> Chosen {
        let coverage = percent(&made.mean.coverage).known(NOTE_DECIMALS);
        let of = self.domain.computations.iter().find(|c| covers(c, mean));
        let label = of.and_then(|c| self.reference.measure(self.domain.name, c.measure)).map(|m| &m.label);
        let label = label.and_then(|label| self.reference.text(label, self.language)).unwrap_or_default();
        let note = coverage.map(|value| format!("{label}: {} % < {} %", value.number, mean.least));
        Chosen {
            value: Err(MissingReason::Suppressed),
            basis: Basis::Computed,
            sources: sources(&made),
            alternatives: Vec::new(),
            disputed: false,
            record_count: records,
            conversions: None,
            note,
            revision: made.seen.revision,
        }
    }
}

/// Whether a computation is the coverage of a mean.
fn covers(computation: &Computation, mean: &Mean) -> bool {
    let other = computation.mean();
    other.is_some_and(|other| other.shows == Shows::Coverage && other.is_over_the_same(mean))
}

/// What the measure shows; of a mean nothing where less than enough is covered for certain.
fn shown(measure: &Measure, mean: &Mean, made: &Made) -> Option<Value> {
    let most = measure.decimals.unwrap_or(MOST_DECIMALS);
    let coverage = percent(&made.mean.coverage);
    let value = match mean.shows {
        Shows::Mean if coverage.range.low < Rational::from(mean.least) => return None,
        Shows::Mean => made.mean.mean.as_ref()?.known(most),
        Shows::Coverage => coverage.known(most),
    };
    value.map(|value| Value { bound: Bound::Exact, ..value })
}

fn sources(made: &Made) -> Vec<Source> {
    made.seen.sources.iter().take(MAX_SOURCES).map(|source| Source::clone(source)).collect()
}

fn percent(share: &Estimate) -> Estimate {
    share.times(&Rational::from(100))
}
