//! `CheckDraft`: a draft that was written elsewhere, held against itself and against the report's figures.

use api::report::v1 as proto;
use checks::Severity;
use checks::draft::agreement::Reference;
use checks::draft::examine::{Examined, examine};
use checks::draft::{self, Draft, DraftError, Mark, Note, Place, Span, Words};
use checks::quantities::Lexicon;
use tonic::Status;

use super::year;
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn call(
    inner: &Inner,
    request: proto::CheckDraftRequest,
) -> Result<proto::CheckDraftResponse, Status> {
    let year = year(&request.name)?;
    let loaded = inner.contents.of_year(year)?;
    let content = request.content;
    let file_name = request.file_name;
    let draft = apart(move || draft::read(&file_name, &content).map_err(|error| unread(&error))).await?;
    let language = match request.language.as_str() {
        "" => draft.language.code().unwrap_or_default().to_owned(),
        given => given.to_owned(),
    };
    let lexicon = Lexicon::new(&language, &loaded.content.codes)
        .map_err(|_| unknown(&language, "draft", "language"))?;
    let words = words(&request.words_language, &language)?;
    // Where the report is written in the draft's language, words tell what is meant besides numbers.
    let written = loaded.languages.iter().find(|known| ***known == *language);
    let entry = inner.made(year, written.map(|known| &**known)).await?;
    let checked = move || {
        let report = entry.made.report();
        let of_report = Lexicon::new(&report.language, &loaded.content.codes);
        let reference = of_report.ok().map(|lexicon| Reference::of(report, &lexicon));
        let figures = report.figures.iter().map(|figure| &**figure);
        let examined = examine(&draft, (&language, &lexicon), figures, reference.as_ref(), words);
        Ok(encode(&draft, examined, language))
    };
    Ok(apart(checked).await?)
}

/// Does what takes long with a file of megabytes where nobody else waits for it.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, GatewayError> + Send + 'static,
) -> Result<T, GatewayError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| GatewayError::Internal(error.to_string()))?
}

fn unread(error: &DraftError) -> GatewayError {
    let field = if matches!(error, DraftError::UnknownForm { .. }) { "file_name" } else { "content" };
    GatewayError::Field { field, problem: format!("{error}; {}", error.remedy()) }
}

/// The words that findings are told in: those of the language that is asked for, else of the text's own.
pub(super) fn words(asked: &str, own: &str) -> Result<&'static Words, GatewayError> {
    if asked.is_empty() {
        return Ok(Words::of(own));
    }
    let known = Words::languages().any(|language| language == asked);
    let problem = || {
        let known = Words::languages().collect::<Vec<_>>().join(", ");
        format!("findings are not told in `{asked}`; name one of {known}")
    };
    if known {
        Ok(Words::of(asked))
    } else {
        Err(GatewayError::Field { field: "words_language", problem: problem() })
    }
}

/// What is answered where there are no words to read a text with: its language is unknown, or nobody told it and the text does not.
pub(super) fn unknown(language: &str, what: &str, field: &'static str) -> GatewayError {
    let problem = if language.is_empty() {
        format!("the language of the {what} cannot be told")
    } else {
        format!("no {what} is read in `{language}`")
    };
    let known = Lexicon::languages().collect::<Vec<_>>().join(", ");
    GatewayError::Field { field, problem: format!("{problem}; name one of {known}") }
}

fn encode(draft: &Draft, examined: Examined, language: String) -> proto::CheckDraftResponse {
    let counts = render::draft::counts(&examined.marks);
    proto::CheckDraftResponse {
        findings: examined.marks.iter().map(|mark| finding(draft, mark)).collect(),
        counts: Some(proto::FindingCounts {
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
        }),
        language,
        quantity_count: number(examined.tally.quantities),
        agreeing_count: number(examined.tally.agreeing),
    }
}

fn finding(draft: &Draft, mark: &Mark) -> proto::DraftFinding {
    let note = |note: &Note| proto::DraftNote {
        text: note.text.clone(),
        place: note.span.as_ref().map(|span| place(draft, span)),
    };
    proto::DraftFinding {
        id: mark.id.clone(),
        rule: mark.rule.clone(),
        severity: severity(mark.severity).into(),
        message: mark.message.clone(),
        remedy: mark.help.clone(),
        place: Some(place(draft, &mark.span)),
        notes: mark.notes.iter().map(note).collect(),
        figure: mark.figure.clone().unwrap_or_default(),
        grade: super::finding::grade(&mark.rule).into(),
    }
}

pub(super) fn severity(severity: Severity) -> proto::Severity {
    match severity {
        Severity::Error => proto::Severity::Error,
        Severity::Warning => proto::Severity::Warning,
        Severity::Note => proto::Severity::Note,
    }
}

pub(super) fn place(draft: &Draft, span: &Span) -> proto::DraftPlace {
    let section = draft.section_of(span.block);
    let section = section.map(|section| section.number.clone().unwrap_or_else(|| section.title.clone()));
    let (line, column, paragraph) = match draft.place(span) {
        Some(Place::Text { line, column, .. }) => (line, column, 0),
        Some(Place::Document { paragraph, .. }) => (0, 0, paragraph),
        None => (0, 0, 0),
    };
    proto::DraftPlace {
        words: draft.words(span).to_owned(),
        section: section.unwrap_or_default(),
        block: number(span.block),
        start: number(span.start),
        end: number(span.end),
        line: number(line),
        column: number(column),
        paragraph: number(paragraph),
    }
}

pub(super) fn number(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
