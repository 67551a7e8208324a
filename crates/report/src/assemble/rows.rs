//! The rows of a table and the points of a chart: one by one, by a dimension, by years, by what a wildcard finds.

use std::collections::BTreeSet;

use figures::{Answer, Selector};
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
            Rows::Years { from, to, place } => self.years(from, to, place),
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
        let code = if dimension == "period" {
            reference::expand(&code, self.options.year).unwrap_or(code)
        } else {
            code
        };
        // While planning a wildcard stands for its codes.
        let label = if code.ends_with('*') { String::new() } else { self.code_name(dimension, &code, place) };
        Line { label, code, total: false, listed: None }
    }

    fn years<'o>(&mut self, from: &str, to: &str, place: &Place) -> Vec<Line<'o>> {
        let year = |text: &str| match reference::period(text, self.options.year) {
            Ok(figures::Period::Year(year)) => Some(year),
            Ok(_) | Err(_) => None,
        };
        let (Some(from_year), Some(to_year)) = (year(from), year(to)) else {
            let problem = format!("`{from}..{to}` is no range of years");
            self.problem(ProblemKind::Reference, Words::new(problem, "write 2018..@year"), place);
            return Vec::new();
        };
        let count = usize::try_from(i32::from(to_year) - i32::from(from_year) + 1).unwrap_or(0);
        if count == 0 || count > MAX_ITEMS {
            let problem = format!("`{from}..{to}` is {count} years");
            let remedy = format!("a range has 1 to {MAX_ITEMS} years, the first before the last");
            self.problem(ProblemKind::Reference, Words::new(problem, remedy), place);
            return Vec::new();
        }
        let line =
            |year: i16| Line { label: year.to_string(), code: year.to_string(), total: false, listed: None };
        (from_year..=to_year).map(line).collect()
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
