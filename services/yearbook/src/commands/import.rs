//! `yearbook import`: a bundle into the services, whole or not at all; or a department's workbook ([`returned`]).
//!
//! First every service reads its part and writes nothing. Only when none has a mistake or a conflict each part is written, as one
//! revision of its service, the gateway's last. A run that was cut off is completed by the same command: what is there already
//! makes no difference and so no revision.

mod returned;

use std::path::PathBuf;

use anyhow::bail;
use api::figures::v1::{ImportOutcome, RowConflict};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use interchange::Bundle;
use kit::config::ClientFlags;
use uuid::Uuid;

use super::{block_on, check};
use crate::Outcome;
use crate::connection::Connection;
use crate::diagnostics::{self, Files};
use crate::output::{self, Look};
use crate::parts::{self, Run};

/// The most conflicts that are listed.
const MOST_CONFLICTS: usize = 20;

/// What is imported, and how.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The databases are those of --data-dir, which no server may hold meanwhile, or those behind --server.\nExit codes: 0 imported (or nothing to change), 1 the bundle has mistakes or conflicts and nothing was written, 2 could not be done.\n\nExamples:\n  yearbook import data/itu-2024 --validate-only\n  yearbook import data/itu-2024 --reason 'corrections of May' --server http://127.0.0.1:8080\n  yearbook import bdt.xlsx"
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
    let (bundle, mistakes) = kit::folder::read(&args.folder)?;
    block_on(async {
        let connection = Connection::writing(&args.client).await?;
        let done = Importing { args, bundle: &bundle, connection: &connection }.run(mistakes).await;
        connection.close().await;
        done
    })
}

struct Importing<'a> {
    args: &'a Args,
    bundle: &'a Bundle,
    connection: &'a Connection,
}

impl Importing<'_> {
    async fn run(&self, mistakes: Vec<interchange::Mistake>) -> anyhow::Result<Outcome> {
        let run = Run {
            request_id: Uuid::new_v4().to_string(),
            reason: self.args.reason.clone().unwrap_or_else(|| "import of a bundle".to_owned()),
            validate_only: true,
            replace: self.args.replace,
        };
        let owners = parts::owners(self.bundle);
        let bar =
            progress(if self.args.validate_only { owners.len() } else { owners.len().saturating_mul(2) });
        let part = check::Part { bundle: self.bundle, owners: &owners };
        let (planned, findings) = check::read(self.connection, part, mistakes, &run, &bar).await?;
        if !findings.is_empty() {
            bar.finish_and_clear();
            return self.refused(&findings);
        }
        if planned.iter().any(|(_, outcome)| !outcome.conflicts.is_empty()) {
            bar.finish_and_clear();
            return conflicting(&planned);
        }
        let done = if self.args.validate_only { planned } else { self.write(&owners, run, &bar).await? };
        bar.finish_and_clear();
        output::print(summary(&done, self.args.validate_only))?;
        Ok(Outcome::Good)
    }

    async fn write(
        &self,
        owners: &[String],
        run: Run,
        bar: &ProgressBar,
    ) -> anyhow::Result<Vec<(String, ImportOutcome)>> {
        let run = Run { validate_only: false, ..run };
        let mut done = Vec::new();
        for owner in owners {
            bar.set_message(format!("writing {owner}"));
            let outcome = parts::send(self.connection, self.bundle, owner, &run).await?;
            if !outcome.mistakes.is_empty() || !outcome.conflicts.is_empty() {
                bail!("{owner} changed while the bundle was written; import it again to complete it");
            }
            done.push((owner.clone(), outcome));
            bar.inc(1);
        }
        Ok(done)
    }

    fn refused(&self, findings: &[api::report::v1::Finding]) -> anyhow::Result<Outcome> {
        let files = Files::of(Some(&self.args.folder), self.bundle);
        let language = self.bundle.manifest().report.languages.first().map_or("en", String::as_str);
        output::print(diagnostics::text(findings, &files, language, Look::of_output()))?;
        output::note("nothing was written");
        Ok(Outcome::Found)
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(steps: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::stderr());
    // The template is a constant and well formed; with another style the bar only looks different.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
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
