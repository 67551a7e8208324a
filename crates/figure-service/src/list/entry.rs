//! One record of a list, with what messages of typed APIs are made of.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use figures::{Bound, Decimals, Unit, Value};
use interchange::Record;
use store::{StoreError, Stored};

use super::Listable;
use crate::engine::{Engine, register_of};
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
}

impl Entry {
    pub(crate) fn of(
        engine: &Engine,
        list: &Listable,
        stored: &Stored,
        reference: &Reference,
    ) -> Result<Self, StoreError> {
        let register = register_of(engine.domain(), list.table).ok_or_else(|| StoreError::Invalid {
            place: list.table.to_owned(),
            why: "no such table".to_owned(),
        })?;
        let record = tables::record(&register, &stored.row)?;
        let text = |field: &str| record.text(field).unwrap_or_default();
        let source = reference.source(text("document"), text("section"), text("locator"));
        let id = register.key.first().map(|key| text(key)).unwrap_or_default();
        let name = format!("{}/{id}", list.collection);
        Ok(Self { name, provenance: source.into(), revision: stored.revision, record })
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
