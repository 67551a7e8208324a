//! Pages beside a small report.

use super::*;
use crate::model::PageId;
use crate::outline::pages;
use interchange::Bundle;

const PAGES: &str = r#"
[[page]]
id = "year"
title.en = "Events of {@year}"
title.zh = "活动"
[[page.part]]
id = "months"
title.en = "By month"
title.zh = "按月"
[[page.part.element]]
kind = "listing"
caption.en = "Events"
caption.zh = "活动"
key = "events/calendar?period=@year"
months = "starts"
layout = "record"
[[page.part.element.column]]
name = "label"
label.en = "Event"
label.zh = "活动"
[[page.part.element.column]]
name = "area"
label.en = "Place"
label.zh = "地点"
missing.en = "no place"
missing.zh = "无地点"

[[page]]
id = "region"
group.en = "Regions"
title.en = "{page} in {span}"
title.zh = "{page}"
description.en = "See {section:4.7}."
section = "4.7"
each = "area"
[[page.headline]]
figure = "{money} period=@year"
label.en = "Funding, {span}"
label.zh = "资金"
[[page.part]]
id = "projects"
title.en = "Projects"
title.zh = "项目"
[[page.part.element]]
kind = "table"
caption.en = "{page} and all"
caption.zh = "项目"
stub.en = "Region"
stub.zh = "区域"
rows = { each = "area", codes = ["{page}", "_T"] }
notes.en = ["In {page} {money @year-1}, in {money}."]
[[page.part.element.column]]
label.en = "Projects"
label.zh = "项目数"
key = "projects/count?area={row}&period=@year"
[[page.part]]
id = "story"
title.en = "Story"
title.zh = "故事"
[[page.part.element]]
kind = "own"
[[page.item]]
code = "AFR"
with = { money = "projects/funding?area={page}&period=@year", span = "@year" }
[[page.item.element]]
kind = "prose"
file = "foreword"
[[page.item]]
code = "CHE"
with = { money = "projects/funding period=@year-1", span = "2019/@year" }
"#;

fn with_pages(pages: &str) -> (Content, Vec<String>) {
    let mut files = files();
    files.insert(pages::FILE.into(), pages.as_bytes().to_vec());
    let (content, mistakes) = Content::read(&Bundle::new(files).0);
    (content, mistakes.iter().map(ToString::to_string).collect())
}

fn page(id: &str, code: Option<&str>, language: &str) -> AssembleOptions {
    let page = PageId { id: id.to_owned(), code: code.map(str::to_owned) };
    AssembleOptions { page: Some(page), ..options(language) }
}

fn shown(id: &str, code: Option<&str>, language: &str) -> String {
    let (content, mistakes) = with_pages(PAGES);
    assert_eq!(mistakes, Vec::<String>::new());
    let (report, _) = assemble(&content, &answers(), &page(id, code, language));
    format!("{}\n{}", report.title, lines(&report))
}

#[test]
fn a_page_for_an_item_has_its_code_in_keys_and_its_name_in_texts() {
    insta::assert_snapshot!(shown("region", Some("AFR"), "en"), @r#"
    Africa in 2024
    Funding, 2024: <CHF 26.5485 million>
    - Projects (1)
    projects-table-1: Region | Projects ()
    Africa <17>
    Total <105>
    note In Africa <– Unavailable[1]>, in <CHF 26.5485 million>.
    - Story (1)
    story-p1: In 2024, <5.5 billion> people were *online*, <about 5.3 billion> before.
    story-p2: The assembly met on <15–24 October 2024>; 5G, Partner2Connect, C25/45.
    * story-p3: <– Missing[2]> people were offline.
    "#);
}

#[test]
fn an_item_without_elements_of_its_own_has_no_empty_part() {
    insta::assert_snapshot!(shown("region", Some("CHE"), "en"), @r#"
    Switzerland in 2019–2024
    Funding, 2019–2024: <CHF 91.8 million>
    - Projects (1)
    projects-table-1: Region | Projects ()
    Switzerland <– Unavailable[1]>
    Total <105>
    note In Switzerland <– Unavailable[1]>, in <– Unavailable[1]>.
    "#);
}

#[test]
fn the_report_and_each_page_say_which_pages_there_are() {
    let (content, _) = with_pages(PAGES);
    let (report, _) = assemble(&content, &answers(), &options("en"));
    let (on_page, _) = assemble(&content, &answers(), &page("region", Some("CHE"), "en"));
    assert_eq!(report.pages, on_page.pages);
    assert_eq!((report.page, report.title.as_str()), (None, "Report"));
    let links: Vec<_> = report.pages.iter().flat_map(|group| &group.pages).collect();
    let links: Vec<_> =
        links.iter().map(|l| (l.id.to_string(), l.title.as_str(), l.section.as_deref())).collect();
    assert_eq!(
        links,
        [
            ("year".to_owned(), "Events of 2024", None),
            ("region/AFR".to_owned(), "Africa in 2024", Some("4.7")),
            ("region/CHE".to_owned(), "Switzerland in 2019–2024", Some("4.7")),
        ]
    );
    let here = on_page.page.expect("a page");
    assert_eq!((here.report.as_str(), here.description.as_str()), ("Report", "See 4.7 Projects of 2024."));
    assert_eq!(here.section.map(|s| s.text).as_deref(), Some("4.7 Projects of 2024"));
}

#[test]
fn a_page_asks_for_what_it_prints_only() {
    let (content, _) = with_pages(PAGES);
    let keys = |options: &AssembleOptions| {
        let keys = plan(&content, options).keys.into_values().flatten();
        keys.map(|key| key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&page("year", None, "en")), ["events/calendar?period=2024"]);
    let africa = keys(&page("region", Some("AFR"), "zh"));
    assert!(africa.contains(&"projects/funding?area=AFR&period=2024".to_owned()), "{africa:?}");
}

#[test]
fn gaps_of_one_reason_are_explained_once_on_a_page() {
    let (content, _) = with_pages(PAGES);
    let mut answers = answers();
    for key in ["projects/count?area=CHE&period=2024", "projects/count?period=2024"] {
        let mut gap = figure(key, "0", "INF", "project");
        (gap.value, gap.status) = (None, Status::Missing(MissingReason::NotCollected));
        answers.insert(key, Answer::Figures(vec![gap.into()]));
    }
    let explained = |options: &AssembleOptions| {
        let (report, _) = assemble(&content, &answers, options);
        let missing = report.footnotes.into_iter().filter_map(|note| match note.content {
            FootnoteContent::Missing { key, reason: MissingReason::NotCollected, .. } => Some(key),
            FootnoteContent::Missing { .. }
            | FootnoteContent::Unavailable { .. }
            | FootnoteContent::LastKnown { .. }
            | FootnoteContent::Disputed { .. }
            | FootnoteContent::Restated { .. }
            | FootnoteContent::Converted { .. } => None,
        });
        missing.collect::<Vec<_>>()
    };
    assert_eq!(explained(&page("region", Some("CHE"), "en")), [""]);
    let of_report = ["connectivity/offline?area=WORLD&period=2024", "projects/count?period=2024"];
    assert_eq!(explained(&options("en")), of_report);
}

#[test]
fn a_page_that_there_is_not_is_a_problem_with_the_nearest_one() {
    let (content, _) = with_pages(PAGES);
    let said = |id: &str, code: Option<&str>| {
        let (report, problems) = assemble(&content, &answers(), &page(id, code, "en"));
        assert!(report.sections.is_empty() && report.page.is_none());
        problems.first().map(|p| format!("{}; {}", p.problem, p.remedy)).unwrap_or_default()
    };
    assert_eq!(said("region", Some("afr")), "there is no page `region/afr`; did you mean `region/AFR`?");
    assert_eq!(said("regions", Some("CHF")), "there is no page `regions/CHF`; did you mean `region/CHE`?");
    assert_eq!(said("region", None), "there is no page `region`; did you mean `region/AFR`?");
    assert_eq!(said("yaer", None), "there is no page `yaer`; did you mean `year`?");
    assert_eq!(said("portfolio", None), "there is no page `portfolio`; add it to pages.toml");
}

#[test]
fn records_stand_by_month_and_what_has_no_month_last() {
    use figures::{Cell, ListingRow};
    let (content, _) = with_pages(PAGES);
    let key = "events/calendar?period=2024";
    let Answer::Listing(listing) = calendar(key) else { panic!("a listing") };
    let row = |id: &str, starts: Option<&str>| {
        let mut row: ListingRow = listing.rows[0].clone();
        row.id = id.to_owned();
        row.cells[0] = Cell::Text(id.to_owned());
        row.cells[1] = starts.map_or(Cell::Missing, |date| Cell::Date(date.parse().expect("a date")));
        row.cells[3] = Cell::Missing;
        row
    };
    let dates = [
        ("y", Some("2024")),
        ("n", None),
        ("m", Some("2024-05")),
        ("d", Some("2024-05-31")),
        ("j", Some("2024-01-02")),
    ];
    let rows = dates.into_iter().map(|(id, starts)| row(id, starts)).collect();
    let mut answers = answers();
    answers.insert(key, Answer::Listing(Listing { rows, ..listing.clone() }));
    let (report, _) = assemble(&content, &answers, &page("year", None, "en"));
    let Element::Listing(table) = &report.sections[0].elements[0] else { panic!("a listing") };
    let rows: Vec<_> = table.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(rows, ["j", "d", "m", "y", "n"]);
    let groups: Vec<_> = table.groups.iter().map(|group| (group.title.as_str(), group.first_row)).collect();
    assert_eq!(groups, [("January 2024", 0), ("May 2024", 1), ("Month not given", 3)]);
    assert_eq!(table.rows[0].cells, [Some("j".to_owned()), Some("no place".to_owned())]);
}

#[test]
fn the_pages_are_read_with_all_their_mistakes() {
    let (_, mistakes) = with_pages(
        "[[pages]]\n[[page]]\nid = \"a b\"\ntitle.en = \"x\"\n[[page]]\nid = \"a\"\ntitle.en = \"Top 5\"\nsection = \"9\"\n\
        [[page]]\nid = \"a\"\ntitle.en = \"{page}\"\neach = \"area\"\n[[page.part]]\nid = \"p\"\ntitle.en = \"x\"\n\
        [[page]]\nid = \"b\"\ntitle.en = \"{page}\"\ncodes = [\"AFR\", \"itu-region:*\", \"AFR\"]\neach = \"area\"\n\
        [[page.part]]\nid = \"p\"\ntitle.en = \"x\"\n[[page.part.element]]\nkind = \"listing\"\nlayout = \"list\"\n\
        months = \"begins\"\ncaption.en = \"{page}\"\nkey = \"events/calendar?period={period}\"\n\
        [[page.part.element.column]]\nname = \"label\"\nlabel.en = \"x\"\n\
        [[page.item]]\ncode = \"XYZ\"\nwith = { row = \"x\", period = \"@year\", Money = \"x\" }\n",
    );
    insta::assert_snapshot!(mistakes.join("\n"), @r#"
    pages.toml:1:3: there is no field `pages` here; did you mean `page`?
    pages.toml:3:6: `a b` is no `id` of a page; use letters, digits, points and hyphens
    pages.toml:5:1: the page has no part; add [[page.part]] with id and title
    pages.toml:7:17: the number `5` is not bound; bind it as {alias} or {key}, write {@year} for a year of the report, or {"…"} for a name that holds it
    pages.toml:8:11: there is no section `9`; add it to outline.toml
    pages.toml:9:1: there are no codes; add codes = ["AFR", …] or [[page.item]] with code
    pages.toml:10:6: there are two pages `a`; give one of them another id
    pages.toml:11:13: a figure in a title, label or caption cannot be followed to its source; move it to a note or to the narrative
    pages.toml:19:17: `itu-region:*` is no code of a page; write codes of letters, digits, points and hyphens; a page has no wildcard
    pages.toml:19:33: the page has two items `AFR`; remove one of them
    pages.toml:26:10: `list` is no layout of a listing; write table or record
    pages.toml:27:10: `events/calendar` has no column `begins`; its columns are label, starts, ends, area
    pages.toml:29:7: `{period}` stands for nothing here; give it a value in `with` of each item of the page, or write the code itself
    pages.toml:35:10: `row` is no name of a variable; use lower-case letters, digits and hyphens, but none of page, row, column, point
    pages.toml:35:39: `Money` is no name of a variable; use lower-case letters, digits and hyphens, but none of page, row, column, point
    "#);
}

#[test]
fn measures_that_stand_beside_each_other_are_two_known_ones_of_one_service() {
    let pair = |measures: &str| with_pages(&format!("[[beside]]\nmeasures = [{measures}]\n"));
    let (content, mistakes) = pair("\"projects/count\", \"projects/funding\"");
    assert_eq!(mistakes, [""; 0]);
    assert_eq!(content.pages.beside("projects/funding").collect::<Vec<_>>(), ["projects/count"]);
    assert_eq!(content.pages.beside("projects/count").collect::<Vec<_>>(), ["projects/funding"]);
    assert_eq!(content.pages.beside("projects/pledges").count(), 0);
    for wrong in ["", "\"projects/count\"", "\"projects/count\", \"events/count\"", "\"count\", \"funding\""]
    {
        let (content, mistakes) = pair(wrong);
        assert!(mistakes[0].starts_with("pages.toml:1:1: these are not two measures"), "{mistakes:?}");
        assert_eq!(content.pages.beside.len(), 0);
    }
    let (_, mistakes) = pair("\"projects/count\", \"projects/funds\"");
    assert!(mistakes[0].starts_with("pages.toml:1:1: there is no measure `projects/funds`"), "{mistakes:?}");
}

#[test]
fn a_place_for_an_items_own_elements_stands_on_pages_only() {
    let mut files = files();
    let outline = [bundle::OUTLINE, "[[section.element]]\nkind = \"own\"\n"].concat();
    files.insert("outline.toml".into(), outline.into_bytes());
    let (_, mistakes) = read(files);
    assert!(mistakes.iter().any(|m| m.contains("`own` is no kind of element")), "{mistakes:?}");
}
