//! How a record of a table is read: as a row of the bundle's file that the table is filled from.

use std::collections::BTreeMap;

use interchange::register::{self, FieldType};
use interchange::{Context, Datum as Value, Field, Mistake, Record, Register, stated as observed};
use store::{Row, StoreError};

use super::mask::Texts;
use crate::domain::{Domain, StatedFile};
use crate::stated;
use crate::tables::{self, Records};

/// What the rows of a table are.
pub(crate) enum Shape<'a> {
    /// Records of a register.
    Records(&'a Register),
    /// Values that sources state, under keys that columns make up.
    Stated(&'a StatedFile, Register),
}

/// Rows with the lines that they stand in, and what is wrong.
pub(crate) type ReadRows = (Vec<(u32, Row)>, Vec<Mistake>);

impl<'a> Shape<'a> {
    /// The shape of a domain's table; none for a table that is not written by calls.
    pub(crate) fn of(domain: &'a Domain, table: &str) -> Option<Self> {
        let stated = || domain.stated.iter().find(|file| file.table == table);
        let records = domain.register(table).map(Self::Records);
        records.or_else(|| stated().map(|file| Self::Stated(file, stated::register(file.table, Some(file)))))
    }

    /// The table as a register.
    pub(crate) fn register(&self) -> &Register {
        match self {
            Self::Records(register) => register,
            Self::Stated(_, register) => register,
        }
    }

    /// What the file's columns are.
    pub(crate) fn columns(&self, domain: &Domain, context: &Context) -> Vec<Field> {
        match self {
            Self::Records(register) => register.fields.clone(),
            Self::Stated(..) => {
                let dimensions = observed::dimensions_of(domain.name, context);
                observed::observations_register(&dimensions).fields
            }
        }
    }

    /// Reads the rows of a file.
    pub(crate) fn read(
        &self,
        domain: &Domain,
        bytes: &[u8],
        context: &Context,
    ) -> Result<ReadRows, StoreError> {
        match self {
            Self::Records(register) => {
                let (records, mistakes) = register::read(register, &register.file, bytes, context);
                let rows: Result<Vec<(u32, Row)>, StoreError> =
                    records.iter().map(|record| Ok((record.line, tables::row(register, record)?))).collect();
                Ok((rows?, mistakes))
            }
            Self::Stated(file, _) => {
                let (values, mistakes) = stated::read(file.file, domain.name, bytes, context);
                Ok((stated::rows(file.table, Some(file), values)?, mistakes))
            }
        }
    }

    /// A stored row as the file has it, by column.
    pub(crate) fn texts(&self, row: Row) -> Result<Texts, StoreError> {
        let record = Records::of(self.register()).read(row)?;
        let mut texts = Texts::new();
        for field in &self.register().fields {
            texts.extend(printed(field, &record));
        }
        if let Self::Stated(..) = self {
            // The table has the key, which the columns make up, and no word for what is missing but why.
            texts.retain(|column, _| column != "key" && column != "n");
            let missing = texts.get("missing_reason").is_some_and(|reason| !reason.is_empty());
            texts.insert("status".to_owned(), if missing { "missing".to_owned() } else { String::new() });
        }
        Ok(texts)
    }
}

/// The cells of a field.
fn printed(field: &Field, record: &Record) -> BTreeMap<String, String> {
    let one = |text: String| BTreeMap::from([(field.name.clone(), text)]);
    match record.get(&field.name) {
        Value::Localized(labels) => labels
            .iter()
            .map(|(language, text)| (format!("{}_{language}", field.name), text.clone()))
            .collect(),
        Value::Null if field.kind == FieldType::Localized => BTreeMap::new(),
        Value::Null => one(String::new()),
        Value::Text(text) => one(text.clone()),
        Value::Integer(1) if field.kind == FieldType::YesNo => one("yes".to_owned()),
        Value::Integer(_) if field.kind == FieldType::YesNo => one(String::new()),
        Value::Integer(number) => one(number.to_string()),
        Value::Decimal(number) => one(number.to_string()),
    }
}
