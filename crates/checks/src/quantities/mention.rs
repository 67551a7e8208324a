//! What the reader finds in a text: mentions of numbers, and what is known of each.

use std::ops::Range;

use figures::value::power_of_ten;
use figures::{Bound, Decimal, Decimals, Period, Value};

use crate::reading::Amount;

/// What a number in a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An amount or a count of something.
    Quantity,
    /// A place in a series: the 23rd session.
    Ordinal,
    /// A part of a whole in words: a third.
    Share,
    /// A factor: doubled, 1.5 times.
    Multiple,
    /// What a rate is given for: per 100 inhabitants.
    Basis,
    /// A point or span of time: a year, a date, a time of day.
    Date,
    /// The number of a section, figure, table, page or annex.
    Section,
    /// The number of a resolution, article, recommendation or document.
    Document,
    /// A name that contains digits.
    Name,
    /// What numbers an item of a list.
    ListMarker,
    /// A part of a web address, an e-mail address or a telephone number.
    Address,
    /// A footnote's mark.
    Footnote,
    /// Digits that are no number: several points, or more digits than can be held exactly.
    Code,
}

impl Kind {
    /// Whether it states a quantity that can be compared with a figure.
    #[must_use]
    pub fn is_quantity(self) -> bool {
        match self {
            Self::Quantity | Self::Ordinal | Self::Share | Self::Multiple => true,
            Self::Basis
            | Self::Date
            | Self::Section
            | Self::Document
            | Self::Name
            | Self::ListMarker
            | Self::Address
            | Self::Footnote
            | Self::Code => false,
        }
    }

    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Ordinal => "ordinal",
            Self::Share => "share",
            Self::Multiple => "multiple",
            Self::Basis => "basis",
            Self::Date => "date",
            Self::Section => "section",
            Self::Document => "document",
            Self::Name => "name",
            Self::ListMarker => "list-marker",
            Self::Address => "address",
            Self::Footnote => "footnote",
            Self::Code => "code",
        }
    }
}

/// One way to read a number as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it amounts to in the base unit, scale and prefix included.
    pub amount: Amount,
    /// How exactly the text says it. What is written with a scale, a point or a measured unit is known to its last digit; a
    /// count that is written whole is exact (`INF`), round or not.
    pub decimals: Decimals,
    /// How the words around it limit it.
    pub bound: Bound,
}

impl Reading {
    /// The value, where it is a decimal number that figures can hold.
    ///
    /// A fraction stands for whole per cents of the base unit's one: 1/3 is 0.33, known to two decimals.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        match self.amount {
            Amount::Exact(number) => Value::new(number, self.decimals, self.bound).ok(),
            Amount::Fraction(n, d) => {
                let share = Decimal::from(n).checked_div(Decimal::from(d))?.round_dp(2);
                Value::new(share, Decimals::Exp(2), self.bound).ok()
            }
            Amount::None => None,
        }
    }

    /// The same with scale or prefix put in.
    pub(crate) fn scaled(self, power: i32) -> Self {
        let decimals = match self.decimals {
            Decimals::Inf if power == 0 => Decimals::Inf,
            Decimals::Inf => Decimals::Exp(power.saturating_neg()),
            Decimals::Exp(n) => Decimals::Exp(n.saturating_sub(power)),
        };
        Self { amount: self.amount.scaled(power), decimals, ..self }
    }

    /// Negative, where it is a decimal number.
    pub(super) fn negated(self) -> Self {
        let amount = match self.amount {
            Amount::Exact(number) => Amount::Exact(-number),
            Amount::Fraction(..) | Amount::None => self.amount,
        };
        Self { amount, ..self }
    }

    /// The sum with a number in the same scale, as exact as this one.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        match (self.amount, other.amount) {
            (Amount::Exact(a), Amount::Exact(b)) => {
                Some(Self { amount: Amount::Exact(a.checked_add(b)?.normalize()), ..*self })
            }
            (Amount::Exact(_) | Amount::Fraction(..) | Amount::None, _) => None,
        }
    }

    /// Half of 10^power more: "two and a half million".
    pub(super) fn and_half(self, power: i32) -> Self {
        let half = power_of_ten(power.saturating_sub(1)).and_then(|n| n.checked_mul(Decimal::from(5)));
        let sum = match (self.amount, half) {
            (Amount::Exact(number), Some(half)) => number.checked_add(half).map(|n| n.normalize()),
            (Amount::Exact(_), None) | (Amount::Fraction(..) | Amount::None, _) => None,
        };
        sum.map_or(self, |n| Self { amount: Amount::Exact(n), decimals: Decimals::Exp(1 - power), ..self })
    }
}

/// The unit of a mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitRead {
    /// Where it stands, in bytes; before the number or after it.
    pub span: Range<usize>,
    /// As written.
    pub text: String,
    /// Codes of units that it may stand for; empty where it is a noun that neither the bundle nor the language's table knows.
    pub codes: Vec<String>,
    /// Whether the text gives it to the other end of a range only.
    pub shared: bool,
}

/// Which end of a range a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeEnd {
    /// Whether it stands first in the text.
    pub first: bool,
    /// The other end, by its place in the list of mentions.
    pub other: usize,
    /// Whether the first end is larger than the second, as where text in two directions was put in a wrong order.
    pub reversed: bool,
}

/// What a mention is in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The value before.
    From,
    /// The value after.
    To,
    /// The difference, or the growth in per cent.
    By,
    /// What the value before is multiplied by.
    Factor,
}

impl Role {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::By => "by",
            Self::Factor => "factor",
        }
    }
}

/// Where a change leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To a larger value.
    Up,
    /// To a smaller value.
    Down,
}

/// A change that a mention is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the mention is in it.
    pub role: Role,
    /// Where it leads; nothing where the text does not say.
    pub direction: Option<Direction>,
}

/// How a period stands to what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// During the period, or the period named without a word.
    In,
    /// At its end.
    AsAt,
    /// From it on.
    Since,
    /// Up to it.
    Until,
    /// From the first year to the last of an interval.
    Between,
}

impl Relation {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::AsAt => "as-at",
            Self::Since => "since",
            Self::Until => "until",
            Self::Between => "between",
        }
    }
}

/// Days or months of any year, each a month and where it is said a day; one alone is both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DaysOfYear {
    /// The first.
    pub first: (i8, Option<i8>),
    /// The last.
    pub last: (i8, Option<i8>),
}

impl DaysOfYear {
    /// The days or months of a period that lies in one year; of other periods nothing.
    pub(crate) fn of(period: &Period) -> Option<Self> {
        let point = |period: &Period| match period {
            Period::Day(day) => Some((day.month(), Some(day.day()))),
            Period::Month(_, month) => Some((*month, None)),
            Period::Year(_) | Period::Quarter(..) | Period::Interval(..) => None,
        };
        match period {
            Period::Interval(a, b) if a.first_day().year() == b.last_day().year() => {
                Some(Self { first: point(a)?, last: point(b)? })
            }
            Period::Interval(..) => None,
            Period::Day(_) | Period::Month(..) | Period::Year(_) | Period::Quarter(..) => {
                point(period).map(|point| Self { first: point, last: point })
            }
        }
    }
}

/// A period that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Where its mention stands, in bytes.
    pub span: Range<usize>,
    /// The period.
    pub period: Period,
    /// How it stands to what is said.
    pub relation: Relation,
}

/// A number of a text with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The whole: bound word, currency before, number, scale, unit; in bytes of the text.
    pub span: Range<usize>,
    /// The number alone, without scale; in bytes.
    pub number: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// How it may be read, the likeliest first; empty where it is no number.
    pub readings: Vec<Reading>,
    /// Whether the language's habits leave open which reading is meant (1.055, 1,055).
    pub ambiguous: bool,
    /// The unit; nothing where none is found.
    pub unit: Option<UnitRead>,
    /// The range that it is an end of.
    pub range: Option<RangeEnd>,
    /// The change that it is part of.
    pub change: Option<Change>,
    /// The period that it names itself, for one of the kind [`Kind::Date`] that reads as such.
    pub dated: Option<Dated>,
    /// The days or months that it names without a year, for one of the same kind.
    pub days: Option<DaysOfYear>,
    /// Periods named in the same sentence, the nearest first; at most four.
    pub near: Vec<Dated>,
}

impl Mention {
    /// The likeliest reading.
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        self.readings.first()
    }

    /// The codes of units that it may be in; empty where no known unit is read.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        self.unit.as_ref().map_or(&[], |unit| unit.codes.as_slice())
    }
}
