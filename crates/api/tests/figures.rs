//! Figures go to messages, to bytes, to JSON and back without loss.

use api::figures::v1 as proto;
use figures::conversion::Rate;
use figures::{
    Aggregation, Alternative, Answer, AnswerError, Basis, Bound, Cell, Column, ColumnType, Conversions,
    Decimals, Figure, Labels, Listing, ListingRow, Measure, MeasureKind, MissingReason, OtherUnit, Records,
    Sought, Source, Status, Unit, Value,
};
use prost::Message;

fn value(number: &str, decimals: Decimals, bound: Bound) -> Value {
    Value::new(figures::value::parse_decimal(number).expect("a number"), decimals, bound).expect("a value")
}

fn source(locator: &str) -> Source {
    Source {
        document: "ar-2024".into(),
        section: "4.7".into(),
        locator: locator.into(),
        publisher: "ITU".into(),
        date: "2025".into(),
    }
}

fn figure() -> Figure {
    Figure {
        key: "projects/funding?area=AFR&period=2024".into(),
        measure: "funding".into(),
        label: Labels::from([("en".into(), "Funding".into()), ("zh".into(), "资金".into())]),
        value: Some(value("28065300", Decimals::Exp(-2), Bound::AtLeast)),
        unit: Unit::new("CHF").expect("a unit"),
        period: Some("2024".parse().expect("a period")),
        basis: Basis::Computed,
        status: Status::Available,
        last_known_at: Some("2025-03-01T12:00:00.25Z".parse().expect("an instant")),
        disputed: true,
        sources: vec![source("¶15"), source("¶16")],
        revision: 7,
        record_count: Some(2),
        formula: Some("sum of funding.amount".into()),
        alternatives: vec![Alternative {
            value: value("-0.5", Decimals::Inf, Bound::About),
            basis: Basis::Stated,
            sources: vec![source("¶9")],
            disputes: true,
        }],
        note: Some("as printed".into()),
        records: Some(Records {
            count: 2,
            formula: "sum of funding.amount".into(),
            complete: true,
            listings: vec!["projects/funding-list?area=AFR&period=2024".into()],
            other_units: vec![OtherUnit { unit: unit("USD"), count: 3 }],
        }),
        conversions: Some(Conversions {
            count: 2,
            units: vec![unit("EUR"), unit("JPY")],
            rates: vec![Rate {
                from: unit("EUR"),
                exchange_rate: "0.947".parse().expect("a number"),
                value_date: "2024-06-30".parse().expect("a day"),
                document: source(""),
                count: 1,
            }],
            more: 1,
        }),
    }
}

fn unit(code: &str) -> Unit {
    Unit::new(code).expect("a unit")
}

fn missing(reason: MissingReason) -> Figure {
    Figure {
        value: None,
        status: Status::Missing(reason),
        period: None,
        record_count: None,
        formula: None,
        note: None,
        records: None,
        conversions: None,
        ..figure()
    }
}

fn listing() -> Listing {
    let kinds = ColumnType::NAMES;
    Listing {
        key: "events/calendar?period=2024".into(),
        columns: kinds.iter().map(|(kind, name)| Column { name: (*name).into(), kind: *kind }).collect(),
        rows: vec![ListingRow {
            id: "wtsa-24".into(),
            count: 1,
            aggregate: false,
            cells: vec![
                Cell::Text("WTSA".into()),
                Cell::Date("2024-10".parse().expect("a period")),
                Cell::Missing,
                Cell::Integer(23),
                Cell::Decimal("0.94".parse().expect("a number")),
                Cell::Code("ITU-T".into()),
                Cell::Url("https://example.org".into()),
            ],
            source: source("¶2"),
        }],
        revision: 3,
        last_known_at: Some("2025-01-31T12:00:00Z".parse().expect("an instant")),
    }
}

#[track_caller]
fn answer_comes_back(answer: &Answer) {
    let message = proto::Answer::from(answer.clone());
    let bytes = proto::Answer::decode(message.encode_to_vec().as_slice()).expect("it decodes");
    assert_eq!(Answer::try_from(bytes).as_ref(), Ok(answer));
    let json = serde_json::to_string(&message).expect("it prints");
    let read: proto::Answer = serde_json::from_str(&json).expect("it parses");
    assert_eq!(read, message, "{json}");
}

#[test]
fn every_answer_comes_back_from_bytes_and_json() {
    answer_comes_back(&Answer::Figures(vec![figure().into()]));
    answer_comes_back(&Answer::Figures(Vec::new()));
    for (reason, _) in MissingReason::NAMES {
        answer_comes_back(&Answer::Figures(vec![missing(reason).into()]));
    }
    for (bound, _) in Bound::NAMES {
        let value = Some(value("5", Decimals::Inf, bound));
        answer_comes_back(&Answer::Figures(vec![Figure { value, ..figure() }.into()]));
    }
    let down = Figure { value: None, status: Status::Unavailable, ..figure() };
    answer_comes_back(&Answer::Figures(vec![down.into()]));
    answer_comes_back(&Answer::Listing(listing()));
    for what in [Sought::Service, Sought::Measure, Sought::Dimension, Sought::Code] {
        let (message, nearest) = ("no".to_owned(), Some("yes".to_owned()));
        answer_comes_back(&Answer::Error(AnswerError::NotFound { what, message, nearest }));
    }
    answer_comes_back(&Answer::Error(AnswerError::Invalid { message: "no period".into() }));
    answer_comes_back(&Answer::Error(AnswerError::Unavailable { message: "down".into() }));
}

#[test]
fn every_measure_comes_back() {
    for (kind, _) in MeasureKind::NAMES {
        let measure = Measure {
            service: "projects".into(),
            name: "funding".into(),
            kind,
            unit: (kind != MeasureKind::Listing).then(|| Unit::new("CHF").expect("a unit")),
            aggregation: Aggregation::Sum,
            dimensions: vec!["area".into(), "period".into()],
            total_area: Some("WORLD".into()),
            period_from: Some("event".into()),
            decimals: Some(-5),
            columns: listing().columns,
            department: "BDT".into(),
            label: figure().label,
            definition: figure().label,
            must_say: [("en".into(), vec!["portfolio".into()])].into(),
            must_not_say: [("en".into(), vec!["spent".into(), "pledged".into()])].into(),
        };
        let message = proto::Measure::from(measure.clone());
        assert_eq!(message.name, "measures/projects/funding");
        assert_eq!(Measure::try_from(message), Ok(measure));
    }
}

#[test]
fn json_has_the_names_and_forms_of_proto3() {
    let json = serde_json::to_value(proto::Figure::from(figure())).expect("it prints");
    assert_eq!(json["value"]["value"], "28065300");
    assert_eq!(json["decimals"], -2);
    assert_eq!(json["bound"], "BOUND_AT_LEAST");
    assert_eq!(json["recordCount"], "2");
    assert_eq!(json["lastKnownAt"], "2025-03-01T12:00:00.250Z");
    assert_eq!(json.get("missingReason"), None);
}

#[track_caller]
fn refused(change: impl FnOnce(&mut proto::Figure), field: &str) {
    let mut message = proto::Figure::from(figure());
    change(&mut message);
    let answer = proto::Answer {
        result: Some(proto::answer::Result::Figures(proto::FigureList { figures: vec![message] })),
    };
    let error = Answer::try_from(answer).expect_err(field);
    assert_eq!(error.field, format!("figures[0].{field}"));
}

#[test]
fn nonsense_is_refused_with_its_field() {
    refused(|m| m.period = "last year".into(), "period");
    refused(|m| m.unit = "no unit".into(), "unit");
    refused(|m| m.status = 0, "status");
    refused(|m| m.status = 99, "status");
    refused(|m| m.basis = 0, "basis");
    refused(|m| m.decimals = Some(40), "decimals");
    refused(|m| m.decimals = Some(-3), "value");
    refused(|m| m.value = Some(api::Decimal { value: "1e9".into() }), "value");
    refused(|m| m.alternatives[0].value = None, "alternatives[0].value");
    refused(|m| m.status = proto::FigureStatus::Missing.into(), "missing_reason");
}

#[test]
fn a_row_with_too_few_cells_is_refused() {
    let mut message = proto::Listing::from(listing());
    message.rows[0].cells.pop();
    assert_eq!(Listing::try_from(message).expect_err("too few").field, "rows[0].cells");
}
