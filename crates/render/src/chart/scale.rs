//! From exact numbers to whole pixels, and the round numbers at which an axis begins, ends and is marked.

use figures::{Decimal, value};

/// The most steps between marks that are looked for: a bound, far above what is drawn.
const MOST_STEPS: usize = 100;

/// A range of numbers on a range of pixels; either may run backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    low: Decimal,
    high: Decimal,
    from: i32,
    to: i32,
}

impl Scale {
    /// The scale that puts `low` on `from` and `high` on `to`.
    pub(super) fn new((low, high): (Decimal, Decimal), (from, to): (i32, i32)) -> Self {
        Self { low, high, from, to }
    }

    /// The pixel of a number, never outside the scale; `from` where all numbers are one.
    pub(super) fn at(&self, number: Decimal) -> i32 {
        let pixel = || {
            let span = self.high.checked_sub(self.low)?;
            let share = number.checked_sub(self.low)?.checked_div(span)?;
            let length = Decimal::from(self.to.checked_sub(self.from)?);
            whole(share.checked_mul(length)?)?.checked_add(self.from)
        };
        let (least, most) = (self.from.min(self.to), self.from.max(self.to));
        pixel().unwrap_or(self.from).clamp(least, most)
    }
}

/// A decimal rounded to a whole number.
pub(super) fn whole(number: Decimal) -> Option<i32> {
    let (mantissa, scale) = value::to_parts(number.round()).ok()?;
    let ten = 10_i64.checked_pow(scale)?;
    i32::try_from(mantissa.checked_div(ten)?).ok()
}

/// Round numbers around a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    /// Where it begins, where it ends.
    pub(super) ends: (Decimal, Decimal),
    /// Its marks, the ends among them.
    pub(super) marks: Vec<Decimal>,
}

impl Axis {
    /// An axis of at most about `steps` steps that holds a range, and zero where that is asked for.
    pub(super) fn around((low, high): (Decimal, Decimal), zero: bool, steps: i32) -> Self {
        let (mut low, mut high) = (low.min(high), high.max(low));
        if zero || low == high {
            low = low.min(Decimal::ZERO);
            high = high.max(Decimal::ZERO);
        }
        if low == high {
            high = Decimal::ONE;
        }
        Self::stepped(low, high, steps).unwrap_or_else(|| Self { ends: (low, high), marks: vec![low, high] })
    }

    /// `None` where the numbers are too large to be calculated with.
    fn stepped(low: Decimal, high: Decimal, steps: i32) -> Option<Self> {
        let step = step(high.checked_sub(low)?.checked_div(Decimal::from(steps.max(1)))?)?;
        let first = low.checked_div(step)?.floor();
        let last = high.checked_div(step)?.ceil();
        let mut marks = Vec::new();
        let mut count = first;
        while count <= last && marks.len() < MOST_STEPS {
            marks.push(count.checked_mul(step)?.normalize());
            count = count.checked_add(Decimal::ONE)?;
        }
        Some(Self { ends: (*marks.first()?, *marks.last()?), marks })
    }
}

/// The least of 1, 2 or 5 times a power of ten that is not below a number above zero.
fn step(least: Decimal) -> Option<Decimal> {
    if least <= Decimal::ZERO {
        return None;
    }
    let power = (-27..=27).find(|n| value::power_of_ten(n + 1).is_some_and(|p| p >= least))?;
    let unit = value::power_of_ten(power)?;
    let steps = [1, 2, 5, 10].into_iter().filter_map(|n| unit.checked_mul(Decimal::from(n)));
    steps.into_iter().find(|step| *step >= least)
}
