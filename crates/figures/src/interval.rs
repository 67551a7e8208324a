//! What a printed value stands for: an interval with open or closed ends.
//!
//! After XBRL Calculations 1.1 (REC 2023), rounding to nearest with both ends closed.

use rust_decimal::Decimal;

use crate::value::{Bound, Decimals, Value, power_of_ten};

/// How far "about" reaches both ways unless the bundle says otherwise: 5 %.
const ABOUT_PERCENT: i64 = 5;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// No limit.
    Unbounded,
    /// The point belongs to the interval.
    Closed(Decimal),
    /// The point does not.
    Open(Decimal),
}

/// The values that a printed value may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
}

impl Interval {
    /// The interval of a value: half a unit of its last known digit to both sides, widened by its bound.
    ///
    /// `None` when the arithmetic leaves what can be held exactly (28 digits).
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let number = value.number;
        let half = match value.decimals {
            Decimals::Inf => Decimal::ZERO,
            Decimals::Exp(n) => power_of_ten(n.checked_neg()?)?.checked_div(Decimal::TWO)?,
        };
        let low = End::Closed(number.checked_sub(half)?);
        let high = End::Closed(number.checked_add(half)?);
        let slack =
            || number.abs().checked_mul(Decimal::from(ABOUT_PERCENT))?.checked_div(Decimal::ONE_HUNDRED);
        Some(match value.bound {
            Bound::Exact => Self { low, high },
            Bound::AtLeast => Self { low, high: End::Unbounded },
            Bound::MoreThan => Self { low: End::Open(number), high: End::Unbounded },
            Bound::AtMost => Self { low: End::Unbounded, high },
            Bound::LessThan => Self { low: End::Unbounded, high: End::Open(number) },
            Bound::About => Self {
                low: End::Closed(number.checked_sub(half.max(slack()?))?),
                high: End::Closed(number.checked_add(half.max(slack()?))?),
            },
            Bound::JustUnder => {
                Self { low: End::Closed(number.checked_sub(half.max(slack()?))?), high: End::Closed(number) }
            }
            Bound::JustOver => {
                Self { low: End::Closed(number), high: End::Closed(number.checked_add(half.max(slack()?))?) }
            }
        })
    }

    /// Whether the two share a point.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        reaches(self.low, other.high) && reaches(other.low, self.high)
    }

    /// What the sum of two numbers may be; an end is closed only if both ends that make it are.
    ///
    /// `None` when the arithmetic leaves what can be held exactly (28 digits).
    #[must_use]
    pub fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self { low: sum(self.low, other.low)?, high: sum(self.high, other.high)? })
    }

    /// What the difference of two numbers may be, as [`Interval::plus`].
    #[must_use]
    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&Self { low: negative(other.high), high: negative(other.low) })
    }

    /// Whether a number lies inside.
    #[must_use]
    pub fn contains(&self, number: Decimal) -> bool {
        self.meets(&Self { low: End::Closed(number), high: End::Closed(number) })
    }
}

fn reaches(low: End, high: End) -> bool {
    match (low, high) {
        (End::Unbounded, _) | (_, End::Unbounded) => true,
        (End::Closed(a), End::Closed(b)) => a <= b,
        (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => a < b,
    }
}

fn sum(a: End, b: End) -> Option<End> {
    Some(match (a, b) {
        (End::Unbounded, _) | (_, End::Unbounded) => End::Unbounded,
        (End::Closed(a), End::Closed(b)) => End::Closed(a.checked_add(b)?),
        (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => End::Open(a.checked_add(b)?),
    })
}

#[allow(clippy::arithmetic_side_effects, reason = "flipping the sign of a decimal cannot overflow")]
fn negative(end: End) -> End {
    match end {
        End::Unbounded => End::Unbounded,
        End::Closed(number) => End::Closed(-number),
        End::Open(number) => End::Open(-number),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::parse_decimal;

    fn interval(number: &str, decimals: &str, bound: &str) -> Interval {
        let value = Value::new(
            parse_decimal(number).expect("a number"),
            decimals.parse().expect("decimals"),
            bound.parse().expect("a bound"),
        );
        Interval::of(&value.expect("a value")).expect("in range")
    }

    #[track_caller]
    fn meet(a: (&str, &str, &str), b: (&str, &str, &str), expected: bool) {
        assert_eq!(interval(a.0, a.1, a.2).meets(&interval(b.0, b.1, b.2)), expected, "{a:?} {b:?}");
    }

    #[test]
    fn only_what_rounding_explains_agrees() {
        meet(("28660000", "-4", ""), ("28600000", "-5", ""), false);
        meet(("28660000", "-4", ""), ("28700000", "-5", ""), true);
        meet(("54270000000", "-7", ""), ("54000000000", "-9", "more-than"), true);
        meet(("65", "0", ""), ("64.5", "INF", ""), true);
        meet(("65", "0", ""), ("64.4", "1", ""), false);
        meet(("1000", "INF", "at-least"), ("1004", "INF", ""), true);
        meet(("1000", "INF", "more-than"), ("1000", "INF", ""), false);
        meet(("1800", "INF", "just-under"), ("1793", "INF", ""), true);
        meet(("1800", "INF", "just-under"), ("1801", "INF", ""), false);
    }

    #[test]
    fn ends_add_and_a_subtrahend_swaps_them() {
        let [about, least] = [interval("100", "-1", ""), interval("7", "INF", "more-than")];
        let [low, high] = [95, 105].map(Decimal::from);
        assert_eq!(about, Interval { low: End::Closed(low), high: End::Closed(high) });
        let more = Interval { low: End::Open(Decimal::from(102)), high: End::Unbounded };
        assert_eq!(about.plus(&least), Some(more));
        let less = Interval { low: End::Unbounded, high: End::Open(Decimal::from(98)) };
        assert_eq!(about.minus(&least), Some(less));
    }

    proptest! {
        #[test]
        fn sums_and_differences_hold_those_of_what_the_values_may_be(
            a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, decimals in -3_i32..3,
        ) {
            let [a, b] = [a, b].map(|mantissa| Decimal::new(mantissa, 3));
            let step = power_of_ten(-decimals).expect("small");
            let [rounded_a, rounded_b] = [a, b].map(|exact| {
                let rounded = (exact / step).round() * step;
                let value = Value::new(rounded, Decimals::Exp(decimals), Bound::Exact).expect("rounded");
                Interval::of(&value).expect("in range")
            });
            prop_assert!(rounded_a.plus(&rounded_b).expect("in range").contains(a + b));
            prop_assert!(rounded_a.minus(&rounded_b).expect("in range").contains(a - b));
        }

        #[test]
        fn a_rounded_value_holds_the_exact_one(mantissa in -1_000_000_i64..1_000_000, decimals in -3_i32..3) {
            let exact = Decimal::new(mantissa, 3);
            let step = power_of_ten(-decimals).expect("small");
            let rounded = (exact / step).round() * step;
            let value = Value::new(rounded, Decimals::Exp(decimals), Bound::Exact).expect("rounded");
            prop_assert!(Interval::of(&value).expect("in range").contains(exact));
        }
    }
}
