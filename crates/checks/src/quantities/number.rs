//! A number at a place of a text in whatever form: digits, words, a fraction, a factor, an ordinal.

use figures::{Bound, Decimal, Decimals};

use super::digits;
use super::lexicon::Lexicon;
use super::mention::Reading;
use super::numerals::{self, Words};
use super::sense::Sense;
use super::suffix::Suffix;
use super::text::{Lexemes, Sort};
use crate::reading::Amount;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In digits.
    Digits,
    /// In words.
    Words,
    /// In a word that is only near.
    Vague,
    /// As a part of a whole.
    Fraction,
    /// As a factor.
    Multiple,
    /// As a place in a series.
    Ordinal,
}

/// A number at a place.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// Its first lexeme.
    pub(super) from: usize,
    /// How many lexemes before the number itself belong to it: 第.
    pub(super) lead: usize,
    /// The lexeme after it.
    pub(super) end: usize,
    pub(super) readings: Vec<Reading>,
    pub(super) ambiguous: bool,
    pub(super) form: Form,
    /// For words: the largest power, and the one that they end with.
    pub(super) words: Option<(u32, Option<u32>)>,
}

impl Number {
    /// Whether scale and unit may follow.
    pub(super) fn takes_suffix(&self) -> bool {
        match self.form {
            Form::Digits | Form::Words | Form::Vague | Form::Ordinal => true,
            Form::Fraction | Form::Multiple => false,
        }
    }

    /// The power of ten that words end with; 0 where they do not.
    pub(super) fn base(&self) -> i32 {
        let coarse = self.words.and_then(|(_, coarse)| coarse);
        coarse.and_then(|power| i32::try_from(power).ok()).unwrap_or(0)
    }

    /// Whether a word after it may make it a name.
    pub(super) fn can_be_label(&self) -> bool {
        matches!(self.form, Form::Digits | Form::Ordinal)
    }

    /// Whether it states something with what follows: where a language asks for it, words need a unit or a scale.
    pub(super) fn stands(&self, suffix: &Suffix, lexicon: &Lexicon) -> bool {
        let Some((power, _)) = self.words.filter(|_| lexicon.habits.words_need_unit) else { return true };
        let long = self.end > self.from + 2 && power >= 2;
        suffix.is_counted || suffix.is_times || suffix.power > 0 || long
    }
}

/// Reads the number at a place.
pub(super) fn read(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Number> {
    if text.is_digits(at) {
        let digits = fraction_in_digits(text, at).or_else(|| in_digits(text, at, lexicon))?;
        let longer = phrase(text, at, lexicon).filter(|phrase| phrase.end > digits.end);
        return Some(longer.unwrap_or(digits));
    }
    if text.sort(at) == Some(Sort::Sign) {
        return None;
    }
    if let Some((len, ())) = lexicon.find(text, at, |s| (s == &Sense::OrdinalBefore).then_some(())) {
        return ordinal(text, at, at + len, lexicon);
    }
    let phrase = phrase(text, at, lexicon);
    let words = in_words(text, at, lexicon);
    match (phrase, words) {
        (Some(phrase), Some(words)) if words.end > phrase.end => Some(words),
        (Some(phrase), _) => Some(phrase),
        (None, words) => words,
    }
}

/// Reads digits, and an ordinal's ending that touches them.
pub(super) fn in_digits(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Number> {
    let numeral = digits::read(text, at, &lexicon.habits)?;
    let mut number = Number {
        from: at,
        lead: 0,
        end: numeral.end,
        readings: numeral.readings,
        ambiguous: numeral.ambiguous,
        form: Form::Digits,
        words: None,
    };
    let touches = text.touches(number.end);
    if let Some(len) = lexicon.is(text, number.end, &Sense::OrdinalAfter).filter(|_| touches) {
        let goes_on = text.touches(number.end + len) && text.sort(number.end + len) == Some(Sort::Letters);
        if !goes_on {
            number.end += len;
            number.form = Form::Ordinal;
        }
    }
    Some(number)
}

/// 2/3: both small, the first the smaller.
fn fraction_in_digits(text: &Lexemes<'_>, at: usize) -> Option<Number> {
    let solid = text.key(at + 1) == "/" && text.touches(at + 1) && text.touches(at + 2);
    if !solid || !text.is_digits(at + 2) || text.key(at + 3) == "/" && text.touches(at + 3) {
        return None;
    }
    let (n, d): (u32, u32) = (text.key(at).parse().ok()?, text.key(at + 2).parse().ok()?);
    (n > 0 && n < d && d <= 10).then(|| of_fraction(at, at + 3, n, d, Form::Fraction))
}

fn of_fraction(from: usize, end: usize, n: u32, d: u32, form: Form) -> Number {
    let amount = if d == 1 { Amount::Exact(Decimal::from(n)) } else { Amount::Fraction(n, d) };
    let reading = Reading { amount, decimals: Decimals::Inf, bound: Bound::Exact };
    Number { from, lead: 0, end, readings: vec![reading], ambiguous: false, form, words: None }
}

/// Fractions, factors and vague numbers as whole phrases.
fn phrase(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Number> {
    let (len, found) = lexicon.find(text, at, |sense| {
        let of = |n: u32, d: u32, form| Some(of_fraction(at, at, n, d, form));
        if let Sense::Multiple(n, d) = sense {
            of(*n, *d, Form::Multiple)
        } else if let Sense::Fraction(n, d) = sense {
            of(*n, *d, Form::Fraction)
        } else if let Sense::Vague(n, bound) = sense {
            let reading = vague(*n, *bound);
            of(1, 1, Form::Vague).map(|number| Number { readings: vec![reading], ..number })
        } else if let Sense::Ordinal(n) = sense {
            of(*n, 1, Form::Ordinal)
        } else if sense == &Sense::OneAndHalf {
            let amount = Amount::Exact(Decimal::new(15, 1));
            let reading = Reading { amount, decimals: Decimals::Exp(1), bound: Bound::Exact };
            of(1, 1, Form::Vague).map(|number| Number { readings: vec![reading], ..number })
        } else {
            None
        }
    })?;
    Some(Number { end: at + len, ..found })
}

/// A round number that is only near is known to its last digit that is not zero; one that is a lower limit is as it says.
fn vague(number: u32, bound: Bound) -> Reading {
    let mut zeros = 0_i32;
    let mut rest = number;
    while rest >= 10 && rest.is_multiple_of(10) {
        rest /= 10;
        zeros += 1;
    }
    let decimals =
        if matches!(bound, Bound::About | Bound::Exact) { Decimals::Exp(-zeros) } else { Decimals::Inf };
    Reading { amount: Amount::Exact(Decimal::from(number)), decimals, bound }
}

fn ordinal(text: &Lexemes<'_>, from: usize, at: usize, lexicon: &Lexicon) -> Option<Number> {
    let digits = in_digits(text, at, lexicon);
    let number = digits.or_else(|| numerals::read(text, at, lexicon).map(|w| of_words(at, &w)))?;
    Some(Number { from, lead: at - from, form: Form::Ordinal, ..number })
}

fn of_words(from: usize, words: &Words) -> Number {
    Number {
        from,
        lead: 0,
        end: words.end,
        readings: vec![words.reading()],
        ambiguous: false,
        form: Form::Words,
        words: Some((words.power, words.coarse)),
    }
}

/// Numbers in words, and fractions that they make. One is no quantity by itself.
fn in_words(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Number> {
    let words = numerals::read(text, at, lexicon)?;
    let small = |number: Decimal| u32::try_from(number.mantissa()).ok().filter(|_| number.scale() == 0);
    let place = words.end + usize::from(text.key(words.end) == "-");
    let denominator =
        lexicon.find(text, place, |s| if let Sense::Denominator(d) = s { Some(*d) } else { None });
    if let Some((len, d)) = denominator {
        let n = small(words.number).filter(|n| *n > 0 && *n < d)?;
        return Some(of_fraction(at, place + len, n, d, Form::Fraction));
    }
    if let Some(len) = lexicon.is(text, words.end, &Sense::Over) {
        let above = numerals::read(text, words.end + len, lexicon)?;
        let (n, d) = (small(above.number)?, small(words.number).filter(|d| *d > 1)?);
        return Some(of_fraction(at, above.end, n, d, Form::Fraction));
    }
    let alone = words.is_one
        && lexicon
            .find(text, words.end, |s| matches!(s, Sense::Scale(_) | Sense::AndHalf).then_some(()))
            .is_none();
    (!alone).then(|| of_words(at, &words))
}
