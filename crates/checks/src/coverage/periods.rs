//! The times that a source states for its numbers, and whether a row is of one of them.
//!
//! A source says `2024` of what the bundle knows as at the last day of 2024, and names the days of an event that the bundle knows by its
//! month. So a row is of a stated time where one lies within the other and both begin in one year and end in one year: a neighbouring year is
//! another time, and so is an interval that is a year longer.

use std::fmt;
use std::str::FromStr;

use figures::{Period, PeriodError};

/// The times that a source states for a number, any of which its row may be of; none where it states none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Periods(pub Vec<Period>);

impl Periods {
    /// Whether a row of this time may be meant. A row without a time, and a number without one, say nothing.
    #[must_use]
    pub fn admit(&self, row: Option<&Period>) -> bool {
        self.0.is_empty() || row.is_none_or(|row| self.0.iter().any(|stated| is_of(stated, row)))
    }

    /// Whether the source states none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn is_of(stated: &Period, row: &Period) -> bool {
    let years = |period: &Period| (period.first_day().year(), period.last_day().year());
    years(stated) == years(row) && (stated.contains(row) || row.contains(stated))
}

impl fmt::Display for Periods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let periods: Vec<String> = self.0.iter().map(Period::to_string).collect();
        f.write_str(&periods.join(" "))
    }
}

impl FromStr for Periods {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        text.split_whitespace().map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(stated: &str, row: &str) -> bool {
        let stated: Periods = stated.parse().expect("periods");
        stated.admit(Some(&row.parse().expect("a period")))
    }

    #[test]
    fn a_row_lies_within_the_stated_time_or_holds_it() {
        for (stated, row) in [
            ("2024", "2024"),
            ("2024", "2024-12-31"),
            ("2025-03", "2025-03-31"),
            ("2024-01-01/2024-10-24", "2024"),
            ("2019/2024", "2019/2024"),
            ("2023 2024", "2024"),
            ("", "1999"),
        ] {
            assert!(admits(stated, row), "{stated} {row}");
        }
        assert!("2024".parse::<Periods>().is_ok_and(|stated| stated.admit(None)));
    }

    #[test]
    fn a_neighbouring_year_and_a_longer_interval_are_other_times() {
        for (stated, row) in [
            ("2024", "2023"),
            ("2024", "2025-12-31"),
            ("2019/2024", "2024"),
            ("2019/2024", "2018/2024"),
            ("2024", "2023/2024"),
            ("2025-03", "2025-02-28"),
        ] {
            assert!(!admits(stated, row), "{stated} {row}");
        }
    }

    #[test]
    fn several_are_written_as_they_are_read_and_what_is_none_is_refused() {
        let several = "2020/2024 2021/2024";
        assert_eq!(several.parse::<Periods>().map(|p| p.to_string()), Ok(several.to_owned()));
        assert!("2024 last year".parse::<Periods>().is_err());
    }
}
