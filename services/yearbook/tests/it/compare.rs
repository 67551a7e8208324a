//! What a report says otherwise than it did.

use std::time::Duration;

use crate::desk::Desk;

/// Databases that were changed after an instant: `(folder, instant)`.
fn changed(desk: &Desk) -> (&'static str, String) {
    let bundle = desk.copy("bundle");
    let import =
        || desk.run(&["import", bundle.path(), "--data-dir", "data", "--reason", "a year"]).succeeds();
    import();
    std::thread::sleep(Duration::from_millis(5));
    let instant = kit::clock::system()().to_string();
    std::thread::sleep(Duration::from_millis(5));
    bundle.replace("memberships.csv", "joined-2024,yes,,91,", "joined-2024,yes,,92,");
    bundle.replace("stated.csv", "membership/joined?period=2024,91,", "membership/joined?period=2024,92,");
    bundle.replace("narrative/en/5.1.md", "more than ever before", "more than in any earlier year");
    import();
    ("data", instant)
}

#[test]
fn a_corrected_value_and_a_reworded_sentence_are_told_in_each_language() {
    let desk = Desk::new();
    let (data, instant) = changed(&desk);
    let compare = |more: &[&str]| {
        desk.run(&[&["compare", "2024", "--from", &instant, "--data-dir", data], more].concat())
    };
    let text = compare(&[]).succeeds();
    for line in [
        "  membership/joined?period=2024: 91 -> 92 (revision 2)\n",
        "English:\n  5.1, second item: replace “ever before” by “in any earlier year”.\n  5.1, fifth item: replace “91” by “92”.\n",
        "中文:\n  5.1，第5项：将“91”改为“92”。\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in {text}");
    }
    let nothing = compare(&["--to", &instant]).succeeds();
    assert!(nothing.starts_with("no figure of the report has changed\n"), "{nothing}");
    assert!(nothing.contains("Nothing in the text has changed"), "{nothing}");
    let json: serde_json::Value =
        serde_json::from_str(&compare(&["--format", "json", "--lang", "zh"]).succeeds()).expect("JSON");
    assert_eq!(json["texts"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["texts"][0]["changes"][0]["replacements"][0]["keys"][0], "membership/joined?period=2024");
    assert_eq!(
        (&json["from"]["revisions"]["membership"], &json["to"]["revisions"]["membership"]),
        (&"1".into(), &"2".into())
    );
    compare(&["--format", "corrigendum", "--lang", "en", "-o", "corrigendum.md"]).succeeds();
    let corrigendum = std::fs::read_to_string(desk.path("corrigendum.md")).expect("written");
    assert!(
        corrigendum.starts_with("# Corrigendum: ") && corrigendum.contains("- 5.1, fifth item: replace"),
        "{corrigendum}"
    );
}

#[test]
fn a_point_that_is_none_is_refused_with_what_to_write() {
    let desk = Desk::new();
    let from = |point: &str| desk.run(&["compare", "2024", "--from", point]);
    from("yesterday").fails(&["`yesterday` is no point", "edition:N", "2025-01-31T12:00:00Z"]);
    from("1999-12-31T00:00:00Z").fails(&["nothing was written at 1999-12-31T00:00:00Z"]);
    from("edition:1").fails(&["no edition 1"]);
    desk.run(&["compare", "2024", "--from", "live", "--lang", "tlh"]).fails(&["not written in `tlh`"]);
    desk.run(&["compare", "2023", "--from", "live"]).fails(&["no report on 2023"]);
}
