//! What follows a number: limits, scale, unit or noun.

use figures::{Bound, Decimals};

use super::lexicon::Lexicon;
use super::mention::{Reading, UnitRead};
use super::sense::Sense;
use super::text::{Gap, Lexemes, Sort};

/// How many parts a suffix has at most before its unit.
const MOST_PARTS: usize = 8;
/// How many words of a noun are taken where no unit is known; ideographs count one by one.
const MOST_WORDS: usize = 3;
const MOST_IDEOGRAPHS: usize = 8;

/// What follows a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Suffix {
    /// The lexeme after the last that belongs to it.
    pub(super) end: usize,
    /// The power of ten that scale and prefix make.
    pub(super) power: i32,
    /// The power at which a half is added, counted from the number outwards.
    half_at: Option<i32>,
    /// The power of ten that the number in words itself ends with, which a half after it is of.
    base: i32,
    /// The lexeme where a unit may start.
    pub(super) unit_at: usize,
    /// The limit.
    pub(super) bound: Option<Bound>,
    /// The unit.
    pub(super) unit: Option<UnitRead>,
    /// Whether it makes a factor of the number.
    pub(super) is_times: bool,
    /// Whether a counter stands there, known unit or not.
    pub(super) is_counted: bool,
}

impl Suffix {
    /// Nothing after a lexeme.
    pub(super) fn none(end: usize) -> Self {
        Self { end, unit_at: end, ..Self::default() }
    }

    /// Whether nothing but a noun follows.
    pub(super) fn is_bare(&self) -> bool {
        self.power == 0 && !self.is_known()
    }

    /// Whether a unit follows that is known.
    pub(super) fn is_known(&self) -> bool {
        self.unit.as_ref().is_some_and(|unit| !unit.codes.is_empty())
    }

    /// The reading with all that follows put in.
    pub(super) fn apply(&self, reading: Reading) -> Reading {
        let mut reading = match self.half_at {
            Some(at) => reading
                .scaled(at)
                .and_half(at.saturating_add(self.base))
                .scaled(self.power.saturating_sub(at)),
            None => reading.scaled(self.power),
        };
        if let Some(bound) = self.bound.filter(|_| reading.bound == Bound::Exact) {
            reading.bound = bound;
        }
        reading
    }
}

/// Reads what follows a number that ends before a lexeme.
pub(super) fn read(text: &Lexemes<'_>, number_end: usize, lexicon: &Lexicon) -> Suffix {
    read_after(text, number_end, 0, lexicon)
}

/// Reads what follows a number in words that ends with a power of ten.
pub(super) fn read_after(text: &Lexemes<'_>, number_end: usize, base: i32, lexicon: &Lexicon) -> Suffix {
    let mut suffix = Suffix { base, ..Suffix::none(number_end) };
    for _ in 0..MOST_PARTS {
        if is_parted(text, suffix.end) || !part(text, &mut suffix, number_end, lexicon) {
            break;
        }
    }
    if is_parted(text, suffix.end) {
        suffix.unit_at = text.len();
        return suffix;
    }
    let at = past_hyphen(text, suffix.end);
    suffix.unit_at = at;
    if let Some((len, ())) = lexicon.find(text, at, |s| matches!(s, Sense::Times).then_some(())) {
        suffix.is_times = true;
        suffix.unit = Some(unit(text, at, at + len, vec!["ratio".to_owned()]));
        suffix.end = at + len;
        return suffix;
    }
    named(text, at, &mut suffix, lexicon);
    // The sign behind a short word for a scale may end the sentence as well: 588,5 млн. Банк …
    let ends = text.key(at.saturating_sub(1)) == "." && at > number_end;
    if ends && !suffix.is_known() && text.written(at).starts_with(char::is_uppercase) {
        (suffix.unit, suffix.end) = (None, at);
        return suffix;
    }
    // A limit may stand behind the unit as well: 70%以上, 500 personnes environ.
    if let Some((len, bound)) = lexicon.bound_after(text, suffix.end).filter(|_| suffix.unit.is_some()) {
        suffix.bound = suffix.bound.or(Some(bound));
        suffix.end += len;
    }
    suffix
}

/// Whether a lexeme stands in another cell than the one before it.
fn is_parted(text: &Lexemes<'_>, at: usize) -> bool {
    text.get(at).is_some_and(|l| l.gap == Gap::Break)
}

/// Takes one part: a limit, a scale, a half. Whether there was one.
fn part(text: &Lexemes<'_>, suffix: &mut Suffix, number_end: usize, lexicon: &Lexicon) -> bool {
    let at = suffix.end;
    if let Some((len, bound)) = lexicon.bound_after(text, at)
        && !joins_name(text, at, len)
    {
        suffix.bound = suffix.bound.or(Some(bound));
        suffix.end = at + len;
        return true;
    }
    if let Some(len) = lexicon.is(text, at, &Sense::AndHalf).filter(|_| suffix.half_at.is_none()) {
        suffix.half_at = Some(suffix.power);
        suffix.end = at + len;
        return true;
    }
    if at == number_end && text.touches(at) {
        let attached = lexicon.find(text, at, |s| if let Sense::Attached(p) = s { Some(*p) } else { None });
        let small = text.written(at).starts_with(char::is_lowercase);
        if let Some((len, power)) = attached.filter(|_| small) {
            suffix.power = power;
            suffix.end = at + len;
            return true;
        }
    }
    let place = past_hyphen(text, at);
    let scale = lexicon.find(text, place, |s| if let Sense::Scale(p) = s { Some(*p) } else { None });
    let filled = || {
        let (len, ()) = lexicon.find(text, at, |s| (s == &Sense::Filler).then_some(()))?;
        // In Chinese a counter ends the number: 4个百分点.
        let letters = text.sort(at + len) == Some(Sort::Letters);
        let (more, power) =
            lexicon.find(text, at + len, |s| if let Sense::Scale(p) = s { Some(*p) } else { None })?;
        letters.then_some((len + more, power))
    };
    let scale = scale.map(|(len, power)| (place + len - at, power)).or_else(filled);
    if let Some((len, power)) = scale.filter(|(_, power)| suffix.power + power <= 24) {
        suffix.power += power;
        suffix.end = at + len;
        return true;
    }
    false
}

/// Whether a `+` is followed at once by letters or digits, as in a name.
fn joins_name(text: &Lexemes<'_>, at: usize, len: usize) -> bool {
    let after = at + len;
    text.key(at) == "+" && text.touches(after) && matches!(text.sort(after), Some(Sort::Digits))
}

fn past_hyphen(text: &Lexemes<'_>, at: usize) -> usize {
    let hyphen = text.key(at) == "-" && text.touches(at) && text.touches(at + 1);
    at + usize::from(hyphen && text.sort(at + 1) == Some(Sort::Letters))
}

fn unit(text: &Lexemes<'_>, from: usize, to: usize, codes: Vec<String>) -> UnitRead {
    let span = text.span(from, to);
    let written = text.text.get(span.clone()).unwrap_or_default().to_owned();
    UnitRead { span, text: written, codes, shared: false }
}

/// Reads the unit or the noun.
fn named(text: &Lexemes<'_>, at: usize, suffix: &mut Suffix, lexicon: &Lexicon) {
    let mut start = at;
    for _ in 0..2 {
        if let Some((len, code, power)) = symbol(text, start, lexicon) {
            suffix.power += power;
            take(text, suffix, (start, start + len), vec![code]);
            return;
        }
        if let Some((len, codes)) = lexicon.units_at(text, start) {
            take(text, suffix, (start, start + len), codes);
            return;
        }
        let Some((len, ())) = lexicon.find(text, start, |s| (s == &Sense::Filler).then_some(())) else {
            break;
        };
        suffix.is_counted = text.sort(start) == Some(Sort::Ideograph);
        start += len;
    }
    noun(text, start, suffix, lexicon);
}

fn take(text: &Lexemes<'_>, suffix: &mut Suffix, (from, to): (usize, usize), codes: Vec<String>) {
    suffix.unit = Some(unit(text, from, to, codes));
    suffix.end = to;
    suffix.is_counted = true;
}

/// A noun phrase: up to a known unit in it, else its first words.
fn noun(text: &Lexemes<'_>, start: usize, suffix: &mut Suffix, lexicon: &Lexicon) {
    let most = if text.sort(start) == Some(Sort::Ideograph) { MOST_IDEOGRAPHS } else { MOST_WORDS };
    let mut end = start;
    let mut words = 0_usize;
    while words <= most {
        let is_word = matches!(text.sort(end), Some(Sort::Letters | Sort::Ideograph));
        let hyphened = text.key(end) == "-" && text.touches(end) && text.touches(end + 1);
        if hyphened && words > 0 {
            end += 1;
            continue;
        }
        let broken = end > start && text.get(end).is_some_and(|l| matches!(l.gap, Gap::Wide | Gap::Break));
        if !is_word || broken || stops(text, end, lexicon) {
            break;
        }
        if words > 0
            && let Some((len, codes)) = lexicon.units_at(text, end)
        {
            take(text, suffix, (start, end + len), codes);
            return;
        }
        end += 1;
        words += 1;
    }
    if end > start && words > 0 {
        let end = if words > most { end - 1 } else { end };
        suffix.unit = Some(unit(text, start, end, Vec::new()));
        suffix.end = end;
    }
}

fn stops(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> bool {
    let label = lexicon.find(text, at, |s| matches!(s, Sense::Label(_)).then_some(()));
    if label.is_some_and(|(len, ())| text.is_digits(at + len)) {
        return true;
    }
    let stop = lexicon.find(text, at, |sense| {
        let is_filler = sense == &Sense::Filler && text.sort(at) != Some(Sort::Ideograph);
        let stops = matches!(
            sense,
            Sense::Stop
                | Sense::Between
                | Sense::PairedAnd
                | Sense::Open
                | Sense::Change(..)
                | Sense::ChangeAfter(_)
                | Sense::Relation(_)
                | Sense::Small(_)
                | Sense::Power(_)
                | Sense::Before(_)
                | Sense::Fraction(..)
                | Sense::Multiple(..)
                | Sense::Vague(..)
        );
        (stops || is_filler).then_some(())
    });
    stop.is_some()
}

/// A symbol with its prefix: length, unit's code, power.
pub(super) fn symbol(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<(usize, String, i32)> {
    if text.sort(at) != Some(Sort::Letters) {
        return None;
    }
    let written = text.written(at);
    let key = text.key(at);
    let first_len = written.chars().next().map(char::len_utf8)?;
    let (prefix, rest) = written.split_at_checked(first_len)?;
    let mut prefixed: Vec<(String, i32)> = Vec::new();
    prefixed.extend(lexicon.prefixes.get(prefix).map(|power| (rest.to_lowercase(), *power)));
    // Spelled: giga, кило.
    prefixed.extend(
        lexicon
            .prefix_words
            .iter()
            .filter_map(|(word, power)| Some((key.strip_prefix(word.as_str())?.to_owned(), *power))),
    );
    // A symbol of one letter means what it does in its own case only: 5 t, not 5T.
    let cased = |symbol: &String| written.chars().count() > 1 || symbol == written;
    let matching = |word: &str, symbol: &[String]| {
        let tail = symbol.iter().enumerate().skip(1);
        symbol.first().is_some_and(|s| s == word) && tail.into_iter().all(|(i, s)| text.key(at + i) == s)
    };
    let mut best: Option<(usize, String, i32)> = None;
    for (first, symbol, code) in &lexicon.symbols {
        let longer = best.as_ref().is_none_or(|(len, ..)| *len < symbol.len());
        if longer && cased(first) && matching(key, symbol) {
            best = Some((symbol.len(), code.clone(), 0));
        } else if let Some((_, power)) = prefixed.iter().find(|(rest, _)| longer && matching(rest, symbol)) {
            best = Some((symbol.len(), code.clone(), *power));
        }
    }
    best
}

/// Measured values that are written whole are known to their last digit, counts exactly.
pub(super) fn settle(reading: Reading, codes: &[String], lexicon: &Lexicon) -> Reading {
    let measured = !codes.is_empty() && codes.iter().all(|code| lexicon.is_measured(code));
    match reading.decimals {
        Decimals::Inf if measured => Reading { decimals: Decimals::Exp(0), ..reading },
        Decimals::Inf | Decimals::Exp(_) => reading,
    }
}
