use figures::Basis;

use figures::Figure;

use super::*;
use crate::finding::Words;
use crate::sample::{MANIFEST, content, figure, measures, report};

const CODES: &str = "list,code,parent,label_en,words_en,note\n\
    unit,CHF,currency,franc,CHF,\n\
    source,own,,Own,,\nsource,lent,,Lent,,\nsource,given,,Given,,\nsource,given-abroad,given,Given abroad,,\n";
const AREAS: &str = "code,kind,m49,label_en,note\n\
    WORLD,world,001,World,\nAFR,itu-region,,Africa,\nEUR,itu-region,,Europe,\nMULTI,special,,Several,\n\
    CHE,economy,756,Switzerland,\nHIC,income-group,,High,\n";

fn found(figures: Vec<Figure>) -> Vec<Finding> {
    let measures = measures(&[
        ("money", "flow", "sum", "area period source"),
        ("rate", "rate", "none", "period source"),
    ]);
    let definitions = content(&[
        ("bundle.toml", MANIFEST),
        ("measures.csv", &measures),
        ("codes.csv", CODES),
        ("areas.csv", AREAS),
    ]);
    let report = report(figures);
    find(&[&report, &report], &definitions, &Series::of(&[&report]))
}

/// Money by source in a year, and its total.
fn money(parts: &[(&str, &str)], total: &str, decimals: &str) -> Vec<Figure> {
    let part = |(source, number): &(&str, &str)| {
        figure(&format!("s/money?period=2024&source={source}"), number, decimals)
    };
    parts.iter().map(part).chain([figure("s/money?period=2024", total, decimals)]).collect()
}

#[test]
fn parts_must_make_their_total_as_far_as_rounding_lets_them() {
    let parts = [("own", "342"), ("lent", "532.2"), ("given", "10")];
    assert_eq!(found(money(&parts, "884.1", "1")), [], "0.1 is within three roundings");
    assert_eq!(found(money(&parts, "884.4", "1")), [], "and so is 0.2, where the ends of both meet");
    let findings = found(money(&parts, "884.5", "1"));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.rule, Rule::PartsAndTotal);
    assert_eq!(
        Words::of("en").expect("words").message(finding),
        "s/money?period=2024: its 3 parts by source make 884.2 CHF [884.05, 884.35], it is 884.5 CHF [884.45, 884.55]; \
         0.1 CHF lie between the two"
    );
    assert_eq!(finding.figures.len(), 4);
    assert_eq!(found(money(&parts, "900", "INF")).len(), 1);
}

#[test]
fn a_part_that_was_left_out_is_named_by_its_value() {
    let mut figures = money(&[("own", "300"), ("lent", "500"), ("given", "100")], "977", "INF");
    figures.push(figure("s/rate?period=2024", "77", "INF"));
    let findings = found(figures);
    let cause = Words::of("en").expect("words").cause(&findings[0]);
    assert_eq!(cause, "what is missing is exactly s/rate?period=2024");
}

#[test]
fn a_code_below_another_is_a_part_of_that_part() {
    let parts = [("own", "1"), ("lent", "2"), ("given", "3"), ("given-abroad", "3")];
    assert_eq!(found(money(&parts, "6", "INF")), []);
}

#[test]
fn one_component_that_is_not_shown_is_told_once_for_all_its_totals() {
    let mut figures = money(&[("own", "10"), ("lent", "20")], "33", "INF");
    figures.extend([
        figure("s/money?area=AFR&period=2024&source=own", "5", "INF"),
        figure("s/money?area=AFR&period=2024&source=lent", "6", "INF"),
        figure("s/money?area=AFR&period=2024", "14", "INF"),
    ]);
    let findings = found(figures);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.rule, Rule::ComponentNotShown);
    let message = Words::of("en").expect("words").message(finding);
    assert!(message.contains("s/money?area=AFR&period=2024 [3, 3]; s/money?period=2024 [3, 3]"), "{message}");
    assert!(message.contains("`given` is not shown"), "{message}");
}

#[test]
fn parts_that_exceed_their_total_are_wrong_whatever_is_not_shown() {
    let findings = found(money(&[("own", "10"), ("lent", "20")], "29", "INF"));
    assert_eq!(findings.iter().map(|f| f.rule).collect::<Vec<_>>(), [Rule::PartsAndTotal]);
}

#[test]
fn nothing_is_claimed_where_more_is_not_shown_or_may_be_negative() {
    assert_eq!(found(money(&[("own", "10")], "29", "INF")), [], "one part is no breakdown");
    let negative = [("own", "-10"), ("lent", "20")];
    assert_eq!(found(money(&negative, "40", "INF")), [], "what is not shown may be anything");
    let rates = ["own", "lent"].map(|source| format!("s/rate?period=2024&source={source}"));
    let rates =
        rates.iter().map(|key| figure(key, "5", "INF")).chain([figure("s/rate?period=2024", "5", "INF")]);
    assert_eq!(found(rates.collect()), [], "rates do not add up");
}

#[test]
fn areas_are_parts_within_one_way_of_dividing_the_world() {
    let by = |areas: &[&str], total: &str| {
        let part = |area: &&str| figure(&format!("s/money?area={area}&period=2024"), "5", "INF");
        let total = figure("s/money?period=2024", total, "INF");
        found(areas.iter().map(part).chain([total]).collect())
    };
    assert_eq!(by(&["AFR", "EUR", "MULTI", "CHE", "HIC"], "15"), [], "an economy lies in its region");
    assert_eq!(by(&["AFR", "EUR", "MULTI"], "16").len(), 1);
    assert_eq!(by(&["AFR", "CHE"], "20"), [], "two kinds, one part each");
}

#[test]
fn computed_totals_of_computed_parts_are_passed_over() {
    let mut figures = money(&[("own", "10"), ("lent", "20"), ("given", "1")], "99", "INF");
    figures.iter_mut().for_each(|figure| figure.basis = Basis::Computed);
    assert_eq!(found(figures), []);
}
