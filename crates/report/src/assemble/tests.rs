//! What readers get of a small bundle.

mod bundle;
mod converted;
mod lines;
mod names;
mod pages;
mod restated;

use figures::{Alternative, Answer, Basis, Listing, MissingReason, Source, Status, Value};

use super::*;
use crate::model::{Block, Element, FootnoteContent, Inline, Mark, Printed, places};

use bundle::{answers, calendar, content, figure, files, options, read};
use lines::lines;

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
    answers.insert(disputed.key.clone(), Answer::Figures(vec![disputed.into()]));
    let (report, _) = assemble(&content(), &answers, &options("en"));
    assert_eq!(report.headline[0].printed.marks, [Mark::LastKnown]);
    assert_eq!(report.headline[0].printed.text.replace('\u{a0}', " "), "5.5 billion");
    let others = report.footnotes.iter().find_map(|f| match &f.content {
        FootnoteContent::Disputed { others, .. } => Some(others.clone()),
        FootnoteContent::Missing { .. }
        | FootnoteContent::Unavailable { .. }
        | FootnoteContent::LastKnown { .. }
        | FootnoteContent::Restated { .. }
        | FootnoteContent::Converted { .. } => None,
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
    narrative/en/9.md:1:1: no section holds this narrative; add an element of kind prose with file = "9" to outline.toml or pages.toml, or remove the file
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
    narrative/en/foreword.md:1:1: no section holds this narrative; add an element of kind prose with file = "foreword" to outline.toml or pages.toml, or remove the file
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

#[test]
fn a_figure_is_told_by_its_value_as_known_and_the_names_of_its_codes() {
    for (language, value, area) in [("en", "26.5485\u{a0}million", "Africa"), ("zh", "2,654.85万", "非洲")]
    {
        let (report, _) = assemble(&content(), &answers(), &options(language));
        assert_eq!(report.words.len(), report.figures.len());
        let told = |part: &str| report.words.iter().find(|(key, _)| key.contains(part)).map(|(_, told)| told);
        let funding = told("area=AFR&").filter(|told| !told.value.is_empty()).expect("a value");
        assert_eq!(funding.breakdown, [area]);
        let named = report.words.values().any(|told| told.value.contains(value));
        assert!(named, "{value}: {:?}", report.words.values().map(|told| &told.value).collect::<Vec<_>>());
        assert!(report.words.values().all(|told| !told.breakdown.contains(&"WORLD".to_owned())));
    }
}

#[test]
fn a_table_says_that_it_may_not_add_where_rounding_alone_is_to_blame() {
    let mut files = files();
    let outline =
        String::from_utf8(files["outline.toml"].clone()).expect("a text").replace("\"XYZ\"", "\"CHE\"");
    files.insert("outline.toml".to_owned(), outline.into_bytes());
    let content = read(files).0;
    let notes = |africa: &str, switzerland: &str, total: &str, language: &str| {
        let mut answers = answers();
        let funding = [("area=AFR&", africa), ("area=CHE&", switzerland), ("", total)];
        for (area, value) in funding {
            let key = format!("projects/funding?{area}period=2024");
            let (bound, number) = value.split_once(' ').unwrap_or(("", value));
            let mut figure = figure(&key, number, "INF", "CHF");
            figure.value =
                figure.value.map(|value| Value { bound: bound.parse().unwrap_or_default(), ..value });
            answers.insert(key.as_str(), Answer::Figures(vec![figure.into()]));
        }
        let (report, _) = assemble(&content, &answers, &options(language));
        let table =
            report.sections.iter().flat_map(|section| &section.elements).find_map(|element| match element {
                Element::Table(table) => Some(table.clone()),
                Element::Prose(_)
                | Element::Chart(_)
                | Element::Listing(_)
                | Element::Story(_)
                | Element::Image(_) => None,
            });
        let last = table.expect("a table").notes.pop().expect("a note");
        last.iter()
            .map(|inline| if let Inline::Text(text) = inline { text.clone() } else { String::new() })
            .collect::<String>()
    };
    let english = "Totals may not add due to rounding.";
    // 26 548.5 and 65 251.4 are 91 799.9; what is printed is 91 800.0.
    assert_eq!(notes("26548540", "65251440", "91799980", "en"), english);
    assert_eq!(notes("26548540", "65251440", "91799980", "zh"), "因四舍五入，各项之和可能与总数不等。");
    // What a limit leaves open is no rounding.
    assert_ne!(notes("at-least 26548540", "65251440", "91799980", "en"), english);
    for (africa, switzerland, total) in [
        ("26548500", "65251400", "91799900"),
        // Digits are left out, and what is left adds up.
        ("26548510", "65251410", "91799920"),
        // More is missing than rounding explains.
        ("26548540", "65251440", "91899980"),
        // What is printed would miss by rounding, but the values do not make the total.
        ("26548540", "65251440", "91799990"),
    ] {
        assert_ne!(notes(africa, switzerland, total, "en"), english, "{africa} {switzerland} {total}");
    }
}
