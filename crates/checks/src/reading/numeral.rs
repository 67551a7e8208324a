//! Numbers themselves: digits with groups and decimals, and numerals in words.

use figures::Decimal;
use figures::value::parse_decimal;

use super::amount::Amount;
use super::language::Language;

/// A number at the start of a text: how many characters it has, and what it amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) len: usize,
    pub(super) amount: Amount,
}

/// The value of a digit of any width.
pub(super) fn digit(c: char) -> Option<u32> {
    let narrow = match c {
        '０'..='９' => u32::from(c).checked_sub(u32::from('０')).and_then(|n| char::from_digit(n, 10)),
        _ => Some(c),
    };
    narrow.and_then(|c| c.to_digit(10))
}

fn is_digit(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(|c| digit(*c).is_some())
}

fn digits_from(text: &[char], at: usize) -> usize {
    text.iter().skip(at).take_while(|c| digit(**c).is_some()).count()
}

/// Reads digits with groups of three and decimals. Two or more points make a code (`4.8.2`), which amounts to nothing.
pub(super) fn in_digits(text: &[char], language: &Language) -> Option<Numeral> {
    let first = digits_from(text, 0);
    if first == 0 {
        return None;
    }
    let whole = grouped(text, first, language);
    let mut len = whole;
    let mut points = 0_usize;
    while text.get(len).is_some_and(|c| language.points.contains(*c)) && is_digit(text, len.saturating_add(1))
    {
        points = points.saturating_add(1);
        len = len.saturating_add(1);
        len = len.saturating_add(digits_from(text, len));
    }
    let plain: String = text
        .iter()
        .take(len)
        .filter_map(|c| match digit(*c) {
            Some(d) => char::from_digit(d, 10),
            None => language.points.contains(*c).then_some('.'),
        })
        .collect();
    let amount = match points {
        0 | 1 => parse_decimal(&plain).map_or(Amount::None, |n| Amount::Exact(n.normalize())),
        _ => Amount::None,
    };
    Some(Numeral { len, amount })
}

/// The length of the whole part: digits, or one to three of them and groups of exactly three after one sort of sign.
fn grouped(text: &[char], first: usize, language: &Language) -> usize {
    let Some(sign) = text.get(first).filter(|c| first <= 3 && language.groups.contains(**c)) else {
        return first;
    };
    let mut len = first;
    while text.get(len) == Some(sign) && digits_from(text, len.saturating_add(1)) == 3 {
        len = len.saturating_add(4);
    }
    len
}

/// Reads numerals in words: 二十, 三分之一, 数百. What amounts to less than two is no quantity in words.
pub(super) fn in_words(text: &[char], language: &Language) -> Option<Numeral> {
    if let Some(tail) = skip(text, &language.words.several) {
        let power = language.powers.get(tail.first()?)?;
        let number = 10_u32.checked_pow(*power)?;
        let len = text.len().saturating_sub(tail.len()).saturating_add(1);
        return Some(Numeral { len, amount: Amount::Exact(Decimal::from(number)) });
    }
    let (len, number) = run(text, language)?;
    let tail = text.get(len..)?;
    if let Some(after) = skip(tail, &language.words.fraction) {
        let (more, numerator) = run(after, language)?;
        let whole = text.len().saturating_sub(after.len()).saturating_add(more);
        let amount = Amount::Fraction(numerator, number);
        return (number >= 2).then_some(Numeral { len: whole, amount });
    }
    let starts = text.first().is_some_and(|c| language.digits.contains_key(c) || is_ten(*c, language));
    (starts && number >= 2).then_some(Numeral { len, amount: Amount::Exact(Decimal::from(number)) })
}

/// Ten stands without a digit before it; hundred, thousand … do not (千瑞郎 is a unit, not a number).
fn is_ten(c: char, language: &Language) -> bool {
    language.powers.get(&c) == Some(&1)
}

fn skip<'a>(text: &'a [char], word: &str) -> Option<&'a [char]> {
    let there = !word.is_empty() && super::vocabulary::starts_with(text, word);
    if there { text.get(word.chars().count()..) } else { None }
}

/// A run of numerals and its value: digits, each multiplied by the power after it; 万 and 亿 multiply all before them.
fn run(text: &[char], language: &Language) -> Option<(usize, u32)> {
    let (mut total, mut section, mut held) = (0_u32, 0_u32, None::<u32>);
    let mut len = 0_usize;
    for c in text {
        if let Some(d) = language.digits.get(c) {
            held = Some(held.unwrap_or(0).checked_mul(10)?.checked_add(*d)?);
        } else if let Some(power) = language.powers.get(c) {
            let factor = 10_u32.checked_pow(*power)?;
            if *power >= 4 {
                let all = section.checked_add(held.take().unwrap_or(0))?;
                total = total.checked_add(all.max(1).checked_mul(factor)?)?;
                section = 0;
            } else {
                section = section.checked_add(held.take().unwrap_or(1).checked_mul(factor)?)?;
            }
        } else {
            break;
        }
        len = len.saturating_add(1);
    }
    let value = total.checked_add(section)?.checked_add(held.unwrap_or(0))?;
    (len > 0).then_some((len, value))
}
