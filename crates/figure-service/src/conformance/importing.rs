//! Importing: all or nothing, again and again.

use api::figures::v1 as proto;
use tonic::Code;

use super::harness::run;
use super::{Build, Check, Failure, Subject, equal, holds};

/// The same part again, as another run, makes no revision and counts every row as unchanged.
///
/// # Errors
/// What did not hold.
pub async fn an_import_done_again_changes_nothing<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let outcome = running.import(subject.name, run("again"), &subject.files()).await?;
    equal("mistakes", &outcome.mistakes, &Vec::new())?;
    equal("conflicts", &outcome.conflicts, &Vec::new())?;
    equal("whether a revision was made", &(outcome.changed, outcome.revision), &(false, 1))?;
    for file in &outcome.files {
        equal(
            &format!("{}: added, changed, closed", file.file),
            &(file.added, file.changed, file.closed),
            &(0, 0, 0),
        )?;
        equal(&format!("{}: unchanged", file.file), &file.unchanged, &file.read)?;
    }
    equal("the files", &outcome.files.len(), &subject.files().len())
}

/// A run sent again under its id gets its first answer.
///
/// # Errors
/// What did not hold.
pub async fn a_request_sent_again_gets_its_first_answer<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let mut fewer = subject.files();
    fewer.retain(|name, _| name == "codes.csv" || name == "measures.csv" || name == "areas.csv");
    let first = running.import(subject.name, run("one"), &fewer).await?;
    let second = running.import(subject.name, run("one"), &fewer).await?;
    equal("the answer", &second, &first)
}

/// Another part under an id that was used is refused.
///
/// # Errors
/// What did not hold.
pub async fn another_part_under_the_same_id_is_refused<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    running.import(subject.name, run("one"), &subject.files()).await?;
    let mut fewer = subject.files();
    fewer.retain(|name, _| name == "codes.csv");
    match running.import(subject.name, run("one"), &fewer).await {
        Ok(_) => Err(Failure("another part was taken for the first".to_owned())),
        Err(status) => equal("the code", &status.code(), &Code::AlreadyExists),
    }
}

/// A part that is only validated is counted and not written.
///
/// # Errors
/// What did not hold.
pub async fn what_is_only_validated_is_not_written<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let mut files = subject.files();
    let codes = files.entry("codes.csv".to_owned()).or_default();
    codes.extend_from_slice(b"unit,furlong,count,,furlong,,,,\n".as_slice());
    let line =
        headed(codes, &[("list", "check-list"), ("code", "one"), ("label_en", "One"), ("label_zh", "one")]);
    let text = String::from_utf8_lossy(codes).into_owned();
    let kept: Vec<&str> = text.lines().filter(|l| !l.starts_with("unit,furlong")).collect();
    *codes = format!("{}\n{line}\n", kept.join("\n")).into_bytes();
    let header = proto::ImportHeader { validate_only: true, ..Default::default() };
    let outcome = running.import(subject.name, header, &files).await?;
    equal("mistakes", &outcome.mistakes, &Vec::new())?;
    equal("whether a revision was made", &(outcome.changed, outcome.revision), &(false, 1))?;
    let added: Vec<i64> = outcome.files.iter().filter(|f| f.file == "codes.csv").map(|f| f.added).collect();
    equal("codes that would be added", &added, &vec![1])?;
    let answer = running.import(subject.name, run("then"), &files).await?;
    equal("whether writing it makes a revision", &(answer.changed, answer.revision), &(true, 2))
}

/// A line of a CSV file with these cells, by the file's own header.
fn headed(bytes: &[u8], cells: &[(&str, &str)]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let header = text.lines().next().unwrap_or_default();
    let cell = |name: &str| cells.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value);
    header.split(',').map(|name| cell(name.trim())).collect::<Vec<_>>().join(",")
}

/// A part with mistakes is written nowhere, and all its mistakes are told with their places.
///
/// # Errors
/// What did not hold.
pub async fn a_wrong_part_is_written_nowhere_and_all_its_mistakes_are_told<B: Build>(
    subject: &Subject<'_, B>,
) -> Check {
    let running = subject.loaded().await?;
    let mut files = subject.files();
    let Some(stated) = files.get_mut("stated.csv") else { return Ok(()) };
    let period = [("value", "many"), ("document", "nowhere")];
    for name in ["no-such-measure", "another"] {
        let key = format!("{}/{name}", subject.name);
        let cells: Vec<(&str, &str)> = period.iter().copied().chain([("key", key.as_str())]).collect();
        let line = headed(stated, &cells);
        stated.extend_from_slice(format!("{line}\n").as_bytes());
    }
    let outcome = running.import(subject.name, run("wrong"), &files).await?;
    equal("whether a revision was made", &(outcome.changed, outcome.revision), &(false, 1))?;
    holds(format!("each wrong cell is told: {:?}", outcome.mistakes), outcome.mistakes.len() >= 6)?;
    for mistake in &outcome.mistakes {
        equal("the file", &mistake.file.as_str(), &"stated.csv")?;
        holds(
            "a mistake has a place and a remedy",
            mistake.line > 1 && mistake.column > 0 && !mistake.remedy.is_empty(),
        )?;
    }
    let unknown = [("no-such-file.csv".to_owned(), b"id\n".to_vec())].into();
    let outcome = running.import(subject.name, run("unknown"), &unknown).await?;
    equal("a file of nobody's", &(outcome.mistakes.len(), outcome.changed), &(1, false))
}

/// A measure that is defined otherwise than the service computes it is a mistake at its cell.
///
/// # Errors
/// What did not hold.
pub async fn a_measure_that_the_code_computes_otherwise_is_a_mistake<B: Build>(
    subject: &Subject<'_, B>,
) -> Check {
    let running = subject.loaded().await?;
    let mut computed = None;
    for key in subject.keys() {
        let figure = running.figure(&key).await?;
        let computes = figure.basis() == proto::Basis::Computed
            || figure.alternatives.iter().any(|a| a.basis() == proto::Basis::Computed);
        if computes {
            computed = Some(figure.measure);
            break;
        }
    }
    // A service that computes nothing that the bundle also states has nothing to disagree about.
    let Some(measure) = computed else { return Ok(()) };
    let mut files = subject.files();
    let text = String::from_utf8_lossy(files.get("measures.csv").map(Vec::as_slice).unwrap_or_default())
        .into_owned();
    let start = format!("{},{measure},", subject.name);
    let changed = |line: &str| {
        let kind = ["stock", "flow"].into_iter().find(|k| line.starts_with(&format!("{start}{k},")));
        let other = match kind {
            Some("flow") => "average",
            Some(_) => "flow",
            None => return line.to_owned(),
        };
        line.replacen(&format!(",{},", kind.unwrap_or_default()), &format!(",{other},"), 1)
    };
    let text: Vec<String> = text.lines().map(changed).collect();
    files.insert("measures.csv".to_owned(), format!("{}\n", text.join("\n")).into_bytes());
    let outcome = running.import(subject.name, run("otherwise"), &files).await?;
    let at = |m: &proto::Mistake| m.file == "measures.csv" && m.field == "kind" && m.line > 1;
    holds(format!("the disagreement is told: {:?}", outcome.mistakes), outcome.mistakes.iter().any(at))?;
    equal("whether a revision was made", &(outcome.changed, outcome.revision), &(false, 1))
}

/// Without the right to write an import is refused before anything is read.
///
/// # Errors
/// What did not hold.
pub async fn who_may_not_write_is_refused<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.guarded().await?;
    match running.import(subject.name, run("guest"), &subject.files()).await {
        Ok(_) => Err(Failure("somebody without a token wrote".to_owned())),
        Err(status) => equal("the code", &status.code(), &Code::PermissionDenied),
    }
}
