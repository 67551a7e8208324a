//! One record of a list, with what messages of typed APIs are made of.

use std::borrow::Cow;
use std::collections::BTreeMap;

use api::figures::v1 as proto;
use figures::{Bound, Decimals, Unit, Value};
use interchange::register::Converted;
use interchange::{Record, Register};
use store::{StoreError, Stored};

use super::view::{View, add_id};
use crate::record_write::etag;
use crate::reference::Reference;
use crate::tables::Records;

/// A record, its name, where it comes from, and the revision that last changed it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The resource name: `projects/portfolio-2024-afr`.
    pub name: String,
    /// The record.
    pub record: Record,
    /// Where it comes from, with publisher and date.
    pub provenance: proto::Source,
    /// From what its number was converted, where the register knows conversions and the record has one.
    pub conversion: Option<proto::Conversion>,
    /// The revision that last changed it.
    pub revision: i64,
    /// Every row, where several make one entry; empty otherwise.
    pub rows: Vec<Record>,
}

/// Rows of a table as entries of a list.
pub(crate) struct Entries<'a> {
    view: &'a View,
    register: &'a Register,
    reference: &'a Reference,
    records: Records<'a>,
    /// The fields that make the id.
    id: Vec<&'a str>,
}

impl<'a> Entries<'a> {
    pub(crate) fn of(view: &'a View, register: &'a Register, reference: &'a Reference) -> Self {
        Self { view, register, reference, records: Records::of(register), id: view.id_fields(register) }
    }

    /// The id of a record.
    pub(crate) fn id(&self, record: &Record) -> String {
        let mut id = String::new();
        self.add_id(record, &mut id);
        id
    }

    fn add_id(&self, record: &Record, text: &mut String) {
        let part = |field: &&str| match record.integer(field) {
            Some(number) => Cow::Owned(number.to_string()),
            None => Cow::Borrowed(record.text(field).unwrap_or_default()),
        };
        add_id(self.id.iter().map(part), self.id.len(), text);
    }

    /// The entry of a row.
    ///
    /// # Errors
    /// `Corrupt` for a row that no record can have become.
    pub(crate) fn one(&self, stored: Stored) -> Result<Entry, StoreError> {
        let record = self.records.read(stored.row)?;
        let rows = if self.view.gathered { vec![record.clone()] } else { Vec::new() };
        Ok(self.entry(record, stored.revision, rows))
    }

    /// The entry of the rows that are one.
    ///
    /// # Errors
    /// As [`Entries::one`].
    pub(crate) fn gathered(&self, rows: Vec<Stored>) -> Result<Entry, StoreError> {
        let revision = rows.iter().map(|stored| stored.revision).max().unwrap_or_default();
        let records = rows.into_iter().map(|stored| self.records.read(stored.row));
        let records = records.collect::<Result<Vec<Record>, StoreError>>()?;
        let first = records.first().cloned().unwrap_or_else(|| Record::new(self.register, Vec::new()));
        Ok(self.entry(first, revision, records))
    }

    fn entry(&self, record: Record, revision: i64, rows: Vec<Record>) -> Entry {
        let text = |field: &str| record.text(field).unwrap_or_default();
        let source = self.reference.source(text("document"), text("section"), text("locator"));
        let mut name = String::with_capacity(192);
        name.push_str(self.view.list.collection);
        name.push('/');
        self.add_id(&record, &mut name);
        let conversion = self.conversion(&record);
        Entry { name, provenance: source.into(), conversion, revision, record, rows }
    }

    fn conversion(&self, record: &Record) -> Option<proto::Conversion> {
        let converted = Converted::all(self.register).next()?;
        let Converted { original, original_decimals, original_unit, rate, date, document, bound, .. } =
            converted;
        let document = self.reference.source(record.text(document)?, "", "");
        Some(proto::Conversion {
            original_amount: quantity(record, original, original_decimals, bound, original_unit),
            exchange_rate: record.decimal(rate).map(Into::into),
            value_date: record.text(date).unwrap_or_default().to_owned(),
            rate_document: Some(document.into()),
        })
    }
}

fn quantity(
    record: &Record,
    field: &str,
    decimals: &str,
    bound: &str,
    unit: &str,
) -> Option<proto::Quantity> {
    let number = record.decimal(field).or_else(|| record.integer(field).map(Into::into))?;
    let decimals = record.decimals(decimals).unwrap_or(Decimals::Inf);
    let bound = if bound.is_empty() { Bound::Exact } else { record.bound(bound) };
    let unit = Unit::new(record.text(unit).unwrap_or("1")).ok()?;
    Some(proto::Quantity::new(&Value { number, decimals, bound }, &unit))
}

impl Entry {
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

    /// As [`Entry::text`], taken out of the record: [`Entry::etag`] is asked before.
    #[must_use]
    pub fn take(&mut self, field: &str) -> String {
        self.record.take_text(field).unwrap_or_default()
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
        quantity(&self.record, field, decimals, bound, unit)
    }
}
