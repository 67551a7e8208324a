//! The commands, a file each: arguments, then what is done.

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod report;
pub(crate) mod serve;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use gateway::{App, Config};
use interchange::Bundle;
use kit::clock;
use kit::shutdown::Shutdown;

use crate::cluster::{self, Place};

/// Runs what a command does, on threads of its own.
fn block_on<T>(task: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("the process cannot start threads")?;
    let done = runtime.block_on(task);
    // What still follows something is of no use to a command that has ended.
    runtime.shutdown_background();
    done
}

/// All services for one command that reads: the databases of a folder, or the embedded bundle in memory where there are none.
async fn open(data_dir: &Path, shutdown: &Shutdown) -> anyhow::Result<App> {
    if data_dir.join("gateway.sqlite").exists() {
        let place = Place::ReadOnly(data_dir);
        return cluster::open(place, None, Config::in_memory(), clock::system(), shutdown).await;
    }
    in_memory(first_bundle::bundle(), shutdown).await
}

/// All services over a bundle in memory.
async fn in_memory(bundle: Bundle, shutdown: &Shutdown) -> anyhow::Result<App> {
    let bundle = Some(Arc::new(bundle));
    cluster::open(Place::Memory, bundle, Config::in_memory(), clock::system(), shutdown).await
}
