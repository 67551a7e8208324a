//! A file in a folder that can only be read, and that nobody writes: a reader may trust that it stays as it is, and notices where it does not.
//!
//! SQLite's readers share with the writer a file beside the database. Where it cannot be made, SQLite reads nothing unless it is told
//! that the file is immutable; then it looks at nobody's locks. A writer, who is somebody else with other rights, begins by a log
//! beside the file, and what it wrote goes into the file in the end: so whoever looks at both after each answer knows that the
//! answer was whole.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::error::StoreError;

/// A file as it was found.
#[derive(Clone, Debug)]
pub(super) struct Still {
    file: PathBuf,
    found: (u64, Option<SystemTime>),
}

impl Still {
    /// A file that nobody writes.
    pub(super) fn of(file: &Path) -> Result<Self, StoreError> {
        if has_log(file) {
            return Err(StoreError::unavailable(format!(
                "{} can only be read beside its log if its folder may be written: copy the folder to where you may write, or let \
                 the service that wrote it start and end once",
                file.display()
            )));
        }
        Ok(Self { file: file.to_owned(), found: state(file)? })
    }

    /// Fails where the file is not as it was found.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if !has_log(&self.file) && state(&self.file)? == self.found {
            return Ok(());
        }
        let file = self.file.display();
        Err(StoreError::unavailable(format!("{file} was written while it was read; begin again")))
    }
}

/// Whether something is in the log beside the file.
fn has_log(file: &Path) -> bool {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|found| found.len() > 0)
}

fn state(file: &Path) -> Result<(u64, Option<SystemTime>), StoreError> {
    let found = std::fs::metadata(file)
        .map_err(|error| StoreError::unavailable(format!("{}: {error}", file.display())))?;
    Ok((found.len(), found.modified().ok()))
}
