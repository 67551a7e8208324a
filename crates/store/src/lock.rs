//! Who may write a database's file: the holder of the lock file beside it.
//!
//! The file `<path>.lock` stays when the lock goes: removing it would let two processes hold two files of one name. The operating
//! system lets go of it however the process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The right to write a database's file, which need not be there yet; given back when it is dropped.
#[derive(Debug)]
pub struct Hold {
    _file: File,
}

impl Hold {
    /// Takes it, for a file in a folder that is there. A link is followed, so that one database has one lock.
    ///
    /// # Errors
    /// `InUse` with its holder; `Unavailable` if the lock file cannot be made.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let mut name = path.canonicalize().unwrap_or_else(|_| path.to_owned()).into_os_string();
        name.push(".lock");
        let name = PathBuf::from(name);
        let failed = |error: std::io::Error| {
            StoreError::unavailable(format!(
                "{}: {error}; its folder must exist and be writable",
                name.display()
            ))
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&name)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse { path: path.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(failed)?;
        write!(file, "{}", std::process::id()).and_then(|()| file.flush()).map_err(failed)?;
        Ok(Self { _file: file })
    }
}

/// Who says in the lock file that it holds it.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.take(20).read_to_string(&mut text) {
        Ok(1..) if text.bytes().all(|byte| byte.is_ascii_digit()) => format!("process {text}"),
        Ok(_) | Err(_) => "another process".to_owned(),
    }
}
