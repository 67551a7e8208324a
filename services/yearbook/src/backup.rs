//! Backups: a folder with a copy of each service's database, and a manifest that says what they are.
//!
//! A copy is one committed state of one service. Services are copied in the reverse of the order in which an import writes them,
//! the gateway first: a backup taken during an import holds what an import that was cut off leaves, and the same import completes
//! it. No content is ever restored whose figures are not there.
//!
//! Copying by the service itself, over gRPC, lost: a backup must be possible, and mean the same, when no service runs.

mod folder;
mod look;
mod manifest;
mod restore;
mod take;

use std::path::Path;

use anyhow::Context;

pub(crate) use look::{Looked, look, look_at};
pub(crate) use restore::restore;
pub(crate) use take::take;

/// The ending of a database's file.
const ENDING: &str = ".sqlite";

/// The services whose databases are in a folder, by name.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn services_in(folder: &Path) -> anyhow::Result<Vec<String>> {
    let unreadable = || format!("{} cannot be read; name the folder of the databases", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?.file_name();
        let name = entry.to_str().and_then(|name| name.strip_suffix(ENDING));
        names.extend(name.filter(|name| is_name(name)).map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

/// Those of `all` that are asked for; all when none is.
fn chosen(all: Vec<String>, asked: &[String], place: &Path) -> anyhow::Result<Vec<String>> {
    if let Some(missing) = asked.iter().find(|name| !all.contains(name)) {
        anyhow::bail!("--service {missing}: {} has none of it; it has {}", place.display(), all.join(", "));
    }
    Ok(all.into_iter().filter(|name| asked.is_empty() || asked.contains(name)).collect())
}

/// Whether this may be a service's name, which is part of a file's.
fn is_name(text: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.len() <= 63 && text.bytes().all(sound)
}
