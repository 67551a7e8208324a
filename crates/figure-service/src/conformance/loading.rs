//! Large files: read as they come, they mean what they mean when they are held whole.
//!
//! A file is made large by blank lines at its end, which say nothing, and is imported beside itself as it was, each into a service of its own.

use api::figures::v1 as proto;
use proto::{AcceptFigureRequest, Basis, ImportHeader, ImportOutcome};

use super::harness::{Files, LARGE, Running, run};
use super::{Build, Check, Failure, Subject, equal, holds};

/// The file that may be large.
const FILE: &str = "observations.csv";

fn large(files: &Files) -> Files {
    let mut files = files.clone();
    if let Some(bytes) = files.get_mut(FILE) {
        bytes.extend(std::iter::repeat_n(b'\n', LARGE));
    }
    files
}

/// The lines of the file that may be large; none where the service has none.
fn lines(files: &Files) -> Option<Vec<String>> {
    let text = String::from_utf8(files.get(FILE)?.clone()).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

fn with_lines(files: &Files, lines: &[String]) -> Files {
    let mut files = files.clone();
    files.insert(FILE.to_owned(), format!("{}\n", lines.join("\n")).into_bytes());
    files
}

/// The files, where every observation is of a record set that is complete.
fn complete(files: &Files) -> Files {
    let mut files = files.clone();
    let document = "ar-2024";
    let set = format!("\n[[record_set]]\nfile = \"{FILE}\"\ncomplete = true\nsource = \"{document}\"\n");
    files.entry("bundle.toml".to_owned()).or_default().extend_from_slice(set.as_bytes());
    files
}

/// Two services that are loaded alike.
struct Pair {
    whole: Running,
    passing: Running,
}

impl Pair {
    async fn of<B: Build>(subject: &Subject<'_, B>) -> Result<Self, Failure> {
        Ok(Self { whole: subject.loaded().await?, passing: subject.loaded().await? })
    }

    /// Imports into both, and the one outcome.
    async fn import(
        &self,
        name: &str,
        header: ImportHeader,
        files: &Files,
    ) -> Result<ImportOutcome, Failure> {
        let sorted = |mut outcome: ImportOutcome| {
            outcome.mistakes.sort_by_key(|m| (m.file.clone(), m.line, m.column, m.problem.clone()));
            outcome.conflicts.sort_by_key(|c| (c.file.clone(), c.line, c.row.clone()));
            outcome
        };
        let whole = sorted(self.whole.import(name, header.clone(), files).await?);
        let passing = sorted(self.passing.import(name, header, &large(files)).await?);
        equal("the outcome of a large file", &passing, &whole)?;
        Ok(whole)
    }

    /// Whether both answer every key alike.
    async fn answers<B: Build>(&self, subject: &Subject<'_, B>) -> Check {
        for keys in subject.keys().chunks(500) {
            let request = proto::BatchGetFiguresRequest { keys: keys.to_vec(), ..Default::default() };
            let whole = self.whole.batch(request.clone()).await?;
            equal("the answers after a large file", &self.passing.batch(request).await?, &whole)?;
        }
        Ok(())
    }

    /// Accepts the only value of a key in both.
    async fn accept(&self, key: &str) -> Check {
        for running in [&self.whole, &self.passing] {
            let source = running.figure(key).await?.sources.into_iter().next();
            let request = AcceptFigureRequest {
                key: key.to_owned(),
                basis: Basis::Stated.into(),
                source,
                reason: "it was asked for".to_owned(),
                request_id: format!("accept {key}").replace([' ', '?', '&'], "-"),
                ..Default::default()
            };
            running.client.clone().accept_figure(request).await?;
        }
        Ok(())
    }
}

fn counts(outcome: &ImportOutcome) -> Option<(i64, i64, i64, i64)> {
    let file = outcome.files.iter().find(|file| file.file == FILE)?;
    Some((file.added, file.changed, file.closed, file.unchanged))
}

/// What is the same changes nothing; what differs, is new or comes twice is written; what is gone is closed where the set is complete.
///
/// # Errors
/// What did not hold.
pub async fn a_large_file_means_what_a_small_one_does<B: Build>(subject: &Subject<'_, B>) -> Check {
    let files = subject.files();
    let Some(all) = lines(&files).filter(|all| all.len() > 40) else { return Ok(()) };
    let pair = Pair::of(subject).await?;
    let rows = i64::try_from(all.len().saturating_sub(1)).unwrap_or(i64::MAX);
    let same = pair.import(subject.name, run("same"), &files).await?;
    equal("the same again", &(same.changed, counts(&same)), &(false, Some((0, 0, 0, rows))))?;

    // Twelve rows are gone, three say what they said in another section, and two come again, the first of them twice.
    let mut other: Vec<String> = all.iter().take(1).chain(all.iter().skip(13)).cloned().collect();
    other.extend(all.iter().skip(1).take(3).map(|line| line.replacen("ar-2024,", "ar-2024,x", 1)));
    other.extend([all.get(20), all.get(21), all.get(20)].into_iter().flatten().cloned());
    let other = with_lines(&files, &other);
    let validated = ImportHeader { validate_only: true, ..Default::default() };
    let planned = pair.import(subject.name, validated.clone(), &other).await?;
    let written = pair.import(subject.name, run("other"), &other).await?;
    equal("what was planned", &counts(&written), &counts(&planned))?;
    equal("what was written", &counts(&written).map(|(added, ..)| added), &Some(6))?;
    pair.answers(subject).await?;

    let other = complete(&other);
    let planned = pair.import(subject.name, validated, &other).await?;
    let closed = pair.import(subject.name, run("complete"), &other).await?;
    equal("what was planned to be closed", &counts(&closed), &counts(&planned))?;
    equal("what was closed", &counts(&closed).map(|(added, _, closed, _)| (added, closed)), &Some((0, 12)))?;
    pair.answers(subject).await?;
    let back = pair.import(subject.name, run("back"), &files).await?;
    holds(
        "what was closed comes back",
        back.changed && counts(&back).is_some_and(|(added, ..)| added == 12),
    )?;
    pair.answers(subject).await
}

/// All mistakes are told with their places, also those of the files beside, and nothing is kept.
///
/// # Errors
/// What did not hold.
pub async fn a_large_file_with_mistakes_is_written_nowhere<B: Build>(subject: &Subject<'_, B>) -> Check {
    let mut files = subject.files();
    let Some(all) = lines(&files).filter(|all| all.len() > 40) else { return Ok(()) };
    let pair = Pair::of(subject).await?;
    let mut wrong = all.clone();
    for (at, line) in wrong.iter_mut().enumerate().skip(1) {
        match at {
            3 => *line = line.replacen("ar-2024", "ar-2042", 1),
            5 => line.push_str(",one cell more"),
            39 => {
                *line = format!(
                    "no-such-indicator{}",
                    line.get(line.find(',').unwrap_or(0)..).unwrap_or_default()
                )
            }
            _ => {}
        }
    }
    files = with_lines(&files, &wrong);
    let codes = files.entry("codes.csv".to_owned()).or_default();
    codes.extend_from_slice(b"unit,too-few\n");
    let outcome = pair.import(subject.name, run("wrong"), &files).await?;
    let at: Vec<(&str, i32)> = outcome.mistakes.iter().map(|m| (m.file.as_str(), m.line)).collect();
    for line in [4, 6, 40] {
        holds(format!("line {line} is told: {at:?}"), at.contains(&(FILE, line)))?;
    }
    holds("so is the file beside", at.iter().any(|(file, _)| *file == "codes.csv"))?;
    equal("whether a revision was made", &(outcome.changed, outcome.revision), &(false, 1))?;
    pair.answers(subject).await
}

/// A row that somebody has decided on since is a conflict, and is overwritten when it is told to be.
///
/// # Errors
/// What did not hold.
pub async fn a_large_file_stops_at_what_was_changed_since<B: Build>(subject: &Subject<'_, B>) -> Check {
    let files = subject.files();
    let Some(all) = lines(&files).filter(|all| all.len() > 40) else { return Ok(()) };
    let pair = Pair::of(subject).await?;
    let alone = subject.stated_only(&pair.whole).await?;
    let mut keys = alone.iter().rev().map(|row| (row.line, row.key.to_string()));
    let (Some((_, kept)), Some((line, dropped))) = (keys.next(), keys.next()) else { return Ok(()) };
    pair.accept(&kept).await?;
    pair.accept(&dropped).await?;
    let left: Vec<String> =
        (1_u32..).zip(&all).filter(|(at, _)| *at != line).map(|(_, line)| line.clone()).collect();
    let files = complete(&with_lines(&files, &left));
    let outcome = pair.import(subject.name, run("stops"), &files).await?;
    let at: Vec<bool> = outcome.conflicts.iter().map(|conflict| conflict.line == 0).collect();
    equal("one row is gone and one is another", &at, &vec![true, false])?;
    let outcome =
        pair.import(subject.name, ImportHeader { replace: true, ..run("replaces") }, &files).await?;
    let what = counts(&outcome).map(|(_, changed, closed, _)| (changed, closed));
    equal("what is overwritten and closed", &what, &Some((1, 1)))?;
    pair.answers(subject).await
}
