//! One cell: from text to [`Datum`] by its field's type, and back.

use std::borrow::Cow;

use figures::measure::nearest;
use figures::value::{parse_decimal, to_parts};
use figures::{Bound, Decimals, Period, Unit};

use super::{Datum, FieldType};
use crate::context::Context;
use crate::mistake::{Problem, quote};

/// Reads the text of a cell, which is not empty.
pub(super) fn parse(kind: &FieldType, text: &str, context: &Context) -> Result<Datum, Problem> {
    let kept = || Datum::Text(text.to_owned());
    match kind {
        FieldType::Text | FieldType::Texts | FieldType::Localized => {
            Ok(Datum::Text(unguard(text).to_owned()))
        }
        FieldType::Id => identifier(text).map(|()| kept()),
        FieldType::Code(list) => context.check_code(list, text).map(|()| kept()),
        FieldType::Codes(list) => each(text, |part| context.check_code(list, part)).map(|()| kept()),
        FieldType::Choice(names) => choice(names, text).map(|()| kept()),
        FieldType::Area => context.check_area(text).map(|()| kept()),
        FieldType::Date => date(text, false).map(|()| kept()),
        FieldType::Day => date(text, true).map(|()| kept()),
        FieldType::Period => text.parse::<Period>().map(|_| kept()).map_err(|e| Problem::of_error(&e)),
        FieldType::Integer => integer(text),
        FieldType::Decimal => decimal(text),
        FieldType::Decimals => text.parse::<Decimals>().map(|_| kept()).map_err(|e| Problem::of_error(&e)),
        FieldType::Bound => text.parse::<Bound>().map(|_| kept()).map_err(|e| Problem::of_error(&e)),
        FieldType::Unit => unit(text, context).map(|()| kept()),
        FieldType::Currency => {
            unit(text, context).and_then(|()| context.check_currency(text)).map(|()| kept())
        }
        FieldType::YesNo => yes(text),
        FieldType::Key => context.check_key(text).map(|_| kept()),
        FieldType::Url => url(text).map(|()| kept()),
        FieldType::Reference(file) => context.check_reference(file, text).map(|()| kept()),
        FieldType::References(file) => {
            each(text, |part| context.check_reference(file, part)).map(|()| kept())
        }
        FieldType::Document => context.check_document(text).map(|()| kept()),
    }
}

/// By what a cell begins that a spreadsheet runs, or moves to the next cell; the wide ones are those of East Asian keyboards.
pub(crate) const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What a spreadsheet would take for a formula, after any apostrophes.
fn is_formula(text: &str) -> bool {
    // Most cells begin with a letter or a digit, which no formula does.
    let plain = text.bytes().next().is_none_or(|first| first.is_ascii_alphanumeric());
    !plain && text.trim_start_matches('\'').starts_with(SIGNS) && parse_decimal(text).is_err()
}

/// A text as it is written: one apostrophe before what a spreadsheet would take for a formula.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    if is_formula(text) { format!("'{text}").into() } else { text.into() }
}

/// The inverse of [`guard`]; a formula without the apostrophe stays as it is.
pub(super) fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// A datum as it is written, without quoting; a localized one has no single cell.
pub(super) fn print(datum: &Datum) -> Cow<'_, str> {
    match datum {
        Datum::Null | Datum::Localized(_) => "".into(),
        Datum::Text(text) => text.into(),
        Datum::Integer(number) => number.to_string().into(),
        Datum::Decimal(number) => number.to_string().into(),
    }
}

fn each(text: &str, check: impl Fn(&str) -> Result<(), Problem>) -> Result<(), Problem> {
    text.split('|').try_for_each(|part| check(part.trim()))
}

/// Whether a text may identify a record or be a code.
pub(crate) fn is_identifier(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b'%' | b'+');
    (1..=128).contains(&text.len()) && text.bytes().all(inner) && !text.starts_with(['+', '-'])
}

fn identifier(text: &str) -> Result<(), Problem> {
    let remedy = "use at most 128 ASCII letters, digits and -._/%+, a letter or digit first";
    if is_identifier(text) {
        Ok(())
    } else {
        Err(Problem::new(format!("{} is no identifier", quote(text)), remedy))
    }
}

fn choice(names: &[String], text: &str) -> Result<(), Problem> {
    if names.iter().any(|n| n == text) {
        return Ok(());
    }
    let remedy = match nearest(text, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write {}", names.join(", ")),
    };
    Err(Problem::new(format!("{} is not known here", quote(text)), remedy))
}

fn date(text: &str, day_only: bool) -> Result<(), Problem> {
    let remedy = if day_only {
        "write a day: 2024-10-15"
    } else {
        "write a day, a month or a year: 2024-10-15, 2024-10, 2024"
    };
    let good = match text.parse::<Period>() {
        Ok(Period::Day(_)) => true,
        Ok(Period::Year(_) | Period::Month(..)) => !day_only,
        Ok(Period::Quarter(..) | Period::Interval(..)) | Err(_) => false,
    };
    if good { Ok(()) } else { Err(Problem::new(format!("{} is no date", quote(text)), remedy)) }
}

fn integer(text: &str) -> Result<Datum, Problem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = text.parse::<i64>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
    let remedy = "write digits without grouping: 1343";
    number
        .map(Datum::Integer)
        .ok_or_else(|| Problem::new(format!("{} is no whole number", quote(text)), remedy))
}

fn decimal(text: &str) -> Result<Datum, Problem> {
    let number = parse_decimal(text).map_err(|e| Problem::of_error(&e))?.normalize();
    match to_parts(number) {
        Ok(_) => Ok(Datum::Decimal(number)),
        Err(error) => Err(Problem::new(error.to_string(), "state fewer digits")),
    }
}

fn unit(text: &str, context: &Context) -> Result<(), Problem> {
    Unit::new(text).map_err(|e| Problem::of_error(&e))?;
    context.check_code("unit", text)
}

fn yes(text: &str) -> Result<Datum, Problem> {
    if text == "yes" {
        return Ok(Datum::Integer(1));
    }
    Err(Problem::new(
        format!("{} is neither `yes` nor empty", quote(text)),
        "write `yes`, or leave the cell empty",
    ))
}

fn url(text: &str) -> Result<(), Problem> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let good = rest.is_some_and(|r| !r.is_empty() && !r.contains(char::is_whitespace));
    let remedy = "write the whole address, beginning with https://";
    if good { Ok(()) } else { Err(Problem::new(format!("{} is no link", quote(text)), remedy)) }
}
