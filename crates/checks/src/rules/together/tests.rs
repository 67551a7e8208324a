use super::*;
use crate::declared;
use crate::finding::Words;
use crate::sample::{MANIFEST, content, figure, measures, report};

const CODES: &str = "list,code,parent,label_en,words_en,note\n\
    unit,CHF,currency,franc,CHF,\nsource,own,,Own,,\nsource,lent,,Lent,,\n";
const AREAS: &str =
    "code,kind,m49,label_en,note\nWORLD,world,001,World,\nAFR,itu-region,,Africa,\nEUR,itu-region,,Europe,\n";

fn definitions() -> Content {
    let measures =
        measures(&[("money", "flow", "sum", "area period source"), ("other", "flow", "none", "period")]);
    content(&[
        ("bundle.toml", MANIFEST),
        ("measures.csv", &measures),
        ("codes.csv", CODES),
        ("areas.csv", AREAS),
    ])
}

fn money(area: &str, source: &str, number: &str) -> Figure {
    let dimensions = [("area", area), ("period", "2024"), ("source", source)];
    let given = dimensions.into_iter().filter(|(_, code)| !code.is_empty());
    let given: Vec<String> = given.map(|(name, code)| format!("{name}={code}")).collect();
    figure(&format!("s/money?{}", given.join("&")), number, "0")
}

/// A table of two areas and two sources: each cell 1, the row of Africa and the columns as given.
fn table(africa: &str, own: &str, lent: &str) -> Vec<Figure> {
    vec![
        money("AFR", "own", "1"),
        money("AFR", "lent", "1"),
        money("EUR", "own", "1"),
        money("EUR", "lent", "1"),
        money("AFR", "", africa),
        money("", "own", own),
        money("", "lent", lent),
    ]
}

fn found(figures: Vec<Figure>, rules: &str, said: &[(&str, Figure)]) -> Vec<Finding> {
    let definitions = definitions();
    let (rules, mistakes) = declared::read(declared::FILE, rules, &definitions);
    assert_eq!(mistakes, []);
    let answer = |figure: &Figure| Answer::Figures(vec![figure.clone().into()]);
    let answers: BTreeMap<&str, Answer> = said.iter().map(|(key, figure)| (*key, answer(figure))).collect();
    find(&[&report(figures)], &definitions, &rules, |key| answers.get(key))
}

#[test]
fn rows_and_columns_that_each_add_up_may_not_do_so_together() {
    let findings = found(table("3", "1", "1"), "", &[]);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    let message = Words::of("en").expect("words").message(finding);
    assert!(message.starts_with("3 identities that share figures cannot hold together"), "{message}");
    for name in [
        "s/money?area=AFR&period=2024 by source",
        "s/money?period=2024&source=own by area",
        "source=lent by area",
    ] {
        assert!(message.contains(name), "{message}");
    }
    assert_eq!(found(table("2", "1", "1"), "", &[]), [], "ones of 1 and of 0.5 do");
    assert_eq!(found(table("3", "2", "2"), "", &[]), []);
}

#[test]
fn what_fails_alone_is_told_by_its_own_rule() {
    assert_eq!(found(table("9", "2", "2"), "", &[]), []);
}

#[test]
fn declared_equations_take_part() {
    let rule = "[[rule]]\nid = \"half\"\nkind = \"identity\"\nabout.en = \"it is\"\n\
        statement = \"s/money?area=AFR&period=@year&source=own + s/other?period=@year = 1\"\n";
    let said = [
        ("s/money?area=AFR&period=2024&source=own", money("AFR", "own", "1")),
        ("s/other?period=2024", figure("s/other?period=2024", "0.5", "INF")),
    ];
    // Half of Africa's own money is elsewhere: with 0.5 of it and at most 1.5 lent, Africa has not 3.
    let findings = found(table("3", "2", "2"), rule, &said);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert!(finding.parts["identities"].contains("half"), "{finding:?}");
    assert!(finding.figures.iter().any(|key| key == "s/money?area=AFR&period=2024"), "{finding:?}");
}
