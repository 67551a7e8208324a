//! An assembled report goes to its message whole.

use std::collections::BTreeMap;

use api::report::v1 as proto;
use prost::Message;
use report::model::{
    Block, Element, FindingCounts, Footnote, FootnoteContent, Headline, Inline, ListingLayout, ListingTable,
    ListingTableRow, Mark, Organisation, Printed, Report, Section, State, Table, TableColumn, TableRow,
    Unconfirmed,
};

fn printed(text: &str) -> Printed {
    Printed {
        text: text.into(),
        key: "projects/count?period=2024".into(),
        marks: vec![Mark::LastKnown, Mark::Disputed],
        footnote: Some(1),
    }
}

fn prose() -> Element {
    let item = Block::Paragraph {
        id: "1-p1".into(),
        inlines: vec![Inline::Text("There were ".into()), Inline::Figure(printed("105"))],
    };
    Element::Prose(vec![
        Block::List { ordered: true, items: vec![vec![item.clone()], vec![Block::Quote(vec![item])]] },
        Block::Heading {
            level: 1,
            inlines: vec![Inline::Strong(vec![Inline::Emphasis(vec![Inline::Name("5G".into())])])],
        },
    ])
}

fn table() -> Element {
    Element::Table(Table {
        id: "1-table-1".into(),
        caption: "Projects".into(),
        stub: "Region".into(),
        columns: vec![TableColumn { label: "Projects".into(), unit: String::new() }],
        rows: vec![TableRow { label: "All".into(), total: true, cells: vec![Some(printed("105")), None] }],
        notes: vec![vec![Inline::Text("As published".into())]],
    })
}

fn listing() -> Element {
    Element::Listing(ListingTable {
        id: "1-listing-1".into(),
        caption: "Events".into(),
        key: "events/calendar?period=2024".into(),
        layout: ListingLayout::Table,
        columns: vec!["Event".into(), "Place".into()],
        rows: vec![ListingTableRow {
            id: "wtsa-24".into(),
            aggregate: None,
            cells: vec![Some("WTSA".into()), None],
        }],
        groups: Vec::new(),
        marks: vec![Mark::Unavailable],
    })
}

fn sample() -> Report {
    Report {
        organisation: Organisation { id: "itu".into(), name: "Union".into(), short: "ITU".into() },
        year: 2024,
        plan: "2024/2027".into(),
        language: "en".into(),
        languages: vec!["en".into(), "zh".into()],
        title: "Annual report".into(),
        page: None,
        pages: Vec::new(),
        state: State::Edition(2),
        revisions: BTreeMap::from([("projects".into(), 7)]),
        unconfirmed: BTreeMap::from([
            ("events".into(), Unconfirmed::Unavailable),
            ("projects".into(), Unconfirmed::LastKnown(None)),
        ]),
        headline: vec![Headline { label: "Projects".into(), printed: printed("105") }],
        sections: vec![Section {
            id: "1".into(),
            number: None,
            title: "Work".into(),
            level: 1,
            elements: vec![prose(), table(), listing()],
        }],
        figures: Vec::new(),
        footnotes: vec![Footnote {
            number: 1,
            content: FootnoteContent::Unavailable { service: "events".into() },
        }],
        findings: FindingCounts { errors: 1, warnings: 2, notes: 3 },
        words: BTreeMap::new(),
        documents: BTreeMap::new(),
    }
}

#[test]
fn every_part_of_the_report_stands_in_the_message() {
    let json = serde_json::to_value(proto::Report::from(sample())).expect("it prints");
    assert_eq!(json["name"], "reports/2024");
    assert_eq!((&json["state"], &json["edition"]), (&"REPORT_STATE_EDITION".into(), &2.into()));
    assert_eq!(json["revisions"]["projects"], "7");
    assert_eq!(json["unconfirmed"]["events"]["knowledge"], "KNOWLEDGE_NOTHING");
    assert_eq!(
        json["headline"][0]["printed"]["marks"],
        serde_json::json!(["MARK_LAST_KNOWN", "MARK_DISPUTED"])
    );
    let elements = &json["sections"][0]["elements"];
    let list = &elements[0]["prose"]["blocks"][0]["list"];
    assert_eq!(list["items"][0]["blocks"][0]["paragraph"]["inlines"][1]["figure"]["text"], "105");
    assert_eq!(list["items"][1]["blocks"][0]["quote"]["blocks"][0]["paragraph"]["id"], "1-p1");
    let heading = &elements[0]["prose"]["blocks"][1]["heading"]["inlines"][0];
    assert_eq!(heading["strong"]["inlines"][0]["emphasis"]["inlines"][0]["name"], "5G");
    assert_eq!(elements[1]["table"]["rows"][0]["cells"].as_array().map(Vec::len), Some(2));
    assert_eq!(elements[1]["table"]["rows"][0]["cells"][1], serde_json::json!({}));
    assert_eq!(elements[2]["listing"]["rows"][0]["cells"][1], serde_json::json!({}));
    assert_eq!(json["footnotes"][0]["unavailable"]["service"], "events");
    assert_eq!(json["findings"]["notes"], 3);
}

#[test]
fn json_and_bytes_hold_the_same_report() {
    let message = proto::Report::from(sample());
    let read: proto::Report =
        serde_json::from_str(&serde_json::to_string(&message).expect("it prints")).expect("it parses");
    assert_eq!(read, message);
    assert_eq!(proto::Report::decode(message.encode_to_vec().as_slice()).as_ref(), Ok(&message));
}

#[test]
fn json_lists_the_entries_of_maps_in_order() {
    let names = ["projects", "events", "membership", "gateway", "connectivity", "results"];
    let revisions = names.map(|name| (name.to_owned(), 1)).into();
    let message = proto::Report { revisions, ..proto::Report::default() };
    let json = serde_json::to_string(&message).expect("it prints");
    let mut places: Vec<Option<usize>> = Vec::new();
    for name in ["connectivity", "events", "gateway", "membership", "projects", "results"] {
        places.push(json.find(name));
    }
    assert!(places.is_sorted() && places[0].is_some(), "{json}");
}
