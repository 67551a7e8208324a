//! Figures that are made with numbers converted from another unit.

use figures::conversion::Rate;
use figures::{Conversions, Decimal, Figure, Unit};

use super::*;

/// The report where the funds of 2024 rest on a record in euros.
fn report(change: impl Fn(&mut Figure)) -> Report {
    let mut answers = answers();
    let rate = Rate {
        from: Unit::new("EUR").expect("a unit"),
        exchange_rate: Decimal::new(947, 3),
        value_date: "2024-06-28".parse().expect("a day"),
        document: Source { document: "C25-45".into(), ..Source::default() },
        count: 2,
    };
    let mut converted = figure(FUNDING, "91800000", "-2", "CHF");
    converted.conversions = Conversions::of(vec![rate]);
    change(&mut converted);
    answers.insert(FUNDING, Answer::Figures(vec![converted.into()]));
    assemble(&content(), &answers, &options("en")).0
}

const FUNDING: &str = "projects/funding?period=2024";

#[test]
fn a_total_of_converted_numbers_is_marked_and_explained() {
    let report = report(|_| {});
    let converted = report.footnotes.iter().filter_map(|note| match &note.content {
        FootnoteContent::Converted { key, unit, conversions } => Some((key, unit, conversions)),
        FootnoteContent::Missing { .. }
        | FootnoteContent::Unavailable { .. }
        | FootnoteContent::LastKnown { .. }
        | FootnoteContent::Disputed { .. }
        | FootnoteContent::Restated { .. } => None,
    });
    let [(key, unit, conversions)] = converted.collect::<Vec<_>>()[..] else {
        panic!("one note: {:?}", report.footnotes);
    };
    assert_eq!((key.as_str(), unit.code(), conversions.count), (FUNDING, "CHF", 2));
    assert!(report.documents.contains_key("C25-45"), "the document of a rate has its title");
    let marked = format!("{report:?}").matches("marks: [Converted]").count();
    assert_eq!(marked, 1, "the total, and none of its parts");
    let plain = assemble(&content(), &answers(), &options("en")).0;
    assert_ne!(plain.content_hash(), report.content_hash());
}

#[test]
fn a_dispute_is_explained_before_a_conversion() {
    let report = report(|figure| figure.disputed = true);
    let told = |content: &FootnoteContent| matches!(content, FootnoteContent::Disputed { key, .. } if key == FUNDING);
    assert!(report.footnotes.iter().any(|note| told(&note.content)));
    assert!(format!("{report:?}").contains("marks: [Disputed, Converted]"));
}
