//! A table as Parquet, for analysts: the columns of [`Table`], each of its own type, all of them optional.
//!
//! Nothing is binary floating point. A column of decimals is `DECIMAL(38, s)`, where `s` is the most decimal places that one of its values
//! has; where a value does not fit 38 digits so, the column is text, as in CSV. An answer is one row group without compression: it has at
//! most some ten thousand rows, and goes out compressed where a client asks for that. A file of many rows is written a row group after the other.

use std::io::Write;
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
pub enum Kept {
    /// As text.
    Text,
    /// In 64 bits.
    Integer,
    /// As yes or no.
    Flag,
    /// With so many places behind the point.
    Decimal(u32),
}

impl Kept {
    /// How a column is kept whose values have at most so many decimal places, and at most 18 digits.
    #[must_use]
    pub const fn of(holds: Holds, scale: u32) -> Self {
        match holds {
            Holds::Text => Self::Text,
            Holds::Integer => Self::Integer,
            Holds::Flag => Self::Flag,
            Holds::Decimal => Self::Decimal(scale),
        }
    }
}

/// A file that is being written.
pub struct Writer<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    kept: Vec<Kept>,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file of these columns.
    ///
    /// # Errors
    /// Those of who takes the bytes.
    pub fn begin(name: &str, columns: &[(Column, Kept)], to: W) -> Result<Self> {
        let fields: Result<Vec<TypePtr>> =
            columns.iter().map(|(column, kept)| field(column, *kept)).collect();
        let schema = Type::group_type_builder(name).with_fields(fields?).build()?;
        let kept = columns.iter().map(|(_, kept)| *kept).collect();
        Ok(Self { writer: SerializedFileWriter::new(to, Arc::new(schema), Arc::default())?, kept })
    }

    /// Adds rows as a group of their own. A value that a column does not keep is left out.
    ///
    /// # Errors
    /// Those of who takes the bytes.
    pub fn group(&mut self, rows: &[Vec<Held>]) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for (at, kept) in self.kept.iter().enumerate() {
            let Some(mut column) = group.next_column()? else { break };
            let cells = rows.iter().map(|row| row.get(at).unwrap_or(&Held::Nothing));
            write(&mut column, cells, *kept)?;
            column.close()?;
        }
        group.close().map(drop)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Those of who takes the bytes.
    pub fn finish(self) -> Result<()> {
        self.writer.close().map(drop)
    }
}

/// The bytes of a Parquet file.
///
/// # Errors
/// Those of the writer, which does not fail in memory.
pub(crate) fn file(table: &Table) -> Result<Vec<u8>> {
    let columns = table.columns.iter().enumerate();
    let columns: Vec<(Column, Kept)> =
        columns.map(|(at, column)| (column.clone(), kept(table, at, column))).collect();
    let mut bytes = Vec::new();
    let mut writer = Writer::begin("figures", &columns, &mut bytes)?;
    writer.group(&table.rows)?;
    writer.finish()?;
    Ok(bytes)
}

fn kept(table: &Table, at: usize, column: &Column) -> Kept {
    let numbers = || table.rows.iter().filter_map(move |row| decimal(row.get(at)?));
    let scale = numbers().map(|number| number.normalize().scale()).max().unwrap_or(0);
    let all_fit = numbers().all(|number| unscaled(number, scale).is_some());
    if all_fit { Kept::of(column.holds, scale) } else { Kept::Text }
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
