//! `stated.csv`, `published.csv` and `observations.csv`: values as sources state them.

mod decided;
mod reading;
mod row;

use std::collections::BTreeSet;

use decided::Decided;
use figures::{FigureKey, MissingReason, Source, Unit, Value};
pub use reading::ObservationsReading;
use row::Row;

use crate::context::Context;
use crate::mistake::{Mistake, Mistakes, Problem};
use crate::register::{self, Field, FieldType, Record, Register};

/// The folder of the files that each hold the observations of one document.
const OBSERVATIONS: &str = "observations";

/// One row: what one place of a document says, or that it says there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The canonical key.
    pub key: FigureKey,
    /// The value; `None` where it is missing.
    pub value: Option<Value>,
    /// Why it is missing; `None` where there is a value.
    pub missing: Option<MissingReason>,
    /// The base unit, the measure's.
    pub unit: Unit,
    /// The document's code.
    pub document: String,
    /// The section of the document; may be empty.
    pub section: String,
    /// The place in the section; may be empty.
    pub locator: String,
    /// A remark of who entered it.
    pub note: Option<String>,
    /// Whether it is decided that this value holds.
    pub accepted: bool,
    /// Why.
    pub reason: Option<String>,
    /// The line in the file.
    pub line: u32,
}

impl Stated {
    /// Where it stands, as far as the row says it.
    #[must_use]
    pub fn source(&self) -> Source {
        Source {
            document: self.document.clone(),
            section: self.section.clone(),
            locator: self.locator.clone(),
            ..Source::default()
        }
    }
}

/// The reasons that a source can give; that nothing is recorded yet no source says.
fn reasons() -> impl Iterator<Item = &'static str> {
    MissingReason::NAMES.into_iter().filter(|(r, _)| *r != MissingReason::NotRecorded).map(|(_, n)| n)
}

fn value_fields() -> Vec<Field> {
    let reasons = reasons().map(str::to_owned).collect();
    let mut fields = vec![
        Field::optional("value", FieldType::Decimal),
        Field::optional("decimals", FieldType::Decimals),
        Field::optional("unit", FieldType::Unit),
        Field::optional("bound", FieldType::Bound),
    ];
    fields.extend(Field::provenance());
    fields.extend([
        Field::optional("status", FieldType::Choice(vec!["missing".to_owned()])),
        Field::optional("missing_reason", FieldType::Choice(reasons)),
        Field::optional("note", FieldType::Text),
        Field::optional("accepted", FieldType::YesNo),
        Field::optional("reason", FieldType::Text),
    ]);
    fields
}

/// What `stated.csv` looks like. No columns identify a row: one value may be printed twice in one place.
#[must_use]
pub fn register() -> Register {
    let mut fields = vec![Field::required("key", FieldType::Key)];
    fields.extend(value_fields());
    Register::new("stated.csv", &[], fields)
}

/// What `published.csv` looks like: what earlier reports printed, and why it is another value now.
#[must_use]
pub fn published_register() -> Register {
    let mut fields = vec![Field::required("key", FieldType::Key)];
    fields.extend(value_fields().into_iter().take(7));
    fields.push(Field::optional("reason", FieldType::Text));
    Register::new("published.csv", &[], fields)
}

/// What `observations.csv` looks like: instead of the key `indicator`, `area`, `period` and a column for each other dimension.
#[must_use]
pub fn observations_register(dimensions: &BTreeSet<String>) -> Register {
    let mut fields = vec![
        Field::required("indicator", FieldType::Id),
        Field::optional("area", FieldType::Area),
        Field::required("period", FieldType::Period),
    ];
    let others = dimensions.iter().filter(|d| !matches!(d.as_str(), "area" | "period"));
    fields.extend(others.map(|d| Field::optional(d, FieldType::Code(d.clone()))));
    fields.extend(value_fields());
    Register::new("observations.csv", &[], fields)
}

/// Reads `stated.csv`, or `published.csv` when `file` is that.
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (Vec<Stated>, Vec<Mistake>) {
    let register = if file.ends_with("published.csv") { published_register() } else { register() };
    typed(&register, file, bytes, context, Mistakes::default(), stated_key)
}

/// Reads the rows of `stated.csv` that are about a service's figures. Rows of other services are theirs to judge, who know the codes: they
/// are passed over, and so are their mistakes.
#[must_use]
pub fn read_of(service: &str, file: &str, bytes: &[u8], context: &Context) -> (Vec<Stated>, Vec<Mistake>) {
    let register = register();
    let (records, _) = register::read(&register, file, bytes, &Context::default());
    let service_of = |record: &Record| Some(record.text("key")?.split_once('/')?.0.to_owned());
    // A row without a readable key is everybody's.
    let elsewhere =
        records.iter().map(|r| (r.line, service_of(r).is_some_and(|name| name != service))).collect();
    let (mut rows, mistakes) =
        typed(&register, file, bytes, context, Mistakes::but_of(elsewhere), stated_key);
    rows.retain(|row| row.key.service == service);
    (rows, mistakes)
}

fn stated_key(record: &Record) -> Option<Result<FigureKey, Problem>> {
    record.text("key").map(str::parse::<FigureKey>)?.ok().map(Ok)
}

/// Reads `observations.csv` of a service; its columns are the dimensions of the service's measures.
///
/// The key is made canonical, so a period of a stock may be a year.
#[must_use]
pub fn read_observations(
    service: &str,
    file: &str,
    bytes: &[u8],
    context: &Context,
) -> (Vec<Stated>, Vec<Mistake>) {
    let dimensions = dimensions_of(service, context);
    let register = observations_register(&dimensions);
    typed(&register, file, bytes, context, Mistakes::default(), |record| {
        observed_key(service, &dimensions, record, context)
    })
}

/// The document whose observations a file holds alone: `observations/wpp.csv` those of `wpp`.
#[must_use]
pub fn own_document(file: &str) -> Option<&str> {
    let (_, document) = file.strip_suffix(".csv")?.split_once('/')?;
    (!document.is_empty() && !document.contains('/')).then_some(document)
}

/// The file that the rows of a document's own file might as well stand in: `observations.csv` of `observations/wpp.csv`.
#[must_use]
pub fn table_of(file: &str) -> Option<String> {
    let (folder, _) = file.split_once('/').filter(|_| own_document(file).is_some())?;
    (folder == OBSERVATIONS).then(|| format!("{folder}.csv"))
}

/// The dimensions that any measure of a service has.
#[must_use]
pub fn dimensions_of(service: &str, context: &Context) -> BTreeSet<String> {
    let measures = context.measures.iter().flat_map(|c| c.iter());
    measures.filter(|m| m.service == service).flat_map(|m| m.dimensions.iter().cloned()).collect()
}

fn observed_key(
    service: &str,
    dimensions: &BTreeSet<String>,
    record: &Record,
    context: &Context,
) -> Option<Result<FigureKey, Problem>> {
    let mut key = FigureKey::new(service, record.text("indicator")?);
    let always = ["area", "period"].into_iter().filter(|name| !dimensions.contains(*name));
    for dimension in dimensions.iter().map(String::as_str).chain(always) {
        if let Some(code) = record.text(dimension) {
            key = key.with(dimension, code);
        }
    }
    record.text("period")?;
    Some(context.made_canonical(key))
}

type KeyOf<'a> = &'a dyn Fn(&Record) -> Option<Result<FigureKey, Problem>>;

fn typed(
    register: &Register,
    file: &str,
    bytes: &[u8],
    context: &Context,
    mut mistakes: Mistakes,
    key: impl Fn(&Record) -> Option<Result<FigureKey, Problem>>,
) -> (Vec<Stated>, Vec<Mistake>) {
    let records = register::read_among(register, file, bytes, context, &mut mistakes);
    // In a file where nothing is accepted a reason stands by itself.
    let decides = register.fields.iter().any(|field| field.name == "accepted");
    let mut rows = Vec::new();
    for record in &records {
        rows.extend(Row { record, file, context, mistakes: &mut mistakes, decides }.stated(&key));
    }
    let mut decided = Decided::default();
    rows.iter().for_each(|row| decided.check(file, row, &mut mistakes));
    (rows, mistakes.into_vec())
}

#[cfg(test)]
mod tests;
