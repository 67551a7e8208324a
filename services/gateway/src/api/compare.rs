//! `CompareReports`: two language versions of one report, each a file or the report as it is assembled now.

use std::sync::Arc;

use api::report::v1 as proto;
use checks::Severity;
use checks::draft::compare::{Comparison, Difference, SectionPair, Version, compare};
use checks::draft::{self, Draft, DraftError, Span};
use checks::quantities::Lexicon;
use proto::report_version::Source;
use tonic::Status;

use super::draft::{apart, number, place, severity, unknown, words};
use super::year;
use crate::app::{Inner, Rendering};
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::made::Form;

/// The fields of one version, as errors name them.
struct Fields {
    version: &'static str,
    report: &'static str,
    file_name: &'static str,
    content: &'static str,
    language: &'static str,
}

const FIRST: Fields = Fields {
    version: "first",
    report: "first.report",
    file_name: "first.file.file_name",
    content: "first.file.content",
    language: "first.language",
};

const SECOND: Fields = Fields {
    version: "second",
    report: "second.report",
    file_name: "second.file.file_name",
    content: "second.file.content",
    language: "second.language",
};

/// A version that is read, its language and the words of it.
struct Read {
    draft: Draft,
    language: String,
    lexicon: Lexicon,
}

pub(super) async fn call(
    inner: &Inner,
    request: proto::CompareReportsRequest,
) -> Result<proto::CompareReportsResponse, Status> {
    let loaded = inner
        .contents
        .current()
        .ok_or_else(|| GatewayError::NoReport { asked: "any year".to_owned(), year: None })?;
    let first = read(inner, &loaded, request.first, &FIRST).await?;
    let second = read(inner, &loaded, request.second, &SECOND).await?;
    let words = words(&request.words_language, &first.language)?;
    let compared = move || {
        let found = compare(&first.version(), &second.version(), words);
        Ok(encode(&first, &second, &found))
    };
    Ok(apart(compared).await?)
}

impl Read {
    fn version(&self) -> Version<'_> {
        Version { draft: &self.draft, language: &self.language, lexicon: &self.lexicon }
    }
}

async fn read(
    inner: &Inner,
    loaded: &Arc<Loaded>,
    version: Option<proto::ReportVersion>,
    fields: &'static Fields,
) -> Result<Read, Status> {
    let version = version.unwrap_or_default();
    let asked = version.language;
    let (name, bytes, known) = match version.source {
        Some(Source::File(file)) => (file.file_name, file.content, asked),
        Some(Source::Report(name)) => {
            let year = year(&name).map_err(|error| field(fields.report, &error))?;
            let shown = inner.shown_of(year, Some(&asked)).await?;
            let language = shown.entry.made.report().language.clone();
            let bytes = Rendering::of(&shown, Form::Markdown).bytes;
            (format!("report-{year}.{language}.md"), bytes, language)
        }
        None => {
            let problem = "the version is left out; give a `report` or a `file`".to_owned();
            return Err(GatewayError::Field { field: fields.version, problem }.into());
        }
    };
    let loaded = Arc::clone(loaded);
    let read = move || {
        let draft = draft::read(&name, &bytes).map_err(|error| unread(&error, fields))?;
        let language = match known.as_str() {
            "" => draft.language.code().unwrap_or_default().to_owned(),
            given => given.to_owned(),
        };
        let lexicon = Lexicon::new(&language, &loaded.content.codes);
        let lexicon = lexicon
            .map_err(|_| unknown(&language, &format!("{} version", fields.version), fields.language))?;
        Ok(Read { draft, language, lexicon })
    };
    Ok(apart(read).await?)
}

fn field(field: &'static str, error: &GatewayError) -> GatewayError {
    GatewayError::Field { field, problem: error.to_string() }
}

fn unread(error: &DraftError, fields: &Fields) -> GatewayError {
    let is_name = matches!(error, DraftError::UnknownForm { .. });
    let field = if is_name { fields.file_name } else { fields.content };
    GatewayError::Field { field, problem: format!("{error}; {}", error.remedy()) }
}

fn encode(first: &Read, second: &Read, found: &Comparison) -> proto::CompareReportsResponse {
    let count = |severity: Severity| {
        let of = found.differences.iter().filter(|difference| difference.severity == severity);
        u32::try_from(of.count()).unwrap_or(u32::MAX)
    };
    let counts = proto::FindingCounts {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
    };
    proto::CompareReportsResponse {
        findings: found.differences.iter().map(|found| finding(&first.draft, &second.draft, found)).collect(),
        counts: Some(counts),
        first_language: first.language.clone(),
        second_language: second.language.clone(),
        sections: found.sections.iter().map(|pair| section(&first.draft, &second.draft, pair)).collect(),
    }
}

fn finding(first: &Draft, second: &Draft, found: &Difference) -> proto::VersionFinding {
    proto::VersionFinding {
        id: found.id.clone(),
        rule: found.rule.clone(),
        severity: severity(found.severity).into(),
        message: found.message.clone(),
        remedy: found.help.clone(),
        first: found.first.as_ref().map(|span| place(first, span)),
        second: found.second.as_ref().map(|span| place(second, span)),
        notes: found.notes.clone(),
        grade: super::finding::grade(&found.rule).into(),
    }
}

fn section(first: &Draft, second: &Draft, pair: &SectionPair) -> proto::SectionComparison {
    let heading = |draft: &Draft, at: Option<usize>| {
        let section = draft.sections.get(at?)?;
        let end = draft.blocks.get(section.heading)?.text.len();
        Some(place(draft, &Span { block: section.heading, start: 0, end }))
    };
    let presence = match pair.has {
        [true, true] => proto::VersionPresence::Both,
        [true, false] => proto::VersionPresence::First,
        [false, true] => proto::VersionPresence::Second,
        [false, false] => proto::VersionPresence::Unspecified,
    };
    proto::SectionComparison {
        first: heading(first, pair.first),
        second: heading(second, pair.second),
        presence: presence.into(),
        agreeing_count: number(pair.agreeing),
        differing_count: number(pair.differing),
        unmatched_count: number(pair.unmatched),
    }
}
