//! Periods and instants in words.

use figures::{MeasureKind, Period};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use super::{Arg, Texts};

/// A period in words: `October 2024`, `2019–2024`, `15 October 2024`.
#[must_use]
pub fn period(texts: &Texts, period: &Period) -> String {
    match period {
        Period::Year(y) => texts.say_with("period-year", &[("year", Arg::Text(&y.to_string()))]),
        Period::Quarter(y, q) => texts.say_with(
            "period-quarter",
            &[("year", Arg::Text(&y.to_string())), ("quarter", Arg::Count(i64::from(*q)))],
        ),
        Period::Month(y, m) => texts.say_with(
            "period-month",
            &[("year", Arg::Text(&y.to_string())), ("month", Arg::Text(&month(texts, *m)))],
        ),
        Period::Day(date) => day(texts, *date),
        Period::Interval(first, last) => interval(texts, first, last),
    }
}

/// A figure's period in words; a stock's is as at its last day.
#[must_use]
pub fn figure_period(texts: &Texts, at: &Period, kind: Option<MeasureKind>) -> String {
    match (kind, at) {
        (Some(MeasureKind::Stock), Period::Day(date)) => {
            texts.say_with("period-stock", &[("day", Arg::Text(&day(texts, *date)))])
        }
        _ => period(texts, at),
    }
}

/// An instant in words, in UTC, to the minute.
#[must_use]
pub fn instant(texts: &Texts, at: Timestamp) -> String {
    let zoned = TimeZone::UTC.to_datetime(at);
    let time = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
    texts.say_with(
        "instant",
        &[
            ("day", Arg::Text(&zoned.day().to_string())),
            ("month", Arg::Text(&month(texts, zoned.month()))),
            ("year", Arg::Text(&zoned.year().to_string())),
            ("time", Arg::Text(&time)),
        ],
    )
}

/// An instant as `datetime` attributes hold it: HTML knows no more than thousandths of a second.
pub(crate) fn moment(at: Timestamp) -> String {
    let thousandths = TimestampRound::new().smallest(Unit::Millisecond).mode(RoundMode::Trunc);
    at.round(thousandths).unwrap_or(at).to_string()
}

/// The day of an instant in words, in UTC.
#[must_use]
pub fn date(texts: &Texts, at: Timestamp) -> String {
    day(texts, TimeZone::UTC.to_datetime(at).date())
}

fn interval(texts: &Texts, first: &Period, last: &Period) -> String {
    if let (Period::Year(a), Period::Year(b)) = (first, last) {
        return texts.say_with(
            "period-years",
            &[("first", Arg::Text(&a.to_string())), ("last", Arg::Text(&b.to_string()))],
        );
    }
    let (first, last) = (period(texts, first), period(texts, last));
    texts.say_with("period-interval", &[("first", Arg::Text(&first)), ("last", Arg::Text(&last))])
}

fn day(texts: &Texts, date: Date) -> String {
    texts.say_with(
        "period-day",
        &[
            ("day", Arg::Text(&date.day().to_string())),
            ("month", Arg::Text(&month(texts, date.month()))),
            ("year", Arg::Text(&date.year().to_string())),
        ],
    )
}

fn month(texts: &Texts, month: i8) -> String {
    texts.say(&format!("month-{month}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, english: &str, chinese: &str) {
        let parsed: Period = text.parse().expect("a period");
        assert_eq!(period(Texts::of("en"), &parsed), english);
        assert_eq!(period(Texts::of("zh"), &parsed), chinese);
    }

    #[test]
    fn every_form_of_period_has_words() {
        check("2024", "2024", "2024年");
        check("2024-Q2", "second quarter of 2024", "2024年第2季度");
        check("2024-10", "October 2024", "2024年10月");
        check("2024-12-31", "31 December 2024", "2024年12月31日");
        check("2019/2024", "2019–2024", "2019–2024年");
        check("2021-03/2024-03", "March 2021 to March 2024", "2021年3月至2024年3月");
    }

    #[test]
    fn a_stock_is_as_at_its_day_and_a_flow_is_not() {
        let texts = Texts::of("en");
        let day: Period = "2024-12-31".parse().expect("a period");
        assert_eq!(figure_period(texts, &day, Some(MeasureKind::Stock)), "as at 31 December 2024");
        assert_eq!(figure_period(texts, &day, Some(MeasureKind::Flow)), "31 December 2024");
    }

    #[test]
    fn instants_are_in_utc_to_the_minute() {
        let at: Timestamp = "2025-03-01T14:05:59Z".parse().expect("an instant");
        assert_eq!(instant(Texts::of("en"), at), "1 March 2025, 14:05 UTC");
        assert_eq!(instant(Texts::of("zh"), at), "2025年3月1日 14:05（协调世界时）");
    }

    #[test]
    fn attributes_hold_no_more_than_thousandths_of_a_second() {
        assert_eq!(
            moment("2025-03-01T14:05:59.871999Z".parse().expect("an instant")),
            "2025-03-01T14:05:59.871Z"
        );
        assert_eq!(moment("2025-03-01T14:05:59Z".parse().expect("an instant")), "2025-03-01T14:05:59Z");
    }
}
