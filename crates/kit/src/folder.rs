//! A bundle in a folder: read within the bundle's limits, written whole or not at all.
//!
//! `interchange` reads bytes and knows no files; this is the one place that finds and leaves them.

mod read;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use read::{Large, read, read_apart};
pub use write::{Writing, check_target, write};

/// The files of a bundle by name: `narrative/en/3.1.md`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Why a folder was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The folder is not there, or is none.
    #[error("{} is no bundle: a folder with a bundle.toml; name one", .0.display())]
    NoBundle(PathBuf),
    /// A file or folder within cannot be read.
    #[error("{}: cannot be read: {error}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        error: std::io::Error,
    },
    /// A file's name is not UTF-8.
    #[error("{}: the name is not UTF-8; rename it", .0.display())]
    Name(PathBuf),
    /// What lies there is neither a file nor a folder.
    #[error("{} is neither a file nor a folder; remove it", .0.display())]
    Kind(PathBuf),
    /// A file is larger than a bundle's may be.
    #[error("{} has {bytes} bytes; a bundle's file has at most {most}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How large it is.
        bytes: u64,
        /// How large it may be.
        most: u64,
    },
    /// The folder holds more than a bundle may.
    #[error("{} holds {what}; is it the bundle's folder?", path.display())]
    TooMuch {
        /// The folder.
        path: PathBuf,
        /// More of what.
        what: String,
    },
    /// Something is there already.
    #[error("{} is there already and not empty; name another folder", .0.display())]
    NotEmpty(PathBuf),
    /// Writing failed.
    #[error("{}: cannot be written: {error}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        error: std::io::Error,
    },
}

#[cfg(test)]
mod tests;
