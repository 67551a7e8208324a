//! What means over economies are made from: of each period and economy the value and the weight, as the accepted figures have them.
//!
//! All periods are read at once and kept for the last revisions: a mean of one year needs a thousand figures, and who asks for one mostly asks
//! for the next.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use figures::mean::Range;
use figures::{FigureKey, Source, Value};
use interchange::AreaKind;
use store::{Snapshot, StoreError};

use super::Reference;
use crate::accept::{StatedValue, choose};
use crate::computation::Mean;
use crate::domain::Domain;
use crate::sql::keyed;
use crate::stated::{self, STATED, Sought};

/// So many figures are read at once: all of them, with their sources, are many times what is kept of them.
const PORTION: usize = 2_000;

/// So many readings are kept: the newest revision's, and those of the past that is asked for.
const KEPT: usize = 4;

/// What means over the same figures are made from.
#[derive(Debug, Default)]
pub(crate) struct Inputs(BTreeMap<String, BTreeMap<String, Economy>>);

/// An economy in a period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Economy {
    /// What its value may be; none where there is none, or its bound leaves it without a limit.
    pub(crate) value: Option<Range>,
    /// What it counts for; none where a part of that is not known.
    pub(crate) weight: Option<Range>,
    /// Where both are from.
    pub(crate) seen: Seen,
}

/// The documents, section by section, that figures are from: each economy has a place of its own in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Without locators.
    pub(crate) sources: BTreeSet<Arc<Source>>,
    /// The newest revision among the rows.
    pub(crate) revision: i64,
}

impl Seen {
    /// Adds what is behind another figure.
    pub(crate) fn add(&mut self, other: &Self) {
        self.revision = self.revision.max(other.revision);
        for source in &other.sources {
            if !self.sources.contains(source) {
                self.sources.insert(Arc::clone(source));
            }
        }
    }
}

impl Inputs {
    /// Reads the accepted figures of all economies and periods.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn read(
        snapshot: &Snapshot,
        domain: &Domain,
        reference: &Reference,
        mean: &Mean,
    ) -> Result<Self, StoreError> {
        let measures: BTreeSet<&str> = mean.measures().collect();
        let measures: Vec<String> = measures.iter().map(|m| format!("{}/{m}", domain.name)).collect();
        let tables = || std::iter::once(STATED).chain(domain.stated.iter().map(|f| f.table));
        let mut keys = BTreeSet::new();
        for table in tables() {
            keys.extend(keyed::keys(snapshot, table, &measures).await?);
        }
        let is_of_economy = |key: &FigureKey| {
            key.code("area").and_then(|area| reference.context.area_kind(area)) == Some(AreaKind::Economy)
        };
        let is_needed = |key: &String| {
            stated::codes(key).is_some_and(|key| is_of_economy(&key) && mean.is_made_from(&key))
        };
        let keys: Vec<String> = keys.into_iter().filter(is_needed).collect();
        let mut inputs = Self::default();
        let mut weights: BTreeMap<(String, String), Vec<Range>> = BTreeMap::new();
        let mut sources = BTreeSet::new();
        for portion in keys.chunks(PORTION) {
            let (sought, mut found) =
                (Sought { keys: portion.to_vec(), measures: Vec::new() }, HashMap::new());
            for table in tables() {
                stated::find(snapshot, table, &sought, reference, &mut found).await?;
            }
            for (key, stated) in &found {
                let Some((key, value)) = stated::codes(key).zip(accepted(stated)) else { continue };
                let (Some(area), Some(period)) = (key.code("area"), key.code("period")) else { continue };
                let Some(range) = Range::of(&value.0) else { continue };
                let economy = inputs.0.entry(period.to_owned()).or_default();
                let economy = economy.entry(area.to_owned()).or_default();
                if mean.averages(&key) {
                    economy.value = Some(range);
                } else {
                    let times = mean.weight_of(&key);
                    let all = weights.entry((period.to_owned(), area.to_owned())).or_default();
                    all.extend(std::iter::repeat_n(range, times));
                }
                economy.seen.add(&value.1.seen(&mut sources));
            }
        }
        for ((period, area), parts) in weights {
            let known = parts.len() == mean.weights.len() && parts.iter().all(|p| !p.low.is_negative());
            let economy = inputs.0.get_mut(&period).and_then(|all| all.get_mut(&area));
            if let Some(economy) = economy.filter(|_| known) {
                economy.weight = parts.into_iter().reduce(|sum, part| sum.plus(&part));
            }
        }
        Ok(inputs)
    }

    /// The economies of a period; none where nothing is known of it.
    pub(crate) fn of(&self, period: &str) -> Option<&BTreeMap<String, Economy>> {
        self.0.get(period)
    }

    /// The periods in which an economy has a value.
    pub(crate) fn periods(&self) -> impl Iterator<Item = &str> {
        let with_value = |all: &BTreeMap<String, Economy>| all.values().any(|one| one.value.is_some());
        self.0.iter().filter(move |(_, all)| with_value(all)).map(|(period, _)| period.as_str())
    }
}

/// The row behind an accepted value.
struct Row<'a> {
    source: &'a Source,
    revision: i64,
}

impl Row<'_> {
    fn seen(&self, known: &mut BTreeSet<Arc<Source>>) -> Seen {
        let source = Source { locator: String::new(), ..self.source.clone() };
        let source = match known.get(&source) {
            Some(source) => Arc::clone(source),
            None => Arc::new(source),
        };
        known.insert(Arc::clone(&source));
        Seen { sources: BTreeSet::from([source]), revision: self.revision }
    }
}

/// The accepted one of the values that sources state, and the row that does.
fn accepted(stated: &[StatedValue]) -> Option<(Value, Row<'_>)> {
    let first = stated.first()?;
    let value = if stated.len() == 1 { first.value } else { choose(stated.to_vec(), None).value }.ok()?;
    let source = &stated.iter().find(|one| one.value == Ok(value)).unwrap_or(first).source;
    let revision = stated.iter().map(|one| one.revision).max().unwrap_or_default();
    Some((value, Row { source, revision }))
}

/// A revision, and what was read of it.
type Kept = (i64, Mean, Arc<Inputs>);

/// What was read last.
#[derive(Debug, Default)]
pub(crate) struct InputsKept(Mutex<Vec<Kept>>, tokio::sync::Mutex<()>);

impl InputsKept {
    /// Held while something is read: who waits finds it, and what is read stands in memory once.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.1.lock().await
    }

    /// What is kept of a revision.
    pub(crate) fn find(&self, revision: i64, mean: &Mean) -> Option<Arc<Inputs>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |kept: &&Kept| kept.0 == revision && kept.1.is_over_the_same(mean);
        kept.iter().find(same).map(|(_, _, inputs)| Arc::clone(inputs))
    }

    /// Keeps what was read of a revision in place of what was read first.
    pub(crate) fn keep(&self, revision: i64, mean: &Mean, inputs: Inputs) -> Arc<Inputs> {
        let inputs = Arc::new(inputs);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((revision, mean.clone(), Arc::clone(&inputs)));
        inputs
    }
}
