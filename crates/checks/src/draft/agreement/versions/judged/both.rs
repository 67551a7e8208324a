//! Two passages that are one: what is left over on both sides, how much agrees, and what stands around them.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Decimal, Period, Value};

use super::super::super::pair::Place;
use super::super::super::passage::Passage;
use super::super::super::said::{Said, What};
use super::super::passages::{Form, Next, Pair};
use super::super::{Side, counts, written};

/// How much agrees in two passages, in halves: a small number, a year or a name says half as much as a number of its own.
pub(super) const SOME: usize = 2;
pub(super) const MUCH: usize = 4;

/// A smaller number is said in many ways, or not at all: both, the two, a pair.
const SMALL: i64 = 10;

/// Two passages that are one, and what they say.
pub(super) struct Both<'a> {
    pub(super) own: &'a Side<'a>,
    pub(super) other: &'a Side<'a>,
    pub(super) pair: Pair,
    /// What of each is left over.
    pub(super) open: [Vec<Place>; 2],
    /// How much agrees, in halves, and how many things.
    pub(super) weight: usize,
    pub(super) support: usize,
    /// Digits of each that no quantity is read from.
    unread: [BTreeSet<String>; 2],
    /// The column of each thing said, of rows that are one.
    columns: [Vec<usize>; 2],
    /// What stands around both passages and agrees.
    pub(super) ground: Ground,
}

/// What else than the passages themselves speaks for their being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::draft) enum Ground {
    /// Nothing.
    None,
    /// What stands before and behind agrees.
    Between,
    /// What stands before or behind agrees.
    Beside,
    /// They are the same row of tables whose other rows agree.
    Table,
}

/// Which passages agree wholly, and of which tables most rows do.
pub(super) struct Grounds {
    whole: BTreeSet<usize>,
    /// Rows that are one, and those of them that agree, of each two tables.
    tables: BTreeMap<(usize, usize), (usize, usize)>,
}

/// As many rows must agree besides, and two of three.
const ROWS: usize = 2;

impl Grounds {
    pub(super) fn of(all: &[Both<'_>]) -> Self {
        let mut grounds = Self { whole: BTreeSet::new(), tables: BTreeMap::new() };
        for both in all {
            let whole = both.support > 0 && both.open.iter().all(Vec::is_empty);
            if whole {
                grounds.whole.insert(both.pair.own);
            }
            if let Some(tables) = both.tables() {
                let (rows, agreeing) = grounds.tables.entry(tables).or_default();
                *rows = rows.saturating_add(1);
                *agreeing = agreeing.saturating_add(usize::from(whole));
            }
        }
        grounds
    }

    pub(super) fn put(&self, both: &mut Both<'_>) {
        let whole = |next: Next| match next {
            Next::End => Some(false),
            Next::Pair(own) => self.whole.contains(&own).then_some(true),
            Next::Other => None,
        };
        let table = both.tables().and_then(|tables| self.tables.get(&tables));
        let most = table.is_some_and(|(rows, agreeing)| {
            *agreeing >= ROWS && agreeing.saturating_mul(3) >= rows.saturating_sub(1).saturating_mul(2)
        });
        let (ground, weight) = match (most, whole(both.pair.before), whole(both.pair.behind)) {
            (true, ..) => (Ground::Table, MUCH),
            (false, Some(before), Some(behind)) if before || behind => (Ground::Between, SOME),
            (false, Some(true), _) | (false, _, Some(true)) => (Ground::Beside, 1),
            (false, ..) => (Ground::None, 0),
        };
        both.ground = ground;
        both.weight = both.weight.saturating_add(weight);
    }
}

impl<'a> Both<'a> {
    pub(super) fn of(own: &'a Side<'a>, other: &'a Side<'a>, pair: Pair) -> Self {
        let open = |side: &Side<'_>, passage: usize| -> Vec<Place> {
            side.open(passage).filter(|place| side.said(*place).is_some_and(counts)).collect()
        };
        let said = own.passages.get(pair.own).map(|passage| passage.said.as_slice()).unwrap_or_default();
        let agreeing = said.iter().enumerate().filter(|(said, _)| {
            own.met(Place { passage: pair.own, said: *said }).is_some_and(|met| met.passage == pair.other)
        });
        let (mut weight, mut support) = (0_usize, 0_usize);
        for (_, said) in agreeing {
            weight = weight.saturating_add(telling(said));
            support = support.saturating_add(1);
        }
        let open = [open(own, pair.own), open(other, pair.other)];
        let passages = [own.passages.get(pair.own), other.passages.get(pair.other)];
        let (unread, columns) = ([BTreeSet::new(), BTreeSet::new()], [Vec::new(), Vec::new()]);
        let ground = Ground::None;
        let mut both = Self { own, other, pair, open, weight, support, unread, columns, ground };
        if both.open.iter().all(Vec::is_empty) {
            return both;
        }
        both.unread = passages.map(|passage| passage.map(written::unread).unwrap_or_default());
        if both.tables().is_some() {
            both.columns = passages.map(|passage| passage.map(columns_of).unwrap_or_default());
        }
        for side in [0, 1] {
            let open = both.open.get(side).cloned().unwrap_or_default();
            let kept = open.into_iter().filter(|place| !both.is_written(side, *place, None)).collect();
            both.open.get_mut(side).into_iter().for_each(|open| open.clone_from(&kept));
        }
        both
    }

    /// The tables that both are the same row of.
    pub(super) fn tables(&self) -> Option<(usize, usize)> {
        let form = |side: &Side<'_>, passage: usize| side.forms.get(passage).copied();
        let (own, other) = (form(self.own, self.pair.own)?, form(self.other, self.pair.other)?);
        let block = |side: &Side<'_>, passage: usize| side.passages.get(passage).map(|passage| passage.block);
        (own == other && matches!(own, Form::Row(..)))
            .then_some((block(self.own, self.pair.own)?, block(self.other, self.pair.other)?))
    }

    /// The column of a cell in a row of a table, where nothing else is said in it.
    fn column(&self, side: usize, place: Place) -> Option<usize> {
        let columns = self.columns.get(side)?;
        let own = columns.get(place.said)?;
        (columns.iter().filter(|column| *column == own).count() == 1).then_some(*own)
    }

    /// Whether the digits of something left over, and not of what stands in its place, are in the other passage as something else.
    pub(super) fn is_written(&self, side: usize, place: Place, instead: Option<Place>) -> bool {
        let (here, there) = if side == 0 { (self.own, self.other) } else { (self.other, self.own) };
        let unread = self.unread.get(1_usize.saturating_sub(side));
        let instead = instead.and_then(|place| there.words(place)).unwrap_or_default();
        here.words(place).zip(unread).is_some_and(|(words, unread)| written::stand(words, instead, unread))
    }

    /// The cell over there in the same column of the same row, where it is left over, too.
    pub(super) fn cell(&self, own: Place) -> Option<Place> {
        self.tables()?;
        let column = self.column(0, own)?;
        self.open.get(1)?.iter().find(|there| self.column(1, **there) == Some(column)).copied()
    }

    /// What one passage alone has left over of the sort of something, if it is one.
    pub(super) fn sole(&self, side: usize, like: &Said) -> Option<Place> {
        let of = if side == 0 { self.own } else { self.other };
        let mut open = self
            .open
            .get(side)?
            .iter()
            .filter(|place| of.said(**place).is_some_and(|said| said.replaces(like)));
        let one = open.next()?;
        open.next().is_none().then_some(*one)
    }
}

/// The column of each thing that a row says: how many cells stand before it.
pub(in super::super) fn columns_of(passage: &Passage) -> Vec<usize> {
    let (mut column, mut from) = (0_usize, 0_usize);
    let mut of = |said: &Said| {
        let text = passage.text.get(from..said.span.start).unwrap_or_default();
        column = column.saturating_add(text.matches('\t').count());
        from = from.max(said.span.start);
        column
    };
    passage.said.iter().map(&mut of).collect()
}

/// How much something that agrees tells of two passages being one, in halves.
fn telling(said: &Said) -> usize {
    match &said.what {
        What::Number(_) if solid(said) => 2,
        What::Number(_) | What::Name(_) | What::Days(_) | What::Period(Period::Year(_)) => 1,
        What::Period(_) => 2,
    }
}

/// Whether a number is large, broken or measured enough to be written in every language.
pub(in super::super) fn solid(said: &Said) -> bool {
    let large = |number: Decimal| number.abs() >= Decimal::from(SMALL) || number.normalize().scale() > 0;
    said.measured || said.value().is_some_and(|value| large(value.number))
}

/// Whole numbers that may be a year: with a word behind them they are read as numbers at times.
const YEARS: (i64, i64) = (1_900, 2_100);

/// Whether a number may be a year that is read as a number.
pub(in super::super) fn may_be_year(value: &Value) -> bool {
    let number = value.number;
    number.normalize().scale() == 0 && Decimal::from(YEARS.0) <= number && number <= Decimal::from(YEARS.1)
}
