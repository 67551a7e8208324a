//! Numbers that changed places within a passage: both versions say both of them, and each of the other thing.
//!
//! Languages order a sentence differently, so that another order is no evidence by itself. What stands with a number ([`tells`]) is:
//! concepts, years, sounds of names, its place in a change or a range, its unit. Where what stands with each of two numbers here stands
//! with the other one over there, they were exchanged.

use super::super::clues::Clue;
use super::super::pair::Place;
use super::super::passage::Passage;
use super::super::said::{Said, UnitAt, Units, What};
use super::passages::Pair;
use super::tells::{self, Tells};
use super::{Side, judged};
use crate::draft::Span;

/// Two numbers that changed places.
#[derive(Clone, Debug)]
pub(in crate::draft) struct Swapped {
    /// Both in the first version, in its order.
    pub(in crate::draft) first: [Span; 2],
    /// What stands in the places of the two in the second version.
    pub(in crate::draft) second: [Span; 2],
    /// They are cells of tables that agree in what else they say.
    pub(in crate::draft) cells: bool,
}

/// How far apart two numbers may have changed places, counted in numbers.
const APART: usize = 4;
/// How much more must speak for the exchange than against it: where the order of the two is another, and where it is the same.
const MARGIN: i32 = 2;
const WIDE_MARGIN: i32 = 4;
/// What a unit, a place in a change and one in a range weigh.
const UNIT: i32 = 2;
const ROLE: i32 = 2;
const END: i32 = 4;

/// Everything that changed places within passages of text that are one.
pub(super) fn in_text(own: &Side<'_>, other: &Side<'_>, pairs: &[Pair]) -> Vec<Swapped> {
    let mut found = Vec::new();
    for pair in pairs.iter().filter(|pair| !pair.part) {
        let (Some(here), Some(there)) = (own.passages.get(pair.own), other.passages.get(pair.other)) else {
            continue;
        };
        if here.label.is_some() || there.label.is_some() {
            continue;
        }
        let met = numbers(here).filter_map(|said| {
            let there = own.met(Place { passage: pair.own, said })?;
            (there.passage == pair.other).then_some((said, there.said))
        });
        let met: Vec<(usize, usize)> = met.collect();
        if met.len() < 2 {
            continue;
        }
        let tells = [tells::of(here, own.lexicon), tells::of(there, other.lexicon)];
        let parts = [tells::parts(here, own.lexicon), tells::parts(there, other.lexicon)];
        let sides = Sides { here, there, tells, parts };
        let mut taken = Vec::new();
        for (at, one) in met.iter().enumerate() {
            for two in met.iter().skip(at.saturating_add(1)).take(APART) {
                if taken.contains(one) || taken.contains(two) || !sides.are_exchanged(*one, *two) {
                    continue;
                }
                taken.extend([*one, *two]);
                let here = [one.0, two.0].map(|said| own.span(Place { passage: pair.own, said }));
                let there = [two.1, one.1].map(|said| other.span(Place { passage: pair.other, said }));
                if let ([Some(a), Some(b)], [Some(c), Some(d)]) = (here, there) {
                    found.push(Swapped { first: [a, b], second: [c, d], cells: false });
                }
            }
        }
    }
    found
}

/// Numbers of which both versions say the digits, each with what the other is measured in: 5.2 schools and 430 million.
pub(super) fn digits(own: &Side<'_>, other: &Side<'_>, pairs: &[Pair]) -> Vec<Swapped> {
    let mut found = Vec::new();
    for pair in pairs.iter().filter(|pair| !pair.part) {
        let open = |side: &Side<'_>, passage: usize| -> Vec<Place> {
            let telling = |place: &Place| {
                side.said(*place)
                    .is_some_and(|said| said.in_digits && said.value().is_some() && judged::solid(said))
            };
            side.open(passage).filter(telling).take(MOST_OPEN).collect()
        };
        let (here, there) = (open(own, pair.own), open(other, pair.other));
        let same =
            |a: &Place, b: &Place| own.said(*a).zip(other.said(*b)).is_some_and(|(a, b)| a.has_digits_of(b));
        let goes = |a: &Place, b: &Place| {
            own.said(*a).zip(other.said(*b)).is_some_and(|(a, b)| a.units(b) != Units::Other)
        };
        for (at, one) in here.iter().enumerate() {
            for two in here.iter().skip(at.saturating_add(1)) {
                // Not the same digits twice.
                let alike = own.said(*one).zip(own.said(*two)).is_none_or(|(a, b)| a.has_digits_of(b));
                let c = there.iter().find(|there| same(two, there) && goes(one, there));
                let d = there.iter().find(|there| same(one, there) && goes(two, there));
                let spans = |a: &Place, b: &Place, side: &Side<'_>| Some([side.span(*a)?, side.span(*b)?]);
                let both = c.zip(d).filter(|_| !alike);
                let told = both.and_then(|(c, d)| Some((spans(one, two, own)?, spans(c, d, other)?)));
                found.extend(told.map(|(first, second)| Swapped { first, second, cells: false }));
            }
        }
    }
    found
}

/// The most numbers of a passage that are left over and looked at for their digits.
const MOST_OPEN: usize = 8;

fn numbers(passage: &Passage) -> impl Iterator<Item = usize> + '_ {
    let said = passage.said.iter().enumerate();
    said.filter(|(_, said)| matches!(said.what, What::Number(_))).map(|(at, _)| at)
}

/// Two passages that are one, with what tells their numbers apart.
struct Sides<'a> {
    here: &'a Passage,
    there: &'a Passage,
    tells: [Vec<Tells>; 2],
    /// Where signs and words part what each of them says.
    parts: [Vec<usize>; 2],
}

impl Sides<'_> {
    /// Whether each of two numbers here, which stand for those over there, is said of the other's thing.
    fn are_exchanged(&self, one: (usize, usize), two: (usize, usize)) -> bool {
        let (here, there) = (|at: usize| self.here.said.get(at), |at: usize| self.there.said.get(at));
        let (Some(a), Some(b), Some(c), Some(d)) = (here(one.0), here(two.0), there(one.1), there(two.1))
        else {
            return false;
        };
        // What has a unit of its own in both keeps it.
        let own_unit = a.units(b) == Units::Other && (a.units(c) == Units::Same || b.units(d) == Units::Same);
        if a.equals(b) || own_unit {
            return false;
        }
        if units_are_exchanged([a, b], [c, d]) {
            return true;
        }
        let [own, other] = &self.parts;
        if !is_parted(self.here, [a, b], own) || !is_parted(self.there, [c, d], other) {
            let like = |a: &Said, b: &Said| roles(a, b).saturating_add(end(a, b));
            return [like(a, c), like(b, d)].iter().all(|by| *by < 0)
                && [like(a, d), like(b, c)].iter().all(|by| *by > 0);
        }
        // Where one of them has no unit, it may be the other's.
        let measured = [a, b, c, d].iter().all(|said| !said.codes.is_empty());
        let like = |here: usize, there: usize| self.likeness(here, there, measured);
        let (straight_one, straight_two) = (like(one.0, one.1), like(two.0, two.1));
        let (cross_one, cross_two) = (like(one.0, two.1), like(two.0, one.1));
        let margin = if one.1 > two.1 { MARGIN } else { WIDE_MARGIN };
        let by = cross_one + cross_two - straight_one - straight_two;
        cross_one >= straight_one && cross_two >= straight_two && by >= margin
    }

    /// How much what stands with a number here stands with one over there.
    fn likeness(&self, here: usize, there: usize, measured: bool) -> i32 {
        let [own, other] = &self.tells;
        let (Some(a), Some(b)) = (self.here.said.get(here), self.there.said.get(there)) else { return 0 };
        let shared = match (own.get(here), other.get(there)) {
            (Some(own), Some(other)) => tells::shared(own, other),
            _ => 0,
        };
        let unit = if measured { unit(a, b) } else { 0 };
        shared.saturating_add(clues(a, b)).saturating_add(unit).saturating_add(end(a, b))
    }
}

/// Whether the units of two numbers, each beside its number, are those of the other one over there: 84 countries and 31 organizations. Of a
/// noun that nobody knows it is known that it is none of the units that are known.
fn units_are_exchanged([a, b]: [&Said; 2], [c, d]: [&Said; 2]) -> bool {
    let beside = [a, b, c, d].iter().all(|said| said.unit == UnitAt::Number);
    let one = |x: &Said, y: &Said, other: [&Said; 2]| {
        x.units(y) == Units::Same && other.iter().all(|said| said.codes.is_empty())
    };
    let both = a.units(d) == Units::Same
        && b.units(c) == Units::Same
        && a.units(c) == Units::Other
        && b.units(d) == Units::Other;
    beside && (both || one(a, d, [b, c]) || one(b, c, [a, d]))
}

/// Whether a sign or an "and" stands between two numbers: in "27 of 84" languages put either first.
fn is_parted(passage: &Passage, ends: [&Said; 2], parts: &[usize]) -> bool {
    let [a, b] = ends.map(|said| &said.span);
    let (from, to) = if a.start < b.start { (a.end, b.start) } else { (b.end, a.start) };
    passage.text.len() >= to && parts.iter().any(|at| (from..to).contains(at))
}

/// What the clues of two numbers have in common.
fn clues(a: &Said, b: &Said) -> i32 {
    let shared = a.clues.each().filter(|(clue, _)| !matches!(clue, Clue::Before | Clue::After));
    let shared: i32 = shared.map(|(clue, weight)| i32::from(weight.min(b.clues.weight(clue)))).sum();
    shared.saturating_add(roles(a, b))
}

/// Whether both are the same end of a change.
fn roles(a: &Said, b: &Said) -> i32 {
    let has = |said: &Said, clue: &Clue| said.clues.weight(clue) > 0;
    let crossed =
        has(a, &Clue::Before) && has(b, &Clue::After) || has(a, &Clue::After) && has(b, &Clue::Before);
    let same = [Clue::Before, Clue::After].iter().any(|role| has(a, role) && has(b, role));
    match (same, crossed) {
        (true, false) => ROLE,
        (false, true) => -ROLE,
        _ => 0,
    }
}

fn unit(a: &Said, b: &Said) -> i32 {
    match a.units(b) {
        Units::Same => UNIT,
        Units::Open => 0,
        Units::Other => -UNIT,
    }
}

fn end(a: &Said, b: &Said) -> i32 {
    match (a.end, b.end) {
        (Some(a), Some(b)) if a == b => END,
        (Some(_), Some(_)) => -END,
        _ => 0,
    }
}
