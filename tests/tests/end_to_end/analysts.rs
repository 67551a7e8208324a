//! Tables as analysts read them, by a program of theirs (DuckDB): Parquet and JSON Lines hold what CSV does, each value exactly.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use yearbook_tests::arrangement::Together;
use yearbook_tests::process::{Process, run, said};
use yearbook_tests::tools::python;
use yearbook_tests::web;

/// Prints the columns of a Parquet file with their types, and its rows, every cell as text.
const READ: &str = "
import duckdb, json, sys
read = duckdb.read_parquet(sys.argv[1])
rows = [[None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row] for row in read.fetchall()]
print(json.dumps({'columns': read.columns, 'types': [str(t) for t in read.types], 'rows': rows}))
";

/// The rows of JSON Lines, every cell as text.
async fn lines(at: SocketAddr, key: &str) -> Vec<Vec<Value>> {
    let answer = web::get(at, &format!("/figures/{key}&format=jsonl"), &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/jsonl"), "{key}");
    let text = |cell: &Value| match cell {
        Value::Null | Value::String(_) => cell.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Value::String(cell.to_string())
        }
    };
    let row = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("a line of JSON");
        row.as_object().expect("an object").values().map(text).collect()
    };
    answer.text().lines().map(row).collect()
}

/// What DuckDB reads of a Parquet file.
async fn parquet(at: SocketAddr, python: &Path, key: &str) -> Value {
    let accept = [("accept", "application/vnd.apache.parquet")];
    let answer = web::get(at, &format!("/figures/{key}"), &accept).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/vnd.apache.parquet"),
        "{key}"
    );
    assert!(answer.header("content-disposition").ends_with(".parquet\""));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("figures.parquet");
    std::fs::write(&file, &answer.body).expect("written");
    read_file(python, &file)
}

/// What DuckDB reads of a file.
fn read_file(python: &Path, file: &Path) -> Value {
    let read = Command::new(python).args(["-c", READ]).arg(file).output().expect("it runs");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).expect("JSON")
}

/// The type of a column.
fn kind<'a>(read: &'a Value, column: &str) -> &'a str {
    let columns = read["columns"].as_array().expect("columns");
    let at = columns.iter().position(|name| name == column).expect("it is there");
    read["types"][at].as_str().expect("a type")
}

/// Decimals of one column have as many places as the longest of them.
fn plain(cell: &Value) -> Value {
    match cell.as_str() {
        Some(text) if text.contains('.') && text.parse::<f64>().is_ok() => {
            Value::from(text.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => cell.clone(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parquet_holds_what_lines_of_json_do_and_no_binary_floating_point() {
    let Some(python) = python() else { return };
    let together = Together::start(&[]);
    let at = together.address();
    for key in [
        "projects/funding?area=itu-region:*&period=2024",
        "connectivity/individuals-using-the-internet?period=*",
        "projects/agreement-list?period=*",
        "events/calendar?period=2024",
        "projects/count?period=1900",
    ] {
        let (lines, read) = (lines(at, key).await, parquet(at, &python, key).await);
        let rows: Vec<Vec<Value>> = serde_json::from_value(read["rows"].clone()).expect("rows");
        let plainly = |rows: &[Vec<Value>]| -> Vec<Vec<Value>> {
            rows.iter().map(|row| row.iter().map(plain).collect()).collect()
        };
        assert_eq!(plainly(&rows), plainly(&lines), "{key}");
        let types = read["types"].as_array().expect("types");
        assert!(types.iter().all(|kind| kind != "DOUBLE" && kind != "FLOAT"), "{key}: {types:?}");
    }
    let read = parquet(at, &python, "projects/funding?area=itu-region:*&period=2024").await;
    assert!(kind(&read, "value").starts_with("DECIMAL(38,"), "{read:#}");
    assert_eq!(
        (kind(&read, "disputed"), kind(&read, "revision"), kind(&read, "note")),
        ("BOOLEAN", "BIGINT", "VARCHAR")
    );
    // A value that is missing says so, and is no zero.
    let missing = parquet(at, &python, "projects/count?period=1900").await;
    let of = |column: &str| {
        let at = missing["columns"].as_array().expect("columns").iter().position(|name| name == column);
        missing["rows"][0][at.expect("it is there")].clone()
    };
    assert_eq!((of("value"), of("status")), (Value::Null, "missing".into()), "{missing:#}");
    assert!(of("missing_reason").is_string(), "{missing:#}");
}

#[test]
fn exported_tables_hold_what_exported_lines_do() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let serving =
        Process::start("yearbook", &["serve", "--data-dir", folder.path().to_str().expect("UTF-8")]);
    for format in ["parquet", "jsonl"] {
        let data = folder.path().to_str().expect("UTF-8");
        let ended = run(&["export", format, "--format", format, "--data-dir", data], folder.path());
        assert!(ended.status.success(), "{}", said(&ended));
    }
    drop(serving);
    for table in ["stated", "observations", "projects", "funding", "events", "members"] {
        let file = |format: &str| folder.path().join(format).join(format!("{table}.{format}"));
        let read = read_file(&python, &file("parquet"));
        let lines = std::fs::read_to_string(file("jsonl")).expect("lines");
        let lines: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        let columns = read["columns"].as_array().expect("columns");
        let rows = read["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), lines.len(), "{table}");
        for (row, line) in rows.iter().zip(&lines) {
            assert_eq!(line.as_object().map(serde_json::Map::len), Some(columns.len()), "{table}");
            for (column, cell) in columns.iter().zip(row.as_array().expect("cells")) {
                let told = match &line[column.as_str().expect("a name")] {
                    other @ (Value::Null | Value::String(_)) => other.clone(),
                    other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                        Value::String(other.to_string())
                    }
                };
                assert_eq!(plain(cell), plain(&told), "{table}: {column}");
            }
        }
        let types = read["types"].as_array().expect("types");
        assert!(types.iter().all(|kind| kind != "DOUBLE" && kind != "FLOAT"), "{table}: {types:?}");
    }
}
