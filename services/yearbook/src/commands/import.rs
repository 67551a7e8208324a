//! `yearbook import`: a bundle into the services, whole or not at all; or a department's workbook ([`returned`]).
//!
//! First every service reads its part and writes nothing. Only when none has a mistake or a conflict each part is written, as one
//! revision of its service, the gateway's last. A run that was cut off is completed by the same command: what is there already
//! makes no difference and so no revision.

mod returned;

use std::path::PathBuf;

use anyhow::bail;
use api::figures::v1::{ImportOutcome, RowConflict};
use kit::config::ClientFlags;
use uuid::Uuid;

use super::{block_on, check};
use crate::Outcome;
use crate::connection::Connection;
use crate::diagnostics::{self, Files};
use crate::output::{self, Look};
use crate::parts::{self, Parcel, Run};
use crate::progress::Progress;

/// The most conflicts that are listed.
const MOST_CONFLICTS: usize = 20;

/// What is imported, and how.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The databases are those of --data-dir, which no server may hold meanwhile, or those behind --server.\nExit codes: 0 imported (or nothing to change), 1 the bundle has mistakes or conflicts and nothing was written, 2 could not be done, or interrupted.\nCtrl-C ends it: each service then has all of its part or nothing of it, and the same command completes the rest.\n\nExamples:\n  yearbook import data/itu-2024 --validate-only\n  yearbook import data/itu-2024 --reason 'corrections of May' --server http://127.0.0.1:8080\n  yearbook import bdt.xlsx"
)]
pub(crate) struct Args {
    /// The folder of the bundle, or the workbook of a department (.xlsx)
    #[arg(value_name = "DIR|FILE")]
    folder: PathBuf,
    /// Only say what would be written
    #[arg(long)]
    validate_only: bool,
    /// Overwrite rows that something else than an import has changed
    #[arg(long)]
    replace: bool,
    /// Why; kept with the revisions [default: import of a bundle, or a department's workbook]
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    client: ClientFlags,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if returned::is_workbook(&args.folder) {
        return returned::run(args);
    }
    let (bundle, mistakes, large) = kit::folder::read_apart(&args.folder)?;
    let parcel = Parcel { bundle: &bundle, large: &large };
    block_on(async {
        let connection = Connection::writing(&args.client).await?;
        let owners = parts::owners(&bundle);
        let bytes = parcel.bytes(&owners);
        let progress = Progress::of(if args.validate_only { bytes } else { bytes.saturating_mul(2) });
        let importing =
            Importing { args, parcel, owners: &owners, connection: &connection, progress: &progress };
        let done = tokio::select! {
            done = importing.run(mistakes) => done,
            Ok(()) = tokio::signal::ctrl_c() => Err(interrupted(&progress.step())),
        };
        progress.end();
        connection.close().await;
        done
    })
}

/// What is left of an import that was interrupted at a step.
fn interrupted(step: &str) -> anyhow::Error {
    match step.strip_prefix("writing ") {
        Some(owner) => anyhow::anyhow!(
            "interrupted: the parts before that of {owner} are written, that of {owner} wholly or not at all; the same command completes the bundle"
        ),
        None => anyhow::anyhow!("interrupted: nothing was written"),
    }
}

struct Importing<'a> {
    args: &'a Args,
    parcel: Parcel<'a>,
    owners: &'a [String],
    connection: &'a Connection,
    progress: &'a Progress,
}

impl Importing<'_> {
    async fn run(&self, mistakes: Vec<interchange::Mistake>) -> anyhow::Result<Outcome> {
        let run = Run {
            request_id: Uuid::new_v4().to_string(),
            reason: self.args.reason.clone().unwrap_or_else(|| "import of a bundle".to_owned()),
            validate_only: true,
            replace: self.args.replace,
        };
        let part = check::Part { parcel: self.parcel, owners: self.owners };
        let (planned, findings) = check::read(self.connection, part, mistakes, &run, self.progress).await?;
        if !findings.is_empty() {
            self.progress.end();
            return self.refused(&findings);
        }
        if planned.iter().any(|(_, outcome)| !outcome.conflicts.is_empty()) {
            self.progress.end();
            return conflicting(&planned);
        }
        let done = if self.args.validate_only { planned } else { self.write(run).await? };
        self.progress.end();
        output::print(summary(&done, self.args.validate_only))?;
        Ok(Outcome::Good)
    }

    async fn write(&self, run: Run) -> anyhow::Result<Vec<(String, ImportOutcome)>> {
        let run = Run { validate_only: false, ..run };
        let mut done = Vec::new();
        for owner in self.owners {
            self.progress.begin(format!("writing {owner}"));
            let outcome = parts::send(self.connection, self.parcel, owner, &run, self.progress).await?;
            if !outcome.mistakes.is_empty() || !outcome.conflicts.is_empty() {
                bail!("{owner} changed while the bundle was written; import it again to complete it");
            }
            done.push((owner.clone(), outcome));
        }
        Ok(done)
    }

    fn refused(&self, findings: &[api::report::v1::Finding]) -> anyhow::Result<Outcome> {
        let files = Files::of(Some(&self.args.folder), self.parcel.bundle);
        let language = self.parcel.bundle.manifest().report.languages.first().map_or("en", String::as_str);
        output::print(diagnostics::text(findings, &files, language, Look::of_output()))?;
        output::note("nothing was written");
        Ok(Outcome::Found)
    }
}

fn conflicting(planned: &[(String, ImportOutcome)]) -> anyhow::Result<Outcome> {
    let mut text = String::new();
    let mut count = 0_usize;
    for (owner, outcome) in planned {
        count = count.saturating_add(outcome.conflicts.len());
        for conflict in outcome.conflicts.iter().take(MOST_CONFLICTS) {
            text.push_str(&output::clean(&told(owner, conflict)));
        }
    }
    text.push_str(&format!(
        "{count} rows were changed by something else since the last import; nothing was written.\nTake the changes into the bundle, or overwrite them with --replace.\n"
    ));
    output::print(text)?;
    Ok(Outcome::Found)
}

fn told(owner: &str, conflict: &RowConflict) -> String {
    let RowConflict { file, line, row, revision, actor, reason } = conflict;
    let line = if *line > 0 { format!("{file}:{line}") } else { format!("{file} (no longer there)") };
    format!("{line}: {row} was changed by {actor} ({reason}), revision {revision} of {owner}\n")
}

/// A line a service: its revision, and what changed.
fn summary(done: &[(String, ImportOutcome)], validated: bool) -> String {
    let widest = done.iter().map(|(owner, _)| owner.len()).max().unwrap_or_default();
    let line = |(owner, outcome): &(String, ImportOutcome)| {
        let sum = |of: fn(&api::figures::v1::FileCounts) -> i64| outcome.files.iter().map(of).sum::<i64>();
        let (added, changed, closed) = (sum(|f| f.added), sum(|f| f.changed), sum(|f| f.closed));
        let what = if added == 0 && changed == 0 && closed == 0 {
            "nothing to change".to_owned()
        } else {
            format!("{added} added, {changed} changed, {closed} closed")
        };
        let revision = if validated { String::new() } else { format!("  revision {}", outcome.revision) };
        format!("{owner:widest$}{revision}  {what}\n")
    };
    let lines: String = done.iter().map(line).collect();
    if validated { format!("{lines}The bundle has no mistakes; nothing was written.\n") } else { lines }
}
