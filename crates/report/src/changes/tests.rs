use proptest::prelude::*;

use super::*;
use crate::model::sample::{of, paragraphs, report};
use crate::model::{Block, Element, Inline, Printed, Table, TableColumn, TableRow};

fn printed(text: &str, key: &str) -> Printed {
    Printed { text: text.to_owned(), key: key.to_owned(), marks: Vec::new(), footnote: None }
}

/// Text in which what stands between bars is a figure of the key `a/b`.
fn bound(text: &str) -> Vec<Inline> {
    let piece = |(n, part): (usize, &str)| match n % 2 {
        0 => Inline::Text(part.to_owned()),
        _ => Inline::Figure(printed(part, "a/b")),
    };
    text.split('|').enumerate().map(piece).collect()
}

/// Each replacement as `before > after`.
#[track_caller]
fn check(before: &str, after: &str, expected: &[&str]) {
    let found = changes(&paragraphs(vec![bound(before)]), &paragraphs(vec![bound(after)]));
    let told: Vec<String> =
        found.iter().flat_map(|c| &c.replaced).map(|r| format!("{} > {}", r.before, r.after)).collect();
    assert_eq!(told, expected);
}

#[test]
fn what_is_the_same_has_not_changed() {
    assert_eq!(changes(&report(&["One.", "Two."]), &report(&["One.", "Two."])), []);
}

#[test]
fn a_number_is_told_whole_and_with_its_figure() {
    let found = changes(
        &paragraphs(vec![bound("Of them |5.5 billion| were online.")]),
        &paragraphs(vec![bound("Of them |5.6 billion| were online.")]),
    );
    let [change] = found.as_slice() else { panic!("one change: {found:?}") };
    assert_eq!(change.at, At::Paragraph(1));
    let replaced =
        Replaced { before: "5.5 billion".into(), after: "5.6 billion".into(), keys: vec!["a/b".into()] };
    assert_eq!(change.replaced, [replaced]);
}

#[test]
fn words_before_a_replacement_make_it_found() {
    check(
        "In 2023 came |5| and in 2024 came |5|.",
        "In 2023 came |5| and in 2024 came |6|.",
        &["2024 came 5 > 2024 came 6"],
    );
    check("It has |1| part and |11| pages.", "It has |2| part and |11| pages.", &["has 1 > has 2"]);
}

#[test]
fn what_is_new_or_gone_within_a_passage_is_told_with_a_word_beside_it() {
    check("All members of the union met.", "All members met.", &["members of the union > members"]);
    check("All members met.", "All the members met.", &["All > All the"]);
    check("They met, then left.", "They met; then left.", &["met, > met;"]);
}

#[test]
fn two_places_of_a_passage_are_two_replacements_and_most_of_it_is_one() {
    check(
        "From |61| in one year to |127| in another.",
        "From |60| in one year to |128| in another.",
        &["61 > 60", "127 > 128"],
    );
    check(
        "The council met twice.",
        "Nobody came that year at all.",
        &["The council met twice. > Nobody came that year at all."],
    );
}

#[test]
fn chinese_is_told_by_its_signs() {
    check("全球有|55亿|人使用互联网。", "全球有|56亿|人使用互联网。", &["55亿 > 56亿"]);
    check("有三个区域未达目标。", "有四个区域未达目标。", &["三 > 四"]);
}

#[test]
fn a_new_paragraph_makes_none_behind_it_differ() {
    let found = changes(
        &report(&["One is here.", "Two is there."]),
        &report(&["One is here.", "Between them.", "Two is there."]),
    );
    let [change] = found.as_slice() else { panic!("one change: {found:?}") };
    assert_eq!(
        (&change.at, &change.before, change.after.as_deref()),
        (&At::Paragraph(2), &None, Some("Between them."))
    );
}

#[test]
fn items_are_counted_over_their_section() {
    let list = |texts: [&str; 3]| {
        let item = |text: &str| vec![Block::Paragraph { id: "x".into(), inlines: bound(text) }];
        of(vec![Element::Prose(vec![Block::List { ordered: false, items: texts.map(item).to_vec() }])])
    };
    let found = changes(&list(["one", "|91| joined", "three"]), &list(["one", "|92| joined", "three"]));
    let [change] = found.as_slice() else { panic!("one change: {found:?}") };
    assert_eq!(change.at, At::Item(2));
}

fn table(rows: &[(&str, &str)]) -> Report {
    let row = |(label, text): &(&str, &str)| TableRow {
        label: (*label).to_owned(),
        total: false,
        cells: vec![Some(printed(text, &format!("a/b?area={label}")))],
    };
    of(vec![Element::Table(Table {
        id: "1-table-1".into(),
        caption: "Projects".into(),
        stub: "Region".into(),
        columns: vec![TableColumn { label: "Count".into(), unit: String::new() }],
        rows: rows.iter().map(row).collect(),
        notes: Vec::new(),
    })])
}

#[test]
fn cells_are_known_by_their_row_and_column() {
    let found = changes(&table(&[("A", "1"), ("B", "2")]), &table(&[("A", "1"), ("C", "7"), ("B", "3")]));
    let cell = |row: &str| At::Cell("Projects".into(), row.into(), "Count".into());
    let told: Vec<_> =
        found.iter().map(|c| (c.at.clone(), c.before.as_deref(), c.after.as_deref())).collect();
    assert_eq!(told, [(cell("C"), None, Some("7")), (cell("B"), Some("2"), Some("3"))]);
}

#[test]
fn a_table_that_is_gone_is_told_once() {
    let found = changes(&table(&[("A", "1")]), &of(Vec::new()));
    let [change] = found.as_slice() else { panic!("one change: {found:?}") };
    assert_eq!(
        (&change.at, change.before.as_deref(), &change.after),
        (&At::Whole("Projects".into()), Some("Projects"), &None)
    );
}

#[test]
fn sections_come_and_go() {
    let mut without = report(&["One."]);
    without.sections.clear();
    let told = |found: Vec<Change>| found.into_iter().map(|c| (c.at, c.before, c.after)).collect::<Vec<_>>();
    assert_eq!(told(changes(&without, &report(&["One."]))), [(At::Section, None, Some("Heading".into()))]);
    assert_eq!(told(changes(&report(&["One."]), &without)), [(At::Section, Some("Heading".into()), None)]);
}

#[test]
fn words_that_overlap_themselves_are_not_found_by() {
    let found = changes(&report(&["12 in 12 12 12"]), &report(&["a a 12 a"]));
    let [replaced] = found[0].replaced.as_slice() else { panic!("the whole of it: {found:?}") };
    assert_eq!((replaced.before.as_str(), replaced.after.as_str()), ("12 in 12 12 12", "a a 12 a"));
}

fn sentence() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        proptest::sample::select(vec!["a", "b", "c", "in", "of", "12", "7", "人", "，"]),
        1..12,
    )
    .prop_map(|words| words.join(" "))
}

proptest! {
    /// Whoever replaces what is told, in the order told, has the new text.
    #[test]
    fn replacements_make_the_new_text_of_the_old(before in sentence(), after in sentence()) {
        let found = changes(&report(&[&before]), &report(&[&after]));
        let (mut text, mut rest) = (String::new(), before.as_str());
        for replaced in found.iter().flat_map(|change| &change.replaced) {
            prop_assert_eq!(before.matches(&replaced.before).count(), 1, "{:?}", replaced);
            let (same, behind) = rest.split_once(&replaced.before).expect("in their order");
            text.extend([same, &replaced.after]);
            rest = behind;
        }
        text.push_str(rest);
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(plain(&text), plain(&after));
    }
}
