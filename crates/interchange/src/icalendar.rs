//! iCalendar (RFC 5545, with the names of RFC 7986): a calendar of events that last whole days.
//!
//! Days need no time zone, and an end is the first day after. The stamp of an event is when its record was last changed, never the
//! clock, so that equal records give equal bytes.
//!
//! Written here: the crate `icalendar` takes a missing stamp from the clock and a missing UID at random, folds following lines to 76
//! octets and lets a carriage return through.

mod line;

use jiff::Timestamp;
use jiff::civil::Date;

use self::line::{Lines, Property};

/// The media type.
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// A calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What made it: `-//Yearbook//events//EN`.
    pub product: String,
    /// Its name.
    pub name: String,
    /// What it holds, and what it leaves out.
    pub description: String,
    /// The language of its texts, BCP 47; empty where there is none.
    pub language: String,
    /// How often a subscriber should look again, in hours; 0 says nothing.
    pub refresh_hours: u16,
    /// The events, in the order in which they are written.
    pub events: Vec<Event>,
}

/// An event of whole days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What tells it apart from all others, for ever: `wtsa-24@events.yearbook`.
    pub uid: String,
    /// Its first day.
    pub first: Date,
    /// Its last day; one before the first counts as the first.
    pub last: Date,
    /// When its record was last changed.
    pub changed: Timestamp,
    /// Grows with every change.
    pub sequence: i64,
    /// The name.
    pub summary: String,
    /// More about it; empty for none.
    pub description: String,
    /// Where; empty for nowhere said.
    pub location: String,
    /// What kinds it is of.
    pub categories: Vec<String>,
}

/// Writes a calendar.
#[must_use]
pub fn write(calendar: &Calendar) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.fixed("BEGIN:VCALENDAR");
    lines.fixed("VERSION:2.0");
    lines.text(Property::new("PRODID"), &calendar.product);
    lines.fixed("CALSCALE:GREGORIAN");
    lines.fixed("METHOD:PUBLISH");
    let language = calendar.language.as_str();
    for (name, usual) in [("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC")] {
        let text = if name == "NAME" { &calendar.name } else { &calendar.description };
        if !text.is_empty() {
            lines.text(Property::new(name).language(language), text);
            lines.text(Property::new(usual), text);
        }
    }
    if calendar.refresh_hours > 0 {
        lines.fixed(&format!("REFRESH-INTERVAL;VALUE=DURATION:PT{}H", calendar.refresh_hours));
        lines.fixed(&format!("X-PUBLISHED-TTL:PT{}H", calendar.refresh_hours));
    }
    for event in &calendar.events {
        write_event(event, language, &mut lines);
    }
    lines.fixed("END:VCALENDAR");
    lines.into_bytes()
}

fn write_event(event: &Event, language: &str, lines: &mut Lines) {
    let last = event.last.max(event.first);
    // After the last day of the calendar there is none; nothing ends there.
    let end = last.tomorrow().unwrap_or(last);
    lines.fixed("BEGIN:VEVENT");
    lines.text(Property::new("UID"), &event.uid);
    lines.fixed(&format!("DTSTAMP:{}", instant(event.changed)));
    lines.fixed(&format!("DTSTART;VALUE=DATE:{}", day(event.first)));
    lines.fixed(&format!("DTEND;VALUE=DATE:{}", day(end)));
    lines.text(Property::new("SUMMARY").language(language), &event.summary);
    if !event.description.is_empty() {
        lines.text(Property::new("DESCRIPTION").language(language), &event.description);
    }
    if !event.location.is_empty() {
        lines.text(Property::new("LOCATION").language(language), &event.location);
    }
    if !event.categories.is_empty() {
        lines.list(Property::new("CATEGORIES").language(language), &event.categories);
    }
    lines.fixed(&format!("LAST-MODIFIED:{}", instant(event.changed)));
    lines.fixed(&format!("SEQUENCE:{}", event.sequence.clamp(0, i64::from(i32::MAX))));
    lines.fixed("TRANSP:TRANSPARENT");
    lines.fixed("END:VEVENT");
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn instant(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
