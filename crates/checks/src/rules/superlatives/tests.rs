//! Superlatives of small texts, with and without a series that decides them.

use std::collections::BTreeMap;

use figures::{Bound, Figure, Value};

use super::*;
use crate::rules::passages::passages;
use crate::sample::{MANIFEST, content, figure, report};

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,money,flow,CHF,none,period,,,,,d,Money,Money given.,,\n\
s,span,flow,year,none,period,,,,,d,Span,Years.,,\n";
const CODES: &str =
    "list,code,parent,label_en,words_en,note\nunit,CHF,currency,franc,,\nunit,year,time,year,years,\n";
const OUTLINE: &str = "[aliases]\nmoney = \"s/money?period=@year\"\nspan = \"s/span?period=@year\"\n\
    [[section]]\nid = \"1\"\ntitle.en = \"One\"\n[[section.element]]\nkind = \"prose\"\n";

fn series(values: &[(i16, &str)]) -> Vec<Figure> {
    let of = |(year, value): &(i16, &str)| figure(&format!("s/money?period={year}"), value, "0");
    values.iter().map(of).chain([figure("s/span?period=2024", "3", "INF")]).collect()
}

fn with(narrative: &str, figures: Vec<Figure>, rules: &str) -> Vec<Finding> {
    let files = [
        ("bundle.toml", MANIFEST),
        ("measures.csv", MEASURES),
        ("codes.csv", CODES),
        ("outline.toml", OUTLINE),
        ("narrative/en/1.md", narrative),
    ];
    let content = content(&files);
    let (rules, mistakes) = declared::read(declared::FILE, rules, &content);
    assert_eq!(mistakes, []);
    let report = report(figures);
    let answers: BTreeMap<String, Answer> =
        report.figures.iter().map(|f| (f.key.clone(), Answer::Figures(vec![f.clone()]))).collect();
    find(&content, &passages(&content), &[&report], &Series::of(&[&report]), &rules, |key| answers.get(key))
}

#[track_caller]
fn check(narrative: &str, values: &[(i16, &str)], expected: &[&str]) {
    let found = with(narrative, series(values), "");
    let told = found.iter().map(|f| format!("{} {} {}", f.rule.name(), f.places[0], f.parts["word"]));
    assert_eq!(told.collect::<Vec<_>>(), expected, "{narrative} {values:?}");
}

const TEXT: &str = "It gave {money}, the highest in {span} years.\n";

#[test]
fn a_superlative_without_a_series_is_listed_at_its_words() {
    check(TEXT, &[(2024, "9")], &["superlative narrative/en/1.md:1:22 highest"]);
    check("The first Water Day was held.\n", &[], &["superlative narrative/en/1.md:1:1 the first"]);
    check("The first half was dry. At least a hundred came.\n", &[], &[]);
    check("It was recorded mostly in spring.\n", &[], &[]);
}

#[test]
fn a_series_that_holds_every_year_proves_it() {
    check(TEXT, &[(2022, "5"), (2023, "7"), (2024, "9")], &[]);
    check(TEXT, &[(2023, "7"), (2024, "9")], &["superlative narrative/en/1.md:1:22 highest"]);
    // Nobody knows what was before the series.
    check(
        "It gave {money}, the highest ever.\n",
        &[(2023, "7"), (2024, "9")],
        &["superlative narrative/en/1.md:1:22 highest"],
    );
    check("It gave {money}, the highest since {@year-1}.\n", &[(2023, "7"), (2024, "9")], &[]);
}

#[test]
fn a_series_that_goes_beyond_it_denies_it() {
    let denied = ["superlative-denied narrative/en/1.md:1:22 highest"];
    check(TEXT, &[(2022, "5"), (2023, "12"), (2024, "9")], &denied);
    check("It gave {money}, the highest ever.\n", &[(2020, "12"), (2024, "9")], &denied);
    // Before the years that it speaks of, and within rounding, nothing is denied.
    check(TEXT, &[(2021, "12"), (2022, "5"), (2023, "7"), (2024, "9")], &[]);
    check(TEXT, &[(2022, "5"), (2023, "9"), (2024, "9")], &["superlative narrative/en/1.md:1:22 highest"]);
    let lowest = "It gave {money}, the lowest in {span} years.\n";
    check(
        lowest,
        &[(2022, "5"), (2023, "12"), (2024, "9")],
        &["superlative-denied narrative/en/1.md:1:22 lowest"],
    );
    check(lowest, &[(2022, "11"), (2023, "12"), (2024, "9")], &[]);
}

#[test]
fn the_figure_may_stand_in_the_sentence_before() {
    let text = "It gave {money}. That was the highest in {span} years.\n";
    check(text, &[(2022, "5"), (2023, "7"), (2024, "9")], &[]);
    check(
        text,
        &[(2022, "5"), (2023, "12"), (2024, "9")],
        &["superlative-denied narrative/en/1.md:1:31 highest"],
    );
}

#[test]
fn what_compares_other_things_than_years_is_not_denied() {
    let text = "It is highest in the north, {money}.\n";
    check(text, &[(2023, "12"), (2024, "9")], &["superlative narrative/en/1.md:1:7 highest"]);
    let two = "It gave {money}, after {money @year-1}, the highest ever.\n";
    check(two, &[(2020, "12"), (2024, "9")], &["superlative narrative/en/1.md:1:45 highest"]);
}

#[test]
fn a_bounded_value_denies_nothing_below_its_bound() {
    let mut figures = series(&[(2023, "12"), (2024, "9")]);
    let value = figures[1].value.expect("a value");
    figures[1].value = Some(Value { bound: Bound::AtLeast, ..value });
    let found = with("It gave {money}, the highest ever.\n", figures, "");
    assert_eq!(found[0].rule, Rule::Superlative);
}

#[test]
fn a_declared_ranking_that_holds_proves_it() {
    let rule = |sign: &str| {
        format!(
            "[[rule]]\nid = \"r\"\nkind = \"ranking\"\nabout.en = \"the most\"\n\
             statement = \"s/money?period=@year {sign} s/money?period=2020\"\n"
        )
    };
    let text = "It gave {money}, the highest ever.\n";
    let values = || series(&[(2020, "7"), (2024, "9")]);
    assert_eq!(with(text, values(), &rule(">")).len(), 0);
    assert_eq!(with(text, values(), &rule("<")).len(), 1, "one that does not hold proves nothing");
}
