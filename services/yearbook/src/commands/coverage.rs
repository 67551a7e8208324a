//! `yearbook coverage`: every number of a text that nothing in a bundle accounts for.

use std::path::PathBuf;

use anyhow::{Context, bail};
use checks::coverage::{Basis, write_numbers};

use crate::{Outcome, output};

/// The largest text that is read.
const MAX_TEXT_BYTES: u64 = 64 << 20;

/// What is held against what.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A text, or the numbers of one (.csv)
    file: PathBuf,
    /// The bundle [default: the embedded one]
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,
    /// Only write the text's numbers, with their places
    #[arg(long)]
    extract: bool,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let name = args.file.display().to_string();
    let size = std::fs::metadata(&args.file).with_context(|| name.clone())?.len();
    if size > MAX_TEXT_BYTES {
        bail!("{name} is larger than {MAX_TEXT_BYTES} bytes");
    }
    let bytes = std::fs::read(&args.file).with_context(|| name.clone())?;
    let bundle = match &args.bundle {
        Some(folder) => kit::folder::read(folder)?.0,
        None => first_bundle::bundle(),
    };
    let basis = Basis::read(bundle.files()).map_err(|mistakes| listed(&mistakes))?;
    let numbers = if args.file.extension().is_some_and(|e| e == "csv") {
        basis.read_numbers(&name, &bytes).map_err(|mistakes| listed(&mistakes))?
    } else {
        let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
        basis.extract(&text)
    };
    if args.extract {
        output::write(write_numbers(&numbers).as_bytes(), args.output.as_deref())?;
        return Ok(Outcome::Good);
    }
    let found = basis.cover(&numbers);
    let lines = found.open.iter().map(|o| format!("{name}:{o}\n"));
    let lines = lines.chain(found.stray.iter().map(|s| format!("{s}\n")));
    let text: String = lines.chain(found.stale.iter().map(|s| format!("{s}\n"))).collect();
    output::write(text.as_bytes(), args.output.as_deref())?;
    let excepted: usize = found.excepted.values().sum();
    let (open, total, bound) = (found.open.len(), found.numbers, found.bound);
    output::note(&format!("{total} numbers: {bound} bound to a row, {excepted} excepted, {open} open"));
    Ok(Outcome::found(!found.is_complete()))
}

fn listed(mistakes: &[interchange::Mistake]) -> anyhow::Error {
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("{}", lines.join("\n"))
}
