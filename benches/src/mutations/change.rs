//! Changes of one number in a text, as slips make them.

use std::fmt;
use std::ops::Range;

use checks::draft::{Draft, Span};
use fastrand::Rng;

use super::bytes_of;

/// What sort of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One digit is another.
    Digit,
    /// A zero more, or the decimal sign one further.
    Ten,
    /// Three zeros more, or the next larger word of scale.
    Thousand,
    /// Two numbers change places.
    Swap,
    /// The year before or after.
    Year,
    /// Another unit.
    Unit,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Digit, Self::Ten, Self::Thousand, Self::Swap, Self::Year, Self::Unit];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Digit => "a digit",
            Self::Ten => "a factor of 10",
            Self::Thousand => "a factor of 1 000",
            Self::Swap => "two change places",
            Self::Year => "a neighbouring year",
            Self::Unit => "a unit",
        }
    }
}

/// A change of a text: pieces that are replaced, in their order.
pub(super) struct Change {
    pieces: Vec<(Range<usize>, String, String)>,
    /// The block that it stands in, for a change of a period.
    block: Option<usize>,
}

impl Change {
    fn one(range: Range<usize>, before: &str, after: String) -> Self {
        Self { pieces: vec![(range, before.to_owned(), after)], block: None }
    }

    /// The text after the change.
    pub(super) fn applied(&self, source: &str) -> Option<String> {
        let mut text = String::with_capacity(source.len() + 16);
        let mut at = 0;
        for (range, _, after) in &self.pieces {
            text.push_str(source.get(at..range.start)?);
            text.push_str(after);
            at = range.end;
        }
        text.push_str(source.get(at..)?);
        (text != source).then_some(text)
    }

    /// The text around it before the change, for people.
    pub(super) fn around(&self, source: &str) -> String {
        let Some((range, ..)) = self.pieces.first() else { return String::new() };
        let before: Vec<char> =
            source.get(..range.start).unwrap_or_default().chars().rev().take(60).collect();
        let behind = source.get(range.start..).unwrap_or_default().chars().take(60);
        before.into_iter().rev().chain(['»']).chain(behind).map(|c| if c == '\n' { '⏎' } else { c }).collect()
    }

    /// Whether a mark of the changed text lies on the change; of a period, in the same block.
    pub(super) fn is_hit(&self, after: &Draft, mark: &Span) -> bool {
        if self.block == Some(mark.block) {
            return true;
        }
        let Some(marked) = bytes_of(after, mark) else { return false };
        let mut shift = 0_i64;
        self.pieces.iter().any(|(range, before, text)| {
            let moved = |n: usize| usize::try_from(i64::try_from(n).unwrap_or(0) + shift).unwrap_or(0);
            let start = moved(range.start);
            let changed = start..start + text.len();
            shift += i64::try_from(text.len()).unwrap_or(0) - i64::try_from(before.len()).unwrap_or(0);
            changed.start < marked.end && marked.start < changed.end
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces = self
            .pieces
            .iter()
            .map(|(range, before, after)| format!("{before} → {after} at byte {}", range.start));
        f.write_str(&pieces.collect::<Vec<_>>().join(", "))
    }
}

/// A change of one bound quantity; nothing where this kind cannot be made of the one that chance picks.
pub(super) fn make(
    kind: Kind,
    draft: &Draft,
    bound: &[&Span],
    language: &str,
    chance: &mut Rng,
) -> Option<Change> {
    let at = chance.choice(0..bound.len())?;
    let span = *bound.get(at)?;
    let words = draft.words(span);
    let base = bytes_of(draft, span)?;
    let source = draft.source()?;
    // What the form writes differently, as with marks of emphasis within, is left alone.
    if source.get(base.clone()) != Some(words) {
        return None;
    }
    let is_year = year(words).is_some();
    match kind {
        Kind::Year => {
            let found = year(words)?;
            let other = if chance.bool() { found.1 + 1 } else { found.1 - 1 };
            let range = base.start + found.0..base.start + found.0 + 4;
            let change = Change::one(range, words.get(found.0..found.0 + 4)?, other.to_string());
            Some(Change { block: Some(span.block), ..change })
        }
        _ if is_year => None,
        Kind::Digit => digit(words, base.start, chance),
        Kind::Ten => factor(words, base.start, 1),
        Kind::Thousand => scale(words, base.start, language).or_else(|| factor(words, base.start, 3)),
        Kind::Swap => {
            // One of the next few, as where a line of a table was read wrong.
            let other = *bound.get(at + 1 + chance.usize(..4))?;
            swap(draft, span, other)
        }
        Kind::Unit => unit(words, base.start, language),
    }
}

/// The run of digits of some words, with points and blanks between digits.
fn number(words: &str) -> Option<Range<usize>> {
    let start = words.find(|c: char| c.is_ascii_digit())?;
    let mut end = start;
    for (at, c) in words.get(start..)?.char_indices() {
        let place = start + at;
        let joins = matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
        let more = words
            .get(place + c.len_utf8()..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if c.is_ascii_digit() {
            end = place + 1;
        } else if !(joins && more) {
            break;
        }
    }
    Some(start..end)
}

/// A year and where it stands, of words that are nothing else than a point in time.
fn year(words: &str) -> Option<(usize, i64)> {
    let range = number(words)?;
    let digits = words.get(range.clone())?;
    let value: i64 = digits.parse().ok()?;
    let alone = words.len() < 24 && digits.len() == 4 && (1900..2100).contains(&value);
    let rest = words.chars().filter(|c| c.is_ascii_digit()).count();
    (alone && rest <= 8).then_some((range.start, value))
}

fn digit(words: &str, base: usize, chance: &mut Rng) -> Option<Change> {
    let range = number(words)?;
    let digits: Vec<usize> = words
        .get(range.clone())?
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| range.start + at)
        .collect();
    let at = *chance.choice(&digits)?;
    let before = words.get(at..at + 1)?;
    let old: u8 = before.parse().ok()?;
    let first = digits.first() == Some(&at);
    let new =
        (1..10).map(|step| (old + step) % 10).filter(|new| !(first && *new == 0)).nth(chance.usize(..8))?;
    Some(Change::one(base + at..base + at + 1, before, new.to_string()))
}

/// Ten or a thousand times as much: zeros behind a whole number, the decimal sign further to the right.
fn factor(words: &str, base: usize, zeros: usize) -> Option<Change> {
    let range = number(words)?;
    let digits = words.get(range.clone())?;
    let fraction = digits.rfind(['.', ',']).filter(|at| digits.len() - at - 1 <= 2);
    let (whole, rest) = fraction
        .map_or((digits, ""), |at| (digits.get(..at).unwrap_or(digits), digits.get(at + 1..).unwrap_or("")));
    let blank = whole.chars().find(|c| !c.is_ascii_digit());
    let shifted = format!("{rest}{}", "0".repeat(zeros.saturating_sub(rest.len())));
    let (moved, left) = shifted.split_at(zeros);
    let larger: String = whole.chars().filter(char::is_ascii_digit).collect::<String>() + moved;
    let sign =
        fraction.and_then(|at| digits.get(at..at + 1)).filter(|_| !left.is_empty()).unwrap_or_default();
    let changed = format!("{}{sign}{left}", grouped(larger.trim_start_matches('0'), blank));
    Some(Change::one(base + range.start..base + range.end, digits, changed))
}

/// Digits in groups of three, where the text groups them.
fn grouped(digits: &str, between: Option<char>) -> String {
    let Some(between) = between else { return digits.to_owned() };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(between);
        }
        text.push(digit);
    }
    text
}

/// Words of scale, each with the next one.
const SCALES: [(&str, &[(&str, &str)]); 6] = [
    (
        "en",
        &[("thousand", "million"), ("million", "billion"), ("billion", "million"), ("trillion", "billion")],
    ),
    ("zh", &[("亿", "万"), ("万", "亿")]),
    (
        "fr",
        &[
            ("milliards", "millions"),
            ("milliard", "million"),
            ("millions", "milliards"),
            ("million", "milliard"),
        ],
    ),
    ("es", &[("mil millones", "billones"), ("millones", "mil millones"), ("millón", "mil millones")]),
    (
        "ru",
        &[
            ("млрд", "млн"),
            ("млн", "млрд"),
            ("миллиарда", "миллиона"),
            ("миллиардов", "миллионов"),
            ("миллионов", "миллиардов"),
            ("миллиона", "миллиарда"),
        ],
    ),
    ("ar", &[("مليار", "مليون"), ("مليون", "مليار")]),
];

/// Units, each with one that it is taken for.
const UNITS: [(&str, &[(&str, &str)]); 6] = [
    (
        "en",
        &[
            ("%", " percentage points"),
            ("per cent", "percentage points"),
            ("percentage points", "%"),
            ("USD", "CHF"),
            ("CHF", "USD"),
            ("kbit/s", "Mbit/s"),
            ("Tbit/s", "Gbit/s"),
            ("countries", "people"),
            ("people", "countries"),
        ],
    ),
    (
        "zh",
        &[
            ("个百分点", "%"),
            ("%", "个百分点"),
            ("美元", "瑞郎"),
            ("瑞郎", "美元"),
            ("kbit/s", "Mbit/s"),
            ("人", "个国家"),
            ("个国家", "人"),
        ],
    ),
    (
        "fr",
        &[
            ("points de pourcentage", "%"),
            ("%", " points de pourcentage"),
            ("USD", "CHF"),
            ("CHF", "USD"),
            ("dollars", "francs suisses"),
            ("francs suisses", "dollars"),
            ("pays", "personnes"),
        ],
    ),
    (
        "es",
        &[
            ("puntos porcentuales", "%"),
            ("%", " puntos porcentuales"),
            ("USD", "CHF"),
            ("CHF", "USD"),
            ("dólares", "francos suizos"),
            ("francos suizos", "dólares"),
            ("países", "personas"),
        ],
    ),
    (
        "ru",
        &[
            ("процентных пунктов", "%"),
            ("%", " процентных пункта"),
            ("долл. США", "шв. фр."),
            ("долларов США", "швейцарских франков"),
            ("швейцарских франков", "долларов США"),
            ("странах", "людях"),
            ("странам", "людям"),
            ("страны", "человека"),
            ("стран", "человек"),
        ],
    ),
    ("ar", &[("نقطة مئوية", "%"), ("%", " نقطة مئوية"), ("دولار", "فرنك سويسري"), ("فرنك سويسري", "دولار")]),
];

fn scale(words: &str, base: usize, language: &str) -> Option<Change> {
    replaced(words, base, &SCALES, language)
}

fn unit(words: &str, base: usize, language: &str) -> Option<Change> {
    replaced(words, base, &UNITS, language)
}

fn replaced(words: &str, base: usize, tables: &[(&str, &[(&str, &str)])], language: &str) -> Option<Change> {
    let (_, table) = tables.iter().find(|(known, _)| *known == language)?;
    let (before, after, at) =
        table.iter().find_map(|(before, after)| Some((*before, *after, words.find(before)?)))?;
    // A word takes the blank of a sign with it, whatever blank that is.
    let blank = if before == "%" { words.get(..at)?.len() - words.get(..at)?.trim_end().len() } else { 0 };
    let range = base + at - blank..base + at + before.len();
    let replaced = words.get(at - blank..at + before.len())?;
    Some(Change::one(range, replaced, after.to_owned()))
}

fn swap(draft: &Draft, a: &Span, b: &Span) -> Option<Change> {
    let piece = |span: &Span| {
        let words = draft.words(span);
        let base = bytes_of(draft, span)?;
        (draft.source()?.get(base.clone()) == Some(words)).then_some(())?;
        let range = number(words)?;
        (year(words).is_none()).then_some(())?;
        Some((base.start + range.start..base.start + range.end, words.get(range)?.to_owned()))
    };
    let (first, second) = (piece(a)?, piece(b)?);
    (first.1 != second.1).then_some(())?;
    let mut pieces = vec![(first.0, first.1.clone(), second.1.clone()), (second.0, second.1, first.1)];
    pieces.sort_by_key(|(range, ..)| range.start);
    Some(Change { pieces, block: None })
}
