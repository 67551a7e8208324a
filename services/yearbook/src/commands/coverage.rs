//! `yearbook coverage`: every number of a text that nothing in a bundle accounts for.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use api::report::v1::{Finding, Place, Severity};
use checks::coverage::{Basis, Coverage, Crossed, Number, Open, Row, Stale, Stray, write_numbers};
use interchange::{Bundle, Mistake};

use crate::Outcome;
use crate::diagnostics::{self, Files};
use crate::output::{self, Look};

/// The largest text that is read.
const MAX_TEXT_BYTES: u64 = 64 << 20;

/// What is held against what.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A number is accounted for by a row or a cell whose source names its section and paragraph, with the same value, unit and time, or by an exception in coverage.toml.\nExit codes: 0 nothing is open, 1 something is, 2 could not be done.\n\nExamples:\n  yearbook coverage annual-report-2024.zh.txt\n  yearbook coverage data/itu-2024/source-numbers.csv --bundle data/itu-2024\n  yearbook coverage annual-report-2024.zh.txt --extract -o source-numbers.csv"
)]
pub(crate) struct Args {
    /// A text, or the numbers of one (.csv) as --extract writes them
    file: PathBuf,
    /// The bundle [default: the one in the binary]
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
    let bundle = match &args.bundle {
        Some(folder) => kit::folder::read(folder)?.0,
        None => first_bundle::bundle(),
    };
    let text = Text::read(&args.file)?;
    let files = Files::of(args.bundle.as_deref(), &bundle).with_text(&text.name, &text.bytes);
    match held(&bundle, &text) {
        Ok((numbers, _)) if args.extract => {
            output::write(write_numbers(&numbers).as_bytes(), args.output.as_deref())?;
            Ok(Outcome::Good)
        }
        Ok((_, coverage)) => covered(&coverage, &files, &text, args),
        Err(mistakes) => {
            let findings: Vec<Finding> = mistakes.into_iter().map(diagnostics::of_found).collect();
            output::print(diagnostics::text(&findings, &files, "en", Look::of_output()))?;
            bail!("the text cannot be held against a bundle with mistakes; correct them first")
        }
    }
}

/// The text, or its numbers.
struct Text {
    name: String,
    bytes: Vec<u8>,
    numbers: bool,
}

impl Text {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let unread = || format!("{name} cannot be read");
        let size = std::fs::metadata(path).with_context(unread)?.len();
        if size > MAX_TEXT_BYTES {
            bail!("{name} has {size} bytes; a text has at most {MAX_TEXT_BYTES}");
        }
        let bytes = std::fs::read(path).with_context(unread)?;
        let numbers = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        if !numbers && std::str::from_utf8(&bytes).is_err() {
            bail!("{name} is not UTF-8; save it as UTF-8");
        }
        Ok(Self { name, bytes, numbers })
    }
}

/// The numbers of the text, and what came of holding them against the bundle.
fn held(bundle: &Bundle, text: &Text) -> Result<(Vec<Number>, Coverage), Vec<Mistake>> {
    let basis = Basis::read(bundle.files())?;
    let numbers = if text.numbers {
        basis.read_numbers(&text.name, &text.bytes)?
    } else {
        basis.extract(&String::from_utf8_lossy(&text.bytes))
    };
    let coverage = basis.cover(&numbers);
    Ok((numbers, coverage))
}

fn covered(coverage: &Coverage, files: &Files<'_>, text: &Text, args: &Args) -> anyhow::Result<Outcome> {
    let findings: Vec<Finding> = coverage
        .open
        .iter()
        .map(|open| of_open(open, text))
        .chain(coverage.stray.iter().map(of_stray))
        .chain(coverage.crossed.iter().map(of_crossed))
        .chain(coverage.stale.iter().map(of_stale))
        .collect();
    let excepted: usize = coverage.excepted.values().sum();
    let (open, numbers, bound) = (coverage.open.len(), coverage.numbers, coverage.bound);
    let summary = format!("{numbers} numbers: {bound} bound to a row, {excepted} excepted, {open} open\n");
    let look = if args.output.is_some() { Look::plain() } else { Look::of_output() };
    let text = diagnostics::list(&findings, files, look) + &summary;
    output::write(text.as_bytes(), args.output.as_deref())?;
    Ok(Outcome::found(!coverage.is_complete()))
}

fn of_open(open: &Open, of: &Text) -> Finding {
    let Number { line, column, text, amount, unit, periods, section, paragraph } = &open.number;
    let amount = amount.to_string();
    let read = [amount.as_str(), unit].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
    let read = if read.is_empty() { read } else { format!(" ({read})") };
    let time = if periods.is_empty() { String::new() } else { format!(" of {periods}") };
    // Numbers stand at lines of the text that they come from, which is not there to be shown.
    let (place, found) = match of.numbers {
        true => (format!(" at {line}:{column} of the text"), finding("unaccounted-number", "", 0, 0)),
        false => (String::new(), finding("unaccounted-number", &of.name, *line, *column)),
    };
    Finding {
        message: format!("`{text}`{read}{time}{place} is in no row and no exception"),
        cause: open.nearest.as_ref().map(|row| format!("nearest: {row}")).unwrap_or_default(),
        remedy: format!(
            "state it with section {section} and locator ¶{paragraph}, or except it in coverage.toml"
        ),
        places: found.places.into_iter().filter(|place| place.line > 0).collect(),
        ..found
    }
}

fn of_stray(stray: &Stray) -> Finding {
    let row = &stray.row;
    Finding {
        message: format!(
            "the text does not show {} = {}{} in section {} ¶{}",
            row.name,
            row.value,
            of_time(row),
            row.section,
            row.paragraph
        ),
        remedy: "correct the value, its time or its place".to_owned(),
        ..finding("row-without-number", &row.place.file, row.place.line, row.place.column)
    }
}

fn of_crossed(crossed: &Crossed) -> Finding {
    let (row, above) = (&crossed.row, &crossed.above);
    Finding {
        message: format!(
            "the text shows {} = {}{} before {} = {}{}, which stands above it",
            row.name,
            row.value,
            of_time(row),
            above.name,
            above.value,
            of_time(above)
        ),
        remedy: "exchange their values, or put the rows in the order of the text".to_owned(),
        ..finding("rows-crossed", &row.place.file, row.place.line, row.place.column)
    }
}

fn of_time(row: &Row) -> String {
    row.time().map(|period| format!(" ({period})")).unwrap_or_default()
}

fn of_stale(stale: &Stale) -> Finding {
    let exception = &stale.exception;
    let there = match &stale.found {
        Some(text) if *text == exception.text => "it states a measured quantity".to_owned(),
        Some(text) => format!("`{text}` stands there"),
        None => "no number starts there".to_owned(),
    };
    Finding {
        message: format!(
            "`{}` ({}) at {}:{} excepts nothing: {there}",
            exception.text, exception.reason, exception.line, exception.column
        ),
        remedy: "remove the exception, or correct its place".to_owned(),
        ..finding("stale-exception", &exception.place.file, exception.place.line, exception.place.column)
    }
}

fn finding(rule: &str, file: &str, line: u32, column: u32) -> Finding {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let place =
        Place { file: file.to_owned(), line: number(line), column: number(column), ..Place::default() };
    Finding {
        rule: rule.to_owned(),
        severity: Severity::Error.into(),
        places: vec![place],
        ..Finding::default()
    }
}
