//! One figure: what is stated, what the records give, and which of them is accepted.

use std::mem::take;

use figures::conversion::Rate;
use figures::{
    Aggregation, AnswerError, Basis, Bound, Figure, FigureKey, Measure, MissingReason, OtherUnit, Period,
    Records, Status, Unit, Value,
};

use super::Asking;
use super::gathered::{Gathered, Records as Gathering};
use crate::accept::{Chosen, StatedValue, choose};
use crate::complete::is_complete;
use crate::computation::{Computation, Group, How};
use crate::total::{MAX_SOURCES, RecordCell, Total, Totalled, Wanted, known_to, total};

/// Whether there is anything behind a figure, be it only a reason why it has no value.
pub(super) fn is_recorded(figure: &Figure) -> bool {
    figure.status != Status::Missing(MissingReason::NotRecorded) || figure.records.is_some()
}

impl Asking<'_> {
    /// The figure of an exact canonical key.
    pub(super) fn figure(
        &self,
        measure: &Measure,
        key: &FigureKey,
        gathered: &Gathered,
    ) -> Result<Figure, AnswerError> {
        let text = key.to_string();
        let mut stated = gathered.stated.get(&text).cloned().unwrap_or_default();
        let computation = self.domain.computations.iter().find(|c| c.measure == measure.name);
        if let Some(figure) = computation.and_then(|computation| {
            let (mean, inputs) = (computation.mean()?, gathered.means.get(computation.measure)?);
            Some(self.mean_figure(measure, key, stated.clone(), (computation, mean), inputs))
        }) {
            return Ok(figure);
        }
        let mut computed = None;
        let mut behind = None;
        if let (Some(computation), Some(records)) = (computation, gathered.records.get(&measure.name)) {
            let found = self.computed(measure, key, computation, records)?;
            let other_units = found.other_units();
            stated.extend(found.cell.map(|cell| self.stated_cell(cell)));
            computed = found.total;
            behind = self.records(key, computation, computed.as_ref(), other_units);
        }
        let chosen = choose(stated, computed.as_ref());
        Ok(Figure { records: behind, ..self.built(measure, key, text, chosen, computation) })
    }

    fn stated_cell(&self, cell: RecordCell) -> StatedValue {
        let source = self.reference.described(&cell.source);
        let converted = cell.converted.map(|rate| self.described(rate));
        let rank = self.reference.manifest.precedence.rank(&source.document, &source.section);
        StatedValue {
            value: Ok(cell.value),
            source,
            accepted: false,
            note: None,
            converted,
            revision: cell.revision,
            rank,
        }
    }

    /// What the records give: a whole sum, a lower bound, or nothing; and an aggregate record's own value.
    fn computed(
        &self,
        measure: &Measure,
        key: &FigureKey,
        computation: &Computation,
        records: &Gathering,
    ) -> Result<Totalled, AnswerError> {
        let wanted = Wanted::of(key, self.reference.areas());
        let told = computation.dimensions();
        let tells = wanted.codes.keys().all(|d| told.contains(d.as_str()));
        let exact = told.iter().all(|d| wanted.codes.contains_key(*d)) && wanted.areas.len() <= 1;
        let sums = measure.aggregation == Aggregation::Sum || exact;
        let unit = computation.unit;
        let mut found = match records {
            Gathering::Unanswerable(error) => return Err(error.clone()),
            _ if !tells => return Ok(Totalled::default()),
            Gathering::Sum(groups) => added(groups, &wanted, unit)?,
            Gathering::Difference(plus, minus) => {
                difference(&added(plus, &wanted, unit)?, &added(minus, &wanted, unit)?)
            }
        };
        let sets = &self.reference.manifest.record_sets;
        let whole = !found.gaps && is_complete(self.domain, sets, &computation.tables(), &wanted);
        found.total =
            found.total.filter(|_| sums).and_then(|t| if whole { Some(t) } else { at_least(t, computation) });
        if let Some(total) = &mut found.total {
            total.sources = total.sources.iter().map(|s| self.reference.described(s)).collect();
            total.converted = take(&mut total.converted).into_iter().map(|r| self.described(r)).collect();
        }
        Ok(found)
    }

    /// A rate with its document's publisher and date.
    fn described(&self, rate: Rate) -> Rate {
        Rate { document: self.reference.described(&rate.document), ..rate }
    }

    pub(super) fn built(
        &self,
        measure: &Measure,
        key: &FigureKey,
        text: String,
        chosen: Chosen,
        computation: Option<&Computation>,
    ) -> Figure {
        let status = chosen.value.map_or_else(Status::Missing, |_| Status::Available);
        let formula = computation.filter(|_| chosen.basis == Basis::Computed).map(Computation::formula);
        Figure {
            key: text,
            measure: measure.name.clone(),
            label: self.reference.labels(&measure.label, self.language),
            value: chosen.value.ok(),
            unit: measure.unit.clone().unwrap_or_else(no_unit),
            period: self.period(measure, key),
            basis: chosen.basis,
            status,
            last_known_at: None,
            disputed: chosen.disputed,
            sources: chosen.sources,
            revision: chosen.revision,
            record_count: chosen.record_count,
            formula,
            alternatives: chosen.alternatives,
            note: chosen.note,
            records: None,
            conversions: chosen.conversions,
        }
    }

    /// The records behind a total, those that it leaves out for their unit, and the listings that tell apart what the key does; none
    /// where there are no records of either.
    fn records(
        &self,
        key: &FigureKey,
        computation: &Computation,
        total: Option<&Total>,
        other_units: Vec<OtherUnit>,
    ) -> Option<Records> {
        if total.is_none() && other_units.is_empty() {
            return None;
        }
        let listed = |name: &&'static str| {
            let listing = self.reference.measure(self.domain.name, name)?;
            let shows = key.dimensions.keys().all(|dimension| listing.has_dimension(dimension));
            let same = FigureKey { measure: listing.name.clone(), ..key.clone() };
            listing.canonical(&same).ok().filter(|_| shows).map(|key| key.to_string())
        };
        Some(Records {
            count: total.map_or(0, |total| total.records),
            formula: computation.formula(),
            complete: total.is_some_and(|total| total.whole),
            listings: computation.listings.iter().filter_map(listed).collect(),
            other_units,
        })
    }

    /// The key's period, or that of the record which fixes it.
    fn period(&self, measure: &Measure, key: &FigureKey) -> Option<Period> {
        if let Some(period) = key.code("period") {
            return period.parse().ok();
        }
        let dimension = measure.period_from.as_deref()?;
        self.reference.records.get(dimension)?.get(key.code(dimension)?)?.period.clone()
    }
}

fn no_unit() -> Unit {
    Unit::new("1").expect("a digit is a unit code")
}

fn added(groups: &[Group], wanted: &Wanted, unit: &str) -> Result<Totalled, AnswerError> {
    total(groups, wanted, unit).map_err(|e| AnswerError::Invalid { message: e.to_string() })
}

/// One sum less another. Where one side has no records nothing is taken or given: in a complete set that is so.
fn difference(plus: &Totalled, minus: &Totalled) -> Totalled {
    let gaps = plus.gaps || minus.gaps;
    let mut other_units = plus.other_units.clone();
    for (unit, count) in &minus.other_units {
        let sum = other_units.entry(unit.clone()).or_default();
        *sum = sum.saturating_add(*count);
    }
    let sides = [&plus.total, &minus.total];
    if sides.iter().all(|t| t.is_none()) {
        return Totalled { gaps, other_units, ..Totalled::default() };
    }
    let zero = Value::exact(0);
    let [a, b] = sides.map(|t| t.as_ref().map_or(zero, |t| t.value));
    let exact = [a, b].iter().all(|v| v.bound == Bound::Exact);
    let number = a.number.checked_sub(b.number).filter(|_| exact);
    let value = number.and_then(|n| known_to(n, a.decimals.coarsest(b.decimals), Bound::Exact));
    let all = || sides.into_iter().flatten();
    let total = value.map(|value| Total {
        value,
        whole: !gaps,
        records: all().map(|t| t.records).fold(0, i64::saturating_add),
        revision: all().map(|t| t.revision).max().unwrap_or_default(),
        sources: all().flat_map(|t| t.sources.clone()).take(MAX_SOURCES).collect(),
        converted: all().flat_map(|t| t.converted.clone()).collect(),
    });
    Totalled { total, gaps, cell: None, other_units }
}

/// A partial sum of values that are never negative is a lower bound; a partial difference is nothing.
fn at_least(total: Total, computation: &Computation) -> Option<Total> {
    let never_negative = match &computation.how {
        How::Sum(_) => true,
        How::Difference(_) | How::Mean(_) => false,
        How::Code(code) => code.never_negative(),
    };
    let bound = match total.value.bound {
        Bound::Exact | Bound::AtLeast | Bound::JustOver => Bound::AtLeast,
        Bound::MoreThan => Bound::MoreThan,
        Bound::AtMost | Bound::LessThan | Bound::About | Bound::JustUnder => return None,
    };
    let value = Value { bound, ..total.value };
    (never_negative && value.number > figures::Decimal::ZERO).then_some(Total {
        value,
        whole: false,
        ..total
    })
}
