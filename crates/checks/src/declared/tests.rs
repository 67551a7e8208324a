use std::collections::BTreeMap;

use figures::{Answer, AnswerError, Figure, MissingReason, Status, Unit};
use report::content::Content;

use super::*;
use crate::finding::{Cause, Words};
use crate::sample;

const MANIFEST: &str = "[report]\nyear = 2024\nlanguages = [\"en\", \"zh\"]\nstate = \"draft\"\n";
const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
    label_en,label_zh,definition_en,definition_zh,must_say_en,must_say_zh,must_not_say_en,must_not_say_zh\n\
    s,joined,flow,person,none,period sector,,,,,d,Joined,加入,Who joined.,加入者。,,,,\n\
    s,left,flow,person,none,period,,,,,d,Left,退出,Who left.,退出者。,,,,\n\
    s,money,flow,CHF,none,period,,,,,d,Money,资金,Money.,资金。,,,,\n";
const CODES: &str = "list,code,parent,label_en,label_zh,words_en,words_zh,note\n\
    unit,person,count,person,人,people,人,\nunit,CHF,currency,franc,瑞郎,CHF,瑞郎,\n\
    sector,a,,A,甲,,,\nsector,b,,B,乙,,,\n";

fn content() -> Content {
    sample::content(&[("bundle.toml", MANIFEST), ("measures.csv", MEASURES), ("codes.csv", CODES)])
}

fn rule(statement: &str) -> String {
    format!(
        "[[rule]]\nid = \"people\"\nkind = \"identity\"\nstatement = \"{statement}\"\nabout.en = \"they add up\"\n\
         about.zh = \"相加\"\n"
    )
}

#[track_caller]
fn wrong(text: &str) -> (u32, u32, String) {
    let (rules, mistakes) = read(FILE, text, &content());
    let [mistake] = mistakes.as_slice() else { panic!("{rules:?} {mistakes:?}") };
    (mistake.place.line, mistake.place.column, format!("{}; {}", mistake.problem, mistake.remedy))
}

fn figure(key: &str, number: &str) -> Figure {
    let unit = if key.starts_with("s/money") { "CHF" } else { "person" };
    Figure { unit: Unit::new(unit).expect("a unit"), ..sample::figure(key, number, "INF") }
}

/// What is found where services say this: a key as it is asked, and the figures under it.
fn found(text: &str, said: &[(&str, &[(&str, &str)])]) -> Vec<crate::Finding> {
    let (rules, mistakes) = read(FILE, text, &content());
    assert_eq!(mistakes, [], "{text}");
    let answer = |(key, figures): &(&str, &[(&str, &str)])| {
        let figures = figures.iter().map(|(key, number)| figure(key, number).into());
        ((*key).to_owned(), Answer::Figures(figures.collect()))
    };
    let answers: BTreeMap<String, Answer> = said.iter().map(answer).collect();
    judge(&rules, |key| answers.get(key))
}

const NET: &str = "sum(s/joined?period=@year&sector=*) - s/left?period=@year = 29 person";
const JOINED: &str = "s/joined?period=2024&sector=*";
const LEFT: &str = "s/left?period=2024";

#[test]
fn keys_are_those_of_the_year_and_each_is_asked_once() {
    let (rules, mistakes) = read(FILE, &rule(NET), &content());
    assert_eq!(mistakes, []);
    assert_eq!(keys(&rules).into_iter().collect::<Vec<_>>(), [JOINED, LEFT]);
    assert_eq!((rules[0].severity, rules[0].text.as_str()), (Severity::Warning, NET));
}

#[test]
fn a_rule_that_does_not_hold_is_told_with_both_sides_and_in_each_language() {
    let joined: &[_] = &[("s/joined?period=2024&sector=a", "50"), ("s/joined?period=2024&sector=b", "40")];
    let said: &[(&str, &[_])] = &[(JOINED, joined), (LEFT, &[(LEFT, "62")])];
    let findings = found(&rule(NET), said);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.rule, finding.severity), (Rule::Identity, Severity::Warning));
    assert_eq!(
        Words::of("en").expect("words").message(finding),
        "they add up: 28 person = 29 person does not hold; 1 lie between the two"
    );
    let chinese = Words::of("zh").expect("words").message(finding);
    assert_eq!(chinese, "相加：28 person = 29 person不成立，二者相差1");
    assert_eq!((finding.places[0].line, finding.places[0].column), (4, 13));
    assert_eq!(finding.figures.len(), 3);
    let enough: &[_] = &[("s/joined?period=2024&sector=a", "50"), ("s/joined?period=2024&sector=b", "41")];
    assert_eq!(found(&rule(NET), &[(JOINED, enough), (LEFT, &[(LEFT, "62")])]), []);
}

#[test]
fn a_finding_keeps_its_id_while_figures_change() {
    let of = |left: &str| {
        let said: &[(&str, &[_])] = &[("s/left?period=2024", &[(LEFT, left)])];
        found(&rule("s/left?period=@year = 5"), said).remove(0).id
    };
    assert_eq!(of("6"), of("7"));
}

#[test]
fn what_is_missing_leaves_a_rule_undecided_unless_it_says_otherwise() {
    let missing =
        Figure { value: None, status: Status::Missing(MissingReason::NotRecorded), ..figure(LEFT, "0") };
    let unavailable = Answer::Error(AnswerError::Unavailable { message: String::new() });
    for answer in [Some(Answer::Figures(vec![missing.into()])), Some(unavailable), None] {
        let judged = |text: &str| {
            let (rules, _) = read(FILE, text, &content());
            judge(&rules, |_| answer.as_ref())
        };
        let text = rule("s/left?period=@year = 5");
        assert_eq!(judged(&text), [], "{answer:?}");
        let never = text.replace("about.en", "left-missing = \"never-skip\"\nabout.en");
        assert_eq!(judged(&never).len(), 1, "counted as zero: {answer:?}");
    }
}

#[test]
fn a_prefix_that_explains_the_difference_is_told() {
    let text = rule("s/money?period=@year = 5000 CHF");
    let money = "s/money?period=2024";
    let cause = |number: &str| found(&text, &[(money, &[(money, number)])])[0].cause.clone();
    assert_eq!(cause("5000000"), Some(Cause::PowerOfTen(3)));
    assert_eq!(cause("50000"), None, "one place is no prefix");
}

#[test]
fn units_that_do_not_go_together_are_a_mistake_of_the_rule() {
    let money = "s/money?period=2024";
    let said: &[(&str, &[_])] = &[(money, &[(money, "5")]), (LEFT, &[(LEFT, "5")])];
    let findings = found(&rule("s/money?period=@year = s/left?period=@year"), said);
    assert_eq!(findings[0].rule, Rule::BundleMistake);
    let message = Words::of("en").expect("words").message(&findings[0]);
    assert!(
        message.contains("`people`") && message.contains("CHF") && message.contains("person"),
        "{message}"
    );
}

#[test]
fn mistakes_are_told_at_their_place() {
    let statement = |text: &str| wrong(&rule(text));
    let (line, column, told) = statement("s/left?period=@year = s/rigt?period=@year");
    assert_eq!((line, column), (4, 36), "{told}");
    assert!(told.contains("there is no measure `s/rigt`"), "{told}");
    let (line, column, told) = statement("s/left?period=@year +");
    assert_eq!(line, 4);
    assert!(column > 30, "{column}: {told}");
    assert!(statement("s/left?period=@year").2.contains("states nothing"));
    assert!(statement("nobody = 1").2.contains("there is no alias `nobody`"));
    assert!(
        wrong(&rule(NET).replace("identity", "identify")).2.contains("write one of identity, comparison")
    );
    assert!(wrong(&rule(NET).replace("about.zh", "about.fr")).2.contains("is not told in zh"));
    assert!(wrong(&rule(NET).replace("\"people\"", "\"The People\"")).2.contains("is no id"));
    assert!(wrong(&format!("{}{}", rule(NET), rule(NET))).2.contains("there are two rules"));
    assert!(
        wrong(&rule(NET).replace("about.en", "severity = \"bad\"\nabout.en"))
            .2
            .contains("error, warning, note")
    );
    assert_eq!(wrong("[[rule]]\nid = \"a\"\n").0, 1, "a field that is missing");
    assert_eq!(wrong("[[rule]\n").0, 1);
    assert!(wrong("[[rules]]\n").2.contains("unknown field"));
}
