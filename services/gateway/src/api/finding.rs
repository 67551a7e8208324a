//! Findings as messages, in the words of the language asked, else of the report's first.

use api::report::v1 as proto;
use checks::{Finding, Grade, Severity, Words};
use interchange::Place;
use interchange::decisions::{Decision, Settled};
use report::model::FindingCounts;

use crate::check::Checked;

/// What a check found, as an answer in a language, if findings have words in it.
pub(crate) fn encode(checked: &Checked, language: &str) -> proto::CheckReportResponse {
    let check = &checked.check;
    let settled = check.findings.iter().filter(|finding| finding.settled().is_some()).count();
    let fixed = check.fixed.iter().map(|one| decision(one, language, &check.language));
    proto::CheckReportResponse {
        findings: told(&check.findings, checked, language),
        counts: Some(counts(checked.counts)),
        revisions: check.revisions.clone(),
        settled_count: i32::try_from(settled).unwrap_or(i32::MAX),
        fixed: fixed.collect(),
    }
}

/// Findings in a language, if they have words in it, else in the first of the report that was checked.
pub(super) fn told(findings: &[Finding], checked: &Checked, language: &str) -> Vec<proto::Finding> {
    let first = checked.check.language.as_str();
    let words = Words::of(language).or_else(|_| Words::of(first)).or_else(|_| Words::of("en")).ok();
    let told = |finding: &Finding| proto::Finding {
        decision: finding.decision.as_ref().map(|made| decision(made, language, first)),
        ..one(finding, words.as_ref())
    };
    findings.iter().map(told).collect()
}

pub(super) fn counts(counts: FindingCounts) -> proto::FindingCounts {
    let FindingCounts { errors, warnings, notes } = counts;
    proto::FindingCounts { errors, warnings, notes }
}

/// What was decided; its reason in a language, else in the report's first.
fn decision(decision: &Decision, language: &str, first: &str) -> proto::FindingDecision {
    let reason = decision.reason.get(language).or_else(|| decision.reason.get(first));
    proto::FindingDecision {
        finding: decision.finding.clone(),
        state: state(Some(decision.state)).into(),
        reason: reason.cloned().unwrap_or_default(),
        office: decision.by.clone(),
        date: decision.on.clone(),
        evidence: decision.evidence.clone(),
        values_digest: decision.values.clone(),
    }
}

fn state(settled: Option<Settled>) -> proto::FindingState {
    match settled {
        None => proto::FindingState::Open,
        Some(Settled::Accepted) => proto::FindingState::Accepted,
        Some(Settled::NotOurs) => proto::FindingState::NotOurs,
        Some(Settled::Confirmed) => proto::FindingState::Confirmed,
    }
}

/// How well the numbers agree that a rule holds against each other.
pub(super) fn grade(rule: &str) -> proto::FindingGrade {
    match Grade::of_rule(rule) {
        None => proto::FindingGrade::Unspecified,
        Some(Grade::Inconsistent) => proto::FindingGrade::Inconsistent,
        Some(Grade::ThanksToRounding) => proto::FindingGrade::ThanksToRounding,
    }
}

fn one(finding: &Finding, words: Option<&Words>) -> proto::Finding {
    let say = |what: fn(&Words, &Finding) -> String| words.map(|w| what(w, finding)).unwrap_or_default();
    let severity = match finding.severity {
        Severity::Error => proto::Severity::Error,
        Severity::Warning => proto::Severity::Warning,
        Severity::Note => proto::Severity::Note,
    };
    proto::Finding {
        id: finding.id.clone(),
        state: state(finding.settled()).into(),
        values_digest: finding.values.clone(),
        decision: None,
        rule: finding.rule.name().to_owned(),
        severity: severity.into(),
        grade: grade(finding.rule.name()).into(),
        message: say(Words::message),
        cause: say(Words::cause),
        remedy: say(Words::remedy),
        keys: finding.figures.clone(),
        places: places(finding),
        sources: finding.sources.iter().cloned().map(Into::into).collect(),
    }
}

/// The places in the bundle; of a figure that stands in none, the sections that print it.
fn places(finding: &Finding) -> Vec<proto::Place> {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let of = |place: &Place| proto::Place {
        file: place.file.clone(),
        line: number(place.line),
        column: number(place.column),
        ..proto::Place::default()
    };
    let printed = finding.printed.iter().map(|at| proto::Place {
        section: at.section.clone(),
        excerpt: at.text.clone(),
        ..proto::Place::default()
    });
    finding.places.iter().map(of).chain(printed).collect()
}
