//! Dates, years and times of day, and how the words around them relate what is said to them.

mod days;

use figures::Period;

use super::lexicon::Lexicon;
use super::mention::{DaysOfYear, Relation};
use super::numerals;
use super::sense::Sense;
use super::text::Lexemes;

/// Years that a report may speak of; other numbers of four digits are quantities.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2100;

/// A date at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Date {
    /// The lexeme after it.
    pub(super) end: usize,
    /// The period; nothing for a day without a year and for a time of day.
    pub(super) period: Option<Period>,
    /// The days or months that it names without a year.
    pub(super) days: Option<DaysOfYear>,
    /// A relation that words after it give.
    pub(super) relation: Option<Relation>,
    /// Whether it is a bare year, which a unit after it makes a quantity.
    pub(super) is_bare: bool,
}

/// What stands before a date.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Led {
    /// A "between": an "and" joins its years.
    pub(super) opened: bool,
    /// Words for a time, or nothing in its cell: a month alone is one.
    pub(super) related: bool,
}

/// Reads a date that starts at a place.
pub(super) fn read(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon, led: Led) -> Option<Date> {
    let parts = if text.is_digits(at) {
        numeric(text, at)
            .or_else(|| days::marked(text, at, lexicon))
            .or_else(|| days::day_month(text, at, lexicon))
            .or_else(|| years(text, at, lexicon, led.opened))
    } else {
        days::month_first(text, at, lexicon, led.related).or_else(|| year_in_words(text, at, lexicon))
    };
    let mut date = parts?;
    if let Some(len) = lexicon.is(text, date.end, &Sense::Year) {
        date.end += len;
        date.is_bare = false;
    }
    let after =
        lexicon.find(text, date.end, |s| if let Sense::RelationAfter(r) = s { Some(*r) } else { None });
    if let Some((len, relation)) = after {
        date.end += len;
        date.relation = Some(relation);
    }
    Some(date)
}

fn date(end: usize, period: Option<Period>) -> Date {
    Date { end, period, days: None, relation: None, is_bare: false }
}

fn year_at(text: &Lexemes<'_>, at: usize) -> Option<i16> {
    if !text.is_digits(at) || text.key(at).len() != 4 {
        return None;
    }
    text.key(at).parse().ok().filter(|year| YEARS.contains(year))
}

fn small_at(text: &Lexemes<'_>, at: usize, most: i8) -> Option<i8> {
    if !text.is_digits(at) || text.key(at).len() > 2 {
        return None;
    }
    text.key(at).parse().ok().filter(|n| (1..=most).contains(n))
}

fn day(year: i16, month: i8, day: i8) -> Option<Period> {
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

/// 2024-12-31, 31.12.2024, 31/12/2024, 10:30.
fn numeric(text: &Lexemes<'_>, at: usize) -> Option<Date> {
    let sign = text.key(at + 1);
    if !text.touches(at + 1) || !text.touches(at + 2) || !text.is_digits(at + 2) {
        return None;
    }
    if sign == ":" && text.key(at).len() <= 2 && text.key(at + 2).len() == 2 {
        return Some(date(at + 3, None));
    }
    let same = matches!(sign, "-" | "." | "/") && text.key(at + 3) == sign;
    if !same || !text.is_digits(at + 4) || !text.touches(at + 3) || !text.touches(at + 4) {
        return None;
    }
    let month = small_at(text, at + 2, 12)?;
    let period = match (year_at(text, at), year_at(text, at + 4)) {
        (Some(year), None) => day(year, month, small_at(text, at + 4, 31)?),
        (None, Some(year)) => day(year, month, small_at(text, at, 31)?),
        (Some(_), Some(_)) | (None, None) => None,
    };
    period.map(|period| date(at + 5, Some(period)))
}

/// 二〇二四年: four digits in words.
fn year_in_words(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Date> {
    if !lexicon.habits.positional {
        return None;
    }
    let words = numerals::read(text, at, lexicon).filter(|w| w.positional && w.end == at + 4)?;
    lexicon.is(text, words.end, &Sense::Year)?;
    let year = i16::try_from(words.number.mantissa()).ok().filter(|year| YEARS.contains(year))?;
    Some(date(words.end, Some(Period::Year(year))))
}

/// 2024, 2019-2024, 2023/24, 2019 to 2024.
fn years(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon, opened: bool) -> Option<Date> {
    let first = year_at(text, at)?;
    let mut end = at + 1;
    let bare = Date { is_bare: true, ..date(end, Some(Period::Year(first))) };
    let marked = lexicon.is(text, end, &Sense::Year).unwrap_or(0);
    end += marked;
    let slash = usize::from(text.key(end) == "/" && text.touches(end + 1));
    let between =
        lexicon.find(text, end, |s| (s == &Sense::Between || opened && s == &Sense::PairedAnd).then_some(()));
    let len = between.map_or(slash, |(len, ())| len);
    if len == 0 {
        return Some(bare);
    }
    let short = || {
        let two = text.is_digits(end + len) && text.key(end + len).len() == 2 && text.touches(end + len);
        let year = text.key(end + len).parse::<i16>().ok().map(|n| first / 100 * 100 + n);
        year.filter(|year| two && *year == first + 1)
    };
    match year_at(text, end + len).or_else(short).filter(|last| *last > first) {
        Some(last) => {
            let period = Period::Interval(Box::new(Period::Year(first)), Box::new(Period::Year(last)));
            Some(Date { relation: Some(Relation::Between), ..date(end + len + 1, Some(period)) })
        }
        None => Some(bare),
    }
}
