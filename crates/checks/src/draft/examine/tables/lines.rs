//! Totals of a table and the cells that make them: one line for each row or column that is called a total.
//!
//! A table shows that it adds up in a direction by the lines that do; without such lines nothing is sure of its grouping. A line that misses
//! counts where it is near its total, or where one cell with a slipped sign makes it fit: a rate or a mean is far from the sum of others.

use figures::interval::{End, Truth};
use figures::{Interval, Rational};

use super::super::stated::{around, tenths};
use super::grid::{Content, Grid, Name, Number};

/// Powers of ten that a cell may have slipped by.
const POWERS: [i32; 6] = [3, -3, 1, -1, 2, -2];

/// The most parts among which a slipped sign is looked for.
const MOST_SLIPS: usize = 40;

/// A place: row and column.
pub(super) type Place = (usize, usize);

/// A total and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where the total stands.
    pub(super) total: Place,
    /// Where its parts stand.
    pub(super) parts: Vec<Place>,
    /// Whole numbers are rounded ones.
    pub(super) rounded: bool,
    /// The numbers are shares in per cent.
    pub(super) percent: bool,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The parts as printed make the total.
    Fits,
    /// Only numbers that they may stand for do.
    Rounds,
    /// No numbers do, and the miss is small or one slip explains it.
    Misses {
        /// The sum as printed.
        sum: Rational,
        /// The total as printed.
        total: Rational,
        /// The part, or the total, that fits with its sign moved, and by which power of ten.
        slip: Option<(Place, i32)>,
    },
    /// Nothing can be said.
    Open,
}

/// The lines of a row that is called a total: one a column.
pub(super) fn of_total_row(grid: &Grid) -> Vec<Line> {
    let named: Vec<usize> = places(&grid.labels, |name| name.total);
    let numeric: Vec<usize> = (0..grid.rows.len()).filter(|row| grid.is_numeric(*row)).collect();
    let [total] = named.as_slice() else { return Vec::new() };
    // A row without numbers may be one whose numbers are not known; below the last total stand notes.
    let parts: Vec<usize> = match (numeric.first(), numeric.last()) {
        (_, Some(last)) if last == total => (0..*total).collect(),
        (Some(first), _) if first == total => (total.saturating_add(1)..grid.rows.len()).collect(),
        (_, _) => Vec::new(),
    };
    if grid.labels.iter().any(|name| name.subtotal) || parts.is_empty() {
        return Vec::new();
    }
    let label = grid.labels.get(*total).copied().unwrap_or_default();
    let line = |(column, head): (usize, &Name)| Line {
        total: (*total, column),
        parts: parts.iter().map(|row| (*row, column)).collect(),
        rounded: head.measured || label.measured,
        percent: head.percent || label.percent,
    };
    grid.heads.iter().enumerate().skip(1).map(line).collect()
}

/// The lines of a column that is called a total, one a row, for each run of columns beside it that may be its parts.
pub(super) fn of_total_column(grid: &Grid) -> Vec<Vec<Line>> {
    let named: Vec<usize> = places(&grid.heads, |name| name.total);
    let [total] = named.as_slice() else { return Vec::new() };
    let inner = grid.heads.iter().skip(1);
    if inner.into_iter().any(|name| name.subtotal) || *total == 0 {
        return Vec::new();
    }
    let rounded = grid.heads.get(*total).is_some_and(|name| name.measured);
    let runs: Vec<Vec<usize>> = if *total == 1 {
        (3..grid.heads.len()).map(|last| (2..=last).collect()).collect()
    } else {
        (1..total.saturating_sub(1)).map(|first| (first..*total).collect()).collect()
    };
    let line = |row: usize, columns: &[usize]| Line {
        total: (row, *total),
        parts: columns.iter().map(|column| (row, *column)).collect(),
        rounded: rounded || grid.labels.get(row).is_some_and(|name| name.measured),
        percent: columns.iter().any(|c| grid.heads.get(*c).is_some_and(|name| name.percent)),
    };
    let of_run = |columns: &Vec<usize>| (0..grid.rows.len()).map(|row| line(row, columns)).collect();
    runs.iter().map(of_run).collect()
}

fn places(names: &[Name], which: impl Fn(&Name) -> bool) -> Vec<usize> {
    names.iter().enumerate().filter(|(_, name)| which(name)).map(|(at, _)| at).collect()
}

impl Line {
    /// What the line says where each number is taken in one of its readings.
    pub(super) fn outcome(&self, grid: &Grid, reading: usize) -> Outcome {
        self.judged(grid, reading).unwrap_or(Outcome::Open)
    }

    fn judged(&self, grid: &Grid, reading: usize) -> Option<Outcome> {
        let number = |place: Place| match &grid.at(place)?.content {
            Content::Number(all) => Some(self.read(all.get(reading).or_else(|| all.last())?)),
            Content::Nothing | Content::Other => None,
        };
        let (total, printed) = number(self.total)?;
        let mut parts: Vec<(Place, Interval, Rational)> = Vec::new();
        let mut missing = false;
        for place in &self.parts {
            match &grid.at(*place)?.content {
                Content::Number(_) => {
                    let (interval, nominal) = number(*place)?;
                    parts.push((*place, interval, nominal?));
                }
                Content::Nothing => missing = true,
                Content::Other => return None,
            }
        }
        let sum_of = |parts: &mut dyn Iterator<Item = &Interval>| {
            parts.fold(Interval::point(Rational::zero()), |sum, part| sum.plus(part))
        };
        let sum = sum_of(&mut parts.iter().map(|(_, interval, _)| interval));
        let made = parts.iter().fold(Rational::zero(), |sum, (_, _, nominal)| sum.plus(nominal));
        if parts.iter().filter(|(_, _, nominal)| !nominal.is_zero()).count() < 2 {
            return None;
        }
        let hundred = Interval::point(Rational::from(100));
        let of_whole = total.meets(&hundred) || around(&Rational::from(100), &tenths(1)).meets(&sum);
        if self.percent && !of_whole {
            return None;
        }
        if sum.meets(&total) {
            let exact = printed.as_ref() == Some(&made);
            return Some(if exact { Outcome::Fits } else { Outcome::Rounds });
        }
        let printed = printed?;
        // A cell without a number may hold what the parts lack.
        if missing && sum.is_less(&total) == Truth::True {
            return None;
        }
        let few = parts.iter().take(if parts.len() <= MOST_SLIPS { MOST_SLIPS } else { 0 });
        let slip = few.enumerate().find_map(|(at, (place, own, _))| {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
            let rest = sum_of(&mut others.map(|(_, (_, interval, _))| interval));
            let fits = |power: &&i32| rest.plus(&own.scaled(&Rational::power_of_ten(**power))).meets(&total);
            POWERS.iter().find(fits).map(|power| (*place, *power))
        });
        // A mean of ten is a tenth of their sum.
        let is_mean = |power: i32| Rational::power_of_ten(power) == Rational::from(count(parts.len()));
        let slip = slip.or_else(|| {
            let fits = |power: &&i32| total.scaled(&Rational::power_of_ten(**power)).meets(&sum);
            POWERS.iter().find(fits).filter(|power| !is_mean(**power)).map(|power| (self.total, *power))
        });
        let near = around(&printed, &tenths(1)).meets(&Interval::point(made.clone()));
        // With a free sign much fits, so a slip explains only what is far off, and only numbers of some length.
        let slip = slip.filter(|_| !near && parts.len() >= 2 && printed.abs() >= Rational::from(20));
        (near || slip.is_some()).then_some(Outcome::Misses { sum: made, total: printed, slip })
    }

    /// What a cell of the line may stand for; nothing where it has no number.
    pub(super) fn interval(&self, grid: &Grid, place: Place) -> Option<Interval> {
        match &grid.at(place)?.content {
            Content::Number(readings) => readings.first().map(|number| self.read(number).0),
            Content::Nothing | Content::Other => None,
        }
    }

    /// What numbers may add up to, and what they do as printed; nothing where one of them is a limit.
    pub(super) fn sum<'n>(&self, numbers: impl Iterator<Item = &'n Number>) -> Option<(Interval, Rational)> {
        let nothing = (Interval::point(Rational::zero()), Rational::zero());
        numbers.map(|number| self.read(number)).try_fold(nothing, |(sum, made), (interval, nominal)| {
            Some((sum.plus(&interval), made.plus(&nominal?)))
        })
    }

    /// What a number may stand for, and as printed; whole numbers of what is measured are known to the last digit.
    fn read(&self, number: &Number) -> (Interval, Option<Rational>) {
        let interval = match (number.interval.single(), self.rounded || self.percent) {
            (Some(exact), true) if exact.is_whole() => half_around(exact),
            _ => number.interval.clone(),
        };
        (interval, number.nominal.clone())
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn half_around(number: &Rational) -> Interval {
    let half = Rational::of(1, 2).unwrap_or_else(Rational::zero);
    Interval { low: End::Closed(number.minus(&half)), high: End::Closed(number.plus(&half)) }
}
