//! `yearbook check`: what is wrong in the report on a year, in a bundle, in a draft that was written elsewhere, or between two versions.

mod draft;
mod versions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use api::figures::v1::ImportOutcome;
use api::report::v1::{CheckReportRequest, CheckReportResponse, Finding};
use clap::ValueEnum;
use interchange::{Bundle, Mistake};

use super::block_on;
use crate::connection::{Connection, ReadFlags};
use crate::diagnostics::{self, Files};
use crate::output::{self, Look};
use crate::parts::{self, Parcel, Run};
use crate::progress::Progress;
use crate::{Outcome, domains};

/// What is checked.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Of a bundle first every file is read; only one without mistakes is checked as a report.\nExit codes: 0 no open errors, 1 errors found, 2 could not be checked.\n\nExamples:\n  yearbook check 2024\n  yearbook check data/itu-2024 --format json\n  yearbook check 2024 --draft draft.docx --lang fr --format docx -o checked.docx\n  yearbook check --compare report.docx:fr report-en.docx:en\n  yearbook check 2024 --compare report.docx:es report:en"
)]
pub(crate) struct Args {
    /// A year, or the folder of a bundle; with --compare only for `report:LANG`
    #[arg(value_name = "YEAR|DIR", required_unless_present = "compare")]
    what: Option<String>,
    /// A draft of the report to check instead: .txt, .md, .html or .docx
    #[arg(long, value_name = "FILE", group = "text")]
    draft: Option<PathBuf>,
    /// Two language versions to hold against each other, each a file and its language [default: what it looks like], or `report:LANG`
    #[arg(long, num_args = 2, value_names = ["FILE:LANG", "FILE:LANG"], group = "text", conflicts_with = "lang")]
    compare: Vec<String>,
    /// The language of the words: en or zh [default: the report's first]; of a draft its own: en, fr, es, ru, zh or ar [default: what it looks like]
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    lang: String,
    /// Of a draft and of versions the language that findings are told in: en, fr, es, ru, zh or ar [default: that of the draft, or of the first version]
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true, requires = "text")]
    words: String,
    /// How findings are shown
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
    /// Of a report also what is settled; of a draft and of versions every finding, not the first 20
    #[arg(long)]
    all: bool,
    /// Write to a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    from: ReadFlags,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// With excerpts, as a compiler shows them
    Text,
    /// JSON: of a report the CheckReportResponse message, of a draft and of versions as docs/draft-check.md says
    Json,
    /// Of a draft or of versions: SARIF 2.1.0, for programs that show findings in an editor
    Sarif,
    /// Of a draft or of versions: a page with the text and the findings beside it
    Html,
    /// Of a draft, or of the first version, in Word: the same document with comments
    Docx,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let [first, second] = args.compare.as_slice() {
        return versions::run([first, second], args);
    }
    if let Some(file) = &args.draft {
        return draft::run(file, args);
    }
    if let Form::Sarif | Form::Html | Form::Docx = args.format {
        anyhow::bail!(
            "this form is for drafts and versions; add --draft FILE or --compare, or write --format text or json"
        );
    }
    if !args.lang.is_empty() {
        checks::Words::of(&args.lang)?;
    }
    let what = args.what.as_deref().unwrap_or_default();
    let folder = Path::new(what);
    let year = what.parse::<i16>().ok().filter(|_| !folder.is_dir());
    match year {
        Some(year) => {
            let checked = block_on(of_year(year, args))?;
            shown(checked, Files::default(), args)
        }
        None if folder.is_dir() => {
            let (bundle, mistakes) = kit::folder::read(folder)?;
            let checked = block_on(of_bundle(&bundle, mistakes, &args.lang))?;
            shown(checked, Files::of(Some(folder), &bundle), args)
        }
        None => anyhow::bail!("{what} is neither a year nor the folder of a bundle"),
    }
}

async fn of_year(year: i16, args: &Args) -> anyhow::Result<CheckReportResponse> {
    let connection = Connection::reading(&args.from).await?;
    let checked = report(&connection, year, &args.lang).await;
    connection.close().await;
    checked
}

async fn report(connection: &Connection, year: i16, language: &str) -> anyhow::Result<CheckReportResponse> {
    let request = CheckReportRequest { name: format!("reports/{year}"), language: language.to_owned() };
    let checked = connection.reports().check_report(request).await;
    Ok(checked.map_err(|status| connection.failed(&status))?.into_inner())
}

/// A bundle's mistakes, and where it has none, what its report's check finds.
async fn of_bundle(
    bundle: &Bundle,
    mistakes: Vec<Mistake>,
    language: &str,
) -> anyhow::Result<CheckReportResponse> {
    let connection = Connection::empty().await?;
    let run = Run { request_id: "check".to_owned(), reason: "check".to_owned(), ..Run::default() };
    let (owners, unknown): (Vec<_>, Vec<_>) = parts::owners(bundle).into_iter().partition(|o| is_here(o));
    for owner in unknown {
        output::note(&format!(
            "{owner}: its part is not read, since the service is not part of this program"
        ));
    }
    let part = Part { parcel: Parcel::whole(bundle), owners: &owners };
    let (_, findings) = read(&connection, part, mistakes, &run, &Progress::hidden()).await?;
    let checked = if findings.is_empty() {
        report(&connection, bundle.manifest().report.year, language).await
    } else {
        let counts = Some(diagnostics::counts(&findings));
        Ok(CheckReportResponse { findings, counts, ..CheckReportResponse::default() })
    };
    connection.close().await;
    checked
}

/// Whether the service is one of this program's.
fn is_here(owner: &str) -> bool {
    owner == gateway::NAME || domains::NAMES.contains(&owner)
}

/// Every mistake of a bundle, the parts of services `elsewhere` left to them.
///
/// # Errors
/// As [`read`].
pub(super) async fn mistakes(
    bundle: &Bundle,
    mistakes: Vec<Mistake>,
    elsewhere: &BTreeSet<&str>,
) -> anyhow::Result<Vec<Finding>> {
    let connection = Connection::empty().await?;
    let run = Run { validate_only: true, ..Run::default() };
    let owners: Vec<_> =
        parts::owners(bundle).into_iter().filter(|o| !elsewhere.contains(o.as_str())).collect();
    let part = Part { parcel: Parcel::whole(bundle), owners: &owners };
    let found = read(&connection, part, mistakes, &run, &Progress::hidden()).await;
    connection.close().await;
    found.map(|(_, findings)| findings)
}

/// What of a bundle is read.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    /// The bundle; what can be said without a service is said of all of it.
    pub(super) parcel: Parcel<'a>,
    /// The services that read their parts.
    pub(super) owners: &'a [String],
}

/// Has services read their parts of a bundle: every mistake once, in the order of files and lines. A shared file is read by
/// all of them. With what came of each part.
///
/// # Errors
/// When a service does not answer, or is not known.
pub(super) async fn read(
    connection: &Connection,
    Part { parcel, owners }: Part<'_>,
    mistakes: Vec<Mistake>,
    run: &Run,
    progress: &Progress,
) -> anyhow::Result<(Vec<(String, ImportOutcome)>, Vec<Finding>)> {
    let mut outcomes = Vec::new();
    let local = mistakes.into_iter().chain(parcel.bundle.check_whole());
    let mut found: Vec<Finding> = local.map(diagnostics::of_found).collect();
    for owner in owners {
        progress.begin(format!("checking {owner}"));
        let mut outcome = parts::send(connection, parcel, owner, run, progress).await?;
        found.extend(std::mem::take(&mut outcome.mistakes).into_iter().map(diagnostics::of_mistake));
        if outcome.more_mistakes > 0 {
            output::note(&format!("{owner}: {} more mistakes are not listed", outcome.more_mistakes));
        }
        outcomes.push((owner.clone(), outcome));
    }
    let order = |f: &Finding| f.places.first().map(|p| (p.file.clone(), p.line, p.column));
    found.sort_by_key(order);
    let mut seen = BTreeSet::new();
    found.retain(|f| seen.insert((order(f), f.message.clone())));
    Ok((outcomes, found))
}

fn shown(checked: CheckReportResponse, files: Files<'_>, args: &Args) -> anyhow::Result<Outcome> {
    let errors = diagnostics::counts(&checked.findings).errors;
    let settled = checked.findings.iter().filter(|finding| diagnostics::is_settled(finding)).count();
    let text = match args.format {
        Form::Json => serde_json::to_string_pretty(&checked)? + "\n",
        Form::Text | Form::Sarif | Form::Html | Form::Docx => {
            let shown = |finding: &&Finding| args.all || !diagnostics::is_settled(finding);
            let findings: Vec<Finding> = checked.findings.iter().filter(shown).cloned().collect();
            diagnostics::text(&findings, &files, &args.lang, Look::of_output())
        }
    };
    output::write(text.as_bytes(), args.output.as_deref())?;
    if args.format == Form::Text {
        if settled > 0 && !args.all {
            output::note(&format!("{settled} settled; show them with --all"));
        }
        for fixed in &checked.fixed {
            output::note(&format!("fixed: {}; its row of findings.csv can go", fixed.finding));
        }
    }
    Ok(Outcome::found(errors > 0))
}
