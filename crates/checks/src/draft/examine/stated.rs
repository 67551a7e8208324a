//! What a mention states, generously: where a check of one draft against itself must not see more in a number than its writer meant.

use figures::interval::{End, Reading as Rounded};
use figures::{Bound, Decimal, Decimals, Interval, Rational, Value};

use crate::quantities::{Kind, Mention, Reading};
use crate::reading::Amount;

/// From here on a count that ends with two zeros may be a round one.
const ROUND_FROM: i64 = 1_000;

/// What a mention states in one of its readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    /// The number; nothing where it is a limit or a part in words.
    pub(super) nominal: Option<Rational>,
    /// What it may stand for.
    pub(super) interval: Interval,
}

/// What a mention states in each of its readings, the likeliest first; nothing where one of them is no number.
pub(super) fn readings(mention: &Mention) -> Option<Vec<Stated>> {
    let all: Option<Vec<Stated>> = mention.readings.iter().map(of).collect();
    all.filter(|all| !all.is_empty())
}

/// Whether some readings of two mentions may be the same number; also where one is no number.
pub(super) fn may_agree(a: &Mention, b: &Mention) -> bool {
    let (Some(a), Some(b)) = (readings(a), readings(b)) else { return true };
    a.iter().any(|one| b.iter().any(|other| one.interval.meets(&other.interval)))
}

fn of(reading: &Reading) -> Option<Stated> {
    match reading.amount {
        Amount::Fraction(n, d) => {
            let share = Rational::of(i64::from(n), i64::from(d))?;
            Some(Stated { nominal: None, interval: around(&share, &tenths(1)) })
        }
        Amount::Exact(number) => {
            let value = Value::new(number, decimals(number, reading.decimals), reading.bound).ok()?;
            let rounded = Rounded { about: tenths(1), ..Rounded::default() };
            let nominal = (reading.bound == Bound::Exact).then(|| Rational::from(number));
            let interval = rounded.interval(&value);
            let interval = match reading.decimals {
                Decimals::Inf if is_round(number) => interval.hull(&around(&number.into(), &fortieth())),
                Decimals::Inf | Decimals::Exp(_) => interval,
            };
            Some(Stated { nominal, interval })
        }
        Amount::None => None,
    }
}

/// The number of a value is kept to its last digit that is not zero where a scale told more than it holds.
fn decimals(number: Decimal, decimals: Decimals) -> Decimals {
    let places = i32::try_from(number.normalize().scale()).unwrap_or(0);
    match decimals {
        Decimals::Exp(n) if n < places => Decimals::Exp(places),
        Decimals::Exp(_) | Decimals::Inf => decimals,
    }
}

/// Whether a count may have been rounded: 1 800, 25 000.
fn is_round(number: Decimal) -> bool {
    let whole = number.checked_rem(Decimal::ONE_HUNDRED).is_some_and(|rest| rest.is_zero());
    whole && number.abs() >= Decimal::from(ROUND_FROM)
}

/// A number and what lies nearer to it than a share of it.
pub(super) fn around(number: &Rational, share: &Rational) -> Interval {
    let reach = number.times(share).abs();
    Interval { low: End::Closed(number.minus(&reach)), high: End::Closed(number.plus(&reach)) }
}

/// So many tenths.
pub(super) fn tenths(count: i64) -> Rational {
    Rational::of(count, 10).unwrap_or_else(Rational::zero)
}

fn fortieth() -> Rational {
    Rational::of(1, 40).unwrap_or_else(Rational::zero)
}

/// Whether two mentions count or measure the same by their units: a common code, the same noun, or no unit beside another.
pub(super) fn alike(a: &Mention, b: &Mention) -> bool {
    let kinds = |mention: &Mention| matches!(mention.kind, Kind::Quantity | Kind::Share);
    if !kinds(a) || !kinds(b) {
        return false;
    }
    match (&a.unit, &b.unit) {
        (None, _) | (_, None) => true,
        (Some(one), Some(other)) if one.codes.is_empty() && other.codes.is_empty() => {
            one.text.to_lowercase() == other.text.to_lowercase()
        }
        (Some(one), Some(other)) => one.codes.iter().any(|code| other.codes.contains(code)),
    }
}

/// Whether a mention is in a unit.
pub(super) fn is_in(mention: &Mention, unit: &str) -> bool {
    mention.codes().iter().any(|code| code == unit)
}
