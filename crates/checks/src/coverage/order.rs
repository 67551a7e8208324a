//! Rows of a passage that stand in another order than its numbers: two values of one passage, unit and time that changed places are told by
//! nothing else.
//!
//! The rows of one file (of keys: of one service) that name one paragraph are expected in the order of the text. A file that was sorted otherwise, as
//! by an export, says nothing: it is judged only where nearly all of its passages follow the text.

use std::collections::BTreeMap;

use super::outcome::Crossed;
use super::rows::Row;

/// Of so many passages of a file at most one may be out of order, or its order means nothing.
const PASSAGES_A_SLIP: usize = 8;

/// Rows of one file, one service and one passage.
type Part<'a> = (&'a str, &'a str, &'a str, u32);

/// Pairs of rows whose numbers stand the other way round. `fitting` gives the places of a passage's numbers that a row may account for, in
/// the order of the text.
pub(super) fn crossed<'a, P: Ord + Copy>(
    rows: &[&'a Row],
    fitting: impl Fn(&'a Row) -> Vec<P>,
) -> Vec<Crossed> {
    let mut parts: BTreeMap<Part<'a>, Vec<&'a Row>> = BTreeMap::new();
    for row in rows.iter().copied().filter(|row| row.required) {
        let service = row.name.split_once('/').map_or("", |(service, _)| service);
        parts.entry((&row.place.file, service, &row.section, row.paragraph)).or_default().push(row);
    }
    let mut files: BTreeMap<&str, (usize, Vec<Crossed>)> = BTreeMap::new();
    for ((file, ..), rows) in parts.iter().filter(|(_, rows)| rows.len() > 1) {
        let (passages, found) = files.entry(*file).or_default();
        *passages = passages.saturating_add(1);
        found.extend(first_crossed(rows, &fitting));
    }
    let follows =
        |(passages, found): &(usize, Vec<Crossed>)| found.len().saturating_mul(PASSAGES_A_SLIP) <= *passages;
    files.into_values().filter(follows).flat_map(|(_, found)| found).collect()
}

/// The first row whose number stands before those of the rows above it. Each row takes the earliest number that it may: if any choice is in
/// order, this one is. A passage with a row that fits no number at all is left to those that say so.
fn first_crossed<'a, P: Ord + Copy>(
    rows: &[&'a Row],
    fitting: &impl Fn(&'a Row) -> Vec<P>,
) -> Option<Crossed> {
    let places: Vec<Vec<P>> = rows.iter().map(|row| fitting(row)).collect();
    if places.iter().any(Vec::is_empty) {
        return None;
    }
    let (mut last, mut above): (Option<P>, Option<&Row>) = (None, None);
    for (row, places) in rows.iter().copied().zip(places) {
        match places.into_iter().filter(|place| last.is_none_or(|last| last < *place)).min() {
            Some(place) => (last, above) = (Some(place), Some(row)),
            None => return above.map(|above| Crossed { row: row.clone(), above: above.clone() }),
        }
    }
    None
}
