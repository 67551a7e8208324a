//! Writing: a change is one transaction and, if it makes a difference, one revision.

use jiff::Timestamp;

use crate::backend::Session;
use crate::datum::Datum;
use crate::error::StoreError;
use crate::head::{self, Head};
use crate::open::Store;
use crate::revision::{Kind, TableChange, decode_tables, timestamp};
use crate::sql::has_nul;
use crate::transaction::Transaction;

/// Who changes something, why, and by which request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// By what it is made.
    pub kind: Kind,
    /// Who makes it.
    pub actor: String,
    /// Why; may be empty.
    pub reason: String,
    /// Names the request for ever: sent again it changes nothing and gets the first outcome.
    pub request_id: String,
    /// A digest of the request, by which another one under the same id is noticed.
    pub request_hash: String,
}

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The revision that was made, or the head if nothing was changed.
    pub revision: i64,
    /// When that revision was committed; none for the empty store.
    pub committed_at: Option<Timestamp>,
    /// Whether there was a difference, and so a revision.
    pub changed: bool,
    /// Whether this is the outcome of the same request sent before.
    pub replayed: bool,
    /// The tables that are not as before, by name.
    pub tables: Vec<TableChange>,
}

/// No name, id or digest is longer; a reason may be ten times as long.
const LONGEST: usize = 1_000;

impl Change {
    /// A change.
    #[must_use]
    pub fn new(
        kind: Kind,
        actor: impl Into<String>,
        reason: impl Into<String>,
        request_id: impl Into<String>,
        request_hash: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            actor: actor.into(),
            reason: reason.into(),
            request_id: request_id.into(),
            request_hash: request_hash.into(),
        }
    }

    fn check(&self) -> Result<(), StoreError> {
        let parts = [
            ("actor", &self.actor, 1, LONGEST),
            ("reason", &self.reason, 0, LONGEST.saturating_mul(10)),
            ("request_id", &self.request_id, 1, LONGEST),
            ("request_hash", &self.request_hash, 0, LONGEST),
        ];
        for (name, text, least, most) in parts {
            if !(least..=most).contains(&text.len()) {
                let why = format!("has {} bytes; give {least} to {most}", text.len());
                return Err(StoreError::invalid(name, why));
            }
            if has_nul(&Datum::from(text)) {
                return Err(StoreError::invalid(name, "holds the character NUL; remove it"));
            }
        }
        Ok(())
    }
}

impl Store {
    /// Runs `work` in a transaction and commits what it wrote as one revision. An error of `work` changes nothing. Changes come
    /// one after another; `work` must not wait for another change of this store, which would wait for it. What the database gives up
    /// in favour of another change is made again by who made it ([`Again`](crate::Again)).
    ///
    /// # Errors
    /// Those of `work`; `Conflict` if the request id was used for another request; `Invalid` for a malformed change or a store
    /// opened for reading; `GivenUp` if the database preferred another change; `Unavailable` if it does not answer.
    pub async fn write<F, E>(&self, change: Change, work: F) -> Result<Outcome, E>
    where
        F: AsyncFnOnce(&mut Transaction) -> Result<(), E>,
        E: From<StoreError>,
    {
        change.check()?;
        let (mut session, head) = self.begin().await?;
        if let Some(outcome) = replayed(session.as_mut(), &change).await? {
            return Ok(outcome);
        }
        let mut transaction = Transaction::new(self.clone(), session, head);
        work(&mut transaction).await?;
        Ok(transaction.commit(&change).await?)
    }

    /// Runs `work` as [`Store::write`] would and undoes it: what would come of it. The revision is the head, and no request is kept.
    ///
    /// # Errors
    /// As [`Store::write`], without `Conflict`.
    pub async fn preview<F, E>(&self, work: F) -> Result<Outcome, E>
    where
        F: AsyncFnOnce(&mut Transaction) -> Result<(), E>,
        E: From<StoreError>,
    {
        let (session, head) = self.begin().await?;
        let mut transaction = Transaction::new(self.clone(), session, head);
        work(&mut transaction).await?;
        Ok(transaction.preview().await?)
    }

    /// Finds out what became of a commit that failed. Over a network its answer may be lost after it was done. Whoever takes the head
    /// comes after the transaction that held it, so that the request is kept by then, or never will be.
    ///
    /// # Errors
    /// `failed`, if nothing was kept; `Unavailable` if that cannot be found out.
    pub(crate) async fn resolve(&self, change: &Change, failed: StoreError) -> Result<(), StoreError> {
        if !self.inner.backend.shared() {
            return Err(failed);
        }
        let kept = match self.begin().await {
            Ok((mut session, _)) => replayed(session.as_mut(), change).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(failed),
            Err(error) => Err(StoreError::unavailable(format!(
                "the answer to the commit was lost, and whether it was done is not known ({error}); send the same request \
                 again: under its id it is done once"
            ))),
        }
    }

    async fn begin(&self) -> Result<(Box<dyn Session>, Head), StoreError> {
        let (session, head) = self.inner.backend.write_on_head().await?;
        let head = head::decode(&head)?;
        // What another replica committed is known from here on.
        self.inner.publish(head);
        Ok((session, head))
    }
}

/// The first outcome of this request, if it was sent before.
async fn replayed(session: &mut dyn Session, change: &Change) -> Result<Option<Outcome>, StoreError> {
    let sql = "SELECT q.request_hash, q.revision, q.changed, q.tables, r.committed_at FROM requests AS q \
               LEFT JOIN revisions AS r ON r.revision = q.revision WHERE q.request_id = $1";
    let rows = session.query(sql, &[Datum::from(&change.request_id)]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let [Datum::Text(hash), Datum::Integer(revision), Datum::Integer(changed), Datum::Text(tables), at] =
        &row[..]
    else {
        return Err(StoreError::corrupt(format!("request `{}` lacks a part", change.request_id)));
    };
    if *hash != change.request_hash {
        return Err(StoreError::Conflict { request_id: change.request_id.clone(), revision: *revision });
    }
    Ok(Some(Outcome {
        revision: *revision,
        committed_at: at.as_integer().map(timestamp).transpose()?,
        changed: *changed != 0,
        replayed: true,
        tables: decode_tables(tables)?,
    }))
}
