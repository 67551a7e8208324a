//! Reading a folder within the limits of a bundle.

use std::fs;
use std::path::{Path, PathBuf};

use interchange::bundle::MAX_FILES;
use interchange::register::MAX_FILE_BYTES;
use interchange::{Bundle, Mistake, manifest};

use super::{Files, FolderError};

/// The most bytes of all files together.
const MAX_BYTES: u64 = 256 << 20;
/// How deep folders lie within each other at most.
const MAX_DEPTH: usize = 8;

/// The bundle of a folder, and what is wrong with its names and its `bundle.toml`. Files and folders whose name begins with a
/// point are passed over; a link is followed to a file, never to a folder.
///
/// # Errors
/// [`FolderError`] for what keeps it from being read at all.
pub fn read(folder: &Path) -> Result<(Bundle, Vec<Mistake>), FolderError> {
    if !folder.join(manifest::FILE).is_file() {
        return Err(FolderError::NoBundle(folder.to_owned()));
    }
    let mut reading = Reading { root: folder.to_owned(), files: Files::new(), bytes: 0 };
    reading.folder(folder, "", 0)?;
    Ok(Bundle::new(reading.files))
}

struct Reading {
    root: PathBuf,
    files: Files,
    bytes: u64,
}

impl Reading {
    fn folder(&mut self, path: &Path, prefix: &str, depth: usize) -> Result<(), FolderError> {
        if depth > MAX_DEPTH {
            return Err(self.too_much(format!("folders more than {MAX_DEPTH} deep")));
        }
        let failed = |error| FolderError::Read { path: path.to_owned(), error };
        for entry in fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let name = entry.file_name().into_string().map_err(|_| FolderError::Name(path.clone()))?;
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                self.folder(&path, &format!("{name}/"), depth.saturating_add(1))?;
            } else {
                self.file(path, name)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf, name: String) -> Result<(), FolderError> {
        let failed = |error| FolderError::Read { path: path.clone(), error };
        let metadata = fs::metadata(&path).map_err(failed)?;
        if !metadata.is_file() {
            return Err(FolderError::Kind(path));
        }
        let (bytes, most) = (metadata.len(), u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX));
        if bytes > most {
            return Err(FolderError::TooLarge { path, bytes, most });
        }
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MAX_BYTES {
            return Err(self.too_much(format!("more than {MAX_BYTES} bytes")));
        }
        if self.files.len() >= MAX_FILES {
            return Err(self.too_much(format!("more than {MAX_FILES} files")));
        }
        let content = fs::read(&path).map_err(failed)?;
        self.files.insert(name, content);
        Ok(())
    }

    fn too_much(&self, what: String) -> FolderError {
        FolderError::TooMuch { path: self.root.clone(), what }
    }
}
