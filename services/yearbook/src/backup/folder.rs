//! A folder that is there whole or not at all: filled under a passing name, then renamed.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::manifest::Manifest;

/// A folder under its passing name; removed when it is dropped before it was put in place.
pub(crate) struct Filling {
    target: PathBuf,
    beside: PathBuf,
    replaces: bool,
}

impl Filling {
    /// Begins one. What is in the target's place is an empty folder, or, with `force`, an earlier backup.
    ///
    /// # Errors
    /// When something else is there, or the folder cannot be made.
    pub(crate) fn begin(target: &Path, force: bool) -> anyhow::Result<Self> {
        let place = target.display();
        // A link is followed, so that what it points to is replaced and not the link.
        let target = target.canonicalize().or_else(|_| std::path::absolute(target))?;
        let replaces = match std::fs::read_dir(&target).map(Iterator::count) {
            Err(_) if !target.exists() => false,
            Err(error) => bail!("{place} is no folder ({error}); name another"),
            Ok(0) => false,
            Ok(_) if !Manifest::is_in(&target) => {
                bail!("{place} is not empty and no backup; name another folder")
            }
            Ok(_) if !force => {
                bail!("{place} holds a backup already; name another folder, or replace it with --force")
            }
            Ok(_) => true,
        };
        let beside = named(&target, "part").with_context(|| format!("{place} names no folder"))?;
        std::fs::create_dir_all(&beside).with_context(|| {
            format!("{} cannot be made; name a folder where you may write", beside.display())
        })?;
        Ok(Self { target, beside, replaces })
    }

    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.beside
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When it cannot be; then everything is as it was.
    pub(crate) fn done(self) -> anyhow::Result<()> {
        sync(&self.beside)?;
        let place = self.target.display();
        let old = named(&self.target, "old").filter(|_| self.replaces);
        if let Some(old) = &old {
            std::fs::rename(&self.target, old).with_context(|| format!("{place} cannot be replaced"))?;
        }
        if let Err(error) = std::fs::rename(&self.beside, &self.target) {
            // What was there before goes back where it was.
            let _ = old.map(|old| std::fs::rename(old, &self.target));
            bail!("{place} cannot be put in place: {error}; name a folder within it");
        }
        if let Some(old) = old {
            std::fs::remove_dir_all(&old)
                .with_context(|| format!("the earlier backup is left at {}", old.display()))?;
        }
        self.target.parent().map_or(Ok(()), sync)
    }
}

impl Drop for Filling {
    fn drop(&mut self) {
        // Gone already where it was put in place.
        let _ = std::fs::remove_dir_all(&self.beside);
    }
}

/// A hidden name beside a folder.
fn named(target: &Path, what: &str) -> Option<PathBuf> {
    let name = target.file_name()?.to_string_lossy();
    Some(target.with_file_name(format!(".{name}.{what}-{}", std::process::id())))
}

/// Writes a small file and has it put on the disk.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written =
        File::create(path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// Has a folder's entries put on the disk.
pub(crate) fn sync(folder: &Path) -> anyhow::Result<()> {
    File::open(folder).and_then(|file| file.sync_all()).with_context(|| folder.display().to_string())
}
