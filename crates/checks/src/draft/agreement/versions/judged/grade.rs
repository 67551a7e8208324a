//! Whether one thing stands in the place of another, and whether that is sure.

use figures::Period;

use super::super::super::pair::Evidence;
use super::super::super::said::{self, Said, Slip, Units, What};
use super::both::{MUCH, SOME};

/// Whether a period is a part of one of another form: a month of a year, a year of several.
fn is_part(part: &Period, whole: &Period) -> bool {
    let same_form = std::mem::discriminant(part) == std::mem::discriminant(whole);
    !same_form && whole.contains(part)
}

/// What stands around two things that are left over in one place.
pub(super) struct Around {
    pub(super) evidence: Evidence,
    /// Nothing else is left over on either side, or both are the same cell.
    pub(super) close: bool,
    pub(super) weight: usize,
}

impl Around {
    /// Whether one stands for the other, and whether that is sure.
    pub(super) fn grade(&self, a: &Said, b: &Said) -> Option<bool> {
        match (&a.what, &b.what) {
            (What::Number(_), What::Number(_)) => self.grade_numbers(a, b),
            // A month of a year is no other period.
            (What::Period(own), What::Period(other)) if is_part(own, other) || is_part(other, own) => None,
            (What::Period(_), What::Period(_)) => {
                let sure = self.weight >= MUCH && (self.close || self.evidence.framed);
                (sure || self.weight >= SOME && self.close).then_some(sure)
            }
            (What::Number(_) | What::Period(_) | What::Name(_), _) => None,
        }
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
