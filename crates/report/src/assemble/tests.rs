//! What readers get of a small bundle.

use std::fmt::Write as _;

use figures::value::parse_decimal;
use figures::{
    Alternative, Answer, AnswerError, Basis, Cell, Figure, Listing, ListingRow, MissingReason, Sought,
    Source, Status, Value,
};
use interchange::Bundle;

use super::*;
use crate::model::{Block, Element, FootnoteContent, Inline, Mark, Printed, places};

const OUTLINE: &str = r#"
[aliases]
users = "connectivity/internet-users?area=WORLD&period=@year"
offline = "connectivity/offline?period=@year"

[[headline]]
figure = "users"
label.en = "People online, {@year}"
label.zh = "上网人数"

[[section]]
id = "foreword"
title.en = "Foreword"
title.zh = "前言"
[[section.element]]
kind = "prose"

[[section]]
id = "4.7"
title.en = "Projects of {@year}"
title.zh = "项目"
[[section.element]]
kind = "table"
caption.en = "Portfolio"
caption.zh = "项目组合"
stub.en = "Region"
stub.zh = "区域"
rows = { each = "area", codes = ["AFR", "XYZ", "_T"] }
notes.en = ["See {section:foreword} and {projects/count?period=@year}."]
[[section.element.column]]
label.en = "Projects"
label.zh = "项目数"
key = "projects/count?area={row}&period=@year"
[[section.element.column]]
label.en = "Value"
label.zh = "价值"
key = "projects/funding?area={row}&period=@year"
form = "scale=thousand digits=1"
[[section.element]]
kind = "chart"
chart = "line"
caption.en = "Users"
caption.zh = "用户"
points = { each = "period", range = "2023..@year" }
[[section.element.series]]
key = "connectivity/internet-users?area=WORLD&period={point}"
[[section.element]]
kind = "table"
caption.en = "By region"
caption.zh = "按区域"
stub.en = "Region"
stub.zh = "区域"
rows = { each = "area", codes = ["itu-region:*"] }
[[section.element.column]]
label.en = "Projects"
label.zh = "项目数"
key = "projects/count?area={row}&period=@year"
[[section.element]]
kind = "listing"
caption.en = "Events"
caption.zh = "活动"
key = "events/calendar?period=@year"
[[section.element.column]]
name = "label"
label.en = "Event"
label.zh = "活动"
[[section.element.column]]
name = "starts..ends"
label.en = "Dates"
label.zh = "日期"
[[section.element.column]]
name = "area"
label.en = "Place"
label.zh = "地点"
"#;

const EN: &str = "In {@year}, {users} people were *online*, {users @year-1 | about} before.\n\n\
    The assembly met on {events/calendar?event=wtsa-24#starts..ends | date}; {\"5G\"}, {term:p2c}, {doc:C25-45}.\n\n\
    - {offline} people were offline.\n";

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,label_en,label_zh,definition_en,definition_zh\n\
    connectivity,internet-users,average,person,none,area period,WORLD,,,,BDT,Users,用户,d,d\n\
    connectivity,offline,average,person,none,area period,WORLD,,,,BDT,Offline,离线,d,d\n\
    projects,count,flow,project,sum,area period,,,,,BDT,Projects,项目,d,d\n\
    projects,funding,flow,CHF,sum,area period,,,,,BDT,Funding,资金,d,d\n\
    events,calendar,listing,,none,event period,,event,,label:text starts:date ends:date area:area,SG,Events,活动,d,d\n";

fn files() -> BTreeMap<String, Vec<u8>> {
    let bundle = "[organisation]\nid = \"itu\"\nname.en = \"Union\"\nname.zh = \"联盟\"\nshort.en = \"ITU\"\nshort.zh = \"国际电联\"\n\
        [report]\nyear = 2024\nplan = \"2024/2027\"\nlanguages = [\"en\", \"zh\"]\ntitle.en = \"Report\"\ntitle.zh = \"报告\"\n\
        [style.en]\ngroup = \" \"\ndecimal = \".\"\nminimum_grouping_digits = 1\npercent = \"{0} %\"\n";
    let codes = "list,code,parent,label_en,label_zh,words_en,words_zh,note\nunit,person,count,person,人,people,人,\n\
        unit,project,count,project,项目,projects,项目,\nunit,CHF,currency,Swiss franc,瑞郎,CHF,瑞郎,\n\
        department,BDT,,BDT,BDT,,,\ndimension,area,,area,a,,,\ndimension,period,,period,p,,,\ndimension,event,,event,e,,,\ndepartment,SG,,SG,SG,,,\n";
    let areas = "code,kind,m49,label_en,label_zh,note\nWORLD,world,,World,世界,\nAFR,itu-region,,Africa,非洲,\nCHE,economy,,Switzerland,瑞士,\n";
    let documents = "id,symbol,publisher,date,label_en,label_zh,url\nC25-45,C25/45,ITU,2025,Report,报告,https://example.org/c25\n";
    let terms = "id,kind,label_en,label_zh,short_en,short_zh,forbidden_en,forbidden_zh\np2c,programme,Partner2Connect,伙伴关系,P2C,P2C,,\n";
    let list = [
        ("bundle.toml", bundle),
        ("outline.toml", OUTLINE),
        ("narrative/en/foreword.md", EN),
        ("measures.csv", MEASURES),
        ("codes.csv", codes),
        ("areas.csv", areas),
        ("documents.csv", documents),
        ("terms.csv", terms),
    ];
    list.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect()
}

fn read(files: BTreeMap<String, Vec<u8>>) -> (Content, Vec<String>) {
    let (bundle, mistakes) = Bundle::new(files);
    assert_eq!(mistakes, Vec::new());
    let (content, mistakes) = Content::read(&bundle);
    (content, mistakes.iter().map(ToString::to_string).collect())
}

fn content() -> Content {
    read(files()).0
}

fn figure(key: &str, value: &str, decimals: &str, unit: &str) -> Figure {
    let number = parse_decimal(value).expect("a number");
    let value = Value::new(number, decimals.parse().expect("decimals"), figures::Bound::Exact);
    Figure {
        key: key.to_owned(),
        measure: key.split(['/', '?']).nth(1).unwrap_or_default().to_owned(),
        label: figures::Labels::new(),
        value: value.ok(),
        unit: figures::Unit::new(unit).expect("a unit"),
        period: None,
        basis: Basis::Stated,
        status: Status::Available,
        last_known_at: None,
        disputed: false,
        sources: Vec::new(),
        revision: 3,
        record_count: None,
        formula: None,
        alternatives: Vec::new(),
        note: None,
    }
}

fn calendar(key: &str) -> Answer {
    let columns = [("label", "text"), ("starts", "date"), ("ends", "date"), ("area", "area")];
    let column = |(name, kind): (&str, &str)| figures::Column {
        name: name.to_owned(),
        kind: figures::ColumnType::from_name(kind).expect("a type"),
    };
    let date = |text: &str| Cell::Date(text.parse().expect("a date"));
    let cells =
        vec![Cell::Text("Assembly".into()), date("2024-10-15"), date("2024-10-24"), Cell::Code("CHE".into())];
    let row =
        ListingRow { id: "wtsa-24".into(), count: 1, aggregate: false, cells, source: Source::default() };
    let columns = columns.map(column).to_vec();
    Answer::Listing(Listing { key: key.to_owned(), columns, rows: vec![row], revision: 1 })
}

fn answers() -> Answers {
    let mut answers = Answers::new();
    for service in ["connectivity", "projects", "events"] {
        answers.service(service, Some(7), ServiceState::Confirmed);
    }
    let mut figure_of = |key: &str, value: &str, decimals: &str, unit: &str| {
        answers.insert(key, Answer::Figures(vec![figure(key, value, decimals, unit)]));
    };
    figure_of("connectivity/internet-users?area=WORLD&period=2024", "5500000000", "-8", "person");
    figure_of("connectivity/internet-users?area=WORLD&period=2023", "5300000000", "-8", "person");
    figure_of("projects/count?period=2024", "105", "INF", "project");
    figure_of("projects/count?area=AFR&period=2024", "17", "INF", "project");
    figure_of("projects/funding?period=2024", "91800000", "-2", "CHF");
    figure_of("projects/funding?area=AFR&period=2024", "26548500", "-2", "CHF");
    for area in ["projects/count?area=XYZ&period=2024", "projects/funding?area=XYZ&period=2024"] {
        let message = "there is no area `XYZ`".to_owned();
        answers.insert(
            area,
            Answer::Error(AnswerError::NotFound { what: Sought::Code, message, nearest: None }),
        );
    }
    let mut missing = figure("connectivity/offline?area=WORLD&period=2024", "0", "INF", "person");
    (missing.value, missing.status) = (None, Status::Missing(MissingReason::NotCollected));
    answers.insert(missing.key.clone(), Answer::Figures(vec![missing]));
    let wildcard = figure("projects/count?area=AFR&period=2024", "17", "INF", "project");
    answers.insert("projects/count?area=itu-region:*&period=2024", Answer::Figures(vec![wildcard]));
    for key in ["events/calendar?event=wtsa-24", "events/calendar?period=2024"] {
        answers.insert(key, calendar(key));
    }
    answers
}

fn options(language: &str) -> AssembleOptions {
    AssembleOptions { language: language.to_owned(), year: 2024 }
}

/// A report as plain lines.
fn lines(report: &Report) -> String {
    let mut out = String::new();
    for headline in &report.headline {
        let _ = writeln!(out, "{}: {}", headline.label, printed(&headline.printed));
    }
    for section in &report.sections {
        let _ = writeln!(
            out,
            "{} {} ({})",
            section.number.as_deref().unwrap_or("-"),
            section.title,
            section.level
        );
        section.elements.iter().for_each(|element| out.push_str(&element_lines(element)));
    }
    out.replace('\u{a0}', " ")
}

fn printed(printed: &Printed) -> String {
    let marks: String = printed.marks.iter().map(|mark| format!(" {mark:?}")).collect();
    let note = printed.footnote.map_or_else(String::new, |n| format!("[{n}]"));
    format!("<{}{marks}{note}>", printed.text)
}

fn element_lines(element: &Element) -> String {
    match element {
        Element::Prose(blocks) => blocks.iter().map(block).collect(),
        Element::Table(table) => {
            let heads = table.columns.iter().map(|c| format!(" | {} ({})", c.label, c.unit));
            let mut out = format!("{}: {}{}\n", table.id, table.stub, heads.collect::<String>());
            for row in &table.rows {
                let cells = row.cells.iter().map(|c| c.as_ref().map_or_else(String::new, printed));
                let _ = writeln!(out, "{} {}", row.label, cells.collect::<Vec<_>>().join(" "));
            }
            table.notes.iter().for_each(|note| out.push_str(&format!("note {}\n", inlines(note))));
            out
        }
        Element::Chart(chart) => {
            let points = chart.series.iter().flat_map(|s| &s.points);
            let points = points.map(|p| format!(" {} {}", p.label, printed(&p.printed)));
            format!("{} ({}):{}\n", chart.id, chart.unit, points.collect::<String>())
        }
        Element::Listing(listing) => {
            let rows = listing.rows.iter().map(|row| format!(" {:?}", row.cells));
            format!("{} {:?}:{}\n", listing.id, listing.marks, rows.collect::<String>())
        }
        Element::Story(story) => format!("{}\n", story.title),
        Element::Image(image) => format!("{}\n", image.file),
    }
}

fn block(block_: &Block) -> String {
    match block_ {
        Block::Paragraph { id, inlines: text } => format!("{id}: {}\n", inlines(text)),
        Block::Heading { inlines: text, .. } => format!("# {}\n", inlines(text)),
        Block::List { items, .. } => items.iter().flatten().map(|b| format!("* {}", block(b))).collect(),
        Block::Quote(blocks) => blocks.iter().map(|b| format!("> {}", block(b))).collect(),
    }
}

fn inlines(list: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Name(text) | Inline::Term { text, .. } => text.clone(),
        Inline::SectionRef { text, .. } | Inline::DocumentRef { text, .. } => text.clone(),
        Inline::Figure(figure) => printed(figure),
        Inline::Emphasis(text) | Inline::Strong(text) => format!("*{}*", inlines(text)),
        Inline::Link { inlines: text, .. } => inlines(text),
    };
    list.iter().map(one).collect()
}

#[test]
fn a_report_prints_its_figures_bound_to_their_keys() {
    let (report, _) = assemble(&content(), &answers(), &options("en"));
    insta::assert_snapshot!(lines(&report), @r#"
    People online, 2024: <5.5 billion>
    - Foreword (1)
    foreword-p1: In 2024, <5.5 billion> people were *online*, <about 5.3 billion> before.
    foreword-p2: The assembly met on <15–24 October 2024>; 5G, Partner2Connect, C25/45.
    * foreword-p3: <– Missing[1]> people were offline.
    4.7 Projects of 2024 (2)
    4.7-table-1: Region | Projects () | Value (thousand CHF)
    Africa <17> <26 548.5>
    XYZ <– Missing[2]> <– Missing[3]>
    Total <105> <91 800.0>
    note See Foreword and <105>.
    4.7-chart-1 (): 2023 <5.3 billion> 2024 <5.5 billion>
    4.7-table-2: Region | Projects ()
    Africa <17>
    4.7-listing-1 []: [Some("Assembly"), Some("15–24 October 2024"), Some("Switzerland")]
    "#);
}

#[test]
fn a_report_in_chinese_prints_as_chinese_does() {
    let (report, problems) = assemble(&content(), &answers(), &options("zh"));
    insta::assert_snapshot!(lines(&report), @r#"
    上网人数: <55亿>
    - 前言 (1)
    foreword-p1: In 2024, <55亿> people were *online*, <约53亿> before.
    foreword-p2: The assembly met on <2024年10月15日至24日>; 5G, 伙伴关系, C25/45.
    * foreword-p3: <– Missing[1]> people were offline.
    4.7 项目 (2)
    4.7-table-1: 区域 | 项目数 () | 价值 (千瑞郎)
    非洲 <17> <26,548.5>
    XYZ <– Missing[2]> <– Missing[3]>
    总计 <105> <91,800.0>
    note See 前言 and <105>.
    4.7-chart-1 (): 2023 <53亿> 2024 <55亿>
    4.7-table-2: 区域 | 项目数 ()
    非洲 <17>
    4.7-listing-1 []: [Some("Assembly"), Some("2024年10月15日至24日"), Some("瑞士")]
    "#);
    let missing: Vec<_> =
        problems.iter().filter(|p| p.kind.is_translation()).map(ToString::to_string).collect();
    assert_eq!(
        missing,
        [
            "outline.toml:15:1: there is no narrative/zh/foreword.md; translate it; it is printed in `en`",
            "outline.toml:29:14: this text is not given in `zh`; translate it; it is printed in the first language",
        ]
    );
}

#[test]
fn equal_inputs_give_equal_reports_and_hashes() {
    let once = assemble(&content(), &answers(), &options("en"));
    let again = assemble(&content(), &answers(), &options("en"));
    assert_eq!(once, again);
    assert_eq!(once.0.content_hash(), again.0.content_hash());
    let other = assemble(&content(), &answers(), &options("zh"));
    assert_ne!(once.0.content_hash(), other.0.content_hash());
}

#[test]
fn every_printed_figure_stands_once_in_the_report() {
    let (report, _) = assemble(&content(), &answers(), &options("en"));
    let keys: Vec<_> = report.figures.iter().map(|f| f.key.clone()).collect();
    let printed: Vec<_> = places(&report).into_keys().filter(|key| !key.contains('#')).collect();
    assert_eq!(keys, printed);
    let users = &places(&report)["connectivity/internet-users?area=WORLD&period=2024"];
    let users: Vec<_> = users.iter().map(|p| format!("{}/{}", p.section, p.anchor)).collect();
    assert_eq!(users, ["/", "foreword/foreword-p1", "4.7/4.7-chart-1"]);
}

#[test]
fn the_plan_asks_for_what_is_printed_each_key_once() {
    let plan = plan(&content(), &options("en"));
    let keys: Vec<_> = plan.keys.values().flatten().map(ToString::to_string).collect();
    insta::assert_snapshot!(keys.join("\n"), @r#"
    connectivity/internet-users?area=WORLD&period=2023
    connectivity/internet-users?area=WORLD&period=2024
    connectivity/offline?area=WORLD&period=2024
    events/calendar?event=wtsa-24
    events/calendar?period=2024
    projects/count?area=AFR&period=2024
    projects/count?area=XYZ&period=2024
    projects/count?area=itu-region:*&period=2024
    projects/count?period=2024
    projects/funding?area=AFR&period=2024
    projects/funding?area=XYZ&period=2024
    projects/funding?period=2024
    "#);
}

#[test]
fn an_error_is_a_problem_with_every_place_and_prints_as_missing() {
    let (report, problems) = assemble(&content(), &answers(), &options("en"));
    let problems: Vec<_> = problems.iter().map(|p| format!("{} {p}", p.kind.name())).collect();
    insta::assert_snapshot!(problems.join("\n"), @r#"
    unlisted-name outline.toml:28:8: `XYZ` of `area` is not listed; add it to areas.csv
    answer-error outline.toml:33:7: there is no area `XYZ`; correct the key, or add what it asks for
    answer-error outline.toml:37:7: there is no area `XYZ`; correct the key, or add what it asks for
    "#);
    assert!(
        report.footnotes.iter().any(|f| matches!(
            &f.content,
            FootnoteContent::Missing { reason: MissingReason::NotCollected, .. }
        ))
    );
}

#[test]
fn a_service_that_did_not_answer_costs_its_own_figures_only() {
    let mut all = answers();
    all.service("connectivity", None, ServiceState::Unavailable);
    let mut some = Answers::new();
    for service in ["projects", "events"] {
        some.service(service, Some(7), ServiceState::Confirmed);
    }
    let (content, options) = (content(), options("en"));
    for key in plan(&content, &options).keys.iter().filter(|(s, _)| *s != "connectivity").flat_map(|(_, k)| k)
    {
        some.insert(key.to_string(), all.get(&key.to_string()).expect("answered").clone());
    }
    let (report, _) = assemble(&content, &some, &options);
    assert_eq!(report.unconfirmed, [("connectivity".to_owned(), Unconfirmed::Unavailable)].into());
    let headline = &report.headline[0].printed;
    assert_eq!((headline.text.as_str(), headline.marks.as_slice()), ("–", &[Mark::Unavailable][..]));
    let unavailable = report.figures.iter().filter(|f| f.status == Status::Unavailable);
    assert!(
        unavailable.clone().count() > 0 && unavailable.clone().all(|f| f.key.starts_with("connectivity/"))
    );
}

#[test]
fn last_known_and_disputed_figures_are_marked() {
    let mut answers = answers();
    let since = "2025-01-02T03:04:05Z".parse().ok();
    answers.service("connectivity", Some(5), ServiceState::LastKnown(since));
    let mut disputed = figure("projects/count?period=2024", "105", "INF", "project");
    disputed.disputed = true;
    disputed.alternatives = vec![Alternative {
        value: Value::exact(104),
        basis: Basis::Computed,
        sources: vec![Source { section: "5.1".into(), ..Source::default() }],
        disputes: true,
    }];
    answers.insert(disputed.key.clone(), Answer::Figures(vec![disputed]));
    let (report, _) = assemble(&content(), &answers, &options("en"));
    assert_eq!(report.headline[0].printed.marks, [Mark::LastKnown]);
    assert_eq!(report.headline[0].printed.text.replace('\u{a0}', " "), "5.5 billion");
    let others = report.footnotes.iter().find_map(|f| match &f.content {
        FootnoteContent::Disputed { others, .. } => Some(others.clone()),
        FootnoteContent::Missing { .. }
        | FootnoteContent::Unavailable { .. }
        | FootnoteContent::LastKnown { .. } => None,
    });
    assert_eq!(others.map(|o| o[0].0.clone()).as_deref(), Some("104"));
}

#[test]
fn a_cell_of_a_known_code_without_a_record_is_missing() {
    let key = "events/calendar?event=wtsa-24";
    let mut answers = answers();
    let Answer::Listing(listing) = calendar(key) else { panic!("a listing") };
    let two = listing.rows.iter().cycle().take(2).cloned().collect();
    answers.insert(key, Answer::Listing(Listing { rows: Vec::new(), ..listing.clone() }));
    let (report, problems) = assemble(&content(), &answers, &options("en"));
    assert_eq!(problems.iter().filter(|p| p.kind == ProblemKind::Misplaced).count(), 0, "{problems:?}");
    let missing = |f: &Footnote| matches!(&f.content, FootnoteContent::Missing { key, .. } if key.contains("wtsa-24#starts"));
    assert!(report.footnotes.iter().any(missing), "{:?}", report.footnotes);
    answers.insert(key, Answer::Listing(Listing { rows: two, ..listing }));
    let (_, problems) = assemble(&content(), &answers, &options("en"));
    assert!(problems.iter().any(|p| p.kind == ProblemKind::Misplaced && p.problem.contains("has 2 rows")));
}

#[test]
fn what_leads_nowhere_is_a_mistake_at_its_place() {
    let mut files = files();
    let prose = "{user} and {section:9} and {doc:C25-54} and {term:p3c}\n\n{projects/cuont?period=@year}, \
        {projects/count?sex=F&period=@year}, {events/calendar?event=a#start}, {events/calendar?period=@year}\n";
    files.insert("narrative/en/foreword.md".into(), prose.as_bytes().to_vec());
    files.insert("narrative/en/9.md".into(), b"text\n".to_vec());
    let (_, mistakes) = read(files);
    insta::assert_snapshot!(mistakes.join("\n"), @r#"
    narrative/en/9.md:1:1: no section holds this narrative; add an element of kind prose with file = "9" to outline.toml, or remove the file
    narrative/en/foreword.md:1:1: there is no alias `user`; did you mean `users`?
    narrative/en/foreword.md:1:12: there is no section `9`; add it to outline.toml
    narrative/en/foreword.md:1:28: there is no document `C25-54`; did you mean `C25-45`?
    narrative/en/foreword.md:1:45: there is no term `p3c`; add it to terms.csv
    narrative/en/foreword.md:3:1: there is no measure `projects/cuont`; did you mean `projects/count`?
    narrative/en/foreword.md:3:32: projects/count has no dimension `sex`; correct it
    narrative/en/foreword.md:3:69: `events/calendar` has no column `start`; its columns are label, starts, ends, area
    narrative/en/foreword.md:3:102: `events/calendar?period=2024` is a listing; name one of its cells: key#column
    "#);
}

#[test]
fn the_outline_is_read_with_all_its_mistakes() {
    let mut files = files();
    let outline = "[alias]\n[[headline]]\nfigure = \"Users\"\nlabel.en = \"Top 5\"\n[[section]]\nid = \"a b\"\ntitle.en = \"x\"\n\
        [[section]]\nid = \"3.1\"\ntitle = \"x\"\nlevel = 9\n[[section.element]]\nkind = \"tabel\"\n\
        [[section.element]]\nkind = \"table\"\ncaption.fr = \"x\"\nstub.en = \"{users}\"\nrows = { each = \"area\" }\n";
    files.insert("outline.toml".into(), outline.as_bytes().to_vec());
    let (_, mistakes) = read(files);
    insta::assert_snapshot!(mistakes.join("\n"), @r#"
    narrative/en/foreword.md:1:1: no section holds this narrative; add an element of kind prose with file = "foreword" to outline.toml, or remove the file
    outline.toml:1:2: there is no field `alias` here; did you mean `aliases`?
    outline.toml:3:10: `Users` is no alias; names have lower-case letters, digits and hyphens (a key has a `/`)
    outline.toml:4:17: the number `5` is not bound; bind it as {alias} or {key}, write {@year} for a year of the report, or {"…"} for a name that holds it
    outline.toml:6:6: `a b` is no id of a section; use letters, digits, points and hyphens
    outline.toml:10:9: `title` is not given by language; write title.en = "…"
    outline.toml:11:9: `level` is no level; write 1 for a chapter to 6
    outline.toml:13:8: `tabel` is no kind of element; write one of prose, table, chart, listing, box, image
    outline.toml:14:1: the table has no columns; add [[section.element.column]]
    outline.toml:16:9: `fr` is no language of the bundle; the bundle's languages are en, zh; they stand in bundle.toml
    outline.toml:16:9: `caption` is not given in en; add caption.en
    outline.toml:17:12: a figure in a title, label or caption cannot be followed to its source; move it to a note or to the narrative
    outline.toml:18:8: there are no codes; add codes = ["AFR", …, "_T"] or range = "2018..@year"
    "#);
}

#[test]
fn a_file_that_is_not_toml_is_one_mistake_a_syntax_error() {
    let (_, mistakes) = crate::outline::read("outline.toml", "[a\nb = = 2\n", &["en".to_owned()]);
    assert!(mistakes.iter().all(|m| m.problem.starts_with("this is not TOML")) && !mistakes.is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn any_outline_is_read_without_a_panic(text in "(\\[\\[section(\\.element)?\\]\\]\n|(id|kind|key|rows|form|title\\.en|cells) = (\"[a-z@{}:0-9.]{0,8}\"|\\[\"a\"\\]|\\{ each = \"area\" \\}|5)\n){0,12}") {
        let (outline, _) = crate::outline::read("outline.toml", &text, &["en".to_owned()]);
        let _ = outline.names();
    }

    #[test]
    fn any_narrative_is_assembled_without_a_panic(text in "(\\{(users|offline|@year|section:4.7|x|term:p2c|projects/count\\?period=@year)( @year-1)?( \\| (about|words|over 1e9|digits=3))?\\}|[a-z #>*\n-]){0,30}") {
        let mut files = files();
        files.insert("narrative/en/foreword.md".into(), text.into_bytes());
        let (content, _) = read(files);
        let (report, _) = assemble(&content, &answers(), &options("en"));
        let _ = report.content_hash();
    }
}
