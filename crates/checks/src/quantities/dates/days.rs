//! Days and months as a language writes them, alone or as the ends of a span: 31 December 2024, 4 to 6 March, 2025年1月至6月.
//!
//! A year behind both ends (in Chinese before both) is of both. Without one there is no period, but the days can still be held against
//! those of another text.

use figures::Period;

use super::{Date, date, small_at, year_at};
use crate::quantities::lexicon::Lexicon;
use crate::quantities::mention::DaysOfYear;
use crate::quantities::sense::Sense;
use crate::quantities::text::{Lexemes, Sort};

/// A month, or a day of one.
type Point = (i8, Option<i8>);

/// 2024年12月31日, 12月31日, 2024年12月, 6月10日至14日, 2025年1月至6月.
pub(super) fn marked(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Date> {
    let year = year_at(text, at).zip(lexicon.is(text, at + 1, &Sense::Year));
    let start = year.map_or(at, |(_, len)| at + 1 + len);
    let (end, first) = marked_point(text, start, lexicon)?;
    let joint = connector(text, end, lexicon);
    let last = joint.and_then(|(len, is_and)| {
        let next = end + len;
        let same_month = || {
            let (end, day) = marked_day(text, next, lexicon)?;
            first.1.map(|_| (end, (first.0, Some(day))))
        };
        let point = marked_point(text, next, lexicon)
            .filter(|(end, _)| !is_and || year.is_some() && connector(text, *end, lexicon).is_none());
        point.or_else(same_month)
    });
    told((end, first), last, year.map(|(year, _)| (year, 0)))
}

fn marked_point(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, Point)> {
    let month = small_at(text, at, 12)?;
    let end = at + 1 + lexicon.is(text, at + 1, &Sense::MonthMark)?;
    Some(marked_day(text, end, lexicon).map_or((end, (month, None)), |(end, day)| (end, (month, Some(day)))))
}

fn marked_day(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, i8)> {
    let day = small_at(text, at, 31)?;
    Some((at + 1 + lexicon.is(text, at + 1, &Sense::DayMark)?, day))
}

/// 31 December 2024, 1er janvier, del 4 al 6 de marzo de 2024, 28 February to 3 March.
pub(super) fn day_month(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Date> {
    let (end, first, last) = days_of_month(text, at, lexicon)?;
    if last.is_some() {
        return told((end, first), last.map(|last| (end, last)), year_behind(text, end, lexicon));
    }
    let second = connector(text, end, lexicon).and_then(|(len, is_and)| {
        let (end, last, third) = days_of_month(text, end + len, lexicon)?;
        third.is_none().then_some((end, last, is_and))
    });
    spanned(text, (end, first), second, lexicon)
}

/// One day of a month, or two: their end, the first and the last.
fn days_of_month(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, Point, Option<Point>)> {
    let day = small_at(text, at, 31)?;
    let ended = |end: usize| end + lexicon.is(text, end, &Sense::OrdinalAfter).unwrap_or(0);
    let mut end = ended(at + 1);
    let second =
        connector(text, end, lexicon).and_then(|(len, _)| Some((end + len, small_at(text, end + len, 31)?)));
    if let Some((place, _)) = second {
        end = ended(place + 1);
    }
    end += lexicon.is(text, end, &Sense::DateFiller).unwrap_or(0);
    let (len, month) = month_at(text, end, lexicon)?;
    Some((end + len, (month, Some(day)), second.map(|(_, day)| (month, Some(day)))))
}

/// December 2024, December 31, 2024, January to June 2025; a month alone where `related` says that it stands as a time.
pub(super) fn month_first(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon, related: bool) -> Option<Date> {
    let (len, month) = month_at(text, at, lexicon)?;
    let end = at + len;
    if let Some((year, end)) = year_behind(text, end, lexicon) {
        return Some(date(end, Some(Period::Month(year, month))));
    }
    if lexicon.habits.capital_months
        && let Some(day) = small_at(text, end, 31)
    {
        let second = connector(text, end + 1, lexicon).and_then(|(len, _)| {
            Some((end + len + 2, (month, Some(small_at(text, end + 1 + len, 31)?)), false))
        });
        return spanned(text, (end + 1, (month, Some(day))), second, lexicon);
    }
    // The "and" may be written to the second month.
    let glued = lexicon.begins_with_and(text.key(end)).then_some((0, true));
    let second = connector(text, end, lexicon).or(glued).and_then(|(len, is_and)| {
        let (more, month) = month_at(text, end + len, lexicon)?;
        Some((end + len + more, (month, None), is_and))
    });
    let spans = second.and_then(|second| spanned(text, (end, (month, None)), Some(second), lexicon));
    spans
        .filter(|span| span.period.is_some() || related)
        .or_else(|| told((end, (month, None)), None, None).filter(|_| related))
}

/// A span of two ends where a year, or nothing, stands behind the second; else the first alone. An "and" joins those only that share a
/// year. `second` has its end, the day or month, and whether an "and" stands before it.
fn spanned(
    text: &Lexemes<'_>,
    first: (usize, Point),
    second: Option<(usize, Point, bool)>,
    lexicon: &Lexicon,
) -> Option<Date> {
    // "on 3 May 2024 and 4 June": the year is the first's.
    let year = year_behind(text, first.0, lexicon);
    let of_second = second.and_then(|(end, ..)| year_behind(text, end, lexicon));
    let joins = |(_, last, is_and): &(usize, Point, bool)| {
        year.is_none() && first.1 < *last && (!is_and || of_second.is_some())
    };
    match second.filter(joins) {
        Some((end, last, _)) => told(first, Some((end, last)), of_second),
        None => told(first, None, year),
    }
}

/// What one or two points and a year make. A second point that does not lie behind the first is not read with it.
fn told(
    (end, first): (usize, Point),
    last: Option<(usize, Point)>,
    year: Option<(i16, usize)>,
) -> Option<Date> {
    let last = last.filter(|(_, last)| first < *last && first.1.is_some() == last.1.is_some());
    let of_year = |(month, day): Point, year: i16| match day {
        Some(day) => format!("{year:04}-{month:02}-{day:02}").parse().ok(),
        None => Some(Period::Month(year, month)),
    };
    let days = Some(DaysOfYear { first, last: last.map_or(first, |(_, last)| last) });
    let Some((year, after)) = year else {
        let end = last.map_or(end, |(end, _)| end);
        return Some(Date { days, ..date(end, None) });
    };
    let end = end.max(last.map_or(0, |(end, _)| end)).max(after);
    let first = of_year(first, year);
    let Some((_, last)) = last else { return Some(date(end, first)) };
    let period = first.zip(of_year(last, year)).map(|(a, b)| Period::Interval(Box::new(a), Box::new(b)));
    Some(date(end, period))
}

/// What joins two days or months (to, and, a dash): how long it is, and whether it is an "and".
fn connector(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, bool)> {
    lexicon
        .find(text, at, |s| matches!(s, Sense::Between | Sense::PairedAnd).then_some(*s == Sense::PairedAnd))
}

fn month_at(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, i8)> {
    if text.sort(at) != Some(Sort::Letters) {
        return None;
    }
    let capital = text.written(at).starts_with(char::is_uppercase);
    if lexicon.habits.capital_months && !capital {
        return None;
    }
    lexicon.find(text, at, |s| if let Sense::Month(m) = s { Some(*m) } else { None })
}

/// The year behind a place, and the lexeme after it.
fn year_behind(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(i16, usize)> {
    let comma = usize::from(text.key(at) == ",");
    let place = at + comma + lexicon.is(text, at + comma, &Sense::DateFiller).unwrap_or(0);
    year_at(text, place).map(|year| (year, place + 1))
}
