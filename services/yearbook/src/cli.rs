//! The commands and their words.

use clap::{Parser, Subcommand};

use crate::Outcome;
use crate::commands::{
    backup, check, collect, compare, config, coverage, export, figure, import, new, report, requests,
    restore, sections, serve, status, verify,
};

/// Figures of an organisation's year, and the report made of them.
#[derive(Debug, Parser)]
#[command(
    name = "yearbook",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "Settings: a flag, else the variable YEARBOOK_<FLAG>; `serve` also takes a file (--config). Exit codes: 0 done, 1 done and errors found, 2 could not be done."
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve all services behind one port, or one service
    Serve(serve::Args),
    /// Write the report on a year
    Report(report::Args),
    /// Show a figure with its sources and history
    Figure(figure::Args),
    /// Check the report on a year, or a bundle
    Check(check::Args),
    /// Tell what the report says otherwise than at an earlier point, with a corrigendum
    Compare(compare::Args),
    /// Hold a text against a bundle: every number of it must be accounted for
    Coverage(coverage::Args),
    /// Ask a department for its values: write the workbook that it fills in
    Collect(collect::Args),
    /// Show who owes what; send answers back, or take them as settled
    Requests(requests::Args),
    /// Show which sections of the report are cleared, and clear one
    Sections(sections::Args),
    /// Write a bundle into the services, or a workbook that came back
    Import(import::Args),
    /// Write what the services have as a bundle
    Export(export::Args),
    /// Make a bundle to start from
    New(new::Args),
    /// Show which service is behind and why
    Status(status::Args),
    /// Show the settings of `serve` and where each comes from
    Config(config::Args),
    /// Copy the databases into a folder, also while they are served
    Backup(backup::Args),
    /// Put a backup into an empty folder
    Restore(restore::Args),
    /// Look a backup or databases through
    Verify(verify::Args),
}

impl Command {
    /// Runs it.
    pub(crate) fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Serve(args) => serve::run(args),
            Self::Report(args) => report::run(&args),
            Self::Figure(args) => figure::run(&args),
            Self::Check(args) => check::run(&args),
            Self::Compare(args) => compare::run(&args),
            Self::Coverage(args) => coverage::run(&args),
            Self::Collect(args) => collect::run(&args),
            Self::Requests(args) => requests::run(&args),
            Self::Sections(args) => sections::run(&args),
            Self::Import(args) => import::run(&args),
            Self::Export(args) => export::run(&args),
            Self::New(args) => new::run(&args),
            Self::Status(args) => status::run(&args),
            Self::Config(args) => config::run(&args),
            Self::Backup(args) => backup::run(&args),
            Self::Restore(args) => restore::run(&args),
            Self::Verify(args) => verify::run(&args),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        super::Cli::command().debug_assert();
    }
}
