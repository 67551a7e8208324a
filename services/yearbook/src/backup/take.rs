//! Taking a backup, also beside running services: they neither wait for it nor notice it.

use std::path::Path;

use anyhow::{Context, bail};
use kit::clock::Clock;
use kit::config::database;
use store::{Location, Store};

use super::folder::{Filling, write};
use super::manifest::{self, Copied, Manifest};
use super::{chosen, services_in};

/// Copies the databases of a folder, or those of the services asked for, into another.
///
/// # Errors
/// When there is nothing to copy, something damaged, something in the way, or no room; then nothing is left behind.
pub(crate) async fn take(
    data: &Path,
    asked: &[String],
    target: &Path,
    force: bool,
    clock: Clock,
) -> anyhow::Result<Manifest> {
    let all = services_in(data)?;
    if all.is_empty() {
        bail!("there are no databases in {}; name their folder with --data-dir", data.display());
    }
    let mut services = chosen(all, asked, data)?;
    // The reverse of the order in which an import writes: the gateway, then the others from the last to the first.
    services.sort_by_key(|name| (name.as_str() == gateway::NAME, name.clone()));
    services.reverse();
    let folder = Filling::begin(target, force)?;
    let mut copies = Vec::new();
    for service in services {
        copies.push(copy(data, &service, folder.path(), &clock).await.with_context(|| service.clone())?);
    }
    copies.sort_by(|a, b| a.service.cmp(&b.service));
    let manifest = Manifest::new(clock().to_string(), copies);
    write(&folder.path().join(manifest::FILE), manifest.text()?.as_bytes())?;
    folder.done()?;
    Ok(manifest)
}

/// Copies one, and looks the copy through: a backup that is damaged is none.
async fn copy(data: &Path, service: &str, folder: &Path, clock: &Clock) -> anyhow::Result<Copied> {
    let from = Store::open_declared(&Location::ReadOnly(database(data, service)), clock.clone()).await?;
    let to = database(folder, service);
    let copied = from.copy_to(&to).await;
    from.close().await;
    copied.with_context(|| {
        format!("{} cannot be written; is there room, and may you write there?", to.display())
    })?;
    let copy = Store::open_declared(&Location::ReadOnly(to.clone()), clock.clone()).await?;
    let (head, faults) = (copy.head(), copy.verify().await?);
    copy.close().await;
    if let Some(fault) = faults.first() {
        bail!("the database is damaged ({fault}); `yearbook verify` tells everything that is wrong with it");
    }
    let (bytes, blake3) = manifest::digest(&to)?;
    let committed_at = head.committed_at.map(|time| time.to_string());
    Ok(Copied { service: service.to_owned(), revision: head.revision, committed_at, bytes, blake3 })
}
