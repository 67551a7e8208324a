//! The events that are known to the day as a calendar (RFC 5545); the others have no place in one, and it says how many.
//!
//! Records hold days and no times, so that no time zone is asked for.

use std::collections::BTreeMap;

use ::figures::Period;
use figure_service::list::Entry;
use figure_service::words::Words;
use interchange::icalendar::{Calendar, Event};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::figures::NAME;

/// How often a subscriber should look again, in hours.
const REFRESH_HOURS: u16 = 12;

/// The calendar of events in a language. `changed` holds when each revision was made.
pub(crate) fn of(events: &[Entry], words: &Words, changed: &BTreeMap<i64, Timestamp>) -> Calendar {
    let mut known: Vec<Event> = events.iter().filter_map(|event| one(event, words, changed)).collect();
    known.sort_by(|a, b| (a.first, &a.uid).cmp(&(b.first, &b.uid)));
    let (left_out, chinese) = (events.len().saturating_sub(known.len()), words.language().starts_with("zh"));
    Calendar {
        product: format!("-//Yearbook//{NAME}//EN"),
        name: if chinese { "活动" } else { "Events" }.to_owned(),
        description: description(left_out, chinese),
        language: words.language().to_owned(),
        refresh_hours: REFRESH_HOURS,
        events: known,
    }
}

fn description(left_out: usize, chinese: bool) -> String {
    match (left_out, chinese) {
        (0, _) => String::new(),
        (n, true) => format!("另有{n}项活动的日期仅知至月或年，未列入本日历。"),
        (1, false) => "1 more event, of which only the month or the year is known, is left out.".to_owned(),
        (n, false) => format!("{n} more events, of which only the month or the year is known, are left out."),
    }
}

fn one(event: &Entry, words: &Words, changed: &BTreeMap<i64, Timestamp>) -> Option<Event> {
    let first = day(&event.text("starts"))?;
    let ends = event.text("ends");
    let last = if ends.is_empty() { first } else { day(&ends)? };
    let id = event.name.split('/').next_back().unwrap_or_default();
    let text = |field: &str| words.text(&event.labels(field)).to_owned();
    let area = event.text("area");
    let place = [text("city"), words.area(&area).to_owned()];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let (kind, organizer) = (event.text("kind"), event.text("organizer"));
    let categories = [words.code("event-kind", &kind), words.code("organizer", &organizer)];
    Some(Event {
        uid: format!("{id}@{NAME}.yearbook"),
        first,
        last,
        changed: changed.get(&event.revision).copied().unwrap_or_default(),
        sequence: event.revision,
        summary: text("label"),
        description: text("theme"),
        location: place.join(", "),
        categories: categories.into_iter().filter(|text| !text.is_empty()).map(str::to_owned).collect(),
    })
}

/// A date that is known to the day.
fn day(text: &str) -> Option<Date> {
    match text.parse() {
        Ok(Period::Day(date)) => Some(date),
        Ok(_) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_date_known_to_the_day_is_a_day() {
        assert_eq!(day("2024-10-15").map(|date| date.to_string()).as_deref(), Some("2024-10-15"));
        assert!(day("2024-10").is_none() && day("2024").is_none() && day("").is_none());
    }

    #[test]
    fn what_is_left_out_is_counted() {
        assert_eq!(description(0, false), "");
        assert!(description(1, false).starts_with("1 more event, "));
        assert!(description(7, false).starts_with("7 more events"));
        assert!(description(7, true).contains("7项"));
    }
}
