//! Looking through databases, of a backup or of a folder that is served: their bytes, SQLite's own check, the store's invariants.

use std::path::Path;

use anyhow::bail;
use kit::clock::Clock;
use kit::config::database;
use store::{Head, Location, PostgresUrl, Store, StoreError};

use super::manifest::{Copied, Manifest};
use super::services_in;

/// What was found of one service.
pub(crate) struct Looked {
    /// The service.
    pub(crate) service: String,
    /// Where it stands, if that can be read.
    pub(crate) head: Option<Head>,
    /// What is wrong; nothing when it is sound.
    pub(crate) faults: Vec<String>,
}

/// Looks through a backup, or through the databases of a folder.
///
/// # Errors
/// When there is nothing to look through, or it cannot be read.
pub(crate) async fn look(folder: &Path, clock: &Clock) -> anyhow::Result<Vec<Looked>> {
    let found = services_in(folder)?;
    let mut looked = Vec::new();
    if !Manifest::is_in(folder) {
        if found.is_empty() {
            bail!("{} holds neither a backup nor databases; name another folder", folder.display());
        }
        for service in found {
            looked.push(through(folder, &service, clock).await?);
        }
        return Ok(looked);
    }
    let manifest = Manifest::read(folder)?;
    for copied in &manifest.services {
        looked.push(of_backup(folder, copied, clock).await?);
    }
    let listed = |name: &String| manifest.services.iter().any(|copied| copied.service == *name);
    for service in found.into_iter().filter(|name| !listed(name)) {
        let faults = vec![format!("{} is not in the manifest", database(folder, &service).display())];
        looked.push(Looked { service, head: None, faults });
    }
    Ok(looked)
}

async fn of_backup(folder: &Path, copied: &Copied, clock: &Clock) -> anyhow::Result<Looked> {
    let service = copied.service.clone();
    if let Some(fault) = copied.fault(folder)? {
        return Ok(Looked { service, head: None, faults: vec![fault] });
    }
    let mut looked = through(folder, &service, clock).await?;
    let said = (copied.revision, copied.committed_at.clone());
    let there = looked.head.map(|head| (head.revision, head.committed_at.map(|time| time.to_string())));
    if there.is_some_and(|there| there != said) {
        looked.faults.push(format!("the manifest says revision {}, the file says another", copied.revision));
    }
    Ok(looked)
}

async fn through(folder: &Path, service: &str, clock: &Clock) -> anyhow::Result<Looked> {
    let location = Location::ReadOnly(database(folder, service));
    match Store::open_declared(&location, clock.clone()).await {
        Ok(store) => of_store(service.to_owned(), store).await,
        Err(error) => told(service.to_owned(), None, Err(error)),
    }
}

/// Looks through a database of PostgreSQL, which says itself whose it is.
///
/// # Errors
/// When it does not answer, or holds no records.
pub(crate) async fn look_at(url: &str, clock: &Clock) -> anyhow::Result<Looked> {
    let location = Location::Postgres(PostgresUrl::parse(url)?);
    let store = Store::open_declared(&location, clock.clone()).await?;
    let owner = store.schema().owner.as_ref().map(ToString::to_string);
    of_store(owner.unwrap_or_else(|| "-".to_owned()), store).await
}

async fn of_store(service: String, store: Store) -> anyhow::Result<Looked> {
    let looked = store.verify().await;
    let head = store.head();
    store.close().await;
    told(service, Some(head), looked)
}

fn told(
    service: String,
    head: Option<Head>,
    looked: Result<Vec<String>, StoreError>,
) -> anyhow::Result<Looked> {
    let faults = match looked {
        Ok(faults) => faults,
        Err(error @ StoreError::Unavailable { .. }) => return Err(error.into()),
        Err(error) => vec![error.to_string()],
    };
    Ok(Looked { service, head, faults })
}
