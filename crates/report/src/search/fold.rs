//! Texts with what makes no difference taken out, and the way back to the text as it stands.
//!
//! Compatibility decomposition (Unicode Standard Annex 15) makes wide and narrow letters one and sets accents apart, which are left out;
//! case is folded by way of capitals, so that ß and final sigma meet their kin. The gaps of a grouped number are closed.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// A text and its folded form.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text as it stands.
    pub(super) original: String,
    /// Its folded form.
    pub(super) text: String,
    /// For each byte of the folded form, where the character that it comes from begins; and the text's end.
    origins: Vec<usize>,
}

/// Whose spaces are gaps between the digits of one number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// Only those that do not break, as printing sets them.
    Unbreakable,
    /// Every space, as people type.
    Every,
    /// None.
    None,
}

impl Folded {
    pub(super) fn new(original: impl Into<String>, gaps: Gaps) -> Self {
        let original = original.into();
        let mut folded = Self { text: String::with_capacity(original.len()), ..Self::default() };
        let mut last_whole = Whole::default();
        for (at, c) in original.char_indices() {
            let after = original.get(at + c.len_utf8()..).unwrap_or_default();
            if last_whole.goes_on(c, after, gaps) {
                continue;
            }
            last_whole.read(c);
            let start = folded.text.len();
            fold(c, &mut folded.text);
            folded.origins.extend(std::iter::repeat_n(at, folded.text.len() - start));
        }
        folded.origins.push(original.len());
        folded.original = original;
        folded
    }

    /// Where in the original a range of the folded form stands.
    pub(super) fn origin(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let at = |i: usize| self.origins.get(i).copied().unwrap_or(self.original.len());
        let from = at(start);
        // A range ends before the first character that is not of it.
        let last = at(end.saturating_sub(1));
        let width = self.original.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        from..last.saturating_add(width).max(from)
    }
}

/// The whole number that is being read: how many digits since its beginning or its last gap.
#[derive(Default)]
struct Whole {
    digits: usize,
    grouped: bool,
}

impl Whole {
    fn read(&mut self, c: char) {
        if c.is_ascii_digit() {
            self.digits = self.digits.saturating_add(1);
        } else {
            *self = Self::default();
        }
    }

    /// Whether a character is a gap within the number: after one to three digits (then always three), before three.
    fn goes_on(&mut self, c: char, after: &str, gaps: Gaps) -> bool {
        let gap = match c {
            '\u{a0}' | '\u{2009}' | '\u{202f}' | ',' => gaps != Gaps::None,
            ' ' => gaps == Gaps::Every,
            _ => false,
        };
        let full = if self.grouped { self.digits == 3 } else { (1..=3).contains(&self.digits) };
        let group = after.bytes().take_while(u8::is_ascii_digit).count() == 3;
        let goes_on = gap && full && group;
        if goes_on {
            *self = Self { digits: 0, grouped: true };
        }
        goes_on
    }
}

fn fold(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii_whitespace() || c.is_ascii_control() => out.push(' '),
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        // Han characters have neither case nor width.
        '\u{4e00}'..='\u{9fff}' => out.push(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
        '\u{2018}' | '\u{2019}' => out.push('\''),
        _ => {
            let categories = CodePointMapData::<GeneralCategory>::new();
            for part in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(std::iter::once(c)) {
                let category = categories.get(part);
                if category == GeneralCategory::SpaceSeparator {
                    out.push(' ');
                } else if !matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::Format) {
                    out.extend(part.to_uppercase().flat_map(char::to_lowercase));
                }
            }
        }
    }
}
