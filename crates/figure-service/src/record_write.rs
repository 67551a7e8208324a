//! Writes of a typed API: records are created, updated and deleted, one or many, as one revision with who, when and why.
//!
//! The semantics are those of the AIPs: create (133), update with a mask (134), delete (135), entity tags (154), request ids (155),
//! only validating (163), batches that are written whole or not at all (233, 234). A record is read by the reader of the bundle's file
//! ([`cells`](Cells)), so that what a file may say a call may say, and no more. Nothing is lost: a deleted record is closed, and read as
//! of an earlier revision.

mod calls;
mod cells;
mod identity;
mod mask;
mod order;
mod plan;
mod referring;
mod refusal;
mod rows;
mod shape;

use api::figures::v1::ErrorReason;
use kit::caller::Caller;
use kit::intent;
use store::{Again, AsOf, Change, Kind, Outcome, Row, Stored};
use tonic::{Request, Status};

use crate::commit::commit;
use crate::engine::Engine;
use crate::list::{Entries, Entry, View};
use crate::rpc::failure;
pub use calls::one;
pub use cells::{Cells, QuantityColumns};
pub(crate) use identity::etag;
pub(crate) use mask::Texts;
pub use order::{MAX_BATCH, Order, batch};
use plan::Plan;
pub(crate) use refusal::{Stopped, Wrong};
pub(crate) use rows::{lines, record_at};
use shape::Shape;

/// Who writes, why, and by which request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    actor: String,
    reason: String,
    request_id: String,
    validate_only: bool,
    hash: String,
}

/// Who sends a request, and a digest of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    actor: String,
    hash: String,
}

impl Sender {
    /// Of a call, and the message that came with it. `rpc` tells one request from another with the same fields.
    pub fn of<M: prost::Message>(rpc: &str, request: Request<M>) -> (Self, M) {
        let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
        let message = request.into_inner();
        let hash = intent::digest(rpc, &message);
        (Self { actor: caller.actor, hash }, message)
    }

    /// Who sends it, and the digest.
    pub(crate) fn into_parts(self) -> (String, String) {
        (self.actor, self.hash)
    }

    /// What they want, in the fields that every write has.
    #[must_use]
    pub fn intent(self, request_id: String, reason: String, validate_only: bool) -> Intent {
        Intent { actor: self.actor, hash: self.hash, reason, request_id, validate_only }
    }
}

/// What came of a write.
struct Written {
    outcome: Outcome,
    /// The keys of the records that were created or updated, in order; none where the request was sent before.
    keys: Option<Vec<Row>>,
    /// The rows as they would be, where nothing is written.
    shown: Vec<Stored>,
}

impl Engine {
    /// Carries out orders as one revision, all or none; the records that were created or updated, in order, as that revision left
    /// them. A request that was sent before gets its first answer.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` with every field that is wrong; `ALREADY_EXISTS` for a record that is there, or a request id that was
    /// used with another body; `NOT_FOUND`; `ABORTED` for an entity tag that is not the current one; `FAILED_PRECONDITION` for a
    /// record to delete that others refer to; those of the store.
    pub async fn write(
        &self,
        list: impl Into<View>,
        orders: Vec<Order>,
        intent: Intent,
    ) -> Result<Vec<Entry>, Status> {
        let view = list.into();
        let shape = Shape::of(self.domain(), view.list.table).ok_or_else(|| {
            failure::field("name", format!("`{}` is not written by calls", view.list.table))
        })?;
        let wrong = said(&intent);
        let plan =
            Plan { engine: self, view, shape: &shape, orders: &orders, request_id: &intent.request_id };
        let mut again = Again::default();
        let written = loop {
            match plan_and_write(&plan, &intent, wrong.clone()).await {
                Err(Stopped::Store(failure)) if again.after(&failure).await => {}
                done => break done.map_err(Status::from)?,
            }
        };
        if intent.validate_only {
            return self.shown(&plan, AsOf::Head, written.shown).await;
        }
        let at = AsOf::Revision(written.outcome.revision);
        let snapshot = self.store().read(at).await.map_err(failure::store)?;
        let keys = match written.keys {
            Some(keys) => keys,
            None => plan.keys(&snapshot).await.map_err(Status::from)?,
        };
        let mut rows = Vec::with_capacity(keys.len());
        for key in &keys {
            rows.extend(snapshot.row(view.list.table, key).await.map_err(failure::store)?);
        }
        self.shown(&plan, at, rows).await
    }

    async fn shown(&self, plan: &Plan<'_>, at: AsOf, rows: Vec<Stored>) -> Result<Vec<Entry>, Status> {
        let snapshot = self.store().read(at).await.map_err(failure::store)?;
        let reference = self.reference(&snapshot).await.map_err(failure::store)?;
        let entries = Entries::of(&plan.view, plan.shape.register(), &reference);
        rows.into_iter().map(|row| entries.one(row)).collect::<Result<_, _>>().map_err(failure::store)
    }
}

/// What is wrong with what a write says of itself.
fn said(intent: &Intent) -> Vec<Wrong> {
    let wrong = intent::wrong(&intent.request_id, &intent.reason, intent.validate_only);
    let wrong = wrong.into_iter().map(|(path, reason, problem): (_, ErrorReason, _)| Wrong {
        path: path.to_owned(),
        reason,
        problem,
    });
    wrong.collect()
}

/// Writes, or only looks at what would be written: also where something is wrong already, so that all of it is told.
async fn plan_and_write(plan: &Plan<'_>, intent: &Intent, wrong: Vec<Wrong>) -> Result<Written, Stopped> {
    let (engine, only) = (plan.engine, intent.validate_only || !wrong.is_empty());
    let (mut keys, mut shown) = (None, Vec::new());
    let work = async |tx: &mut store::Transaction| -> Result<(), Stopped> {
        let changes = plan.changes(tx, wrong).await?;
        tx.put(plan.view.list.table, &changes.rows).await?;
        if !changes.gone.is_empty() {
            tx.close(plan.view.list.table, &changes.gone).await?;
        }
        if only {
            for key in &changes.keys {
                shown.extend(tx.row(plan.view.list.table, key).await?);
            }
        }
        keys = Some(changes.keys);
        Ok(())
    };
    let outcome = if only {
        engine.store().preview(work).await?
    } else {
        let Intent { actor, reason, request_id, hash, .. } = intent.clone();
        let change = Change::new(Kind::Edit, actor, reason, request_id, hash);
        commit(engine.store(), engine.domain().name, change, work).await?
    };
    Ok(Written { outcome, keys, shown })
}
