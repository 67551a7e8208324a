//! Walks a text once and takes out its mentions, each by itself; what joins them is found afterwards.

use figures::Bound;

use super::dates;
use super::lexicon::Lexicon;
use super::mention::{Dated, Kind, Mention, Relation, Role};
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
        let more = self.lexicon.find(self.text, at, |s| (s != &Sense::Shield).then_some(()));
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
            near: Vec::new(),
        };
        self.pieces.push(Piece { mention, from, to, power: 0, unit_at: to, verbal: false });
        to
    }

    /// What numbers a list item or a heading, at the start of the text.
    fn marker(&self, at: usize) -> Option<(usize, Kind)> {
        let text = self.text;
        if at == 0 && text.key(0) == "(" && text.is_digits(1) && text.key(2) == ")" {
            return Some((3, Kind::ListMarker));
        }
        if at != 0 || !text.is_digits(0) || text.key(0).len() > 2 {
            return None;
        }
        let spaced = |i: usize| text.get(i).is_some_and(|l| l.gap != Gap::None);
        if matches!(text.key(1), "." | ")" | "、") && (spaced(2) || text.key(1) == "、") {
            return Some((2, Kind::ListMarker));
        }
        let mut end = 1;
        while text.key(end) == "."
            && text.touches(end + 1)
            && text.is_digits(end + 1)
            && text.key(end + 1).len() <= 2
        {
            end += 2;
        }
        let heads = matches!(text.sort(end), Some(Sort::Letters | Sort::Ideograph));
        let number = suffix::read(text, end, self.lexicon);
        let sentence =
            text.sort(end) == Some(Sort::Letters) && text.written(end).starts_with(char::is_lowercase);
        let is_heading = end > 1 && heads && spaced(end) && number.is_bare() && !sentence;
        is_heading.then_some((end, Kind::Section))
    }

    /// A number that a word before it makes a name: Section 4.2, Resolution 71.
    fn labelled(&mut self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let found = lexicon.find(text, at, |s| if let Sense::Label(kind) = s { Some(*kind) } else { None });
        let (start, kind) = match (found, self.label.take()) {
            (Some((len, kind)), _) => (at + len, kind),
            (None, Some((start, kind))) if start == at => (at, kind),
            (None, _) => return None,
        };
        let number = number::in_digits(text, start, lexicon)?;
        let suffix = suffix::read(text, number.end, lexicon);
        let year = dates::read(text, start, lexicon, false).is_some_and(|d| d.period.is_some());
        if !suffix.is_bare() || year && kind != Kind::Document {
            return None;
        }
        let mut end = number.end;
        // 4.2.1 is read whole; (bis) and letters touch: 4.2a.
        if text.touches(end) && text.sort(end) == Some(Sort::Letters) && text.written(end).len() <= 3 {
            end += 1;
        }
        let from = start;
        self.push_plain(from, end, kind);
        let next = lexicon.find(text, end, |s| matches!(s, Sense::Between | Sense::PairedAnd).then_some(()));
        let comma = usize::from(text.key(end) == "," || text.key(end) == "、");
        let joined = next.map_or(comma, |(len, ())| len);
        if joined > 0 && text.is_digits(end + joined) {
            self.label = Some((end + joined, kind));
            return Some(end + joined);
        }
        Some(end)
    }

    /// A date, with the words before it that relate it.
    fn related(&mut self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let found = lexicon.relation(text, at);
        let start = at + found.map_or(0, |(len, _)| len);
        let opened = found.is_some_and(|(_, relation)| relation == Relation::Between);
        let date = self.second_day(at).or_else(|| dates::read(text, start, lexicon, opened))?;
        if date.is_bare && !self.is_year(at, (start, date.end), found.is_some()) {
            return None;
        }
        let word = found.map(|(_, relation)| relation);
        let relation = match (date.relation, word) {
            (Some(Relation::Between), _) => Relation::Between,
            (Some(own), None) => own,
            (own, Some(Relation::In)) => own.unwrap_or(Relation::In),
            (_, Some(word)) => word,
            (None, None) => Relation::In,
        };
        self.push_plain(start, date.end, Kind::Date);
        if let (Some(piece), Some(period)) = (self.pieces.last_mut(), date.period) {
            let span = piece.mention.span.clone();
            piece.mention.dated = Some(Dated { span, period, relation });
        }
        Some(date.end)
    }

    /// The second of two days, where the month stands before the first: 6月4日至14日.
    fn second_day(&self, at: usize) -> Option<dates::Date> {
        let (text, lexicon) = (self.text, self.lexicon);
        let before = self.pieces.last().filter(|piece| piece.mention.kind == Kind::Date)?;
        let (len, ()) = lexicon.find(text, before.to, |s| (s == &Sense::Between).then_some(()))?;
        if before.to + len != at {
            return None;
        }
        dates::day_alone(text, at, lexicon)
    }

    /// Whether a bare year is one: a word relates it, or nothing that it could count follows.
    fn is_year(&self, at: usize, (start, end): (usize, usize), related: bool) -> bool {
        let suffix = suffix::read(self.text, end, self.lexicon);
        if related {
            // "up to 2000 participants": a word that limits as well relates no year where a unit follows.
            let limits = self.lexicon.bound_before(self.text, at).is_some();
            return suffix.power == 0 && !(limits && suffix.is_known());
        }
        // A currency or a joined sign makes it a number whatever follows.
        let touching = self.text.key(end) == "%" || self.text.key(end) == "+";
        let year = dates::read(self.text, start, self.lexicon, false);
        let recent =
            year.and_then(|d| d.period).is_some_and(|p| (1980..=2050).contains(&p.first_day().year()));
        recent && suffix.is_bare() && suffix.bound.is_none() && !touching
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

    /// What a rate is given for: a power of ten of persons after "per".
    fn basis(&mut self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let start = at + lexicon.is(text, at, &Sense::Per)?;
        let number = number::in_digits(text, start, lexicon)?;
        let digits: String = (number.from..number.end).map(|i| text.key(i)).collect();
        let is_round =
            digits.strip_prefix("10").is_some_and(|rest| rest.chars().all(|c| matches!(c, '0' | ',')));
        let suffix = suffix::read(text, number.end, lexicon);
        let persons = suffix.unit.as_ref().is_some_and(|unit| unit.codes.iter().any(|c| c == "person"));
        let verb = at.checked_sub(1).and_then(|before| lexicon.change(text, before));
        (is_round && persons && verb.is_none()).then(|| self.push_plain(start, suffix.end, Kind::Basis))
    }

    /// Whether a word that may limit a number joins what stands before it here: from 20 до 30, снизилась до 30.
    fn connects(&self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let (len, _) = lexicon.bound_before(text, at)?;
        let joins = lexicon
            .find(text, at, |s| matches!(s, Sense::Between | Sense::Change(Some(Role::To), _)).then_some(()));
        joins.filter(|(other, ())| *other == len)?;
        let key = at.checked_sub(1).map_or("", |before| text.key(before));
        let is_factor = |piece: &Piece| piece.mention.kind == Kind::Multiple && matches!(key, "," | "–");
        let mut before = self.pieces.iter().rev();
        let follows = before.next().is_some_and(|piece| {
            let directly = piece.to == at || piece.to + 1 == at && (key == ")" || is_factor(piece));
            // A period may stand between: from 88 % in 2019 to 92 %.
            let dated = piece.mention.kind == Kind::Date
                && before.next().is_some_and(|p| p.mention.kind.is_quantity() && p.to + 3 > piece.from);
            directly && (piece.mention.kind.is_quantity() || dated)
        });
        let verb = at.checked_sub(1).and_then(|before| lexicon.change(text, before));
        let governed = verb.is_some_and(|(verb_len, (role, _))| {
            verb_len == 1 && role.is_none() || verb_len == len + 1 && role == Some(Role::To)
        });
        (follows || governed).then_some(len)
    }

    fn take_before(&self, before: &mut Before) -> bool {
        let (text, lexicon, at) = (self.text, self.lexicon, before.at);
        let unit = lexicon
            .find(text, at, |s| if let Sense::UnitBefore(code) = s { Some(code.clone()) } else { None });
        if let Some((len, code)) = unit.filter(|_| before.unit.is_none()) {
            before.unit = Some((at, at + len, code));
            before.at += len;
            return true;
        }
        if let Some((len, bound)) = lexicon.bound_before(text, at) {
            before.bound = before.bound.or(Some(bound));
            before.at += len;
            return true;
        }
        if let Some(len) = lexicon.is(text, at, &Sense::Article).filter(|_| before.bound.is_some()) {
            before.at += len;
            return true;
        }
        let signed = matches!(text.key(at), "-" | "–" | "+" | "±");
        let opens = text.get(at).is_some_and(|l| l.gap != Gap::None)
            || at
                .checked_sub(1)
                .is_none_or(|i| matches!(text.key(i), "(" | ":") || text.sort(i) == Some(Sort::Ideograph));
        if signed && opens && text.touches(at + 1) {
            before.negative = matches!(text.key(at), "-" | "–");
            before.at += 1;
            return true;
        }
        false
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

    /// The name that stands behind a list of numbers: 第71、72和73号决议. The lexeme of the second number, and the kind.
    fn listed(&self, number: &Number) -> Option<(usize, Kind)> {
        let (text, lexicon) = (self.text, self.lexicon);
        let mut end = number.end;
        let mut second = None;
        for _ in 0..8 {
            let label =
                lexicon.find(text, end, |s| if let Sense::LabelAfter(kind) = s { Some(*kind) } else { None });
            if let Some((_, kind)) = label {
                return second.map(|second| (second, kind)).filter(|_| number.form == Form::Ordinal);
            }
            let joint =
                lexicon.find(text, end, |s| matches!(s, Sense::Between | Sense::PairedAnd).then_some(()));
            let len = joint.map_or(usize::from(matches!(text.key(end), "、" | ",")), |(len, ())| len);
            if len == 0 || !text.is_digits(end + len) {
                return None;
            }
            second = second.or(Some(end + len));
            end += len + 1;
        }
        None
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
