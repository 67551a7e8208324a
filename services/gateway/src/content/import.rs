//! Importing the gateway's part: all of it is read before any is written, and all its mistakes are told at once.

use std::collections::{BTreeMap, BTreeSet};

use api::figures::v1::{FileCounts, ImportHeader, ImportOutcome, Mistake as Told};
use checks::coverage::{Basis, MAP_FILE};
use interchange::{Bundle, Mistake, Place};
use report::Content;
use store::{AsOf, Change, Condition, Kind, Row, StoreError, Stored, Transaction};

use super::{Contents, TABLE, decisions_of, file, row};
use crate::config::NAME;

/// The most mistakes that are told.
const MAX_TOLD: usize = 1_000;

/// Who imports, why, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Who.
    pub actor: String,
    /// Why; kept with the revision.
    pub reason: String,
    /// The run's identifier; the same one with the same files gives the first outcome again.
    pub request_id: String,
    /// Only say what would be written.
    pub validate_only: bool,
}

impl Import {
    /// As the header of a stream says.
    pub(crate) fn of(header: &ImportHeader, actor: &str) -> Self {
        Self {
            actor: actor.to_owned(),
            reason: header.reason.clone(),
            request_id: header.request_id.clone(),
            validate_only: header.validate_only,
        }
    }
}

impl Contents {
    /// Writes the files as all that the gateway has, as one revision; with a mistake nothing is written, without a difference
    /// there is no revision.
    ///
    /// # Errors
    /// Those of the store, among them `Conflict` for a request id that was used with other files.
    pub(crate) async fn import(
        &self,
        files: BTreeMap<String, Vec<u8>>,
        import: &Import,
    ) -> Result<ImportOutcome, StoreError> {
        let mistakes = mistakes(&files);
        if !mistakes.is_empty() {
            return Ok(ImportOutcome { revision: self.store.head().revision, ..refusal(mistakes) });
        }
        let rows: Vec<Row> = files.iter().map(|(name, bytes)| row(name, bytes)).collect();
        let mut counts = Vec::new();
        let work = async |tx: &mut Transaction| {
            counts = compare(&tx.rows(TABLE, &Condition::every()).await?, &files);
            tx.replace(TABLE, &rows, &Condition::every()).await.map(|_| ())
        };
        let outcome = if import.validate_only {
            self.store.preview(work).await?
        } else {
            let Import { actor, reason, request_id, .. } = import;
            let change = Change::new(Kind::Import, actor, reason, request_id, digest(&files));
            let start = std::time::Instant::now();
            let written = self.store.write(change, work).await;
            let changed = written.as_ref().ok().map(|outcome| outcome.changed && !outcome.replayed);
            kit::telemetry::committed(NAME, start.elapsed(), changed);
            written?
        };
        if outcome.replayed {
            let before = outcome.revision.saturating_sub(i64::from(outcome.changed));
            let stored =
                self.store.read(AsOf::Revision(before)).await?.rows(TABLE, &Condition::every()).await?;
            counts = compare(&stored, &files);
        }
        self.load().await?;
        let changed = outcome.changed && !import.validate_only;
        let revision = outcome.revision;
        Ok(ImportOutcome { revision, changed, files: counts, ..ImportOutcome::default() })
    }
}

/// What is wrong in the files, in their order.
fn mistakes(files: &BTreeMap<String, Vec<u8>>) -> Vec<Mistake> {
    let (bundle, mut mistakes) = Bundle::new(files.clone());
    for name in files.keys().filter(|name| !bundle.owners(name).iter().any(|owner| owner == NAME)) {
        let remedy = "send it to the service that owns it";
        mistakes.push(Mistake::new(Place::start(name), "this is no file of the gateway", remedy));
    }
    let (content, found) = Content::read(&bundle);
    mistakes.extend(found);
    mistakes.extend(checks::declared::of_bundle(&bundle, &content).1);
    mistakes.extend(decisions_of(&bundle).1);
    if files.contains_key(MAP_FILE) {
        mistakes.extend(Basis::read(files).err().unwrap_or_default());
    }
    mistakes.sort_by(|a, b| a.place.cmp(&b.place));
    mistakes.dedup();
    mistakes
}

/// The outcome of a part with mistakes: nothing is written.
pub(crate) fn refusal(mut mistakes: Vec<Mistake>) -> ImportOutcome {
    let more = mistakes.len().saturating_sub(MAX_TOLD);
    mistakes.truncate(MAX_TOLD);
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let told = mistakes.into_iter().map(|m| Told {
        line: number(m.place.line),
        column: number(m.place.column),
        file: m.place.file,
        field: m.field.unwrap_or_default(),
        problem: m.problem,
        remedy: m.remedy,
        rule: m.rule.unwrap_or_default().to_owned(),
    });
    ImportOutcome {
        mistakes: told.collect(),
        more_mistakes: i64::try_from(more).unwrap_or(i64::MAX),
        ..ImportOutcome::default()
    }
}

/// What the import does to each file: those given, and those that are stored and are not given.
fn compare(stored: &[Stored], files: &BTreeMap<String, Vec<u8>>) -> Vec<FileCounts> {
    let stored: BTreeMap<String, Vec<u8>> = stored.iter().filter_map(|s| file(&s.row)).collect();
    let names: BTreeSet<&String> = files.keys().chain(stored.keys()).collect();
    let count = |name: &String| {
        let mut counts = FileCounts { file: name.clone(), read: 1, ..FileCounts::default() };
        match (files.get(name), stored.get(name)) {
            (Some(new), Some(old)) if new == old => counts.unchanged = 1,
            (Some(_), Some(_)) => counts.changed = 1,
            (Some(_), None) => counts.added = 1,
            (None, _) => (counts.read, counts.closed) = (0, 1),
        }
        counts
    };
    names.into_iter().map(count).collect()
}

/// A digest of the files, by which others under the same request id are noticed.
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes.as_slice()]) {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}
