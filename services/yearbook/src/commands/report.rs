//! `yearbook report`: the report on a year, in a language and a form.

use std::path::PathBuf;

use anyhow::Context;
use gateway::Form;
use kit::shutdown::Shutdown;

use super::{block_on, open};
use crate::{Outcome, output};

/// Which report.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The year reported on
    year: i16,
    /// Its language [default: the report's first]
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Its form
    #[arg(long, value_name = "FORM", default_value = "md", value_parser = ["html", "md", "json"])]
    format: String,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Folder of the databases; without any the embedded bundle is read
    #[arg(long, value_name = "DIR", default_value = "yearbook-data")]
    data_dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let form = Form::of_ending(&args.format).context("there is no such form; write html, md or json")?;
    let rendered = block_on(async {
        let shutdown = Shutdown::new();
        let app = open(&args.data_dir, &shutdown).await?;
        Ok(app.render(args.year, args.lang.as_deref(), form).await?)
    })?;
    output::write(&rendered.bytes, args.output.as_deref())?;
    Ok(Outcome::Good)
}
