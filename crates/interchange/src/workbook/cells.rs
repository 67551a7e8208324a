//! The cells of a workbook, within bounds: a packed file may claim to hold anything.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use figures::Decimal;

use super::{MAX_BYTES, MAX_UNPACKED};

/// The most parts that a file may have.
const MAX_PARTS: usize = 500;
/// The most cells of a sheet that are looked at.
const MAX_CELLS: usize = 200_000;

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
        let mut sheet = Sheet::new();
        while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
            if sheet.len() >= MAX_CELLS {
                return Err(format!("the sheet {name} has more than {MAX_CELLS} cells"));
            }
            if let Some(held) = held(cell.get_value()) {
                sheet.insert(cell.get_position(), held);
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
        let mut part = part.take(left.saturating_add(1));
        let read = std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| error.to_string())?;
        left =
            left.checked_sub(read).ok_or_else(|| format!("it unpacks to more than {MAX_UNPACKED} bytes"))?;
    }
    Ok(())
}

fn held(value: &DataRef<'_>) -> Option<Held> {
    let text = |text: &str| Some(text.trim()).filter(|t| !t.is_empty()).map(|t| Held::Text(t.to_owned()));
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
