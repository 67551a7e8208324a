//! Which sign a draft writes before decimals, by the numbers that leave no doubt.
//!
//! "1.343" in Spanish is one thousand or, against the habits of the language, one and a third. Taken for both it agrees with too much, so a
//! text that shows elsewhere how it writes decimals is read as it writes them. Where it shows nothing, or both ways, both readings stand.

use super::passage::Passage;
use super::said::{Said, What};

/// What a number shows or leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// One or two digits stand behind it: it is before decimals.
    Decimal(char),
    /// Three digits stand behind it.
    Open(char),
}

/// Leaves to each number the one reading that the rest of the text allows.
pub(super) fn settle(passages: &mut [Passage]) {
    let (mut commas, mut points) = (0_usize, 0_usize);
    for passage in passages.iter() {
        for said in &passage.said {
            match sign(said, &passage.text) {
                Some(Sign::Decimal(',')) => commas = commas.saturating_add(1),
                Some(Sign::Decimal(_)) => points = points.saturating_add(1),
                Some(Sign::Open(_)) | None => {}
            }
        }
    }
    let decimal = match (commas, points) {
        (1.., 0) => ',',
        (0, 1..) => '.',
        _ => return,
    };
    for passage in passages {
        let Passage { text, said, .. } = passage;
        for said in said {
            if let Some(Sign::Open(sign)) = sign(said, text) {
                keep(said, sign == decimal);
            }
        }
    }
}

/// Keeps the smaller reading where decimals are meant, otherwise the larger.
fn keep(said: &mut Said, decimals: bool) {
    let What::Number(values) = &mut said.what else { return };
    let size = |value: &&figures::Value| value.number.abs();
    let kept = if decimals { values.iter().min_by_key(size) } else { values.iter().max_by_key(size) };
    if let Some(kept) = kept.copied() {
        values.clear();
        values.push(kept);
    }
}

/// The one sign within the digits of a number, if it is a comma or a point.
fn sign(said: &Said, text: &str) -> Option<Sign> {
    if !matches!(said.what, What::Number(_)) {
        return None;
    }
    let words = text.get(said.span.clone())?;
    let digits = words.get(words.find(|c: char| c.is_ascii_digit())?..)?;
    let end = digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(digits.len());
    let digits = digits.get(..end)?.trim_end_matches(['.', ',']);
    let mut signs = digits.char_indices().filter(|(_, c)| !c.is_ascii_digit());
    let (Some((at, sign)), None) = (signs.next(), signs.next()) else { return None };
    match digits.len().saturating_sub(at).saturating_sub(1) {
        1 | 2 => Some(Sign::Decimal(sign)),
        3 => Some(Sign::Open(sign)),
        _ => None,
    }
}
