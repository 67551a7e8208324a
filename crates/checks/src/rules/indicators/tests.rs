//! Items whose text or record is of another figure than their own.

use figures::{Answer, Cell, Listing as Rows, ListingRow, Source};
use report::assemble::{Answers, AssembleOptions, assemble};

use super::*;
use crate::rules::passages::passages;
use crate::sample::{MANIFEST, content};

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,wells,flow,well,none,period,,,,,d,Wells,Wells dug.,well,pump\n\
s,pipes,flow,pipe,none,period,,,,,d,Pipes,Pipes laid.,pipe,\n\
s,aims,listing,,none,aim period,,,,aim:text label:text asks:text,d,Aims,What is aimed at.,,\n";
const CODES: &str =
    "list,code,parent,label_en,words_en,note\nunit,well,count,well,,\nunit,pipe,count,pipe,,\naim,A,,A,,\n";
const OUTLINE: &str = "[[section]]\nid = \"1\"\ntitle.en = \"One\"\n[[section.element]]\nkind = \"prose\"\n";
const PAGES: &str = "[[page]]\nid = \"aim\"\ntitle.en = \"{page}\"\nsection = \"1\"\n\
    [[page.headline]]\nfigure = \"{asks}\"\nlabel.en = \"Now\"\n\
    [[page.part]]\nid = \"aim\"\ntitle.en = \"The aim\"\n\
    [[page.part.element]]\nkind = \"listing\"\nid = \"aim\"\ncaption.en = \"The aim\"\n\
    key = \"s/aims?aim={page}&period=@year\"\n\
    [[page.part.element.column]]\nname = \"asks\"\nlabel.en = \"What it asks\"\n\
    [[page.item]]\ncode = \"A\"\nlabel.en = \"Water\"\nwith = { asks = \"s/wells?period=@year\" }\n";

/// What is found where the item's text and its record are these.
fn found(narrative: &str, asks: &str) -> Vec<(String, String)> {
    let files = [
        ("bundle.toml", MANIFEST),
        ("measures.csv", MEASURES),
        ("codes.csv", CODES),
        ("outline.toml", OUTLINE),
        ("pages.toml", PAGES),
        ("narrative/en/1.md", narrative),
    ];
    let content = content(&files);
    let key = "s/aims?aim=A&period=2024";
    let measure = content.catalogue.get("s", "aims").expect("the listing is read");
    let cells = ["A", "Water", asks].map(|text| Cell::Text(text.to_owned())).to_vec();
    let row = ListingRow { id: "A".to_owned(), count: 1, aggregate: false, cells, source: Source::default() };
    let columns = measure.columns.clone();
    let rows = Rows { key: key.to_owned(), columns, rows: vec![row], revision: 1, last_known_at: None };
    let mut answers = Answers::new();
    answers.insert(key, Answer::Listing(rows));
    let page = PageId { id: "aim".to_owned(), code: Some("A".to_owned()) };
    let options = AssembleOptions { page: Some(page), ..AssembleOptions::report("en", 2024) };
    let (report, _) = assemble(&content, &answers, &options);
    let findings = find(&content, &passages(&content), &[&report]);
    findings.iter().map(|f| (f.parts["asked"].clone(), f.parts["given"].clone())).collect()
}

fn pair(asked: &str, given: &str) -> (String, String) {
    (asked.to_owned(), given.to_owned())
}

const ASKS: &str = "Wells dug in the year";

#[test]
fn an_item_that_prints_its_own_figure_is_right() {
    assert_eq!(found("## {\"A\"} Water\n\nOf wells {s/wells?period=@year} were dug.\n", ASKS), []);
    assert_eq!(
        found("## {\"A\"} Water\n\nPipes: {s/pipes?period=@year}; wells: {s/wells?period=@year}.\n", ASKS),
        []
    );
}

#[test]
fn an_item_whose_text_prints_others_only_is_told() {
    let text = "## {\"A\"} Water\n\nPipes: {s/pipes?period=@year}.\n";
    assert_eq!(found(text, ASKS), [pair("s/wells", "s/pipes")]);
}

#[test]
fn an_item_without_figures_or_under_another_heading_is_not_judged() {
    assert_eq!(found("## {\"A\"} Water\n\nNothing is known.\n", ASKS), []);
    assert_eq!(found("## {\"B\"} Water\n\nPipes: {s/pipes?period=@year}.\n", ASKS), []);
}

#[test]
fn a_record_that_asks_for_something_else_is_told() {
    let text = "## {\"A\"} Water\n\nWells: {s/wells?period=@year}.\n";
    assert_eq!(found(text, "Litres of water"), [pair("Litres of water", "s/wells")]);
    assert_eq!(found(text, "Wells with a pump"), [pair("Wells with a pump", "s/wells")]);
}
