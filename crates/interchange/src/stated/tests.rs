//! A stated value has its measure's unit, no digits beyond its decimals, and a reason wherever one is needed.

use figures::Catalogue;

use super::*;

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,department,label_en,definition_en\n\
    s,people,stock,person,none,area period sex,WORLD,BDT,People,People.\n\
    s,list,listing,,none,period,,BDT,List,List.\n";

fn context() -> Context {
    let (measures, _) = crate::measures::read("measures.csv", MEASURES.as_bytes(), &Context::default());
    Context { measures: Some(Catalogue::new(measures)), ..Context::default() }
}

#[track_caller]
fn check(row: &str, expected: &[&str]) {
    let text = format!(
        "key,value,decimals,unit,bound,document,section,locator,status,missing_reason,note,accepted,reason\n{row}\n"
    );
    let (_, mistakes) = read("stated.csv", text.as_bytes(), &context());
    let shown: Vec<String> = mistakes.iter().map(|m| m.to_string().replacen("stated.csv:", "", 1)).collect();
    assert_eq!(shown, expected, "{row}");
}

#[test]
fn mistakes_of_other_services_rows_take_no_place_of_ones_own() {
    let mut text = String::from("key,value,decimals,unit,bound,document,section,locator,note\n");
    for year in 1700..1850 {
        text.push_str(&format!("t/other?period={year},x,INF,person,,d,,,\"two\nlines\"\n"));
    }
    text.push_str("s/people?area=WORLD&period=2024-12-31,7,INF,person,,d,,,\n");
    text.push_str("s/people?area=WORLD&period=2023-12-31,y,INF,person,,d,,,\n");
    let (rows, mistakes) = read_of("s", "stated.csv", text.as_bytes(), &context());
    assert_eq!(rows.len(), 1);
    let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("stated.csv:303:") && told[0].contains("`y`"), "{told:?}");
}

#[test]
fn all_that_is_not_told_of_a_file_is_counted() {
    let mut text = String::from("key,value,decimals,unit,bound,document,section,locator\n");
    for year in 1500..1800 {
        text.push_str(&format!("s/people?area=WORLD&period={year}-12-31,x,INF,person,,d,,\n"));
    }
    let (_, mistakes) = read("stated.csv", text.as_bytes(), &context());
    let last = mistakes.last().map(|mistake| mistake.problem.as_str());
    assert_eq!(last, Some("200 more mistakes are not listed"));
}

#[test]
fn a_sound_row_has_a_value_or_a_reason() {
    check("s/people?area=WORLD&period=2024-12-31,5500000000,-8,person,,d,3.1,¶4,,,,,", &[]);
    check("s/people?area=WORLD&period=2024-12-31,,,,,d,,,missing,no-data,,,", &[]);
    check("s/people?area=WORLD&period=2024-12-31,1,INF,person,at-least,d,,,,,,yes,the chapter says so", &[]);
}

#[test]
fn what_was_printed_may_have_a_reason_by_itself() {
    let text = "key,value,decimals,unit,bound,document,section,locator,reason\n\
        s/people?area=WORLD&period=2024-12-31,1,INF,person,,d,,,counted anew\n";
    let (rows, mistakes) = read("published.csv", text.as_bytes(), &context());
    assert_eq!(mistakes, []);
    assert_eq!(rows[0].reason.as_deref(), Some("counted anew"));
}

#[test]
fn a_key_is_canonical() {
    check(
        "s/people?period=2024,1,INF,person,,d,,,,,,,",
        &[
            "2:1: `s/people?period=2024` is not the canonical key; write `s/people?area=WORLD&period=2024-12-31`",
        ],
    );
    check(
        "s/peple?period=2024,1,INF,person,,d,,,,,,,",
        &["2:1: there is no measure `s/peple`; did you mean `s/people`?"],
    );
    check(
        "s/people?area=*&period=2024-12-31,1,INF,person,,d,,,,,,,",
        &["2:1: `s/people?area=*&period=2024-12-31` has a wildcard; write the key of one value"],
    );
    check(
        "s/list?period=2024,1,INF,person,,d,,,,,,,",
        &["2:26: the measure is a listing and has no values; state a value of another measure"],
    );
}

#[test]
fn the_value_fits_its_decimals_and_its_unit() {
    let key = "s/people?area=WORLD&period=2024-12-31";
    check(
        &format!("{key},5510000000,-8,person,,d,,,,,,,"),
        &["2:39: 5510000000 has digits beyond decimals = -8; round it or state more decimals"],
    );
    check(
        &format!("{key},1,INF,country,,d,,,,,,,"),
        &["2:45: the unit `country` is not the measure's; state the value in `person`"],
    );
    check(
        &format!("{key},1,,,,d,,,,,,,"),
        &[
            "2:42: `unit` is empty; write the measure's unit",
            "2:41: `decimals` is empty; write it, or make the status `missing`",
        ],
    );
    check(
        &format!("{key},1x,INF,person,,d,,,,,,,"),
        &["2:39: `1x` is not a decimal number; write digits with a point, without grouping: 1343 or 0.94"],
    );
}

#[test]
fn reasons_stand_where_they_are_needed_and_nowhere_else() {
    let key = "s/people?area=WORLD&period=2024-12-31";
    let reasons = "not-collected, not-applicable, no-world-value, confidential, suppressed, no-data";
    check(
        &format!("{key},,,,,d,,,missing,,,,"),
        &[&format!("2:55: a missing value has no reason; write one of {reasons}")],
    );
    check(
        &format!("{key},1,INF,person,,d,,,missing,no-data,,,"),
        &["2:39: a missing value has a value; leave the value empty, or the status"],
    );
    check(
        &format!("{key},1,INF,person,,d,,,,,,yes,"),
        &["2:64: the value is accepted without a reason; say why it is the right one"],
    );
    let two = format!("{key},1,INF,person,,d,,,,,,yes,a\n{key},2,INF,person,,d,,,,,,yes,b");
    check(&two, &[&format!("3:1: another value of `{key}` is accepted in line 2; accept one of them")]);
}

#[test]
fn observations_have_a_column_per_dimension() {
    let text = "indicator,area,period,sex,value,decimals,unit,document\n\
                people,WORLD,2024,F,10,INF,person,d\n\
                people,,2024-12-31,,20,INF,person,d\n\
                people,WORLD,2024,,,INF,person,d\n\
                peeple,WORLD,2024,,1,INF,person,d\n";
    let (rows, mistakes) = read_observations("s", "observations.csv", text.as_bytes(), &context());
    let keys: Vec<String> = rows.iter().map(|r| r.key.to_string()).collect();
    assert_eq!(
        keys,
        ["s/people?area=WORLD&period=2024-12-31&sex=F", "s/people?area=WORLD&period=2024-12-31"]
    );
    let shown: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "observations.csv:4:20: `value` is empty; write it, or make the status `missing`",
            "observations.csv:5:1: there is no measure `s/peeple`; did you mean `s/people`?",
        ]
    );
}

#[test]
fn a_documents_own_file_holds_nothing_of_another_one() {
    assert_eq!(table_of("observations/wpp.csv").as_deref(), Some("observations.csv"));
    assert_eq!(own_document("observations/wpp.csv"), Some("wpp"));
    for other in
        ["observations.csv", "observations/a/b.csv", "observations/.csv", "narrative/en.csv", "wpp.csv"]
    {
        assert_eq!(table_of(other), None, "{other}");
    }
    let text = "indicator,period,value,decimals,unit,document\npeople,2024,1,0,person,d\n";
    let (rows, mistakes) = read_observations("s", "observations/d.csv", text.as_bytes(), &context());
    assert_eq!((rows.len(), mistakes.len()), (1, 0), "{mistakes:?}");
    let (_, mistakes) = read_observations("s", "observations/e.csv", text.as_bytes(), &context());
    let told = "observations/e.csv:2:24: the file holds what `e` says, and nothing else; move the row to the file of its document";
    assert_eq!(mistakes.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
}
