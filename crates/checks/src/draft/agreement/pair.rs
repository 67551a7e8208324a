//! Which number of a draft stands for which number of the report, within two passages that belong together.
//!
//! Both are walked in their order, as texts are compared: what agrees is put side by side, and what does not agree may stand in the place of
//! something else. What is left over is looked for in any order, since languages put their sentences differently.

use super::passage::Passage;
use super::said::{self, Said, Slip, Units, What};

/// Numbers of each side that are compared at most.
const MOST: usize = 256;

/// What became of something said in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    /// The report says the same there.
    Agrees(Place),
    /// The report says something else in its place.
    Replaced {
        /// What the report says.
        by: Place,
        /// Why that is so.
        evidence: Evidence,
    },
    /// Nothing is known of it.
    #[default]
    Unknown,
}

impl Fate {
    /// Takes what another place of the report tells, if that is better known: that it says the same, or by better evidence what it says
    /// instead. Words on both sides that are the same leave no doubt; a place that has nothing else in common (`agreeing` tells how much)
    /// does not outweigh a slip beside what agrees.
    pub(super) fn improve(&mut self, other: Self, agreeing: usize) {
        let better = match (&*self, &other) {
            (Self::Agrees(_), _) | (_, Self::Unknown) => false,
            (Self::Unknown, _) => true,
            (Self::Replaced { evidence, .. }, Self::Agrees(_)) => {
                let slip = evidence.beside && evidence.slip.is_some() && agreeing <= 1;
                !evidence.words && !slip
            }
            (Self::Replaced { evidence: own, .. }, Self::Replaced { evidence: other, .. }) => {
                own.strength() < other.strength()
            }
        };
        if better {
            *self = other;
        }
    }
}

impl Evidence {
    fn strength(&self) -> impl Ord + use<> {
        (self.words, self.framed, self.whole, self.slip.is_some(), self.lone, self.support)
    }
}

/// Something said in the report: the passage, and which of its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) passage: usize,
    pub(super) said: usize,
}

/// What speaks for one number standing in the place of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The same words stand around both.
    pub(super) words: bool,
    /// What stands before and behind both agrees.
    pub(super) framed: bool,
    /// What stands before or behind both agrees.
    pub(super) beside: bool,
    /// Both passages say as many things, and all others agree.
    pub(super) whole: bool,
    /// Nothing else is left on either side that it could be.
    pub(super) lone: bool,
    /// A slip makes one of the other.
    pub(super) slip: Option<Slip>,
    /// What is said of both is alike, and of nothing else more.
    pub(super) meant: bool,
    /// How many other things that both passages say agree.
    pub(super) support: usize,
}

/// What each thing said in a passage of a draft is in a passage of the report.
pub(super) fn pair(draft: &Passage, report: &[Passage], place: usize, same_language: bool) -> Vec<Fate> {
    let Some(passage) = report.get(place) else { return vec![Fate::Unknown; draft.said.len()] };
    let own: Vec<Own<'_>> = draft.said.iter().take(MOST).collect();
    let others: Vec<Other<'_>> = passage
        .said
        .iter()
        .enumerate()
        .take(MOST)
        .map(|(at, said)| (Place { passage: place, said: at }, said))
        .collect();
    let context = |i: usize, j: usize| {
        if same_language { Context::of((i, draft), (j, passage)) } else { Context::Open }
    };
    let steps = align(own.len(), others.len(), |i, j| match (own.get(i), others.get(j)) {
        (Some(a), Some(b)) => worth(a, b.1, context(i, j)),
        _ => None,
    });
    let mut fates = vec![Fate::Unknown; draft.said.len()];
    let mut used = vec![false; others.len()];
    settle(&steps, &own, &others, &context, &mut fates, &mut used);
    leftovers(&own, &others, &mut fates, &mut used);
    alone(&own, &others, &mut fates, &used);
    fates
}

/// How the words around two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    /// The same words stand on both sides, or many on one.
    Same,
    /// Words differ on both sides.
    Other,
    /// It cannot be told.
    Open,
}

/// How much of a neighbouring text must be equal, in letters; an ideograph says as much as three.
const SIDE: usize = 8;
const LONG_SIDE: usize = 16;

impl Context {
    fn of((a, a_text): (usize, &Passage), (b, b_text): (usize, &Passage)) -> Self {
        let (Some(a), Some(b)) = (a_text.beside.get(a), b_text.beside.get(b)) else { return Self::Open };
        let (a_before, a_after) = (&a.before, &a.after);
        let (b_before, b_after) = (&b.before, &b.after);
        let before = common(a_before.chars().rev(), b_before.chars().rev());
        let after = common(a_after.chars(), b_after.chars());
        let whole = |equal: usize, a: &str, b: &str| a.len() == b.len() && equal >= weight(a.chars());
        let before_same = before >= SIDE || whole(before, a_before, b_before);
        let after_same = after >= SIDE || whole(after, a_after, b_after);
        // Digits alone are no words: a row of a year stands in many tables.
        if !a_before.chars().chain(a_after.chars()).any(char::is_alphabetic) {
            return if before_same || after_same { Self::Open } else { Self::Other };
        }
        match (before_same, after_same) {
            (true, true) => Self::Same,
            // A row begins with what many sentences say.
            _ if (before >= LONG_SIDE || after >= LONG_SIDE)
                && a_text.label.is_some() == b_text.label.is_some() =>
            {
                Self::Same
            }
            (false, false) => Self::Other,
            _ => Self::Open,
        }
    }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    weight(a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a))
}

fn weight(text: impl Iterator<Item = char>) -> usize {
    text.map(|c| if c >= '\u{2e80}' { 3 } else { 1 }).sum()
}

/// What putting two things side by side is worth; nothing where they cannot stand for each other.
fn worth(a: &Said, b: &Said, context: Context) -> Option<i32> {
    let named = i32::from(matches!(a.what, What::Name(_)));
    if a.agrees(b) {
        return Some(match context {
            Context::Same => 10,
            Context::Open => 8 - named,
            Context::Other => 6 - named,
        });
    }
    if !a.replaces(b) {
        return None;
    }
    let units = a.units(b);
    let slipped = said::slip(a, b).is_some();
    Some(match (context, units, slipped) {
        (Context::Same, Units::Same | Units::Open, _) | (Context::Same, Units::Other, true) => 4,
        (Context::Same, Units::Other, false) => 1,
        (Context::Open, Units::Same, true) => 2,
        (Context::Open, Units::Same | Units::Open, _) => -1,
        (Context::Other, Units::Same, true) => 0,
        (Context::Open | Context::Other, _, _) => -3,
    })
}

/// What leaving one side's number without a counterpart costs.
const GAP: i32 = 2;

/// The best way to walk two rows side by side (Needleman and Wunsch 1970): the pairs in order.
pub(super) fn align(
    rows: usize,
    columns: usize,
    worth: impl Fn(usize, usize) -> Option<i32>,
) -> Vec<(usize, usize)> {
    let width = columns.saturating_add(1);
    let at = |i: usize, j: usize| i.saturating_mul(width).saturating_add(j);
    let mut best = vec![0_i32; at(rows.saturating_add(1), 0)];
    let read = |best: &[i32], i: usize, j: usize| best.get(at(i, j)).copied().unwrap_or(0);
    // Backwards, so that the way can be read forwards. What is left at the ends costs nothing: passages overlap.
    let pairs: Vec<Option<i32>> =
        (0..rows).flat_map(|i| (0..columns).map(move |j| (i, j))).map(|(i, j)| worth(i, j)).collect();
    let pair = |i: usize, j: usize| pairs.get(i.saturating_mul(columns).saturating_add(j)).copied().flatten();
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let skip = read(&best, i + 1, j).max(read(&best, i, j + 1)) - GAP;
            let both = pair(i, j).map(|worth| worth + read(&best, i + 1, j + 1));
            if let Some(slot) = best.get_mut(at(i, j)) {
                *slot = both.map_or(skip, |both| both.max(skip)).max(0);
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < rows && j < columns {
        let here = read(&best, i, j);
        if pair(i, j).is_some_and(|worth| worth + read(&best, i + 1, j + 1) == here) && here > 0 {
            steps.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if read(&best, i + 1, j) >= read(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    steps
}

type Own<'a> = &'a Said;
type Other<'a> = (Place, &'a Said);

fn settle(
    steps: &[(usize, usize)],
    own: &[Own<'_>],
    others: &[Other<'_>],
    context: &impl Fn(usize, usize) -> Context,
    fates: &mut [Fate],
    used: &mut [bool],
) {
    let agreeing = |(i, j): &(usize, usize)| match (own.get(*i), others.get(*j)) {
        (Some(a), Some(b)) => a.agrees(b.1),
        _ => false,
    };
    let support = steps.iter().filter(|step| agreeing(step)).count();
    for (at, (i, j)) in steps.iter().enumerate() {
        let (Some(a), Some(b), Some(fate)) = (own.get(*i), others.get(*j), fates.get_mut(*i)) else {
            continue;
        };
        let agrees = agreeing(&(*i, *j));
        let mut take = || used.get_mut(*j).into_iter().for_each(|slot| *slot = true);
        if agrees {
            take();
            *fate = Fate::Agrees(b.0);
            continue;
        }
        // The pair before and the pair behind agree and stand directly beside it on both sides.
        let beside = |step: Option<&(usize, usize)>, back: bool| {
            step.is_some_and(|(k, l)| {
                let next = if back { (k + 1, l + 1) } else { (k.wrapping_sub(1), l.wrapping_sub(1)) };
                next == (*i, *j) && agreeing(&(*k, *l))
            })
        };
        let before = beside(at.checked_sub(1).and_then(|at| steps.get(at)), true);
        let behind = beside(steps.get(at + 1), false);
        let first = *i == 0 && b.0.said == 0;
        let last = *i + 1 == own.len() && *j + 1 == others.len();
        let evidence = Evidence {
            words: context(*i, *j) == Context::Same,
            framed: (before || first) && (behind || last) && (before || behind),
            slip: said::slip(a, b.1),
            support,
            beside: before || behind,
            whole: own.len() == others.len() && support + 1 == own.len(),
            lone: false,
            meant: false,
        };
        // What stands there by nothing but its order may be the counterpart of another.
        if evidence.words || evidence.framed || evidence.slip.is_some() {
            take();
        }
        *fate = Fate::Replaced { by: b.0, evidence };
    }
}

/// What is left on both sides: the same in another order, and what a slip makes of it.
fn leftovers(own: &[Own<'_>], others: &[Other<'_>], fates: &mut [Fate], used: &mut [bool]) {
    let support = fates.iter().filter(|fate| matches!(fate, Fate::Agrees(_))).count();
    for (i, said) in own.iter().enumerate() {
        let open = |fate: Option<&Fate>| match fate {
            Some(Fate::Unknown) => true,
            // Words say that it stands in the place of another; otherwise an equal one that is left is likelier.
            Some(Fate::Replaced { evidence, .. }) => !evidence.words,
            Some(Fate::Agrees(_)) | None => false,
        };
        if !open(fates.get(i)) {
            continue;
        }
        let equal = others
            .iter()
            .enumerate()
            .position(|(j, (_, other))| used.get(j).is_some_and(|used| !used) && said.agrees(other));
        if let (Some(j), Some(fate)) = (equal, fates.get_mut(i)) {
            if let Some((place, _)) = others.get(j) {
                *fate = Fate::Agrees(*place);
            }
            used.get_mut(j).into_iter().for_each(|used| *used = true);
        }
    }
    // What stands in a place by nothing but its order may be a slip of something else.
    let by_order = |evidence: &Evidence| !evidence.words && !evidence.framed && evidence.slip.is_none();
    for (i, said) in own.iter().enumerate() {
        let open = match fates.get(i) {
            Some(Fate::Unknown) => true,
            Some(Fate::Replaced { evidence, .. }) => by_order(evidence),
            Some(Fate::Agrees(_)) | None => false,
        };
        if !open || said.value().is_none() {
            continue;
        }
        let slipped = others.iter().enumerate().find_map(|(j, (place, other))| {
            let free = used.get(j).is_some_and(|used| !used);
            said::slip(said, other).filter(|_| free).map(|slip| (j, *place, slip))
        });
        if let (Some((j, by, slip)), Some(fate)) = (slipped, fates.get_mut(i)) {
            let evidence = Evidence { slip: Some(slip), support, ..Evidence::default() };
            *fate = Fate::Replaced { by, evidence };
            used.get_mut(j).into_iter().for_each(|used| *used = true);
        }
    }
}

/// The one number of a passage that nothing agrees with, and the one that is left of its unit in what the passage speaks of.
fn alone(own: &[Own<'_>], others: &[Other<'_>], fates: &mut [Fate], used: &[bool]) {
    let support = fates.iter().filter(|fate| matches!(fate, Fate::Agrees(_))).count();
    let is_open = |fate: Option<&Fate>| matches!(fate, Some(Fate::Unknown));
    let number = |said: &Said| matches!(said.what, What::Number(_));
    let mut open = own.iter().enumerate().filter(|(i, said)| number(said) && is_open(fates.get(*i)));
    let (Some((i, said)), None) = (open.next(), open.next()) else { return };
    let mut left = others.iter().enumerate().filter(|(j, (_, other))| {
        used.get(*j).is_some_and(|used| !used) && number(other) && said.units(other) == Units::Same
    });
    let (Some((_, (by, _))), None) = (left.next(), left.next()) else { return };
    if let Some(fate) = fates.get_mut(i) {
        *fate = Fate::Replaced { by: *by, evidence: Evidence { lone: true, support, ..Evidence::default() } };
    }
}
