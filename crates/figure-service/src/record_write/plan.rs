//! From orders to rows: what is there now, what it becomes, and everything that is wrong with it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use interchange::register::{self, FieldType};
use interchange::{Context, Field, Mistake};
use store::{AsOf, Condition, Row, Snapshot, StoreError, Stored, Table, Transaction};

use super::cells::Cells;
use super::identity::{check_id, id_of, made, matches};
use super::mask::Texts;
use super::order::{Act, Order};
use super::referring;
use super::refusal::{Stopped, Wrong, absent, changed, exists, in_use};
use super::shape::Shape;
use crate::engine::Engine;
use crate::list::{Entry, View};
use crate::reference::Reference;
use crate::sql::coded;

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

/// A record that is to be put: which order it is of, its texts, and the row that it replaces.
struct Put<'a> {
    order: &'a Order,
    cells: &'a Cells,
    texts: Texts,
    before: Option<Stored>,
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
                        let texts = mask.merged(&self.shape.texts(&stored.row)?, cells, kind);
                        puts.push(Put { order, cells, texts, before: Some(*stored) });
                    }
                    Act::Delete { .. } => gone.push(self.table(tx)?.key_of(&stored.row)),
                    Act::Create { .. } => {}
                },
            }
        }
        let rows = self.rows(&puts, &snapshot, &reference, wrong).await?;
        let table = self.table(tx)?;
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
        let mut keys = Vec::new();
        for (number, order) in self.orders.iter().enumerate() {
            let id = match &order.act {
                Act::Delete { .. } => continue,
                Act::Create { cells, .. } if self.is_stated() => {
                    let texts = cells.by_column();
                    let put = Put { order, cells, texts, before: None };
                    let rows = self.rows(&[put], snapshot, &reference, Vec::new()).await?;
                    keys.extend(rows.iter().map(|row| table.key_of(row)));
                    continue;
                }
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

    fn is_stated(&self) -> bool {
        matches!(self.shape, Shape::Stated(..))
    }

    fn table(&self, tx: &Transaction) -> Result<Table, StoreError> {
        tx.schema().table(self.view.list.table).cloned()
    }

    fn name_of(&self, row: &Row, reference: &Reference) -> Result<String, StoreError> {
        let stored = Stored { row: row.clone(), revision: 0 };
        Ok(Entry::of(&self.view, self.shape.register(), &[stored], reference)?.name)
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
        let entry = Entry::of(&self.view, register, std::slice::from_ref(&stored), reference)?;
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

    /// The rows of records, read as the bundle's file is read.
    async fn rows(
        &self,
        puts: &[Put<'_>],
        snapshot: &Snapshot,
        reference: &Reference,
        mut wrong: Vec<Wrong>,
    ) -> Result<Vec<Row>, Stopped> {
        let domain = self.engine.domain();
        let fields = self.shape.columns(domain, &reference.context);
        wrong.extend(twice(puts));
        let texts: Vec<Texts> = puts.iter().map(|put| put.texts.clone()).collect();
        let context = self.context(&fields, &texts, snapshot, reference).await?;
        let columns = columns(&fields, &texts, &context);
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut rows = Vec::new();
        if !puts.is_empty() {
            let file = register::write_texts(&fields, &columns, &texts);
            let (read, mistakes) = self.shape.read(domain, &file, &context)?;
            let lines = lines(&texts);
            wrong.extend(mistakes.into_iter().map(|mistake| told(puts, &lines, mistake)));
            rows = read.into_iter().map(|(_, row)| row).collect();
        }
        if self.is_stated() && wrong.is_empty() {
            wrong.extend(self.numbered(puts, &mut rows));
        }
        if !wrong.is_empty() {
            let mut seen = BTreeSet::new();
            wrong.retain(|one| seen.insert(one.path.clone()));
            return Err(Wrong::status(wrong).into());
        }
        Ok(rows)
    }

    /// What is known while records are read: the records that they refer to are looked up one by one, and all of them only to name
    /// the nearest.
    async fn context<'r>(
        &self,
        fields: &[Field],
        texts: &[Texts],
        snapshot: &Snapshot,
        reference: &'r Reference,
    ) -> Result<Cow<'r, Context>, StoreError> {
        let mut context = Cow::Borrowed(&reference.context);
        for field in fields {
            let (FieldType::Reference(file) | FieldType::References(file)) = &field.kind else { continue };
            let register =
                self.engine.domain().registers.iter().map(|r| &r.register).find(|r| r.file == *file);
            let Some(register) = register.filter(|_| !reference.context.ids.contains_key(file)) else {
                continue;
            };
            let held =
                texts.iter().filter_map(|texts| texts.get(&field.name)).flat_map(|text| text.split('|'));
            let asked: BTreeSet<String> =
                held.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
            let condition = Condition::is_in("id", asked.iter().map(String::as_str));
            let found = snapshot.rows(&register.table, &condition).await?.len();
            let known =
                if found == asked.len() { asked } else { coded::ids(snapshot, &register.table).await? };
            context.to_mut().ids.entry(file.clone()).or_default().extend(known);
        }
        Ok(context)
    }

    /// Gives values their ordinal back, since two may say the same in one place; what makes up a name never changes.
    fn numbered(&self, puts: &[Put<'_>], rows: &mut [Row]) -> Vec<Wrong> {
        let register = self.shape.register();
        let places: Vec<usize> = (0..register.key.len()).collect();
        let ordinal = register.key.iter().position(|name| name == "n");
        let mut wrong = Vec::new();
        for (put, row) in puts.iter().zip(rows) {
            let Some(before) = &put.before else { continue };
            if let Some((at, n)) = ordinal.and_then(|at| Some((at, before.row.get(at)?.clone())))
                && let Some(slot) = row.get_mut(at)
            {
                *slot = n;
            }
            if places.iter().any(|&at| row.get(at) != before.row.get(at)) {
                let problem = "what makes up the name never changes; delete the record and create another";
                wrong.push(Wrong::new(put.order.record.clone(), problem));
            }
        }
        wrong
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

/// Records of a batch that are one and the same.
fn twice(puts: &[Put<'_>]) -> Vec<Wrong> {
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for put in puts {
        let Some(id) = put.texts.get("id").filter(|id| !id.is_empty()) else { continue };
        match seen.get(id) {
            Some(first) => {
                wrong.push(Wrong::new(put.order.name.clone(), format!("`{id}` is in {first} already")))
            }
            None => {
                seen.insert(id, put.order.name.as_str());
            }
        }
    }
    wrong
}

/// The columns of a file of texts: those that it has in any case, the first language of each text, and what a record has beyond them.
fn columns(fields: &[Field], texts: &[Texts], context: &Context) -> Vec<String> {
    let first = context.languages.first().map_or("en", String::as_str);
    let name = |field: &Field| {
        let localized = field.kind == FieldType::Localized;
        if localized { format!("{}_{first}", field.name) } else { field.name.clone() }
    };
    let mut columns: Vec<String> = fields.iter().map(name).collect();
    for (column, text) in texts.iter().flatten() {
        if !text.is_empty() && !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

/// The line that each record starts in: texts may have several.
fn lines(texts: &[Texts]) -> Vec<u32> {
    let mut next = 2_u32;
    let height = |texts: &Texts| {
        let breaks: usize = texts.values().map(|text| text.matches('\n').count()).sum();
        u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
    };
    let start = |texts: &Texts| {
        let own = next;
        next = next.saturating_add(height(texts));
        own
    };
    texts.iter().map(start).collect()
}

/// A mistake of the file as one of the request.
fn told(puts: &[Put<'_>], lines: &[u32], mistake: Mistake) -> Wrong {
    let problem = format!("{}; {}", mistake.problem, mistake.remedy);
    let number = lines.iter().take_while(|line| **line <= mistake.place.line).count().saturating_sub(1);
    let Some(put) = puts.get(number) else { return Wrong::new("request", problem) };
    let record = &put.order.record;
    let path = match mistake.field.as_deref() {
        Some("id") => put.order.name.clone(),
        Some(column) => match put.cells.path_of(column) {
            Some(path) => format!("{record}.{path}"),
            None => format!("{record}.{column}"),
        },
        None => record.clone(),
    };
    Wrong::new(path, problem)
}
