//! Money that was converted, from a bundle's file through figure and report to an export and next year's bundle.

use std::path::Path;

use crate::desk::{Copy, Desk};

/// The bundle on 2024 where an agreement was signed in euros, and the report prints the sum of its year.
fn bundle(desk: &Desk) -> Copy {
    let bundle = desk.copy("last");
    bundle.add("codes.csv", "unit,EUR,currency,euro,欧元,EUR,欧元,EUR,EUR,EUR,EUR,\n");
    bundle.add("documents.csv", "rates-2023,,Central bank,2023-07-01,Rates of June 2023,2023年6月汇率,\n");
    let mut rows = csv::Reader::from_path(desk.path("last/agreements.csv")).expect("a file");
    let conversion =
        "original_amount,original_decimals,original_currency,exchange_rate,value_date,rate_document";
    let mut file = csv::Writer::from_path(desk.path("agreements.csv")).expect("a new file");
    let head: Vec<&str> = rows.headers().expect("a header").iter().chain(conversion.split(',')).collect();
    file.write_record(&head).expect("written");
    let own = "fibre-2031,,,,2031,24622000,0,CHF,Fibre,光纤,ar-2024,4.7,,26000000,INF,EUR,0.947,2023-06-30,rates-2023";
    file.write_record(own.split(',')).expect("written");
    for row in rows.records() {
        let row = row.expect("a row");
        file.write_record(row.iter().chain([""; 6])).expect("written");
    }
    drop(file);
    std::fs::rename(desk.path("agreements.csv"), desk.path("last/agreements.csv")).expect("replaced");
    bundle.replace(
        "bundle.toml",
        "\"agreements.csv\"\ncomplete = false",
        "\"agreements.csv\"\ncomplete = true",
    );
    for language in ["en", "zh"] {
        bundle.add(&format!("narrative/{language}/4.7.md"), "\n\n{projects/agreement-value?period=2031}\n");
    }
    bundle
}

/// The row of the agreement in euros, by column.
fn row(path: &Path) -> Vec<(String, String)> {
    let mut file = csv::Reader::from_path(path).expect("a file");
    let head: Vec<String> = file.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = file.records().flatten().find(|row| &row[0] == "fibre-2031").expect("it is there");
    head.into_iter().zip(row.iter().map(str::to_owned)).collect()
}

fn read(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(name)).expect("a file")
}

#[test]
fn a_converted_agreement_goes_through_report_export_and_next_year() {
    let desk = Desk::new();
    let bundle = bundle(&desk);
    desk.run(&["import", bundle.path(), "--data-dir", "data"]).succeeds();

    let key = "projects/agreement-value?period=2031";
    let figure = desk.run(&["figure", key, "--data-dir", "data"]).succeeds();
    let told = "1 record from EUR: 1 EUR = 0.947 CHF, 30 June 2023 (Rates of June 2023)";
    assert!(figure.contains(told), "{figure}");
    let json = desk.run(&["figure", key, "--format", "json", "--data-dir", "data"]).succeeds();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json.to_string().contains("\"exchangeRate\":{\"value\":\"0.947\"}"), "{json}");

    for (language, note) in [
        ("en", "Converted: 1 record from EUR: 1 EUR = 0.947 CHF, 30 June 2023 (Rates of June 2023)."),
        ("zh", "经换算：1项记录由EUR换算：1 EUR = 0.947 CHF，2023年6月30日（2023年6月汇率）。"),
    ] {
        let args = ["report", "2024", "--format", "md", "--lang", language, "--data-dir", "data"];
        let report = desk.run(&args).succeeds();
        assert!(report.contains('¤') && report.contains(note), "{language}");
    }

    desk.run(&["export", "copy", "--data-dir", "data"]).succeeds();
    let again = desk.run(&["import", "copy", "--data-dir", "data"]).succeeds();
    assert!(again.lines().all(|line| line.contains("nothing to change")), "{again}");
    assert_eq!(row(&desk.path("copy/agreements.csv")), row(&desk.path("last/agreements.csv")));
    desk.run(&["export", "lines", "--format", "jsonl", "--data-dir", "data"]).succeeds();
    let lines = read(&desk, "lines/agreements.jsonl");
    let line = lines.lines().find(|line| line.contains("fibre-2031")).expect("a line");
    for part in
        ["\"original_currency\":\"EUR\"", "\"exchange_rate\":\"0.947\"", "\"rate_document\":\"rates-2023\""]
    {
        assert!(line.contains(part), "{part} is not in {line}");
    }

    desk.run(&["new", "next", "--from", bundle.path(), "--year", "2025"]).succeeds();
    assert_eq!(row(&desk.path("next/agreements.csv")), row(&desk.path("last/agreements.csv")));
    let stated = read(&desk, "next/stated.csv");
    assert!(stated.contains("; converted: 1 EUR = 0.947 CHF of 2023-06-30 (rates-2023)"), "the note says so");
}

#[test]
fn a_conversion_that_does_not_hold_is_told_with_its_place_and_arithmetic() {
    let desk = Desk::new();
    let bundle = bundle(&desk);
    bundle.replace("agreements.csv", ",24622000,0,", ",24623000,0,");
    let told = desk.run(&["import", bundle.path(), "--data-dir", "data"]).finds();
    assert!(told.contains("last/agreements.csv:2:"), "{told}");
    assert!(told.contains("24623000 [24622999.5, 24623000.5] is not 26000000 × 0.947 = 24622000"), "{told}");
}
