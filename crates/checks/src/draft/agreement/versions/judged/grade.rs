//! Whether one thing stands in the place of another, and whether that is sure.

use figures::{Decimal, Period};

use super::super::super::pair::Evidence;
use super::super::super::said::{self, Said, Slip, Units, What};
use crate::quantities::DaysOfYear;

use super::both::{MUCH, SOME, may_be_year};

/// Whether a period is a part of one of another form: a month of a year, a year of several.
fn is_part(part: &Period, whole: &Period) -> bool {
    let same_form = std::mem::discriminant(part) == std::mem::discriminant(whole);
    !same_form && whole.contains(part)
}

/// Whether one names a month or one day, and the other a day of it, or several days with it.
fn is_part_day(own: DaysOfYear, other: DaysOfYear) -> bool {
    let within = |a: DaysOfYear, b: DaysOfYear| b.first <= a.first && a.last <= b.last;
    let alone = |days: DaysOfYear| days.first == days.last;
    let same_form = own.first.1.is_some() == other.first.1.is_some();
    !same_form && own.first.0 == other.first.0
        || alone(own) != alone(other) && (within(own, other) || within(other, own))
}

/// Whether one number is what remains of another if its last words are not read: twenty of twenty-three.
fn is_begin(begin: &Said, whole: &Said) -> bool {
    let (Some(begin), Some(whole)) = (begin.value(), whole.value()) else { return false };
    let rest = whole.number.abs().saturating_sub(begin.number.abs());
    said::round_step(begin).is_some_and(|step| Decimal::ZERO < rest && rest < step)
}

/// What stands around two things that are left over in one place.
pub(super) struct Around {
    pub(super) evidence: Evidence,
    /// Nothing else is left over on either side, or both are the same cell.
    pub(super) close: bool,
    pub(super) weight: usize,
    /// Which of the two are spelled in words.
    pub(super) spelled: [bool; 2],
}

impl Around {
    /// Whether one stands for the other, and whether that is sure.
    pub(super) fn grade(&self, a: &Said, b: &Said) -> Option<bool> {
        match (&a.what, &b.what) {
            (What::Number(_), What::Number(_)) if self.spelled == [false, false] => self.grade_numbers(a, b),
            // Not all words of all languages are read: they are no proof.
            (What::Number(_), What::Number(_)) if self.are_words_of_one_kind(a, b) => {
                self.grade_numbers(a, b).map(|_| false)
            }
            (What::Number(_), What::Number(_)) => None,
            // A month of a year is no other period.
            (What::Period(own), What::Period(other)) if is_part(own, other) || is_part(other, own) => None,
            (What::Days(own), What::Days(other)) if is_part_day(*own, *other) => None,
            (What::Days(days), What::Period(period)) | (What::Period(period), What::Days(days))
                if DaysOfYear::of(period).is_none_or(|own| is_part_day(own, *days)) =>
            {
                None
            }
            (What::Period(_) | What::Days(_), What::Period(_) | What::Days(_)) => {
                let sure = self.weight >= MUCH && (self.close || self.evidence.framed);
                (sure || self.weight >= SOME && self.close).then_some(sure)
            }
            (What::Number(_) | What::Period(_) | What::Days(_) | What::Name(_), _) => None,
        }
    }

    /// Whether both are spelled and are parts of a whole, or are large enough that half a word is no other number: "one in three" may be
    /// read as three, and the twenty of "three-and-twentieth" alone.
    fn are_words_of_one_kind(&self, a: &Said, b: &Said) -> bool {
        let both = |holds: &dyn Fn(Decimal) -> bool| {
            [a, b].into_iter().all(|said| said.value().is_some_and(|value| holds(value.number.abs())))
        };
        let least = if self.spelled == [true, true] { Decimal::TEN } else { Decimal::ONE_HUNDRED };
        both(&|number| number >= least) && !is_begin(a, b) && !is_begin(b, a)
            || self.spelled == [true, true] && both(&|number| number < Decimal::ONE)
    }

    fn grade_numbers(&self, a: &Said, b: &Said) -> Option<bool> {
        let Evidence { framed, beside, .. } = self.evidence;
        let slip = said::slip(a, b);
        let (some, much) = (self.weight >= SOME, self.weight >= MUCH);
        let close = self.close || framed;
        let measured = a.measured || b.measured;
        let units = match a.units(b) {
            // What is counted is named by words that mean more or less in another language.
            Units::Other if !measured => Units::Open,
            units @ (Units::Same | Units::Open | Units::Other) => units,
        };
        if units == Units::Other {
            return (slip == Some(Slip::Unit) && some && close).then_some(a.measured && b.measured && much);
        }
        let exact = match slip {
            Some(Slip::PowerOfTen(_) | Slip::Swapped) => true,
            // One digit of two is soon another by chance.
            Some(Slip::Digit) => {
                close || a.value().is_some_and(|v| v.number.mantissa().unsigned_abs() >= 100)
            }
            Some(Slip::Unit) | None => false,
        };
        let year = [a, b].into_iter().any(|said| said.value().is_some_and(may_be_year));
        if year && slip.is_none() {
            return None;
        }
        let cells = a.written.is_some() && b.written.is_some();
        let sure = if units == Units::Same || cells {
            much && close || exact && some && (close || beside)
        } else {
            exact && much && close
        };
        let likely = some && (close || exact) || self.weight > 0 && exact && close;
        (sure || likely).then_some(sure)
    }
}
