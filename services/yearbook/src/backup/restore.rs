//! Restoring: a backup's databases into a folder that has none, all or nothing.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use kit::config::database;
use store::{Hold, StoreError};

use super::folder::sync;
use super::manifest::{Copied, Manifest, digest};
use super::{chosen, services_in};

/// Puts the copies of a backup, or those of the services asked for, into a folder without databases, or without theirs.
///
/// # Errors
/// When the backup is not whole, the folder is used, a server runs over it, or it cannot be written; then it is as it was.
pub(crate) fn restore(backup: &Path, asked: &[String], data: &Path) -> anyhow::Result<Vec<Copied>> {
    let manifest = Manifest::read(backup)?;
    let names = manifest.services.iter().map(|copied| copied.service.clone()).collect();
    let names = chosen(names, asked, backup)?;
    let copies: Vec<Copied> =
        manifest.services.into_iter().filter(|copied| names.contains(&copied.service)).collect();
    for copied in &copies {
        if let Some(fault) = copied.fault(backup)? {
            bail!("the backup is damaged: {fault}; nothing was restored, take another backup");
        }
    }
    std::fs::create_dir_all(data).with_context(|| format!("{} cannot be made", data.display()))?;
    let used: Vec<String> =
        services_in(data)?.into_iter().filter(|name| asked.is_empty() || asked.contains(name)).collect();
    refuse_used(data, &used)?;
    // Held to the end, so that no server that starts meanwhile makes a database where one is put.
    let holds: Vec<Hold> = names.iter().map(|name| hold(data, name)).collect::<anyhow::Result<_>>()?;
    refuse_leftovers(data, &names)?;
    let placed = place(backup, &copies, data);
    drop(holds);
    placed.map(|()| copies)
}

/// A database is never overwritten; who holds it is told.
fn refuse_used(data: &Path, used: &[String]) -> anyhow::Result<()> {
    for name in used {
        hold(data, name)?;
    }
    if let Some(first) = used.first() {
        let path = database(data, first);
        bail!("{} is there already; restore into an empty folder (--data-dir)", path.display());
    }
    Ok(())
}

/// What a database that was removed by hand may have left: SQLite would take it for the new one's.
fn refuse_leftovers(data: &Path, names: &[String]) -> anyhow::Result<()> {
    for path in names.iter().flat_map(|name| ["-wal", "-journal"].map(|end| with(data, name, end))) {
        anyhow::ensure!(!path.exists(), "{} is left of another database; remove it", path.display());
    }
    Ok(())
}

fn with(data: &Path, name: &str, ending: &str) -> PathBuf {
    let mut path = database(data, name).into_os_string();
    path.push(ending);
    path.into()
}

fn hold(data: &Path, name: &str) -> anyhow::Result<Hold> {
    Hold::take(&database(data, name)).map_err(|error| {
        let StoreError::InUse { path, holder } = &error else { return error.into() };
        let path = path.display();
        anyhow::anyhow!("{path} is in use by {holder}; stop it, or restore into another folder (--data-dir)")
    })
}

fn place(backup: &Path, copies: &[Copied], data: &Path) -> anyhow::Result<()> {
    let moves: Vec<(PathBuf, PathBuf)> = copies
        .iter()
        .map(|copied| {
            let name = &copied.service;
            (data.join(format!(".{name}.part-{}", std::process::id())), database(data, name))
        })
        .collect();
    let written: anyhow::Result<()> =
        copies.iter().zip(&moves).try_for_each(|(copied, (part, _))| write(copied, backup, part));
    let placed = written.and_then(|()| {
        moves.iter().try_for_each(|(part, file)| {
            std::fs::rename(part, file).with_context(|| format!("{} cannot be put in place", file.display()))
        })
    });
    if placed.is_err() {
        for path in moves.iter().flat_map(|(part, file)| [part, file]) {
            // None of them was there before; some are not there yet.
            let _ = std::fs::remove_file(path);
        }
    }
    placed.and_then(|()| sync(data))
}

/// Copies a file, has it put on the disk, and makes sure that it is what was to be copied.
fn write(copied: &Copied, backup: &Path, to: &Path) -> anyhow::Result<()> {
    let write = || -> io::Result<()> {
        let (mut from, mut file) = (File::open(copied.file(backup))?, File::create_new(to)?);
        io::copy(&mut from, &mut file)?;
        file.sync_all()
    };
    write().with_context(|| {
        format!("{} cannot be written; is there room, and may you write there?", to.display())
    })?;
    let same = digest(to)? == (copied.bytes, copied.blake3.clone());
    anyhow::ensure!(same, "{} is not what was read; is the disk sound?", to.display());
    Ok(())
}
