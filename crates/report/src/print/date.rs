//! Prints periods, dates and the cells of listings.

use std::fmt::Write as _;

use figures::{Cell, Decimals, Period, Value};
use jiff::civil::Date;

use super::form::{Form, Shape};
use super::style::Style;
use super::table::{fill, filled};
use super::value::Printing;
use super::{PrintError, UnitPlace};

impl Style {
    /// A period as running text says it: `15 October 2024`, `2019–2024`.
    #[must_use]
    pub fn period(&self, period: &Period) -> String {
        let dates = &self.table.date;
        match period {
            Period::Year(y) => dates.year.replace("{y}", &y.to_string()),
            Period::Quarter(y, q) => {
                dates.quarter.replace("{y}", &y.to_string()).replace("{q}", &q.to_string())
            }
            Period::Month(..) => self.dated(&dates.month, period.first_day()),
            Period::Day(day) => self.dated(&dates.day, *day),
            Period::Interval(a, b) => self.range(a, b),
        }
    }

    /// The brief name of a month, 1 to 12: `Jan`, `1月`.
    #[must_use]
    pub fn month(&self, month: i8) -> &str {
        named(&self.table.date.months_brief, month)
    }

    /// A period as a label or a bound year in a text: a year is its digits alone, `2024`.
    #[must_use]
    pub fn period_label(&self, period: &Period) -> String {
        match period {
            Period::Year(y) => y.to_string(),
            Period::Interval(a, b) => match (a.as_ref(), b.as_ref()) {
                (Period::Year(a), Period::Year(b)) => {
                    let pattern = "{y1}–{y2}";
                    pattern.replace("{y1}", &a.to_string()).replace("{y2}", &b.to_string())
                }
                _ => self.period(period),
            },
            Period::Quarter(..) | Period::Month(..) | Period::Day(_) => self.period(period),
        }
    }

    /// From one date to another, with what is common said once.
    #[must_use]
    pub fn range(&self, from: &Period, to: &Period) -> String {
        let dates = &self.table.date;
        if from == to {
            return self.period(from);
        }
        let (a, b) = (from.first_day(), to.last_day());
        let same_year = a.year() == b.year();
        let pattern = match (from, to) {
            (Period::Year(_), Period::Year(_)) => &dates.years,
            (Period::Month(..), Period::Month(..)) if same_year => &dates.months_same_year,
            (Period::Day(_), Period::Day(_)) if same_year && a.month() == b.month() => &dates.days_same_month,
            (Period::Day(_), Period::Day(_)) if same_year => &dates.days_same_year,
            _ => return fill(&dates.range.replace("{1}", &self.period(to)), &self.period(from), ""),
        };
        self.dated(&self.numbered(&self.numbered(pattern, "1", a), "2", b), a)
    }

    /// The heading of what happened in a month; `None` is what has no month.
    #[must_use]
    pub fn month_heading(&self, month: Option<Date>) -> String {
        let dates = &self.table.date;
        month.map_or_else(|| dates.no_month.clone(), |first| self.dated(&dates.month, first))
    }

    /// A date in a form of dates, or as exact as it is.
    ///
    /// # Errors
    /// [`PrintError::Coarse`] when the form needs more than is known, [`PrintError::NoNumber`] for a form of numbers.
    pub fn date(&self, date: &Period, form: &Form) -> Result<String, PrintError> {
        let coarse = || PrintError::Coarse(self.period(date));
        let day = date.first_day();
        if form.statement.is_some() || form.scale.is_some() || form.digits.is_some() {
            return Err(PrintError::NoNumber);
        }
        match form.shape {
            None | Some(Shape::Date) => Ok(self.period(date)),
            Some(Shape::Year) => Ok(day.year().to_string()),
            Some(Shape::Month) if matches!(date, Period::Day(_) | Period::Month(..)) => {
                Ok(self.dated(&self.table.date.month, day))
            }
            Some(Shape::Day) if matches!(date, Period::Day(_)) => {
                Ok(self.dated(&self.table.date.day_of_year, day))
            }
            Some(Shape::Month | Shape::Day) => Err(coarse()),
            Some(Shape::Plain | Shape::Words | Shape::Ordinal | Shape::Percent) => Err(PrintError::NoNumber),
        }
    }

    /// A cell of a listing; `name` gives the name of a code. `None` is not given.
    ///
    /// # Errors
    /// [`PrintError`] when the form does not suit the cell.
    pub fn cell(
        &self,
        cell: &Cell,
        form: &Form,
        name: impl Fn(&str) -> String,
    ) -> Result<Option<String>, PrintError> {
        let number = |number: figures::Decimal| {
            let value = Value { number, decimals: Decimals::Inf, bound: figures::Bound::Exact };
            let unit = figures::Unit::new("count").map_err(|_| PrintError::NoNumber)?;
            let printing =
                Printing { value: &value, unit: &unit, most_decimals: None, place: UnitPlace::Head };
            self.value(&printing, form)
        };
        match cell {
            Cell::Missing => Ok(None),
            Cell::Date(date) => self.date(date, form).map(Some),
            Cell::Integer(n) => number((*n).into()).map(Some),
            Cell::Decimal(n) => number(*n).map(Some),
            Cell::Text(text) | Cell::Url(text) => text_only(form, text.clone()),
            Cell::Code(code) => text_only(form, name(code)),
        }
    }

    /// Puts year, month and day of a date into a pattern.
    fn dated(&self, pattern: &str, day: Date) -> String {
        self.numbered(pattern, "", day)
    }

    /// The same for the placeholders with a number: `{y1}`, `{M1}`, `{m1}`, `{d1}`.
    fn numbered(&self, pattern: &str, number: &str, day: Date) -> String {
        filled(pattern, |name, into| {
            // Writing to a string does not fail.
            let written = match name.strip_suffix(number) {
                Some("y") => write!(into, "{}", day.year()),
                Some("M") => into.write_str(named(&self.table.date.months, day.month())),
                Some("m") => write!(into, "{}", day.month()),
                Some("d") => write!(into, "{}", day.day()),
                Some(_) | None => Err(std::fmt::Error),
            };
            written.is_ok()
        })
    }
}

/// The name of a month, 1 to 12, in a list of twelve.
fn named(months: &[String], month: i8) -> &str {
    let index = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    months.get(index).map_or("", String::as_str)
}

fn text_only(form: &Form, text: String) -> Result<Option<String>, PrintError> {
    let bare = Form { capital: form.capital, ..Form::default() };
    match form.shape {
        _ if *form == bare => Ok(Some(text)),
        Some(Shape::Date | Shape::Month | Shape::Year | Shape::Day) => Err(PrintError::NoDate),
        Some(_) | None => Err(PrintError::NoNumber),
    }
}
