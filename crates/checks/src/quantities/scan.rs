//! Walks a text once and takes out its mentions, each by itself; what joins them is found afterwards.

mod before;
mod labels;
mod times;

use figures::Bound;

use super::lexicon::Lexicon;
use super::mention::{Kind, Mention};
use super::names;
use super::number::{self, Form, Number};
use super::sense::Sense;
use super::suffix;
use super::text::{Gap, Lexemes, Sort};

/// How many words may stand between the start of a mention and its number: limits, a currency, a sign.
const MOST_BEFORE: usize = 4;

/// A mention and the lexemes that it covers.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) mention: Mention,
    /// The first lexeme.
    pub(super) from: usize,
    /// The lexeme after the last.
    pub(super) to: usize,
    /// The power of ten that scale and prefix made.
    pub(super) power: i32,
    /// The lexeme where its unit may start.
    pub(super) unit_at: usize,
    /// Whether a verb of change governs it.
    pub(super) verbal: bool,
}

/// Takes out the mentions of a text.
pub(super) fn scan(text: &Lexemes<'_>, lexicon: &Lexicon) -> Vec<Piece> {
    let mut walk = Walk { text, lexicon, pieces: Vec::new(), label: None, words_to: 0 };
    let mut at = 0;
    while at < text.len() {
        text.step();
        at = walk.step(at).max(at + 1);
    }
    walk.pieces
}

struct Walk<'t, 'a> {
    text: &'t Lexemes<'a>,
    lexicon: &'t Lexicon,
    pieces: Vec<Piece>,
    /// What the next number names, and the lexeme where it must start.
    label: Option<(usize, Kind)>,
    /// The lexeme after words that hang together and hold no digits.
    words_to: usize,
}

/// Words before a number.
#[derive(Default)]
struct Before {
    at: usize,
    bound: Option<Bound>,
    /// The currency or other unit before the number: lexemes and code.
    unit: Option<(usize, usize, String)>,
    negative: bool,
}

impl Walk<'_, '_> {
    /// Reads what starts at a place; the place to go on at, at most the same where nothing does.
    fn step(&mut self, at: usize) -> usize {
        let (text, lexicon) = (self.text, self.lexicon);
        if let Some(end) = self.shielded(at) {
            return end;
        }
        // Words that hang together are looked through once, not from each of them.
        let is_word = text.sort(at) == Some(Sort::Letters);
        let is_within = is_word && at < self.words_to;
        let shaped =
            self.marker(at).or_else(|| if is_within { None } else { names::read(text, at, lexicon) });
        if let Some((end, kind)) = shaped {
            return self.push_plain(at, end, kind);
        }
        if is_word && !is_within {
            self.words_to = names::words_end(text, at);
        }
        if let Some(end) = self.labelled(at) {
            return end;
        }
        if let Some(end) = self.related(at) {
            return end;
        }
        self.quantity(at).unwrap_or(at)
    }

    fn shielded(&self, at: usize) -> Option<usize> {
        let len = self.lexicon.is(self.text, at, &Sense::Shield)?;
        let reads = |s: &Sense| !matches!(s, Sense::Shield | Sense::Joint(_));
        let more = self.lexicon.find(self.text, at, |s| reads(s).then_some(()));
        (more.is_none_or(|(other, ())| other <= len)).then_some(at + len)
    }

    fn push_plain(&mut self, from: usize, to: usize, kind: Kind) -> usize {
        let span = self.text.span(from, to);
        let mention = Mention {
            number: span.clone(),
            span,
            kind,
            readings: Vec::new(),
            ambiguous: false,
            unit: None,
            range: None,
            change: None,
            dated: None,
            days: None,
            near: Vec::new(),
        };
        self.pieces.push(Piece { mention, from, to, power: 0, unit_at: to, verbal: false });
        to
    }

    /// A quantity with the words before it.
    fn quantity(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if let Some(len) = self.connects(at) {
            return Some(at + len);
        }
        if let Some(end) = self.basis(at) {
            return Some(end);
        }
        let mut before = Before { at, ..Before::default() };
        for _ in 0..MOST_BEFORE {
            if let Some(number) = number::read(text, before.at, self.lexicon) {
                return self.made(at, &before, number);
            }
            if !self.take_before(&mut before) {
                break;
            }
        }
        // Words that limit nothing are passed as a whole, so that no part of them limits what follows: "al menos de".
        (before.at > at && before.bound.is_some() && before.unit.is_none()).then_some(before.at)
    }

    fn made(&mut self, from: usize, before: &Before, number: Number) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let mut suffix = if number.takes_suffix() {
            suffix::read_after(text, number.end, number.base(), lexicon)
        } else {
            suffix::Suffix::none(number.end)
        };
        let label = lexicon
            .find(text, number.end, |s| if let Sense::LabelAfter(kind) = s { Some(*kind) } else { None });
        if let Some((len, kind)) = label.filter(|_| number.can_be_label()) {
            return Some(self.push_plain(number.from, number.end + len, kind));
        }
        if let Some((next, kind)) = self.listed(&number) {
            self.push_plain(number.from, number.end, kind);
            self.label = Some((next, kind));
            return Some(next);
        }
        let mut number = number;
        if let Some(second) = self.compound(&number, &suffix) {
            (number, suffix) = second;
        }
        if let Some((first, last, code)) = before.unit.clone() {
            let span = text.span(first, last);
            let written = text.text.get(span.clone()).unwrap_or_default().to_owned();
            let unit = super::mention::UnitRead { span, text: written, codes: vec![code], shared: false };
            if !suffix.is_known() {
                // A noun after the sum is what the money is for, not its unit.
                suffix.end =
                    suffix.unit.as_ref().map_or(suffix.end, |u| self.lexeme_before(suffix.end, u.span.start));
            }
            suffix.unit = Some(unit);
        }
        if before.unit.is_none() && !number.stands(&suffix, lexicon) {
            return None;
        }
        let kind = match number.form {
            _ if suffix.is_times => Kind::Multiple,
            Form::Digits if number.readings.is_empty() => Kind::Code,
            Form::Digits | Form::Words | Form::Vague => Kind::Quantity,
            Form::Fraction => Kind::Share,
            Form::Multiple => Kind::Multiple,
            Form::Ordinal => Kind::Ordinal,
        };
        let codes = suffix.unit.as_ref().map_or(&[][..], |u| u.codes.as_slice());
        let readings = number.readings.iter().map(|reading| {
            let mut reading = suffix::settle(suffix.apply(*reading), codes, lexicon);
            if before.negative {
                reading = reading.negated();
            }
            reading.bound = before.bound.unwrap_or(reading.bound);
            reading
        });
        let mention = Mention {
            span: text.span(from, suffix.end),
            number: text.span(number.from + number.lead, number.end),
            kind,
            readings: readings.collect(),
            ambiguous: number.ambiguous && !self.is_settled(&number, &suffix),
            unit: suffix.unit.clone(),
            range: None,
            change: None,
            dated: None,
            days: None,
            near: Vec::new(),
        };
        self.pieces.push(Piece {
            mention,
            from,
            to: suffix.end,
            power: suffix.power,
            unit_at: suffix.unit_at,
            verbal: false,
        });
        Some(suffix.end)
    }

    /// A number of two scales: 2 млрд 300 млн, 3亿5千万.
    fn compound(&self, number: &Number, suffix: &suffix::Suffix) -> Option<(Number, suffix::Suffix)> {
        let (text, lexicon) = (self.text, self.lexicon);
        let near = text.get(suffix.end).is_some_and(|l| matches!(l.gap, Gap::None | Gap::One));
        if !near || suffix.power == 0 || suffix.unit.is_some() || !text.is_digits(suffix.end) {
            return None;
        }
        let second = number::in_digits(text, suffix.end, lexicon)?;
        let after = suffix::read(text, second.end, lexicon);
        // 1 тыс. 200: three digits fill the thousand.
        let fills = after.power == 0 && suffix.power == 3 && text.key(suffix.end).len() == 3;
        if after.power <= 0 && !fills || after.power >= suffix.power {
            return None;
        }
        let (large, small) = (number.readings.first()?, second.readings.first()?);
        // In the smaller scale, which the suffix puts in afterwards.
        let large = suffix.apply(*large).scaled(-after.power);
        let sum = small.plus(&large)?;
        Some((Number { from: number.from, readings: vec![sum], ..second }, after))
    }

    /// Whether a scale settles a reading that the digits leave open: 1.634亿, in a language of decimal points.
    fn is_settled(&self, number: &Number, suffix: &suffix::Suffix) -> bool {
        let habits = &self.lexicon.habits;
        let sign = self.text.key(number.from + 1).chars().next();
        let native = sign.is_some_and(|s| habits.points.contains(s) && !habits.groups.contains(s));
        native && suffix.power > 0
    }

    /// The lexeme at or after which a byte lies, looking back from one.
    fn lexeme_before(&self, end: usize, byte: usize) -> usize {
        let mut at = end;
        while let Some(before) =
            at.checked_sub(1).filter(|i| self.text.get(*i).is_some_and(|l| l.start >= byte))
        {
            at = before;
        }
        at
    }
}
