//! Where a passage claims a superlative, and of which figure.

use std::ops::Range;

use report::content::Content;

use super::vocabulary::Vocabulary;
use crate::rules::passages::{NUMBER, Number, Passage, sentences};
use crate::rules::series::Series;
use crate::rules::wording::{folded, whole};

/// The unit of numbers that say how many years a claim looks back on.
const YEAR: &str = "year";

/// What is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// The first; no series of values shows it.
    First,
    /// The most.
    Most,
    /// The least.
    Least,
}

/// A superlative of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// The words as the table has them.
    pub(super) word: String,
    /// Where they stand in the passage.
    pub(super) at: usize,
    /// Their sentence.
    pub(super) sentence: Range<usize>,
    /// The sentence before it; empty where there is none.
    before: Range<usize>,
    /// What is claimed.
    pub(super) direction: Direction,
    /// Whether the sentence speaks of a series in time.
    pub(super) over_time: bool,
}

/// How far back a claim looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Horizon {
    /// As far as anything is known.
    Ever,
    /// Over so many years, the year of the figure among them.
    Years(i16),
    /// From a year on.
    Since(i16),
}

/// The claims of a passage, one a sentence, in order.
pub(super) fn claims(passage: &Passage<'_>, words: &Vocabulary) -> Vec<Claim> {
    let sentences = sentences(&passage.text);
    let mut before = 0..0;
    let mut claims = Vec::new();
    for sentence in sentences {
        let text = passage.text.get(sentence.clone()).unwrap_or_default();
        if let Some((at, word, direction)) = claimed(text, words) {
            claims.push(Claim {
                word,
                at: sentence.start.saturating_add(at),
                sentence: sentence.clone(),
                before,
                direction,
                over_time: whole(&folded(text), &words.time).is_some(),
            });
        }
        before = sentence;
    }
    claims
}

/// The first words of a sentence that claim something.
fn claimed(text: &str, words: &Vocabulary) -> Option<(usize, String, Direction)> {
    let mut lower = folded(text);
    if lower.len() != text.len() {
        return None;
    }
    for except in &words.except {
        if !lower.contains(except.as_str()) {
            continue;
        }
        lower = lower.replace(except, &" ".repeat(except.len()));
    }
    let lists =
        [(&words.most, Direction::Most), (&words.least, Direction::Least), (&words.first, Direction::First)];
    let plain = lists.into_iter().filter_map(|(list, direction)| {
        whole(&lower, list).map(|(range, word)| (range.start, word.to_owned(), direction))
    });
    let named = words.first_named.iter().find_map(|word| {
        let (range, _) = whole(&lower, std::slice::from_ref(word))?;
        let next = text.get(range.end..)?.trim_start().chars().next()?;
        next.is_uppercase().then(|| (range.start, word.clone(), Direction::First))
    });
    plain.chain(named).min_by_key(|(at, ..)| *at)
}

impl Claim {
    /// The figure that is claimed to be so: the only one of the sentence, years left aside, or, where it has none, the last of the
    /// sentence before.
    pub(super) fn subject<'p>(&self, passage: &'p Passage<'_>, content: &Content) -> Option<&'p Number> {
        if self.direction == Direction::First {
            return None;
        }
        let of = |range: &Range<usize>| {
            let within = passage.numbers.iter().filter(|number| range.contains(&number.at));
            within.filter(|number| !is_years(content, number)).collect::<Vec<_>>()
        };
        match of(&self.sentence).as_slice() {
            [one] => Some(*one),
            [] => of(&self.before).last().copied(),
            _ => None,
        }
    }

    /// How far back the sentence looks.
    pub(super) fn horizon(&self, passage: &Passage<'_>, content: &Content, series: &Series<'_>) -> Horizon {
        let within = passage.numbers.iter().filter(|number| self.sentence.contains(&number.at));
        let years = within.filter(|number| is_years(content, number)).find_map(|n| series.whole(&n.key));
        if let Some(years) = years {
            return Horizon::Years(years);
        }
        let text = passage.text.get(self.sentence.clone()).unwrap_or_default().replace(NUMBER, " ");
        let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
        runs.filter_map(|run| run.parse().ok()).min().map_or(Horizon::Ever, Horizon::Since)
    }
}

fn is_years(content: &Content, number: &Number) -> bool {
    let measure = content.catalogue.get(&number.key.service, &number.key.measure);
    measure.and_then(|measure| measure.unit.as_ref()).is_some_and(|unit| unit.code() == YEAR)
}
