//! Small figures, bundles and reports for the tests of rules.

use std::sync::Arc;

use figures::value::parse_decimal;
use figures::{Basis, Bound, Figure, Labels, Status, Unit, Value};
use interchange::Bundle;
use report::assemble::{Answers, AssembleOptions, assemble};
use report::content::Content;
use report::model::Report;

/// A stated figure of a key, in CHF.
pub(crate) fn figure(key: &str, number: &str, decimals: &str) -> Figure {
    let number = parse_decimal(number).expect("a number");
    let measure = key.split(['/', '?']).nth(1).expect("a measure");
    Figure {
        key: key.to_owned(),
        measure: measure.to_owned(),
        label: Labels::new(),
        value: Value::new(number, decimals.parse().expect("decimals"), Bound::Exact).ok(),
        unit: Unit::new("CHF").expect("a unit"),
        period: None,
        basis: Basis::Stated,
        status: Status::Available,
        last_known_at: None,
        disputed: false,
        sources: Vec::new(),
        revision: 1,
        record_count: None,
        formula: None,
        alternatives: Vec::new(),
        note: None,
        records: None,
        conversions: None,
    }
}

/// The content of a bundle of these files.
pub(crate) fn content(files: &[(&str, &str)]) -> Content {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    Content::read(&Bundle::new(files.collect()).0).0
}

/// An empty report that knows these figures.
pub(crate) fn report(figures: Vec<Figure>) -> Report {
    let options = AssembleOptions::report("en", 2024);
    let (report, _) = assemble(&Content::default(), &Answers::new(), &options);
    Report { figures: figures.into_iter().map(Arc::new).collect(), ..report }
}

/// A measure's row of `measures.csv` of one language: its name, kind, aggregation and dimensions, in CHF.
pub(crate) fn measures(rows: &[(&str, &str, &str, &str)]) -> String {
    let head = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
                label_en,definition_en,must_say_en,must_not_say_en\n";
    let row = |(name, kind, aggregation, dimensions): &(&str, &str, &str, &str)| {
        format!("s,{name},{kind},CHF,{aggregation},{dimensions},,,,,d,M,A measure.,,\n")
    };
    rows.iter().map(row).fold(head.to_owned(), |all, row| all + &row)
}

/// The least `bundle.toml`.
pub(crate) const MANIFEST: &str = "[report]\nyear = 2024\nlanguages = [\"en\"]\nstate = \"draft\"\n";
