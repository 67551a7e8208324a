//! Two versions in every form: both places, escaped, and the same in all of them.

use checks::draft::compare::{Comparison, Difference, SectionPair};
use checks::draft::read;

use super::*;

const FIRST: &str = "# 1 Reach\n\nIn 2024, 317 \\<bridges>.\n\n# 2 More\n\nText.\n";
const SECOND: &str = "# 1 Étendue\n\nEn 2024, 371 ponts.\n";

fn words(draft: &Draft, words: &str) -> Option<Span> {
    let block = draft.blocks.iter().position(|b| b.text.contains(words)).expect("the words");
    let start = draft.blocks[block].text.find(words).expect("the words");
    Some(Span { block, start, end: start + words.len() })
}

fn example() -> ([Draft; 2], Comparison) {
    let (first, second) =
        (read("a.md", FIRST.as_bytes()).expect("a draft"), read("b.md", SECOND.as_bytes()).expect("a draft"));
    let value = Difference {
        id: "differing-value-1".to_owned(),
        rule: "differing-value".to_owned(),
        severity: Severity::Error,
        first: words(&first, "317"),
        second: words(&second, "371"),
        message: "en says 317 where fr says <371>".to_owned(),
        notes: vec!["two digits have changed places".to_owned()],
        help: "write the same number in both".to_owned(),
    };
    let section = Difference {
        id: "missing-section-2".to_owned(),
        rule: "missing-section".to_owned(),
        severity: Severity::Note,
        first: words(&first, "More"),
        second: None,
        message: "fr has no section that goes with 2 More".to_owned(),
        notes: Vec::new(),
        help: String::new(),
    };
    let pair = |first, second, has, differing| SectionPair {
        first,
        second,
        has,
        agreeing: 1,
        differing,
        unmatched: 0,
    };
    let sections = vec![pair(Some(0), Some(0), [true, true], 1), pair(Some(1), None, [true, false], 1)];
    ([first, second], Comparison { differences: vec![value, section], sections })
}

#[test]
fn a_text_shows_both_places() {
    let ([first, second], found) = example();
    insta::assert_snapshot!(text([&first, &second], &found, 9, Look { colour: false, width: 100 }, Words::of("en")), @r"
    error[differing-value]: en says 317 where fr says <371>
     --> a.md:3:10
      |
    3 | In 2024, 317 \<bridges>.
      |          ^^^
      |
     ::: b.md:3:10
      |
    3 | En 2024, 371 ponts.
      |          ^^^
      |
      = note: two digits have changed places
      = help: write the same number in both

    note[missing-section]: fr has no section that goes with 2 More
     --> a.md:5:5
      |
    5 | # 2 More
      |     ^^^^

    1 error, 1 note
    1 Reach / 1 Étendue: 1 agree, 1 differ, 0 are said by one only
    2 More: 1 agree, 1 differ, 0 are said by one only
    2 numbers and periods agree, 0 are said by one version only
    ");
}

#[test]
fn json_and_sarif_say_the_same_as_the_text() {
    let ([first, second], found) = example();
    let pretty = |value: &Value| serde_json::to_string_pretty(value).expect("JSON");
    insta::assert_snapshot!("json", pretty(&json([&first, &second], &found)));
    insta::assert_snapshot!("sarif", pretty(&sarif([&first, &second], &found, Words::of("en"))));
}

#[test]
fn a_page_marks_both_versions_and_escapes_everything() {
    let ([first, second], found) = example();
    let page = page([&first, &second], &found, Words::of("en"));
    for part in [
        "<mark><span id=\"_m1\"></span>317</mark>",
        "<mark><span id=\"_n1\"></span>371</mark>",
        "<mark><span id=\"_m2\"></span>More</mark>",
        "&lt;bridges&gt;",
        "fr says &lt;371&gt;",
        "b.md:3:10",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("_n2") && !page.contains("<bridges>") && !page.contains("<script"), "{page}");
}

#[test]
fn what_a_document_gets_as_comments_tells_the_other_words() {
    let ([first, second], found) = example();
    let marks = marks([&first, &second], &found, Words::of("en"));
    let notes: Vec<Vec<&str>> =
        marks.iter().map(|mark| mark.notes.iter().map(|note| note.text.as_str()).collect()).collect();
    assert_eq!(notes, [vec!["b.md:3:10: 371", "two digits have changed places"], vec![]]);
}
