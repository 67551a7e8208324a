//! The cells of a workbook, within bounds: a packed file may claim to hold anything.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use figures::Decimal;

use super::{Column, MAX_BYTES, MAX_UNPACKED};

/// The most parts that a file may have.
const MAX_PARTS: usize = 500;
/// The most cells of a sheet that are looked at.
const MAX_CELLS: usize = 200_000;

/// The most that texts of a sheet may hold.
const MAX_TEXT: usize = 16 << 20;

/// Whether a cell is in one of our columns.
fn is_ours((_, column): (u32, u32)) -> bool {
    usize::try_from(column).is_ok_and(|column| column < Column::ALL.len())
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// Something that is neither, in words.
    Other(&'static str),
}

impl Held {
    /// How many bytes its text has.
    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Number(_) | Self::Other(_) => 0,
        }
    }
}

/// Cells by row and column, from 0.
pub(super) type Sheet = BTreeMap<(u32, u32), Held>;

/// A workbook that is open.
pub(super) struct Book<'a>(Xlsx<Cursor<&'a [u8]>>);

impl<'a> Book<'a> {
    /// Opens it, after looking whether it unpacks to a size that can be held.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        if bytes.len() > MAX_BYTES {
            return Err(format!("it has {} bytes, and at most {MAX_BYTES} are read", bytes.len()));
        }
        weighed(bytes)?;
        Xlsx::new(Cursor::new(bytes)).map(Self).map_err(|error| error.to_string())
    }

    /// The cells of a sheet that hold anything.
    ///
    /// # Errors
    /// What is wrong with the sheet.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Option<Sheet>, String> {
        if !self.0.sheet_names().iter().any(|known| known == name) {
            return Ok(None);
        }
        let mut reader = self.0.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
        let (mut sheet, mut bytes) = (Sheet::new(), 0_usize);
        while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
            let Some(held) = held(cell.get_value()).filter(|_| is_ours(cell.get_position())) else {
                continue;
            };
            // A text that many cells share is held by each of them.
            bytes = bytes.saturating_add(held.bytes());
            if sheet.len() >= MAX_CELLS || bytes > MAX_TEXT {
                return Err(format!(
                    "the sheet {name} holds more than {MAX_CELLS} cells or {MAX_TEXT} bytes"
                ));
            }
            sheet.insert(cell.get_position(), held);
        }
        drop(reader);
        // A program that writes a formula may leave its result to whoever opens the file: that is no empty cell.
        let mut reader = self.0.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
        while let Some(cell) = reader.next_formula().map_err(|error| error.to_string())? {
            if !cell.get_value().is_empty() && is_ours(cell.get_position()) && sheet.len() < MAX_CELLS {
                let without = Held::Other("a formula without its result");
                sheet.entry(cell.get_position()).or_insert(without);
            }
        }
        Ok(Some(sheet))
    }
}

/// Whether the file's parts unpack to a size that can be held. The sizes that a file tells of itself are not trusted.
fn weighed(bytes: &[u8]) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > MAX_PARTS {
        return Err(format!("it has {} parts, and at most {MAX_PARTS} are read", archive.len()));
    }
    let mut left = MAX_UNPACKED;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| error.to_string())?;
        let mut held = Vec::new();
        let read = part.take(left.saturating_add(1)).read_to_end(&mut held);
        let read = read.ok().and_then(|read| u64::try_from(read).ok()).ok_or("a part is damaged")?;
        promised(&held)?;
        left =
            left.checked_sub(read).ok_or_else(|| format!("it unpacks to more than {MAX_UNPACKED} bytes"))?;
    }
    Ok(())
}

/// How many shared strings a part says that it has: a reader makes room for all of them at once, so there must not be more than bytes.
fn promised(part: &[u8]) -> Result<(), String> {
    let name = b"uniqueCount";
    let all = part.windows(name.len()).enumerate().filter(|(_, word)| word == name);
    for (at, _) in all {
        let rest = part.get(at.saturating_add(name.len())..).unwrap_or_default();
        let digits: Vec<u8> = rest
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
            .take_while(|byte| byte.is_ascii_digit())
            .copied()
            .collect();
        let count = String::from_utf8(digits).unwrap_or_default();
        if !count.is_empty() && count.parse::<usize>().map_or(true, |count| count > part.len()) {
            return Err(format!("it says that it has {count} texts, more than it can hold"));
        }
    }
    Ok(())
}

fn held(value: &DataRef<'_>) -> Option<Held> {
    let unfit = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let text = |text: &str| {
        let text = Some(text.trim()).filter(|text| !text.is_empty())?;
        let held = if text.contains(unfit) {
            Held::Other("a character that cannot be printed")
        } else {
            Held::Text(text.to_owned())
        };
        Some(held)
    };
    match value {
        DataRef::Empty => None,
        DataRef::Int(number) => Some(Held::Text(number.to_string())),
        DataRef::Float(number) => Some(Held::Number(*number)),
        DataRef::String(found) => text(found),
        DataRef::SharedString(found) => text(found),
        DataRef::Bool(_) => Some(Held::Other("true or false")),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            Some(Held::Other("a date or a time"))
        }
        DataRef::Error(_) => Some(Held::Other("an error of a formula")),
    }
}

/// The number that was typed: the 15 digits that a spreadsheet keeps. None for what is no number or too large.
pub(super) fn typed(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|decimal| decimal.normalize())
}
