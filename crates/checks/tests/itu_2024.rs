//! Holds the report on 2024 against its bundle, by the committed numbers and, where it is present, by the text itself.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use checks::coverage::{Basis, Files, NUMBERS_FILE, Number, Periods, write_numbers};
use checks::reading::Amount;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files() -> Files {
    let folder = root().join("data/itu-2024");
    let entries = std::fs::read_dir(&folder).expect("the bundle is there");
    let paths = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_file());
    let named = paths.map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read(&path).expect("a readable file"))
    });
    named.collect()
}

fn basis() -> Basis {
    Basis::read(&files()).unwrap_or_else(|m| panic!("{m:#?}"))
}

fn committed(basis: &Basis) -> Vec<Number> {
    basis.read_numbers(NUMBERS_FILE, &files()[NUMBERS_FILE]).unwrap_or_else(|m| panic!("{m:#?}"))
}

/// The source text beside the repository; nothing where it is not kept.
fn seed() -> Option<String> {
    let path = root().join("../shared/seed/annual-report-2024.zh.txt");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        // Written past the capture of passing tests, so that a skip is seen.
        let _ = writeln!(std::io::stderr(), "skipped: the source text is not beside the repository");
    }
    text
}

/// What is left open, in words.
fn left(basis: &Basis, numbers: &[Number]) -> Vec<String> {
    let coverage = basis.cover(numbers);
    let open = coverage.open.iter().map(ToString::to_string);
    let stray = coverage.stray.iter().map(ToString::to_string);
    open.chain(stray).chain(coverage.stale.iter().map(ToString::to_string)).collect()
}

/// The first number of each section that a row accounts for, and the first that is excepted.
fn samples<'a>(basis: &Basis, numbers: &'a [Number]) -> BTreeMap<(String, bool), &'a Number> {
    let excepted: Vec<(u32, u32)> = basis.map().exceptions().map(|e| (e.line, e.column)).collect();
    let mut samples = BTreeMap::new();
    for number in numbers {
        let key = (number.section.clone(), excepted.contains(&number.at()));
        samples.entry(key).or_insert(number);
    }
    samples
}

#[test]
fn every_number_of_the_report_is_accounted_for() {
    let basis = basis();
    let numbers = committed(&basis);
    assert_eq!(left(&basis, &numbers), Vec::<String>::new());
    let coverage = basis.cover(&numbers);
    assert!(coverage.bound >= 440, "{} numbers have their row", coverage.bound);
}

#[test]
fn altering_one_number_of_each_section_leaves_it_open() {
    let basis = basis();
    let numbers = committed(&basis);
    let with_numbers: Vec<&str> =
        basis.map().sections().into_iter().filter(|s| numbers.iter().any(|n| n.section == *s)).collect();
    assert!(with_numbers.len() >= 45, "sections that hold numbers: {with_numbers:?}");
    for ((section, excepted), sample) in samples(&basis, &numbers) {
        let mut altered = numbers.clone();
        let number = altered.iter_mut().find(|n| n.at() == sample.at()).expect("it is one of them");
        number.text.push('7');
        number.amount = match number.amount {
            Amount::Exact(n) => Amount::Exact(n + figures::Decimal::ONE),
            Amount::Fraction(n, d) => Amount::Fraction(n, d + 3),
            Amount::None => Amount::None,
        };
        let open = basis.cover(&altered).open;
        assert_eq!(open.len(), 1, "section {section}, excepted {excepted}: {open:?}");
        assert_eq!(open[0].number.at(), sample.at());
    }
}

#[test]
fn a_neighbouring_year_leaves_its_number_open() {
    let basis = basis();
    let numbers = committed(&basis);
    let (mut found, mut timed) = (0, 0);
    for (index, number) in numbers.iter().enumerate().filter(|(_, number)| !number.periods.is_empty()) {
        for years in [-1, 1] {
            let mut altered = numbers.clone();
            altered[index].periods = Periods(number.periods.0.iter().map(|p| p.shift_years(years)).collect());
            let open = basis.cover(&altered).open;
            // Where it takes the row of another number of its passage, that one is left open.
            assert!(open.iter().all(|open| open.number.line == number.line), "{open:?}");
            found += open.len();
            timed += 1;
        }
    }
    // What has no time of its own in the bundle, as a figure of an event, is judged by its place alone.
    assert!(found * 100 >= timed * 85, "{found} of {timed}");
}

#[test]
fn altering_a_value_of_the_file_but_not_its_digits_is_a_mistake() {
    let basis = basis();
    let mut numbers = committed(&basis);
    let number = numbers.iter_mut().find(|n| n.text == "412").expect("it is printed");
    number.amount = Amount::Exact(413.into());
    assert!(basis.read_numbers(NUMBERS_FILE, write_numbers(&numbers).as_bytes()).is_err());
}

#[test]
fn the_committed_numbers_are_those_of_the_text() {
    let Some(text) = seed() else { return };
    let basis = basis();
    let found = basis.extract(&text);
    let committed = committed(&basis);
    for (found, committed) in found.iter().zip(&committed) {
        assert_eq!(found, committed, "write the numbers of the text anew");
    }
    assert_eq!(found.len(), committed.len());
}

#[test]
fn altering_the_text_itself_is_noticed_in_each_section() {
    let Some(text) = seed() else { return };
    let basis = basis();
    let numbers = basis.extract(&text);
    let samples = samples(&basis, &numbers);
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for sample in samples.values() {
        let line = usize::try_from(sample.line - 1).expect("small");
        let column = usize::try_from(sample.column - 1).expect("small");
        lines[line] = other_number(&lines[line], column);
    }
    let coverage = basis.cover(&basis.extract(&lines.join("\n")));
    for ((section, _), sample) in samples {
        let open = coverage.open.iter().any(|o| o.number.at() == sample.at());
        // Words may stop to be a number at all; then their row stands nowhere.
        let stray =
            coverage.stray.iter().any(|s| s.row.section == section && s.row.paragraph == sample.paragraph);
        assert!(open || stray, "section {section}: {}:{} {}", sample.line, sample.column, sample.text);
    }
}

/// The line with another digit, or another numeral, at a column.
fn other_number(line: &str, column: usize) -> String {
    let other = |c: char| match c {
        '0'..='8' => char::from_u32(u32::from(c) + 1).expect("a digit"),
        '9' => '1',
        '三' => '四',
        _ => '三',
    };
    line.chars().enumerate().map(|(i, c)| if i == column { other(c) } else { c }).collect()
}
