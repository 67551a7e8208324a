//! Finding references in the texts of a draft, in all six languages at once.

use super::{Reference, Target, words};
use crate::draft::caption;
use crate::draft::model::{Block, Draft, Kind, Span};

/// The most numbers of one list ("sections 3.1, 3.2 and 3.4").
const MOST_LISTED: usize = 20;

/// What joins the numbers of a list; those with letters need spaces around them.
const JOINTS: [&str; 13] = ["、", "，", ",", "和", "及", "与", "至", "–", "-", "and", "et", "y", "и"];

/// Words after a number that make it a part of another document.
const FOREIGN_AFTER: [&str; 16] = [
    "of the",
    "to the",
    "of resolution",
    "to resolution",
    "of document",
    "of council",
    "de la résolution",
    "du règlement",
    "du document",
    "de la resolución",
    "del reglamento",
    "del documento",
    "резолюции",
    "регламента",
    "من القرار",
    "من لوائح",
];

/// Words after those that bring it home again.
const OWN: [&str; 8] = [
    "of the report",
    "of this",
    "of the present",
    "du présent",
    "de este",
    "настоящего",
    "من هذا",
    "del presente",
];

/// The references of a draft, in its order.
#[must_use]
pub fn find(draft: &Draft) -> Vec<Reference> {
    draft.blocks.iter().enumerate().flat_map(|(index, block)| in_block(index, block)).collect()
}

fn in_block(index: usize, block: &Block) -> Vec<Reference> {
    // A heading or caption names itself first.
    let own = match block.kind {
        Kind::Caption | Kind::Heading { .. } => words::at_start(&block.text).map_or(0, |(_, word)| word),
        Kind::Paragraph if caption::of(&block.text).is_some() => {
            words::at_start(&block.text).map_or(0, |(_, w)| w)
        }
        Kind::Image => return Vec::new(),
        Kind::Paragraph | Kind::Item { .. } | Kind::Table(_) | Kind::Footnote { .. } | Kind::Aside => 0,
    };
    let text = block.text.as_str();
    let (mut found, mut at) = (Vec::new(), own);
    while let Some((rest, c)) = text.get(at..).and_then(|r| Some((r, r.chars().next()?))) {
        let before = text.get(..at).unwrap_or_default();
        at = match opening(before, rest, c) {
            Some((target, word)) => listed(index, text, at, word, target, &mut found),
            None => at.saturating_add(c.len_utf8()),
        };
    }
    found
}

/// The word that begins here, if a word can begin here.
fn opening(before: &str, rest: &str, c: char) -> Option<(Target, usize)> {
    let last = before.chars().next_back();
    let joined = last.is_some_and(|l| {
        let proclitic = "وبلفك".contains(l);
        l.is_alphanumeric() && !han(l) && !proclitic && !han(c)
    });
    if joined {
        return None;
    }
    // "代表2人" and "发表3份": the sign is the end of another word.
    let tied =
        matches!(c, '表' | '图' | '框') && last.is_some_and(|l| "代发列地版意企试力画框外".contains(l));
    if tied { None } else { words::at_start(rest) }
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Reads the numbers after a word; answers the byte to go on from.
fn listed(
    index: usize,
    text: &str,
    start: usize,
    word: usize,
    target: Target,
    found: &mut Vec<Reference>,
) -> usize {
    let first = found.len();
    let mut begin = start;
    let mut at = start.saturating_add(word);
    for _ in 0..MOST_LISTED {
        let rest = text.get(at..).unwrap_or_default();
        let parted = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let length = words::number_length(parted);
        let number = parted.get(..length).unwrap_or_default();
        if length == 0 || is_quantity(target, number, parted.get(length..).unwrap_or_default()) {
            break;
        }
        at = at.saturating_add(rest.len().saturating_sub(parted.len())).saturating_add(length);
        let span = Span { block: index, start: begin, end: at };
        found.push(Reference { span, target, number: plain(number), foreign: false });
        let after = text.get(at..).unwrap_or_default();
        let Some(joint) = joint(after) else { break };
        begin = at.saturating_add(joint);
        at = begin;
    }
    let end = found.last().map_or(at, |r| r.span.end.max(start.saturating_add(word)));
    let tail = text.get(end..).unwrap_or_default();
    let signed = words::AFTER.iter().map(|(sign, _)| *sign).find(|sign| tail.trim_start().starts_with(*sign));
    let foreign = foreign(text.get(..start).unwrap_or_default(), tail);
    for reference in found.iter_mut().skip(first) {
        reference.foreign = foreign;
        if let Some(sign) = signed
            .filter(|_| reference.span.end == end && text.get(start..).is_some_and(|t| t.starts_with('第')))
        {
            let space = tail.len().saturating_sub(tail.trim_start().len());
            reference.span.end = end.saturating_add(space).saturating_add(sign.len_utf8());
        }
    }
    found.last().filter(|_| found.len() > first).map_or(start.saturating_add(word), |r| r.span.end)
}

/// A number that counts something or is a year, and no number of a part: "Table 2024", "chart 5 %", "图2,000".
fn is_quantity(target: Target, number: &str, after: &str) -> bool {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let whole = !number.contains('.') && digits >= 4;
    let unit = after.trim_start().starts_with(['%', '％', '°', '亿', '万']);
    let letter = number.len() == 1 && number.chars().all(|c| c.is_ascii_uppercase());
    // A lone capital is a name's only of annexes and boxes ("Table A" too); "Section I think" is none.
    let lone = letter && matches!(target, Target::Section | Target::Paragraph) && after.starts_with(' ');
    whole || unit || lone
}

/// The bytes of what joins a number to the next, if a number follows.
fn joint(after: &str) -> Option<usize> {
    let trimmed = after.trim_start_matches([' ', '\u{a0}']);
    let spaced = trimmed.len() < after.len();
    let word =
        JOINTS.iter().find(|j| trimmed.starts_with(**j) && (spaced || !j.is_ascii() || j.len() == 1))?;
    let rest = trimmed.get(word.len()..)?;
    let letters = word.chars().all(|c| c.is_alphabetic() && !han(c));
    if letters && !(spaced && rest.starts_with([' ', '\u{a0}'])) {
        return None;
    }
    let next = rest.trim_start_matches([' ', '\u{a0}']);
    let length = words::number_length(next);
    let digits = next.get(..length)?;
    let ends = next.get(length..)?.chars().next().is_none_or(|c| !c.is_alphanumeric() || han(c));
    // "table 2, 45 countries": after a comma only what is written with a point, or what another joint follows.
    let comma = *word == "," || *word == "，";
    let fits = length > 0 && ends && digits.len() <= 12 && (!comma || digits.contains('.'));
    fits.then(|| after.len().saturating_sub(next.len()))
}

fn foreign(before: &str, after: &str) -> bool {
    let closed = before.trim_end().ends_with(['》', '」', '”', '»', '"']);
    let tail: String = after.trim_start().chars().take(40).collect::<String>().to_lowercase();
    let own = OWN.iter().any(|w| tail.starts_with(w));
    closed || (!own && FOREIGN_AFTER.iter().any(|w| tail.starts_with(w)))
}

/// A number with plain digits.
pub(in crate::draft) fn plain(number: &str) -> String {
    if let Some(value) = han_number(number) {
        return value.to_string();
    }
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c).saturating_sub(0x660), 10).unwrap_or(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c).saturating_sub(0xff10), 10).unwrap_or(c),
        '．' => '.',
        _ => c,
    };
    number.chars().map(digit).collect()
}

/// A Chinese number up to 99.
fn han_number(number: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().zip(1_u32..).find(|(d, _)| *d == c).map(|(_, n)| n);
    match number.chars().collect::<Vec<_>>().as_slice() {
        ['十'] => Some(10),
        [tens, '十'] => digit(*tens)?.checked_mul(10),
        ['十', ones] => digit(*ones)?.checked_add(10),
        [tens, '十', ones] => digit(*tens)?.checked_mul(10)?.checked_add(digit(*ones)?),
        [ones] => digit(*ones),
        _ => None,
    }
}
