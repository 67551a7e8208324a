//! What a batch of figures needs from the store: stated values by key, records by measure.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use figures::{AnswerError, FigureKey};
use store::{Snapshot, StoreError};

use super::Asking;
use crate::accept::StatedValue;
use crate::computation::{Asked, Computation, Group, How, Sum};
use crate::domain::Domain;
use crate::question::Question;
use crate::reference::inputs::Inputs;
use crate::stated::{self, STATED, Sought};
use crate::total::Wanted;
use crate::{cell, sql};

/// The records of one measure, or why they cannot be added.
pub(super) enum Records {
    Sum(Vec<Group>),
    Difference(Vec<Group>, Vec<Group>),
    Unanswerable(AnswerError),
}

/// Everything read for a batch.
pub(super) struct Gathered {
    pub(super) stated: HashMap<String, Vec<StatedValue>>,
    pub(super) records: HashMap<String, Records>,
    /// What means are made from, by measure.
    pub(super) means: HashMap<&'static str, Arc<Inputs>>,
}

impl Gathered {
    pub(super) async fn of(asking: &Asking<'_>, questions: &[&Question<'_>]) -> Result<Self, StoreError> {
        let (domain, snapshot) = (asking.domain, asking.snapshot);
        let mut stated = HashMap::new();
        let sought = sought(questions);
        for table in std::iter::once(STATED).chain(domain.stated.iter().map(|f| f.table)) {
            stated::find(snapshot, table, &sought, asking.reference, &mut stated).await?;
        }
        let measures: BTreeSet<&str> = questions.iter().map(|q| q.measure.name.as_str()).collect();
        for cells in domain.cells.iter().filter(|_| !measures.is_empty()) {
            cell::find(snapshot, domain, cells, &measures, asking.reference, &mut stated).await?;
        }
        let mut records = HashMap::new();
        let means = means(asking, &measures).await?;
        for computation in domain.computations.iter().filter(|c| measures.contains(c.measure)) {
            let asked = asked(asking, computation, questions);
            records
                .insert(computation.measure.to_owned(), read(snapshot, domain, computation, &asked).await?);
        }
        Ok(Self { stated, records, means })
    }
}

/// What the means that are asked are made from.
async fn means(
    asking: &Asking<'_>,
    measures: &BTreeSet<&str>,
) -> Result<HashMap<&'static str, Arc<Inputs>>, StoreError> {
    let mut found = HashMap::new();
    for computation in asking.domain.computations.iter().filter(|c| measures.contains(c.measure)) {
        if let Some(mean) = computation.mean() {
            found.insert(computation.measure, asking.inputs(mean).await?);
        }
    }
    Ok(found)
}

/// Keys for exact questions, whole measures for wildcards.
fn sought(questions: &[&Question<'_>]) -> Sought {
    let (exact, open): (Vec<&&Question<'_>>, Vec<_>) = questions.iter().partition(|q| q.key.is_exact());
    let keys: BTreeSet<String> = exact.iter().map(|q| q.key.to_string()).collect();
    let measures: BTreeSet<String> = open.iter().map(|q| q.measure.path()).collect();
    Sought { keys: keys.into_iter().collect(), measures: measures.into_iter().collect() }
}

/// What all questions of one measure ask of its records.
fn asked(asking: &Asking<'_>, computation: &Computation, questions: &[&Question<'_>]) -> Asked {
    let dimensions = computation.dimensions();
    let mut codes: BTreeMap<&'static str, BTreeSet<String>> =
        dimensions.iter().map(|d| (*d, BTreeSet::new())).collect();
    for question in questions.iter().filter(|q| q.measure.name == computation.measure) {
        let wanted = Wanted::of(&question.key, asking.reference.areas());
        // Where one question asks for all codes of a dimension (its total, or each), no code is left out.
        codes.retain(|dimension, _| wanted.codes.contains_key(*dimension));
        for (dimension, sum) in &mut codes {
            sum.extend(wanted.accepted(dimension).unwrap_or_default());
        }
    }
    Asked { codes, grouping: dimensions }
}

async fn read(
    snapshot: &Snapshot,
    domain: &Domain,
    computation: &Computation,
    asked: &Asked,
) -> Result<Records, StoreError> {
    let groups = async |sum: &Sum| sql::grouped::groups(snapshot, domain, sum, asked).await;
    let read = match &computation.how {
        How::Sum(sum) => groups(sum).await.map(Records::Sum),
        How::Difference(sums) => match (groups(&sums.0).await, groups(&sums.1).await) {
            (Ok(plus), Ok(minus)) => Ok(Records::Difference(plus, minus)),
            (Err(error), _) | (_, Err(error)) => Err(error),
        },
        // What a mean is made from are figures, no records.
        How::Mean(_) => Ok(Records::Sum(Vec::new())),
        How::Code(code) => code.groups(snapshot, asked).await.map(Records::Sum),
    };
    match read {
        // An overflowing sum or too many groups is that measure's trouble only.
        Err(StoreError::Invalid { place, why }) => {
            Ok(Records::Unanswerable(AnswerError::Invalid { message: format!("{place}: {why}") }))
        }
        other => other,
    }
}

impl Wanted {
    /// What a canonical key asks; wildcards are left out like totals.
    pub(super) fn of(key: &FigureKey, areas: Option<&interchange::Areas>) -> Self {
        let codes =
            key.dimensions.iter().filter_map(|(name, s)| Some((name.clone(), stated::code(s)?.to_owned())));
        Self::new(codes.collect(), areas)
    }
}
