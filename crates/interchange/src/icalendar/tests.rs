//! A calendar as its bytes.

use super::*;

fn event() -> Event {
    Event {
        uid: "a@events.yearbook".into(),
        first: "2024-10-15".parse().expect("a date"),
        last: "2024-10-24".parse().expect("a date"),
        changed: "2025-03-01T08:30:00.5Z".parse().expect("an instant"),
        sequence: 3,
        summary: "An assembly, with a comma".into(),
        description: String::new(),
        location: "New Delhi".into(),
        categories: vec!["assembly".into(), "a, b".into()],
    }
}

fn text(events: Vec<Event>) -> String {
    let calendar = Calendar {
        product: "-//Yearbook//events//EN".into(),
        name: "Events".into(),
        description: String::new(),
        language: "en".into(),
        refresh_hours: 12,
        events,
    };
    String::from_utf8(write(&calendar)).expect("UTF-8")
}

#[test]
fn an_event_of_several_days_ends_on_the_day_after() {
    let expected = "BEGIN:VEVENT\r\nUID:a@events.yearbook\r\nDTSTAMP:20250301T083000Z\r\n\
        DTSTART;VALUE=DATE:20241015\r\nDTEND;VALUE=DATE:20241025\r\n\
        SUMMARY;LANGUAGE=en:An assembly\\, with a comma\r\nLOCATION;LANGUAGE=en:New Delhi\r\n\
        CATEGORIES;LANGUAGE=en:assembly,a\\, b\r\nLAST-MODIFIED:20250301T083000Z\r\nSEQUENCE:3\r\n\
        TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
    assert!(text(vec![event()]).contains(expected), "{}", text(vec![event()]));
}

#[test]
fn an_end_before_the_start_is_one_day() {
    let event = Event { last: "2024-10-01".parse().expect("a date"), ..event() };
    assert!(text(vec![event]).contains("DTSTART;VALUE=DATE:20241015\r\nDTEND;VALUE=DATE:20241016\r\n"));
}

#[test]
fn a_calendar_says_what_it_is() {
    let whole = text(Vec::new());
    assert!(
        whole.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Yearbook//events//EN\r\n"),
        "{whole}"
    );
    assert!(whole.contains("NAME;LANGUAGE=en:Events\r\nX-WR-CALNAME:Events\r\n"), "{whole}");
    assert!(whole.contains("REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"), "{whole}");
    assert!(whole.ends_with("END:VCALENDAR\r\n") && !whole.contains("DESCRIPTION"), "{whole}");
}
