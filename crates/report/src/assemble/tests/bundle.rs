//! A small bundle and the answers of its services.

use figures::value::parse_decimal;
use figures::{
    Answer, AnswerError, Basis, Cell, Figure, Listing, ListingRow, MissingReason, Sought, Source, Status,
    Value,
};
use interchange::Bundle;

use super::*;

pub(super) const OUTLINE: &str = r#"
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

pub(super) const EN: &str = "In {@year}, {users} people were *online*, {users @year-1 | about} before.\n\n\
    The assembly met on {events/calendar?event=wtsa-24#starts..ends | date}; {\"5G\"}, {term:p2c}, {doc:C25-45}.\n\n\
    - {offline} people were offline.\n";

pub(super) const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,label_en,label_zh,definition_en,definition_zh\n\
    connectivity,internet-users,average,person,none,area period,WORLD,,,,BDT,Users,用户,d,d\n\
    connectivity,offline,average,person,none,area period,WORLD,,,,BDT,Offline,离线,d,d\n\
    projects,count,flow,project,sum,area period,,,,,BDT,Projects,项目,d,d\n\
    projects,funding,flow,CHF,sum,area period,,,,,BDT,Funding,资金,d,d\n\
    events,calendar,listing,,none,event period,,event,,label:text starts:date ends:date area:area,SG,Events,活动,d,d\n";

pub(super) fn files() -> BTreeMap<String, Vec<u8>> {
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

pub(super) fn read(files: BTreeMap<String, Vec<u8>>) -> (Content, Vec<String>) {
    let (bundle, mistakes) = Bundle::new(files);
    assert_eq!(mistakes, Vec::new());
    let (content, mistakes) = Content::read(&bundle);
    (content, mistakes.iter().map(ToString::to_string).collect())
}

pub(super) fn content() -> Content {
    read(files()).0
}

pub(super) fn figure(key: &str, value: &str, decimals: &str, unit: &str) -> Figure {
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
        records: None,
        conversions: None,
    }
}

pub(super) fn calendar(key: &str) -> Answer {
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
    Answer::Listing(Listing {
        key: key.to_owned(),
        columns,
        rows: vec![row],
        revision: 1,
        last_known_at: None,
    })
}

pub(super) fn answers() -> Answers {
    let mut answers = Answers::new();
    for service in ["connectivity", "projects", "events"] {
        answers.service(service, Some(7), ServiceState::Confirmed);
    }
    let mut figure_of = |key: &str, value: &str, decimals: &str, unit: &str| {
        answers.insert(key, Answer::Figures(vec![figure(key, value, decimals, unit).into()]));
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
    answers.insert(missing.key.clone(), Answer::Figures(vec![missing.into()]));
    let wildcard = figure("projects/count?area=AFR&period=2024", "17", "INF", "project");
    answers.insert("projects/count?area=itu-region:*&period=2024", Answer::Figures(vec![wildcard.into()]));
    for key in ["events/calendar?event=wtsa-24", "events/calendar?period=2024"] {
        answers.insert(key, calendar(key));
    }
    answers
}

pub(super) fn options(language: &str) -> AssembleOptions {
    AssembleOptions::report(language, 2024)
}
