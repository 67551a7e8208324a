//! Writing a workbook: what is asked is locked, what is to be filled in is open and offers its choices.

use figures::{Decimal, Decimals};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use super::{Column, FORM, Form, HIDDEN, KNOWN_TO, Line, MAX_LINES, Shown, Words, step};

/// A workbook cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// It would be too long.
    #[error("{0} figures are asked for; ask for at most {MAX_LINES} in one workbook")]
    TooLong(usize),
    /// The format does not take it.
    #[error("the workbook cannot be written: {0}; shorten names and words")]
    Format(#[from] XlsxError),
}

/// The width of each column, in characters.
const WIDTHS: [u16; 11] = [34, 30, 60, 14, 18, 18, 18, 16, 14, 40, 30];
/// The height of a line, in points.
const LINE: f64 = 15.0;
/// The most lines that a row is high.
const MOST_LINES: u16 = 12;

struct Look {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    number: Format,
    open: Format,
    open_text: Format,
    key: Format,
}

impl Look {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
        let open = || cell().set_unlocked().set_background_color(Color::RGB(0x00FF_F8DC));
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_font_color(Color::RGB(0x0040_4040)),
            head: cell().set_bold().set_text_wrap().set_background_color(Color::RGB(0x00E6_EBF0)),
            text: cell().set_text_wrap(),
            number: cell().set_num_format("General").set_align(FormatAlign::Right),
            open: open().set_align(FormatAlign::Right),
            open_text: open().set_text_wrap(),
            key: cell().set_font_color(Color::RGB(0x0080_8080)),
        }
    }
}

/// The bytes of a workbook; the same form gives the same bytes.
///
/// # Errors
/// [`WorkbookError`].
pub fn write(form: &Form) -> Result<Vec<u8>, WorkbookError> {
    if form.lines.len() > MAX_LINES {
        return Err(WorkbookError::TooLong(form.lines.len()));
    }
    let mut workbook = Workbook::new();
    let (year, month, day) = (form.asked.year(), form.asked.month(), form.asked.day());
    let [year, month, day] = [year.unsigned_abs(), month.unsigned_abs().into(), day.unsigned_abs().into()];
    let asked =
        ExcelDateTime::from_ymd(year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))?;
    let properties = DocProperties::new().set_title(&form.words.title).set_creation_datetime(&asked);
    workbook.set_properties(&properties);
    asking(workbook.add_worksheet(), form)?;
    hidden(workbook.add_worksheet(), form)?;
    Ok(workbook.save_to_buffer()?)
}

fn asking(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    let (look, words) = (Look::new(), &form.words);
    sheet.set_name(&words.sheet)?;
    for (column, width) in Column::ALL.iter().zip(WIDTHS) {
        sheet.set_column_width(column.number(), f64::from(width))?;
    }
    sheet.write_string_with_format(0, 0, &words.title, &look.title)?;
    let mut row = 1;
    for note in &words.notes {
        sheet.write_string_with_format(row, 0, note, &look.note)?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    for (column, head) in Column::ALL.iter().zip(&words.heads) {
        sheet.write_string_with_format(row, column.number(), head, &look.head)?;
    }
    let first = row.saturating_add(1);
    sheet.set_freeze_panes(first, 2)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(row, row)?;
    let mut row = first;
    for line in &form.lines {
        write_line(sheet, row, line, words, &look)?;
        row = row.saturating_add(1);
    }
    if !form.lines.is_empty() {
        let last = row.saturating_sub(1);
        choices(sheet, first, last, words)?;
    }
    sheet.protect().set_right_to_left(words.right_to_left);
    Ok(())
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    line: &Line,
    words: &Words,
    look: &Look,
) -> Result<(), XlsxError> {
    let texts = [
        (Column::Figure, &line.figure),
        (Column::Of, &line.of),
        (Column::Definition, &line.definition),
        (Column::Unit, &line.unit),
    ];
    let mut lines = 1;
    for (column, text) in texts {
        sheet.write_string_with_format(row, column.number(), text, &look.text)?;
        lines = lines.max(wrapped(text, column));
    }
    sheet.set_row_height(row, f64::from(lines) * LINE)?;
    for (column, shown) in [(Column::Before, &line.before), (Column::Recorded, &line.recorded)] {
        match shown {
            Shown::Number(number) => show(sheet, row, column, *number, look)?,
            Shown::Text(text) => {
                sheet.write_string_with_format(row, column.number(), text, &look.text)?;
            }
        }
    }
    sheet.write_blank(row, Column::Value.number(), &look.open)?;
    let known_to = match line.known_to {
        Decimals::Inf => words.exact.clone(),
        Decimals::Exp(power) => step(power),
    };
    sheet.write_string_with_format(row, Column::KnownTo.number(), known_to, &look.open)?;
    sheet.write_blank(row, Column::Bound.number(), &look.open_text)?;
    sheet.write_blank(row, Column::Comment.number(), &look.open_text)?;
    sheet.write_string_with_format(row, Column::Key.number(), &line.key, &look.key)?;
    Ok(())
}

/// How many lines a text takes in its column; not every program finds that out by itself.
fn wrapped(text: &str, column: Column) -> u16 {
    let wide = |c: char| if c >= '\u{2e80}' { 2_usize } else { 1 };
    let cells: usize = text.chars().map(wide).sum();
    let width = WIDTHS.get(usize::from(column.number())).copied().unwrap_or(1);
    // Words break before a line is full.
    let full = usize::from(width).saturating_sub(4).max(1);
    u16::try_from(cells.div_ceil(full)).map_or(MOST_LINES, |lines| lines.clamp(1, MOST_LINES))
}

/// A number, where a spreadsheet keeps all its digits; else its text.
fn show(
    sheet: &mut Worksheet,
    row: u32,
    column: Column,
    number: Decimal,
    look: &Look,
) -> Result<(), XlsxError> {
    let text = number.normalize().to_string();
    let kept =
        text.parse::<f64>().ok().filter(|float| super::cells::typed(*float) == Some(number.normalize()));
    match kept {
        Some(float) => {
            let places = usize::try_from(number.normalize().scale()).unwrap_or_default();
            let point = if places > 0 { "." } else { "" };
            let format = look.number.clone().set_num_format(format!("#,##0{point}{}", "0".repeat(places)));
            sheet.write_number_with_format(row, column.number(), float, &format)?
        }
        None => sheet.write_string_with_format(row, column.number(), text, &look.number)?,
    };
    Ok(())
}

/// What the open cells offer. A value is typed, or one of two words is chosen.
fn choices(sheet: &mut Worksheet, first: u32, last: u32, words: &Words) -> Result<(), XlsxError> {
    let mut offer = |column: Column, list: &[String], strict: bool| -> Result<(), XlsxError> {
        let validation =
            DataValidation::new().allow_list_strings(list)?.show_error_message(strict).ignore_blank(true);
        sheet.add_data_validation(first, column.number(), last, column.number(), &validation)?;
        Ok(())
    };
    offer(Column::Value, &[words.nil.clone(), words.not_applicable.clone()], false)?;
    let mut known_to = vec![words.exact.clone()];
    known_to.extend(KNOWN_TO.map(step));
    offer(Column::KnownTo, &known_to, false)?;
    let bounds: Vec<String> = words.bounds.iter().map(|(_, word)| word.clone()).collect();
    offer(Column::Bound, &bounds, true)
}

/// What a program must know to read the workbook when it comes back.
fn hidden(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    sheet.set_name(HIDDEN)?.set_very_hidden(true);
    let mut rows = vec![
        [FORM.0.to_owned(), FORM.1.to_owned()],
        ["request".to_owned(), form.request.clone()],
        ["period".to_owned(), form.period.clone()],
        ["sheet".to_owned(), form.words.sheet.clone()],
        ["nil".to_owned(), form.words.nil.clone()],
        ["not-applicable".to_owned(), form.words.not_applicable.clone()],
        ["exact".to_owned(), form.words.exact.clone()],
    ];
    rows.extend(
        form.words.bounds.iter().map(|(bound, word)| [format!("bound:{}", bound.name()), word.clone()]),
    );
    for (number, row) in (0_u32..).zip(&rows) {
        for (column, text) in (0_u16..).zip(row) {
            sheet.write_string(number, column, text)?;
        }
    }
    sheet.protect();
    Ok(())
}
