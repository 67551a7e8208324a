//! Whether what a form says about a value is true of every number that the value may stand for.

use figures::interval::{End, Interval};
use figures::{Bound, Decimal, Decimals, Rational, Value};

use super::form::Statement;

/// The value that a statement prints: its number with its bound.
pub(super) fn printed(statement: Statement, value: &Value) -> Value {
    let exact = |number, bound| Value { number, decimals: Decimals::Inf, bound };
    match statement {
        Statement::Over(n) => exact(n, Bound::MoreThan),
        Statement::AtLeast(n) => exact(n, Bound::AtLeast),
        Statement::Under(n) => exact(n, Bound::LessThan),
        Statement::Nearly(n) => exact(n, Bound::JustUnder),
        Statement::JustOver(n) => exact(n, Bound::JustOver),
        Statement::About(Some(n)) => exact(n, Bound::About),
        Statement::About(None) => Value { bound: Bound::About, ..*value },
    }
}

/// Whether a statement holds on the whole interval of a value.
pub(super) fn holds(statement: Statement, value: &Value) -> bool {
    let interval = Interval::of(value);
    let allowed = Interval::of(&printed(statement, value));
    let within = |n: &Rational| allowed.contains(n);
    let ends = |low: bool, high: bool| {
        (!low || closed(&interval.low, within)) && (!high || closed(&interval.high, within))
    };
    match statement {
        Statement::Over(n) => above(&interval.low, n, true),
        Statement::AtLeast(n) => above(&interval.low, n, false),
        Statement::Under(n) => below(&interval.high, n),
        Statement::Nearly(n) => ends(true, true) && value.number < n || same(value, n, Bound::JustUnder),
        Statement::JustOver(n) => ends(true, true) && value.number > n || same(value, n, Bound::JustOver),
        Statement::About(Some(_)) => ends(true, true),
        Statement::About(None) => matches!(value.bound, Bound::Exact | Bound::About),
    }
}

/// Whether the source itself says so of that number.
fn same(value: &Value, number: Decimal, bound: Bound) -> bool {
    value.bound == bound && value.number == number
}

fn closed(end: &End, within: impl Fn(&Rational) -> bool) -> bool {
    match end {
        End::Unbounded => false,
        End::Closed(n) | End::Open(n) => within(n),
    }
}

fn above(low: &End, number: Decimal, strictly: bool) -> bool {
    let number = &Rational::from(number);
    match low {
        End::Unbounded => false,
        End::Closed(n) => n > number || (!strictly && n == number),
        End::Open(n) => n >= number,
    }
}

fn below(high: &End, number: Decimal) -> bool {
    let number = &Rational::from(number);
    match high {
        End::Unbounded => false,
        End::Closed(n) => n < number,
        End::Open(n) => n <= number,
    }
}
