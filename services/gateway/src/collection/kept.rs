//! Requests, answers and clearances in the gateway's store: what is written, by whom and why, and read back with that.

use std::collections::BTreeMap;

use api::figures::v1::ErrorReason;
use jiff::Timestamp;
use kit::intent;
use prost::Message;
use store::{AsOf, Column, Condition, Datum, Kind, Row, Store, StoreError, Stored, Table, Transaction};

use super::{Answer, Answered, CollectionError, Kept, Request, State};
use crate::config::NAME;

const REQUESTS: &str = "collection_requests";
const ANSWERS: &str = "collection_answers";
const CLEARANCES: &str = "section_clearances";

/// The tables.
pub(crate) fn tables() -> Vec<Table> {
    let text = |names: &[&'static str]| names.iter().map(|name| Column::text(*name)).collect::<Vec<_>>();
    let mut requests = text(&["id", "department", "focal_point", "due_date", "measures", "keys", "state"]);
    requests.extend([Column::text("question"), Column::integer("year")]);
    let mut clearances = vec![Column::integer("year")];
    clearances.extend(text(&["section", "digest"]));
    vec![
        Table::new(REQUESTS, ["id"], requests),
        Table::new(
            ANSWERS,
            ["request", "key"],
            text(&["request", "key", "answer", "value", "comment", "place"]),
        ),
        Table::new(CLEARANCES, ["year", "section"], clearances),
    ]
}

/// A change: who makes it, why, and by which request.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) actor: String,
    pub(crate) reason: String,
    pub(crate) request_id: String,
    pub(crate) validate_only: bool,
    hash: String,
}

impl Change {
    /// Of a call; `rpc` and the message tell one from another under the same id.
    pub(crate) fn new(
        rpc: &str,
        message: &impl Message,
        actor: &str,
        (reason, request_id): (&str, &str),
        validate_only: bool,
    ) -> Self {
        let hash = intent::digest(rpc, message);
        let [actor, reason, request_id] = [actor, reason, request_id].map(str::to_owned);
        Self { actor, reason, request_id, validate_only, hash }
    }

    /// What is wrong with what it says of itself.
    pub(crate) fn wrong(&self) -> Vec<(String, String)> {
        let wrong = intent::wrong(&self.request_id, &self.reason, self.validate_only);
        wrong.into_iter().map(|(path, _, problem): (_, ErrorReason, _)| (path.to_owned(), problem)).collect()
    }

    /// Writes as one revision, or only looks what would be written.
    pub(super) async fn write<F>(&self, store: &Store, work: F) -> Result<(), CollectionError>
    where
        F: AsyncFnOnce(&mut Transaction) -> Result<(), CollectionError>,
    {
        if self.validate_only {
            store.preview(work).await?;
            return Ok(());
        }
        let change = store::Change::new(Kind::Edit, &self.actor, &self.reason, &self.request_id, &self.hash);
        let start = std::time::Instant::now();
        let written = store.write(change, work).await;
        let changed = written.as_ref().ok().map(|outcome| outcome.changed && !outcome.replayed);
        kit::telemetry::committed(NAME, start.elapsed(), changed);
        written.map(|_| ())
    }
}

/// Who wrote a row, when and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) actor: String,
    pub(crate) time: Option<Timestamp>,
    pub(crate) reason: String,
}

/// Who wrote a revision.
pub(super) async fn author(store: &Store, revision: i64) -> Result<Author, StoreError> {
    let found = store.revisions_until(revision, 1).await?.into_iter().find(|one| one.revision == revision);
    Ok(found.map_or_else(Author::default, |one| Author {
        actor: one.actor,
        time: Some(one.committed_at),
        reason: one.reason,
    }))
}

/// One request; none where there is none of that id.
pub(super) async fn get(store: &Store, id: &str) -> Result<Option<Kept>, StoreError> {
    let snapshot = store.read(AsOf::Head).await?;
    match snapshot.row(REQUESTS, &[id.into()]).await? {
        Some(stored) => {
            let answers = snapshot.rows(ANSWERS, &Condition::is("request", id)).await?;
            Ok(Some(kept(store, &stored, &answers).await?))
        }
        None => Ok(None),
    }
}

/// All requests, by id.
pub(super) async fn all(store: &Store) -> Result<Vec<Kept>, StoreError> {
    let snapshot = store.read(AsOf::Head).await?;
    let mut answers: BTreeMap<Option<Datum>, Vec<Stored>> = BTreeMap::new();
    for answer in snapshot.rows(ANSWERS, &Condition::every()).await? {
        answers.entry(answer.row.first().cloned()).or_default().push(answer);
    }
    let mut found = Vec::new();
    for stored in snapshot.rows(REQUESTS, &Condition::every()).await? {
        let own = answers.remove(&stored.row.first().cloned()).unwrap_or_default();
        found.push(kept(store, &stored, &own).await?);
    }
    Ok(found)
}

async fn kept(store: &Store, stored: &Stored, answers: &[Stored]) -> Result<Kept, StoreError> {
    let request = request(&stored.row);
    let revision = newest(stored, answers);
    let Author { actor, time, .. } = author(store, revision).await?;
    let answers = answers.iter().map(|row| answered(&row.row)).collect();
    Ok(Kept { etag: etag(&request.id, revision), request, answers, actor, time })
}

/// The revision that a request, or an answer to it, was last changed by.
fn newest(stored: &Stored, answers: &[Stored]) -> i64 {
    answers.iter().map(|row| row.revision).fold(stored.revision, i64::max)
}

fn etag(id: &str, revision: i64) -> String {
    let digest = blake3::hash(format!("{id}:{revision}").as_bytes()).to_hex();
    format!("\"{}\"", digest.chars().take(16).collect::<String>())
}

/// The request as it is within a change; its tag is the one given, if one is.
pub(super) async fn current(
    tx: &mut Transaction,
    id: &str,
    seen: &str,
) -> Result<(Request, Vec<Answered>), CollectionError> {
    let stored = tx.row(REQUESTS, &[id.into()]).await?;
    let stored = stored.ok_or_else(|| CollectionError::None(id.to_owned()))?;
    let rows = tx.rows(ANSWERS, &Condition::is("request", id)).await?;
    let etag = etag(id, newest(&stored, &rows));
    if !seen.is_empty() && seen != etag {
        return Err(CollectionError::Changed { id: id.to_owned(), etag });
    }
    Ok((request(&stored.row), rows.iter().map(|row| answered(&row.row)).collect()))
}

/// Writes a request; `new` where there must be none of its id.
pub(super) async fn put(tx: &mut Transaction, request: &Request, new: bool) -> Result<(), CollectionError> {
    if new && tx.row(REQUESTS, &[request.id.as_str().into()]).await?.is_some() {
        return Err(CollectionError::Exists(request.id.clone()));
    }
    tx.put(REQUESTS, &[row(request)]).await?;
    Ok(())
}

/// Writes answers to a request.
pub(super) async fn answer(
    tx: &mut Transaction,
    request: &str,
    answers: &[Answered],
) -> Result<(), CollectionError> {
    let row = |one: &Answered| -> Row {
        let cells = [request, &one.key, one.answer.name(), &one.value, &one.comment, &one.place];
        cells.map(Datum::from).into()
    };
    let rows: Vec<Row> = answers.iter().map(row).collect();
    tx.put(ANSWERS, &rows).await?;
    Ok(())
}

fn row(request: &Request) -> Row {
    let Request { id, department, focal_point, due_date, question, .. } = request;
    let (measures, keys) = (request.measures.join("\n"), request.keys.join("\n"));
    let texts = [id, department, focal_point, due_date, &measures, &keys, request.state.name(), question];
    let mut row = Row::from(texts.map(Datum::from));
    row.push(i64::from(request.year).into());
    row
}

fn request(row: &Row) -> Request {
    let text = |at: usize| row.get(at).and_then(Datum::as_text).unwrap_or_default().to_owned();
    let lines = |at: usize| text(at).lines().map(str::to_owned).collect();
    let year = row.get(8).and_then(Datum::as_integer).and_then(|year| i16::try_from(year).ok());
    Request {
        id: text(0),
        department: text(1),
        focal_point: text(2),
        due_date: text(3),
        measures: lines(4),
        keys: lines(5),
        state: State::of_name(&text(6)).unwrap_or(State::Asked),
        question: text(7),
        year: year.unwrap_or_default(),
    }
}

fn answered(row: &Row) -> Answered {
    let text = |at: usize| row.get(at).and_then(Datum::as_text).unwrap_or_default().to_owned();
    Answered {
        key: text(1),
        answer: Answer::of_name(&text(2)),
        value: text(3),
        comment: text(4),
        place: text(5),
    }
}

/// Writes that a section is cleared as it is printed now.
pub(super) async fn clear(
    tx: &mut Transaction,
    year: i16,
    section: &str,
    digest: &str,
) -> Result<(), CollectionError> {
    let row = Row::from([i64::from(year).into(), section.into(), digest.into()]);
    tx.put(CLEARANCES, &[row]).await?;
    Ok(())
}

/// The clearances of a year: section, digest of what was printed, and the revision that says so.
pub(super) async fn clearances(store: &Store, year: i16) -> Result<Vec<(String, String, i64)>, StoreError> {
    let snapshot = store.read(AsOf::Head).await?;
    let rows = snapshot.rows(CLEARANCES, &Condition::is("year", i64::from(year))).await?;
    let text = |row: &Row, at: usize| row.get(at).and_then(Datum::as_text).unwrap_or_default().to_owned();
    Ok(rows.iter().map(|one| (text(&one.row, 1), text(&one.row, 2), one.revision)).collect())
}
