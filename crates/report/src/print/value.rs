//! Prints a value with its unit, scale and bound.

use figures::{Bound, Decimals, Unit, Value};

use super::form::{Form, Shape};
use super::layout::{self, Layout};
use super::style::{Style, UnitKind, UnitText};
use super::table::fill;
use super::{PrintError, statement};

/// Where the unit of a number stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnitPlace {
    /// At the number, as in running text.
    #[default]
    Number,
    /// In the head of its column, with the scale that the form asks for.
    Head,
}

/// What is to be printed.
#[derive(Clone, Copy, Debug)]
pub struct Printing<'a> {
    /// The value.
    pub value: &'a Value,
    /// Its base unit.
    pub unit: &'a Unit,
    /// The most decimals that its measure ever shows; `None` is as known.
    pub most_decimals: Option<i32>,
    /// Where the unit stands.
    pub place: UnitPlace,
}

impl Style {
    /// Prints a value in a form.
    ///
    /// # Errors
    /// [`PrintError`] when the form says more than is known, or does not suit the unit.
    pub fn value(&self, printing: &Printing<'_>, form: &Form) -> Result<String, PrintError> {
        let text = match form.shape {
            None => self.stated(printing, form)?,
            Some(Shape::Plain) => self.plain(printing, form)?,
            Some(Shape::Words) => self.words(printing.value)?,
            Some(Shape::Ordinal) => self.ordinal(printing.value)?,
            Some(Shape::Percent) => self.percentage(printing, form)?,
            Some(Shape::Date | Shape::Month | Shape::Year | Shape::Day) => return Err(PrintError::NoDate),
        };
        Ok(if form.capital { capital(&text) } else { text })
    }

    /// The value that a reader has of what is printed: where digits are left out, the number that is printed, known to its last digit.
    /// Of words, ordinals and statements, which give no number to add up, nothing.
    ///
    /// # Errors
    /// [`PrintError`] as for [`Style::value`].
    pub fn as_printed(&self, printing: &Printing<'_>, form: &Form) -> Result<Option<Value>, PrintError> {
        let plain = match form.shape {
            None => false,
            Some(Shape::Plain) => true,
            Some(
                Shape::Words
                | Shape::Ordinal
                | Shape::Percent
                | Shape::Date
                | Shape::Month
                | Shape::Year
                | Shape::Day,
            ) => return Ok(None),
        };
        if form.statement.is_some() || plain {
            return Ok(form.statement.is_none().then_some(*printing.value));
        }
        let layout = self.layout(printing, form)?;
        let number = layout.number().ok_or(PrintError::TooLarge(printing.value.number))?;
        if number == printing.value.number {
            return Ok(Some(*printing.value));
        }
        let decimals = Decimals::Exp(layout.decimals());
        Ok(Value::new(number, decimals, printing.value.bound).ok())
    }

    /// The unit of a column whose cells print in a form with [`UnitPlace::Head`]; empty for a plain count.
    ///
    /// # Errors
    /// [`PrintError`] when the form's scale does not suit the unit or has no word.
    pub fn head(&self, unit: &Unit, form: &Form) -> Result<String, PrintError> {
        let text = self.unit(unit);
        let symbol = if text.kind == UnitKind::Bare { String::new() } else { text.symbol.clone() };
        match form.scale {
            None => Ok(fill(&self.table.head.alone, &symbol, "")),
            Some(scale) if scale.prefix => {
                let prefix = prefix_of(&text, unit, scale.exponent)?;
                Ok(fill(&self.table.head.alone, &format!("{prefix}{symbol}"), ""))
            }
            Some(scale) if scale.exponent == 0 => Ok(symbol),
            Some(scale) => {
                Ok(fill(&self.table.head.scaled, &symbol, self.word(scale.exponent)?).trim().to_owned())
            }
        }
    }

    /// Whether cells of a unit can leave it to their column's head: an automatic prefix (kbit/s) belongs to its number.
    #[must_use]
    pub fn unit_fits_head(&self, unit: &Unit, form: &Form) -> bool {
        let text = self.unit(unit);
        !(text.prefix && form.scale.is_none() || form.shape.is_some_and(|s| s != Shape::Plain))
    }

    fn stated(&self, printing: &Printing<'_>, form: &Form) -> Result<String, PrintError> {
        let Some(statement) = form.statement else { return self.number(printing, form) };
        let value = statement::printed(statement, printing.value);
        let most_decimals = if value.decimals == Decimals::Inf { None } else { printing.most_decimals };
        let text = self.number(&Printing { value: &value, most_decimals, ..*printing }, form)?;
        if statement::holds(statement, printing.value) {
            Ok(text)
        } else {
            Err(PrintError::NotTrue { value: printing.value.number, statement: text })
        }
    }

    fn number(&self, printing: &Printing<'_>, form: &Form) -> Result<String, PrintError> {
        if printing.unit.code() == "ordinal" && *form == (Form { capital: form.capital, ..Form::default() }) {
            return self.ordinal(printing.value);
        }
        let unit = self.unit(printing.unit);
        let head = printing.place == UnitPlace::Head;
        if let Some(scale) = form.scale.filter(|s| s.prefix) {
            prefix_of(&unit, printing.unit, scale.exponent)?;
        }
        let prefixed = takes_prefix(&unit, form);
        let layout = self.layout(printing, form)?;
        let text = self.with_unit(&layout, &unit, prefixed, head, form.scale.is_some())?;
        Ok(self.bounded(printing.value.bound, &text, &layout, &unit))
    }

    fn layout(&self, printing: &Printing<'_>, form: &Form) -> Result<Layout, PrintError> {
        let prefixed = takes_prefix(&self.unit(printing.unit), form);
        let head = printing.place == UnitPlace::Head;
        layout::of(printing.value, printing.most_decimals, form, prefixed, &self.table, head)
    }

    fn with_unit(
        &self,
        layout: &Layout,
        unit: &UnitText,
        prefixed: bool,
        head: bool,
        scale_in_head: bool,
    ) -> Result<String, PrintError> {
        let mut number = self.digits(layout);
        if layout.exponent != 0 && !prefixed && !(head && scale_in_head) {
            number = fill(&self.table.scaled, &number, self.word(layout.exponent)?);
        }
        if head {
            return Ok(number);
        }
        Ok(match unit.kind {
            UnitKind::Bare => number,
            UnitKind::Currency => fill(&self.table.currency, &number, &unit.symbol),
            UnitKind::Share => fill(&self.table.percent, &number, ""),
            UnitKind::Points => fill(self.plural(&self.table.points, &layout.plain, false), &number, ""),
            UnitKind::Symbol => {
                let prefix = if prefixed { layout::prefix(layout.exponent) } else { "" };
                let symbol = format!("{prefix}{}", unit.symbol);
                let latin = symbol.starts_with(|c: char| c.is_ascii_alphanumeric());
                let pattern = if latin { &self.table.latin_unit } else { &self.table.unit };
                fill(pattern, &number, &symbol)
            }
        })
    }

    fn bounded(&self, bound: Bound, text: &str, layout: &Layout, unit: &UnitText) -> String {
        if bound == Bound::Exact {
            return text.to_owned();
        }
        let whole = layout.exponent == 0 && !layout.plain.contains('.') && unit.kind == UnitKind::Bare;
        let short = self.table.whole_at_least.as_ref().filter(|_| whole && bound == Bound::AtLeast);
        let pattern = short.or_else(|| self.table.bound.get(bound.name()));
        pattern.map_or_else(|| text.to_owned(), |p| fill(p, text, ""))
    }

    fn plain(&self, printing: &Printing<'_>, form: &Form) -> Result<String, PrintError> {
        let scale = Some(super::Scale { exponent: 0, prefix: false });
        let form = Form { scale, digits: form.digits, ..Form::default() };
        let layout = layout::of(printing.value, printing.most_decimals, &form, false, &self.table, true)?;
        let bare = UnitText { kind: UnitKind::Bare, symbol: String::new(), prefix: false };
        Ok(self.bounded(printing.value.bound, &self.digits(&layout), &layout, &bare))
    }

    fn words(&self, value: &Value) -> Result<String, PrintError> {
        let number = whole(value).and_then(|n| usize::try_from(n).ok());
        let word = number.and_then(|n| self.table.small.get(n)).ok_or(PrintError::NotSmall(value.number))?;
        let pattern = self.table.bound.get(value.bound.name());
        Ok(pattern.map_or_else(|| word.clone(), |p| fill(p, word, "")))
    }

    fn ordinal(&self, value: &Value) -> Result<String, PrintError> {
        let number = whole(value).filter(|_| value.bound == Bound::Exact);
        let plain = number.ok_or(PrintError::NotWhole(value.number))?.to_string();
        Ok(fill(self.plural(&self.table.ordinal, &plain, true), &self.symbols.write(&plain), ""))
    }

    fn percentage(&self, printing: &Printing<'_>, form: &Form) -> Result<String, PrintError> {
        if printing.unit.code() != "ratio" {
            return Err(PrintError::NotRatio(printing.unit.code().to_owned()));
        }
        let Value { number, decimals, bound } = *printing.value;
        let hundred = number.checked_mul(figures::Decimal::ONE_HUNDRED);
        let decimals = match decimals {
            Decimals::Inf => Decimals::Inf,
            Decimals::Exp(n) => Decimals::Exp(n.saturating_sub(2)),
        };
        let value = Value { number: hundred.ok_or(PrintError::TooLarge(number))?, decimals, bound };
        let most = printing.most_decimals.map(|n| n.saturating_sub(2));
        let form = Form { digits: form.digits, ..Form::default() };
        let layout = layout::of(&value, most, &form, false, &self.table, false)?;
        let share = UnitText { kind: UnitKind::Share, symbol: "%".to_owned(), prefix: false };
        let head = printing.place == UnitPlace::Head;
        let text = self.with_unit(&layout, &share, false, head, false)?;
        Ok(self.bounded(bound, &text, &layout, &share))
    }

    /// Digits of the locale with the sign.
    fn digits(&self, layout: &Layout) -> String {
        let sign = if layout.negative { self.table.minus.as_str() } else { "" };
        format!("{sign}{}", self.symbols.write(&layout.plain))
    }

    fn word(&self, exponent: i32) -> Result<&str, PrintError> {
        let scale = self.table.scale.iter().find(|s| s.exponent == exponent);
        let language = || self.language().to_owned();
        scale.map(|s| s.word.as_str()).ok_or_else(|| PrintError::NoWord { language: language(), exponent })
    }
}

/// Whether a unit takes a prefix: not where the form asks for a scale in words.
fn takes_prefix(unit: &UnitText, form: &Form) -> bool {
    unit.prefix && form.scale.is_none_or(|scale| scale.prefix)
}

fn prefix_of(text: &UnitText, unit: &Unit, exponent: i32) -> Result<&'static str, PrintError> {
    if text.prefix {
        Ok(layout::prefix(exponent))
    } else {
        Err(PrintError::NoPrefix { unit: unit.code().to_owned() })
    }
}

/// An exactly known whole number.
fn whole(value: &Value) -> Option<u64> {
    let known =
        matches!(value.decimals, Decimals::Inf) || matches!(value.decimals, Decimals::Exp(n) if n >= 0);
    let whole = value.number.is_integer() && known;
    u64::try_from(value.number).ok().filter(|_| whole)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
