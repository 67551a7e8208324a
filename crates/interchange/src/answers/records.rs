//! Records of a register as a table: a column a field, and one for each language of a text.

use super::table::{Column, Held, Holds, Table};
use crate::register::{self, Datum, FieldType, Languages, Record, Register, Storage};

/// Records as a table. Numbers are numbers, yes and no are flags, and everything else is text.
#[must_use]
pub fn records(register: &Register, languages: &Languages, records: &[Record]) -> Table {
    let own = register::columns(register, languages);
    let holds = |field: usize| {
        let kind = register.fields.get(field).map_or(&FieldType::Text, |field| &field.kind);
        match kind.storage() {
            Storage::Integer if *kind == FieldType::YesNo => Holds::Flag,
            Storage::Integer => Holds::Integer,
            Storage::Decimal => Holds::Decimal,
            Storage::Text | Storage::Localized => Holds::Text,
        }
    };
    let columns: Vec<Column> =
        own.iter().map(|column| Column { name: column.name.clone(), holds: holds(column.field) }).collect();
    let row = |record: &Record| {
        let cell = |(column, typed): (&register::Column, &Column)| match record.values.get(column.field) {
            None | Some(Datum::Null) => Held::Nothing,
            Some(Datum::Integer(flag)) if typed.holds == Holds::Flag => Held::Flag(*flag != 0),
            Some(Datum::Integer(number)) => Held::Integer(*number),
            Some(Datum::Decimal(number)) => Held::Decimal(*number),
            Some(Datum::Text(text)) => Held::Text(text.clone()),
            Some(Datum::Localized(labels)) => {
                let text = column.language.as_ref().and_then(|language| labels.get(language));
                text.map_or(Held::Nothing, |text| Held::Text(text.clone()))
            }
        };
        own.iter().zip(&columns).map(cell).collect()
    };
    let rows = records.iter().map(row).collect();
    Table { columns, rows }
}
