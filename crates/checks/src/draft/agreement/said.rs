//! What a text says with a number, in a form in which two texts can be held against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use figures::{Bound, Decimal, Decimals, Interval, Period, Value};

use super::clues::{self, Clues};
use crate::quantities::{self, Concept, DaysOfYear, Kind, Lexicon, Mention, Reading};
use crate::reading::Amount;
use crate::rules::cause;

/// A word that may be so many units and more counts anything: 个, 份.
const GENERAL: usize = 2;

/// A number, a period or a name of a text.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The bytes of the passage's text.
    pub(super) span: Range<usize>,
    /// What is said.
    pub(super) what: What,
    /// Values that other sources give for the figure, and that rounding does not explain.
    pub(super) disputed: Vec<Value>,
    /// The number of a table's cell as it is written, whatever its head says of unit and scale: cells are compared with cells.
    pub(super) written: Option<Value>,
    /// The column of a table that it stands in, from 0.
    pub(super) column: Option<usize>,
    /// Units that it may be in; none where no word names one that is known.
    pub(super) codes: Vec<String>,
    /// Where its unit stands.
    pub(super) unit: UnitAt,
    /// Whether the unit is measured and not counted: a share, money, a rate.
    pub(super) measured: bool,
    /// Whether its unit is one of time: a year beside "20 years" is an end of them.
    pub(super) lasts: bool,
    /// Whether it is an amount in digits; words for numbers and places in a series are parts of names.
    pub(super) in_digits: bool,
    /// What the words of its unit name: associates, resolutions.
    pub(super) counted: BTreeSet<Concept>,
    /// The content words of its clause.
    pub(super) nouns: Vec<String>,
    /// What tells it from other numbers, in whatever language.
    pub(super) clues: Clues,
    /// The key of the figure that the number is.
    pub(super) figure: Option<String>,
    /// The period of that figure.
    pub(super) period: Option<Period>,
    /// Whether it is the first end of a range or the second.
    pub(super) end: Option<bool>,
    /// What tells the figure from others of its measure: women, Africa.
    pub(super) told_by: BTreeSet<Concept>,
    /// Which of the things said beside it it is told against, or the other end of its change, which stands before it.
    pub(super) against: Option<usize>,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A number, as it may be read.
    Number(Vec<Value>),
    /// A point or span of time.
    Period(Period),
    /// Days or months that are said without their year.
    Days(DaysOfYear),
    /// A name with digits, or the symbol of a document; helps to find what a text speaks of.
    Name(String),
}

/// Where the unit of a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitAt {
    /// Beside it.
    Number,
    /// In the head of a table, where words are short and may mean much.
    Head,
    /// Nowhere.
    Nowhere,
}

/// How the units of two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Units {
    /// There is a unit that both may be in.
    Same,
    /// One of them is in a unit that is not known.
    Open,
    /// They are in different units.
    Other,
}

/// Everything that a text says with numbers, in its order.
pub(super) fn read(text: &str, lexicon: &Lexicon) -> Vec<Said> {
    of(text, &quantities::read(text, lexicon), lexicon)
}

/// The same of a text whose mentions are read already.
pub(super) fn of(text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Said> {
    let nouns = quantities::nouns_near(text, mentions, lexicon);
    let clues = clues::of(text, mentions, lexicon);
    let against = clues::of_one_thing(mentions, &clues);
    // Not every mention says something.
    let mut places = BTreeMap::new();
    let mentions = mentions.iter().enumerate();
    let said = mentions.zip(nouns.into_iter().zip(clues)).filter_map(|((at, mention), (nouns, clues))| {
        let what = what(text, mention)?;
        places.insert(at, places.len());
        let before = against.iter().find(|(_, second, _)| *second == at).map(|(first, ..)| *first);
        let against = before.and_then(|first| places.get(&first)).copied();
        let share = mention.reading().is_some_and(is_share);
        let codes = if share { vec!["percent".to_owned()] } else { mention.codes().to_vec() };
        let unit_at = match &mention.unit {
            None => UnitAt::Nowhere,
            Some(unit) if unit.text.is_empty() => UnitAt::Head,
            Some(_) => UnitAt::Number,
        };
        let measured = codes.iter().any(|code| lexicon.is_measured(code));
        let span = mention.span.clone();
        let in_digits =
            text.get(mention.number.clone()).is_some_and(|words| words.contains(char::is_numeric));
        let unit = mention.unit.as_ref().map(|unit| unit.text.as_str()).unwrap_or_default();
        let counted = quantities::concepts(unit, lexicon).into_iter().map(|(_, concept)| concept).collect();
        Some(Said {
            span,
            lasts: codes.iter().any(|code| lexicon.is_time(code)),
            in_digits,
            counted,
            what,
            disputed: Vec::new(),
            written: None,
            column: None,
            codes,
            unit: unit_at,
            measured,
            nouns,
            clues,
            figure: None,
            period: None,
            end: mention.range.map(|range| range.first),
            told_by: BTreeSet::new(),
            against,
        })
    });
    said.collect()
}

/// Whether a sign before it makes it a way back from a note to its mark.
fn leads_back(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.span.start).unwrap_or_default();
    before.trim_end_matches([' ', '\u{a0}', '\u{fe0e}', '\u{fe0f}']).ends_with('↩')
}

fn what(text: &str, mention: &Mention) -> Option<What> {
    match mention.kind {
        _ if leads_back(text, mention) => None,
        Kind::Quantity | Kind::Ordinal | Kind::Share | Kind::Multiple => {
            let values: Vec<Value> = mention
                .readings
                .iter()
                .filter_map(|reading| {
                    let vague = is_share(reading) || mention.kind == Kind::Multiple;
                    let value =
                        if is_share(reading) { hundredfold(reading.value()?)? } else { reading.value()? };
                    let bound = if vague && value.bound == Bound::Exact { Bound::About } else { value.bound };
                    Some(Value { bound, ..value })
                })
                .collect();
            (!values.is_empty()).then_some(What::Number(values))
        }
        Kind::Date => {
            let period = mention.dated.as_ref().map(|dated| What::Period(dated.period.clone()));
            period.or(mention.days.map(What::Days))
        }
        Kind::Name | Kind::Document => {
            text.get(mention.span.clone()).map(|name| What::Name(name.to_lowercase()))
        }
        Kind::Basis | Kind::Section | Kind::ListMarker | Kind::Address | Kind::Footnote | Kind::Code => None,
    }
}

/// Whether it is a part of a whole in words; figures have it in per cent.
fn is_share(reading: &Reading) -> bool {
    matches!(reading.amount, Amount::Fraction(..))
}

/// The same share in per cent.
fn hundredfold(value: Value) -> Option<Value> {
    let number = value.number.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    let decimals = match value.decimals {
        Decimals::Exp(n) => Decimals::Exp(n.saturating_sub(2)),
        Decimals::Inf => Decimals::Inf,
    };
    Value::new(number, decimals, value.bound).ok()
}

impl Said {
    /// Its likeliest value; of a period or name none.
    pub(super) fn value(&self) -> Option<&Value> {
        match &self.what {
            What::Number(values) => values.first(),
            What::Period(_) | What::Days(_) | What::Name(_) => None,
        }
    }

    /// Whether both say the same: one value, in units that go together; one period; one name.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Number(_), What::Number(_)) => {
                self.agrees_with_accepted(other) || self.is_disputed_by(other)
            }
            (What::Period(own), What::Period(other)) => own == other,
            (What::Days(own), What::Days(other)) => own == other,
            (What::Days(days), What::Period(period)) | (What::Period(period), What::Days(days)) => {
                DaysOfYear::of(period) == Some(*days)
            }
            (What::Name(own), What::Name(other)) => own == other,
            (What::Number(_) | What::Period(_) | What::Days(_) | What::Name(_), _) => false,
        }
    }

    /// Whether it is a value that another source gives for a figure, and not the accepted one.
    pub(super) fn is_disputed_by(&self, figure: &Self) -> bool {
        let What::Number(own) = &self.what else { return false };
        let other = figure.disputed.iter().any(|other| own.iter().any(|own| covers(own, other)));
        other && self.units(figure) == Units::Same && !self.agrees_with_accepted(figure)
    }

    fn agrees_with_accepted(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Number(own), What::Number(others)) => {
                let written = self.written.as_ref().zip(other.written.as_ref());
                let units = self.units(other);
                // A limit covers much: it must be one of the same thing.
                let same = |a: &Value, b: &Value| {
                    let limited = a.bound != Bound::Exact || b.bound != Bound::Exact;
                    covers(a, b) && (units == Units::Same || !limited || a.number == b.number)
                };
                units != Units::Other
                    && (written.is_some_and(|(own, other)| same(own, other))
                        || own.iter().any(|own| others.iter().any(|other| same(own, other))))
            }
            (What::Number(_) | What::Period(_) | What::Days(_) | What::Name(_), _) => false,
        }
    }

    /// Whether both are numbers with the same value, in whatever units.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Number(own), What::Number(others)) => {
                own.iter().any(|own| others.iter().any(|other| covers(own, other)))
            }
            (What::Number(_) | What::Period(_) | What::Days(_) | What::Name(_), _) => false,
        }
    }

    /// How the units stand to each other.
    pub(super) fn units(&self, other: &Self) -> Units {
        if self.codes.is_empty() || other.codes.is_empty() {
            Units::Open
        } else if self.codes.iter().any(|code| other.codes.iter().any(|other| goes_with(code, other))) {
            Units::Same
        } else if [self, other].iter().any(|said| said.unit == UnitAt::Head || said.codes.len() > GENERAL) {
            Units::Open
        } else {
            Units::Other
        }
    }

    /// Whether half of the words around the one that has fewer stand around the other too.
    pub(super) fn shares_words(&self, other: &Self) -> bool {
        let shared = self.nouns.iter().filter(|noun| other.nouns.contains(noun)).count();
        let fewer = self.nouns.len().min(other.nouns.len());
        shared > 0 && shared.saturating_mul(2) >= fewer
    }

    /// Whether a value of one lies where the other says, whatever the units.
    pub(super) fn may_say(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Number(own), What::Number(others)) => own
                .iter()
                .any(|own| others.iter().any(|other| own.number != other.number && covers(own, other))),
            (What::Number(_) | What::Period(_) | What::Days(_) | What::Name(_), _) => false,
        }
    }

    /// Whether both have the same digits, in whatever unit and scale: what changed places left those behind.
    pub(super) fn has_digits_of(&self, other: &Self) -> bool {
        let digits = |said: &Self| {
            let mut digits = said.value()?.number.normalize().mantissa().unsigned_abs();
            while digits > 0 && digits % 10 == 0 {
                digits /= 10;
            }
            Some(digits)
        };
        digits(self).is_some_and(|own| Some(own) == digits(other))
    }

    /// Whether one may stand in the place of the other: both are numbers, or both are periods.
    pub(super) fn replaces(&self, other: &Self) -> bool {
        matches!(
            (&self.what, &other.what),
            (What::Number(_), What::Number(_))
                | (What::Period(_), What::Period(_))
                | (What::Days(_), What::Days(_))
                | (What::Days(_), What::Period(_))
                | (What::Period(_), What::Days(_))
        )
    }
}

/// Whether two units are one, or one says more exactly what the other measures: t and t CO2.
fn goes_with(a: &str, b: &str) -> bool {
    let more = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    a == b || more(a, b) || more(b, a)
}

/// Whether two values say the same, each as exactly as it is known.
///
/// Of two that are known alike the numbers must be equal: 68 and 69 are two values although both may stand for 68.5. Of others the finer
/// must round to the coarser. "Over 1 800" says 1 836, and "nearly 900" says 892: a limit covers what lies behind it up to the next number
/// as round as its own. Two limits agree that have one number.
pub(super) fn covers(a: &Value, b: &Value) -> bool {
    if a.number == b.number {
        return true;
    }
    match (a.bound, b.bound) {
        (Bound::Exact, Bound::Exact) => rounds(a, b),
        (_, Bound::Exact) => behind(a, b.number),
        (Bound::Exact, _) => behind(b, a.number),
        _ => false,
    }
}

/// Whether the finer of two values rounds to the coarser, either way at the half.
fn rounds(a: &Value, b: &Value) -> bool {
    let (coarse, fine) = match (a.decimals, b.decimals) {
        (Decimals::Exp(n), Decimals::Exp(m)) if n == m => return false,
        (Decimals::Exp(n), Decimals::Exp(m)) if n < m => (a, b),
        (Decimals::Exp(_), Decimals::Inf) => (a, b),
        (Decimals::Exp(_) | Decimals::Inf, Decimals::Exp(_)) => (b, a),
        (Decimals::Inf, Decimals::Inf) => return false,
    };
    Interval::of(coarse).contains(fine.number)
}

/// Whether a number lies where a limited value says, near it.
fn behind(limited: &Value, number: Decimal) -> bool {
    let Some(step) = round_step(limited) else { return false };
    let Some(above) = number.checked_sub(limited.number) else { return false };
    match limited.bound {
        Bound::AtLeast | Bound::MoreThan | Bound::JustOver => Decimal::ZERO <= above && above < step,
        Bound::AtMost | Bound::LessThan | Bound::JustUnder => -step < above && above <= Decimal::ZERO,
        Bound::About | Bound::Exact => Interval::of(limited).contains(number),
    }
}

/// The place of a number's last digit that is not zero: 100 of 1 800, 0.1 of 5.4.
pub(super) fn round_step(value: &Value) -> Option<Decimal> {
    let number = value.number.normalize();
    if number.scale() > 0 {
        return figures::value::power_of_ten(-i32::try_from(number.scale()).ok()?);
    }
    let mut step = Decimal::ONE;
    for _ in 0..18 {
        let next = step.checked_mul(Decimal::TEN)?;
        if number.is_zero() || !number.checked_rem(next)?.is_zero() {
            break;
        }
        step = next;
    }
    Some(step)
}

/// How the digits of one number differ from those of another in a way that a slip explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::draft) enum Slip {
    /// The decimal sign or the scale moved by so many places.
    PowerOfTen(i32),
    /// The same number in another unit.
    Unit,
    /// Two neighbouring digits changed places.
    Swapped,
    /// One digit is another.
    Digit,
}

/// What slip makes one value of the other, if one does.
pub(super) fn slip(said: &Said, meant: &Said) -> Option<Slip> {
    let written = said.written.as_ref().zip(meant.written.as_ref());
    let (said_value, meant_value) = written.or(said.value().zip(meant.value()))?;
    let (a, b) = (said_value.number, meant_value.number);
    if a == b {
        return (said.units(meant) == Units::Other).then_some(Slip::Unit);
    }
    // What a limit leaves open is no slip.
    let exactly = |value: &Value| Value { bound: Bound::Exact, ..*value };
    if let Some(power) = cause::slipped(&exactly(said_value), &exactly(meant_value)) {
        return Some(Slip::PowerOfTen(power));
    }
    if cause::swapped(a, b) {
        return Some(Slip::Swapped);
    }
    cause::one_digit(a, b).then_some(Slip::Digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        let mut parts = text.split(' ');
        let number = figures::value::parse_decimal(parts.next().unwrap_or_default()).expect("a number");
        let decimals = match parts.next() {
            Some("INF") | None => Decimals::Inf,
            Some(n) => Decimals::Exp(n.parse().expect("decimals")),
        };
        let bound = parts.next().unwrap_or_default().parse().expect("a bound");
        Value::new(number, decimals, bound).expect("a value")
    }

    #[track_caller]
    fn check(a: &str, b: &str, expected: bool) {
        assert_eq!(covers(&value(a), &value(b)), expected, "{a} and {b}");
        assert_eq!(covers(&value(b), &value(a)), expected, "{b} and {a}");
    }

    #[test]
    fn values_that_are_known_alike_must_be_equal() {
        check("68 0", "68 0", true);
        check("68 0", "69 0", false);
        check("127 INF", "128 INF", false);
    }

    #[test]
    fn the_finer_rounds_to_the_coarser() {
        check("5.5 1", "5.46 2", true);
        check("5.5 1", "5.44 2", false);
        check("5000 -3", "5213 INF", true);
        check("5000 -3", "5713 INF", false);
    }

    #[test]
    fn a_limit_covers_what_lies_behind_it_up_to_the_next_round_number() {
        check("1800 INF more-than", "1836 INF", true);
        check("1800 INF more-than", "1790 INF", false);
        check("1800 INF more-than", "1936 INF", false);
        check("900 INF just-under", "892 INF", true);
        check("40 INF at-least", "47 INF", true);
        check("0.33 2 about", "0.32 2", true);
        check("2 0 about", "2.1 1", true);
        check("5000 INF more-than", "5100 INF more-than", false);
    }

    fn said(number: &str, unit: &str) -> Said {
        let (what, codes) = (What::Number(vec![value(number)]), vec![unit.to_owned()]);
        Said {
            span: 0..0,
            what,
            disputed: Vec::new(),
            written: None,
            column: None,
            codes,
            unit: UnitAt::Number,
            measured: true,
            lasts: false,
            in_digits: true,
            counted: BTreeSet::new(),
            nouns: Vec::new(),
            clues: Clues::default(),
            figure: None,
            period: None,
            end: None,
            told_by: BTreeSet::new(),
            against: None,
        }
    }

    #[test]
    fn slips_are_told_by_their_digits() {
        let slip = |a: &str, b: &str| slip(&said(a, "person"), &said(b, "person"));
        assert_eq!(slip("5500000 -5", "5500000000 -8"), Some(Slip::PowerOfTen(-3)));
        assert_eq!(slip("63 0", "68 0"), Some(Slip::Digit));
        assert_eq!(slip("86 0", "68 0"), Some(Slip::Swapped));
        assert_eq!(slip("12 0", "68 0"), None);
        assert_eq!(slip("3 0", "8 0"), None);
        assert_eq!(super::slip(&said("68 0", "pp"), &said("68 0", "percent")), Some(Slip::Unit));
    }
}
