//! `yearbook check YEAR --draft FILE`: a draft that was written elsewhere.
//!
//! The gateway finds; the file is read here once more, so that findings are shown at its very words, whatever its form.

use std::path::Path;

use anyhow::{Context as _, bail};
use api::report::v1::{CheckDraftRequest, CheckDraftResponse, DraftFinding, DraftPlace, Severity};
use checks::draft::{Draft, DraftError, Mark, Note, Span, Words};
use render::draft::{self, MOST};

use super::versions::languages;
use super::{Args, Form, block_on};
use crate::Outcome;
use crate::connection::Connection;
use crate::output::{self, Look};

pub(super) fn run(file: &Path, args: &Args) -> anyhow::Result<Outcome> {
    let what = args.what.as_deref().unwrap_or_default();
    let Ok(year) = what.parse::<i16>() else {
        bail!("a draft is held against the report on a year; write the year instead of {what}");
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    if args.format == Form::Docx && checks::draft::Form::of(&name) != Some(checks::draft::Form::Docx) {
        bail!("{name} is no document of Word, and comments are put into one only; write another --format");
    }
    let read = checks::draft::read(&name, &bytes).map_err(|error| told(file, &error))?;
    if args.lang.is_empty() && read.language.code().is_none() {
        bail!("{}: its language cannot be told; write --lang LANG, {}", file.display(), languages());
    }
    let request = CheckDraftRequest {
        name: format!("reports/{year}"),
        file_name: name,
        content: bytes.clone().into(),
        language: args.lang.clone(),
        words_language: args.words.clone(),
    };
    let checked = block_on(asked(request, args))?;
    let marks: Vec<Mark> = checked.findings.iter().map(mark).collect();
    output::write(&shown(&read, &bytes, &marks, &checked, args)?, args.output.as_deref())?;
    Ok(Outcome::found(marks.iter().any(|mark| mark.severity == checks::Severity::Error)))
}

async fn asked(request: CheckDraftRequest, args: &Args) -> anyhow::Result<CheckDraftResponse> {
    let connection = Connection::reading(&args.from).await?;
    let checked = connection.reports().check_draft(request).await;
    let checked = checked.map_err(|status| connection.failed(&status));
    connection.close().await;
    Ok(checked?.into_inner())
}

pub(super) fn told(file: &Path, error: &DraftError) -> anyhow::Error {
    anyhow::anyhow!("{}: {error}; {}", file.display(), error.remedy())
}

fn shown(
    read: &Draft,
    bytes: &[u8],
    marks: &[Mark],
    checked: &CheckDraftResponse,
    args: &Args,
) -> anyhow::Result<Vec<u8>> {
    let words = words(args, &checked.language);
    Ok(match args.format {
        Form::Text => {
            let look = if args.output.is_some() { Look::plain() } else { Look::of_output() };
            let look = draft::Look { colour: look.colour, width: look.width };
            let most = if args.all { usize::MAX } else { MOST };
            (draft::text(read, marks, most, look, words) + &covered(checked, words)).into_bytes()
        }
        Form::Json => lines(&draft::json(read, marks))?,
        Form::Sarif => lines(&draft::sarif(read, marks))?,
        Form::Html => draft::page(read, marks, words).into_bytes(),
        Form::Docx => checks::draft::docx::commented(read, bytes, marks, None, words)
            .map_err(|error| anyhow::anyhow!("{error}; {}", error.remedy()))?,
    })
}

pub(super) fn lines(value: &serde_json::Value) -> anyhow::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// How many quantities the figures know.
fn covered(checked: &CheckDraftResponse, words: &Words) -> String {
    let (all, agreeing) = (checked.quantity_count, checked.agreeing_count);
    let numbers = [all, agreeing, all.saturating_sub(agreeing)].map(|n| words.number(&n));
    let [all, agreeing, unknown] = &numbers;
    words.phrase("covered", &[("all", all), ("agreeing", agreeing), ("unknown", unknown)]) + "\n"
}

/// The words that findings are told in: those of the language that is asked for, else of the text's own.
pub(super) fn words(args: &Args, own: &str) -> &'static Words {
    Words::of(if args.words.is_empty() { own } else { &args.words })
}

fn mark(finding: &DraftFinding) -> Mark {
    let note = |note: &api::report::v1::DraftNote| Note {
        text: note.text.clone(),
        span: note.place.as_ref().map(span),
    };
    Mark {
        id: finding.id.clone(),
        rule: finding.rule.clone(),
        severity: severity(finding.severity()),
        span: finding.place.as_ref().map(span).unwrap_or(Span { block: 0, start: 0, end: 0 }),
        message: finding.message.clone(),
        notes: finding.notes.iter().map(note).collect(),
        help: finding.remedy.clone(),
        figure: Some(finding.figure.clone()).filter(|key| !key.is_empty()),
        link: None,
    }
}

pub(super) fn severity(severity: Severity) -> checks::Severity {
    match severity {
        Severity::Error => checks::Severity::Error,
        Severity::Warning => checks::Severity::Warning,
        Severity::Note | Severity::Unspecified => checks::Severity::Note,
    }
}

pub(super) fn span(place: &DraftPlace) -> Span {
    let number = |n: i32| usize::try_from(n).unwrap_or(0);
    Span { block: number(place.block), start: number(place.start), end: number(place.end) }
}
