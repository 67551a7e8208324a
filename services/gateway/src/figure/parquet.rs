//! A table as Parquet, for analysts: the columns of [`Table`], each of its own type, all of them optional.
//!
//! Nothing is binary floating point. A column of decimals is `DECIMAL(38, s)`, where `s` is the most decimal places that one of its values
//! has; where a value does not fit 38 digits so, the column is text, as in CSV. The file is one row group without compression: an answer has
//! at most some ten thousand rows, and goes out compressed where a client asks for that.

use std::sync::Arc;

use ::parquet::basic::{LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use ::parquet::errors::Result;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use figures::Decimal;
use interchange::answers::{Column, Held, Holds, Table};

/// Digits of a decimal, the most that readers take.
const PRECISION: i32 = 38;
/// Bytes of a decimal of so many digits.
const BYTES: usize = 16;
/// The greatest decimal of so many digits, without its point.
const GREATEST: u128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

/// How a column is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Text,
    Integer,
    Flag,
    /// With so many places behind the point.
    Decimal(u32),
}

/// The bytes of a Parquet file.
///
/// # Errors
/// Those of the writer, which does not fail in memory.
pub(super) fn file(table: &Table) -> Result<Vec<u8>> {
    let kept: Vec<Kept> =
        table.columns.iter().enumerate().map(|(at, column)| kept(table, at, column)).collect();
    let fields: Result<Vec<TypePtr>> =
        table.columns.iter().zip(&kept).map(|(column, kept)| field(column, *kept)).collect();
    let schema = Type::group_type_builder("figures").with_fields(fields?).build()?;
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::default())?;
    let mut rows = writer.next_row_group()?;
    for (at, kept) in kept.iter().enumerate() {
        let Some(mut column) = rows.next_column()? else { break };
        let cells = table.rows.iter().map(|row| row.get(at).unwrap_or(&Held::Nothing));
        write(&mut column, cells, *kept)?;
        column.close()?;
    }
    rows.close()?;
    writer.close()?;
    Ok(bytes)
}

fn kept(table: &Table, at: usize, column: &Column) -> Kept {
    match column.holds {
        Holds::Text => Kept::Text,
        Holds::Integer => Kept::Integer,
        Holds::Flag => Kept::Flag,
        Holds::Decimal => {
            let numbers = || table.rows.iter().filter_map(move |row| decimal(row.get(at)?));
            let scale = numbers().map(|number| number.normalize().scale()).max().unwrap_or(0);
            let all_fit = numbers().all(|number| unscaled(number, scale).is_some());
            if all_fit { Kept::Decimal(scale) } else { Kept::Text }
        }
    }
}

fn decimal(held: &Held) -> Option<Decimal> {
    if let Held::Decimal(number) = held { Some(*number) } else { None }
}

/// A number times ten to the power of `scale`, if it fits.
fn unscaled(number: Decimal, scale: u32) -> Option<i128> {
    let number = number.normalize();
    let power = 10_i128.checked_pow(scale.checked_sub(number.scale())?)?;
    number.mantissa().checked_mul(power).filter(|unscaled| unscaled.unsigned_abs() <= GREATEST)
}

fn field(column: &Column, kept: Kept) -> Result<TypePtr> {
    let of =
        |physical| Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    let built = match kept {
        Kept::Text => of(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)),
        Kept::Integer => of(Physical::INT64),
        Kept::Flag => of(Physical::BOOLEAN),
        Kept::Decimal(scale) => {
            let scale = i32::try_from(scale).unwrap_or(PRECISION);
            of(Physical::FIXED_LEN_BYTE_ARRAY)
                .with_length(i32::try_from(BYTES).unwrap_or(i32::MAX))
                .with_logical_type(Some(LogicalType::decimal(scale, PRECISION)))
                .with_precision(PRECISION)
                .with_scale(scale)
        }
    };
    built.build().map(Arc::new)
}

/// Writes the cells of a column: which of them hold something, and what those hold.
fn write<'a>(
    column: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'a Held> + Clone,
    kept: Kept,
) -> Result<()> {
    match kept {
        Kept::Text => {
            let (values, there) = held(cells, text);
            column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
        Kept::Integer => {
            let integer = |held: &Held| if let Held::Integer(number) = held { Some(*number) } else { None };
            let (values, there) = held(cells, integer);
            column.typed::<Int64Type>().write_batch(&values, Some(&there), None)?;
        }
        Kept::Flag => {
            let flag = |held: &Held| if let Held::Flag(flag) = held { Some(*flag) } else { None };
            let (values, there) = held(cells, flag);
            column.typed::<BoolType>().write_batch(&values, Some(&there), None)?;
        }
        Kept::Decimal(scale) => {
            let number = |held: &Held| {
                let bytes = unscaled(decimal(held)?, scale)?.to_be_bytes().to_vec();
                Some(FixedLenByteArray::from(bytes))
            };
            let (values, there) = held(cells, number);
            column.typed::<FixedLenByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
    }
    Ok(())
}

/// What cells hold, and of each cell whether it does.
fn held<'a, T>(
    cells: impl Iterator<Item = &'a Held> + Clone,
    read: impl Fn(&Held) -> Option<T>,
) -> (Vec<T>, Vec<i16>) {
    let there = cells.clone().map(|cell| i16::from(read(cell).is_some())).collect();
    (cells.filter_map(read).collect(), there)
}

fn text(held: &Held) -> Option<ByteArray> {
    let text = match held {
        Held::Nothing => return None,
        Held::Text(text) => text.clone(),
        Held::Integer(number) => number.to_string(),
        Held::Decimal(number) => number.normalize().to_string(),
        Held::Flag(flag) => flag.to_string(),
    };
    Some(ByteArray::from(text.into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_keeps_every_digit_or_is_no_decimal() {
        let number = |text: &str| figures::value::parse_decimal(text).expect("a number");
        let kept_of = |texts: &[&str]| {
            let column = Column { name: "value".to_owned(), holds: Holds::Decimal };
            let rows = texts.iter().map(|text| vec![Held::Decimal(number(text))]).collect();
            let table = Table { columns: vec![column], rows };
            kept(&table, 0, &table.columns[0])
        };
        assert_eq!(kept_of(&["5500000000", "-0.25", "1.10"]), Kept::Decimal(2));
        assert_eq!(kept_of(&[]), Kept::Decimal(0));
        assert_eq!(kept_of(&["70000000000000000000000000000", "0.0000000001"]), Kept::Text);
        assert_eq!(unscaled(number("-0.25"), 2), Some(-25));
        assert_eq!(unscaled(number("1.1"), 0), None, "no digit is cut off");
    }
}
