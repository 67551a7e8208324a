//! A text as lexemes: runs of digits and of letters, single ideographs and signs, each with its folded form.
//!
//! Spaces are no lexemes but the gap before one, and marks of direction are nothing at all, so that a phrase is found however it
//! is spaced, and numbers whatever a word processor put around them.

use std::cell::Cell;
use std::ops::Range;

/// Words that are longer are in no table; their folded form is empty.
const LONGEST_WORD: usize = 80;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Decimal digits of any script.
    Digits,
    /// Letters with their marks.
    Letters,
    /// One character of Chinese writing.
    Ideograph,
    /// Raised digits, as footnotes have them.
    Raised,
    /// Any other character.
    Sign,
}

/// What stands before a lexeme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// One space of any width, on one line.
    One,
    /// More, or the start of the text.
    Wide,
    /// A tab, which parts what stands side by side.
    Break,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(super) struct Lexeme {
    pub(super) start: usize,
    pub(super) end: usize,
    key: Range<usize>,
    pub(super) sort: Sort,
    pub(super) gap: Gap,
}

/// A text in pieces.
pub(super) struct Lexemes<'a> {
    pub(super) text: &'a str,
    items: Vec<Lexeme>,
    keys: String,
    steps: Cell<u64>,
}

impl<'a> Lexemes<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut lexemes = Self { text, items: Vec::new(), keys: String::new(), steps: Cell::new(0) };
        let mut gap = Gap::Wide;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if is_invisible(c) {
                continue;
            }
            if c.is_whitespace() {
                let alone = gap == Gap::None && !matches!(c, '\n' | '\r');
                gap = match gap {
                    Gap::Break => Gap::Break,
                    Gap::None | Gap::One | Gap::Wide if c == '\t' => Gap::Break,
                    Gap::None | Gap::One | Gap::Wide if alone => Gap::One,
                    Gap::None | Gap::One | Gap::Wide => Gap::Wide,
                };
                continue;
            }
            let sort = sort_of(c);
            let mut end = start + c.len_utf8();
            if matches!(sort, Sort::Digits | Sort::Letters | Sort::Raised) {
                while let Some((at, next)) = chars.peek().copied().filter(|(_, n)| goes_on(sort, *n)) {
                    end = at + next.len_utf8();
                    chars.next();
                }
            }
            lexemes.push(start, end, sort, gap);
            gap = Gap::None;
        }
        lexemes
    }

    fn push(&mut self, start: usize, end: usize, sort: Sort, gap: Gap) {
        let from = self.keys.len();
        let written = self.text.get(start..end).unwrap_or_default();
        if sort != Sort::Letters || written.len() <= LONGEST_WORD {
            fold(written, &mut self.keys);
        }
        self.items.push(Lexeme { start, end, key: from..self.keys.len(), sort, gap });
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Lexeme> {
        self.items.get(at)
    }

    /// The folded form; empty past the end.
    pub(super) fn key(&self, at: usize) -> &str {
        self.step();
        self.get(at).and_then(|l| self.keys.get(l.key.clone())).unwrap_or_default()
    }

    /// As written; empty past the end.
    pub(super) fn written(&self, at: usize) -> &'a str {
        self.get(at).and_then(|l| self.text.get(l.start..l.end)).unwrap_or_default()
    }

    pub(super) fn sort(&self, at: usize) -> Option<Sort> {
        self.get(at).map(|l| l.sort)
    }

    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.sort(at) == Some(Sort::Digits)
    }

    /// Whether there is such a lexeme and nothing stands between it and the one before.
    pub(super) fn touches(&self, at: usize) -> bool {
        self.get(at).is_some_and(|l| l.gap == Gap::None)
    }

    /// The bytes of lexemes from one to before another.
    pub(super) fn span(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.get(from).map_or(self.text.len(), |l| l.start);
        let end = to.checked_sub(1).and_then(|i| self.get(i)).map_or(start, |l| l.end);
        start..end.max(start)
    }

    /// Counts one step of work.
    pub(super) fn step(&self) {
        self.steps.set(self.steps.get().saturating_add(1));
    }

    /// The work done so far.
    pub(super) fn steps(&self) -> u64 {
        self.steps.get()
    }
}

/// The folded form of a word or phrase of a table, as its lexemes.
pub(super) fn keys_of(phrase: &str) -> Vec<String> {
    let lexemes = Lexemes::of(phrase);
    (0..lexemes.len()).map(|i| lexemes.key(i).to_owned()).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn sort_of(c: char) -> Sort {
    match c {
        _ if narrow(c).is_ascii_digit() => Sort::Digits,
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => Sort::Raised,
        '〇' | '々' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
            Sort::Ideograph
        }
        _ if c.is_alphabetic() => Sort::Letters,
        _ => Sort::Sign,
    }
}

fn goes_on(sort: Sort, next: char) -> bool {
    sort_of(next) == sort || sort == Sort::Letters && is_mark(next)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// The plain form of a character of another width or another set of digits.
fn narrow(c: char) -> char {
    let from = |first: char, plain: char| {
        let offset = u32::from(c).checked_sub(u32::from(first));
        offset.and_then(|o| char::from_u32(u32::from(plain) + o)).unwrap_or(c)
    };
    match c {
        '！'..='～' => from('！', '!'),
        '٠'..='٩' => from('٠', '0'),
        '۰'..='۹' => from('۰', '0'),
        '₀'..='₉' => from('₀', '0'),
        '٪' => '%',
        '،' => ',',
        '’' | 'ʼ' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '—' | '―' => '–',
        _ => c,
    }
}

/// Lower case, one width, composed letters; Arabic without vowel signs and with one form of alef.
fn fold(written: &str, keys: &mut String) {
    let composed;
    let mut text = written;
    if written.chars().any(|c| matches!(c, '\u{300}'..='\u{36f}')) {
        composed = icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(written).into_owned();
        text = &composed;
    }
    for c in text.chars() {
        match narrow(c) {
            'أ' | 'إ' | 'آ' => keys.push('ا'),
            'ى' => keys.push('ي'),
            'ё' | 'Ё' => keys.push('е'),
            c if is_mark(c) => {}
            c => keys.extend(c.to_lowercase()),
        }
    }
}
