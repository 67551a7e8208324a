//! The declaration and a bundle of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use figure_service::computation::{Computation, How, PeriodOf, Sum};
use figure_service::domain::{Cells, Domain, DomainRegister, RegisterCodes};
use figure_service::engine::Engine;
use figure_service::import::{Import, Imported};
use figure_service::listing_source::{ListingSource, Records};
use figures::{Answer, Basis, Figure, MeasureKind, Status};
use interchange::{Bundle, Field, FieldType, Register};
use store::{AsOf, Location};

use crate::code::Letters;

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

fn register(file: &str, fields: Vec<Field>) -> Register {
    let id = Field::required("id", FieldType::Id);
    let fields = std::iter::once(id).chain(fields).chain(Field::provenance()).collect();
    Register::new(file, &["id"], fields)
}

fn counted(fields: Vec<Field>) -> Vec<Field> {
    let mut all = vec![
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::optional("area", FieldType::Area),
    ];
    all.extend(fields);
    all
}

fn registers() -> Vec<DomainRegister> {
    let things = counted(vec![
        Field::required("period", FieldType::Period),
        Field::optional("kind", FieldType::Code("kind".into())),
        Field::optional("amount", FieldType::Decimal),
        Field::optional("decimals", FieldType::Decimals),
        Field::optional("currency", FieldType::Currency),
        Field::required("label", FieldType::Localized),
    ]);
    let stays =
        counted(vec![Field::optional("from", FieldType::Date), Field::optional("to", FieldType::Date)]);
    let gatherings = vec![
        Field::required("label", FieldType::Localized),
        Field::required("starts", FieldType::Date),
        Field::optional("ends", FieldType::Date),
    ];
    let values = vec![
        Field::required("gathering", FieldType::Reference("gatherings.csv".into())),
        Field::required("measure", FieldType::Id),
        Field::required("value", FieldType::Decimal),
        Field::optional("bound", FieldType::Bound),
    ];
    vec![
        DomainRegister::new(register("things.csv", things))
            .limited_by("period", "period")
            .limited_by("area", "area"),
        DomainRegister::new(register("stays.csv", stays)),
        DomainRegister::new(register("gatherings.csv", gatherings)),
        DomainRegister::new(register("values.csv", values)),
    ]
}

pub(crate) fn domain() -> Domain {
    let things = Sum::count("things").by("area", "area").by("kind", "kind").within("period");
    let money = Sum::amount("things", "amount", "decimals", "currency").by("area", "area").within("period");
    let stays = || Sum::count("stays").by("area", "area");
    let listed = Records::of("things")
        .by("area", "area")
        .by("kind", "kind")
        .period(PeriodOf::Within("period".into()))
        .column("label", "label")
        .column("area", "area")
        .column("kind", "kind")
        .column("amount", "amount")
        .order("period");
    Domain {
        name: "alpha",
        registers: registers(),
        computations: vec![
            Computation::sum("things", MeasureKind::Flow, "thing", things),
            Computation {
                measure: "letters",
                kind: MeasureKind::Flow,
                unit: "thing",
                how: How::Code(Arc::new(Letters)),
                listings: Vec::new(),
            },
            Computation::sum("money", MeasureKind::Flow, "CHF", money),
            Computation::sum("stays", MeasureKind::Stock, "stay", stays().during("from", "to")),
            Computation::difference(
                "change",
                MeasureKind::Flow,
                "stay",
                stays().within("from"),
                stays().within("to"),
            ),
        ],
        cells: vec![
            Cells::by_field("measure", "values", "value").by("gathering", "gathering").bound("bound"),
        ],
        listings: vec![ListingSource::records("thing-list", listed)],
        codes: vec![RegisterCodes {
            dimension: "gathering",
            table: "gatherings",
            label: "label",
            period: Some(("starts", "ends")),
        }],
        ..Domain::default()
    }
}

const BUNDLE: &str = r#"
[organisation]
id = "alpha"
name.en = "Alpha"
name.zh = "甲"
short.en = "A"
short.zh = "甲"

[report]
year = 2024
languages = ["en", "zh"]
title.en = "Alpha"
title.zh = "甲"

[precedence]
documents = ["d"]
sections.d = ["1", "2"]

[owners]
"things.csv" = "alpha"
"stays.csv" = "alpha"
"gatherings.csv" = "alpha"
"values.csv" = "alpha"

[[record_set]]
file = "things.csv"
filter = { period = "2024" }
complete = true
source = "d"
"#;

const MEASURES: &str = "\
service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,label_en,label_zh,definition_en,definition_zh,must_say_en,must_say_zh,must_not_say_en,must_not_say_zh
alpha,things,flow,thing,sum,area kind period,,,0,,D,Things,物,Things.,物。,,,,
alpha,letters,flow,thing,sum,area period,,,0,,D,Letters,字母,Letters.,字母。,,,,
alpha,money,flow,CHF,sum,area period,WORLD,,,,D,Money,钱,Money.,钱。,,,,
alpha,stays,stock,stay,sum,area period,,,0,,D,Stays,居留,Stays.,居留。,,,,
alpha,change,flow,stay,sum,area period,,,0,,D,Change,变化,Change.,变化。,,,,
alpha,visitors,flow,person,none,gathering,,gathering,0,,D,Visitors,访客,Visitors.,访客。,,,,
alpha,share,rate,percent,none,period,,,0,,D,Share,份额,Share.,份额。,,,,
alpha,thing-list,listing,,none,area kind period,,,,label:text area:area kind:code amount:decimal,D,Things,物,Things.,物。,,,,
";

const CODES: &str = "\
list,code,parent,label_en,label_zh,words_en,words_zh,note
unit,thing,count,thing,物,,,
unit,stay,count,stay,居留,,,
unit,person,count,person,人,,,
unit,percent,share,per cent,百分比,,,
unit,CHF,currency,franc,瑞郎,,,
unit,USD,currency,dollar,美元,,,
kind,big,,Big,大,,,
kind,small,,Small,小,,,
dimension,area,,Area,地区,,,
dimension,kind,,Kind,种类,,,
dimension,period,,Period,期间,,,
dimension,gathering,,Gathering,聚会,,,
department,D,,D,部,,,
";

const AREAS: &str = "\
code,kind,m49,label_en,label_zh,note
WORLD,world,001,World,世界,
AFR,itu-region,,Africa,非洲,
EUR,itu-region,,Europe,欧洲,
MULTI,special,,Several,跨区域,
KEN,economy,404,Kenya,肯尼亚,
FRA,economy,250,France,法国,
";

const GROUPS: &str = "\
classification,edition,group,member,valid_from,valid_to
itu-region,2024,AFR,KEN,2020,
itu-region,2024,EUR,FRA,,
itu-region,2024,EUR,KEN,,2019
";

const THINGS: &str = "\
id,aggregate,count,area,period,kind,amount,decimals,currency,label_en,label_zh,document,section,locator
a,,,KEN,2024-03,big,100.5,1,CHF,A,甲,d,1,¶1
b,,,FRA,2024,small,200,INF,CHF,B,乙,d,1,¶2
c,yes,5,AFR,2024,big,1000,-2,CHF,C,丙,d,1,¶3
e,yes,7,MULTI,2024,small,3000,-2,CHF,E,戊,d,1,¶4
f,,,KEN,2019,big,7,INF,CHF,F,己,d,1,¶5
";

const STAYS: &str = "\
id,aggregate,count,area,from,to,document,section,locator
s1,yes,10,AFR,2020,,d,2,¶1
s2,,,FRA,2024-02-01,,d,2,¶2
s3,,,FRA,2021,2024-06-30,d,2,¶3
";

const GATHERINGS: &str = "\
id,label_en,label_zh,starts,ends,document,section,locator
g1,First,第一,2024-10-15,2024-10-24,d,2,¶4
g2,Second,第二,2024-11,,d,2,¶5
";

const VALUES: &str = "\
id,gathering,measure,value,bound,document,section,locator
v1,g1,visitors,3700,,d,2,¶4
v2,g2,visitors,500,at-least,d,2,¶5
";

const STATED: &str = "\
key,value,decimals,unit,bound,document,section,locator,status,missing_reason,note,accepted,reason
alpha/things?period=2024,14,INF,thing,,d,1,¶9,,,,,
alpha/things?area=AFR&period=2024,6,INF,thing,,d,1,¶10,,,,,
alpha/share?period=2024,61,INF,percent,,d,1,¶11,,,,,
alpha/share?period=2023,,,percent,,d,1,¶12,missing,not-collected,,,
alpha/stays?period=2024-12-31,12,INF,stay,,d,2,¶9,,,,,
";

const DOCUMENTS: &str = "\
id,symbol,publisher,date,label_en,label_zh,url
d,,Alpha,2025,Document,文件,
";

/// The bundle's files.
pub(crate) fn files() -> Files {
    let files = [
        ("bundle.toml", BUNDLE),
        ("measures.csv", MEASURES),
        ("codes.csv", CODES),
        ("areas.csv", AREAS),
        ("area-groups.csv", GROUPS),
        ("documents.csv", DOCUMENTS),
        ("things.csv", THINGS),
        ("stays.csv", STAYS),
        ("gatherings.csv", GATHERINGS),
        ("values.csv", VALUES),
        ("stated.csv", STATED),
    ];
    files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect()
}

/// The files with a text replaced in one of them.
pub(crate) fn with(file: &str, old: &str, new: &str) -> Files {
    let mut files = files();
    replace(&mut files, file, old, new);
    files
}

/// Replaces a text in a file.
#[track_caller]
pub(crate) fn replace(files: &mut Files, file: &str, old: &str, new: &str) {
    let text = String::from_utf8(files[file].clone()).expect("UTF-8");
    assert!(text.contains(old), "{file} holds {old}");
    files.insert(file.to_owned(), text.replacen(old, new, 1).into_bytes());
}

/// An empty engine.
pub(crate) async fn empty() -> Engine {
    let seconds = AtomicI64::new(1_700_000_000);
    let clock =
        move || jiff::Timestamp::from_second(seconds.fetch_add(1, Ordering::SeqCst)).expect("in range");
    Engine::open(domain(), Location::Memory, Arc::new(clock)).await.expect("it opens")
}

/// An engine loaded with these files, which have no mistakes.
pub(crate) async fn loaded(files: Files) -> Engine {
    let engine = empty().await;
    let outcome = import(&engine, files, "first", false).await;
    assert_eq!(outcome.mistakes, []);
    assert_eq!(outcome.revision, 1);
    engine
}

/// Imports files as one run.
pub(crate) async fn import(engine: &Engine, files: Files, run: &str, replace: bool) -> Imported {
    let (bundle, mistakes) = Bundle::new(files);
    let import = Import {
        actor: "ana".into(),
        reason: "a test".into(),
        request_id: run.into(),
        validate_only: false,
        replace,
    };
    engine.import(&bundle, mistakes, &import).await.expect("the store answers")
}

/// The answer to a key from the head.
pub(crate) async fn answer(engine: &Engine, key: &str) -> Answer {
    let snapshot = engine.store().read(AsOf::Head).await.expect("a snapshot");
    let key = key.parse().expect("a key");
    engine.answers(&snapshot, &[key], Some("en")).await.expect("answers").remove(0)
}

/// The figure of an exact key.
pub(crate) async fn figure(engine: &Engine, key: &str) -> Figure {
    match answer(engine, key).await {
        Answer::Figures(mut figures) if figures.len() == 1 => {
            std::sync::Arc::unwrap_or_clone(figures.remove(0))
        }
        other @ (Answer::Figures(_) | Answer::Listing(_) | Answer::Error(_)) => panic!("{key}: {other:?}"),
    }
}

/// A figure in short: `14 exact computed`, `missing not-recorded`.
pub(crate) fn short(figure: &Figure) -> String {
    let basis = match figure.basis {
        Basis::Stated => "stated",
        Basis::Computed => "computed",
    };
    match (figure.status, figure.value) {
        (Status::Missing(reason), None) => format!("missing {}", reason.name()),
        (Status::Available, Some(value)) => format!("{} {} {basis}", value.number, value.bound.name()),
        other => panic!("{}: {other:?}", figure.key),
    }
}

/// Asserts keys and their figures in short.
pub(crate) async fn check(engine: &Engine, expected: &[(&str, &str)]) {
    for (key, text) in expected {
        assert_eq!(short(&figure(engine, key).await), *text, "{key}");
    }
}
