//! `yearbook report`: the report on a year, in a language and a form.

use std::path::PathBuf;

use api::report::v1::{RenderReportRequest, ReportForm};
use clap::ValueEnum;

use super::block_on;
use crate::connection::{Connection, ReadFlags};
use crate::{Outcome, output};

/// Which report.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without --server, --data-dir or --bundle the databases in ./yearbook-data are read, and where there are none the bundle in the binary.\n\nExamples:\n  yearbook report 2024\n  yearbook report 2024 --lang zh -o report.html\n  yearbook report 2024 --format json --server http://127.0.0.1:8080"
)]
pub(crate) struct Args {
    /// The year reported on
    #[arg(value_parser = clap::value_parser!(i16).range(1..=9998))]
    year: i16,
    /// Its language, such as en or zh [default: the report's first]
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    lang: String,
    /// Its form [default: by the ending of FILE, else md]
    #[arg(long, value_name = "FORM")]
    format: Option<Form>,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    from: ReadFlags,
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One HTML page that needs nothing else
    Html,
    /// CommonMark, to read or to paste
    #[value(alias = "text", alias = "markdown")]
    Md,
    /// Canonical JSON of the Report message
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let form = match args.form() {
        Form::Html => ReportForm::Html,
        Form::Md => ReportForm::Markdown,
        Form::Json => ReportForm::Json,
    };
    let name = format!("reports/{}", args.year);
    let request = RenderReportRequest { name, language: args.lang.clone(), form: form.into() };
    let bytes = block_on(async {
        let connection = Connection::reading(&args.from).await?;
        let bytes = rendered(&connection, request).await;
        connection.close().await;
        bytes
    })?;
    output::write(&bytes, args.output.as_deref())?;
    Ok(Outcome::Good)
}

/// The bytes of a rendering.
///
/// # Errors
/// What the server says.
pub(super) async fn rendered(
    connection: &Connection,
    request: RenderReportRequest,
) -> anyhow::Result<Vec<u8>> {
    let failed = |status: tonic::Status| connection.failed(&status);
    let mut pieces = connection.reports().render_report(request).await.map_err(failed)?.into_inner();
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.message().await.map_err(failed)? {
        bytes.extend_from_slice(&piece.data);
    }
    Ok(bytes)
}

impl Args {
    fn form(&self) -> Form {
        let ending = self.output.as_ref().and_then(|path| path.extension()?.to_str());
        self.format.or_else(|| Form::from_str(ending?, true).ok()).unwrap_or(Form::Md)
    }
}
