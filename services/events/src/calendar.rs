//! The calendar: which events share a day with a period, and in which order.
//!
//! A day of an event is known to the day, the month or the year; an event may have been on any day of what is known.

use ::figures::{FigureKey, Period};
use figure_service::list::Entry;

use crate::figures::NAME;

/// The most events that a calendar holds.
pub(crate) const MAX_EVENTS: usize = 5_000;

/// To what the events of a calendar are limited; an empty code is all.
pub(crate) struct Limits {
    pub(crate) organizer: String,
    pub(crate) kind: String,
    pub(crate) area: String,
}

impl Limits {
    /// Each limit: the field of the record, the dimension of keys, the code.
    fn each(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let limits = [
            ("organizer", "organizer", self.organizer.as_str()),
            ("kind", "event-kind", self.kind.as_str()),
            ("area", "area", self.area.as_str()),
        ];
        limits.into_iter().filter(|(_, _, code)| !code.is_empty())
    }

    /// A key for each limit, with the limit's field: it can be answered if the code exists.
    pub(crate) fn keys(&self, period: &Period) -> Vec<(&'static str, FigureKey)> {
        let all = FigureKey::new(NAME, "count").with("period", &period.to_string());
        self.each().map(|(field, dimension, code)| (field, all.clone().with(dimension, code))).collect()
    }

    /// The filter of a list that passes over no event of the calendar, and over most others.
    pub(crate) fn filter(&self, period: &Period) -> String {
        let (first, last) = (period.first_day(), period.last_day());
        let year = format!("{:04}", first.year());
        let dates = format!("starts <= \"{last}\" AND (ends >= \"{year}\" OR starts >= \"{year}\")");
        self.each().fold(format!("aggregate = false AND {dates}"), |filter, (field, _, code)| {
            let code = code.replace('\\', "\\\\").replace('"', "\\\"");
            format!("{filter} AND {field} = \"{code}\"")
        })
    }
}

/// Whether an event may share a day with a period.
pub(crate) fn shares_a_day(event: &Entry, period: &Period) -> bool {
    let [starts, ends] = ["starts", "ends"].map(|field| event.text(field));
    on(&starts, &ends, period)
}

fn on(starts: &str, ends: &str, period: &Period) -> bool {
    let Ok(starts) = starts.parse::<Period>() else { return false };
    let last = ends.parse::<Period>().map_or_else(|_| starts.last_day(), |ends| ends.last_day());
    starts.first_day() <= period.last_day() && period.first_day() <= last
}

/// Orders events by their first day, then by name.
pub(crate) fn order(events: &mut [Entry]) {
    events.sort_by_cached_key(|event| {
        (event.text("starts").parse::<Period>().ok().map(|p| p.first_day()), event.name.clone())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(starts: &str, ends: &str, period: &str, expected: bool) {
        let asked = period.parse().expect("a period");
        assert_eq!(on(starts, ends, &asked), expected, "{starts} to {ends} in {period}");
    }

    #[test]
    fn an_event_is_in_each_period_that_it_may_share_a_day_with() {
        check("2024-10-15", "2024-10-24", "2024", true);
        check("2024-10-15", "2024-10-24", "2024-10-24", true);
        check("2024-10-15", "2024-10-24", "2024-10-25", false);
        check("2023-12-30", "2024-01-02", "2024", true);
        check("2023-12", "", "2024", false);
        check("2024", "", "2024-Q2", true);
        check("2025", "", "2024", false);
    }

    #[test]
    fn a_code_in_a_filter_cannot_end_its_quotes() {
        let limits = Limits { organizer: "a\" OR \\".into(), kind: String::new(), area: String::new() };
        let filter = limits.filter(&Period::Year(2024));
        assert!(filter.ends_with(r#" AND organizer = "a\" OR \\""#), "{filter}");
        assert!(figure_service::list::filter::parse(&filter).is_ok());
    }
}
