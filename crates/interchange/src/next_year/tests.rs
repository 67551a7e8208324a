//! Next year starts from what was accepted, and has no values of its own.

use proptest::prelude::*;

use figures::{Basis, Bound, Decimals, MissingReason, Source, Unit, Value};

use super::*;
use crate::stated;

const MANIFEST: &str = "\
[organisation]
id = 'o'
name.en = 'O'

[report]
year = 2024 # the year reported on
languages = ['en']
title.en = 'R'

[precedence]
documents = ['ar-2024', 'C25-55']
sections.ar-2024 = ['5.1', 'i']

[[record_set]]
file = 'events.csv'
filter = { period = '2024' }
complete = true
source = 'ar-2024'

[[record_set]]
file = 'members.csv'
complete = true
source = 'C25-55'
";

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,period_from,department,label_en,definition_en\n\
    s,people,stock,person,none,period,,BDT,People,People.\n\
    s,guests,flow,person,none,event,event,BDT,Guests,Guests.\n\
    connectivity,users,flow,person,none,area period sex,,BDT,Users,Users.\n";

fn last_year() -> Bundle {
    let files = [
        ("bundle.toml", MANIFEST),
        ("measures.csv", MEASURES),
        (
            "codes.csv",
            "list,code,parent,label_en\nunit,person,count,person\ndepartment,BDT,,BDT\ndimension,area,,a\ndimension,event,,e\ndimension,period,,p\ndimension,sex,,s\nsex,F,,women\n",
        ),
        ("areas.csv", "code,kind,label_en\nCHE,economy,Switzerland\n"),
        ("documents.csv", "id,publisher,date,label_en\nar-2024,O,2025-05,Report on 2024\nC25-55,O,,Other\n"),
        (
            "stated.csv",
            "key,value,decimals,unit,bound,document,section,locator,note\n\
            s/people?period=2024-12-31,10,INF,person,,ar-2024,i,¶1,\n\
            s/people?period=2023-12-31,9,INF,person,,ar-2024,i,¶1,kept\n\
            s/people?period=2025-03-31,11,INF,person,,ar-2024,i,¶2,\n",
        ),
        (
            "observations.csv",
            "indicator,area,period,sex,value,decimals,unit,document\n\
            users,CHE,2024,F,5,INF,person,ar-2024\nusers,CHE,2024,,8,INF,person,ar-2024\n",
        ),
        (
            "published.csv",
            "key,value,decimals,unit,bound,document\ns/people?period=2022-12-31,8,INF,person,,C25-55\n",
        ),
        ("events.csv", "id,period,label_en,document\nsummit,2024,Summit,ar-2024\n"),
        ("attendances.csv", "id,event,value\nsummit-guests,summit,30\n"),
        ("members.csv", "id,joined,label_en,document\npalau,2024,Palau,C25-55\n"),
        ("pledges.csv", "id,as_at,count\na,2024-12-31,1\nb,2025-03-31,2\n"),
        ("findings.csv", "finding,state,by,on,values\ntrend-0a1b,accepted,O,2025-03-31,9f\n"),
        ("coverage.toml", ""),
        ("source-numbers.csv", "line,column\n1,1\n"),
        ("outline.toml", "title = 'x'\n"),
    ];
    let (bundle, mistakes) = Bundle::new(files.map(|(n, t)| (n.to_owned(), t.as_bytes().to_vec())).into());
    assert_eq!(mistakes, []);
    bundle
}

fn figure(key: &str, value: Option<i64>, sections: &[&str]) -> Figure {
    let source = |section: &&str| Source {
        document: "ar-2024".into(),
        section: (*section).to_owned(),
        locator: "¶3".into(),
        ..Source::default()
    };
    Figure {
        key: key.to_owned(),
        measure: String::new(),
        label: BTreeMap::new(),
        value: value.map(|v| Value { number: v.into(), decimals: Decimals::Inf, bound: Bound::AtLeast }),
        unit: Unit::new("person").expect("a unit"),
        period: None,
        basis: Basis::Stated,
        status: if value.is_some() { Status::Available } else { Status::Missing(MissingReason::NoData) },
        last_known_at: None,
        disputed: true,
        sources: sections.iter().map(source).collect(),
        revision: 1,
        record_count: None,
        formula: None,
        alternatives: Vec::new(),
        note: None,
        records: None,
        conversions: None,
    }
}

fn next() -> Bundle {
    let mut count = figure("connectivity/users?area=CHE&period=2024", Some(8), &["3.1", "3.2"]);
    count.basis = Basis::Computed;
    count.formula = Some("sum of users".into());
    let figures = [
        figure("s/people?period=2024-12-31", Some(12), &["5.1", "i"]),
        figure("s/people?period=2021-12-31", None, &["i"]),
        figure("s/people?period=2020-12-31", None, &[]),
        figure("s/people?period=2025-06-30", Some(13), &["i"]),
        figure("s/guests?event=summit", Some(30), &["5.1"]),
        count,
    ];
    new_from(&last_year(), &figures, &BTreeSet::new(), 2025).expect("a bundle")
}

fn text(bundle: &Bundle, file: &str) -> String {
    String::from_utf8(bundle.file(file).expect(file).to_vec()).expect("UTF-8")
}

#[test]
fn accepted_values_become_stated_and_published() {
    insta::assert_snapshot!(text(&next(), "stated.csv"), @r"
    key,value,decimals,unit,bound,document,section,locator,status,missing_reason,note,accepted,reason
    connectivity/users?area=CHE&period=2024,8,INF,person,at-least,ar-2024,3.1,¶3,,,computed: sum of users,,
    s/guests?event=summit,30,INF,person,at-least,ar-2024,5.1,¶3,,,,,
    s/people?period=2021-12-31,,,person,,ar-2024,i,¶3,missing,no-data,,,
    s/people?period=2024-12-31,12,INF,person,at-least,ar-2024,5.1,¶3,,,,,
    s/people?period=2024-12-31,12,INF,person,at-least,ar-2024,i,¶3,,,,,
    s/people?period=2023-12-31,9,INF,person,,ar-2024,i,¶1,,,kept,,
    ");
    insta::assert_snapshot!(text(&next(), "published.csv"), @r"
    key,value,decimals,unit,bound,document,section,locator,reason
    s/people?period=2022-12-31,8,INF,person,,C25-55,,,
    connectivity/users?area=CHE&period=2024,8,INF,person,at-least,ar-2024,3.1,¶3,
    s/guests?event=summit,30,INF,person,at-least,ar-2024,5.1,¶3,
    s/people?period=2024-12-31,12,INF,person,at-least,ar-2024,5.1,¶3,
    s/people?period=2025-06-30,13,INF,person,at-least,ar-2024,i,¶3,
    ");
}

#[test]
fn yearly_files_start_empty_and_what_refers_to_them_goes_along() {
    let next = next();
    assert_eq!(text(&next, "events.csv"), "id,period,label_en,document\n");
    assert_eq!(text(&next, "attendances.csv"), "id,event,value\n");
    assert_eq!(text(&next, "members.csv"), text(&last_year(), "members.csv"));
    assert_eq!(text(&next, "pledges.csv"), "id,as_at,count\na,2024-12-31,1\n");
    assert_eq!(text(&next, "outline.toml"), text(&last_year(), "outline.toml"));
    assert_eq!(text(&next, "findings.csv"), text(&last_year(), "findings.csv"), "decisions are kept");
    assert_eq!((next.file("coverage.toml"), next.file("source-numbers.csv")), (None, None));
    assert!(text(&next, "observations.csv").ends_with(
        ",status,missing_reason,note,accepted,reason\nusers,CHE,2024,F,5,INF,person,,ar-2024,,,,,,,\n"
    ));
}

#[test]
fn a_dropped_record_that_a_text_names_stays_known_as_a_code() {
    let named =
        ["s/calendar?event=summit", "s/calendar?event=unheard-of"].map(|key| key.parse().expect("a key"));
    let next = new_from(&last_year(), &[], &BTreeSet::from(named), 2025).expect("a bundle");
    let codes = text(&next, "codes.csv");
    assert!(codes.contains("event,summit,,Summit"), "{codes}");
    assert!(!codes.contains("unheard-of"), "{codes}");
}

#[test]
fn the_manifest_is_of_the_new_year() {
    insta::assert_snapshot!(text(&next(), "bundle.toml"), @r#"
    [organisation]
    id = 'o'
    name.en = 'O'

    [report]
    year = 2025 # the year reported on
    languages = ['en']
    title.en = 'R'

    [precedence]
    documents = ["ar-2025", 'ar-2024', 'C25-55']
    sections.ar-2024 = ['5.1', 'i']
    sections.ar-2025 = ['5.1', 'i']

    [[record_set]]
    file = 'events.csv'
    filter = { period = "2025" }
    complete = false
    source = "ar-2025"

    [[record_set]]
    file = 'members.csv'
    complete = true
    source = 'C25-55'
    "#);
    assert!(text(&next(), "documents.csv").contains("ar-2025,,O,,Report on 2025,"));
}

#[test]
fn the_new_bundle_has_no_mistakes() {
    let next = next();
    let (context, mistakes) = next.context();
    assert_eq!((mistakes, next.check_whole()), (vec![], vec![]));
    let bytes = next.file("stated.csv").expect("a file");
    let (rows, mistakes) = stated::read("stated.csv", bytes, &context);
    assert_eq!((rows.len(), mistakes), (6, vec![]));
    assert_eq!(
        context.codes.and_then(|c| c.get("event", "summit").map(|e| e.label["en"].clone())).as_deref(),
        Some("Summit")
    );
}

#[test]
fn nothing_is_lost_in_silence() {
    let mut silent = figure("s/people?period=2024-12-31", None, &[]);
    silent.status = Status::Unavailable;
    let key = silent.key.clone();
    assert_eq!(
        new_from(&last_year(), &[silent], &BTreeSet::new(), 2025),
        Err(NextYearError::Unavailable { key })
    );
    assert_eq!(
        new_from(&last_year(), &[], &BTreeSet::new(), 2024),
        Err(NextYearError::Year { last: 2024, year: 2024 })
    );
    let wild = figure("s/people?period=*", Some(1), &[]);
    assert!(matches!(
        new_from(&last_year(), &[wild], &BTreeSet::new(), 2025),
        Err(NextYearError::Key { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_change_of_a_bundle_is_read_and_carried_over_without_a_panic(file in 0..14_usize, at in 0..200_usize, bytes in "\\PC{0,3}|[\",\n=]{1,2}") {
        let mut files = last_year().files().clone();
        if let Some(content) = files.values_mut().nth(file) {
            let at = at.min(content.len());
            let end = content.len().min(at + 1);
            content.splice(at..end, bytes.into_bytes());
        }
        let (bundle, _) = Bundle::new(files);
        let (context, _) = bundle.context();
        let _ = bundle.check_whole();
        let _ = stated::read("stated.csv", bundle.file("stated.csv").unwrap_or_default(), &context);
        if let Ok(next) = new_from(&bundle, &[figure("s/guests?event=summit", Some(30), &["5.1"])], &BTreeSet::new(), 2025) {
            prop_assert_eq!(next.context().1, vec![]);
        }
    }
}
