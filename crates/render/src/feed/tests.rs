//! The feed as a reader of Atom finds it.

use atom_syndication::Feed as Read;

use super::*;

fn entry(revision: i64, changes: Option<Vec<Changed>>) -> Entry {
    Entry {
        id: format!("urn:uuid:00000000-0000-8000-8000-00000000000{revision}"),
        service: "projects".into(),
        revision,
        committed_at: format!("2025-03-0{revision}T14:05:00Z").parse().expect("an instant"),
        reason: "corrected <by> the \u{1}owner & others".into(),
        changes,
        more: 0,
    }
}

fn changed(name: &str, before: State, after: State) -> Changed {
    Changed { key: "projects/count?period=2024".into(), name: name.into(), before, after }
}

fn feed(language: &str, entries: Vec<Entry>) -> Feed {
    Feed {
        language: language.into(),
        id: "urn:uuid:00000000-0000-8000-8000-0000000000ff".into(),
        organisation: "The Organisation".into(),
        report: "Annual report".into(),
        path: "/reports/2024".into(),
        entries,
        unreachable: Vec::new(),
    }
}

fn read(feed: &Feed) -> (String, Read) {
    let links = Links { site: Some("https://example.org".into()), ..Links::default() };
    let text = atom(feed, &links).expect("memory takes all");
    let read = Read::read_from(text.as_bytes()).expect("an Atom feed");
    (text, read)
}

#[test]
fn a_reader_of_atom_reads_what_was_written() {
    let value = |text: &str| State::Value(text.into());
    let changes = vec![changed("Projects, 2024", value("104"), value("105"))];
    let (_, read) =
        read(&feed("en", vec![entry(3, Some(changes)), entry(2, Some(Vec::new())), entry(1, None)]));
    assert_eq!(read.updated().to_rfc3339(), "2025-03-03T14:05:00+00:00");
    assert_eq!(read.authors()[0].name(), "The Organisation");
    let own = read.links().iter().find(|link| link.rel() == "self").expect("a link to itself");
    assert_eq!(own.href(), "https://example.org/feed.atom?lang=en");
    let titles: Vec<&str> = read.entries().iter().map(|entry| entry.title().as_str()).collect();
    assert_eq!(
        titles,
        ["Projects, 2024: 105", "Service projects, revision 2", "Service projects, revision 1"]
    );
    let first = &read.entries()[0];
    assert_eq!(
        first.links()[0].href(),
        "https://example.org/figures/projects/count?period=2024&lang=en&as-of=3"
    );
    let content = first.content().and_then(|content| content.value()).expect("content");
    assert!(content.contains("from 104 to 105"), "{content}");
    assert!(content.contains("corrected &lt;by&gt; the owner &amp; others"), "{content}");
}

#[test]
fn a_missing_value_is_said_and_never_zero() {
    let changes = vec![
        changed("A", State::Unknown, State::Missing(MissingReason::NoData)),
        changed("B", State::Missing(MissingReason::NotRecorded), State::Value("0".into())),
    ];
    let many = Entry { more: 3, ..entry(1, Some(changes)) };
    let (_, read) = read(&feed("en", vec![many]));
    assert_eq!(read.entries()[0].title().as_str(), "5 figures changed (service projects)");
    let content = read.entries()[0].content().and_then(|content| content.value()).expect("content");
    assert!(content.contains("from not known to there are no data"), "{content}");
    assert!(content.contains("and 3 more"), "{content}");
}

#[test]
fn an_empty_feed_has_a_time_and_names_who_did_not_answer() {
    let (text, read) = read(&Feed { unreachable: vec!["events".into()], ..feed("zh", Vec::new()) });
    assert_eq!(read.updated().timestamp(), 0);
    assert_eq!(read.lang(), Some("zh"));
    assert!(text.contains("events"), "{text}");
    assert_eq!(read.entries().len(), 0);
}
