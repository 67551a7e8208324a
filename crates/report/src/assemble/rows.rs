//! The rows of a table and the points of a chart: one by one, by a dimension, by years or months, by what a wildcard finds.

use std::collections::BTreeSet;

use figures::{Answer, Period, Selector};
use interchange::Place;
use interchange::mistake::Problem as Words;

use super::Assembler;
use super::problem::ProblemKind;
use crate::outline::{Located, MAX_ITEMS, Rows, Texts};
use crate::reference::{self, TOTAL};

/// A row or point ready to be filled.
pub(super) struct Line<'o> {
    /// Its label.
    pub(super) label: String,
    /// What its variable stands for.
    pub(super) code: String,
    /// Whether it is the total.
    pub(super) total: bool,
    /// The row of the outline, when it is listed.
    pub(super) listed: Option<&'o crate::outline::Row>,
}

impl Assembler<'_> {
    /// The lines of `rows`; `keys` are the templates with the variable, which say what a wildcard finds.
    pub(super) fn lines<'o>(
        &mut self,
        rows: &'o Rows,
        variable: &str,
        keys: &[&Located],
        total: Option<&Texts>,
    ) -> Vec<Line<'o>> {
        match rows {
            Rows::Listed(rows) => rows.iter().map(|row| self.listed_line(row)).collect(),
            Rows::Range { from, to, place } => self.range(from, to, place),
            Rows::Each { dimension, codes, place } => {
                let mut lines = Vec::new();
                for code in codes {
                    for code in self.found(dimension, code, variable, keys) {
                        lines.push(self.each_line(dimension, code, total, place));
                    }
                }
                lines
            }
        }
    }

    fn listed_line<'o>(&mut self, row: &'o crate::outline::Row) -> Line<'o> {
        let label = self.plain(&row.label);
        Line { label, code: row.code.clone().unwrap_or_default(), total: row.total, listed: Some(row) }
    }

    fn each_line<'o>(
        &mut self,
        dimension: &str,
        code: String,
        total: Option<&Texts>,
        place: &Place,
    ) -> Line<'o> {
        if code == TOTAL {
            let label = match total {
                Some(texts) => self.plain(texts),
                None => self.style.total().to_owned(),
            };
            return Line { label, code, total: true, listed: None };
        }
        let code = self.scoped_code(code);
        let code = if dimension == "period" {
            reference::expand(&code, self.options.year).unwrap_or(code)
        } else {
            code
        };
        // While planning a wildcard stands for its codes.
        let label = if code.ends_with('*') { String::new() } else { self.code_name(dimension, &code, place) };
        Line { label, code, total: false, listed: None }
    }

    fn range<'o>(&mut self, from: &str, to: &str, place: &Place) -> Vec<Line<'o>> {
        let period = |text: &str| reference::period(text, self.options.year).ok();
        let Some(periods) = period(from).zip(period(to)).and_then(|(from, to)| between(&from, &to)) else {
            let problem = format!("`{from}..{to}` is no range of years or months");
            let words = Words::new(problem, "write 2018..@year or @year:01..@year:12");
            self.problem(ProblemKind::Reference, words, place);
            return Vec::new();
        };
        if periods.is_empty() || periods.len() > MAX_ITEMS {
            let problem = format!("`{from}..{to}` is {} periods", periods.len());
            let remedy = format!("a range has 1 to {MAX_ITEMS}, the first before the last");
            self.problem(ProblemKind::Reference, Words::new(problem, remedy), place);
            return Vec::new();
        }
        let within_a_year = periods.iter().map(|p| p.first_day().year()).collect::<BTreeSet<_>>().len() == 1;
        let label = |period: &Period| match period {
            Period::Month(_, month) if within_a_year => self.style.month(*month).to_owned(),
            Period::Year(_)
            | Period::Quarter(..)
            | Period::Month(..)
            | Period::Day(_)
            | Period::Interval(..) => self.style.period_label(period),
        };
        let line = |p: &Period| Line { label: label(p), code: p.to_string(), total: false, listed: None };
        periods.iter().map(line).collect()
    }

    /// The codes that a code stands for: itself, or what the answers to a wildcard hold, sorted.
    fn found(&mut self, dimension: &str, code: &str, variable: &str, keys: &[&Located]) -> Vec<String> {
        let Some(answers) = self.answers.filter(|_| code.ends_with('*')) else {
            return vec![code.to_owned()];
        };
        let mut found = BTreeSet::new();
        for located in keys {
            let reference = located.reference.with_variable(variable, code);
            let Some(resolved) = self.target(&reference, &located.place) else {
                continue;
            };
            if let Some(Answer::Figures(figures)) = answers.get(&resolved.target.key().to_string()) {
                let keys = figures.iter().filter_map(|f| f.key.parse::<figures::FigureKey>().ok());
                found.extend(keys.filter_map(|mut key| match key.dimensions.remove(dimension) {
                    Some(Selector::Code(code)) => Some(code),
                    Some(Selector::Each { .. }) | None => None,
                }));
            }
        }
        found.into_iter().take(MAX_ITEMS).collect()
    }
}

/// The years or months from one to another, at most one more than a chart or table may have; `None` where the two are neither.
fn between(from: &Period, to: &Period) -> Option<Vec<Period>> {
    let number = |period: &Period| match period {
        Period::Year(year) => Some(i32::from(*year)),
        Period::Month(year, month) => Some(i32::from(*year) * 12 + i32::from(*month) - 1),
        Period::Quarter(..) | Period::Day(_) | Period::Interval(..) => None,
    };
    let months = match (from, to) {
        (Period::Year(_), Period::Year(_)) => false,
        (Period::Month(..), Period::Month(..)) => true,
        (
            Period::Year(_) | Period::Month(..) | Period::Quarter(..) | Period::Day(_) | Period::Interval(..),
            _,
        ) => return None,
    };
    let period = |number: i32| {
        if months {
            Some(Period::Month(
                i16::try_from(number.div_euclid(12)).ok()?,
                i8::try_from(number.rem_euclid(12) + 1).ok()?,
            ))
        } else {
            i16::try_from(number).ok().map(Period::Year)
        }
    };
    Some((number(from)?..=number(to)?).take(MAX_ITEMS + 1).filter_map(period).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, expected: Option<&[&str]>) {
        let period = |text: &str| text.parse::<Period>().expect("a period");
        let found = between(&period(from), &period(to));
        let found = found.map(|periods| periods.iter().map(Period::to_string).collect::<Vec<_>>());
        assert_eq!(found, expected.map(|e| e.iter().map(|p| (*p).to_owned()).collect()), "{from}..{to}");
    }

    #[test]
    fn a_range_goes_over_years_or_over_months() {
        check("2022", "2024", Some(&["2022", "2023", "2024"]));
        check("2023-11", "2024-02", Some(&["2023-11", "2023-12", "2024-01", "2024-02"]));
        check("2024", "2023", Some(&[]));
        check("2023", "2024-02", None);
        check("2024-01-01", "2024-01-03", None);
    }

    #[test]
    fn a_range_is_never_much_longer_than_a_chart_may_be() {
        let periods = between(&Period::Year(-9999), &Period::Year(9999)).expect("years");
        assert_eq!(periods.len(), MAX_ITEMS + 1);
    }
}
