//! The invariants of ARCHITECTURE.md, held over `cargo metadata` and the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Crates that do no I/O and know no generated code.
const PURE: [&str; 5] = ["figures", "interchange", "report", "checks", "render"];

/// What a pure crate never sees, directly or through others.
const IMPURE: [&str; 9] = ["tokio", "futures", "tonic", "prost", "sqlx", "hyper", "axum", "api", "store"];

/// Crates that serve every domain and hold no domain's words.
const GENERAL: [&str; 4] = ["crates/store", "crates/kit", "crates/figure-service", "services/gateway"];

/// The domain services.
const DOMAINS: [&str; 5] = ["connectivity", "projects", "membership", "events", "results"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the repository").to_path_buf()
}

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).exec().expect("cargo metadata")
}

/// Every package that a workspace crate is built with, tests and build scripts apart.
fn built_with(metadata: &Metadata, name: &str) -> BTreeSet<String> {
    let resolve = metadata.resolve.as_ref().expect("a resolved workspace");
    let nodes: BTreeMap<&PackageId, _> = resolve.nodes.iter().map(|n| (&n.id, n)).collect();
    let start = metadata
        .workspace_packages()
        .into_iter()
        .find(|p| p.name.as_str() == name)
        .expect("a crate")
        .id
        .clone();
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![start]);
    while let Some(id) = waiting.pop() {
        for dependency in &nodes[&id].deps {
            let normal = dependency.dep_kinds.iter().any(|k| k.kind == DependencyKind::Normal);
            if normal && seen.insert(dependency.pkg.clone()) {
                waiting.push(dependency.pkg.clone());
            }
        }
    }
    seen.iter().map(|id| metadata[id].name.to_string()).collect()
}

/// Rust files below a folder, with their text; tests beside the code are left out.
fn sources(folder: &str) -> Vec<(String, String)> {
    let (mut found, mut waiting) = (Vec::new(), vec![root().join(folder)]);
    while let Some(path) = waiting.pop() {
        for entry in std::fs::read_dir(&path).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if path.is_dir() {
                if !matches!(name, "tests" | "target" | "examples") {
                    waiting.push(path);
                }
            } else if name.ends_with(".rs") && name != "tests.rs" && name != "build.rs" {
                let text = std::fs::read_to_string(&path).expect("a source");
                let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
                found.push((path.strip_prefix(root()).expect("below the root").display().to_string(), code));
            }
        }
    }
    found
}

fn all_sources() -> Vec<(String, String)> {
    ["crates", "services", "xtask", "benches"].into_iter().flat_map(sources).collect()
}

fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(i, l)| (i + 1, l.trim())).filter(|(_, l)| !l.starts_with("//"))
}

#[track_caller]
fn nothing(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn pure_crates_see_no_async_no_generated_code_and_no_database() {
    let metadata = metadata();
    let seen = PURE.into_iter().flat_map(|name| {
        built_with(&metadata, name)
            .into_iter()
            .filter(|d| IMPURE.contains(&d.as_str()))
            .map(move |d| format!("{name} sees {d}"))
    });
    nothing(seen.collect(), "a pure crate does no I/O");
}

#[test]
fn services_never_depend_on_each_other_and_crates_never_on_services() {
    let metadata = metadata();
    let services: BTreeSet<String> =
        DOMAINS.iter().map(|d| (*d).to_owned()).chain(["gateway".to_owned()]).collect();
    let mut found = Vec::new();
    for package in metadata.workspace_packages() {
        let linked = built_with(&metadata, package.name.as_str());
        let all_in_one = matches!(package.name.as_str(), "yearbook" | "yearbook-tests" | "yearbook-benches");
        found.extend(
            linked
                .intersection(&services)
                .filter(|_| !all_in_one)
                .map(|s| format!("{} links {s}", package.name)),
        );
    }
    nothing(found, "only the all-in-one links services");
}

#[test]
fn sql_is_seen_only_where_it_belongs() {
    let allowed = |file: &str| {
        file.starts_with("crates/store/")
            || file.starts_with("crates/figure-service/src/sql")
            || file.ends_with("/store.rs")
            // What it measures against: the databases' own programs.
            || file == "benches/src/volume/yardsticks.rs"
    };
    let mut found = Vec::new();
    for (file, text) in all_sources().into_iter().filter(|(f, _)| !allowed(f)) {
        let sql = |l: &str| {
            ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE"].iter().any(|w| l.contains(w))
        };
        found.extend(code_lines(&text).filter(|(_, l)| sql(l)).map(|(n, l)| format!("{file}:{n}: {l}")));
    }
    nothing(
        found,
        "SQL stands in crates/store, figure-service's sql, a service's store.rs and a benchmark's yardsticks",
    );
}

/// So that an engine that speaks PostgreSQL's protocol over several machines can take over (`docs/scaling.md`).
#[test]
fn sql_keeps_to_what_distributed_engines_have() {
    let lacking = [
        "sequence",
        "nextval",
        "serial",
        "bigserial",
        "autoincrement",
        "trigger",
        "listen",
        "notify",
        "temporary",
        "temp",
    ];
    let holds = |line: &str| {
        let line = line.to_lowercase();
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.find(|word| lacking.contains(word) || word.contains("advisory")).map(str::to_owned)
    };
    let mut found = Vec::new();
    for (file, text) in ["crates/store/src", "crates/figure-service/src/sql"].into_iter().flat_map(sources) {
        found.extend(code_lines(&text).filter_map(|(n, l)| Some(format!("{file}:{n}: {}: {l}", holds(l)?))));
    }
    let (file, text) =
        ("crates/figure-service/src/sql.rs", include_str!("../../crates/figure-service/src/sql.rs"));
    found.extend(code_lines(text).filter_map(|(n, l)| Some(format!("{file}:{n}: {}: {l}", holds(l)?))));
    nothing(found, "no sequences, triggers, notifications, advisory locks or passing tables");
}

#[test]
fn standard_output_belongs_to_the_command_line() {
    let allowed = |file: &str| {
        file == "services/yearbook/src/output.rs"
            || file.starts_with("xtask/")
            || file.starts_with("benches/")
    };
    let mut found = Vec::new();
    for (file, text) in all_sources().into_iter().filter(|(f, _)| !allowed(f)) {
        let prints = |l: &str| ["println!(", "print!(", "io::stdout()"].iter().any(|w| l.contains(w));
        found.extend(code_lines(&text).filter(|(_, l)| prints(l)).map(|(n, l)| format!("{file}:{n}: {l}")));
    }
    nothing(found, "only services/yearbook/src/output.rs prints");
}

/// The lint `clippy::disallowed_methods` (clippy.toml) forbids environment and clock everywhere; this says where it may be lifted.
#[test]
fn lints_are_lifted_only_in_the_rooms_that_they_point_to() {
    let allowed = |file: &str| {
        let rooms =
            ["crates/kit/src/config/client.rs", "crates/kit/src/config/reader.rs", "crates/kit/src/clock.rs"];
        rooms.contains(&file) || file.starts_with("xtask/") || file.starts_with("crates/test-tools/")
    };
    let mut found = Vec::new();
    for (file, text) in all_sources().into_iter().filter(|(f, _)| !allowed(f)) {
        let lifted = code_lines(&text).filter(|(_, l)| l.contains("clippy::disallowed_methods"));
        found.extend(lifted.map(|(n, l)| format!("{file}:{n}: {l}")));
    }
    nothing(found, "the environment is read in kit::config, the time in kit::clock");
}

#[test]
fn what_serves_all_domains_holds_no_domains_words() {
    let mut found = Vec::new();
    for (file, text) in GENERAL.into_iter().flat_map(sources) {
        let named = |l: &str| {
            DOMAINS.iter().any(|d| l.contains(&format!("\"{d}\"")) || l.contains(&format!("yearbook.{d}.")))
        };
        found.extend(code_lines(&text).filter(|(_, l)| named(l)).map(|(n, l)| format!("{file}:{n}: {l}")));
    }
    nothing(found, "a sixth domain joins without a change here");
}

#[test]
fn files_stay_small_and_are_named_after_what_they_hold() {
    let mut found = Vec::new();
    for (file, text) in all_sources() {
        let name = Path::new(&file).file_stem().and_then(|n| n.to_str()).unwrap_or_default();
        if matches!(name, "mod" | "util" | "utils" | "helpers" | "common" | "manager" | "misc") {
            found.push(format!("{file}: a name that says nothing"));
        }
        if text.lines().count() > 500 {
            found.push(format!("{file}: {} lines", text.lines().count()));
        }
        if !text.starts_with("//!") {
            found.push(format!("{file}: does not open with what it is for"));
        }
    }
    nothing(found, "a room for each thing");
}
