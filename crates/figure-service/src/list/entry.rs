//! One record of a list, with what messages of typed APIs are made of.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use figures::{Bound, Decimals, Unit, Value};
use interchange::{Record, Register};
use store::{StoreError, Stored};

use super::view::{View, id};
use crate::record_write::etag;
use crate::reference::Reference;
use crate::tables;

/// A record, its name, where it comes from, and the revision that last changed it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The resource name: `projects/portfolio-2024-afr`.
    pub name: String,
    /// The record.
    pub record: Record,
    /// Where it comes from, with publisher and date.
    pub provenance: proto::Source,
    /// The revision that last changed it.
    pub revision: i64,
    /// Every row, where several make one entry; empty otherwise.
    pub rows: Vec<Record>,
}

/// What the id of a record is made of.
pub(crate) fn parts(view: &View, register: &Register, record: &Record) -> Vec<String> {
    let part = |field: &&str| match record.integer(field) {
        Some(number) => number.to_string(),
        None => record.text(field).unwrap_or_default().to_owned(),
    };
    view.id_fields(register).iter().map(part).collect()
}

impl Entry {
    /// The entry of a row, or of the rows that are one entry.
    pub(crate) fn of(
        view: &View,
        register: &Register,
        rows: &[Stored],
        reference: &Reference,
    ) -> Result<Self, StoreError> {
        let records: Result<Vec<Record>, StoreError> =
            rows.iter().map(|stored| tables::record(register, &stored.row)).collect();
        let records = records?;
        let record = records.first().cloned().unwrap_or_else(|| Record::new(register, Vec::new()));
        let text = |field: &str| record.text(field).unwrap_or_default();
        let source = reference.source(text("document"), text("section"), text("locator"));
        let name = format!("{}/{}", view.list.collection, id(&parts(view, register, &record)));
        let revision = rows.iter().map(|stored| stored.revision).max().unwrap_or_default();
        let rows = if view.gathered { records } else { Vec::new() };
        Ok(Self { name, provenance: source.into(), revision, record, rows })
    }

    /// The entity tag (AIP-154): another one after each change of the record.
    #[must_use]
    pub fn etag(&self) -> String {
        let own = std::slice::from_ref(&self.record);
        etag(&self.name, self.revision, if self.rows.is_empty() { own } else { &self.rows })
    }

    /// A text, a code or a date; empty where it is not given.
    #[must_use]
    pub fn text(&self, field: &str) -> String {
        self.record.text(field).unwrap_or_default().to_owned()
    }

    /// A whole number, where it is given.
    #[must_use]
    pub fn integer(&self, field: &str) -> Option<i64> {
        self.record.integer(field)
    }

    /// How many records it stands for: `count`, 1 for a named record that does not say, unknown for such an aggregate one.
    #[must_use]
    pub fn count(&self) -> Option<i64> {
        self.integer("count").or_else(|| (!self.aggregate()).then_some(1))
    }

    /// Whether it stands for several records that the source gives only in total.
    #[must_use]
    pub fn aggregate(&self) -> bool {
        self.record.yes("aggregate")
    }

    /// A text by language.
    #[must_use]
    pub fn labels(&self, field: &str) -> BTreeMap<String, String> {
        self.record.localized(field).cloned().unwrap_or_default()
    }

    /// The name of another record: `projects/x` for the field that holds its id; empty where it is not given.
    #[must_use]
    pub fn reference(&self, collection: &str, field: &str) -> String {
        self.record.text(field).map(|id| format!("{collection}/{id}")).unwrap_or_default()
    }

    /// The bound that a field holds.
    #[must_use]
    pub fn bound(&self, field: &str) -> proto::Bound {
        self.record.bound(field).into()
    }

    /// An exact number with its unit: the fields of the number, its decimals, its bound and its unit.
    #[must_use]
    pub fn quantity(&self, field: &str, decimals: &str, bound: &str, unit: &str) -> Option<proto::Quantity> {
        let number = self.record.decimal(field).or_else(|| self.record.integer(field).map(Into::into))?;
        let decimals = self.record.decimals(decimals).unwrap_or(Decimals::Inf);
        let bound = if bound.is_empty() { Bound::Exact } else { self.record.bound(bound) };
        let unit = Unit::new(self.record.text(unit).unwrap_or("1")).ok()?;
        Some(proto::Quantity::new(&Value { number, decimals, bound }, &unit))
    }
}
