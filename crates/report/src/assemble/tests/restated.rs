//! Values that an earlier report printed otherwise.

use super::*;

/// A report after earlier ones printed these rows of `published.csv`.
fn after(rows: &str) -> Report {
    let mut files = files();
    let head = "key,value,decimals,unit,bound,document,section,locator,reason\n";
    files.insert("published.csv".to_owned(), format!("{head}{rows}").into_bytes());
    let (content, mistakes) = read(files);
    assert_eq!(mistakes, Vec::<String>::new());
    assemble(&content, &answers(), &options("en")).0
}

fn restated(report: &Report) -> Vec<&FootnoteContent> {
    let notes = report.footnotes.iter().map(|note| &note.content);
    notes.filter(|content| matches!(content, FootnoteContent::Restated { .. })).collect()
}

#[test]
fn another_value_than_was_printed_is_marked_and_explained() {
    let users = "connectivity/internet-users?area=WORLD&period=2023";
    let report = after(&format!(
        "{users},5600000000,-8,person,,C25-45,3,¶2,Estimates were made anew.\n\
         {users},4900000000,-8,person,,C25-45,1,¶1,\n{users},5290000000,-7,person,,C25-45,2,¶5,\n"
    ));
    let [FootnoteContent::Restated { key, before, reason }] = restated(&report)[..] else {
        panic!("one note: {:?}", report.footnotes);
    };
    assert_eq!((key.as_str(), reason.as_deref()), (users, Some("Estimates were made anew.")));
    let before: Vec<(String, &str)> =
        before.iter().map(|(text, source)| (text.replace('\u{a0}', " "), source.section.as_str())).collect();
    assert_eq!(before, [("5.6 billion".to_owned(), "3"), ("4.9 billion".to_owned(), "1")]);
    assert!(report.documents.contains_key("C25-45"), "a document that a note names has its title");
    let marked = format!("{report:?}").matches("marks: [Restated]").count();
    assert_eq!(marked, 2, "in the text and in the chart");
}

#[test]
fn what_rounding_explains_is_not_restated() {
    let users = "connectivity/internet-users?area=WORLD&period=2023";
    let report = after(&format!("{users},5260000000,-7,person,,C25-45,3,¶2,\n"));
    assert_eq!(restated(&report), Vec::<&FootnoteContent>::new());
}
