//! What pages besides the report's show in the tests.

use std::collections::BTreeMap;

use figures::{Aggregation, Bound, Labels, Measure, MeasureKind, MissingReason};
use render::Links;
use render::figure_page::{Around, Change, Citation, Document, FigurePage, Found, Group, Neighbour, Place};
use render::html::{
    self, Cause, Consequences, FindingsPage, ListingColumn, ListingPage, ListingPageRow, Moved, Outcome,
    PreviewPage, Problem, Refused, RefusedFor, ReportEntry,
};
use report::model::{Mark, PageId, Reprinted, State};

use crate::sample;

/// The page of a figure with everything known about it.
pub(crate) fn figure_page(language: &str) -> FigurePage {
    let chinese = language == "zh";
    let say = |en: &str, zh: &str| if chinese { zh } else { en }.to_owned();
    FigurePage {
        languages: vec!["en".into(), "zh".into()],
        printed: Some(say("at least USD\u{a0}54.27\u{a0}billion", "至少542.7亿美元")),
        unit: Some(say("United States dollar", "美元")),
        breakdown: vec![(say("Area", "地区"), say("World", "世界"))],
        measure: Some(measure()),
        department: Some(say("Telecommunication Development Bureau", "电信发展局")),
        documents: BTreeMap::from([(
            "ar-2024".into(),
            Document {
                title: say("Annual report on the strategic plan, 2024", "2024年战略规划年度报告"),
                symbol: "C25/35".into(),
                url: Some("https://www.itu.int/md/S25-CL-C-0035".into()),
            },
        )]),
        restated: vec![(say("USD\u{a0}53\u{a0}billion", "530亿美元"), sample::source("3.1", "¶2"))],
        restated_reason: Some(say("Two pledges were counted twice.", "两项认捐重复计算。")),
        alternatives: vec![say("more than USD\u{a0}54\u{a0}billion", "超过540亿美元"), String::new()],
        history: history(),
        places: vec![
            Place {
                report: "/reports/2024/live".into(),
                page: None,
                group: String::new(),
                anchor: "3.1-p1".into(),
                number: Some("3.1".into()),
                title: say("Who is online", "上网情况"),
            },
            Place {
                report: "/reports/2024/live".into(),
                page: None,
                group: String::new(),
                anchor: "foreword".into(),
                number: None,
                title: say("Foreword", "前言"),
            },
            Place {
                report: "/reports/2024/live".into(),
                page: Some(PageId { id: "region".into(), code: Some("AFR".into()) }),
                group: say("Regions", "区域"),
                anchor: String::new(),
                number: None,
                title: say("Africa", "非洲"),
            },
        ],
        step: Some(say("USD\u{a0}10\u{a0}million", "1000万美元")),
        around: Some(around(chinese)),
        citation: Some(Citation {
            organisation: say("International Telecommunication Union", "国际电信联盟"),
            report: say("Annual report on the strategic plan, 2024", "2024年战略规划年度报告"),
            state: State::Draft,
            service: "projects".into(),
            revision: 3,
            committed_at: "2025-03-01T14:05:00Z".parse().ok(),
        }),
        findings: vec![Found {
            id: "sources-disagree-0a1b2c3d4e5f".into(),
            severity: checks::Severity::Warning,
            message: say("two sources do not meet", "两个来源不一致"),
            settled: true,
        }],
        ..FigurePage::new(sample::pledges(), language)
    }
}

/// The page of what the check finds in the sample.
pub(crate) fn findings(language: &'static str, links: &Links) -> String {
    let report = sample::report(language);
    let assembled = [(&report, [].as_slice())];
    let found = checks::check(&checks::CheckInput { assembled: &assembled, ..checks::CheckInput::default() });
    let names =
        [(sample::pledges().key, if language == "zh" { "认捐额" } else { "Value of pledges" }.to_owned())];
    let page = FindingsPage {
        findings: &found,
        fixed: &[],
        counts: checks::finding::counts(&found),
        names: names.into(),
        documents: figure_page(language).documents,
    };
    html::findings(&report, &page, links)
}

/// What another value would bring: not asked, refused, nothing, much.
pub(crate) fn previews(language: &'static str, links: &Links) -> Vec<String> {
    let figure = figure_page(language);
    let of = |value: &str, outcome| PreviewPage {
        key: figure.figure.key.clone(),
        name: "<Pledges>".to_owned(),
        now: "17".to_owned(),
        value: value.to_owned(),
        outcome,
    };
    let change = |section: &str, anchor: &str| Reprinted {
        key: figure.figure.key.clone(),
        section: section.to_owned(),
        anchor: anchor.to_owned(),
        before: "17".to_owned(),
        after: "18".to_owned(),
    };
    let region = Some(PageId { id: "region".into(), code: Some("AFR".into()) });
    let much = Consequences {
        then: "18".to_owned(),
        appearing: figure.findings.clone(),
        going: figure.findings.clone(),
        changing: figure.findings.clone(),
        printed: vec![(None, change("", "")), (None, change("foreword", "")), (region, change("x", "y"))],
        derived: vec![Moved {
            key: figure.figure.key.clone(),
            name: "<Pledges of all>".to_owned(),
            before: "17".to_owned(),
            after: "18".to_owned(),
        }],
        undetermined: vec![(figure.figure.key.clone(), "<Pledges>".to_owned())],
        ..Consequences::default()
    };
    let ambiguous = Refused {
        written: "1,055".to_owned(),
        unit: "<CHF>".to_owned(),
        kind: RefusedFor::Ambiguous("1055".to_owned(), "1.055".to_owned()),
    };
    let pages = [
        of("", None),
        of("\"<x>", Some(Outcome::Refused(Refused::default()))),
        of("1,055", Some(Outcome::Refused(ambiguous))),
        of("17", Some(Outcome::Told(Consequences::default()))),
        of("18", Some(Outcome::Told(much))),
    ];
    pages.iter().map(|page| html::preview(&sample::report(language), page, links)).collect()
}

/// Year-ends, another day and an interval; regions under their total, and more of them than are listed.
fn around(chinese: bool) -> Around {
    let say = |en: &str, zh: &str| if chinese { zh } else { en }.to_owned();
    let one = |rest: &str, label: String, text: String, number: Option<i64>, marks: &[Mark]| Neighbour {
        key: format!("projects/pledge-value?{rest}"),
        label: Some(label),
        period: rest.strip_prefix("period=").and_then(|period| period.parse().ok()),
        number: number.map(Into::into),
        short: text.strip_prefix("USD\u{a0}").map(str::to_owned),
        text,
        marks: marks.to_vec(),
        source: Some(sample::source("5.5", "¶11")),
        current: rest == "period=2024-12-31",
    };
    let day = |day: &str, en: &str, zh: &str, number: Option<i64>, marks: &[Mark]| {
        let text = number.map_or_else(|| say("there are no data", "无数据"), |n| format!("USD\u{a0}{n}"));
        one(&format!("period={day}"), say(en, zh), text, number, marks)
    };
    let area = |code: &str, en: &str, zh: &str, number: i64| {
        one(
            &format!("area={code}&period=2024-12-31"),
            say(en, zh),
            format!("USD\u{a0}{number}"),
            Some(number),
            &[],
        )
    };
    Around {
        periods: vec![
            day("2019-01-01/2024-12-31", "2019–2024", "2019–2024年", Some(60), &[]),
            day("2022-12-31", "31 December 2022", "2022年12月31日", Some(26), &[]),
            day("2023-12-31", "31 December 2023", "2023年12月31日", None, &[Mark::Missing]),
            day("2024-12-31", "31 December 2024", "2024年12月31日", Some(54), &[Mark::Disputed]),
            day("2025-03-31", "31 March 2025", "2025年3月31日", Some(73), &[]),
        ],
        unit: "USD".into(),
        groups: vec![Group {
            label: say("ITU region", "国际电联区域"),
            list: "projects/pledge-value?area=itu-region:*&period=2024-12-31".into(),
            members: vec![area("AFR", "Africa", "非洲", 17), area("EUR", "Europe", "欧洲", 4)],
            more: 4,
        }],
    }
}

fn measure() -> Measure {
    Measure {
        service: "projects".into(),
        name: "pledge-value".into(),
        kind: MeasureKind::Stock,
        unit: None,
        aggregation: Aggregation::Sum,
        dimensions: vec!["period".into()],
        total_area: None,
        period_from: None,
        decimals: Some(-7),
        columns: Vec::new(),
        department: "BDT".into(),
        label: Labels::new(),
        definition: Labels::from([
            (
                "en".into(),
                "What partners have promised to spend on connecting people, as they state it.".into(),
            ),
            ("zh".into(), "合作伙伴所述的、承诺用于连通民众的金额。".into()),
        ]),
        must_say: [
            ("en".into(), vec!["pledge".into(), "pledged".into()]),
            ("zh".into(), vec!["认捐".into()]),
        ]
        .into(),
        must_not_say: [("en".into(), vec!["paid".into()]), ("zh".into(), vec!["到位".into()])].into(),
    }
}

fn history() -> Vec<Change> {
    let change = |revision, value, missing, at: &str, reason: &str| Change {
        revision,
        value,
        printed: None,
        missing,
        committed_at: at.parse().ok(),
        reason: reason.into(),
    };
    let value = sample::value("54270000000", "-7", Bound::AtLeast);
    vec![
        change(3, Some(value), None, "2025-03-01T14:05:00Z", "the year's last pledges came in"),
        change(2, None, Some(MissingReason::NoData), "2025-02-01T09:00:00Z", "asked for"),
        change(1, None, None, "2025-01-01T00:00:00Z", ""),
    ]
}

pub(crate) fn listing(language: &str) -> ListingPage {
    let column =
        |name: &str, head: &str| ListingColumn { name: name.into(), head: head.into(), numeric: false };
    let row = |aggregate, name: Option<&str>, date: Option<&str>| ListingPageRow {
        aggregate,
        key: None,
        cells: vec![name.map(str::to_owned), date.map(str::to_owned)],
        source: sample::source("5.1", "¶2"),
    };
    ListingPage {
        language: language.to_owned(),
        languages: vec!["en".into(), "zh".into()],
        key: "events/calendar?period=2024".into(),
        title: "Calendar".into(),
        definition: "Conferences, assemblies and workshops.".into(),
        columns: vec![column("label", "Event"), column("starts", "Starts")],
        rows: vec![
            row(None, Some("WTSA-24"), Some("15 October 2024")),
            row(Some(17), Some("Workshops"), None),
        ],
        revision: 4,
        as_of: None,
        heard: Default::default(),
    }
}

pub(crate) fn entries() -> Vec<ReportEntry> {
    vec![ReportEntry {
        organisation: "International Telecommunication Union".into(),
        title: "Annual report".into(),
        year: 2024,
        state: State::Edition(1),
        languages: vec!["en".into(), "zh".into()],
        path: "/reports/2024".into(),
    }]
}

pub(crate) fn problem() -> Problem {
    Problem {
        status: 404,
        cause: Cause::Named("measure"),
        detail: "There is no measure `projects/cuont`.".into(),
        fields: vec![("keys[0]".into(), "use projects/count".into())],
        nearest: Some(("projects/count".into(), "/figures/projects/count?period=2024".into())),
    }
}
