//! Reading a folder within the limits of a bundle.

use std::fs;
use std::path::{Path, PathBuf};

use interchange::bundle::MAX_FILES;
use interchange::register::MAX_FILE_BYTES;
use interchange::{Bundle, Mistake, bundle, manifest};

use super::{Files, FolderError};
use crate::part::{MAX_PASSING_BYTES, MIN_PASSING_BYTES};

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
    let mut reading = Reading::of(folder, false);
    reading.folder(folder, "", 0)?;
    Ok(Bundle::new(reading.files))
}

/// The bundle of a folder as [`read`] reads it, but for large tables of services: they are empty in the bundle and are named beside it, to
/// be read while they are sent.
///
/// # Errors
/// As [`read`].
pub fn read_apart(folder: &Path) -> Result<(Bundle, Vec<Mistake>, Vec<Large>), FolderError> {
    if !folder.join(manifest::FILE).is_file() {
        return Err(FolderError::NoBundle(folder.to_owned()));
    }
    let mut reading = Reading::of(folder, true);
    reading.folder(folder, "", 0)?;
    let (bundle, mistakes) = Bundle::new(reading.files);
    Ok((bundle, mistakes, reading.large))
}

/// A large file that was left on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Large {
    /// Its name within the bundle.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
}

/// Whether a file may be left on the disk: a table that is one service's alone.
fn is_apart(name: &str) -> bool {
    name.ends_with(".csv")
        && name != "stated.csv"
        && !bundle::is_shared(name)
        && bundle::usual_owner(name) != Some(bundle::GATEWAY)
}

struct Reading {
    root: PathBuf,
    files: Files,
    bytes: u64,
    /// Large files that are left where they are, if any are to be.
    large: Vec<Large>,
    apart: bool,
}

impl Reading {
    fn of(root: &Path, apart: bool) -> Self {
        Self { root: root.to_owned(), files: Files::new(), bytes: 0, large: Vec::new(), apart }
    }

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
        let bytes = metadata.len();
        if self.files.len() >= MAX_FILES {
            return Err(self.too_much(format!("more than {MAX_FILES} files")));
        }
        if self.apart && bytes >= MIN_PASSING_BYTES && is_apart(&name) {
            if bytes > MAX_PASSING_BYTES {
                return Err(FolderError::TooLarge { path, bytes, most: MAX_PASSING_BYTES });
            }
            self.files.insert(name.clone(), Vec::new());
            self.large.push(Large { name, path, bytes });
            return Ok(());
        }
        let most = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
        if bytes > most {
            return Err(FolderError::TooLarge { path, bytes, most });
        }
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MAX_BYTES {
            return Err(self.too_much(format!("more than {MAX_BYTES} bytes")));
        }
        let content = fs::read(&path).map_err(failed)?;
        self.files.insert(name, content);
        Ok(())
    }

    fn too_much(&self, what: String) -> FolderError {
        FolderError::TooMuch { path: self.root.clone(), what }
    }
}
