//! Registers as tables: which columns a field becomes, and records as rows and back.
//!
//! Text is `TEXT`, integers and yes/no are `BIGINT`, an exact decimal is mantissa and scale, a text per language is JSON. The
//! columns of a key may not be null; an empty text stands there for what is not given.

use figures::value::{from_parts, to_parts};
use figures::{Decimal, Labels};
use interchange::register::{Names, Storage};
use interchange::{Datum as Value, Field, FieldType, Record, Register};
use store::{Column, Datum, Row, StoreError, Table};

use crate::sql::{column_name, scale_name};

/// The table of a register. Its key must name at least one field.
pub(crate) fn table(register: &Register) -> Table {
    let columns = register
        .fields
        .iter()
        .flat_map(|field| columns(register, &field.name, field.kind.storage()))
        .collect();
    let key: Vec<String> = register.key.iter().map(|name| column_name(name)).collect();
    Table::new(register.table.clone(), key, columns)
}

fn columns(register: &Register, name: &str, storage: Storage) -> Vec<Column> {
    let column = column_name(name);
    let in_key = register.key.iter().any(|k| k == name);
    let optional = |c: Column| if in_key { c } else { c.nullable() };
    match storage {
        Storage::Text | Storage::Localized => vec![optional(Column::text(column))],
        Storage::Integer => vec![optional(Column::integer(column))],
        Storage::Decimal => {
            vec![optional(Column::integer(column)), optional(Column::integer(scale_name(name)))]
        }
    }
}

/// The row of a record.
///
/// # Errors
/// `Invalid` for a decimal that does not fit 64 bits, which reading refuses.
pub(crate) fn row(register: &Register, record: &Record) -> Result<Row, StoreError> {
    let mut row = Row::with_capacity(register.fields.len().saturating_add(4));
    for (field, value) in register.fields.iter().zip(&record.values) {
        let in_key = register.key.contains(&field.name);
        match value {
            Value::Null if in_key => row.push(Datum::from("")),
            Value::Null if field.kind.storage() == Storage::Decimal => row.extend([Datum::Null, Datum::Null]),
            Value::Null => row.push(Datum::Null),
            Value::Text(text) => row.push(Datum::from(text)),
            Value::Integer(number) => row.push(Datum::Integer(*number)),
            Value::Decimal(number) => row.extend(decimal(*number, &register.table, &field.name)?),
            Value::Localized(labels) => row.push(Datum::from(labels_json(labels))),
        }
    }
    Ok(row)
}

/// Mantissa and scale of a decimal, without trailing zeros.
pub(crate) fn decimal(number: Decimal, table: &str, field: &str) -> Result<[Datum; 2], StoreError> {
    let (mantissa, scale) = to_parts(number.normalize())
        .map_err(|e| StoreError::Invalid { place: format!("{table}.{field}"), why: e.to_string() })?;
    Ok([Datum::Integer(mantissa), Datum::Integer(i64::from(scale))])
}

/// Rows of a register's table as its records.
pub(crate) struct Records<'a> {
    /// Each field, and whether it is in the key.
    fields: Vec<(&'a FieldType, bool)>,
    names: Names,
}

impl<'a> Records<'a> {
    pub(crate) fn of(register: &'a Register) -> Self {
        let field = |field: &'a Field| (&field.kind, register.key.contains(&field.name));
        Self { fields: register.fields.iter().map(field).collect(), names: Names::of(register) }
    }

    /// The record of a row.
    ///
    /// # Errors
    /// `Corrupt` for a row that no record can have become.
    pub(crate) fn read(&self, row: Row) -> Result<Record, StoreError> {
        let mut cells = row.into_iter();
        let mut values = Vec::with_capacity(self.fields.len());
        for (kind, in_key) in &self.fields {
            let cell = cells.next().unwrap_or(Datum::Null);
            values.push(match (kind.storage(), cell) {
                (Storage::Decimal, mantissa) => {
                    read_decimal(&mantissa, &cells.next().unwrap_or(Datum::Null))?
                }
                (_, Datum::Null) => Value::absent(kind),
                (_, Datum::Text(text)) if *in_key && text.is_empty() => Value::Null,
                (Storage::Localized, Datum::Text(text)) => Value::Localized(labels(&text)?),
                (_, Datum::Text(text)) => Value::Text(text),
                (_, Datum::Integer(number)) => Value::Integer(number),
            });
        }
        Ok(Record::named(&self.names, values))
    }
}

fn read_decimal(mantissa: &Datum, scale: &Datum) -> Result<Value, StoreError> {
    let (Some(mantissa), Some(scale)) = (mantissa.as_integer(), scale.as_integer()) else {
        return Ok(Value::Null);
    };
    joined(mantissa, scale).map(Value::Decimal)
}

/// The decimal of a mantissa and a scale.
///
/// # Errors
/// `Corrupt` for a scale that no decimal has.
pub(crate) fn joined(mantissa: i64, scale: i64) -> Result<Decimal, StoreError> {
    let corrupt = |why: String| StoreError::Corrupt { why };
    let scale = u32::try_from(scale).map_err(|_| corrupt(format!("{scale} is no scale of a decimal")))?;
    from_parts(mantissa, scale).map_err(|e| corrupt(e.to_string()))
}

/// Text by language as it is kept: a JSON object, languages in order.
pub(crate) fn labels_json(labels: &Labels) -> String {
    serde_json::to_string(labels).expect("a map of texts to texts always serialises")
}

/// Text by language from what is kept.
///
/// # Errors
/// `Corrupt` for anything but a JSON object of texts.
pub(crate) fn labels(text: &str) -> Result<Labels, StoreError> {
    serde_json::from_str(text)
        .map_err(|e| StoreError::Corrupt { why: format!("a text by language is not readable: {e}") })
}

#[cfg(test)]
mod tests {
    use interchange::Context;

    use super::*;

    fn register() -> Register {
        let fields = vec![
            Field::required("id", FieldType::Id),
            Field::optional("valid_from", FieldType::Date),
            Field::optional("aggregate", FieldType::YesNo),
            Field::optional("amount", FieldType::Decimal),
            Field::optional("label", FieldType::Localized),
            Field::optional("event-kind", FieldType::Text),
        ];
        Register::new("some-things.csv", &["id", "valid_from"], fields)
    }

    #[test]
    fn a_field_becomes_columns_by_what_it_holds() {
        let table = table(&register());
        let names: Vec<&str> = table.columns.iter().map(|c| c.name.as_ref()).collect();
        assert_eq!(
            names,
            ["id", "is_valid_from", "aggregate", "amount", "amount_scale", "label", "event_kind"]
        );
        assert_eq!((table.name.as_ref(), table.key.len()), ("some_things", 2));
    }

    #[test]
    fn a_record_comes_back_from_its_row() {
        let text = "id,valid_from,aggregate,amount,label_en,label_zh,event-kind\na,,yes,28.60,One,一,x\nb,2024,,,,,\n";
        let (records, mistakes) =
            interchange::register::read(&register(), "f.csv", text.as_bytes(), &Context::default());
        assert_eq!(mistakes, []);
        for record in &records {
            let row = row(&register(), record).expect("it fits");
            assert_eq!(row.len(), 7);
            assert_eq!(Records::of(&register()).read(row).as_ref(), Ok(record));
        }
    }
}
