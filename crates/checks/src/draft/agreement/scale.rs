//! A cell of a table in another scale than its column: "655600" among thousands of francs.
//!
//! Where no head says the scale a cell agrees with a figure in any scale. The others of its measure tell which is meant: those of
//! one column stand in one scale.

use std::collections::BTreeMap;

use super::Reference;
use super::pair::{Evidence, Fate, Place};
use super::passage::Passage;
use super::said::{Said, Slip};

/// How many other cells tell the scale of a measure.
const ENOUGH: usize = 2;

/// A cell that agrees with a figure: where it stands, where the report says it, and the power of ten between both.
struct Cell {
    at: (usize, usize),
    column: usize,
    place: Place,
    power: i32,
}

/// Corrects the fates of cells that agree with their figures in another scale than the others of their columns.
pub(super) fn correct(own: &[Passage], all: &mut [Vec<Fate>], reference: &Reference) {
    let mut first = 0_usize;
    for rows in own.chunk_by(|a, b| a.block == b.block) {
        let mut measures: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
        for (at, row) in (first..).zip(rows).filter(|(_, row)| row.label.is_some() && !row.head) {
            for (number, said) in row.said.iter().enumerate() {
                let Some(Fate::Agrees(place)) = all.get(at).and_then(|fates| fates.get(number)) else {
                    continue;
                };
                let Some((_, figure)) = reference.at(*place) else { continue };
                let measure = figure.figure.as_deref().and_then(|key| key.split('?').next());
                if let (Some(column), Some(measure), Some(power)) =
                    (said.column, measure, power(said, figure))
                {
                    let cell = Cell { at: (at, number), column, place: *place, power };
                    measures.entry(measure).or_default().push(cell);
                }
            }
        }
        first = first.saturating_add(rows.len());
        for cells in measures.values() {
            let with = |power: i32| cells.iter().filter(|cell| cell.power == power).count();
            for cell in cells.iter().filter(|cell| with(cell.power) == 1) {
                let others = cells.iter().map(|other| other.power).find(|power| with(*power) >= ENOUGH);
                let Some(usual) = others else { continue };
                // A column of its own may have its own scale.
                if !cells.iter().any(|other| other.column == cell.column && other.power == usual) {
                    continue;
                }
                let slip = Some(Slip::PowerOfTen(usual.saturating_sub(cell.power)));
                let evidence =
                    Evidence { meant: true, framed: true, slip, support: ENOUGH, ..Evidence::default() };
                let slot = all.get_mut(cell.at.0).and_then(|fates| fates.get_mut(cell.at.1));
                slot.into_iter().for_each(|slot| *slot = Fate::Replaced { by: cell.place, evidence });
            }
        }
    }
}

/// The power of ten by which a cell as it is written must be multiplied to be a figure's value; nothing where they differ in more.
fn power(said: &Said, figure: &Said) -> Option<i32> {
    let (written, value) = (said.written?.number.normalize(), figure.value()?.number.normalize());
    let digits = |mantissa: i128, scale: u32| {
        let (mut digits, mut power) = (mantissa, i32::try_from(scale).ok()?.checked_neg()?);
        while digits != 0 && digits % 10 == 0 {
            digits /= 10;
            power = power.checked_add(1)?;
        }
        Some((digits, power))
    };
    let (own, own_power) = digits(written.mantissa(), written.scale())?;
    let (other, other_power) = digits(value.mantissa(), value.scale())?;
    (own == other && own != 0).then(|| other_power.checked_sub(own_power)).flatten()
}
