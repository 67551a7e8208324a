//! What stands beside a figure: the same measure over other periods, and at other codes of each dimension.
//!
//! Years, quarters, months, days and intervals are told apart: a value over 2019 to 2024 is no point of a line of years.

use figures::{Decimal, Period, Source};
use report::model::Mark;

use crate::texts::{Arg, Texts};

/// The most codes of a dimension that a page lists; the rest is a link away.
pub const MOST_MEMBERS: usize = 12;

/// The values beside a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// Every period that has a value, the figure's own among them, other dimensions being equal.
    pub periods: Vec<Neighbour>,
    /// The unit and scale of [`Neighbour::short`]; empty for plain counts, and where all texts are short.
    pub unit: String,
    /// For each dimension the values at its codes, all else being equal.
    pub groups: Vec<Group>,
}

/// A value beside a figure, or the figure itself among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its key.
    pub key: String,
    /// What tells it apart, in words: a period, an area; `None` is the total.
    pub label: Option<String>,
    /// Its period.
    pub period: Option<Period>,
    /// The number in the base unit; `None` where there is no value.
    pub number: Option<Decimal>,
    /// The value as printed; why there is none.
    pub text: String,
    /// The value as it is printed under a head that says unit and scale; `None` where the text is short itself.
    pub short: Option<String>,
    /// What is wrong with it.
    pub marks: Vec<Mark>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// Whether it is the figure itself.
    pub current: bool,
}

/// The values at the codes of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What tells them apart: `Sex`.
    pub label: String,
    /// The key of the whole list.
    pub list: String,
    /// The total first, then the codes, at most [`MOST_MEMBERS`].
    pub members: Vec<Neighbour>,
    /// How many more the list has.
    pub more: usize,
}

impl Group {
    /// The figure of another measure that says the same of the world in another way, and how far apart the two are.
    #[must_use]
    pub fn of_another_measure(texts: &Texts, mut one: Neighbour, distance: Option<&str>) -> Self {
        if let Some(distance) = distance {
            let parts = [("value", Arg::Text(&one.text)), ("distance", Arg::Text(distance))];
            one.text = texts.say_with("figure-apart", &parts);
        }
        Self { label: texts.say("figure-other"), list: one.key.clone(), members: vec![one], more: 0 }
    }
}

/// What sort of periods share a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strand {
    /// Calendar years.
    Years,
    /// The last days of years: a stock by the year.
    YearEnds,
    /// Quarters.
    Quarters,
    /// Months.
    Months,
    /// Other days.
    Days,
    /// From one period to another.
    Intervals,
}

impl Strand {
    /// The strand of a period.
    #[must_use]
    pub fn of(period: &Period) -> Self {
        match period {
            Period::Year(_) => Self::Years,
            Period::Quarter(..) => Self::Quarters,
            Period::Month(..) => Self::Months,
            Period::Day(day) if day.month() == 12 && day.day() == 31 => Self::YearEnds,
            Period::Day(_) => Self::Days,
            Period::Interval(..) => Self::Intervals,
        }
    }
}

/// The periods by strand, each in the order of time; the strand that holds the figure itself comes first.
#[must_use]
pub fn strands(periods: &[Neighbour]) -> Vec<(Strand, Vec<&Neighbour>)> {
    let mut strands: Vec<(Strand, Vec<&Neighbour>)> = Vec::new();
    for one in periods {
        let Some(strand) = one.period.as_ref().map(Strand::of) else { continue };
        match strands.iter_mut().find(|(known, _)| *known == strand) {
            Some((_, members)) => members.push(one),
            None => strands.push((strand, vec![one])),
        }
    }
    let day = |one: &&Neighbour| one.period.as_ref().map(|period| (period.first_day(), period.last_day()));
    strands.iter_mut().for_each(|(_, members)| members.sort_by_key(day));
    strands.sort_by_key(|(strand, members)| (!members.iter().any(|one| one.current), *strand));
    strands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(period: &str, current: bool) -> Neighbour {
        Neighbour {
            key: format!("a/b?period={period}"),
            label: Some(period.to_owned()),
            period: period.parse().ok(),
            number: None,
            text: String::new(),
            short: None,
            marks: Vec::new(),
            source: None,
            current,
        }
    }

    #[test]
    fn years_days_and_intervals_are_never_one_line() {
        let all =
            ["2024", "2019/2024", "2018", "2024-12-31", "2025-03-31", "2023-12-31", "2024-Q1", "2024-03"];
        let all: Vec<Neighbour> = all.iter().map(|period| at(period, *period == "2024-12-31")).collect();
        let strands = strands(&all);
        let read: Vec<(Strand, Vec<&str>)> = strands
            .iter()
            .map(|(strand, members)| {
                (*strand, members.iter().filter_map(|one| one.label.as_deref()).collect())
            })
            .collect();
        assert_eq!(
            read,
            [
                (Strand::YearEnds, vec!["2023-12-31", "2024-12-31"]),
                (Strand::Years, vec!["2018", "2024"]),
                (Strand::Quarters, vec!["2024-Q1"]),
                (Strand::Months, vec!["2024-03"]),
                (Strand::Days, vec!["2025-03-31"]),
                (Strand::Intervals, vec!["2019/2024"]),
            ]
        );
    }
}
