//! The driver's errors as neutral kinds, and which of them pass. No text holds a password: the database is shown without it.

use sqlx::Error;

use crate::error::StoreError;

/// Whether what failed may well succeed when it is done again at once: the connection broke, or the server gave the transaction up
/// in favour of another. Class 08 and the codes are of <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
pub(super) fn again(error: &Error) -> bool {
    match code(error).as_deref() {
        Some("40001" | "40P01" | "57P01" | "57P02") => true,
        Some(code) => code.starts_with("08"),
        None => matches!(error, Error::Io(_) | Error::Protocol(_)),
    }
}

fn code(error: &Error) -> Option<String> {
    error.as_database_error()?.code().map(|code| code.into_owned())
}

/// The driver's error as one of the kinds that callers know. `at` is the database without its password.
pub(super) fn neutral(error: Error, at: &str) -> StoreError {
    let Some(database) = error.as_database_error() else { return connection(&error, at) };
    let said = database.message().to_owned();
    let code = code(&error).unwrap_or_default();
    match code.as_str() {
        "3D000" => StoreError::NotFound {
            what: format!("the database of {at}"),
            remedy: "create it, owned by that role (createdb --owner ROLE NAME), or correct the URL"
                .to_owned(),
        },
        "28P01" | "28000" => StoreError::unavailable(format!(
            "{at}: the server does not let the role in: {said}; correct the URL's role and password, or create the role"
        )),
        "42501" => StoreError::unavailable(format!(
            "{at}: the role lacks a right: {said}; make it the owner of the database and its tables"
        )),
        "40001" | "40P01" => {
            StoreError::GivenUp { why: format!("{at}: {said}; send the same request again") }
        }
        "55P03" => StoreError::unavailable(format!(
            "{at}: another change has been running for 30 s; send the same request again later"
        )),
        "57014" => StoreError::unavailable(format!("{at}: the statement took too long: {said}")),
        "25006" => StoreError::unavailable(format!(
            "{at}: {said}; if the server is a standby, name the one that takes writes"
        )),
        "53100" => StoreError::unwritable("the disk of its server is full; make room there"),
        "22P05" | "22021" => StoreError::invalid("text", said),
        _ => by_class(code.get(..2).unwrap_or_default(), said, at),
    }
}

fn by_class(class: &str, said: String, at: &str) -> StoreError {
    match class {
        "22" | "42" | "2F" | "54" => StoreError::invalid("query", said),
        "23" => StoreError::corrupt(format!("a version contradicts another: {said}")),
        "XX" => StoreError::corrupt(format!("{at}: {said}")),
        _ => StoreError::unavailable(format!("{at}: {said}")),
    }
}

/// What did not come from the server.
fn connection(error: &Error, at: &str) -> StoreError {
    let why = if matches!(error, Error::PoolTimedOut) {
        "it does not answer, or its connections are all in use; see that the server runs, is reached from here and takes \
         more connections"
            .to_owned()
    } else if matches!(error, Error::PoolClosed) {
        "the store is closed".to_owned()
    } else if matches!(error, Error::Tls(_)) {
        format!(
            "{error}; this program speaks plainly to the database: leave sslmode out, and let a proxy beside it encrypt \
             where the network is not trusted"
        )
    } else {
        format!("{error}; see that the server runs and is reached from here")
    };
    StoreError::unavailable(format!("{at}: {why}"))
}
