//! Lists of a typed API: filter, order and pages over a table, read from one snapshot.
//!
//! A page token holds the revision of the first page, so a list stays as it began while others write. A domain's `api` decodes a
//! request, calls [`Engine::get`] or [`Engine::list`] once, and encodes the entries.

pub mod entry;
pub mod filter;
pub mod order;
pub mod token;
pub(crate) mod view;

use std::collections::BTreeMap;

use api::figures::v1::{AsOf as Asked, ErrorReason};
use futures::stream::{self, BoxStream};
use interchange::Register;
use kit::errors::Failure;
use store::{Condition, Snapshot, StoreError, Stored};
use tokio_util::task::AbortOnDropHandle;
use tonic::Status;

use crate::engine::{Engine, register_of};
use crate::rpc::{failure, point};
use crate::sql::paged::{self, Measures};
pub(crate) use entry::Entries;
pub use entry::Entry;
use token::Token;
pub use view::View;

/// Rows of a page unless asked, and at most.
const USUAL_PAGE: u32 = 100;
const LARGEST_PAGE: u32 = 1_000;

/// A table as a list of a typed API.
#[derive(Clone, Copy, Debug)]
pub struct Listable {
    /// The table: `funding`.
    pub table: &'static str,
    /// The collection in resource names: `fundingLines`.
    pub collection: &'static str,
    /// The fields that may be filtered and ordered by.
    pub fields: &'static [&'static str],
    /// The order unless asked: `period desc, id`. Named records come before aggregate ones in any case, unless `aggregate` is
    /// ordered by.
    pub order: &'static str,
}

/// Which page of a list: the fields of a list request.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Rows at most; 0 is 100, more than 1 000 is 1 000.
    pub page_size: i32,
    /// Where the last page ended; empty for the first.
    pub page_token: String,
    /// A filter; empty is every row.
    pub filter: String,
    /// An order; empty is the list's own.
    pub order_by: String,
    /// The state to read; with a page token, which holds one, it is passed over.
    pub as_of: Option<Asked>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The rows.
    pub entries: Vec<Entry>,
    /// Where to go on; empty on the last page.
    pub next_page_token: String,
    /// The revision that was read.
    pub revision: i64,
}

/// A page that is being read; dropped, it is not read further.
type Reading = AbortOnDropHandle<Result<Page, Status>>;

impl Engine {
    /// The record of a resource name, `collection/id`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a name of another form, `NOT_FOUND` for a record that is not there in the state asked.
    pub async fn get(
        &self,
        list: impl Into<View>,
        name: &str,
        as_of: Option<Asked>,
    ) -> Result<Entry, Status> {
        let view = list.into();
        let collection = view.list.collection;
        let register = self.register(&view)?;
        let id = name.strip_prefix(collection).and_then(|rest| rest.strip_prefix('/'));
        let id = id.filter(|id| !id.is_empty() && !id.contains('/'));
        let Some(condition) = id.and_then(|id| view.rows_of(&register, id)) else {
            let message = format!("`{name}` is no name here; write {collection}/ID");
            return Err(Failure::invalid(ErrorReason::NameInvalid, "name", message).into());
        };
        let snapshot = point::snapshot(self, as_of, false).await?;
        let rows = snapshot.rows(view.list.table, &condition).await.map_err(failure::store)?;
        let reference = self.reference(&snapshot).await.map_err(failure::store)?;
        let entries = Entries::of(&view, &register, &reference);
        let found = match (view.gathered, rows) {
            (true, rows) if !rows.is_empty() => Some(entries.gathered(rows)),
            (_, rows) => rows.into_iter().next().map(|first| entries.one(first)),
        };
        let message = || format!("there is no `{name}` at revision {}", snapshot.revision());
        let found = found.ok_or_else(|| Failure::not_found(ErrorReason::RecordNotFound, message()))?;
        found.map_err(failure::store)
    }

    /// A page of a list.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a page size, token, filter or order that is not understood, with the character where it fails.
    pub async fn list(&self, list: impl Into<View>, query: Query) -> Result<Page, Status> {
        let view = list.into();
        let size = failure::page_size(query.page_size, USUAL_PAGE, LARGEST_PAGE)?;
        let as_of = point::written(query.as_of.as_ref());
        let bound = [view.list.table, query.filter.as_str(), query.order_by.as_str(), as_of.as_str()];
        let (snapshot, begin) = point::page(self, &query.page_token, query.as_of.clone(), &bound).await?;
        let register = self.register(&view)?;
        let stated = self.domain().stated.iter().find(|file| file.table == view.list.table);
        let measures = stated.map(|file| Measures { service: self.domain().name, field: file.measure });
        let filter = filter::parse(&query.filter)
            .and_then(|filter| paged::condition(&snapshot, &register, &view, &filter, measures.as_ref()))
            .map_err(|e| Failure::invalid(ErrorReason::FilterInvalid, "filter", e.to_string()))?;
        let order = if query.order_by.trim().is_empty() { view.list.order } else { &query.order_by };
        let asked = order::parse(order);
        let keyed = matches!(&asked, Ok(by) if paged::is_by_key(&register, by));
        let order = asked
            .and_then(|order| paged::order(&snapshot, &register, &view, &order, filter.params))
            .map_err(|e| Failure::invalid(ErrorReason::OrderByInvalid, "order_by", e.to_string()))?;
        let (condition, order, params) = (filter.sql, order.sql, order.params);
        let slice = paged::Slice { condition, order, params, begin: &begin, size };
        let (rows, more) = paged::rows(&snapshot, &register, &view, slice).await.map_err(failure::store)?;
        let last = rows.last().filter(|_| keyed).map(|row| paged::key_of(&snapshot, &register, row));
        let after = last.transpose().map_err(failure::store)?.unwrap_or_default();
        let entries = self.entries(&snapshot, &view, &register, rows).await.map_err(failure::store)?;
        let offset = begin.offset.saturating_add(u64::try_from(entries.len()).unwrap_or(u64::MAX));
        let next = Token { revision: snapshot.revision(), offset, after };
        let next_page_token = if more { next.print(&bound) } else { String::new() };
        Ok(Page { entries, next_page_token, revision: snapshot.revision() })
    }

    /// All pages of a list, from the first. The next one is read while one is made use of; dropped, it reads no further.
    pub fn pages(&self, list: impl Into<View>, query: Query) -> BoxStream<'static, Result<Page, Status>> {
        let view = list.into();
        let begin = self.reading(view, query.clone());
        let engine = self.clone();
        let pages = stream::try_unfold(Some(begin), move |reading| {
            let (engine, query) = (engine.clone(), query.clone());
            async move {
                let Some(reading) = reading else { return Ok(None) };
                let page = reading.await.map_err(|error| kit::errors::internal(&error))??;
                let page_token = page.next_page_token.clone();
                let more = !page_token.is_empty();
                let next = more.then(|| engine.reading(view, Query { page_token, ..query }));
                Ok(Some((page, next)))
            }
        });
        Box::pin(pages)
    }

    /// A page on its way.
    fn reading(&self, view: View, query: Query) -> Reading {
        let engine = self.clone();
        AbortOnDropHandle::new(tokio::spawn(async move { engine.list(view, query).await }))
    }

    fn register(&self, view: &View) -> Result<Register, Status> {
        let table = view.list.table;
        register_of(self.domain(), table)
            .ok_or_else(|| failure::field("name", format!("there is no table `{table}`")))
    }

    /// The entries of a page; where several rows are one entry, the page has the first of each.
    async fn entries(
        &self,
        snapshot: &Snapshot,
        view: &View,
        register: &Register,
        rows: Vec<Stored>,
    ) -> Result<Vec<Entry>, StoreError> {
        let reference = self.reference(snapshot).await?;
        let entries = Entries::of(view, register, &reference);
        let firsts: Result<Vec<Entry>, StoreError> = rows.into_iter().map(|row| entries.one(row)).collect();
        let firsts = firsts?;
        if !view.gathered || firsts.is_empty() {
            return Ok(firsts);
        }
        let ids = firsts.iter().map(|entry| entries.id(&entry.record));
        let any = Condition::Any(ids.filter_map(|id| view.rows_of(register, &id)).collect());
        let mut gathered: BTreeMap<String, Vec<Stored>> = BTreeMap::new();
        for row in snapshot.rows(view.list.table, &any).await? {
            gathered.entry(entries.one(row.clone())?.name).or_default().push(row);
        }
        let whole = firsts.iter().filter_map(|first| gathered.remove(&first.name));
        whole.map(|rows| entries.gathered(rows)).collect()
    }
}
