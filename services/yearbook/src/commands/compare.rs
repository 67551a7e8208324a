//! `yearbook compare`: what the report on a year says otherwise at one point than at another.

use std::path::PathBuf;

use api::report::v1::{DiffReportRequest, DiffReportResponse, FigureChange};
use clap::ValueEnum;
use render::Texts;

use super::block_on;
use crate::Outcome;
use crate::connection::{Connection, ReadFlags};
use crate::output::{self, clean};

/// Which report, and between which points.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A point is live, edition:N, or an instant such as 2025-01-31T12:00:00Z. To hold two language versions against each other use `yearbook check --compare`.\n\nExamples:\n  yearbook compare 2024 --from 2025-06-01T08:00:00Z\n  yearbook compare 2024 --from 2025-06-01T08:00:00Z --to 2025-07-01T00:00:00Z --format json\n  yearbook compare 2024 --from 2025-06-01T08:00:00Z --lang zh --format corrigendum -o corrigendum.zh.md"
)]
pub(crate) struct Args {
    /// The year reported on
    #[arg(value_parser = clap::value_parser!(i16).range(1..=9998))]
    year: i16,
    /// The earlier point
    #[arg(long, value_name = "POINT")]
    from: String,
    /// The later point
    #[arg(long, value_name = "POINT", default_value = "live")]
    to: String,
    /// A language; may be given more than once [default: every language of the report]
    #[arg(long, value_name = "CODE")]
    lang: Vec<String>,
    /// How it is told
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    read: ReadFlags,
}

/// How it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Figures and text, for people
    Text,
    /// Canonical JSON of the DiffReportResponse message
    Json,
    /// Instructions to whoever holds the earlier report, as Markdown
    Corrigendum,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let request = DiffReportRequest {
        name: format!("reports/{}", args.year),
        from: args.from.clone(),
        to: args.to.clone(),
        languages: args.lang.clone(),
    };
    let told = block_on(async {
        let connection = Connection::reading(&args.read).await?;
        let answered = connection.reports().diff_report(request).await;
        let told = answered.map_err(|status| connection.failed(&status));
        connection.close().await;
        Ok(told?.into_inner())
    })?;
    let bytes = match args.format {
        Form::Text => text(&told),
        Form::Json => serde_json::to_string_pretty(&told)? + "\n",
        Form::Corrigendum => {
            told.texts.iter().map(|text| text.corrigendum.clone()).collect::<Vec<_>>().join("\n")
        }
    };
    output::write(bytes.as_bytes(), args.output.as_deref())?;
    Ok(Outcome::Good)
}

fn text(told: &DiffReportResponse) -> String {
    let mut lines = Vec::new();
    if told.figures.is_empty() {
        lines.push("no figure of the report has changed".to_owned());
    } else {
        lines.push("figures:".to_owned());
        lines.extend(told.figures.iter().map(figure));
    }
    for text in &told.texts {
        lines.push(String::new());
        lines.push(format!("{}:", Texts::name_of(&text.language)));
        let instructions = text.changes.iter().flat_map(|change| &change.instructions);
        let before = lines.len();
        lines.extend(instructions.map(|line| format!("  {line}")));
        if lines.len() == before {
            lines.push(format!("  {}", Texts::of(&text.language).say("corrigendum-none")));
        }
    }
    clean(&(lines.join("\n") + "\n"))
}

/// `  membership/joined?period=2024: 91 -> 92 (revision 2)`.
fn figure(change: &FigureChange) -> String {
    let said = |text: &str| if text.is_empty() { "no value".to_owned() } else { text.to_owned() };
    let (before, after) = (said(&change.before_text), said(&change.after_text));
    let revision = change.after.as_ref().map(|figure| figure.revision);
    let revision = revision.map_or_else(|| "not printed any more".to_owned(), |r| format!("revision {r}"));
    if before == after {
        // Its sources, alternatives or notes are others.
        return format!("  {}: {after}, told otherwise ({revision})", change.key);
    }
    format!("  {}: {before} -> {after} ({revision})", change.key)
}
