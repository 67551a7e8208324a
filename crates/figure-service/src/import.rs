//! Importing a service's part of a bundle: all of it or nothing, as one revision.
//!
//! A part is read whole and checked whole; with a mistake nothing is written. Then rows are compared with what is stored: equal
//! ones make no difference, others get a new version. Of a complete record set, rows that the file no longer has are closed;
//! of a partial one they stay. A row that something else than an import has changed since is a conflict, unless the import is
//! told to replace.
//!
//! A large file of stated values is read as it comes (`arriving`): its rows are checked like those of any other, and wait in the store until the
//! part is whole. They mean the same whichever way they come.

mod agree;
mod arriving;
mod covers;
mod parser;
mod part;
mod references;
mod units;
mod write;

use interchange::{Bundle, Mistake};
use store::{Again, Change, Kind, Store, StoreError};

use crate::commit::commit;
use crate::domain::Domain;
use crate::reference::Reference;
use arriving::Arrived;
pub(crate) use arriving::Arriving;
pub(crate) use part::Part;
use write::{Stopped, write};

/// The most mistakes and the most conflicts that are told.
pub const MAX_TOLD: usize = 1_000;

/// Who imports, why, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Who.
    pub actor: String,
    /// Why; kept with the revision.
    pub reason: String,
    /// The run's identifier; the same one with the same part gives the first outcome again.
    pub request_id: String,
    /// Only say what would be written.
    pub validate_only: bool,
    /// Overwrite rows that something else than an import has changed.
    pub replace: bool,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The revision that was made, or the head where none was.
    pub revision: i64,
    /// Whether one was made.
    pub changed: bool,
    /// What was read and changed, by file.
    pub files: Vec<FileCounts>,
    /// What is wrong in the files, at most [`MAX_TOLD`]; with any nothing is written.
    pub mistakes: Vec<Mistake>,
    /// How many mistakes are not told.
    pub more_mistakes: usize,
    /// Rows that something else has changed, at most [`MAX_TOLD`]; with any nothing is written.
    pub conflicts: Vec<Conflict>,
}

/// What an import does with the rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileCounts {
    /// The file.
    pub file: String,
    /// Rows read.
    pub read: u64,
    /// Rows that are new.
    pub added: u64,
    /// Rows whose content differs.
    pub changed: u64,
    /// Rows that the file no longer has.
    pub closed: u64,
    /// Rows that are as they were.
    pub unchanged: u64,
}

/// A row that something else has changed since the last import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 for a row that the file no longer has.
    pub line: u32,
    /// The row's key, its columns joined by `|`.
    pub row: String,
    /// The revision that changed it.
    pub revision: i64,
    /// Who did.
    pub actor: String,
    /// Why.
    pub reason: String,
}

/// Imports a part. Mistakes and conflicts are an outcome, not an error.
///
/// # Errors
/// Those of the store, among them `Conflict` for a request id that was used with another part.
pub(crate) async fn import(
    store: &Store,
    domain: &Domain,
    reference: &Reference,
    bundle: &Bundle,
    given: Vec<Mistake>,
    import: &Import,
) -> Result<Imported, StoreError> {
    let part = read(store, domain, reference, bundle, given).await?;
    finish(store, domain, bundle, part, Vec::new(), import).await
}

/// Reads the files of a part that are there as a whole.
///
/// # Errors
/// Those of the store.
pub(crate) async fn read(
    store: &Store,
    domain: &Domain,
    reference: &Reference,
    bundle: &Bundle,
    given: Vec<Mistake>,
) -> Result<Part, StoreError> {
    let stored = references::stored(store, domain, bundle).await?;
    let mut part = Part::read(domain, reference, &stored, bundle)?;
    part.mistakes.splice(0..0, given);
    Ok(part)
}

/// Writes a part that was read, with the files that arrived as they came.
///
/// # Errors
/// As [`import`].
async fn finish(
    store: &Store,
    domain: &Domain,
    bundle: &Bundle,
    mut part: Part,
    mut arrived: Vec<Arrived>,
    import: &Import,
) -> Result<Imported, StoreError> {
    part.mistakes.extend(arrived.iter_mut().flat_map(|file| std::mem::take(&mut file.mistakes)));
    if !part.mistakes.is_empty() {
        return Ok(refused(store, part));
    }
    let hash = hash(bundle, &arrived);
    let work = async |tx: &mut store::Transaction| write(tx, domain, &part, &arrived, import).await;
    let (mut counts, mut again) = (Vec::new(), Again::default());
    let outcome = loop {
        let outcome = if import.validate_only {
            store.preview(async |tx| work(tx).await.map(|c| counts = c)).await
        } else {
            let change =
                Change::new(Kind::Import, &import.actor, &import.reason, &import.request_id, hash.clone());
            commit(store, domain.name, change, async |tx| work(tx).await.map(|c| counts = c)).await
        };
        match outcome {
            Err(Stopped::Store(failure)) if again.after(&failure).await => {}
            outcome => break outcome,
        }
    };
    match outcome {
        Ok(outcome) if outcome.replayed => {
            let files = in_order(part.replayed(&outcome.tables, &arrived));
            Ok(Imported {
                revision: outcome.revision,
                changed: outcome.changed,
                files,
                ..Imported::default()
            })
        }
        Ok(outcome) => {
            let changed = outcome.changed && !import.validate_only;
            let files = in_order(counts);
            Ok(Imported { revision: outcome.revision, changed, files, ..Imported::default() })
        }
        Err(Stopped::Conflicts(mut conflicts)) => {
            conflicts.truncate(MAX_TOLD);
            Ok(Imported { revision: store.head().revision, conflicts, ..Imported::default() })
        }
        Err(Stopped::Mistakes(mistakes)) => {
            part.mistakes = mistakes;
            Ok(refused(store, part))
        }
        Err(Stopped::Store(error)) => Err(error),
    }
}

fn in_order(mut files: Vec<FileCounts>) -> Vec<FileCounts> {
    files.sort_by(|one, other| one.file.cmp(&other.file));
    files
}

fn refused(store: &Store, part: Part) -> Imported {
    let mut mistakes = part.mistakes;
    let more_mistakes = mistakes.len().saturating_sub(MAX_TOLD);
    mistakes.truncate(MAX_TOLD);
    Imported { revision: store.head().revision, mistakes, more_mistakes, ..Imported::default() }
}

/// A digest of a part, by which another one under the same request id is noticed.
fn hash(bundle: &Bundle, arrived: &[Arrived]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in bundle.files() {
        for field in [name.as_bytes(), bytes] {
            hasher.update(&u64::try_from(field.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(field);
        }
    }
    for file in arrived {
        hasher.update(file.name.as_bytes());
        hasher.update(file.digest.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
