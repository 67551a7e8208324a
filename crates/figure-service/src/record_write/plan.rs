//! From orders to changes: what is there now, and what becomes of it.

use interchange::Field;
use interchange::register::FieldType;
use store::{AsOf, Row, Snapshot, StoreError, Stored, Table, Transaction};

use super::identity::{check_id, id_of, made, matches};
use super::order::{Act, Order};
use super::referring;
use super::refusal::{Stopped, Wrong, absent, changed, exists, in_use};
use super::rows::Put;
use super::shape::Shape;
use crate::engine::Engine;
use crate::list::{Entries, View};
use crate::reference::Reference;
use crate::stated;

/// The orders of a request, over one table.
pub(super) struct Plan<'a> {
    pub(super) engine: &'a Engine,
    pub(super) view: View,
    pub(super) shape: &'a Shape<'a>,
    pub(super) orders: &'a [Order],
    pub(super) request_id: &'a str,
}

/// What is written.
pub(super) struct Changes {
    /// Rows to put.
    pub(super) rows: Vec<Row>,
    /// Their keys, in the order of the orders.
    pub(super) keys: Vec<Row>,
    /// Keys of rows to close.
    pub(super) gone: Vec<Row>,
}

impl Plan<'_> {
    /// What the orders come to, by what is there when the change is made. `wrong` is what is wrong already.
    pub(super) async fn changes(
        &self,
        tx: &mut Transaction,
        mut wrong: Vec<Wrong>,
    ) -> Result<Changes, Stopped> {
        let revision = tx.head().revision;
        let snapshot = self.engine.store().read(AsOf::Revision(revision)).await?;
        let reference = self.engine.reference(&snapshot).await?;
        wrong.extend(self.orders.iter().flat_map(Order::wrong));
        let fields = self.shape.columns(self.engine.domain(), &reference.context);
        let (mut puts, mut gone) = (Vec::new(), Vec::new());
        for (number, order) in self.orders.iter().enumerate() {
            match self.current(tx, order, &reference, &mut wrong).await? {
                Now::Unnamed => {}
                Now::Absent(name) => puts.extend(self.absent(order, number, name, revision, &mut wrong)?),
                Now::There(stored) => match &order.act {
                    Act::Update { cells, mask, .. } => {
                        let kind = |column: &str| kind(&fields, column);
                        let texts = mask.merged(&self.shape.texts(stored.row.clone())?, cells, kind);
                        puts.push(Put { order, cells, texts, before: Some(*stored) });
                    }
                    Act::Delete { .. } => gone.push(self.table(tx)?.key_of(&stored.row)),
                    Act::Create { .. } => {}
                },
            }
        }
        let rows = self.rows(&puts, &snapshot, &reference, wrong).await?;
        let table = self.table(tx)?;
        if self.is_stated() {
            let twice = stated::accepted_beside(tx, &table, &rows).await?;
            let wrong = twice.into_iter().filter_map(|(number, problem)| {
                Some(Wrong::new(format!("{}.accepted", puts.get(number)?.order.record), problem))
            });
            let wrong: Vec<Wrong> = wrong.collect();
            if !wrong.is_empty() {
                return Err(Wrong::status(wrong).into());
            }
        }
        let mut keys = Vec::with_capacity(rows.len());
        for (put, row) in puts.iter().zip(&rows) {
            let key = table.key_of(row);
            if put.before.is_none() && tx.row(&table.name, &key).await?.is_some() {
                return Err(exists(&self.name_of(row, &reference)?).into());
            }
            if keys.contains(&key) {
                return Err(Wrong::status(vec![Wrong::new(
                    put.order.name.clone(),
                    "is in the batch already",
                )])
                .into());
            }
            keys.push(key);
        }
        Ok(Changes { rows, keys, gone })
    }

    /// The keys of what the orders made when they were carried out, by the state that they left.
    pub(super) async fn keys(&self, snapshot: &Snapshot) -> Result<Vec<Row>, Stopped> {
        let reference = self.engine.reference(snapshot).await?;
        let table = snapshot.schema().table(self.view.list.table)?;
        if self.is_stated() {
            let created = self.orders.iter().filter_map(|order| match &order.act {
                Act::Create { cells, .. } => {
                    Some(Put { order, cells, texts: cells.by_column(), before: None })
                }
                Act::Update { .. } | Act::Delete { .. } => None,
            });
            let created: Vec<Put<'_>> = created.collect();
            if !created.is_empty() {
                let rows = self.rows(&created, snapshot, &reference, Vec::new()).await?;
                return Ok(rows.iter().map(|row| table.key_of(row)).collect());
            }
        }
        let mut keys = Vec::new();
        for (number, order) in self.orders.iter().enumerate() {
            let id = match &order.act {
                Act::Delete { .. } => continue,
                Act::Create { id, .. } if id.is_empty() => made(self.request_id, number),
                Act::Create { id, .. } => id.clone(),
                Act::Update { name, .. } => id_of(&self.view, name).unwrap_or_default().to_owned(),
            };
            if let Some(condition) = self.view.rows_of(self.shape.register(), &id) {
                let rows = snapshot.rows(&table.name, &condition).await?;
                keys.extend(rows.iter().take(1).map(|stored| table.key_of(&stored.row)));
            }
        }
        Ok(keys)
    }

    pub(super) fn is_stated(&self) -> bool {
        matches!(self.shape, Shape::Stated(..))
    }

    fn table(&self, tx: &Transaction) -> Result<Table, StoreError> {
        tx.schema().table(self.view.list.table).cloned()
    }

    fn name_of(&self, row: &Row, reference: &Reference) -> Result<String, StoreError> {
        let stored = Stored { row: row.clone(), revision: 0 };
        Ok(Entries::of(&self.view, self.shape.register(), reference).one(stored)?.name)
    }

    /// The record that an order is about, as it is now; its entity tag is the one given.
    async fn current(
        &self,
        tx: &mut Transaction,
        order: &Order,
        reference: &Reference,
        wrong: &mut Vec<Wrong>,
    ) -> Result<Now, Stopped> {
        let (name, etag) = match &order.act {
            Act::Create { .. } => return Ok(Now::Absent(None)),
            Act::Update { name, etag, .. } | Act::Delete { name, etag, .. } => (name, etag),
        };
        let register = self.shape.register();
        let found = id_of(&self.view, name).map(|id| (id, self.view.rows_of(register, id)));
        let (id, condition) = match found {
            Ok((id, Some(condition))) => (id, condition),
            Ok((_, None)) => {
                wrong.push(Wrong::new(order.name.clone(), format!("`{name}` is no name here")));
                return Ok(Now::Unnamed);
            }
            Err(problem) => {
                let reason = api::figures::v1::ErrorReason::NameInvalid;
                wrong.push(Wrong { reason, ..Wrong::new(order.name.clone(), problem) });
                return Ok(Now::Unnamed);
            }
        };
        let Some(stored) = tx.rows(self.view.list.table, &condition).await?.into_iter().next() else {
            if !etag.is_empty() {
                return Err(changed(name, None).into());
            }
            return Ok(Now::Absent(Some(id.to_owned())));
        };
        let entry = Entries::of(&self.view, register, reference).one(stored.clone())?;
        if !etag.is_empty() && !matches(etag, &entry.etag()) {
            return Err(changed(name, Some(&entry.etag())).into());
        }
        if let Act::Delete { .. } = order.act {
            let domain = self.engine.domain();
            let (by, more) = referring::to(tx, domain, self.view.list.table, id).await?;
            if !by.is_empty() {
                return Err(in_use(name, &by, more).into());
            }
        }
        Ok(Now::There(Box::new(stored)))
    }

    /// What is put where there is nothing: nothing for a record that may be missing when it is deleted.
    fn absent<'o>(
        &self,
        order: &'o Order,
        number: usize,
        id: Option<String>,
        revision: i64,
        wrong: &mut Vec<Wrong>,
    ) -> Result<Option<Put<'o>>, Stopped> {
        let (cells, id) = match &order.act {
            Act::Create { id, cells } if id.is_empty() && !self.is_stated() => {
                (cells, Some(made(self.request_id, number)))
            }
            Act::Create { id, cells } => (cells, Some(id.clone()).filter(|id| !id.is_empty())),
            Act::Update { cells, allow_missing: true, .. } => (cells, id),
            Act::Delete { allow_missing: true, .. } => return Ok(None),
            Act::Update { name, .. } | Act::Delete { name, .. } => return Err(absent(name, revision).into()),
        };
        let mut texts = cells.by_column();
        match id {
            Some(_) if self.is_stated() => {
                let problem =
                    "is made of the record's fields; leave it out, and create the record without a name";
                wrong.push(Wrong::new(order.name.clone(), problem));
            }
            Some(id) => {
                if let Err(problem) = check_id(&id) {
                    wrong.push(Wrong::new(order.name.clone(), problem));
                }
                texts.insert("id".to_owned(), id);
            }
            None => {}
        }
        Ok(Some(Put { order, cells, texts, before: None }))
    }
}

/// A record as it is now.
enum Now {
    /// Its name is none, which is told.
    Unnamed,
    /// Not there; its id where the order names one.
    Absent(Option<String>),
    /// There.
    There(Box<Stored>),
}

/// What a column of a file holds; none for one of a language.
fn kind(fields: &[Field], column: &str) -> Option<FieldType> {
    let exact = fields.iter().find(|f| f.name == column && f.kind != FieldType::Localized);
    exact.map(|field| field.kind.clone())
}
