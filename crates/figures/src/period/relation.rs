//! How periods lie to each other, and when two of them mean the same for a kind of measure.

use super::Period;
use crate::measure::MeasureKind;

/// How the days of one period lie to those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodRelation {
    /// The same days, however they are written: `2024` and `2024-01/2024-12`.
    Same,
    /// The first holds every day of the second and more.
    Contains,
    /// The second holds every day of the first and more.
    Within,
    /// They share some days, and each has others.
    Overlaps,
    /// The first ends before the second begins.
    Before,
    /// The first begins after the second ends.
    After,
}

impl Period {
    /// How the days of this period lie to those of another.
    #[must_use]
    pub fn relation(&self, other: &Self) -> PeriodRelation {
        match (self.contains(other), other.contains(self)) {
            (true, true) => PeriodRelation::Same,
            (true, false) => PeriodRelation::Contains,
            (false, true) => PeriodRelation::Within,
            (false, false) if self.overlaps(other) => PeriodRelation::Overlaps,
            (false, false) if self.last_day() < other.first_day() => PeriodRelation::Before,
            (false, false) => PeriodRelation::After,
        }
    }

    /// Whether the two have the same days.
    #[must_use]
    pub fn same_days(&self, other: &Self) -> bool {
        self.relation(other) == PeriodRelation::Same
    }

    /// Whether a value for one period is a value for the other. A stock is as at the end, so that 2024, its last quarter and its last
    /// day are one; anything else needs the same days.
    #[must_use]
    pub fn means_same(&self, other: &Self, kind: MeasureKind) -> bool {
        match kind {
            MeasureKind::Stock => self.last_day() == other.last_day(),
            MeasureKind::Flow | MeasureKind::Average | MeasureKind::Rate | MeasureKind::Listing => {
                self.same_days(other)
            }
        }
    }

    /// Whether a date of a stock lies in this period: an instant can speak of a year without being its end.
    #[must_use]
    pub fn holds_instant_of(&self, other: &Self) -> bool {
        self.contains(&other.as_at())
    }

    /// Whether the parts follow each other without a gap or an overlap and fill this period, in any order: quarters of a year.
    /// Only then a flow over it is the sum of the flows over them.
    #[must_use]
    pub fn is_filled_by(&self, parts: &[Self]) -> bool {
        let mut parts: Vec<_> = parts.iter().map(|p| (p.first_day(), p.last_day())).collect();
        parts.sort_unstable();
        let ends = parts.first().map(|p| p.0) == Some(self.first_day())
            && parts.last().map(|p| p.1) == Some(self.last_day());
        let joins = |pair: &[(_, jiff::civil::Date)]| match pair {
            [(_, end), (start, _)] => end.tomorrow().ok() == Some(*start),
            _ => false,
        };
        ends && parts.windows(2).all(joins)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().expect("a period")
    }

    #[test]
    fn years_quarters_instants_and_intervals_lie_to_each_other() {
        use PeriodRelation::{After, Before, Contains, Overlaps, Same, Within};
        for (a, b, expected) in [
            ("2024", "2024-01/2024-12", Same),
            ("2024", "2024/2024", Same),
            ("2024", "2024-Q3", Contains),
            ("2024-12-31", "2024", Within),
            ("2019/2024", "2024", Contains),
            ("2019/2024", "2022/2026", Overlaps),
            ("2023", "2024-Q1", Before),
            ("2024-10-15", "2023", After),
        ] {
            assert_eq!(period(a).relation(&period(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn an_instant_stands_for_a_year_of_a_stock_at_its_end_only() {
        for (a, b, stock, flow) in [
            ("2024", "2024-12-31", true, false),
            ("2024", "2024-Q4", true, false),
            ("2024", "2019/2024", true, false),
            ("2024", "2024-06-30", false, false),
            ("2024", "2024-01-01/2024-12-31", true, true),
            ("2024", "2023", false, false),
        ] {
            let (x, y) = (period(a), period(b));
            assert_eq!(x.means_same(&y, MeasureKind::Stock), stock, "{a} {b} as a stock");
            assert_eq!(x.means_same(&y, MeasureKind::Flow), flow, "{a} {b} as a flow");
        }
        assert!(period("2024").holds_instant_of(&period("2024-06-30")));
        assert!(!period("2024").holds_instant_of(&period("2025-06-30")));
    }

    #[test]
    fn only_periods_without_gap_or_overlap_fill_another() {
        let year = period("2024");
        let of = |texts: &[&str]| texts.iter().map(|t| period(t)).collect::<Vec<_>>();
        assert!(year.is_filled_by(&of(&["2024-Q2", "2024-Q1", "2024-Q4", "2024-Q3"])));
        assert!(year.is_filled_by(&of(&["2024-01/2024-06", "2024-Q3", "2024-Q4"])));
        assert!(!year.is_filled_by(&of(&["2024-Q1", "2024-Q2", "2024-Q4"])));
        assert!(!year.is_filled_by(&of(&["2024-Q1", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"])));
        assert!(!year.is_filled_by(&of(&["2024-01/2024-09", "2024-Q3", "2024-Q4"])));
        assert!(!year.is_filled_by(&[]));
    }

    proptest! {
        #[test]
        fn relations_mirror_each_other(a in 2000_i16..2030, b in 1_i8..=12, c in 2000_i16..2030, d in 0_i16..5) {
            let [one, other] = [period(&format!("{a}-{b:02}")), period(&format!("{c}/{}", c + d))];
            let mirrored = match one.relation(&other) {
                PeriodRelation::Same => PeriodRelation::Same,
                PeriodRelation::Contains => PeriodRelation::Within,
                PeriodRelation::Within => PeriodRelation::Contains,
                PeriodRelation::Overlaps => PeriodRelation::Overlaps,
                PeriodRelation::Before => PeriodRelation::After,
                PeriodRelation::After => PeriodRelation::Before,
            };
            prop_assert_eq!(other.relation(&one), mirrored);
        }
    }
}
