//! Chooses the scale and the digits of a number.

use figures::value::power_of_ten;
use figures::{Decimal, Decimals, Value};
use rust_decimal::RoundingStrategy;

use super::PrintError;
use super::form::{Form, Scale};
use super::table::Table;

/// The prefixes of SI by power of ten.
const PREFIXES: [(i32, &str); 4] = [(3, "k"), (6, "M"), (9, "G"), (12, "T")];

/// How many digits after the point an exact number may need for a scale word to be worth it.
const COMPACT_DIGITS: u32 = 2;

/// From which power of ten on scale words stand in columns.
const COLUMN_FROM: i32 = 6;

/// A number ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Whether it is below zero.
    pub(super) negative: bool,
    /// The digits, with a point: `91.8`.
    pub(super) plain: String,
    /// The power of ten that they are multiplied with.
    pub(super) exponent: i32,
}

impl Layout {
    /// The number that is shown.
    pub(super) fn number(&self) -> Option<Decimal> {
        let digits: Decimal = self.plain.parse().ok()?;
        let number = digits.checked_mul(power_of_ten(self.exponent)?)?;
        Some(if self.negative { -number } else { number })
    }

    /// How many decimals of it are shown; below zero where whole digits are left out.
    pub(super) fn decimals(&self) -> i32 {
        let fraction = self.plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        i32::try_from(fraction).unwrap_or(i32::MAX).saturating_sub(self.exponent)
    }
}

/// The prefix of a power of ten.
pub(super) fn prefix(exponent: i32) -> &'static str {
    PREFIXES.iter().find(|(e, _)| *e == exponent).map_or("", |(_, p)| p)
}

/// Lays a value out in a form; `most` are the most decimals that the measure ever shows.
pub(super) fn of(
    value: &Value,
    most: Option<i32>,
    form: &Form,
    prefixed: bool,
    table: &Table,
    head: bool,
) -> Result<Layout, PrintError> {
    let known = shown(value.decimals, most);
    let number = rounded(value.number, known).ok_or(PrintError::TooLarge(value.number))?;
    let asked = form.scale.filter(|s| head || s.prefix || keeps(table, *s));
    match (asked, form.scale) {
        (Some(scale), _) => exactly(number, known, scale.exponent, form.digits),
        // The language has scales of its own: the precision asked for stays, the scale word is its own.
        (None, Some(scale)) => {
            let exact = exactly(number, known, scale.exponent, form.digits)?;
            let fraction = exact.plain.split_once('.').map_or(0, |(_, f)| f.len());
            let known = i32::try_from(fraction).ok().and_then(|f| f.checked_sub(scale.exponent));
            let number = rounded(number, known).ok_or(PrintError::TooLarge(number))?;
            automatic(number, known, None, Way { prefixed, head, zeros: true }, table)
        }
        (None, None) => {
            // What is known exactly needs no zeros that say how exactly.
            let zeros = value.decimals != Decimals::Inf;
            automatic(number, known, form.digits, Way { prefixed, head, zeros }, table)
        }
    }
}

fn keeps(table: &Table, scale: Scale) -> bool {
    !table.own_scales
        || scale.exponent == 0
        || table.scale.iter().any(|s| s.automatic && s.exponent == scale.exponent)
}

/// How many decimals may be shown; `None` is all there are.
fn shown(known: Decimals, most: Option<i32>) -> Option<i32> {
    match (known, most) {
        (Decimals::Inf, most) => most,
        (Decimals::Exp(n), most) => Some(most.map_or(n, |m| n.min(m))),
    }
}

/// A number rounded to 10^-decimals, halves away from zero.
pub(super) fn rounded(number: Decimal, decimals: Option<i32>) -> Option<Decimal> {
    let Some(decimals) = decimals else { return Some(number.normalize()) };
    let strategy = RoundingStrategy::MidpointAwayFromZero;
    if let Ok(digits) = u32::try_from(decimals) {
        return Some(number.round_dp_with_strategy(digits, strategy).normalize());
    }
    let step = power_of_ten(decimals.checked_neg()?)?;
    let steps = number.checked_div(step)?.round_dp_with_strategy(0, strategy);
    steps.checked_mul(step).map(|n| n.normalize())
}

fn exactly(
    number: Decimal,
    known: Option<i32>,
    exponent: i32,
    digits: Option<u8>,
) -> Result<Layout, PrintError> {
    let scaled = scaled(number, exponent)?;
    let natural = match known {
        None => scaled.scale(),
        Some(n) => u32::try_from(n.saturating_add(exponent)).unwrap_or(0),
    };
    let digits = digits.map_or(natural, u32::from);
    let asked = i32::try_from(digits).unwrap_or(i32::MAX).saturating_sub(exponent);
    if let Some(known) = known.filter(|n| asked > *n && (!number.is_zero() || digits > 0)) {
        return Err(PrintError::Excess { value: number, known, asked });
    }
    Ok(laid(scaled, digits, exponent))
}

/// How a number is laid out that no form lays out.
struct Way {
    /// Whether its unit takes a prefix.
    prefixed: bool,
    /// Whether the unit stands in a head.
    head: bool,
    /// Whether zeros at the end say how exactly it is known.
    zeros: bool,
}

fn automatic(
    number: Decimal,
    known: Option<i32>,
    digits: Option<u8>,
    Way { prefixed, head, zeros }: Way,
    table: &Table,
) -> Result<Layout, PrintError> {
    let exponent =
        if prefixed { prefix_scale(number) } else { word_scale(number, known, digits, table, head) };
    if digits.is_some() {
        return exactly(number, known, exponent, digits);
    }
    let scaled = scaled(number, exponent)?;
    let fraction = match known {
        // With a scale word trailing zeros are left out, without one they say how exactly the value is known.
        Some(n) if exponent == 0 && zeros => u32::try_from(n).unwrap_or(0),
        Some(_) | None => scaled.scale(),
    };
    Ok(laid(scaled, fraction, exponent))
}

fn prefix_scale(number: Decimal) -> i32 {
    let reached = PREFIXES.iter().filter(|(e, _)| reaches(number, *e)).map(|(e, _)| *e);
    reached.max().unwrap_or(0)
}

/// The largest automatic scale that the number reaches, if it is large enough and a word makes it shorter.
///
/// In columns words begin at a million in any language, so that the cells of one compare.
fn word_scale(number: Decimal, known: Option<i32>, digits: Option<u8>, table: &Table, head: bool) -> i32 {
    let from = if head { table.compact_from.max(COLUMN_FROM) } else { table.compact_from };
    if !reaches(number, from) {
        return 0;
    }
    let automatic = table.scale.iter().filter(|s| s.automatic && reaches(number, s.exponent));
    let exponent = automatic.map(|s| s.exponent).max().unwrap_or(0);
    let short = scaled(number, exponent).is_ok_and(|n| n.scale() <= COMPACT_DIGITS);
    let coarse = known.is_some_and(|n| n < 0) || digits.is_some();
    if short || coarse { exponent } else { 0 }
}

fn reaches(number: Decimal, exponent: i32) -> bool {
    power_of_ten(exponent).is_some_and(|limit| number.abs() >= limit)
}

fn scaled(number: Decimal, exponent: i32) -> Result<Decimal, PrintError> {
    let factor = exponent.checked_neg().and_then(power_of_ten);
    let scaled = factor.and_then(|f| number.checked_mul(f));
    scaled.map(|n| n.normalize()).ok_or(PrintError::TooLarge(number))
}

fn laid(scaled: Decimal, digits: u32, exponent: i32) -> Layout {
    let rounded = scaled.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero).normalize();
    let mut plain = rounded.abs().to_string();
    let present = plain.split_once('.').map_or(0, |(_, f)| f.len());
    let wanted = usize::try_from(digits).unwrap_or(present);
    if present < wanted {
        if present == 0 {
            plain.push('.');
        }
        plain.extend(std::iter::repeat_n('0', wanted - present));
    }
    Layout { negative: rounded.is_sign_negative() && !rounded.is_zero(), plain, exponent }
}
