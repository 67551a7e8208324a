//! The driver's errors as neutral kinds. The numbers are SQLite's result codes, <https://www.sqlite.org/rescode.html>.

use sqlx::Error;

use crate::error::StoreError;

/// Extended codes of what failed in writing: a write, its flush, the length of a file, and what is shared beside it.
const WRITING: [i32; 5] = [778, 1034, 1290, 1546, 4874];

/// The driver's error as one of the kinds that callers know.
pub(super) fn neutral(error: Error) -> StoreError {
    let (code, why) = (code(&error), error.to_string());
    match code.map(|code| code & 0xff) {
        Some(11 | 26) => StoreError::corrupt(why),
        Some(1 | 18 | 20 | 25) => StoreError::invalid("query", why),
        Some(19) => StoreError::corrupt(format!("a version contradicts another: {why}")),
        Some(13) => StoreError::unwritable("its disk is full; make room there"),
        Some(8) => StoreError::unwritable(
            "its file or the folder of it can only be read; give the service the right to write there",
        ),
        Some(10) if code.is_some_and(|code| WRITING.contains(&code)) => StoreError::unwritable(
            "its disk does not take what is written; look at the disk, its room and its limits",
        ),
        Some(_) | None => StoreError::unavailable(why),
    }
}

/// Whether a reader failed since it may make nothing beside the file: `SQLITE_READONLY` and `SQLITE_CANTOPEN`.
pub(super) fn needs_to_write(error: &Error) -> bool {
    matches!(code(error).map(|code| code & 0xff), Some(8 | 14))
}

fn code(error: &Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}
