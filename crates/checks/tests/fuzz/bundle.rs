//! The files of a bundle: each is read with all its mistakes, which have places, and whatever is left of it is assembled and checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use arbtest::arbitrary::{Result, Unstructured};
use checks::{CheckInput, check, declared};
use figures::{Answer, Basis, Figure, Labels, Status};
use interchange::{Bundle, Mistake, Stated, decisions, stated};
use report::{Answers, AssembleOptions, Content, Report, ServiceState, assemble};

use crate::{mutation, run};

macro_rules! files {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("seeds/bundle/", $name)))),*] };
}

const FILES: [(&str, &str); 12] = files![
    "areas.csv",
    "bundle.toml",
    "checks.toml",
    "codes.csv",
    "documents.csv",
    "findings.csv",
    "measures.csv",
    "narrative/en/1.md",
    "outline.toml",
    "published.csv",
    "stated.csv",
    "terms.csv",
];

const CELLS: [&str; 24] = [
    ",",
    "\n",
    "\"",
    "\"\"",
    ",,",
    "results/staff?period=2024",
    "period=",
    "area=*",
    "INF",
    "-5",
    "at-least",
    "missing",
    "yes",
    "2024-12-31",
    "2024-Q1",
    "2019/2024",
    "percent",
    "CHF",
    "WORLD",
    "ar-2024",
    "_T",
    "|",
    "label_fr",
    "%20",
];

const TABLES: [&str; 30] = [
    "[[rule]]\n",
    "[[section]]\n",
    "[[section.element]]\n",
    "[[section.element.row]]\n",
    "[report]\n",
    "id = \"a\"\n",
    "kind = \"table\"\n",
    "kind = \"chart\"\n",
    "kind = \"ranking\"\n",
    "statement = \"1 = 2\"\n",
    "cells = [\"staff\"]\n",
    "figure = \"women\"\n",
    "about.en = \"x\"\n",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'''",
    "\\u0000",
    " = ",
    ".",
    "@year",
    "@year-1",
    "sum(",
    "area=*",
    "{staff | words}",
    "{budget | over 5e6}",
    "{#each events/calendar}",
    "- ",
];

/// The small bundle.
fn files() -> BTreeMap<String, Vec<u8>> {
    FILES.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// The figures that the rows of `stated.csv` give, each its first.
fn figures(rows: &[Stated]) -> BTreeMap<String, Figure> {
    let mut figures = BTreeMap::new();
    for row in rows {
        let key = row.key.to_string();
        let status = row.missing.map_or(Status::Available, Status::Missing);
        let figure = Figure {
            key: key.clone(),
            measure: row.key.measure.clone(),
            label: Labels::new(),
            value: row.value,
            unit: row.unit.clone(),
            period: row.key.code("period").and_then(|code| code.parse().ok()),
            basis: Basis::Stated,
            status,
            last_known_at: None,
            disputed: false,
            sources: Vec::new(),
            revision: 1,
            record_count: None,
            formula: None,
            alternatives: Vec::new(),
            note: row.note.clone(),
            records: None,
            conversions: None,
        };
        figures.entry(key).or_insert(figure);
    }
    figures
}

/// What a bundle comes to: its report, what was found in it, and the mistakes of its files.
fn made(files: BTreeMap<String, Vec<u8>>) -> (Report, Content, Vec<Mistake>) {
    let (bundle, mut mistakes) = Bundle::new(files);
    mistakes.extend(bundle.check_whole());
    let (content, of_content) = Content::read(&bundle);
    mistakes.extend(of_content);
    mistakes.extend(content.check());
    let (rules, of_rules) = declared::of_bundle(&bundle, &content);
    mistakes.extend(of_rules);
    let (context, _) = bundle.context();
    let read = |name| bundle.file(name).unwrap_or_default();
    let (rows, of_rows) = stated::read("stated.csv", read("stated.csv"), &context);
    mistakes.extend(of_rows);
    let (decisions, of_decisions) = decisions::read("findings.csv", read("findings.csv"), &context);
    mistakes.extend(of_decisions);

    let mut answers = Answers::new();
    let mut of_rules = BTreeMap::new();
    for (key, figure) in figures(&rows) {
        let answer = Answer::Figures(vec![Arc::new(figure)]);
        of_rules.insert(key.clone(), answer.clone());
        answers.insert(key, answer);
    }
    answers.service("results", Some(1), ServiceState::Confirmed);
    let options = AssembleOptions::report("en", content.manifest.report.year);
    let (report, problems) = assemble(&content, &answers, &options);
    let findings = check(&CheckInput {
        mistakes: &mistakes,
        content: Some(&content),
        definitions: Some(&content),
        assembled: &[(&report, &problems)],
        rules: &rules,
        answers: Some(&of_rules),
        stated: &[("stated.csv".to_owned(), rows)],
        decisions: &decisions,
    });
    assert!(findings.iter().all(|finding| !finding.id.is_empty()), "{findings:?}");
    (report, content, mistakes)
}

/// The report of the small bundle, and its words.
pub(crate) fn report() -> (Report, Content) {
    let (report, content, mistakes) = made(files());
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    assert!(report.figures.len() > 5, "{:?}", report.figures);
    (report, content)
}

/// One file with changes among the others as they are: read, assembled, checked.
fn is_read_with_its_mistakes(u: &mut Unstructured<'_>, changed: &[(&str, &str)]) -> Result<()> {
    let (name, text) = *u.choose(changed)?;
    let words: &[&str] = if name.ends_with(".csv") { &CELLS } else { &TABLES };
    let mut text = mutation::text(u, &[text], words)?.into_bytes();
    if u.ratio(1, 16)? {
        text = mutation::damaged(u, text)?;
    }
    let lines = text.iter().filter(|byte| **byte == b'\n').count() + 2;
    let mut files = files();
    files.insert(name.to_owned(), text);
    let (.., mistakes) = made(files);
    for mistake in mistakes.iter().filter(|mistake| mistake.place.file == name) {
        assert!(usize::try_from(mistake.place.line).is_ok_and(|line| line <= lines), "{mistake:?}");
    }
    Ok(())
}

#[test]
fn the_small_bundle_has_no_mistakes() {
    report();
}

#[test]
fn rules_of_a_bundle_are_read_and_judged() {
    let rules = FILES.into_iter().filter(|(name, _)| *name == declared::FILE).collect::<Vec<_>>();
    run(|u| is_read_with_its_mistakes(u, &rules));
}

#[test]
fn files_of_a_bundle_are_read_assembled_and_checked() {
    run(|u| is_read_with_its_mistakes(u, &FILES));
}
