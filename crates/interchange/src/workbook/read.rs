//! Reading a workbook that came back: what was filled in, and every cell that cannot be understood.

use std::collections::{BTreeMap, BTreeSet};

use figures::value::parse_decimal;
use figures::{Bound, Decimal, Decimals};

use super::cells::{Book, Held, Sheet, typed};
use super::{Answer, Column, FORM, Given, HIDDEN, MAX_LINES, Returned};
use crate::mistake::{Mistake, Mistakes, Place, quote};

/// What the hidden sheet says.
struct Known {
    request: String,
    period: String,
    sheet: String,
    nil: String,
    not_applicable: String,
    exact: String,
    bounds: BTreeMap<String, Bound>,
}

/// What a workbook says; `file` is its name, for the places of mistakes.
#[must_use]
pub fn read(file: &str, bytes: &[u8]) -> (Returned, Vec<Mistake>) {
    let mut mistakes = Mistakes::default();
    let returned = match opened(file, bytes) {
        Ok((known, sheet)) => Reading { file, known: &known, sheet: &sheet, mistakes: &mut mistakes }.all(),
        Err(mistake) => {
            mistakes.push(mistake);
            Returned::default()
        }
    };
    (returned, mistakes.into_vec())
}

fn opened(file: &str, bytes: &[u8]) -> Result<(Known, Sheet), Mistake> {
    let broken = |why: String| {
        let problem = format!("the file cannot be read as a workbook: {why}");
        Mistake::new(Place::start(file), problem, "send the workbook that was asked with, saved as .xlsx")
    };
    let strange = || broken("it is none that `yearbook collect` has made".to_owned());
    let mut book = Book::open(bytes).map_err(broken)?;
    let hidden = book.sheet(HIDDEN).map_err(broken)?.ok_or_else(strange)?;
    let known = known(&hidden).ok_or_else(strange)?;
    let lost = || broken(format!("its sheet {} is gone", quote(&known.sheet)));
    let sheet = book.sheet(&known.sheet).map_err(broken)?.ok_or_else(lost)?;
    Ok((known, sheet))
}

fn known(hidden: &Sheet) -> Option<Known> {
    let text = |row: u32, column: u32| match hidden.get(&(row, column)) {
        Some(Held::Text(text)) => Some(text.clone()),
        Some(Held::Number(_) | Held::Other(_)) | None => None,
    };
    let rows = hidden.keys().map(|(row, _)| *row).collect::<BTreeSet<u32>>();
    let all: BTreeMap<String, String> =
        rows.into_iter().filter_map(|row| Some((text(row, 0)?, text(row, 1)?))).collect();
    if all.get(FORM.0).map(String::as_str) != Some(FORM.1) {
        return None;
    }
    let one = |name: &str| all.get(name).cloned();
    let bound = |(name, word): (&String, &String)| {
        Some((word.clone(), name.strip_prefix("bound:")?.parse::<Bound>().ok()?))
    };
    Some(Known {
        request: one("request")?,
        period: one("period")?,
        sheet: one("sheet")?,
        nil: one("nil")?,
        not_applicable: one("not-applicable")?,
        exact: one("exact")?,
        bounds: all.iter().filter_map(bound).collect(),
    })
}

struct Reading<'a> {
    file: &'a str,
    known: &'a Known,
    sheet: &'a Sheet,
    mistakes: &'a mut Mistakes,
}

impl Reading<'_> {
    fn all(&mut self) -> Returned {
        let rows: BTreeSet<u32> = self.sheet.keys().map(|(row, _)| *row).collect();
        let mut answers = Vec::new();
        let mut keys: BTreeMap<String, u32> = BTreeMap::new();
        for row in rows {
            let key = match self.held(row, Column::Key) {
                // Heads have words there, and notes nothing.
                Some(Held::Text(key)) if key.contains('/') => key.clone(),
                _ => {
                    self.strays(row, keys.is_empty());
                    continue;
                }
            };
            if keys.len() >= MAX_LINES {
                let problem = format!("has more than {MAX_LINES} rows");
                self.wrong(row, Column::Key, problem, "send the workbook that was asked with");
                break;
            }
            let answer = self.answer(row, &key);
            if let (Some(first), Some(_)) = (keys.get(&key), &answer) {
                let problem = format!("{} is the figure of row {} too", quote(&key), first.saturating_add(1));
                self.wrong(row, Column::Value, problem, "answer it once");
                continue;
            }
            keys.insert(key, row);
            answers.extend(answer);
        }
        let Known { request, period, .. } = self.known;
        let keys = keys.into_keys().collect();
        Returned { request: request.clone(), period: period.clone(), answers, keys }
    }

    /// A row without a key in which something is filled in would be lost in silence.
    fn strays(&mut self, row: u32, before_all: bool) {
        if before_all {
            return;
        }
        for column in [Column::Value, Column::Comment] {
            if self.held(row, column).is_some() {
                let remedy = "write it in the row of its figure; rows cannot be added";
                self.wrong(
                    row,
                    column,
                    "the row has no key, so nobody knows what it answers".to_owned(),
                    remedy,
                );
            }
        }
    }

    fn held(&self, row: u32, column: Column) -> Option<&Held> {
        self.sheet.get(&(row, column.number().into()))
    }

    fn wrong(&mut self, row: u32, column: Column, problem: String, remedy: &str) {
        let line = row.saturating_add(1);
        let place = Place::new(self.file, line, column.place());
        let cell = format!("{}{line}", column.letter());
        self.mistakes.push(Mistake::new(place, format!("{cell}: {problem}"), remedy).of(&cell));
    }

    fn answer(&mut self, row: u32, key: &str) -> Option<Answer> {
        if [Column::Value, Column::Comment].iter().all(|column| self.held(row, *column).is_none()) {
            return None;
        }
        let (given, known_to, bound) = (self.given(row), self.known_to(row), self.bound(row));
        let comment = match self.held(row, Column::Comment).cloned() {
            None => None,
            Some(Held::Text(text)) => Some(text),
            Some(Held::Number(number)) => Some(typed(number).map_or_else(String::new, |n| n.to_string())),
            Some(Held::Other(what)) => {
                self.wrong(row, Column::Comment, format!("holds {what}"), "write the comment as text");
                None
            }
        };
        Some(Answer { key: key.to_owned(), given, known_to, bound, comment, row: row.saturating_add(1) })
    }

    fn given(&mut self, row: u32) -> Option<Given> {
        let remedy = "write the number alone, in the unit of its row, with a point before decimals and without separators";
        match self.held(row, Column::Value).cloned()? {
            Held::Text(text) if same(&text, &self.known.nil) => Some(Given::Nil),
            Held::Text(text) if same(&text, &self.known.not_applicable) => Some(Given::NotApplicable),
            Held::Text(text) => match parse_decimal(&text) {
                Ok(number) => Some(Given::Value(number)),
                Err(_) => {
                    self.wrong(row, Column::Value, format!("{} is no number", quote(&text)), remedy);
                    None
                }
            },
            Held::Number(number) => match typed(number) {
                Some(number) => Some(Given::Value(number)),
                None => {
                    self.wrong(row, Column::Value, format!("{number} has too many digits"), remedy);
                    None
                }
            },
            Held::Other(what) => {
                self.wrong(row, Column::Value, format!("holds {what}"), remedy);
                None
            }
        }
    }

    fn known_to(&mut self, row: u32) -> Option<Decimals> {
        let text = match self.held(row, Column::KnownTo).cloned()? {
            Held::Text(text) => text,
            Held::Number(number) => typed(number).map(|n| n.to_string()).unwrap_or_default(),
            Held::Other(what) => what.to_owned(),
        };
        if same(&text, &self.known.exact) {
            return Some(Decimals::Inf);
        }
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let found = parse_decimal(&digits).ok().and_then(power_of_ten);
        if found.is_none() {
            let problem = format!("{} is no choice", quote(&text));
            self.wrong(row, Column::KnownTo, problem, "choose to what the value is known: 1, 1 000, 0.1 …");
        }
        found.map(Decimals::Exp)
    }

    fn bound(&mut self, row: u32) -> Bound {
        let found = match self.held(row, Column::Bound).cloned() {
            None => return Bound::Exact,
            Some(Held::Text(text)) => {
                let known = self.known.bounds.iter().find(|(word, _)| same(word, &text));
                known.map(|(_, bound)| *bound).ok_or(text)
            }
            Some(Held::Number(number)) => Err(number.to_string()),
            Some(Held::Other(what)) => Err(what.to_owned()),
        };
        found.unwrap_or_else(|text| {
            let problem = format!("{} is no choice", quote(&text));
            self.wrong(row, Column::Bound, problem, "choose one of those that the cell offers, or none");
            Bound::Exact
        })
    }
}

/// Whether a choice was typed, perhaps with other capitals.
fn same(text: &str, choice: &str) -> bool {
    text.to_lowercase() == choice.to_lowercase()
}

/// The decimals of what a value is known to: -3 for 1 000.
fn power_of_ten(number: Decimal) -> Option<i32> {
    let number = number.normalize();
    (-18_i32..=18).find(|power| {
        let text = super::step(*power).replace(' ', "");
        parse_decimal(&text).is_ok_and(|step| step.normalize() == number)
    })
}
