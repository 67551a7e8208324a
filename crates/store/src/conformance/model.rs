//! Random changes against a model so simple that it can be trusted: a map of rows for each revision.

use std::collections::BTreeMap;

use super::{Check, Failure, Make, edit, equal, store};
use crate::{
    AsOf, Column, Condition, Datum, Outcome, Row, Schema, Store, StoreError, Table, TableChange, Transaction,
};

/// What a row says besides its key: an area (0 is none) and a number (0 is none).
pub type Says = (u8, u8);

/// One step of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Puts these rows, by key.
    Put(BTreeMap<u8, Says>),
    /// Closes the rows of these keys; one that comes twice is closed once.
    Close(Vec<u8>),
    /// Replaces the rows of an area (none: of every area) by these.
    Replace(BTreeMap<u8, Says>, Option<u8>),
}

/// Changes, each of some steps.
pub type Script = Vec<Vec<Step>>;

/// The current rows, each with the revision that made it.
type State = BTreeMap<u8, (Says, i64)>;

/// The table that a script writes.
#[must_use]
pub fn schema() -> Schema {
    let columns = vec![Column::text("id"), Column::text("area").nullable(), Column::integer("n").nullable()];
    Schema::new(vec![Table::new("item", ["id"], columns)])
}

/// Scripts made of fixed seeds run as the model says.
///
/// # Errors
/// The seed of the first script that did not, and how.
pub async fn random_changes_agree_with_a_simple_model<M: Make>(make: &M) -> Check {
    for seed in 1..=12 {
        let (store, _) = store(make).await?;
        run(&store, &script(seed)).await.map_err(|Failure(why)| Failure(format!("seed {seed}: {why}")))?;
    }
    Ok(())
}

/// Runs a script on an empty store with the table of [`schema`], and compares every outcome and, at the end, the rows as of
/// every revision.
///
/// # Errors
/// Where the store and the model part.
pub async fn run(store: &Store, script: &Script) -> Check {
    let mut states: Vec<State> = vec![State::new()];
    for (number, steps) in script.iter().enumerate() {
        let before = states.last().cloned().unwrap_or_default();
        let after = model(&before, steps, states.len().try_into().unwrap_or(i64::MAX));
        let outcome = change(store, &number.to_string(), steps).await?;
        compare_outcome(&outcome, &before, &after, states.len())?;
        if outcome.changed {
            states.push(after);
        }
    }
    for (revision, state) in (0_i64..).zip(&states) {
        compare_rows(store, revision, state).await?;
    }
    compare_histories(store, &states).await?;
    equal("what is wrong with the store", &store.verify().await?, &Vec::new())
}

/// What the steps make of a state. A row that ends as it began keeps its revision.
fn model(before: &State, steps: &[Step], revision: i64) -> State {
    let mut rows: BTreeMap<u8, Says> = before.iter().map(|(id, (says, _))| (*id, *says)).collect();
    for step in steps {
        match step {
            Step::Put(given) => rows.extend(given),
            Step::Close(ids) => rows.retain(|id, _| !ids.contains(id)),
            Step::Replace(given, scope) => {
                rows.extend(given);
                rows.retain(|id, (area, _)| {
                    given.contains_key(id) || scope.is_some_and(|scope| scope != *area)
                });
            }
        }
    }
    let kept = |id: &u8, says: &Says| before.get(id).filter(|(old, _)| old == says).map(|(_, made)| *made);
    rows.into_iter().map(|(id, says)| (id, (says, kept(&id, &says).unwrap_or(revision)))).collect()
}

async fn change(store: &Store, request: &str, steps: &[Step]) -> Result<Outcome, StoreError> {
    store
        .write(edit(request), async |tx: &mut Transaction| {
            for step in steps {
                write(tx, step).await?;
            }
            Ok(())
        })
        .await
}

async fn write(tx: &mut Transaction, step: &Step) -> Result<TableChange, StoreError> {
    match step {
        Step::Put(given) => tx.put("item", &rows(given)).await,
        Step::Close(ids) => {
            let keys: std::collections::BTreeSet<Row> = ids.iter().map(|id| vec![name(*id)]).collect();
            tx.close("item", &keys.into_iter().collect::<Vec<_>>()).await
        }
        Step::Replace(given, scope) => {
            let scope = scope.map_or(Condition::every(), |area| Condition::is("area", cells((area, 0)).0));
            tx.replace("item", &rows(given), &scope).await
        }
    }
}

fn compare_outcome(outcome: &Outcome, before: &State, after: &State, next: usize) -> Check {
    let expected: Vec<TableChange> =
        Some(difference(before, after)).filter(|each| !each.is_empty()).into_iter().collect();
    equal("the tables of an outcome", &outcome.tables, &expected)?;
    equal("whether it changed anything", &outcome.changed, &!expected.is_empty())?;
    let revision = if expected.is_empty() { next.saturating_sub(1) } else { next };
    equal("its revision", &usize::try_from(outcome.revision).ok(), &Some(revision))
}

fn difference(before: &State, after: &State) -> TableChange {
    let mut change = TableChange { table: "item".to_owned(), ..TableChange::default() };
    for (id, (says, _)) in after {
        match before.get(id) {
            None => change.inserted += 1,
            Some((old, _)) if old != says => change.changed += 1,
            Some(_) => {}
        }
    }
    let gone = before.keys().filter(|id| !after.contains_key(id)).count();
    change.closed = gone.try_into().unwrap_or(u64::MAX);
    change
}

async fn compare_rows(store: &Store, revision: i64, state: &State) -> Check {
    let found = store.read(AsOf::Revision(revision)).await?.rows("item", &Condition::every()).await?;
    let found: Vec<(Row, i64)> = found.into_iter().map(|each| (each.row, each.revision)).collect();
    let expected: Vec<(Row, i64)> = state.iter().map(|(id, (says, made))| (row(*id, *says), *made)).collect();
    equal(&format!("the rows as of {revision}"), &found, &expected)
}

/// Every version that a state had is in the history, and no other.
async fn compare_histories(store: &Store, states: &[State]) -> Check {
    let mut expected: Vec<(Row, i64)> = Vec::new();
    for state in states {
        for (id, (says, made)) in state {
            let version = (row(*id, *says), *made);
            if !expected.contains(&version) {
                expected.push(version);
            }
        }
    }
    expected.sort_by(|one, other| (&one.0[0], one.1).cmp(&(&other.0[0], other.1)));
    let versions = store.read(AsOf::Head).await?.versions("item", &Condition::every()).await?;
    let found: Vec<(Row, i64)> = versions.into_iter().map(|each| (each.row, each.made.revision)).collect();
    equal("all versions", &found, &expected)
}

fn rows(given: &BTreeMap<u8, Says>) -> Vec<Row> {
    given.iter().map(|(id, says)| row(*id, *says)).collect()
}

fn row(id: u8, says: Says) -> Row {
    let (area, number) = cells(says);
    vec![name(id), area, number]
}

fn name(id: u8) -> Datum {
    format!("{id:03}").into()
}

fn cells((area, number): Says) -> (Datum, Datum) {
    let area = Some(format!("area {area}")).filter(|_| area > 0);
    (area.into(), Some(i64::from(number)).filter(|number| *number > 0).into())
}

/// A script made of a seed: few keys and few values, so that the same rows are met again and again.
#[must_use]
pub fn script(seed: u64) -> Script {
    let mut dice = Dice(seed);
    (0..25).map(|_| (0..dice.roll(3).saturating_add(1)).map(|_| step(&mut dice)).collect()).collect()
}

fn step(dice: &mut Dice) -> Step {
    match dice.roll(4) {
        0 => Step::Close((0..dice.roll(4)).map(|_| dice.roll(8)).collect()),
        1 => Step::Replace(given(dice), Some(dice.roll(4)).filter(|area| *area < 3)),
        _ => Step::Put(given(dice)),
    }
}

fn given(dice: &mut Dice) -> BTreeMap<u8, Says> {
    (0..dice.roll(5)).map(|_| (dice.roll(8), (dice.roll(3), dice.roll(3)))).collect()
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u8) -> u8 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        u8::try_from(mixed.checked_rem(u64::from(sides)).unwrap_or_default()).unwrap_or_default()
    }
}
