//! `yearbook check [YEAR] --compare FILE:LANG FILE:LANG`: two language versions of one report.
//!
//! The gateway compares; both files are read here once more, so that findings are shown at their very words. The report itself is
//! rendered and then a file like any other, so that what is shown is what was compared.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use api::report::v1::report_version::Source;
use api::report::v1::{
    CompareReportsRequest, CompareReportsResponse, DraftPlace, RenderReportRequest, ReportForm,
    ReportVersion, SectionComparison, VersionFile, VersionFinding, VersionPresence,
};
use checks::draft::compare::{Comparison, Difference, SectionPair};
use checks::draft::{self, Draft, Language};
use checks::quantities::Lexicon;
use render::draft::{MOST, versions};

use super::draft::{lines, severity, span, told, words};
use super::{Args, Form, block_on};
use crate::Outcome;
use crate::commands::report::rendered;
use crate::connection::Connection;
use crate::output::{self, Look};

/// The word for the report itself in the place of a file.
const REPORT: &str = "report";

/// A version as the command line names it.
struct Named<'a> {
    text: &'a str,
    /// The file; none is the report itself.
    file: Option<PathBuf>,
    /// Its language; empty where it is not said.
    language: &'a str,
}

/// A version that is read.
struct Read {
    draft: Draft,
    bytes: Vec<u8>,
    sent: ReportVersion,
}

pub(super) fn run(texts: [&String; 2], args: &Args) -> anyhow::Result<Outcome> {
    let [first, second] = texts;
    let named = [Named::of(first)?, Named::of(second)?];
    let (versions, compared) = block_on(compared(named, args))?;
    let [first, second] = &versions;
    let drafts = [&first.draft, &second.draft];
    let found = decoded(drafts, &compared);
    output::write(&shown(&versions, &found, args)?, args.output.as_deref())?;
    let errors = found.differences.iter().any(|found| found.severity == checks::Severity::Error);
    Ok(Outcome::found(errors))
}

impl<'a> Named<'a> {
    /// What stands behind the last colon is the language if it is one that reports are read in.
    fn of(text: &'a str) -> anyhow::Result<Self> {
        let known = |code: &str| Lexicon::languages().any(|known| known == code);
        let (path, language) = match text.rsplit_once(':') {
            Some((path, code)) if known(code) && !path.is_empty() => (path, code),
            Some((_, code)) if !Path::new(text).exists() => {
                bail!(
                    "--compare {text}: `{code}` is no language that reports are read in; write FILE:LANG, {}",
                    languages()
                )
            }
            Some(_) | None => (text, ""),
        };
        let file = Some(PathBuf::from(path)).filter(|file| path != REPORT || file.exists());
        Ok(Self { text, file, language })
    }
}

pub(super) fn languages() -> String {
    format!("LANG one of {}", Lexicon::languages().collect::<Vec<_>>().join(", "))
}

async fn compared(named: [Named<'_>; 2], args: &Args) -> anyhow::Result<([Read; 2], CompareReportsResponse)> {
    let connection = Connection::reading(&args.from).await?;
    let compared = asked(&connection, named, args).await;
    connection.close().await;
    compared
}

async fn asked(
    connection: &Connection,
    [first, second]: [Named<'_>; 2],
    args: &Args,
) -> anyhow::Result<([Read; 2], CompareReportsResponse)> {
    let (mut first, mut second) =
        (read(connection, first, args).await?, read(connection, second, args).await?);
    let request = CompareReportsRequest {
        first: Some(first.0.sent.clone()),
        second: Some(second.0.sent.clone()),
        words_language: args.words.clone(),
    };
    let compared = connection.reports().compare_reports(request).await;
    let compared = compared.map_err(|status| connection.failed(&status))?.into_inner();
    // Two files of one name are told apart by their folders.
    if first.0.draft.name == second.0.draft.name {
        (first.0.draft.name, second.0.draft.name) = (first.1, second.1);
    }
    let languages = [&compared.first_language, &compared.second_language];
    for (read, language) in [&mut first.0, &mut second.0].into_iter().zip(languages) {
        read.draft.language = Language::Said(language.clone());
    }
    Ok(([first.0, second.0], compared))
}

/// A version, and its whole path.
async fn read(connection: &Connection, named: Named<'_>, args: &Args) -> anyhow::Result<(Read, String)> {
    let (path, bytes) = match &named.file {
        Some(file) => (file.clone(), std::fs::read(file).with_context(|| file.display().to_string())?),
        None => {
            let year = args.what.as_deref().and_then(|what| what.parse::<i16>().ok());
            let Some(year) = year else {
                bail!(
                    "--compare {}: it is the report on a year; write the year before it, as in: yearbook check 2024 --compare …",
                    named.text
                )
            };
            let request = RenderReportRequest {
                name: format!("reports/{year}"),
                language: named.language.to_owned(),
                form: ReportForm::Markdown.into(),
            };
            (
                PathBuf::from(format!("report-{year}.{}.md", named.language)),
                rendered(connection, request).await?,
            )
        }
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let draft = draft::read(&name, &bytes).map_err(|error| told(&path, &error))?;
    if named.language.is_empty() && draft.language.code().is_none() {
        bail!("--compare {0}: its language cannot be told; write {0}:LANG, {1}", named.text, languages());
    }
    let file = VersionFile { file_name: name, content: bytes.clone().into() };
    let sent = ReportVersion { source: Some(Source::File(file)), language: named.language.to_owned() };
    Ok((Read { draft, bytes, sent }, path.display().to_string()))
}

fn shown(versions: &[Read; 2], found: &Comparison, args: &Args) -> anyhow::Result<Vec<u8>> {
    let [first, second] = versions;
    let drafts = [&first.draft, &second.draft];
    let words = words(args, first.draft.language.code().unwrap_or_default());
    Ok(match args.format {
        Form::Text => {
            let look = if args.output.is_some() { Look::plain() } else { Look::of_output() };
            let look = render::draft::Look { colour: look.colour, width: look.width };
            let most = if args.all { usize::MAX } else { MOST };
            versions::text(drafts, found, most, look, words).into_bytes()
        }
        Form::Json => lines(&versions::json(drafts, found))?,
        Form::Sarif => lines(&versions::sarif(drafts, found, words))?,
        Form::Html => versions::page(drafts, found, words).into_bytes(),
        Form::Docx if first.draft.form == draft::Form::Docx => {
            let marks = versions::marks(drafts, found, words);
            draft::docx::commented(&first.draft, &first.bytes, &marks, None, words)
                .map_err(|error| anyhow::anyhow!("{error}; {}", error.remedy()))?
        }
        Form::Docx => bail!(
            "{} is no document of Word, and comments are put into the first version only; write another --format, or the document first",
            first.draft.name
        ),
    })
}

/// What the gateway found, at the words of the drafts.
fn decoded(drafts: [&Draft; 2], compared: &CompareReportsResponse) -> Comparison {
    Comparison {
        differences: compared.findings.iter().map(difference).collect(),
        sections: compared.sections.iter().map(|section| pair(drafts, section)).collect(),
    }
}

fn difference(finding: &VersionFinding) -> Difference {
    Difference {
        id: finding.id.clone(),
        rule: finding.rule.clone(),
        severity: severity(finding.severity()),
        first: finding.first.as_ref().map(span),
        second: finding.second.as_ref().map(span),
        message: finding.message.clone(),
        notes: finding.notes.clone(),
        help: finding.remedy.clone(),
    }
}

fn pair([first, second]: [&Draft; 2], section: &SectionComparison) -> SectionPair {
    let at = |draft: &Draft, place: &Option<DraftPlace>| {
        draft.blocks.get(span(place.as_ref()?).block).and_then(|block| block.section)
    };
    let number = |n: i32| usize::try_from(n).unwrap_or(0);
    SectionPair {
        first: at(first, &section.first),
        second: at(second, &section.second),
        has: match section.presence() {
            VersionPresence::Both | VersionPresence::Unspecified => [true, true],
            VersionPresence::First => [true, false],
            VersionPresence::Second => [false, true],
        },
        agreeing: number(section.agreeing_count),
        differing: number(section.differing_count),
        unmatched: number(section.unmatched_count),
    }
}
