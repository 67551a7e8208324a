//! A small report with every element, mark and footnote, in English and Chinese.

use std::collections::BTreeMap;

use figures::{
    Alternative, Basis, Bound, Decimals, Figure, Labels, MissingReason, Source, Status, Unit, Value,
};
use report::model::{
    Block, Chart, ChartKind, Element, FindingCounts, Headline, Image, Inline, ListingLayout, ListingTable,
    ListingTableRow, Mark, Organisation, Point, Printed, Report, Section, Series, State, Story, Table,
    TableColumn, TableRow, Unconfirmed,
};

#[path = "sample_words.rs"]
mod words;

/// Chooses a text by language.
#[derive(Clone, Copy)]
pub(crate) struct Words(pub(crate) &'static str);

impl Words {
    fn say(self, english: &str, chinese: &str) -> String {
        if self.0 == "zh" { chinese } else { english }.to_owned()
    }
}

pub(crate) fn source(section: &str, locator: &str) -> Source {
    Source {
        document: "ar-2024".into(),
        section: section.into(),
        locator: locator.into(),
        publisher: "ITU".into(),
        date: "2025-05-30".into(),
    }
}

pub(crate) fn value(number: &str, decimals: &str, bound: Bound) -> Value {
    let number = figures::value::parse_decimal(number).expect("a number");
    Value::new(number, decimals.parse().expect("decimals"), bound).expect("a value")
}

pub(crate) fn figure(key: &str, labels: (&str, &str), value: Option<Value>) -> Figure {
    let parsed: figures::FigureKey = key.parse().expect("a key");
    Figure {
        key: key.to_owned(),
        measure: parsed.measure.clone(),
        label: Labels::from([("en".into(), labels.0.into()), ("zh".into(), labels.1.into())]),
        value,
        unit: Unit::new("person").expect("a unit"),
        period: parsed.code("period").map(|p| p.parse().expect("a period")),
        basis: Basis::Stated,
        status: Status::Available,
        last_known_at: None,
        disputed: false,
        sources: vec![source("3.1", "¶4")],
        revision: 3,
        record_count: None,
        formula: None,
        alternatives: Vec::new(),
        note: None,
        records: None,
        conversions: None,
    }
}

fn plain(text: impl Into<String>, key: &str) -> Printed {
    Printed { text: text.into(), key: key.to_owned(), marks: Vec::new(), footnote: None }
}

fn marked(text: impl Into<String>, key: &str, mark: Mark, footnote: u32) -> Printed {
    Printed { marks: vec![mark], footnote: Some(footnote), ..plain(text, key) }
}

const USERS: &str = "connectivity/internet-users?area=WORLD&period=2024";
const SHARE: &str = "connectivity/individuals-using-the-internet?area=WORLD&period=2024";
const WOMEN: &str = "connectivity/individuals-using-the-internet?area=WORLD&period=2024&sex=F";
const SKILLS: &str = "connectivity/digital-skills?area=WORLD&period=2024";
const PLEDGES: &str = "projects/pledge-value?period=2024-12-31";
const MEMBERS: &str = "membership/member-states?period=2024-12-31";
const EVENTS: &str = "events/count?period=2024";
const WTSA: &str = "events/calendar?event=wtsa-24";

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn paragraph(id: &str, inlines: Vec<Inline>) -> Block {
    Block::Paragraph { id: id.to_owned(), inlines }
}

/// The sample in a language, as a draft with two services that did not answer.
pub(crate) fn report(language: &'static str) -> Report {
    let w = Words(language);
    Report {
        organisation: Organisation {
            id: "itu".into(),
            name: w.say("International Telecommunication Union", "国际电信联盟"),
            short: w.say("ITU", "国际电联"),
        },
        year: 2024,
        plan: "2024/2027".into(),
        language: language.to_owned(),
        languages: vec!["en".into(), "zh".into()],
        title: w.say(
            "Annual report on the implementation of the strategic plan, 2024",
            "2024年战略规划实施情况年度报告",
        ),
        page: None,
        pages: Vec::new(),
        state: State::Draft,
        revisions: BTreeMap::from([
            ("connectivity".into(), 3),
            ("gateway".into(), 12),
            ("membership".into(), 7),
            ("projects".into(), 5),
            ("results".into(), 2),
        ]),
        unconfirmed: BTreeMap::from([
            ("events".into(), Unconfirmed::Unavailable),
            ("membership".into(), Unconfirmed::LastKnown("2025-03-01T14:05:00Z".parse().ok())),
        ]),
        headline: headline(w),
        sections: sections(w),
        figures: figures_of().into_iter().map(std::sync::Arc::new).collect(),
        footnotes: words::footnotes(w),
        findings: FindingCounts { errors: 1, warnings: 2, notes: 0 },
        words: words::of_figures(w),
        documents: BTreeMap::from([("ar-2024".into(), w.say("Annual report, 2024", "2024年年度报告"))]),
    }
}

/// The sample as an edition for which every service answered.
pub(crate) fn edition(language: &'static str) -> Report {
    let draft = report(language);
    Report { state: State::Edition(2), unconfirmed: BTreeMap::new(), ..draft }
}

fn headline(w: Words) -> Vec<Headline> {
    vec![
        Headline {
            label: w.say("people using the Internet", "使用互联网的人数"),
            printed: plain(w.say("5.5\u{a0}billion", "55亿"), USERS),
        },
        Headline {
            label: w.say("of the world’s population online", "上网人口占世界人口的比例"),
            printed: plain(w.say("68\u{a0}%", "68%"), SHARE),
        },
        Headline {
            label: w.say("pledged by partners", "合作伙伴认捐额"),
            printed: marked(w.say("USD\u{a0}54.27\u{a0}billion", "542.7亿美元"), PLEDGES, Mark::Disputed, 4),
        },
        Headline {
            label: w.say("Member States", "成员国"),
            printed: marked("194", MEMBERS, Mark::LastKnown, 3),
        },
        Headline {
            label: w.say("events held", "举办活动"),
            printed: marked("–", EVENTS, Mark::Unavailable, 2),
        },
    ]
}

fn sections(w: Words) -> Vec<Section> {
    let section = |id: &str, number: Option<&str>, level, title: String, elements| Section {
        id: id.into(),
        number: number.map(str::to_owned),
        title,
        level,
        elements,
    };
    vec![
        section("foreword", None, 1, w.say("Foreword", "前言"), vec![Element::Prose(foreword(w))]),
        section("3", Some("3"), 1, w.say("Connecting the world", "连通世界"), Vec::new()),
        section(
            "3.1",
            Some("3.1"),
            2,
            w.say("Who is online", "上网情况"),
            vec![Element::Prose(prose(w)), Element::Table(table(w)), Element::Chart(chart(w))],
        ),
        section(
            "3.1.1",
            Some("3.1.1"),
            3,
            w.say("Skills", "技能"),
            vec![
                Element::Story(story(w)),
                Element::Image(Image {
                    file: "images/assembly.jpg".into(),
                    alt: w.say("Delegates in the assembly hall", "会议厅内的代表"),
                    credit: None,
                    caption: Some(w.say("The assembly in New Delhi", "新德里大会")),
                }),
            ],
        ),
        section(
            "4",
            Some("4"),
            1,
            w.say("Conferences", "大会"),
            vec![Element::Listing(listing(w)), Element::Listing(absent(w))],
        ),
    ]
}

fn foreword(w: Words) -> Vec<Block> {
    vec![
        paragraph(
            "foreword-p1",
            vec![
                text(&w.say("In 2024, ", "2024年，")),
                Inline::Figure(plain(w.say("5.5\u{a0}billion", "55亿"), USERS)),
                text(&w.say(" people were online, ", "人上网，占世界人口的")),
                Inline::Figure(plain(w.say("68\u{a0}%", "68%"), SHARE)),
                text(&w.say(
                    " of the world’s population. Members, partners and staff worked together so that everyone, everywhere, \
                     can benefit from being connected. See ",
                    "。成员、合作伙伴和工作人员共同努力，使世界各地的每个人都能从连通中受益。见",
                )),
                Inline::SectionRef { id: "3.1".into(), text: w.say("3.1 Who is online", "3.1 上网情况") },
                text(&w.say(", ", "、")),
                Inline::DocumentRef {
                    id: "C25-45".into(),
                    text: "C25/45".into(),
                    url: Some("https://www.itu.int/md/S25-CL-C-0045/en".into()),
                },
                text(&w.say(" and ", "和")),
                Inline::DocumentRef { id: "C25-46".into(), text: "C25/46".into(), url: None },
                text(&w.say(".", "。")),
            ],
        ),
        Block::Quote(vec![paragraph(
            "foreword-p2",
            vec![
                text(&w.say("Connectivity is ", "连通")),
                Inline::Emphasis(vec![text(&w.say("meaningful", "有意义"))]),
                text(&w.say(" only where it is ", "，唯有")),
                Inline::Strong(vec![text(&w.say("affordable, safe and *used*", "“可负担、安全、有人用”"))]),
                text(&w.say(".", "才算数。")),
            ],
        )]),
    ]
}

fn prose(w: Words) -> Vec<Block> {
    vec![
        paragraph(
            "3.1-p1",
            vec![
                text(&w.say("Of all women ", "女性中有")),
                Inline::Figure(marked(w.say("65\u{a0}%", "65%"), WOMEN, Mark::Restated, 5)),
                text(&w.say(
                    " use the Internet; for digital skills the world has no value: ",
                    "使用互联网；数字技能没有全球数值：",
                )),
                Inline::Figure(marked("–", SKILLS, Mark::Missing, 1)),
                text(&w.say(". Partners of ", "。")),
                Inline::Term {
                    id: "partner2connect".into(), text: w.say("Partner2Connect", "P2C数字联盟")
                },
                text(&w.say(" pledged ", "的合作伙伴认捐")),
                Inline::Figure(marked(
                    w.say("USD\u{a0}54.27\u{a0}billion", "542.7亿美元"),
                    PLEDGES,
                    Mark::Disputed,
                    4,
                )),
                text(&w.say(" for ", "，用于")),
                Inline::Name("5G".into()),
                text(&w.say(" and more; the assembly met from ", "等；大会于")),
                Inline::Figure(plain(w.say("15 October 2024", "2024年10月15日"), &format!("{WTSA}#starts"))),
                text(&w.say(" (", "召开（")),
                Inline::Link {
                    href: "https://www.itu.int/wtsa/2024/".into(),
                    inlines: vec![text(&w.say("about it", "大会网页"))],
                },
                text(&w.say(").", "）。")),
            ],
        ),
        Block::Heading { level: 1, inlines: vec![text(&w.say("What holds people back", "障碍"))] },
        Block::List {
            ordered: false,
            items: vec![
                vec![paragraph("3.1-p2", vec![text(&w.say("the price of a device", "设备价格"))])],
                vec![
                    paragraph("3.1-p3", vec![text(&w.say("skills, above all:", "技能，尤其是："))]),
                    Block::List {
                        ordered: true,
                        items: vec![
                            vec![paragraph("3.1-p4", vec![text(&w.say("reading", "阅读"))])],
                            vec![paragraph("3.1-p5", vec![text(&w.say("safety", "安全"))])],
                        ],
                    },
                ],
            ],
        },
    ]
}

fn table(w: Words) -> Table {
    let key = |area: &str, what: &str| format!("projects/{what}?area={area}&period=2024");
    let row = |label: String, area: &str, count: &str, partners: &str| TableRow {
        label,
        total: false,
        cells: vec![
            Some(plain(count, &key(area, "count"))),
            Some(plain(partners, &key(area, "funding"))),
            (area == "AFR").then(|| plain("28.9", &key(area, "share"))),
        ],
    };
    Table {
        id: "3.1-table-1".into(),
        caption: w.say("Projects by region and source of funding, 2024", "2024年按区域和资金来源划分的项目"),
        stub: w.say("Region", "区域"),
        columns: vec![
            TableColumn { label: w.say("Projects", "项目数"), unit: String::new() },
            TableColumn {
                label: w.say("Partners", "合作伙伴"), unit: w.say("thousand CHF", "千瑞郎")
            },
            TableColumn { label: w.say("Share", "份额"), unit: "%".into() },
        ],
        rows: vec![
            row(w.say("Africa", "非洲"), "AFR", "17", "26\u{a0}548.5"),
            row(w.say("Americas", "美洲"), "AMS", "19", "4\u{a0}160.0"),
            row(w.say("Arab States", "阿拉伯国家"), "ARB", "11", "9\u{a0}007.2"),
            TableRow {
                label: w.say("All regions", "所有区域"),
                total: true,
                cells: vec![
                    Some(plain("105", "projects/count?period=2024")),
                    Some(marked("91\u{a0}800.0", "projects/funding?period=2024", Mark::Disputed, 4)),
                    None,
                ],
            },
        ],
        notes: vec![vec![
            text(&w.say("Source: ", "来源：")),
            Inline::DocumentRef {
                id: "ar-2024".into(),
                text: w.say("Annual report 2024", "2024年年度报告"),
                url: None,
            },
            text(&w.say(". Totals may not add due to rounding.", "。因四舍五入，各项之和可能与总数不符。")),
        ]],
    }
}

fn chart(w: Words) -> Chart {
    let key = |year: &str| format!("connectivity/accessibility-frameworks?area=WORLD&period={year}");
    let points = [("2018", "61"), ("2021", "97"), ("2024", "127")];
    Chart {
        id: "3.1-chart-1".into(),
        caption: w.say("Countries with accessibility frameworks", "有无障碍框架的国家"),
        kind: ChartKind::Bar,
        unit: w.say("countries", "个国家"),
        series: vec![Series {
            label: String::new(),
            opposite: false,
            points: points
                .iter()
                .map(|(year, text)| Point { label: (*year).into(), printed: plain(*text, &key(year)) })
                .collect(),
        }],
        notes: vec![vec![text(&w.say("Every second year.", "隔年数据。"))]],
    }
}

fn story(w: Words) -> Story {
    Story {
        id: "3.1.1-box-skills".into(),
        title: w.say("Skills for a first job", "第一份工作的技能"),
        area: Some(w.say("Uganda", "乌干达")),
        date: Some(w.say("October 2024", "2024年10月")),
        blocks: vec![paragraph(
            "3.1.1-box-skills-p1",
            vec![text(&w.say(
                "A centre for training opened in the north; its first learners were women from rural areas.",
                "北部一所培训中心开放，首批学员为农村妇女。",
            ))],
        )],
        image: Some(Image {
            file: "images/skills.jpg".into(),
            alt: w.say("A woman at a desk with a laptop", "一名女性在桌前使用笔记本电脑"),
            credit: Some("ITU/D. Woldu".into()),
            caption: None,
        }),
    }
}

fn listing(w: Words) -> ListingTable {
    let row = |id: &str, aggregate, cells: [Option<String>; 3]| ListingTableRow {
        id: id.into(),
        aggregate,
        cells: cells.to_vec(),
    };
    ListingTable {
        id: "4-listing-1".into(),
        caption: w.say("Conferences and assemblies", "大会和全会"),
        key: "events/calendar?period=2024".into(),
        layout: ListingLayout::Table,
        columns: vec![w.say("Event", "活动"), w.say("Dates", "日期"), w.say("Place", "地点")],
        rows: vec![
            row(
                "wtsa-24",
                None,
                [
                    Some(w.say("World Telecommunication Standardization Assembly", "世界电信标准化全会")),
                    Some(w.say("15–24 October 2024", "2024年10月15日至24日")),
                    Some(w.say("India", "印度")),
                ],
            ),
            row("gsr-24", None, [Some(w.say("Symposium for Regulators", "监管机构研讨会")), None, None]),
            row("workshops", Some(17), [Some(w.say("Workshops", "讲习班")), None, None]),
            row("others", Some(4), [None, None, None]),
        ],
        groups: Vec::new(),
        marks: vec![Mark::LastKnown],
    }
}

fn absent(w: Words) -> ListingTable {
    ListingTable {
        id: "4-listing-2".into(),
        caption: w.say("Seminars", "研讨会"),
        key: "events/calendar?event-kind=seminar&period=2024".into(),
        layout: ListingLayout::Table,
        columns: vec![w.say("Event", "活动")],
        rows: Vec::new(),
        groups: Vec::new(),
        marks: vec![Mark::Unavailable],
    }
}

fn figures_of() -> Vec<Figure> {
    let missing = Figure {
        status: Status::Missing(MissingReason::NoWorldValue),
        sources: Vec::new(),
        ..figure(SKILLS, ("People with digital skills", "具备数字技能的人"), None)
    };
    let unavailable =
        Figure { status: Status::Unavailable, ..figure(EVENTS, ("Events held", "举办的活动"), None) };
    let frameworks = [("2018", 61), ("2021", 97), ("2024", 127)].map(|(year, count)| {
        let key = format!("connectivity/accessibility-frameworks?area=WORLD&period={year}");
        figure(&key, ("Accessibility frameworks", "无障碍框架"), Some(Value::exact(count)))
    });
    let others = vec![
        figure(
            USERS,
            ("People using the Internet", "使用互联网的人数"),
            Some(value("5500000000", "-8", Bound::Exact)),
        ),
        figure(
            SHARE,
            ("Individuals using the Internet", "使用互联网的个人"),
            Some(value("68", "0", Bound::Exact)),
        ),
        figure(
            WOMEN,
            ("Individuals using the Internet", "使用互联网的个人"),
            Some(value("65", "0", Bound::Exact)),
        ),
        missing,
        pledges(),
        figure(MEMBERS, ("Member States", "成员国"), Some(Value::exact(194))),
        unavailable,
    ];
    others.into_iter().chain(frameworks).collect()
}

/// A figure with everything: bound, note, alternatives, disputed.
pub(crate) fn pledges() -> Figure {
    Figure {
        unit: Unit::new("USD").expect("a unit"),
        disputed: true,
        basis: Basis::Computed,
        record_count: Some(956),
        formula: Some("sum of pledges.value".into()),
        sources: vec![source("4.7", "¶2"), source("5.5", "¶11 table 1")],
        note: Some("as at the end of the year".into()),
        records: None,
        alternatives: vec![
            Alternative {
                value: value("54000000000", "-9", Bound::MoreThan),
                basis: Basis::Stated,
                sources: vec![source("foreword", "¶7")],
                disputes: false,
            },
            Alternative {
                value: Value { decimals: Decimals::Exp(-9), ..value("57000000000", "-9", Bound::Exact) },
                basis: Basis::Stated,
                sources: vec![source("i", "¶3")],
                disputes: true,
            },
        ],
        ..figure(PLEDGES, ("Value of pledges", "认捐额"), Some(value("54270000000", "-7", Bound::AtLeast)))
    }
}
