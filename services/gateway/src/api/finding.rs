//! Findings as messages, in the words of the language asked, else of the report's first.

use api::report::v1 as proto;
use checks::{Finding, Severity, Words};
use interchange::Place;

use crate::check::Check;

/// What a check found, as an answer.
pub(super) fn encode(check: Check) -> proto::CheckReportResponse {
    let counts = checks::finding::counts(&check.findings);
    let words = Words::of(&check.language).or_else(|_| Words::of("en")).ok();
    let findings = check.findings.into_iter().map(|finding| one(finding, words.as_ref()));
    proto::CheckReportResponse {
        findings: findings.collect(),
        counts: Some(proto::FindingCounts {
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
        }),
        revisions: check.revisions,
    }
}

fn one(finding: Finding, words: Option<&Words>) -> proto::Finding {
    let say = |what: fn(&Words, &Finding) -> String| words.map(|w| what(w, &finding)).unwrap_or_default();
    let severity = match finding.severity {
        Severity::Error => proto::Severity::Error,
        Severity::Warning => proto::Severity::Warning,
        Severity::Note => proto::Severity::Note,
    };
    proto::Finding {
        rule: finding.rule.name().to_owned(),
        severity: severity.into(),
        message: say(Words::message),
        cause: say(Words::cause),
        remedy: say(Words::remedy),
        keys: finding.figures.clone(),
        places: places(&finding),
        sources: finding.sources.into_iter().map(Into::into).collect(),
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
