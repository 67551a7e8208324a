//! What is wrong in a file of a bundle, where, and what to do about it.

use std::collections::BTreeMap;
use std::fmt;

/// How many mistakes of one file are listed; of the others only the count is told.
pub const MAX_MISTAKES: usize = 100;

/// A place in a file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file within the bundle: `stated.csv`.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl Place {
    /// A place by its numbers.
    #[must_use]
    pub fn new(file: &str, line: u32, column: u32) -> Self {
        Self { file: file.to_owned(), line, column }
    }

    /// The start of a file, for what concerns the whole of it.
    #[must_use]
    pub fn start(file: &str) -> Self {
        Self::new(file, 1, 1)
    }

    /// The place of a byte offset in a text; one beyond the end means the end.
    #[must_use]
    pub fn of_offset(file: &str, text: &str, offset: usize) -> Self {
        let before: String = text.char_indices().take_while(|(i, _)| *i < offset).map(|(_, c)| c).collect();
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count());
        Self::new(file, count(line).saturating_add(1), count(column).saturating_add(1))
    }
}

/// A count as it is printed in a place; beyond 4 thousand million it stays there.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A mistake in a bundle: `stated.csv:7:12: problem; remedy`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// The column of a CSV file or the key of a TOML file, where one is meant.
    pub field: Option<String>,
    /// What is wrong, with the offending text.
    pub problem: String,
    /// What to do.
    pub remedy: String,
    /// The rule that a check reports it under (`unbound-number`); `None` for a mistake of the file's form.
    pub rule: Option<&'static str>,
}

impl Mistake {
    /// A mistake that concerns no single field.
    pub fn new(place: Place, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place, field: None, problem: problem.into(), remedy: remedy.into(), rule: None }
    }

    /// The same mistake, under a rule.
    #[must_use]
    pub fn under(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// The same mistake, of a field.
    #[must_use]
    pub fn of(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.problem, self.remedy)
    }
}

/// What is wrong with one cell or value, before its place is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, with the offending text.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl Problem {
    /// A problem and its remedy.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into() }
    }

    /// Of an error's text that ends in its remedy after a semicolon.
    pub fn of_error(error: &impl fmt::Display) -> Self {
        let text = error.to_string();
        match text.rsplit_once("; ") {
            Some((problem, remedy)) => Self::new(problem, remedy),
            None => Self::new(text, "correct it"),
        }
    }

    /// The mistake that it is at a place.
    #[must_use]
    pub fn at(self, place: Place) -> Mistake {
        Mistake::new(place, self.problem, self.remedy)
    }
}

/// A text as it is quoted in a message: at most 60 characters of it.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// Collects the mistakes of one file: the first [`MAX_MISTAKES`] and the number of the others.
#[derive(Clone, Debug, Default)]
pub struct Mistakes {
    list: Vec<Mistake>,
    more: usize,
    /// The lines that rows begin in, and whether somebody else judges the row.
    elsewhere: BTreeMap<u32, bool>,
}

impl Mistakes {
    /// A collection that passes over the rows that somebody else judges, by the lines that rows begin in: so they neither stand in the
    /// list nor take the places of others.
    #[must_use]
    pub fn but_of(elsewhere: BTreeMap<u32, bool>) -> Self {
        Self { elsewhere, ..Self::default() }
    }

    /// Adds a mistake; beyond the bound it is only counted.
    pub fn push(&mut self, mistake: Mistake) {
        let row = self.elsewhere.range(..=mistake.place.line).next_back();
        if row.is_some_and(|(_, elsewhere)| *elsewhere) {
            return;
        }
        if self.list.len() < MAX_MISTAKES {
            self.list.push(mistake);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Adds several.
    pub fn extend(&mut self, mistakes: impl IntoIterator<Item = Mistake>) {
        mistakes.into_iter().for_each(|m| self.push(m));
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The same as [`Mistakes::into_vec`], in the order of places.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Mistake> {
        self.list.sort();
        self.into_vec()
    }

    /// The mistakes in the order met; where the bound was reached a last one tells how many more there are.
    #[must_use]
    pub fn into_vec(mut self) -> Vec<Mistake> {
        if let Some(last) = self.list.last().filter(|_| self.more > 0) {
            let place = last.place.clone();
            let problem = format!("{} more mistakes are not listed", self.more);
            self.list.push(Mistake::new(place, problem, "correct the listed ones first"));
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_reads_as_place_problem_and_remedy() {
        let mistake = Mistake::new(Place::new("a.csv", 3, 7), "`x` is no number", "write digits").of("value");
        assert_eq!(mistake.to_string(), "a.csv:3:7: `x` is no number; write digits");
    }

    #[test]
    fn columns_count_characters() {
        let text = "一,二\n三四,x";
        assert_eq!(Place::of_offset("a", text, 0), Place::new("a", 1, 1));
        assert_eq!(Place::of_offset("a", text, text.find('x').expect("x")), Place::new("a", 2, 4));
        assert_eq!(Place::of_offset("a", text, 999), Place::new("a", 2, 5));
    }

    #[test]
    fn the_list_is_bounded_and_tells_how_many_more_there_are() {
        let mut mistakes = Mistakes::default();
        mistakes.extend((1..=250).map(|line| Mistake::new(Place::new("a", line, 1), "p", "r")));
        let list = mistakes.into_vec();
        assert_eq!(list.len(), MAX_MISTAKES + 1);
        assert_eq!(list.last().map(|m| m.problem.as_str()), Some("150 more mistakes are not listed"));
    }
}
