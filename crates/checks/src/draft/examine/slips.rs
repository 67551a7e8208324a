//! Powers of ten that slipped: a word of magnitude for another one, a decimal sign for one between thousands.
//!
//! Told only where the other number fits exactly, and by the language's own pairs where the word is written (`data/quantities/*.toml`,
//! `slip`): *billion* for *milliard*, млн for млрд, 亿 for 万.

use figures::Rational;

use crate::draft::telling::{Message, Part};
use crate::quantities::{Lexicon, Mention};

/// Powers that magnitudes differ by, the likeliest first.
const POWERS: [i32; 10] = [3, -3, 4, -4, 6, -6, 1, -1, 2, -2];

/// What must be done to a mention so that it holds.
pub(super) fn told(
    text: &str,
    mention: &Mention,
    lexicon: &Lexicon,
    holds: impl Fn(&Rational) -> bool,
) -> Option<Message> {
    let written = text.get(mention.span.clone()).unwrap_or_default();
    let fits = |power: i32| holds(&Rational::power_of_ten(power));
    if let Some(word) = word(written, lexicon, fits) {
        return Some(word);
    }
    let power = POWERS.into_iter().find(|power| fits(*power))?;
    let sign = written.chars().any(|c| matches!(c, '.' | ',' | '٫' | '٬')) && power.unsigned_abs() == 3;
    let way = match (power > 0, sign) {
        (true, false) => Message::new("fits-more"),
        (false, false) => Message::new("fits-less"),
        (true, true) => Message::new("fits-more-sign"),
        (false, true) => Message::new("fits-less-sign"),
    };
    let times = Rational::power_of_ten(power.saturating_abs()).to_string();
    Some(way.with("own", written).with("times", Part::Number(times)))
}

/// The word of magnitude that fits where another stands, by the powers of ten that fit.
pub(in crate::draft) fn word(
    written: &str,
    lexicon: &Lexicon,
    fits: impl Fn(i32) -> bool,
) -> Option<Message> {
    lexicon.slips().iter().filter(|slip| fits(slip.power)).find_map(|slip| {
        let word = slip.written.split('|').find(|word| stands(written, word))?;
        Some(Message::new("word-fits").with("meant", &slip.meant).with("written", word))
    })
}

/// Whether a word stands in what is written, alone where its script parts words.
fn stands(written: &str, word: &str) -> bool {
    let written = written.to_lowercase();
    written.match_indices(word).any(|(at, found)| {
        let before = written.get(..at).and_then(|t| t.chars().next_back());
        let after = written.get(at.saturating_add(found.len())..).and_then(|t| t.chars().next());
        let is_han = word.chars().all(|c| c > '\u{2e7f}');
        let magnitude = |c: char| "十百千万亿".contains(c);
        if is_han {
            !before.is_some_and(magnitude) && !after.is_some_and(magnitude)
        } else {
            !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
        }
    })
}
