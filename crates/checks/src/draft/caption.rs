//! Captions by their words: "Figure 3 – …", "表2：…".

use super::reference::{Target, words};

/// The longest caption, in characters; what is longer is a paragraph that begins with a reference.
const LONGEST: usize = 240;

/// What a caption stands for and the number it gives, of a text that is one.
pub(super) fn of(text: &str) -> Option<(Target, &str)> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let (target, word) = words::at_start(text)?;
    if !matches!(target, Target::Figure | Target::Table | Target::Box | Target::Annex) {
        return None;
    }
    let rest = text.get(word..)?;
    let number = rest.trim_start();
    let length = words::number_length(number);
    let after = number.get(length..)?;
    let parted = after.trim_start_matches([' ', '\u{a0}']);
    let sign = parted.chars().next().is_none_or(|c| "–—-‒:.：．|\t\n".contains(c));
    // "表2 各区域" parts number and title by a space; "图1所示" goes on as a sentence.
    let spaced = parted.len() < after.len() && parted.chars().next().is_some_and(|c| !c.is_lowercase());
    (length > 0 && (sign || spaced)).then(|| (target, number.get(..length).unwrap_or_default()))
}
