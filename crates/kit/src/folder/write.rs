//! Writing a folder: whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Files, FolderError};

/// Whether a bundle can be written to a folder: it is not there, or it is empty.
///
/// # Errors
/// [`FolderError::NotEmpty`], or `Read` where it cannot be looked at.
pub fn check_target(folder: &Path) -> Result<(), FolderError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(FolderError::NotEmpty(folder.to_owned())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(FolderError::NotEmpty(folder.to_owned()))
        }
        Err(error) => Err(FolderError::Read { path: folder.to_owned(), error }),
    }
}

/// Writes files to a folder that is not there or is empty. They are written beside it first and moved there at the end, so that
/// a folder of this name is always whole.
///
/// # Errors
/// [`FolderError`]; then nothing was written.
pub fn write(folder: &Path, files: &Files) -> Result<(), FolderError> {
    let writing = Writing::begin(folder)?;
    for (name, bytes) in files {
        let path = writing.path(name)?;
        fs::write(&path, bytes).map_err(|error| FolderError::Write { path, error })?;
    }
    writing.finish()
}

/// A folder that is being written beside where it will be. One that is let go before it is finished is removed.
pub struct Writing {
    folder: PathBuf,
    beside: PathBuf,
    finished: bool,
}

impl Writing {
    /// Begins a folder that is not there or is empty.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn begin(folder: &Path) -> Result<Self, FolderError> {
        check_target(folder)?;
        // A name such as `.` says nothing of where the folder lies.
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let beside = beside(&folder);
        make(&beside)?;
        Ok(Self { folder, beside, finished: false })
    }

    /// Begins one of its files, `observations/survey.csv`.
    ///
    /// # Errors
    /// [`FolderError::Write`].
    pub fn file(&self, name: &str) -> Result<fs::File, FolderError> {
        let path = self.path(name)?;
        fs::File::create(&path).map_err(|error| FolderError::Write { path, error })
    }

    /// The folder appears under its own name.
    ///
    /// # Errors
    /// [`FolderError::Write`]; then nothing is there.
    pub fn finish(mut self) -> Result<(), FolderError> {
        fs::rename(&self.beside, &self.folder)
            .map_err(|error| FolderError::Write { path: self.folder.clone(), error })?;
        self.finished = true;
        Ok(())
    }

    /// Where a file is written, in a folder that is there.
    fn path(&self, name: &str) -> Result<PathBuf, FolderError> {
        let path = self.beside.join(name);
        path.parent().map_or(Ok(()), make)?;
        Ok(path)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.finished {
            // What cannot be removed either is of no use to anybody, and its name says so.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

/// A name next to the folder that no bundle has.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    folder.with_file_name(format!(".{name}.part-{}", std::process::id()))
}

fn make(folder: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(folder).map_err(|error| FolderError::Write { path: folder.to_owned(), error })
}
