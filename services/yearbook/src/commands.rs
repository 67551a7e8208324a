//! The commands, a file each: arguments, then what is done.

pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod collect;
pub(crate) mod compare;
pub(crate) mod config;
pub(crate) mod coverage;
pub(crate) mod export;
pub(crate) mod figure;
pub(crate) mod import;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod requests;
pub(crate) mod restore;
pub(crate) mod sections;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod verify;

/// The folder of the databases that a command reads: the one named, else the usual one where it is.
fn data_folder(flag: Option<&str>) -> anyhow::Result<std::path::PathBuf> {
    use anyhow::Context;
    kit::config::Client::data_dir(flag)?
        .or_else(crate::connection::usual_folder)
        .context("there are no databases in ./yearbook-data; name their folder with --data-dir")
}

/// Runs what a command does, on threads of its own.
fn block_on<T>(task: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    use anyhow::Context;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("the process cannot start threads")?;
    let done = runtime.block_on(task);
    // What still follows something is of no use to a command that has ended.
    runtime.shutdown_background();
    done
}
