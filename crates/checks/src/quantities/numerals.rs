//! Numbers in words: three thousand seven hundred, quatre-vingt-dix-sept, полтора миллиарда, 三千七百, خمسة وعشرون.
//!
//! One grammar for all: small numbers add, words for powers of ten multiply, and the table says what may follow what.

use figures::value::power_of_ten;
use figures::{Bound, Decimal, Decimals};

use super::lexicon::Lexicon;
use super::mention::Reading;
use super::sense::Sense;
use super::text::Lexemes;
use crate::reading::Amount;

/// How many lexemes a number in words has at most.
const LONGEST: usize = 40;

/// A number in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The lexeme after it.
    pub(super) end: usize,
    /// What it amounts to.
    pub(super) number: Decimal,
    /// Whether it is one word that says one, or less.
    pub(super) is_one: bool,
    /// The highest power that a word of it has; 0 where there is none.
    pub(super) power: u32,
    /// Whether digits stand side by side, as years are written.
    pub(super) positional: bool,
    /// The power of a large word that it ends with: "two million" is known to millions.
    pub(super) coarse: Option<u32>,
}

/// A part of a number in words.
#[derive(Clone, Copy)]
enum Part {
    Small(u32),
    Power(u32),
}

/// What was read so far.
#[derive(Default)]
struct Sum {
    /// Thousands, millions … that are complete.
    total: Decimal,
    /// What is below the next big power.
    section: Decimal,
    /// What the next power multiplies.
    held: Option<Decimal>,
    /// The last small number or small power, which says what may be added to it.
    last: Option<u32>,
    /// The last big power.
    big: Option<u32>,
    highest: u32,
    digits: usize,
}

/// Reads a number in words at a place.
pub(super) fn read(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon) -> Option<Words> {
    let mut sum = Sum::default();
    let mut end = at;
    while end < at + LONGEST {
        let joined = if end == at { Some(end) } else { joint(text, end, lexicon, &sum) };
        let Some(place) = joined else { break };
        let Some((len, part)) = part(text, place, lexicon, end == at) else { break };
        // Ten stands without a digit before it, hundred and more do not: 千瑞郎 is a unit.
        if end == at && matches!(part, Part::Power(2..) if lexicon.habits.positional) {
            return None;
        }
        let joined = place > end || !lexicon.habits.proclitics.is_empty() && text.key(place).starts_with('و');
        if sum.take(part, joined, lexicon).is_none() {
            break;
        }
        end = place + len;
    }
    let number = sum.value()?;
    let is_one = sum.highest == 0 && number <= Decimal::ONE;
    let positional = sum.digits > 1;
    let coarse = sum.dual().or(sum.big.filter(|_| sum.section.is_zero() && sum.held.is_none()));
    (end > at).then_some(Words { end, number, is_one, power: sum.highest, positional, coarse })
}

impl Words {
    /// The number as a reading. Written to its last digit it is exact.
    pub(super) fn reading(&self) -> Reading {
        let coarse = self.coarse.and_then(|power| i32::try_from(power).ok());
        Reading {
            amount: Amount::Exact(self.number.normalize()),
            decimals: coarse.map_or(Decimals::Inf, |power| Decimals::Exp(-power)),
            bound: Bound::Exact,
        }
    }
}

/// A part at a place. The first may be a dual (ألفا), which is written like the plain word after a number.
fn part(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon, is_first: bool) -> Option<(usize, Part)> {
    let dual =
        |sense: &Sense| if let Sense::Small(n @ 1000..) = sense { Some(Part::Small(*n)) } else { None };
    if let Some(found) = lexicon.find(text, at, dual).filter(|_| is_first) {
        return Some(found);
    }
    lexicon.find(text, at, |sense| {
        if let Sense::Small(n) = sense {
            Some(Part::Small(*n))
        } else if let Sense::Power(p) = sense {
            Some(Part::Power(*p))
        } else {
            None
        }
    })
}

/// Where the next part may start: behind a hyphen or a word like "and".
fn joint(text: &Lexemes<'_>, at: usize, lexicon: &Lexicon, sum: &Sum) -> Option<usize> {
    if text.key(at) == "-" && text.touches(at) && text.touches(at + 1) {
        let after = at + 1;
        let joiner = lexicon.find(text, after, |s| matches!(s, Sense::Joiner(_)).then_some(()));
        let (len, ()) = joiner.unwrap_or((0, ()));
        let hyphen = usize::from(len > 0 && text.key(after + len) == "-");
        return Some(after + len + hyphen);
    }
    let joiner = lexicon.find(text, at, |s| if let Sense::Joiner(n) = s { Some(*n) } else { None });
    match joiner {
        Some((len, after)) if sum.is_multiple_of(after) => Some(at + len),
        Some(_) => None,
        None => Some(at),
    }
}

impl Sum {
    fn take(&mut self, part: Part, joined: bool, lexicon: &Lexicon) -> Option<()> {
        match part {
            Part::Small(n) => self.add(n, joined, lexicon),
            Part::Power(p) if p < lexicon.habits.big => self.small_power(p),
            Part::Power(p) => self.big_power(p),
        }
    }

    fn add(&mut self, n: u32, joined: bool, lexicon: &Lexicon) -> Option<()> {
        let habits = &lexicon.habits;
        if habits.positional {
            let next = match self.held {
                Some(held) => {
                    self.digits += 1;
                    held.checked_mul(Decimal::TEN)?.checked_add(Decimal::from(n))?
                }
                None => Decimal::from(n),
            };
            self.digits = self.digits.max(1);
            self.held = Some(next);
            self.last = Some(n);
            return Some(());
        }
        if let Some(last) = self.last {
            let slot = match last {
                _ if last > 0 && last.is_multiple_of(1_000_000) => 1_000_000,
                _ if last > 0 && last.is_multiple_of(1_000) => 1_000,
                _ if last > 0 && last.is_multiple_of(100) => 100,
                _ if last >= 20 && last.is_multiple_of(10) => habits.after_ten.saturating_add(1),
                _ => 0,
            };
            // Where units stand before tens, a joiner is between them.
            let before_tens = joined && self.can_take_tens(n, lexicon);
            if n == 0 || n >= slot && !before_tens {
                return None;
            }
        }
        self.held = Some(self.held.unwrap_or_default().checked_add(Decimal::from(n))?);
        self.last = Some(n);
        Some(())
    }

    fn can_take_tens(&self, n: u32, lexicon: &Lexicon) -> bool {
        let after_unit = self.last.is_some_and(|last| (1..10).contains(&last));
        !lexicon.habits.proclitics.is_empty() && after_unit && (20..100).contains(&n) && n.is_multiple_of(10)
    }

    fn small_power(&mut self, power: u32) -> Option<()> {
        if self.highest_of_section_at_most(power) {
            return None;
        }
        let factor = power_of_ten(i32::try_from(power).ok()?)?;
        let product = self.held.take().unwrap_or(Decimal::ONE).checked_mul(factor)?;
        self.section = self.section.checked_add(product)?;
        self.last = Some(10_u32.checked_pow(power)?);
        self.highest = self.highest.max(power);
        Some(())
    }

    /// Whether a small power that is not larger was taken already: hundred after hundred.
    fn highest_of_section_at_most(&self, power: u32) -> bool {
        let unit = power_of_ten(i32::try_from(power).unwrap_or(i32::MAX));
        !self.section.is_zero() && unit.is_some_and(|unit| self.section < unit)
    }

    fn big_power(&mut self, power: u32) -> Option<()> {
        let factor = power_of_ten(i32::try_from(power).ok()?)?;
        let below = self.section.checked_add(self.held.take().unwrap_or_default())?;
        let grows = self.big.is_some_and(|big| big <= power);
        if grows {
            // mil millones, 万亿: the larger power takes all that stands before it.
            let all = self.total.checked_add(below)?;
            self.total = all.checked_mul(factor)?;
        } else {
            let count = if below.is_zero() { Decimal::ONE } else { below };
            self.total = self.total.checked_add(count.checked_mul(factor)?)?;
        }
        self.section = Decimal::ZERO;
        self.last = None;
        self.big = Some(power);
        self.highest = self.highest.max(power);
        Some(())
    }

    fn is_multiple_of(&self, unit: u32) -> bool {
        match self.last {
            Some(last) => last > 0 && last.is_multiple_of(unit),
            None => self.big.is_some(),
        }
    }

    /// The power of ten that a dual ends with.
    fn dual(&self) -> Option<u32> {
        let last = self.last.filter(|last| *last >= 1000)?;
        [9_u32, 6, 3].into_iter().find(|power| last.is_multiple_of(10_u32.pow(*power)))
    }

    fn value(&self) -> Option<Decimal> {
        self.total.checked_add(self.section)?.checked_add(self.held.unwrap_or_default())
    }
}
