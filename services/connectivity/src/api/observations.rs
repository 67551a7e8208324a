//! Observations: pages of them, and a stream of them all.

use std::pin::Pin;

use ::api::connectivity::v1::import_observations_request::Content;
use ::api::connectivity::v1::{
    BatchCreateObservationsRequest, BatchCreateObservationsResponse, BatchUpdateObservationsRequest,
    BatchUpdateObservationsResponse, CreateObservationRequest, DeleteObservationRequest,
    GetObservationRequest, ImportObservationsRequest, ImportObservationsResponse, ListObservationsRequest,
    ListObservationsResponse, Observation, StreamObservationsRequest, StreamObservationsResponse,
    UpdateObservationRequest,
};
use ::api::figures::v1::MissingReason;
use figure_service::engine::Engine;
use figure_service::import::Import;
use figure_service::list::{Entry, Listable, Page, Query, View};
use figure_service::loading::Piece;
use figure_service::record_write::{Cells, QuantityColumns};
use figure_service::typed_writes;
use futures::stream::{self, Stream};
use futures::{StreamExt, TryStreamExt};
use kit::caller::Caller;
use tonic::{Request, Status, Streaming};

use crate::figures::BREAKDOWNS;

/// Observations of one message of a stream.
const CHUNK: i32 = 500;

const LIST: View = View {
    list: Listable {
        table: "observations",
        collection: "observations",
        fields: &[
            "indicator",
            "area",
            "period",
            "sex",
            "age",
            "residence",
            "technology",
            "topic",
            "value",
            "unit",
            "document",
            "section",
        ],
        order: "",
    },
    renamed: &[],
    only: None,
    id: &["key", "document", "section", "locator", "n"],
    references: &[("indicator", "indicators")],
    gathered: false,
};

/// What a stream of observations is to tonic.
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<StreamObservationsResponse, Status>> + Send>>;

pub(super) async fn get(engine: &Engine, request: GetObservationRequest) -> Result<Observation, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListObservationsRequest,
) -> Result<ListObservationsResponse, Status> {
    let ListObservationsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListObservationsResponse {
        observations: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

/// Every observation that a filter finds: page after page of the state that the first one was read from, two being held at a time.
/// Without any there is one message without observations, for its revision.
pub(super) async fn all(engine: &Engine, request: StreamObservationsRequest) -> Result<Chunks, Status> {
    let StreamObservationsRequest { filter, as_of } = request;
    let query = Query { filter, as_of, page_size: CHUNK, ..Query::default() };
    let mut chunks = engine.pages(LIST, query).map_ok(chunk);
    // What is wrong with the request is the call's failure, and not one in the midst of its stream.
    let first = chunks.try_next().await?;
    Ok(Box::pin(stream::iter(first.map(Ok)).chain(chunks)))
}

/// Any number of observations, as they come.
pub(super) async fn import(
    engine: &Engine,
    request: Request<Streaming<ImportObservationsRequest>>,
) -> Result<ImportObservationsResponse, Status> {
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let piece = move |message: ImportObservationsRequest| match message.content {
        Some(Content::Header(header)) => Piece::Header(Import {
            actor: caller.actor.clone(),
            reason: header.reason,
            request_id: header.request_id,
            validate_only: header.validate_only,
            replace: header.replace,
        }),
        Some(Content::Batch(batch)) => Piece::Records(batch.observations.into_iter().map(cells).collect()),
        None => Piece::Nothing,
    };
    let stream = request.into_inner().map_ok(piece);
    let outcome = engine.load("observations.csv", stream).await?;
    Ok(ImportObservationsResponse { outcome: Some(outcome) })
}

fn chunk(page: Page) -> StreamObservationsResponse {
    let observations = page.entries.into_iter().map(encode).collect();
    StreamObservationsResponse { observations, revision: page.revision }
}

typed_writes!(
    LIST,
    Observation { observation, observation_id },
    CreateObservationRequest,
    UpdateObservationRequest,
    DeleteObservationRequest
);
typed_writes!(many LIST, BatchCreateObservationsRequest => BatchCreateObservationsResponse, BatchUpdateObservationsRequest => BatchUpdateObservationsResponse, observations);

fn encode(mut entry: Entry) -> Observation {
    let (etag, value) = (entry.etag(), entry.quantity("value", "decimals", "bound", "unit"));
    let missing = entry.record.text("missing_reason").and_then(::figures::MissingReason::from_name);
    Observation {
        indicator: entry.reference("indicators", "indicator"),
        area: entry.take("area"),
        period: entry.take("period"),
        breakdown: BREAKDOWNS.iter().filter_map(|name| given(&mut entry, name)).collect(),
        key: entry.take("key"),
        value,
        missing_reason: missing.map(MissingReason::from).unwrap_or_default().into(),
        accepted: entry.record.yes("accepted"),
        reason: entry.take("reason"),
        note: entry.take("note"),
        revision: entry.revision,
        etag,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

/// A breakdown and its code, where it has one.
fn given(entry: &mut Entry, name: &str) -> Option<(String, String)> {
    Some((name.to_owned(), entry.record.take_text(name)?))
}

fn cells(observation: Observation) -> Cells {
    let Observation { indicator, area, period, breakdown, value, missing_reason, .. } = &observation;
    let columns = QuantityColumns { number: "value", decimals: "decimals", bound: "bound", unit: "unit" };
    let missing = *missing_reason != i32::from(MissingReason::Unspecified);
    let cells = Cells::new()
        .reference("indicators", "indicator", indicator)
        .text("area", area)
        .text("period", period)
        .quantity("value", columns, value.clone())
        .column("status", "missing_reason", if missing { "missing" } else { "" })
        .missing_reason(*missing_reason)
        .derived("key");
    let known = BREAKDOWNS.iter().fold(cells, |cells, name| {
        let code = breakdown.get(*name).map(String::as_str).unwrap_or_default();
        cells.column(name, &format!("breakdown.{name}"), code)
    });
    let other = breakdown.keys().filter(|name| !BREAKDOWNS.contains(&name.as_str()));
    let cells = other.fold(known, |cells, name| {
        let problem = format!("nothing is broken down by that; use {}", BREAKDOWNS.join(", "));
        cells.wrong(&format!("breakdown.{name}"), problem)
    });
    let Observation { accepted, reason, note, provenance, .. } = observation;
    cells.yes("accepted", accepted).text("reason", reason).text("note", note).provenance(provenance)
}
