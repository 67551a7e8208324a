//! Tables of answers, read back by a reader of CSV.

use figures::value::parse_decimal;
use figures::{Bound, ColumnType, MissingReason, Unit, Value};
use proptest::prelude::*;

use super::table::harmless;
use super::*;

fn figure(key: &str, value: Option<(&str, &str, Bound)>) -> Figure {
    let value = value.map(|(number, decimals, bound)| {
        let number = parse_decimal(number).expect("a number");
        Value::new(number, decimals.parse().expect("decimals"), bound).expect("a value")
    });
    Figure {
        key: key.to_owned(),
        measure: "net-change".to_owned(),
        label: Labels::from([("en".to_owned(), "Net change".to_owned())]),
        value,
        unit: Unit::new("membership").expect("a unit"),
        period: "2024".parse().ok(),
        basis: Basis::Stated,
        status: value.map_or(Status::Missing(MissingReason::NoData), |_| Status::Available),
        last_known_at: None,
        disputed: false,
        sources: vec![Source { document: "ar-2024".into(), section: "3.1".into(), ..Source::default() }],
        revision: 7,
        record_count: None,
        formula: None,
        alternatives: Vec::new(),
        note: None,
        records: None,
        conversions: None,
    }
}

/// The rows of a table as column and cell.
fn read(bytes: &[u8]) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        header.iter().cloned().zip(row.expect("a row").iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

#[track_caller]
fn holds(row: &std::collections::BTreeMap<String, String>, expected: &[(&str, &str)]) {
    for (column, cell) in expected {
        assert_eq!(row.get(*column).map(String::as_str), Some(*cell), "{column} of {row:?}");
    }
}

#[test]
fn a_figure_is_a_row_of_exact_values() {
    let dimensions = ["area", "period", "sector"].map(String::from);
    let one = figure("membership/net-change?area=ASP&period=2024", Some(("-20", "INF", Bound::Exact)));
    let two =
        figure("membership/net-change?period=2024&sector=ITU-D", Some(("54270000000", "-7", Bound::AtLeast)));
    let rows = read(&figures(&[one, two], &dimensions).csv());
    holds(
        &rows[0],
        &[
            ("value", "-20"),
            ("decimals", "INF"),
            ("bound", "exact"),
            ("area", "ASP"),
            ("sector", "_T"),
            ("period", "2024"),
            ("unit", "membership"),
            ("label", "Net change"),
            ("service", "membership"),
            ("status", "available"),
            ("basis", "stated"),
            ("revision", "7"),
            ("source_document", "ar-2024"),
            ("source_section", "3.1"),
        ],
    );
    let second = [
        ("value", "54270000000"),
        ("decimals", "-7"),
        ("bound", "at-least"),
        ("area", "_T"),
        ("sector", "ITU-D"),
    ];
    holds(&rows[1], &second);
}

#[test]
fn what_is_missing_says_so_and_is_never_zero() {
    let rows = read(&figures(&[figure("a/b?period=2024", None)], &[]).csv());
    holds(
        &rows[0],
        &[
            ("value", ""),
            ("decimals", ""),
            ("bound", ""),
            ("basis", ""),
            ("status", "missing"),
            ("missing_reason", "no-data"),
        ],
    );
}

#[test]
fn a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_a_number_does_not() {
    for (given, expected) in [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("-20", "-20"),
        ("plain", "plain"),
        ("", ""),
    ] {
        assert_eq!(harmless(given), expected, "{given:?}");
    }
}

#[test]
fn lines_end_and_cells_are_quoted_as_rfc_4180_says() {
    let named = Figure { note: Some("one, \"two\"\nthree".into()), ..figure("a/b", None) };
    let bytes = figures(&[named], &[]).csv();
    let table = String::from_utf8(bytes).expect("UTF-8");
    assert!(table.starts_with("key,service,measure,label,value,decimals,bound,unit,period,status,"));
    assert!(table.contains("\"one, \"\"two\"\"\nthree\""));
    assert!(table.ends_with("\r\n"));
}

#[test]
fn a_record_is_a_row_that_says_how_many_it_stands_for() {
    let column = |name: &str, kind| figures::Column { name: name.to_owned(), kind };
    let row = |id: &str, count, aggregate, cells| ListingRow {
        id: id.to_owned(),
        count,
        aggregate,
        cells,
        source: Source { document: "ar-2024".into(), ..Source::default() },
    };
    let records = Listing {
        key: "projects/agreement-list".into(),
        columns: vec![column("label", ColumnType::Text), column("value", ColumnType::Decimal)],
        rows: vec![
            row(
                "a",
                1,
                false,
                vec![Cell::Text("=cmd".into()), Cell::Decimal(parse_decimal("-1.50").expect("a number"))],
            ),
            row("b", 17, true, vec![Cell::Missing, Cell::Missing]),
            row("c", 0, true, vec![Cell::Missing, Cell::Missing]),
        ],
        revision: 1,
        last_known_at: None,
    };
    let rows = read(&listing(&records).csv());
    holds(
        &rows[0],
        &[("id", "a"), ("label", "'=cmd"), ("value", "-1.5"), ("aggregate", "no"), ("last_known_at", "")],
    );
    holds(&rows[2], &[("id", "c"), ("record_count", "")]);
    holds(&rows[1], &[("record_count", "17"), ("aggregate", "yes"), ("label", ""), ("value", "")]);
    let since = Some("2025-01-31T12:00:00Z".parse().expect("an instant"));
    let rows = read(&listing(&Listing { last_known_at: since, ..records }).csv());
    holds(&rows[1], &[("last_known_at", "2025-01-31T12:00:00Z")]);
}

#[test]
fn a_line_of_json_holds_what_a_row_of_csv_does() {
    let value = figure("a/b?period=2024", Some(("54270000000.50", "INF", Bound::AtLeast)));
    let noted = Figure { note: Some("=one\ntwo".into()), disputed: true, ..value };
    let missing = figure("a/b?period=2025", None);
    let lines =
        String::from_utf8(figures(&[noted, missing], &["area".to_owned()]).json_lines()).expect("UTF-8");
    let rows: Vec<serde_json::Value> =
        lines.split_terminator('\n').map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rows.len(), 2, "a line end within a note ends no line: {lines}");
    let first = [
        ("value", "54270000000.5".into()),
        ("bound", "at-least".into()),
        ("note", "=one\ntwo".into()),
        ("disputed", true.into()),
        ("area", "_T".into()),
        ("revision", 7.into()),
        ("status", "available".into()),
        ("missing_reason", serde_json::Value::Null),
    ];
    for (name, expected) in first {
        assert_eq!(rows[0][name], expected, "{name}");
    }
    for (name, expected) in [("value", serde_json::Value::Null), ("missing_reason", "no-data".into())] {
        assert_eq!(rows[1][name], expected, "{name}");
    }
    let names =
        |row: &serde_json::Value| row.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let header = figures(&[], &["area".to_owned()]).csv();
    assert_eq!(names(&rows[0]).join(",") + "\r\n", String::from_utf8(header).expect("UTF-8"));
}

proptest! {
    #[test]
    fn no_cell_of_text_is_a_formula_and_every_row_reads_back(note in "\\PC{0,20}|[=+@\\t-].{0,10}") {
        let figure = Figure { note: Some(note.clone()), ..figure("a/b?period=2024", None) };
        let rows = read(&figures(&[figure], &[]).csv());
        let cell = rows[0].get("note").expect("a cell");
        prop_assert!(!cell.starts_with(['=', '+', '@', '\t']));
        prop_assert!(!cell.starts_with('-') || parse_decimal(cell).is_ok());
        prop_assert_eq!(cell.trim_start_matches('\''), note.trim_start_matches('\''));
    }
}
