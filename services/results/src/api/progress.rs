//! How far a target is: the target from here, its indicator's values from connectivity, and the revisions of both.

use std::collections::BTreeMap;

use ::api::figures::v1::as_of::Point;
use ::api::figures::v1::{AsOf, Figure, FigureStatus, MissingReason};
use ::api::results::v1::{GetTargetProgressRequest, Target, TargetProgress};
use ::figures::FigureKey;
use figure_service::engine::Engine;
use figure_service::rpc::{failure, point};
use store::StoreError;
use tokio::time::Instant;
use tonic::Status;

use super::targets;
use crate::connectivity::Connectivity;
use crate::figures::NAME;
use crate::indicator;

/// The years that may be asked.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

pub(super) async fn get(
    engine: &Engine,
    connectivity: &Connectivity,
    request: GetTargetProgressRequest,
    by: Instant,
) -> Result<TargetProgress, Status> {
    let GetTargetProgressRequest { name, year, language, as_of } = request;
    let asked = i16::try_from(year).ok().filter(|_| YEARS.contains(&year));
    let asked =
        asked.ok_or_else(|| failure::field("year", format!("{year} is no year from 1900 to 2200")))?;
    // Several services are read, so a bare revision is refused like with several keys.
    let snapshot = point::snapshot(engine, as_of.clone(), true).await?;
    let here = Some(indicator::at(snapshot.revision()));
    let target = targets::one(engine, &name, here.clone()).await?;
    let keys = keys(&target, asked)?;
    let values = connectivity.figures(&keys, elsewhere(as_of), language.clone(), by).await?;
    let mut figures = Vec::with_capacity(values.figures.len());
    for figure in values.figures {
        figures.push(described(engine, figure, &language, here.clone()).await?);
    }
    let mut figures = figures.into_iter();
    let value = figures.next().map(|figure| reasoned(figure, &target)).or_else(|| no_value(&target, year));
    let mut revisions = values.revisions;
    revisions.insert(NAME.to_owned(), snapshot.revision());
    Ok(TargetProgress { year, value, baseline: figures.next(), revisions, target: Some(target) })
}

/// The keys to ask: of the year, and of the baseline where there is one.
fn keys(target: &Target, year: i16) -> Result<Vec<FigureKey>, Status> {
    if target.indicator_key.is_empty() {
        return Ok(Vec::new());
    }
    let corrupt = |why: String| failure::store(StoreError::Corrupt { why });
    let key = indicator::key(&target.indicator_key, year).ok_or_else(|| {
        corrupt(format!("{}: `{}` is no key of one figure", target.name, target.indicator_key))
    })?;
    let baseline = indicator::in_period(&key, &target.baseline_period);
    Ok([Some(key), baseline].into_iter().flatten().collect())
}

/// The state that connectivity is asked for: the caller's, where it is not about this service alone.
fn elsewhere(as_of: Option<AsOf>) -> Option<AsOf> {
    as_of.filter(|a| !matches!(a.point, Some(Point::Revision(_))))
}

/// What the catalogue knows of a figure that was not answered, so that it can still be printed with name and unit.
async fn described(
    engine: &Engine,
    mut figure: Figure,
    language: &str,
    here: Option<AsOf>,
) -> Result<Figure, Status> {
    if figure.status() != FigureStatus::Unavailable || !figure.unit.is_empty() {
        return Ok(figure);
    }
    if let Some(measure) = indicator::measure(engine, &figure.key, here).await? {
        figure.unit = measure.text("unit");
        figure.label = in_language(measure.labels("label"), language);
    }
    Ok(figure)
}

fn in_language(labels: BTreeMap<String, String>, language: &str) -> BTreeMap<String, String> {
    if labels.contains_key(language) {
        labels.into_iter().filter(|(l, _)| l == language).collect()
    } else {
        labels
    }
}

/// A value that is missing without a reason recorded there has the reason that is recorded here.
fn reasoned(mut figure: Figure, target: &Target) -> Figure {
    let recorded = target.missing_reason();
    let unsaid = matches!(figure.missing_reason(), MissingReason::Unspecified | MissingReason::NotRecorded);
    if figure.status() == FigureStatus::Missing && unsaid && recorded != MissingReason::Unspecified {
        figure.set_missing_reason(recorded);
    }
    figure
}

/// Of a target without an indicator's key, that no value can be given; none where its state says nothing of the kind.
fn no_value(target: &Target, year: i32) -> Option<Figure> {
    let reason = target.missing_reason();
    (reason != MissingReason::Unspecified).then(|| Figure {
        label: target.indicator.clone(),
        period: year.to_string(),
        status: FigureStatus::Missing.into(),
        missing_reason: reason.into(),
        revision: target.revision,
        sources: target.provenance.clone().into_iter().collect(),
        ..Figure::default()
    })
}
