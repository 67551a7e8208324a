//! `yearbook new`: a bundle to start from, small and whole, or last year's made into the next one's.

use std::path::PathBuf;

use anyhow::bail;
use include_dir::{Dir, include_dir};
use interchange::{Bundle, Mistake, next_year};
use kit::folder::{self, Files};

use super::block_on;
use crate::Outcome;
use crate::accepted::{self, LastYear, NotAccepted};
use crate::diagnostics::{self, Files as Lines};
use crate::output::{self, Look};

/// The bundle to start from where there is no earlier one; it is about this year.
static TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/template");
const TEMPLATE_YEAR: &str = "2024";

/// What is made, and of what.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without --from a small bundle that can be imported as it is. With it last year's accepted values go into stated.csv and published.csv, registers as at a date stay, yearly files are empty, and the new year has no values (docs/bundle.md, \"Next year\").\n\nExamples:\n  yearbook new my-organisation --year 2025\n  yearbook new itu-2025 --from data/itu-2024 --year 2025"
)]
pub(crate) struct Args {
    /// The folder to write: a new one, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The bundle of an earlier year
    #[arg(long, value_name = "BUNDLE_DIR")]
    from: Option<PathBuf>,
    /// The year of the new bundle [default: the one after that of --from, else 2024]
    #[arg(long, value_parser = clap::value_parser!(i16).range(1000..=9998))]
    year: Option<i16>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    folder::check_target(&args.folder)?;
    let files = match &args.from {
        None => template(args.year),
        Some(from) => {
            let (bundle, mistakes) = folder::read(from)?;
            match of_last_year(&bundle, mistakes, args.year)? {
                Ok(next) => next.files().clone(),
                Err(mistakes) => return refused(from, &bundle, mistakes),
            }
        }
    };
    folder::write(&args.folder, &files)?;
    output::print(format!("{} files written to {}\n", files.len(), args.folder.display()))?;
    Ok(Outcome::Good)
}

/// The bundle of the next year, or the mistakes of the one before.
fn of_last_year(
    bundle: &Bundle,
    mistakes: Vec<Mistake>,
    year: Option<i16>,
) -> anyhow::Result<Result<Bundle, Vec<Mistake>>> {
    if !mistakes.is_empty() {
        return Ok(Err(mistakes));
    }
    let last = bundle.manifest().report.year;
    let year = year.unwrap_or(last.saturating_add(1));
    if year <= last {
        bail!("--year {year}: the bundle is about {last}; name a later year");
    }
    match block_on(async { Ok(accepted::last_year(bundle).await) })? {
        Ok(LastYear { figures, named }) => Ok(Ok(next_year::new_from(bundle, &figures, &named, year)?)),
        Err(NotAccepted::Mistakes(mistakes)) => Ok(Err(mistakes)),
        Err(NotAccepted::Other(error)) => Err(error),
    }
}

fn refused(from: &std::path::Path, bundle: &Bundle, mistakes: Vec<Mistake>) -> anyhow::Result<Outcome> {
    let findings: Vec<_> = mistakes.into_iter().map(diagnostics::of_found).collect();
    let files = Lines::of(Some(from), bundle);
    output::print(diagnostics::text(&findings, &files, "en", Look::of_output()))?;
    output::note("nothing was written");
    Ok(Outcome::Found)
}

fn template(year: Option<i16>) -> Files {
    let mut files = Files::new();
    collect(&TEMPLATE, &mut files);
    if let Some(year) = year {
        for bytes in files.values_mut() {
            let text = String::from_utf8_lossy(bytes);
            let before = year.saturating_sub(1).to_string();
            let text = text
                .replace("2023-12-31", &format!("{before}-12-31"))
                .replace(TEMPLATE_YEAR, &year.to_string());
            *bytes = text.into_bytes();
        }
    }
    files
}

fn collect(folder: &Dir<'_>, files: &mut Files) {
    for file in folder.files() {
        files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec());
    }
    folder.dirs().for_each(|inner| collect(inner, files));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_of_the_year_asked_for() {
        let files = template(Some(2031));
        let (bundle, mistakes) = Bundle::new(files.clone());
        assert_eq!((bundle.manifest().report.year, mistakes), (2031, Vec::new()));
        let stated = String::from_utf8_lossy(&files["stated.csv"]);
        assert!(stated.contains("period=2030-12-31") && !stated.contains("2024"), "{stated}");
    }
}
