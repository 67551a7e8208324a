//! Targets.

use ::api::figures::v1::{self as figures_proto, AsOf, Quantity};
use ::api::results::v1::{
    CreateTargetRequest, DeleteTargetRequest, GetTargetRequest, ListTargetsRequest, ListTargetsResponse,
    Target, UpdateTargetRequest,
};
use ::figures::MissingReason;
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::{Cells, QuantityColumns};
use figure_service::typed_writes;
use tonic::Status;

use crate::indicator;

const LIST: Listable = Listable {
    table: "targets",
    collection: "targets",
    fields: &["id", "goal", "label", "sdg", "custodian", "target_value", "target_year", "rating", "state"],
    order: "id",
};

pub(super) async fn get(engine: &Engine, request: GetTargetRequest) -> Result<Target, Status> {
    one(engine, &request.name, request.as_of).await
}

/// A target of a state.
pub(super) async fn one(engine: &Engine, name: &str, as_of: Option<AsOf>) -> Result<Target, Status> {
    let entry = engine.get(&LIST, name, as_of.clone()).await?;
    encode(engine, entry, as_of).await
}

pub(super) async fn list(
    engine: &Engine,
    request: ListTargetsRequest,
) -> Result<ListTargetsResponse, Status> {
    let ListTargetsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    let mut targets = Vec::with_capacity(page.entries.len());
    for entry in page.entries {
        targets.push(encode(engine, entry, Some(indicator::at(page.revision))).await?);
    }
    Ok(ListTargetsResponse { targets, next_page_token: page.next_page_token, revision: page.revision })
}

typed_writes!(LIST, Target { target, target_id }, CreateTargetRequest, UpdateTargetRequest, DeleteTargetRequest, shown by written);

async fn encode(engine: &Engine, entry: Entry, as_of: Option<AsOf>) -> Result<Target, Status> {
    let missing = entry.record.text("missing_reason").and_then(MissingReason::from_name);
    Ok(Target {
        goal: entry.reference("goals", "goal"),
        label: entry.labels("label"),
        indicator: entry.labels("indicator"),
        indicator_key: entry.text("indicator_key"),
        sdg: entry.text("sdg"),
        custodian: entry.text("custodian"),
        baseline_period: entry.text("baseline_period"),
        target_value: target_value(engine, &entry, as_of).await?,
        target_year: entry.record.text("target_year").and_then(|year| year.parse().ok()),
        rating: entry.text("rating"),
        state: entry.text("state"),
        missing_reason: missing.map(figures_proto::MissingReason::from).unwrap_or_default().into(),
        comment: entry.labels("comment"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    })
}

/// What is to be reached, in the unit of the target's indicator.
async fn target_value(
    engine: &Engine,
    entry: &Entry,
    as_of: Option<AsOf>,
) -> Result<Option<Quantity>, Status> {
    let Some(mut value) = entry.quantity("target_value", "", "", "") else { return Ok(None) };
    let measure = indicator::measure(engine, &entry.text("indicator_key"), as_of).await?;
    if let Some(measure) = measure {
        value.unit = measure.text("unit");
    }
    Ok(Some(value))
}

/// A target as a write left it.
async fn written(engine: &Engine, entry: Entry) -> Result<Target, Status> {
    encode(engine, entry, None).await
}

fn cells(target: Target) -> Cells {
    let Target { goal, label, indicator, indicator_key, sdg, custodian, baseline_period, .. } = &target;
    let columns = QuantityColumns { number: "target_value", decimals: "", bound: "", unit: "" };
    let cells = Cells::new()
        .reference("goals", "goal", goal)
        .labels("label", label.clone())
        .labels("indicator", indicator.clone())
        .text("indicator_key", indicator_key)
        .text("sdg", sdg)
        .text("custodian", custodian)
        .text("baseline_period", baseline_period)
        .missing_reason(target.missing_reason);
    let Target { target_value, target_year, rating, state, comment, provenance, .. } = target;
    cells
        .quantity("target_value", columns, target_value)
        // The unit is the indicator's.
        .derived("target_value.unit")
        .integer("target_year", target_year.map(i64::from))
        .text("rating", rating)
        .text("state", state)
        .labels("comment", comment)
        .provenance(provenance)
}
