//! Runs the rules over a bundle and the report that it gives.

use std::collections::BTreeMap;

use figures::Answer;
use interchange::decisions::Decision;
use interchange::{Mistake, Place, Stated};
use report::assemble::Problem;
use report::content::Content;
use report::model::{FindingCounts, Report};

use crate::declared::{self, Declared};
use crate::finding::{self, Finding};
use crate::rules::series::Series;
use crate::{life, rules};

/// What the rules look at. Whatever is left empty is not looked at.
#[derive(Clone, Debug, Default)]
pub struct CheckInput<'a> {
    /// What is wrong in the bundle's files: of `Bundle::new`, `Content::read` and the readers of registers.
    pub mistakes: &'a [Mistake],
    /// Outline, narratives and words, for literal names and for the measures that rows are held against.
    pub content: Option<&'a Content>,
    /// Measures, code lists and areas, for what follows from the figures' dimensions.
    pub definitions: Option<&'a Content>,
    /// The report in each language, with what assembling it met.
    pub assembled: &'a [(&'a Report, &'a [Problem])],
    /// The rules that the bundle declares.
    pub rules: &'a [Declared],
    /// What services say to the keys of those rules, by key as it is asked.
    pub answers: Option<&'a BTreeMap<String, Answer>>,
    /// The rows of `stated.csv` and `observations.csv`, by file.
    pub stated: &'a [(String, Vec<Stated>)],
    /// What was decided on findings.
    pub decisions: &'a [Decision],
}

/// Everything that the rules find, what is open before what is settled, errors first; equal inputs give equal findings in the same order.
#[must_use]
pub fn check(input: &CheckInput<'_>) -> Vec<Finding> {
    let mut findings = find(input);
    if let Some((report, _)) = input.assembled.first() {
        rules::printed::locate(&mut findings, report);
    }
    let report = input.assembled.first().map(|(report, _)| report.year);
    let content = input.definitions.or(input.content).map(|content| content.manifest.report.year);
    if let Some(year) = report.or(content) {
        life::name(&mut findings, year);
    }
    let reports: Vec<&Report> = input.assembled.iter().map(|(report, _)| *report).collect();
    life::note_values(&mut findings, &reports, input.answers);
    finding::sort(&mut findings);
    life::settle(&mut findings, input.decisions);
    if let Some(content) = input.definitions.or(input.content) {
        finding::units::name(&mut findings, &content.codes);
    }
    findings
}

/// How many of the findings that [`check`] gives are open.
#[must_use]
pub fn count(input: &CheckInput<'_>) -> FindingCounts {
    if input.decisions.is_empty() { finding::counts(&find(input)) } else { finding::counts(&check(input)) }
}

/// The findings in no order, without the places where a report prints their figures.
fn find(input: &CheckInput<'_>) -> Vec<Finding> {
    let reports: Vec<&Report> = input.assembled.iter().map(|(report, _)| *report).collect();
    let problems: Vec<&Problem> = input.assembled.iter().flat_map(|(_, problems)| *problems).collect();
    // Each assembly counts what is found in it alone, and waits for it: series are for the whole check.
    let series = Series::of(if input.content.is_some() { &reports } else { &[] });
    let answer = |key: &str| input.answers.and_then(|answers| answers.get(key));
    let mut findings = rules::texts::wrong(input.mistakes, &problems);
    if let Some(content) = input.content {
        let names: Vec<(&str, &Place)> = content.names();
        findings.extend(rules::texts::names(&names));
        findings.extend(rules::stated::without_measure(input.stated, &content.catalogue));
        let passages = rules::passages::passages(content);
        findings.extend(rules::wording::find(content, &passages, &reports));
        findings.extend(rules::indicators::find(content, &passages, &reports));
        // Without the figures every superlative would stand unproved.
        if !reports.is_empty() {
            let found = rules::superlatives::find(content, &passages, &reports, &series, input.rules, answer);
            findings.extend(found);
        }
        findings.extend(rules::restated::find(&content.published, &series, answer));
    }
    findings.extend(rules::disputes::find(&reports, &series));
    if let Some(definitions) = input.definitions {
        findings.extend(rules::totals::find(&reports, definitions, &series));
        findings.extend(rules::periods::find(&reports, definitions));
        findings.extend(rules::granularity::find(&series, definitions));
        findings.extend(rules::countries::find(&series, definitions));
        beside(&mut findings, rules::parts::find(&series, definitions));
    }
    findings.extend(rules::bounds::find(&series));
    findings.extend(rules::shares::find(&series));
    let slipped = rules::scales::find(&series);
    // What slipped by a power of ten lies far away too.
    let is_told = |far: &Finding| slipped.iter().any(|one| one.figures.first() == far.figures.first());
    findings.extend(rules::outliers::find(&series).into_iter().filter(|far| !is_told(far)));
    findings.extend(slipped);
    findings.extend(rules::services::unconfirmed(&reports));
    if let (Some(definitions), Some(answers)) = (input.definitions, input.answers) {
        findings.extend(rules::together::find(&reports, definitions, input.rules, |key| answers.get(key)));
    }
    if let Some(answers) = input.answers {
        findings.extend(declared::judge(input.rules, |key| answers.get(key)));
    }
    if let Some(definitions) = input.definitions {
        beside(&mut findings, rules::growth::find(&series, definitions));
        beside(&mut findings, rules::averages::find(&series, definitions));
    }
    let told = findings.iter().flat_map(|finding| &finding.figures).cloned().collect();
    findings.extend(rules::completeness::find(&reports, &told));
    findings
}

/// Adds what another finding about all the same figures does not tell already.
fn beside(findings: &mut Vec<Finding>, more: Vec<Finding>) {
    let untold = |new: &Finding| {
        let told = |known: &Finding| new.figures.iter().all(|figure| known.figures.contains(figure));
        !findings.iter().any(told)
    };
    let mut new: Vec<Finding> = more.into_iter().filter(untold).collect();
    findings.append(&mut new);
}

#[cfg(test)]
mod tests;
