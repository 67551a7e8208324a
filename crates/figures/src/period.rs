//! Periods after ISO 8601: years, quarters, months, days and intervals of them.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;

mod relation;

pub use relation::PeriodRelation;

/// A period of time. An interval is not the same as its last year: `2019/2024` is six years, `2024` is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// A calendar year.
    Year(i16),
    /// A quarter, 1 to 4, of a year.
    Quarter(i16, i8),
    /// A month, 1 to 12, of a year.
    Month(i16, i8),
    /// One day; for a stock, the end of that day.
    Day(Date),
    /// From the start of the first to the end of the second, both of one form.
    Interval(Box<Period>, Box<Period>),
}

/// A text that is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period; write 2024, 2024-Q1, 2024-10, 2024-12-31 or 2019/2024")]
pub struct PeriodError(pub String);

impl Period {
    /// The first day.
    #[must_use]
    pub fn first_day(&self) -> Date {
        match self {
            Self::Year(y) => day(*y, 1, 1),
            Self::Quarter(y, q) => day(*y, q.saturating_sub(1).saturating_mul(3).saturating_add(1), 1),
            Self::Month(y, m) => day(*y, *m, 1),
            Self::Day(d) => *d,
            Self::Interval(a, _) => a.first_day(),
        }
    }

    /// The last day.
    #[must_use]
    pub fn last_day(&self) -> Date {
        match self {
            Self::Year(y) => day(*y, 12, 31),
            Self::Quarter(y, q) => day(*y, q.saturating_mul(3), 1).last_of_month(),
            Self::Month(y, m) => day(*y, *m, 1).last_of_month(),
            Self::Day(d) => *d,
            Self::Interval(_, b) => b.last_day(),
        }
    }

    /// Whether every day of `other` lies in this period.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.first_day() <= other.first_day() && other.last_day() <= self.last_day()
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }

    /// The period as a stock reads it: the last day.
    #[must_use]
    pub fn as_at(&self) -> Self {
        Self::Day(self.last_day())
    }

    /// The same period `years` later (earlier when negative); the 29th of February becomes the 28th where needed.
    #[must_use]
    pub fn shift_years(&self, years: i16) -> Self {
        match self {
            Self::Year(y) => Self::Year(y.saturating_add(years)),
            Self::Quarter(y, q) => Self::Quarter(y.saturating_add(years), *q),
            Self::Month(y, m) => Self::Month(y.saturating_add(years), *m),
            Self::Day(d) => Self::Day(d.saturating_add(i32::from(years).years())),
            Self::Interval(a, b) => {
                Self::Interval(Box::new(a.shift_years(years)), Box::new(b.shift_years(years)))
            }
        }
    }
}

fn day(year: i16, month: i8, day: i8) -> Date {
    // Only reached with parts that the parser or the arithmetic above keeps in range.
    Date::new(year, month, day).unwrap_or(Date::MIN)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(d) => write!(f, "{d}"),
            Self::Interval(a, b) => write!(f, "{a}/{b}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let error = || PeriodError(text.to_owned());
        let Some((a, b)) = text.split_once('/') else {
            return simple(text).ok_or_else(error);
        };
        let (a, b) = (simple(a).ok_or_else(error)?, simple(b).ok_or_else(error)?);
        let same_form = std::mem::discriminant(&a) == std::mem::discriminant(&b);
        if same_form && a.first_day() <= b.first_day() {
            Ok(Self::Interval(Box::new(a), Box::new(b)))
        } else {
            Err(error())
        }
    }
}

fn simple(text: &str) -> Option<Period> {
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let year_text = text.get(..4).filter(|t| digits(t))?;
    let year: i16 = year_text.parse().ok().filter(|y| (1000..=9998).contains(y))?;
    let rest = text.get(4..)?;
    if rest.is_empty() {
        return Some(Period::Year(year));
    }
    let rest = rest.strip_prefix('-')?;
    if let Some(quarter) = rest.strip_prefix('Q') {
        return match quarter {
            "1" => Some(Period::Quarter(year, 1)),
            "2" => Some(Period::Quarter(year, 2)),
            "3" => Some(Period::Quarter(year, 3)),
            "4" => Some(Period::Quarter(year, 4)),
            _ => None,
        };
    }
    let month: i8 = rest.get(..2).filter(|t| digits(t))?.parse().ok().filter(|m| (1..=12).contains(m))?;
    match rest.get(2..)? {
        "" => Some(Period::Month(year, month)),
        tail => {
            let day = tail.strip_prefix('-').filter(|t| t.len() == 2 && digits(t))?.parse().ok()?;
            Date::new(year, month, day).ok().map(Period::Day)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect("a period")
    }

    #[test]
    fn every_form_comes_back_as_written() {
        for text in [
            "2024",
            "2024-Q3",
            "2024-10",
            "2024-12-31",
            "2019/2024",
            "2024-01-01/2024-10-24",
            "2021-03/2024-03",
        ] {
            assert_eq!(period(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_period_is_an_error() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-Q5",
            "2024-02-30",
            "2024/2019",
            "2019/2024-12",
            "@year",
            "2024-1",
            "２０２４",
            "2024-10-1",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn ends_are_calendar_days() {
        assert_eq!(period("2024-Q1").last_day().to_string(), "2024-03-31");
        assert_eq!(period("2024-02").last_day().to_string(), "2024-02-29");
        assert_eq!(period("2019/2024").first_day().to_string(), "2019-01-01");
        assert_eq!(period("2024").as_at(), period("2024-12-31"));
    }

    #[test]
    fn an_interval_contains_its_years_and_is_none_of_them() {
        assert!(period("2019/2024").contains(&period("2024")));
        assert_ne!(period("2024/2024"), period("2024"));
        assert!(period("2024-06").overlaps(&period("2024-Q2")));
        assert_eq!(period("2024-02-29").shift_years(1).to_string(), "2025-02-28");
    }
}
