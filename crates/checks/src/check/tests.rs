use std::collections::BTreeMap;

use figures::value::parse_decimal;
use figures::{
    Alternative, AnswerError, Basis, Bound, Cell, Column, ColumnType, Figure, Listing, ListingRow, Measure,
    MeasureKind, Source, Status, Unit, Value,
};
use interchange::{Context, areas};

use super::*;
use crate::finding::{Rule, Severity, Words, counts};

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
        key: key.into(),
        measure: "m".into(),
        label: BTreeMap::new(),
        value: Some(accepted),
        unit: Unit::new("CHF").expect("a unit"),
        period: None,
        basis: Basis::Stated,
        status: Status::Available,
        last_known_at: None,
        disputed: !others.is_empty(),
        sources: vec![source("4.7")],
        revision: 1,
        record_count: None,
        formula: None,
        alternatives: alternatives.collect(),
        note: None,
    }
}

fn asked<'a>(key: &'a str, answer: &'a Answer) -> Asked<'a> {
    Asked { key, places: vec![Place::new("outline.toml", 7, 3)], answer }
}

fn found(input: &CheckInput<'_>) -> Vec<(Rule, String)> {
    let words = Words::of("en").expect("words");
    check(input).iter().map(|f| (f.rule, words.message(f))).collect()
}

#[test]
fn values_that_rounding_does_not_explain_are_told_with_both_intervals() {
    let others = [(value("28600000", "-5"), Basis::Stated, "i")];
    let answer = Answer::Figures(vec![figure("s/m", value("28660000", "-4"), &others)]);
    let asked = [asked("s/m", &answer)];
    let findings = check(&CheckInput { asked: &asked, ..CheckInput::default() });
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    let english = Words::of("en").expect("words");
    assert_eq!(
        english.message(finding),
        "s/m: 28660000 CHF [28655000, 28665000] in ar 4.7 ¶2, 28600000 CHF [28550000, 28650000] in ar i ¶2; 5000 CHF lie \
         between the two"
    );
    assert_eq!(english.cause(finding), "digits were cut off instead of rounded");
    let chinese = Words::of("zh").expect("words");
    assert!(
        chinese
            .message(finding)
            .starts_with("s/m：ar第4.7节¶2为28660000 CHF [28655000, 28665000]，ar第i节¶2为")
    );
    assert_eq!((finding.rule, finding.severity), (Rule::SourcesDisagree, Severity::Warning));
    assert_eq!(finding.places, [Place::new("outline.toml", 7, 3)]);
    assert_eq!(finding.sources, [source("4.7"), source("i")]);
}

#[test]
fn what_records_give_is_held_against_what_a_source_says() {
    let others = [(value("90460000", "-2"), Basis::Computed, "4.7")];
    let answer = Answer::Figures(vec![figure("s/m", value("91800000", "-2"), &others)]);
    let asked = [asked("s/m", &answer), asked("s/m", &answer)];
    let found = found(&CheckInput { asked: &asked, ..CheckInput::default() });
    assert_eq!(found.len(), 1, "each figure once: {found:?}");
    assert_eq!(found[0].0, Rule::StatedAgainstComputed);
    assert!(
        found[0].1.starts_with("s/m: stated 91800000 CHF [91799950, 91800050], computed 90460000 CHF"),
        "{found:?}"
    );
}

#[test]
fn a_figure_without_dispute_is_no_finding() {
    let mut calm = figure("s/m", value("5", "INF"), &[(value("5", "INF"), Basis::Stated, "i")]);
    let meeting = Answer::Figures(vec![calm.clone()]);
    calm.alternatives[0].disputes = false;
    calm.alternatives[0].value = value("9", "INF");
    let explained = Answer::Figures(vec![calm]);
    for answer in [meeting, explained] {
        let asked = [asked("s/m", &answer)];
        assert_eq!(found(&CheckInput { asked: &asked, ..CheckInput::default() }), []);
    }
}

#[test]
fn a_key_that_leads_nowhere_is_an_error_and_a_silent_service_a_warning() {
    let unknown =
        Answer::Error(AnswerError::NotFound { message: "there is no measure s/x".into(), nearest: None });
    let silent = Answer::Error(AnswerError::Unavailable { message: "t did not answer".into() });
    let asked = [asked("t/m", &silent), asked("s/x", &unknown)];
    let findings = check(&CheckInput { asked: &asked, ..CheckInput::default() });
    let rules: Vec<_> = findings.iter().map(|f| (f.rule, f.severity, f.figures.join(","))).collect();
    assert_eq!(
        rules,
        [
            (Rule::DanglingKey, Severity::Error, "s/x".to_owned()),
            (Rule::ServiceUnavailable, Severity::Warning, "t/m".to_owned())
        ]
    );
}

#[test]
fn mistakes_are_reported_under_their_rule_and_names_once_with_all_places() {
    let place = |line| Place::new("narrative/en/1.md", line, 1);
    let mistakes = [
        Mistake::new(place(9), "the number `5` is not bound", "bind it").under("unbound-number"),
        Mistake::new(place(2), "a heading with one #", "use two"),
    ];
    let names = [("5G".to_owned(), place(3)), ("WRC-23".to_owned(), place(4)), ("5G".to_owned(), place(8))];
    let findings = check(&CheckInput { mistakes: &mistakes, names: &names, ..CheckInput::default() });
    let rules: Vec<_> = findings.iter().map(|f| (f.rule, f.places.len())).collect();
    assert_eq!(
        rules,
        [(Rule::BundleMistake, 1), (Rule::UnboundNumber, 1), (Rule::LiteralName, 2), (Rule::LiteralName, 1)]
    );
    let counts = counts(&findings);
    assert_eq!((counts.errors, counts.warnings, counts.notes), (2, 0, 2));
}

#[test]
fn an_identifier_stays_while_lines_move_and_two_alike_are_told_apart() {
    let mistake = |line| Mistake::new(Place::new("a.md", line, 1), "the number `5` is not bound", "bind it");
    let ids = |mistakes: &[Mistake]| -> Vec<String> {
        let input = CheckInput { mistakes, ..CheckInput::default() };
        check(&input).into_iter().map(|f| f.id).collect()
    };
    let first = ids(&[mistake(3)]);
    assert_eq!(first, ids(&[mistake(70)]));
    assert_eq!(ids(&[mistake(3), mistake(4)]), [first[0].clone(), format!("{}-2", first[0])]);
}

#[test]
fn an_area_without_a_name_is_a_finding_for_each_language_it_lacks() {
    let csv = "code,kind,label_en,label_zh\nCHE,economy,Switzerland,瑞士\nFRA,economy,France,\n";
    let (areas, mistakes) = areas::read("areas.csv", csv.as_bytes(), &Context::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let figures = Answer::Figures(vec![figure("s/m?area=FRA", value("5", "INF"), &[])]);
    let row = |code: &str| ListingRow {
        id: code.to_owned(),
        count: 1,
        aggregate: false,
        cells: vec![Cell::Code(code.to_owned())],
        source: Source::default(),
    };
    let listing = Answer::Listing(Listing {
        key: "s/l".into(),
        columns: vec![Column { name: "area".into(), kind: ColumnType::Area }],
        rows: vec![row("CHE"), row("XXX")],
        revision: 1,
    });
    let asked = [asked("s/m?area=FRA", &figures), asked("s/l", &listing)];
    let languages = ["en".to_owned(), "zh".to_owned()];
    let input =
        CheckInput { asked: &asked, areas: Some(&areas), languages: &languages, ..CheckInput::default() };
    let missing: Vec<_> =
        check(&input).iter().map(|f| (f.parts["area"].clone(), f.parts["language"].clone())).collect();
    let expected = [("FRA", "zh"), ("XXX", "en"), ("XXX", "zh")].map(|(a, l)| (a.to_owned(), l.to_owned()));
    let sorted: std::collections::BTreeSet<_> = missing.iter().cloned().collect();
    assert_eq!(sorted.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_row_of_no_measure_is_told_with_its_line() {
    let measure = |name: &str| Measure {
        service: "s".into(),
        name: name.into(),
        kind: MeasureKind::Flow,
        unit: Unit::new("CHF").ok(),
        aggregation: figures::Aggregation::None,
        dimensions: Vec::new(),
        total_area: None,
        period_from: None,
        decimals: None,
        columns: Vec::new(),
        department: "BDT".into(),
        label: BTreeMap::new(),
        definition: BTreeMap::new(),
        must_say: BTreeMap::new(),
        must_not_say: BTreeMap::new(),
    };
    let catalogue = Catalogue::new([measure("known")]);
    let csv = "key,value,decimals,unit,document,section,locator\n\
        s/known,5,INF,CHF,ar,1,¶1\ns/unknown,5,INF,CHF,ar,4.7,¶3\n";
    let (rows, _) = interchange::stated::read("stated.csv", csv.as_bytes(), &Context::default());
    let stated = [("stated.csv".to_owned(), rows)];
    let input = CheckInput { stated: &stated, catalogue: Some(&catalogue), ..CheckInput::default() };
    let findings = check(&input);
    assert_eq!(
        found(&input),
        [(
            Rule::UnknownMeasure,
            "s/unknown is stated in ar, section 4.7 ¶3, but s/unknown is no measure".to_owned()
        )]
    );
    assert_eq!(findings[0].places, [Place::new("stated.csv", 3, 1)]);
}
