use super::*;
use crate::sample::{MANIFEST, content, figure, measures, report};

const CODES: &str =
    "list,code,parent,label_en,words_en,note\nunit,CHF,currency,franc,CHF,\nsource,own,,Own,,\n";

fn found(figures: Vec<Figure>) -> Vec<Finding> {
    let measures =
        measures(&[("money", "flow", "sum", "period source"), ("stock", "stock", "none", "period")]);
    let files = [("bundle.toml", MANIFEST), ("measures.csv", measures.as_str()), ("codes.csv", CODES)];
    let report = report(figures);
    find(&[&report, &report], &content(&files))
}

fn rules(figures: Vec<Figure>) -> Vec<Rule> {
    found(figures).iter().map(|finding| finding.rule).collect()
}

#[test]
fn one_number_of_a_year_and_of_years_around_it_is_told() {
    let years = |long: &str, short: &str| {
        rules(vec![
            figure("s/money?period=2019%2F2024", long, "INF"),
            figure("s/money?period=2024", short, "INF"),
        ])
    };
    assert_eq!(years("118000", "118000"), [Rule::PeriodMatch]);
    assert_eq!(years("118000", "20000"), []);
    assert_eq!(years("0", "0"), [], "nothing at all may have happened");
}

#[test]
fn other_years_other_breakdowns_and_stocks_may_have_one_number() {
    assert_eq!(
        rules(vec![figure("s/money?period=2023", "5", "INF"), figure("s/money?period=2024", "5", "INF")]),
        []
    );
    let of_one_source = figure("s/money?period=2024&source=own", "5", "INF");
    assert_eq!(rules(vec![figure("s/money?period=2019%2F2024", "5", "INF"), of_one_source]), []);
    assert_eq!(
        rules(vec![
            figure("s/stock?period=2019%2F2024", "5", "INF"),
            figure("s/stock?period=2024", "5", "INF")
        ]),
        []
    );
}
