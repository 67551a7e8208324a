//! The figures of a bundle's year that next year's bundle starts from: all that it states, prints or computes from its records.

use std::collections::BTreeSet;

use figure_service::domain::{Domain, MeasureOf};
use figure_service::engine::{Engine, LoadError};
use figures::{Answer, Figure, FigureKey, Measure, MeasureKind, Selector};
use interchange::{AreaKind, Bundle, Context, Mistake, stated};
use kit::clock;
use report::{Content, MAX_BATCH, plan};
use store::{AsOf, Location};

use crate::{domains, elsewhere};

/// What next year's bundle starts from.
pub(crate) struct LastYear {
    /// What is accepted.
    pub(crate) figures: Vec<Figure>,
    /// What outline and texts name.
    pub(crate) named: BTreeSet<FigureKey>,
}

/// What of a bundle's figures is accepted, and what the report asks for. Of a service that this program does not have it is what
/// its rows state.
///
/// # Errors
/// [`NotAccepted`].
pub(crate) async fn last_year(bundle: &Bundle) -> Result<LastYear, NotAccepted> {
    let (context, mut mistakes) = bundle.context();
    let (content, found) = Content::read(bundle);
    mistakes.extend(found);
    let named = named(&content);
    let mut figures = Vec::new();
    let mut domains: Vec<Domain> = domains::NAMES.into_iter().filter_map(domains::domain).collect();
    for name in elsewhere::names(bundle) {
        domains.push(elsewhere::domain(bundle, &name)?);
    }
    for domain in domains {
        let keys = keys(&domain, bundle, &context, &named);
        match answered(domain, bundle, keys).await {
            Ok(answered) => figures.extend(answered),
            Err(NotAccepted::Mistakes(found)) => mistakes.extend(found),
            Err(error @ NotAccepted::Other(_)) => return Err(error),
        }
    }
    mistakes.sort();
    mistakes.dedup();
    if mistakes.is_empty() { Ok(LastYear { figures, named }) } else { Err(NotAccepted::Mistakes(mistakes)) }
}

/// Why a bundle's figures are not to be had.
pub(crate) enum NotAccepted {
    /// The bundle has mistakes.
    Mistakes(Vec<Mistake>),
    /// Anything else.
    Other(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for NotAccepted {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// What outline and texts ask for, in all languages.
fn named(content: &Content) -> BTreeSet<FigureKey> {
    let documents = content.documents_to_assemble();
    documents.flat_map(|options| plan(content, &options).keys.into_values().flatten()).collect()
}

/// What a service is asked: what its rows state, what the report prints, and what records give, broken down in every way.
fn keys(
    domain: &Domain,
    bundle: &Bundle,
    context: &Context,
    named: &BTreeSet<FigureKey>,
) -> BTreeSet<FigureKey> {
    let file = |name: &str| bundle.file(name).unwrap_or_default();
    let (mut rows, _) = stated::read("stated.csv", file("stated.csv"), context);
    for own in &domain.stated {
        rows.extend(stated::read_observations(domain.name, own.file, file(own.file), context).0);
    }
    let mut keys: BTreeSet<FigureKey> = rows.into_iter().map(|row| row.key).collect();
    keys.extend(named.iter().cloned());
    let measures = context.measures.iter().flat_map(|catalogue| catalogue.iter());
    let recorded = measures.filter(|m| m.service == domain.name && is_recorded(domain, m));
    keys.extend(recorded.flat_map(breakdowns));
    // A mean over economies is made again from their values, which stay.
    let is_mean =
        |key: &FigureKey| domain.computations.iter().any(|c| c.measure == key.measure && c.mean().is_some());
    keys.retain(|key| key.service == domain.name && !is_mean(key));
    keys
}

/// Whether a measure's values may come from records.
fn is_recorded(domain: &Domain, measure: &Measure) -> bool {
    let computed = domain.computations.iter().any(|c| c.measure == measure.name && c.mean().is_none());
    let in_cells = domain.cells.iter().any(|cells| match cells.measure {
        MeasureOf::Fixed(name) => name == measure.name,
        MeasureOf::Field(_) => true,
    });
    measure.kind != MeasureKind::Listing && (computed || in_cells)
}

/// Every way to break a measure down: each dimension in total or by its codes, areas by each of their kinds.
fn breakdowns(measure: &Measure) -> Vec<FigureKey> {
    let mut keys = vec![FigureKey::new(&measure.service, &measure.name)];
    for dimension in &measure.dimensions {
        let kinds: Vec<Option<String>> = match dimension.as_str() {
            "area" => AreaKind::NAMES.iter().map(|(_, name)| Some((*name).to_owned())).collect(),
            _ => vec![None],
        };
        let broken: Vec<FigureKey> =
            keys.iter().flat_map(|key| kinds.iter().map(|kind| each(key, dimension, kind.clone()))).collect();
        // Every figure is of some period.
        if dimension == "period" { keys = broken } else { keys.extend(broken) }
    }
    keys
}

fn each(key: &FigureKey, dimension: &str, kind: Option<String>) -> FigureKey {
    let mut key = key.clone();
    key.dimensions.insert(dimension.to_owned(), Selector::Each { kind });
    key
}

async fn answered(
    domain: Domain,
    bundle: &Bundle,
    keys: BTreeSet<FigureKey>,
) -> Result<Vec<Figure>, NotAccepted> {
    let engine = Engine::open(domain, Location::Memory, clock::system()).await?;
    match engine.import_bundle(bundle).await {
        Ok(()) => {}
        Err(LoadError::Mistakes { all, .. }) => return Err(NotAccepted::Mistakes(all)),
        Err(error) => return Err(error.into()),
    }
    let snapshot = engine.store().read(AsOf::Head).await?;
    let keys: Vec<FigureKey> = keys.into_iter().collect();
    let mut figures = Vec::new();
    for batch in keys.chunks(MAX_BATCH) {
        for (key, answer) in batch.iter().zip(engine.answers(&snapshot, batch, None).await?) {
            match answer {
                found @ Answer::Figures(_) => figures.extend(found.into_figures()),
                // A breakdown that the measure's records cannot give is not asked for by anybody.
                Answer::Listing(_) => {}
                Answer::Error(_) if !key.is_exact() => {}
                Answer::Error(error) => return Err(anyhow::anyhow!("{key}: {error}").into()),
            }
        }
    }
    Ok(figures)
}
