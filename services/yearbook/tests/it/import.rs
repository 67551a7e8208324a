//! Import and export.

use std::collections::BTreeMap;
use std::path::Path;

use figure_service::domain::Domain;
use figure_service::engine::Engine;
use store::Location;

use crate::desk::{Desk, bundle, databases, text};

/// The services and the gateway, as they are written.
const OWNERS: [&str; 6] = ["connectivity", "events", "membership", "projects", "results", "gateway"];

#[track_caller]
fn check_lines(out: &str, what: &str) {
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.iter().map(|l| l.split(' ').next().unwrap_or("")).collect::<Vec<_>>(), OWNERS);
    assert!(lines.iter().all(|l| l.contains("revision 1") && l.contains(what)), "{out}");
}

#[test]
fn an_import_writes_a_revision_a_service_and_none_when_it_is_done_again() {
    let (desk, bundle) = (Desk::new(), bundle());
    let import =
        || desk.run(&["import", text(&bundle), "--data-dir", "data", "--reason", "the first"]).succeeds();
    check_lines(&import(), " added, 0 changed, 0 closed");
    check_lines(&import(), "nothing to change");
    let history = desk.run(&["figure", "projects/count?period=2024", "--data-dir", "data"]).succeeds();
    assert!(history.contains("the first"), "{history}");
}

#[test]
fn an_export_is_a_sound_bundle_whose_import_changes_nothing() {
    let desk = Desk::new();
    desk.run(&["export", "copy", "--data-dir", databases()]).succeeds();
    let own = desk.own_databases();
    check_lines(&desk.run(&["import", "copy", "--data-dir", &own]).succeeds(), "nothing to change");
    let report =
        |more: &[&str]| desk.run(&[&["report", "2024", "--format", "json"], more].concat()).succeeds();
    assert_eq!(report(&["--bundle", "copy"]), report(&["--data-dir", databases()]));
    let numbers = bundle().join("source-numbers.csv");
    desk.run(&["coverage", text(&numbers), "--bundle", "copy"]).succeeds();
    desk.run(&["export", "copy", "--data-dir", databases()]).fails(&["copy is there already and not empty"]);
    desk.run(&["export", "other"]).fails(&["--data-dir"]);
}

#[test]
fn an_export_for_analysts_has_every_record_and_no_file_of_a_bundle() {
    let desk = Desk::new();
    desk.run(&["export", "copy", "--data-dir", databases()]).succeeds();
    let said = desk.run(&["export", "lines", "--format", "jsonl", "--data-dir", databases()]).succeeds();
    let tables = |name: &str| {
        let mut found = BTreeMap::new();
        let mut folders = vec![desk.path(name)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let relative = path.strip_prefix(desk.path(name)).expect("within").with_extension("");
                    found.insert(text(&relative).to_owned(), path);
                }
            }
        }
        found
    };
    let (bundle, lines) = (tables("copy"), tables("lines"));
    assert!(said.starts_with(&format!("{} files written to lines", lines.len())), "{said}");
    assert!(!lines.contains_key("bundle") && !lines.contains_key("narrative/en/foreword"), "{lines:?}");
    for (name, path) in &lines {
        let rows = std::fs::read_to_string(path).expect("text");
        let rows: Vec<serde_json::Value> =
            rows.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
        let mut file = csv::Reader::from_path(&bundle[name]).expect("a file of the bundle");
        let head: Vec<String> = file.headers().expect("a header").iter().map(str::to_owned).collect();
        let cells: Vec<csv::StringRecord> = file.records().collect::<Result<_, _>>().expect("rows");
        assert_eq!(rows.len(), cells.len(), "{name}");
        for (row, cells) in rows.iter().zip(&cells) {
            for (column, cell) in head.iter().zip(cells) {
                let held = match &row[column] {
                    serde_json::Value::Null | serde_json::Value::Bool(false) => String::new(),
                    serde_json::Value::Bool(true) => "yes".to_owned(),
                    serde_json::Value::String(text) => text.clone(),
                    serde_json::Value::Number(number) => number.to_string(),
                    other @ (serde_json::Value::Array(_) | serde_json::Value::Object(_)) => other.to_string(),
                };
                assert_eq!(held, cell.strip_prefix('\'').unwrap_or(cell), "{name}: {column} of {row}");
            }
        }
    }
    let observations = &lines["observations"];
    assert!(std::fs::metadata(observations).expect("a file").len() > 0);
}

#[test]
fn an_export_takes_its_folder_from_the_environment_too() {
    let desk = Desk::new();
    let variables = [("YEARBOOK_DATA_DIR", databases()), ("YEARBOOK_SERVER", "http://127.0.0.1:1")];
    desk.run_with(&["export", "copy"], &variables).succeeds();
}

#[test]
fn an_export_has_what_a_service_elsewhere_states_or_is_refused() {
    let desk = Desk::new();
    let bundle = desk.copy("last");
    bundle.add_hydrology();
    drop(desk.serve(&[
        "--data-dir",
        "data",
        "--bundle",
        bundle.path(),
        "--service",
        "hydrology=http://127.0.0.1:1",
    ]));
    desk.run(&["export", "copy", "--data-dir", "data"]).fails(&[
        "hydrology",
        "lost",
        "data/hydrology.sqlite",
    ]);
    assert!(!desk.path("copy").exists());

    hydrology(&desk.path("data"), &desk.path("last"));
    desk.run(&["export", "copy", "--data-dir", "data"]).succeeds();
    let stated = std::fs::read_to_string(desk.path("copy/stated.csv")).expect("a file");
    assert!(stated.contains("hydrology/gauging-stations?period=2024,731,"), "its value is there");
}

/// The database of a service elsewhere, copied beside the others.
fn hydrology(data: &Path, bundle: &Path) {
    let (bundle, _) = kit::folder::read(bundle).expect("a bundle");
    let location = Location::File(kit::config::database(data, "hydrology"));
    let domain = Domain { name: "hydrology", ..Domain::default() };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let engine = Engine::open(domain, location, kit::clock::system()).await.expect("opened");
        engine.import_bundle(&bundle).await.expect("imported");
        engine.store().close().await;
    });
}

#[test]
fn validating_writes_nothing_and_says_what_would_be_written() {
    let (desk, bundle) = (Desk::new(), bundle());
    let out = desk.run(&["import", text(&bundle), "--data-dir", "data", "--validate-only"]).succeeds();
    assert!(out.ends_with("The bundle has no mistakes; nothing was written.\n"), "{out}");
    desk.run(&["report", "2024", "--data-dir", "data"]).fails(&["none yet", "import"]);
}

#[test]
fn a_bundle_with_mistakes_in_several_files_is_written_nowhere() {
    let desk = Desk::new();
    let broken = desk.copy("broken");
    broken.replace("funding.csv", ",CHF,", ",CHX,");
    broken.replace("events.csv", ",2024-10-15,", ",soon,");
    broken.replace("outline.toml", "figure = \"users\"", "figure = \"usres\"");
    let ran = desk.run(&["import", broken.path(), "--data-dir", "data"]);
    assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    let out = ran.finds();
    for place in ["broken/funding.csv:2:", "broken/events.csv:2:", "broken/outline.toml:"] {
        assert!(out.contains(place), "{place}: {out}");
    }
    desk.run(&["report", "2024", "--data-dir", "data"]).fails(&["none yet"]);
    let bundle = bundle();
    check_lines(&desk.run(&["import", text(&bundle), "--data-dir", "data"]).succeeds(), " added");
}

#[test]
fn databases_that_a_server_holds_are_written_through_it() {
    let (desk, bundle) = (Desk::new(), bundle());
    let served = desk.serve(&["--data-dir", "data", "--bundle", "none"]);
    desk.run(&["import", text(&bundle), "--data-dir", "data"]).fails(&["in use by process", "--server URL"]);
    check_lines(&desk.run(&["import", text(&bundle), "--server", &served.address]).succeeds(), " added");
    let by_server = desk.run(&["report", "2024", "--server", &served.address]).succeeds();
    assert_eq!(desk.run(&["report", "2024", "--data-dir", "data"]).succeeds(), by_server);
}

#[test]
fn a_token_writes_what_its_role_allows_in_one_process_too() {
    let (desk, bundle) = (Desk::new(), bundle());
    let tokens = "operator-0123456789 ops operator\nprojects-0123456789 ana contributor:projects\n";
    std::fs::write(desk.path("tokens"), tokens).expect("written");
    let served = desk.serve(&["--data-dir", "data", "--bundle", "none", "--tokens", "tokens"]);
    let import = |token: &[(&str, &str)]| {
        desk.run_with(&["import", text(&bundle), "--server", &served.address], token)
    };
    import(&[]).fails(&["connectivity", "may not call", "contributor:", "token"]);
    import(&[("YEARBOOK_TOKEN", "projects-0123456789")]).fails(&["ana", "connectivity"]);
    import(&[("YEARBOOK_TOKEN", "nobody-has-this-one")]).fails(&["token is not known"]);
    check_lines(&import(&[("YEARBOOK_TOKEN", "operator-0123456789")]).succeeds(), " added");
}

#[test]
fn what_is_no_bundle_is_not_imported() {
    let desk = Desk::new();
    desk.run(&["import", "nowhere"]).fails(&["nowhere is no bundle"]);
    desk.run(&["import", ".", "--server", "http://127.0.0.1:1"]).fails(&["bundle.toml"]);
    assert!(!desk.path("yearbook-data").exists(), "no database is made for nothing");
}
