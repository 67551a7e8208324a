//! Which passage of a text became which: equal ones in their order, then between them those that share most words.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::passage::Passage;

/// The most passages of a run that are aligned by their words; longer ones are taken one by one in their order.
const LONGEST: usize = 60;
/// Two passages that share fewer of their words, in thousandths, are not the same one.
const ALIKE: u32 = 400;

/// Indexes of passages that belong together; one side alone for what is gone or new.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// The pairs in the order of both.
pub(super) fn pairs(before: &[Passage], after: &[Passage]) -> Vec<Pair> {
    let texts = |passages: &[Passage]| passages.iter().map(Passage::text).collect::<Vec<_>>();
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &texts(before), &texts(after)) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                found.extend(
                    (0..len).map(|i| (Some(old_index.saturating_add(i)), Some(new_index.saturating_add(i)))),
                );
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                between(before, after, op.old_range(), op.new_range(), &mut found);
            }
        }
    }
    found
}

fn between(
    before: &[Passage],
    after: &[Passage],
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
    found: &mut Vec<Pair>,
) {
    if old.len() == new.len() && (old.len() == 1 || old.len() > LONGEST) {
        found.extend(old.zip(new).map(|(a, b)| (Some(a), Some(b))));
        return;
    }
    if old.len() > LONGEST || new.len() > LONGEST {
        found.extend(old.map(|a| (Some(a), None)));
        found.extend(new.map(|b| (None, Some(b))));
        return;
    }
    let bags = |passages: &[Passage], range: &std::ops::Range<usize>| {
        passages.get(range.clone()).unwrap_or_default().iter().map(bag).collect::<Vec<_>>()
    };
    let (left, right) = (bags(before, &old), bags(after, &new));
    found.extend(
        best(&left, &right)
            .into_iter()
            .map(|(a, b)| (a.map(|a| old.start.saturating_add(a)), b.map(|b| new.start.saturating_add(b)))),
    );
}

/// The alignment that shares most, by the table of Needleman and Wunsch (1970) without a cost of gaps.
fn best(left: &[Bag], right: &[Bag]) -> Vec<Pair> {
    let mut score: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let at =
        |score: &BTreeMap<(usize, usize), u32>, i: usize, j: usize| score.get(&(i, j)).copied().unwrap_or(0);
    for (i, a) in left.iter().enumerate().rev() {
        for (j, b) in right.iter().enumerate().rev() {
            let (down, across) = (i.saturating_add(1), j.saturating_add(1));
            let shared = alike(a, b);
            let both = if shared >= ALIKE { at(&score, down, across).saturating_add(shared) } else { 0 };
            let most = both.max(at(&score, down, j)).max(at(&score, i, across));
            score.insert((i, j), most);
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        let (down, across) = (i.saturating_add(1), j.saturating_add(1));
        let shared = alike(a, b);
        let both = at(&score, down, across).saturating_add(shared);
        if shared >= ALIKE && at(&score, i, j) == both {
            found.push((Some(i), Some(j)));
            (i, j) = (down, across);
        } else if at(&score, i, j) == at(&score, down, j) {
            found.push((Some(i), None));
            i = down;
        } else {
            found.push((None, Some(j)));
            j = across;
        }
    }
    found.extend((i..left.len()).map(|i| (Some(i), None)));
    found.extend((j..right.len()).map(|j| (None, Some(j))));
    found
}

/// How often each word comes.
type Bag = BTreeMap<String, u32>;

fn bag(passage: &Passage) -> Bag {
    let mut bag = Bag::new();
    for piece in passage.0.iter().filter(|piece| piece.text.chars().any(char::is_alphanumeric)) {
        // A figure is itself whatever it says.
        let word = piece.key.clone().unwrap_or_else(|| piece.text.to_lowercase());
        let count = bag.entry(word).or_default();
        *count = count.saturating_add(1);
    }
    bag
}

/// The share of words that both have, in thousandths (Dice 1945).
fn alike(a: &Bag, b: &Bag) -> u32 {
    let size = |bag: &Bag| bag.values().copied().fold(0, u32::saturating_add);
    let shared =
        a.iter().map(|(word, n)| b.get(word).copied().unwrap_or(0).min(*n)).fold(0, u32::saturating_add);
    let all = size(a).saturating_add(size(b));
    shared.saturating_mul(2_000).checked_div(all).unwrap_or(1_000)
}
