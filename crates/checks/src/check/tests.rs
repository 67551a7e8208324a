use std::collections::{BTreeMap, BTreeSet};

use figures::value::parse_decimal;
use figures::{Alternative, Basis, Bound, Figure, Source, Value};
use interchange::{Bundle, Context};
use report::assemble::ProblemKind;
use report::model::{Headline, Printed, Unconfirmed};

use super::*;
use crate::finding::{Rule, Severity, Words, counts};
use crate::sample;

fn value(number: &str, decimals: &str) -> Value {
    let number = parse_decimal(number).expect("a number");
    Value::new(number, decimals.parse().expect("decimals"), Bound::Exact).expect("a value")
}

fn source(section: &str) -> Source {
    Source { document: "ar".into(), section: section.into(), locator: "¶2".into(), ..Source::default() }
}

fn figure(key: &str, accepted: Value, others: &[(Value, Basis, &str)]) -> Figure {
    let alternatives = others.iter().map(|(value, basis, section)| Alternative {
        value: *value,
        basis: *basis,
        sources: vec![source(section)],
        disputes: true,
    });
    Figure {
        value: Some(accepted),
        disputed: !others.is_empty(),
        sources: vec![source("4.7")],
        alternatives: alternatives.collect(),
        ..sample::figure(key, "0", "INF")
    }
}

/// A report that prints these figures.
fn printing(figures: Vec<Figure>, problems: Vec<Problem>) -> (Report, Vec<Problem>) {
    let print = |f: &Figure| Headline {
        label: "M".into(),
        printed: Printed { text: "28.7".into(), key: f.key.clone(), marks: Vec::new(), footnote: None },
    };
    let headline = figures.iter().map(print).collect();
    (Report { headline, ..sample::report(figures) }, problems)
}

/// As the check takes them.
fn pairs(assembled: &[(Report, Vec<Problem>)]) -> Vec<(&Report, &[Problem])> {
    assembled.iter().map(|(report, problems)| (report, problems.as_slice())).collect()
}

fn of_figures(figures: Vec<Figure>) -> Vec<Finding> {
    let assembled = [printing(figures.clone(), Vec::new()), printing(figures, Vec::new())];
    check(&CheckInput { assembled: &pairs(&assembled), ..CheckInput::default() })
}

fn place(line: u32) -> Place {
    Place::new("narrative/en/1.md", line, 1)
}

fn unbound(line: u32) -> Mistake {
    Mistake::new(place(line), "the number `5` is not bound", "bind it").under("unbound-number")
}

fn of_mistakes(mistakes: &[Mistake]) -> Vec<Finding> {
    check(&CheckInput { mistakes, ..CheckInput::default() })
}

#[test]
fn values_that_rounding_does_not_explain_are_told_once_and_with_both_intervals() {
    let others = [(value("28600000", "-5"), Basis::Stated, "i")];
    let findings = of_figures(vec![figure("s/m", value("28660000", "-4"), &others)]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    let finding = &findings[0];
    let english = Words::of("en").expect("words");
    assert_eq!(
        english.message(finding),
        "s/m: 28 660 000 CHF [28 655 000, 28 665 000] in ar 4.7 ¶2, 28 600 000 CHF [28 550 000, 28 650 000] in ar i \
         ¶2; 5000 CHF lie between the two"
    );
    assert_eq!(english.cause(finding), "digits were cut off instead of rounded");
    let chinese = Words::of("zh").expect("words");
    let start = "s/m：ar第4.7节¶2为28 660 000 CHF [28 655 000, 28 665 000]，ar第i节¶2为";
    assert!(chinese.message(finding).starts_with(start), "{}", chinese.message(finding));
    assert_eq!((finding.rule, finding.severity), (Rule::SourcesDisagree, Severity::Warning));
    assert_eq!(finding.figures, ["s/m"]);
    assert_eq!(finding.printed.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["28.7"]);
    assert_eq!(finding.sources, [source("4.7"), source("i")]);
}

#[test]
fn what_records_give_is_held_against_what_a_source_says() {
    let others = [(value("90460000", "-2"), Basis::Computed, "4.7")];
    let findings = of_figures(vec![figure("s/m", value("91800000", "-2"), &others)]);
    assert_eq!(findings[0].rule, Rule::StatedAgainstComputed);
    let message = Words::of("en").expect("words").message(&findings[0]);
    let start = "s/m: stated 91 800 000 CHF [91 799 950, 91 800 050], computed 90 460 000 CHF [90 459 950, 90 460 050]; 1 339 900 CHF";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn a_figure_without_dispute_is_no_finding() {
    let mut calm = figure("s/m", value("5", "INF"), &[(value("5", "INF"), Basis::Stated, "i")]);
    assert_eq!(of_figures(vec![calm.clone()]), [], "the intervals meet");
    calm.alternatives[0].disputes = false;
    calm.alternatives[0].value = value("9", "INF");
    assert_eq!(of_figures(vec![calm]), [], "rounding explains it");
}

#[test]
fn mistakes_are_reported_under_their_rule_each_at_its_place() {
    let heading = Mistake::new(place(2), "a heading with one #", "use two");
    let findings = of_mistakes(&[unbound(9), unbound(12), heading]);
    let rules: Vec<_> = findings.iter().map(|f| (f.rule, f.places.as_slice())).collect();
    let places = [[place(2)], [place(9)], [place(12)]];
    assert_eq!(
        rules,
        [
            (Rule::BundleMistake, &places[0][..]),
            (Rule::UnboundNumber, &places[1][..]),
            (Rule::UnboundNumber, &places[2][..])
        ]
    );
    let counts = counts(&findings);
    assert_eq!((counts.errors, counts.warnings, counts.notes), (3, 0, 0));
}

#[test]
fn what_each_language_and_the_reader_of_content_meet_is_one_finding() {
    let problem = |line| Problem {
        kind: ProblemKind::Reference,
        key: Some("s/m".into()),
        problem: "there is no section `9`".into(),
        remedy: "correct it".into(),
        places: vec![place(line)],
    };
    let mistakes: Vec<Mistake> = problem(3).mistakes().collect();
    let assembled = [printing(Vec::new(), vec![problem(3)]), printing(Vec::new(), vec![problem(8)])];
    let findings =
        check(&CheckInput { mistakes: &mistakes, assembled: &pairs(&assembled), ..CheckInput::default() });
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].rule, Rule::DanglingReference);
    assert_eq!(findings[0].places, [place(3), place(8)]);
    assert_eq!(findings[0].figures, ["s/m"]);
}

#[test]
fn every_kind_of_problem_has_its_rule() {
    use ProblemKind::{Answer, Form, Measure, Misplaced, Narrative, Reference, Translation, Unlisted};
    for kind in [Reference, Measure, Answer, Form, Misplaced, Narrative, Translation, Unlisted] {
        assert!(Rule::from_name(kind.name()).is_some(), "{kind:?}");
    }
}

#[test]
fn an_identifier_stays_while_lines_move_and_two_alike_are_told_apart() {
    let ids = |mistakes: &[Mistake]| of_mistakes(mistakes).into_iter().map(|f| f.id).collect::<Vec<_>>();
    let first = ids(&[unbound(3)]);
    assert_eq!(first, ids(&[unbound(70)]));
    assert_eq!(ids(&[unbound(3), unbound(4)]), [first[0].clone(), format!("{}-2", first[0])]);
}

#[test]
fn a_service_that_did_not_confirm_is_told_with_its_figures() {
    let mut assembled = [printing(
        vec![figure("s/m", value("5", "INF"), &[]), figure("t/m", value("5", "INF"), &[])],
        Vec::new(),
    )];
    assembled[0].0.unconfirmed = BTreeMap::from([("s".to_owned(), Unconfirmed::Unavailable)]);
    let findings = check(&CheckInput { assembled: &pairs(&assembled), ..CheckInput::default() });
    let found: Vec<_> = findings.iter().map(|f| (f.rule, f.figures.join(" "))).collect();
    assert_eq!(found, [(Rule::ServiceUnconfirmed, "s/m".to_owned())]);
}

const MANIFEST: &str = "[organisation]\nid = \"o\"\nname.en = \"O\"\nshort.en = \"O\"\n[report]\nyear = 2024\n\
    plan = \"2024/2027\"\nlanguages = [\"en\"]\ntitle.en = \"Report\"\n[precedence]\ndocuments = []\n";
const OUTLINE: &str =
    "[[section]]\nid = \"1\"\ntitle.en = '{\"5G\"} and 7'\n[[section.element]]\nkind = \"prose\"\n";
const NARRATIVE: &str = "See {section:9}.\n\nAbout {\"5G\"}, {\"WRC-23\"} and 12 things.\n";

#[test]
fn the_texts_of_a_bundle_are_checked_as_they_are_read() {
    let files = [("bundle.toml", MANIFEST), ("outline.toml", OUTLINE), ("narrative/en/1.md", NARRATIVE)];
    let (bundle, _) = Bundle::new(files.map(|(n, t)| (n.to_owned(), t.as_bytes().to_vec())).into());
    let (content, mistakes) = Content::read(&bundle);
    let findings =
        check(&CheckInput { mistakes: &mistakes, content: Some(&content), ..CheckInput::default() });
    let of = |rule: Rule| -> Vec<String> {
        let found = findings.iter().filter(|f| f.rule == rule).flat_map(|f| &f.places);
        found.map(ToString::to_string).collect()
    };
    assert_eq!(of(Rule::UnboundNumber), ["narrative/en/1.md:3:30", "outline.toml:3:24"], "{findings:#?}");
    assert_eq!(of(Rule::DanglingReference), ["narrative/en/1.md:1:5"]);
    let names = findings
        .iter()
        .filter(|f| f.rule == Rule::LiteralName)
        .map(|f| (f.parts["name"].as_str(), f.places.len()));
    assert_eq!(names.collect::<BTreeSet<_>>(), BTreeSet::from([("5G", 2), ("WRC-23", 1)]));
}

#[test]
fn a_row_of_no_measure_is_told_with_its_line() {
    let csv = "key,value,decimals,unit,document,section,locator\ns/unknown,5,INF,CHF,ar,4.7,¶3\n";
    let (rows, _) = interchange::stated::read("stated.csv", csv.as_bytes(), &Context::default());
    let stated = [("stated.csv".to_owned(), rows)];
    let content = Content::default();
    let findings = check(&CheckInput { stated: &stated, content: Some(&content), ..CheckInput::default() });
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].places, [Place::new("stated.csv", 2, 1)]);
    let message = Words::of("en").expect("words").message(&findings[0]);
    assert_eq!(message, "s/unknown is stated in ar, section 4.7 ¶3, but s/unknown is no measure");
}

#[test]
fn a_slipped_scale_is_not_told_as_an_outlier_too() {
    let content = sample::content(&[("bundle.toml", sample::MANIFEST)]);
    let numbers = ["10", "12", "11", "13", "12", "14", "13", "13000"];
    let years = (2017..)
        .zip(numbers)
        .map(|(year, number): (i16, &str)| figure(&format!("s/m?period={year}"), value(number, "INF"), &[]));
    let assembled = [printing(years.collect(), Vec::new())];
    let input =
        CheckInput { content: Some(&content), assembled: &pairs(&assembled), ..CheckInput::default() };
    let of_figures: Vec<(Rule, String)> = check(&input)
        .into_iter()
        .filter_map(|finding| Some((finding.rule, finding.figures.first()?.clone())))
        .filter(|(rule, _)| matches!(rule, Rule::Scale | Rule::Outlier))
        .collect();
    assert_eq!(of_figures, [(Rule::Scale, "s/m?period=2024".to_owned())]);
}
