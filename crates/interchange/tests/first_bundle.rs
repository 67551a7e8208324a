//! The first bundle, `data/itu-2024`, is read without a mistake, and next year's can be made from it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use figures::{Basis, Figure, FigureKey, Source, Status};
use interchange::{Bundle, Context, Mistake, Stated, next_year, stated, terms};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024")
}

fn files(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let name = path.strip_prefix(root()).expect("it lies below the root");
            found.insert(name.to_string_lossy().replace('\\', "/"), fs::read(&path).expect("a file"));
        }
    }
}

fn bundle() -> (Bundle, Vec<Mistake>) {
    let mut found = BTreeMap::new();
    files(&root(), &mut found);
    Bundle::new(found)
}

/// The rows of all files that state values, and what is wrong with them.
fn values(bundle: &Bundle, context: &Context) -> (Vec<Stated>, Vec<Mistake>) {
    let file = |name| bundle.file(name).unwrap_or_default();
    let (mut rows, mut mistakes) = stated::read("stated.csv", file("stated.csv"), context);
    let (more, found) =
        stated::read_observations("connectivity", "observations.csv", file("observations.csv"), context);
    rows.extend(more);
    mistakes.extend(found);
    mistakes.extend(stated::read("published.csv", file("published.csv"), context).1);
    (rows, mistakes)
}

#[track_caller]
fn check(bundle: &Bundle) -> Vec<Stated> {
    let (context, mut mistakes) = bundle.context();
    let (rows, found) = values(bundle, &context);
    mistakes.extend(found);
    mistakes.extend(bundle.check_whole());
    mistakes.extend(terms::read("terms.csv", bundle.file("terms.csv").unwrap_or_default(), &context).1);
    let shown: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(shown, Vec::<String>::new());
    rows
}

fn figure(rows: &[&Stated]) -> Option<Figure> {
    let row = rows.first()?;
    let source = |r: &&Stated| Source {
        document: r.document.clone(),
        section: r.section.clone(),
        locator: r.locator.clone(),
        ..Source::default()
    };
    Some(Figure {
        key: row.key.to_string(),
        measure: row.key.measure.clone(),
        label: BTreeMap::new(),
        value: row.value,
        unit: row.unit.clone(),
        period: None,
        basis: Basis::Stated,
        status: row.missing.map_or(Status::Available, Status::Missing),
        last_known_at: None,
        disputed: false,
        sources: rows.iter().filter(|r| r.value == row.value).map(source).collect(),
        revision: 1,
        record_count: None,
        formula: None,
        alternatives: Vec::new(),
        note: None,
        records: None,
        conversions: None,
    })
}

#[test]
fn the_first_bundle_has_no_mistakes() {
    let (bundle, mistakes) = bundle();
    assert_eq!(mistakes, []);
    let rows = check(&bundle);
    assert!(rows.len() > 350, "{} rows state a value", rows.len());
    assert_eq!(bundle.services().len(), 5);
}

#[test]
fn next_years_bundle_has_no_mistakes_and_last_years_values() {
    let (bundle, _) = bundle();
    let rows = check(&bundle);
    let mut by_key: BTreeMap<&FigureKey, Vec<&Stated>> = BTreeMap::new();
    for row in &rows {
        by_key.entry(&row.key).or_default().push(row);
    }
    let figures: Vec<Figure> = by_key.values().filter_map(|rows| figure(rows)).collect();
    let next = next_year::new_from(&bundle, &figures, &BTreeSet::new(), 2025).expect("a bundle");
    let carried = check(&next);
    for figure in &figures {
        let values: Vec<_> =
            carried.iter().filter(|r| r.key.to_string() == figure.key).map(|r| r.value).collect();
        let key: FigureKey = figure.key.parse().expect("a key");
        let future = key.code("period").is_some_and(|p| p.starts_with("2025") && !p.contains('/'));
        assert_eq!(values.first().copied(), (!future).then_some(figure.value), "{}", figure.key);
        assert!(values.iter().all(|v| *v == figure.value), "{}", figure.key);
    }
    assert_eq!(next.manifest().report.year, 2025);
    let events = next.file("events.csv").expect("a file");
    assert_eq!(events.iter().filter(|b| **b == b'\n').count(), 1);
}
