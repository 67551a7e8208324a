//! Pledges.

use ::api::projects::v1::{
    CreatePledgeRequest, DeletePledgeRequest, GetPledgeRequest, ListPledgesRequest, ListPledgesResponse,
    Pledge, UpdatePledgeRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::{Cells, QuantityColumns};
use figure_service::typed_writes;
use tonic::Status;

use crate::record::converted;

const LIST: Listable = Listable {
    table: "pledges",
    collection: "pledges",
    fields: &[
        "id",
        "aggregate",
        "count",
        "as_at",
        "value",
        "currency",
        "original_amount",
        "original_currency",
        "value_date",
        "label",
    ],
    order: "as_at desc, id",
};

pub(super) async fn get(engine: &Engine, request: GetPledgeRequest) -> Result<Pledge, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListPledgesRequest,
) -> Result<ListPledgesResponse, Status> {
    let ListPledgesRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListPledgesResponse {
        pledges: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(
    LIST,
    Pledge { pledge, pledge_id },
    CreatePledgeRequest,
    UpdatePledgeRequest,
    DeletePledgeRequest
);

fn encode(entry: Entry) -> Pledge {
    Pledge {
        aggregate: entry.aggregate(),
        count: entry.count(),
        as_at: entry.text("as_at"),
        bound: entry.bound("bound").into(),
        value: entry.quantity("value", "decimals", "value_bound", "currency"),
        entities: entry.integer("entities"),
        countries: entry.integer("countries"),
        label: entry.labels("label"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        conversion: entry.conversion,
        name: entry.name,
    }
}

fn cells(pledge: Pledge) -> Cells {
    let Pledge {
        aggregate,
        count,
        as_at,
        bound,
        value,
        entities,
        countries,
        label,
        provenance,
        conversion,
        ..
    } = pledge;
    let columns =
        QuantityColumns { number: "value", decimals: "decimals", bound: "value_bound", unit: "currency" };
    Cells::new()
        .yes("aggregate", aggregate)
        .integer("count", count)
        .text("as_at", as_at)
        .bound("bound", bound)
        .quantity("value", columns, value)
        .integer("entities", entities)
        .integer("countries", countries)
        .labels("label", label)
        .provenance(provenance)
        .conversion(&converted("value", "value_bound"), conversion)
}
