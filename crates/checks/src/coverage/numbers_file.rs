//! `source-numbers.csv`: the numbers of a source text without the text.

use interchange::mistake::{Mistakes, quote};
use interchange::register::{self, Field, FieldType, Record, Register};
use interchange::{Context, Mistake, Place};

use super::number::Number;
use crate::reading::{Amount, Vocabulary, amount_alone};

const FIELDS: [&str; 8] = ["line", "column", "number", "value", "unit", "period", "section", "paragraph"];

/// The numbers as a file: `line,column,number,value,unit,period,section,paragraph`.
#[must_use]
pub fn write(numbers: &[Number]) -> String {
    let mut text = FIELDS.join(",");
    text.push('\n');
    for n in numbers {
        let cells = [
            n.line.to_string(),
            n.column.to_string(),
            n.text.clone(),
            n.amount.to_string(),
            n.unit.clone(),
            n.periods.to_string(),
            n.section.clone(),
            n.paragraph.to_string(),
        ];
        text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        text.push('\n');
    }
    text
}

/// A cell after RFC 4180: quoted only where it must be.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What the file looks like.
fn file_register() -> Register {
    let fields = vec![
        Field::required("line", FieldType::Integer),
        Field::required("column", FieldType::Integer),
        Field::required("number", FieldType::Text),
        Field::optional("value", FieldType::Text),
        Field::optional("unit", FieldType::Text),
        Field::optional("period", FieldType::Text),
        Field::required("section", FieldType::Text),
        Field::required("paragraph", FieldType::Integer),
    ];
    Register::new("source-numbers.csv", &["line", "column"], fields)
}

/// Reads what [`write()`] wrote.
///
/// # Errors
/// All mistakes: cells that do not read, and numbers whose value is not what is written, whatever the scale.
pub fn read(file: &str, bytes: &[u8], vocabulary: &Vocabulary) -> Result<Vec<Number>, Vec<Mistake>> {
    let (records, found) = register::read(&file_register(), file, bytes, &Context::default());
    let mut mistakes = Mistakes::default();
    mistakes.extend(found);
    let mut numbers = Vec::new();
    for record in &records {
        match number(record, vocabulary) {
            Ok(number) => numbers.push(number),
            Err((field, problem)) => {
                let place: Place = record.place(file, field);
                mistakes.push(Mistake::new(place, problem, "make the file anew from the text").of(field));
            }
        }
    }
    if mistakes.is_empty() { Ok(numbers) } else { Err(mistakes.into_vec()) }
}

fn number(record: &Record, vocabulary: &Vocabulary) -> Result<Number, (&'static str, String)> {
    let count = |field: &'static str| {
        let number = record.integer(field).and_then(|n| u32::try_from(n).ok()).filter(|n| *n >= 1);
        number.ok_or_else(|| (field, format!("{field} is no number from 1 upwards")))
    };
    let text = |field: &str| record.text(field).unwrap_or_default().to_owned();
    let amount: Amount =
        text("value").parse().map_err(|e: crate::reading::AmountError| ("value", e.to_string()))?;
    let written = text("number");
    let agrees = amount_alone(&written, vocabulary).is_some_and(|digits| amount.is_scaled_from(digits));
    if !agrees {
        return Err((
            "value",
            format!("{} does not amount to {}", quote(&written), quote(&amount.to_string())),
        ));
    }
    let periods = text("period").parse().map_err(|e: figures::PeriodError| ("period", e.to_string()))?;
    Ok(Number {
        line: count("line")?,
        column: count("column")?,
        text: written,
        amount,
        unit: text("unit"),
        periods,
        section: text("section"),
        paragraph: count("paragraph")?,
    })
}
