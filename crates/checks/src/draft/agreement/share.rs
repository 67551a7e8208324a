//! Which words belong to which number of a text.
//!
//! Words belong to the number that nothing parts them from: of what stands between two numbers the piece before the strongest sign (the end
//! of a sentence, a bracket, a comma, an "and") is the first's, the piece behind it the second's. Where nothing parts them, they may be
//! either's and count half.

use crate::quantities::Piece;

/// What is surely a number's.
pub(super) const OWN: u8 = 2;
/// What may be another's as well.
pub(super) const EITHER: u8 = 1;

/// What stands in a text between its numbers.
pub(super) enum Between<T> {
    Parts(Piece),
    Tells(T),
}

/// Gives what stands between two numbers to the one, the other or both, each time with how surely it is the number's; surely to both where
/// they are of one thing.
pub(super) fn share<T>(
    gap: &[Between<T>],
    (before, behind): (Option<usize>, Option<usize>),
    of_both: bool,
    mut give: impl FnMut(usize, &T, u8),
) {
    // Before the first number and behind the last only the end of a sentence parts.
    let open = before.is_none() || behind.is_none();
    let strongest = gap
        .iter()
        .filter_map(|item| if let Between::Parts(piece) = item { Some(*piece) } else { None })
        .filter(|piece| !open || *piece == Piece::End)
        .max();
    let is_strongest = |item: &Between<T>| matches!(item, Between::Parts(piece) if Some(*piece) == strongest);
    let first = gap.iter().position(is_strongest);
    let last = gap.iter().rposition(is_strongest);
    let mut give =
        |to: Option<usize>, tells: &T, weight: u8| to.into_iter().for_each(|to| give(to, tells, weight));
    for (place, item) in gap.iter().enumerate() {
        let Between::Tells(tells) = item else { continue };
        match (first, last) {
            (Some(first), _) if place < first => give(before, tells, OWN),
            (_, Some(last)) if place > last => give(behind, tells, OWN),
            // Whole sentences between two numbers are neither's.
            (Some(_), Some(_)) if strongest == Some(Piece::End) => {}
            _ => {
                let weight = if open || of_both { OWN } else { EITHER };
                give(before, tells, weight);
                give(behind, tells, weight);
            }
        }
    }
}
