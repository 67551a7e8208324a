//! What tells one number of a text from the others, in a form that languages share: concepts, periods and places in a change that
//! stand with it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use figures::Period;

use super::share::{Between, OWN, share};
use crate::quantities::{self, Concept, Kind, Lexicon, Mention, Piece, Role};

/// Something that tells numbers apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clue {
    /// Words name it.
    Concept(Concept),
    /// A year.
    Year(i16),
    /// It is the value before.
    Before,
    /// It is the value after.
    After,
}

/// The clues of one number, and how surely each is its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clues(BTreeMap<Clue, u8>);

impl Clues {
    /// Adds one; the surest counts.
    pub(super) fn add(&mut self, clue: Clue, weight: u8) {
        let held = self.0.entry(clue).or_default();
        *held = weight.max(*held);
    }

    /// Adds the year of a period that lies in one.
    pub(super) fn add_period(&mut self, period: &Period, weight: u8) {
        let (first, last) = (period.first_day().year(), period.last_day().year());
        if first == last {
            self.add(Clue::Year(first), weight);
        }
    }

    /// Adds what words name.
    pub(super) fn add_words(&mut self, words: &str, lexicon: &Lexicon, weight: u8) {
        let concepts = quantities::concepts(words, lexicon).into_iter();
        concepts.for_each(|(_, concept)| self.add(Clue::Concept(concept), weight));
    }

    /// Each clue and how surely it is the number's.
    pub(super) fn each(&self) -> impl Iterator<Item = (&Clue, u8)> {
        self.0.iter().map(|(clue, weight)| (clue, *weight))
    }

    /// How surely a clue is the number's.
    pub(super) fn weight(&self, clue: &Clue) -> u8 {
        self.0.get(clue).copied().unwrap_or(0)
    }

    /// The concepts that are surely its own.
    pub(super) fn concepts(&self) -> impl Iterator<Item = Concept> {
        self.0.iter().filter_map(|(clue, weight)| match clue {
            Clue::Concept(concept) if *weight >= OWN => Some(*concept),
            Clue::Concept(_) | Clue::Year(_) | Clue::Before | Clue::After => None,
        })
    }

    /// The concepts that it is known by: those that are surely its own, or else those that may be.
    pub(super) fn known_by(&self) -> BTreeSet<Concept> {
        let own: BTreeSet<Concept> = self.concepts().collect();
        if !own.is_empty() {
            return own;
        }
        let either = self.0.keys().filter_map(|clue| match clue {
            Clue::Concept(concept) => Some(*concept),
            Clue::Year(_) | Clue::Before | Clue::After => None,
        });
        either.collect()
    }

    /// The years that are surely its own.
    pub(super) fn years(&self) -> impl Iterator<Item = i16> {
        self.0.iter().filter_map(|(clue, weight)| match clue {
            Clue::Year(year) if *weight >= OWN => Some(*year),
            Clue::Concept(_) | Clue::Year(_) | Clue::Before | Clue::After => None,
        })
    }

    /// Takes in the clues of another.
    pub(super) fn join(&mut self, other: &Self) {
        other.each().for_each(|(clue, weight)| self.add(clue.clone(), weight));
    }
}

/// The clues of each mention of a text: of numbers those around them; of others none.
pub(super) fn of(text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Clues> {
    let mut clues = vec![Clues::default(); mentions.len()];
    let mut items = items(text, mentions, lexicon).into_iter().peekable();
    let mut last: Option<usize> = None;
    // The number that the last one stands beside in apposition: "20 people, a third of all, came".
    let mut apposed: Option<usize> = None;
    for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.kind.is_quantity()) {
        let mut gap = Vec::new();
        while let Some((_, item)) = items.next_if(|(place, _)| place.start < mention.span.start) {
            gap.push(item);
        }
        // What another sentence compares is not this number.
        let sentence = gap.iter().rev().take_while(|item| !matches!(item, Between::Parts(Piece::End)));
        let than = sentence.into_iter().any(|item| matches!(item, Between::Parts(Piece::Than)));
        // A number alone in brackets says what the words before them say.
        let of_both = last.is_some() && is_alone(text, mention);
        if of_both {
            gap.pop_if(|item| matches!(item, Between::Parts(Piece::Part)));
        }
        share(&gap, (last, Some(at)), of_both, give(&mut clues));
        if let Some(from) = last {
            of_first_end(&gap, (from, at), mentions, &mut clues);
        }
        if let Some(head) = apposed {
            behind_apposition(&gap, head, &mut clues);
        }
        let is_apposed = matches!(gap.as_slice(), [Between::Parts(Piece::Comma)]);
        apposed = last.filter(|_| is_apposed && !of_both);
        if let Some(own) = clues.get_mut(at).filter(|_| than && last.is_some()) {
            own.add(Clue::Before, OWN);
        }
        // What is counted tells; a measured unit is many numbers'.
        let measured = mention.codes().iter().any(|code| lexicon.is_measured(code));
        while let Some((_, item)) = items.next_if(|(place, _)| place.start < mention.span.end) {
            if let (Between::Tells(clue), Some(own), false) = (item, clues.get_mut(at), measured) {
                own.add(clue, OWN);
            }
        }
        let role = mention.change.map(|change| change.role);
        if let (Some(own), Some(role)) = (clues.get_mut(at), role) {
            match role {
                Role::From => own.add(Clue::Before, OWN),
                Role::To => own.add(Clue::After, OWN),
                Role::By | Role::Factor => {}
            }
        }
        // Behind the bracket the sentence goes on.
        if !of_both {
            last = Some(at);
        }
    }
    of_what_follows(mentions, lexicon, &mut clues);
    inherit(mentions, &mut clues);
    let gap: Vec<_> = items.map(|(_, item)| item).collect();
    share(&gap, (last, None), false, give(&mut clues));
    if let Some(head) = apposed {
        behind_apposition(&gap, head, &mut clues);
    }
    clues
}

/// Behind an apposition the sentence goes on about the number before it: what stands between the comma that closes it and the next sign
/// is that number's too.
fn behind_apposition(gap: &[Between<Clue>], head: usize, clues: &mut [Clues]) {
    let comma = gap.iter().position(|item| matches!(item, Between::Parts(Piece::Comma)));
    let behind = comma.and_then(|comma| gap.get(comma.saturating_add(1)..)).unwrap_or_default();
    let parts =
        |item: &&Between<Clue>| !matches!(item, Between::Parts(Piece::Comma | Piece::Part | Piece::End));
    for item in behind.iter().take_while(parts) {
        if let (Between::Tells(clue), Some(own)) = (item, clues.get_mut(head)) {
            own.add(clue.clone(), OWN);
        }
    }
}

/// A year between the two ends of a change stands before the word that leads to the second: it is the first's. "From 5 in 2020 to 7".
fn of_first_end(
    gap: &[Between<Clue>],
    (first, second): (usize, usize),
    mentions: &[Mention],
    clues: &mut [Clues],
) {
    let role = |at: usize| mentions.get(at).and_then(|mention| mention.change).map(|change| change.role);
    let ends = matches!(
        (role(first), role(second)),
        (Some(Role::From), Some(Role::To)) | (Some(Role::To), Some(Role::From))
    );
    let parts = gap.iter().any(|item| matches!(item, Between::Parts(piece) if *piece > Piece::Joint));
    let mut years = gap.iter().filter(|item| matches!(item, Between::Tells(Clue::Year(_))));
    if let (true, false, Some(Between::Tells(year)), None) = (ends, parts, years.next(), years.next()) {
        if let Some(own) = clues.get_mut(first) {
            own.add(year.clone(), OWN);
        }
        if let Some(other) = clues.get_mut(second) {
            other.0.remove(year);
        }
    }
}

/// Behind a time that lasts a year is of the number that follows: "three years before, in 2021, …".
fn of_what_follows(mentions: &[Mention], lexicon: &Lexicon, clues: &mut [Clues]) {
    let numbers = mentions.iter().enumerate().filter(|(_, mention)| mention.kind.is_quantity());
    let numbers: Vec<(usize, bool)> =
        numbers.map(|(at, m)| (at, m.codes().iter().any(|code| lexicon.is_time(code)))).collect();
    for pair in numbers.windows(2) {
        let [(lasting, true), (next, false)] = *pair else { continue };
        let years = clues.get(lasting).into_iter().flat_map(Clues::each);
        let years: Vec<Clue> =
            years.map(|(clue, _)| clue.clone()).filter(|clue| matches!(clue, Clue::Year(_))).collect();
        if let Some(next) = clues.get_mut(next) {
            for year in years {
                if next.weight(&year) > 0 {
                    next.add(year, OWN);
                }
            }
        }
    }
}

/// What words without a number tell, as those of a table's head: concepts and years.
pub(super) fn of_words(text: &str, lexicon: &Lexicon) -> Clues {
    let mut clues = Clues::default();
    for (_, item) in items(text, &quantities::read(text, lexicon), lexicon) {
        if let Between::Tells(clue) = item {
            clues.add(clue, OWN);
        }
    }
    clues
}

/// What parts and tells, in the order of the text.
fn items(text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<(Range<usize>, Between<Clue>)> {
    let mut items: Vec<(Range<usize>, Between<Clue>)> = quantities::pieces(text, lexicon)
        .into_iter()
        .map(|(place, piece)| match piece {
            Piece::Concept(concept) => (place, Between::Tells(Clue::Concept(concept))),
            Piece::And => (place, Between::Parts(Piece::Joint)),
            Piece::Joint | Piece::Than | Piece::Comma | Piece::Part | Piece::End => {
                (place, Between::Parts(piece))
            }
        })
        .collect();
    for mention in mentions.iter().filter(|mention| mention.kind == Kind::Date) {
        let Some(dated) = &mention.dated else { continue };
        // Signs within a date part nothing.
        items.retain(|(place, _)| place.end <= mention.span.start || mention.span.end <= place.start);
        let mut own = Clues::default();
        own.add_period(&dated.period, OWN);
        items.extend(own.0.into_keys().map(|clue| (mention.span.clone(), Between::Tells(clue))));
    }
    items.sort_by_key(|(place, _)| place.start);
    items
}

/// The ends of a change, and what a value is told against, are of one thing: what is said of one goes for the other where it has no words of
/// its own.
fn inherit(mentions: &[Mention], clues: &mut [Clues]) {
    for (one, next, change) in of_one_thing(mentions, clues) {
        let (Some(a), Some(b)) = (clues.get(one), clues.get(next)) else { continue };
        // A difference of places would be told beside each; words behind the second end are of both.
        let from_one: Vec<Concept> = a.concepts().collect();
        let from_next: Vec<Concept> = b.concepts().collect();
        let mut give = |to: usize, concepts: Vec<Concept>| {
            if let Some(heir) = clues.get_mut(to) {
                concepts.into_iter().for_each(|concept| heir.add(Clue::Concept(concept), OWN));
            }
        };
        if change {
            give(one, from_next);
            give(next, from_one);
        } else if from_next.is_empty() {
            give(next, from_one);
        }
    }
}

/// The numbers that stand beside each other and are of one thing: the ends of a change (then the last is true), and one that is told against
/// the other or of another year.
pub(super) fn of_one_thing(mentions: &[Mention], clues: &[Clues]) -> Vec<(usize, usize, bool)> {
    let numbers: Vec<usize> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| mention.kind.is_quantity())
        .map(|(at, _)| at)
        .collect();
    let mut found = Vec::new();
    for pair in numbers.windows(2) {
        let [one, next] = *pair else { continue };
        let (Some(a), Some(b)) = (clues.get(one), clues.get(next)) else { continue };
        let change = a.weight(&Clue::Before) > 0 && b.weight(&Clue::After) > 0;
        // One with a year and no words of its own is the same thing at another time.
        let (one_year, next_year) = (a.years().next(), b.years().next());
        let told_against =
            b.weight(&Clue::Before) > 0 || one_year.is_some() && next_year.is_some() && one_year != next_year;
        if change || told_against {
            found.push((one, next, change));
        }
    }
    found
}

/// Whether nothing but a number stands in its brackets.
fn is_alone(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.span.start).and_then(|before| before.trim_end().chars().next_back());
    let after = text.get(mention.span.end..).and_then(|after| after.trim_start().chars().next());
    matches!(before, Some('(' | '（')) && matches!(after, Some(')' | '）'))
}

fn give(clues: &mut [Clues]) -> impl FnMut(usize, &Clue, u8) {
    |to, clue, weight| {
        if let Some(own) = clues.get_mut(to) {
            own.add(clue.clone(), weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use interchange::CodeLists;

    use super::*;

    /// The number of clues that each number of a text has for sure.
    #[track_caller]
    fn check(language: &str, text: &str, expected: &[(&str, &[&str])]) {
        let lexicon = Lexicon::new(language, &CodeLists::default()).expect("a language");
        let mentions = quantities::read(text, &lexicon);
        let clues = of(text, &mentions, &lexicon);
        let numbers = mentions.iter().zip(&clues).filter(|(mention, _)| mention.kind.is_quantity());
        let found: Vec<(&str, &Clues)> = numbers.map(|(m, clues)| (&text[m.number.clone()], clues)).collect();
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for ((number, clues), (expected, words)) in found.iter().zip(expected) {
            assert_eq!(number, expected, "{text}");
            let mut wanted = Clues::default();
            for word in *words {
                match word.parse() {
                    Ok(year) => wanted.add(Clue::Year(year), OWN),
                    Err(_) => wanted.add_words(word, &lexicon, OWN),
                }
            }
            let own: Vec<&Clue> =
                clues.each().filter(|(_, weight)| *weight == OWN).map(|(clue, _)| clue).collect();
            assert_eq!(own, wanted.0.keys().collect::<Vec<_>>(), "{text}: {number}");
        }
    }

    #[test]
    fn words_belong_to_the_number_that_nothing_parts_them_from() {
        check("en", "70 % of men and 65 % of women", &[("70", &["men"]), ("65", &["women"])]);
        check(
            "en",
            "In towns 83 %; in villages 48 % in 2023",
            &[("83", &["towns"]), ("48", &["villages", "2023"])],
        );
        check(
            "fr",
            "En ville, 83 % des gens; à la campagne, 48 %.",
            &[("83", &["ville"]), ("48", &["à la campagne"])],
        );
        check(
            "en",
            "Half of villages (48 %) had access; 83 % of towns",
            &[("Half", &["villages"]), ("48", &["villages"]), ("83", &["towns"])],
        );
        check("ru", "Среди мужчин 70 %, среди женщин 65 %", &[("70", &["мужчин"]), ("65", &["женщин"])]);
    }

    #[test]
    fn another_sentence_tells_nothing_of_a_number() {
        check("en", "There were 5 towns. Women came. 7 came.", &[("5", &["towns"]), ("7", &[])]);
    }
}
