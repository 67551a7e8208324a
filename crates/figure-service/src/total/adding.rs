//! Adding records: exact numbers, the coarsest exactness, a bound that every part bears.

use figures::conversion::Rate;
use figures::{Bound, Decimal, Decimals, Source, Value};

use super::{MAX_SOURCES, Overflow, Total};
use crate::computation::Group;

/// A sum in the making.
#[derive(Default)]
pub(super) struct Adding {
    number: Option<Decimal>,
    decimals: Option<Decimals>,
    bound: Bound,
    records: i64,
    revision: i64,
    sources: Vec<Source>,
    converted: Vec<Rate>,
}

impl Adding {
    pub(super) fn add(&mut self, group: &Group) -> Result<(), Overflow> {
        self.revision = self.revision.max(group.revision);
        let Some(number) = group.number else { return Ok(()) };
        let bound = if self.number.is_some() { both(self.bound, group.bound) } else { group.bound };
        self.number = Some(self.number.unwrap_or_default().checked_add(number).ok_or(Overflow)?);
        self.decimals = Some(self.decimals.map_or(group.decimals, |d| d.coarsest(group.decimals)));
        self.bound = bound;
        self.records = self.records.checked_add(group.records).ok_or(Overflow)?;
        if self.sources.len() < MAX_SOURCES
            && !group.source.document.is_empty()
            && !self.sources.contains(&group.source)
        {
            self.sources.push(group.source.clone());
        }
        self.converted.extend(group.converted.clone());
        Ok(())
    }

    pub(super) fn total(self, gaps: bool) -> Result<Option<Total>, Overflow> {
        let (Some(number), Some(decimals)) = (self.number, self.decimals) else { return Ok(None) };
        let value = known_to(number, decimals, self.bound).ok_or(Overflow)?;
        let Self { records, revision, sources, converted, .. } = self;
        Ok(Some(Total { value, whole: !gaps, records, revision, sources, converted }))
    }
}

/// A sum, as exactly as its least exact part is known: digits beyond are rounded away.
pub(crate) fn known_to(number: Decimal, decimals: Decimals, bound: Bound) -> Option<Value> {
    let number = match decimals {
        Decimals::Inf => number,
        Decimals::Exp(n) => {
            let step = figures::value::power_of_ten(n.checked_neg()?)?;
            number.checked_div(step)?.round_dp(0).checked_mul(step)?
        }
    };
    Value::new(number, decimals, bound).ok()
}

/// The bound of a sum of two values. Opposite bounds leave nothing but "about".
pub(super) fn both(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Bound::Exact, other) | (other, Bound::Exact) => other,
        (a, b) if a == b => a,
        (
            Bound::MoreThan | Bound::AtLeast | Bound::JustOver,
            Bound::MoreThan | Bound::AtLeast | Bound::JustOver,
        ) => {
            if a == Bound::MoreThan || b == Bound::MoreThan {
                Bound::MoreThan
            } else {
                Bound::AtLeast
            }
        }
        (
            Bound::LessThan | Bound::AtMost | Bound::JustUnder,
            Bound::LessThan | Bound::AtMost | Bound::JustUnder,
        ) => {
            if a == Bound::LessThan || b == Bound::LessThan {
                Bound::LessThan
            } else {
                Bound::AtMost
            }
        }
        (
            Bound::MoreThan
            | Bound::AtLeast
            | Bound::JustOver
            | Bound::LessThan
            | Bound::AtMost
            | Bound::JustUnder
            | Bound::About,
            _,
        ) => Bound::About,
    }
}
