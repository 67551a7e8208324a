//! The manifest of a backup: what was copied, from which revision, and by what a copy is known again.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::{ENDING, is_name};

/// The manifest's name in the folder.
pub(crate) const FILE: &str = "backup.json";
/// The form of backups that this program writes and reads.
const FORMAT: u32 = 1;
/// The largest manifest that is read.
const MOST_BYTES: u64 = 1 << 20;

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// The form of the folder.
    pub(crate) format: u32,
    /// The version of the program that made it.
    pub(crate) yearbook: String,
    /// When it was made, RFC 3339.
    pub(crate) made_at: String,
    /// The copies, by service.
    pub(crate) services: Vec<Copied>,
}

/// The copy of one service's database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Copied {
    /// The service.
    pub(crate) service: String,
    /// The head revision; 0 for a service that was never written to.
    pub(crate) revision: i64,
    /// When that was committed, RFC 3339.
    pub(crate) committed_at: Option<String>,
    /// The size of the file.
    pub(crate) bytes: u64,
    /// The BLAKE3 hash of the file, in hexadecimal digits.
    pub(crate) blake3: String,
}

impl Manifest {
    /// Of these copies.
    pub(crate) fn new(made_at: String, services: Vec<Copied>) -> Self {
        Self { format: FORMAT, yearbook: env!("CARGO_PKG_VERSION").to_owned(), made_at, services }
    }

    /// Whether a folder has one.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// Reads that of a folder.
    ///
    /// # Errors
    /// When there is none, it is not whole, or of a form that this program does not know.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
        read.with_context(|| {
            format!(
                "{} is no backup: its {FILE} cannot be read; name a folder that `yearbook backup` made",
                folder.display()
            )
        })?;
        let damaged = || format!("{} is damaged; take another backup", path.display());
        // Of another form nothing else is known.
        let said: serde_json::Value = serde_json::from_slice(&bytes).with_context(damaged)?;
        match said.get("format").and_then(serde_json::Value::as_u64) {
            Some(format) if format == u64::from(FORMAT) => {}
            Some(other) => bail!(
                "{} has the form {other}, this program reads {FORMAT}; restore it with the program that made it",
                folder.display()
            ),
            None => bail!("{}: there is no `format`; is it somebody else's file?", path.display()),
        }
        let manifest: Self = serde_json::from_value(said).with_context(damaged)?;
        let names: Vec<&str> = manifest.services.iter().map(|copied| copied.service.as_str()).collect();
        let sound = names.iter().all(|name| is_name(name)) && names.windows(2).all(|pair| pair[0] < pair[1]);
        anyhow::ensure!(sound && !names.is_empty(), damaged());
        Ok(manifest)
    }

    /// As the file has it.
    pub(crate) fn text(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

impl Copied {
    /// Its file in a folder.
    pub(crate) fn file(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}{ENDING}", self.service))
    }

    /// What is wrong with its file, if anything: it is not there, or not the one that was written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn fault(&self, folder: &Path) -> anyhow::Result<Option<String>> {
        let path = self.file(folder);
        if !path.is_file() {
            return Ok(Some(format!("{} is not there", path.display())));
        }
        let (bytes, blake3) = digest(&path)?;
        Ok(if bytes != self.bytes {
            let (path, expected) = (path.display(), self.bytes);
            Some(format!("{path} has {bytes} bytes, {expected} were written"))
        } else if blake3 != self.blake3 {
            Some(format!("{} is not what was written: its hash is another", path.display()))
        } else {
            None
        })
    }
}

/// The size and the BLAKE3 hash of a file.
pub(crate) fn digest(path: &Path) -> anyhow::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let read = File::open(path).and_then(|file| hasher.update_reader(file).map(drop));
    read.with_context(|| format!("{} cannot be read", path.display()))?;
    Ok((hasher.count(), hasher.finalize().to_hex().to_string()))
}
