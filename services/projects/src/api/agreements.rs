//! Agreements.

use ::api::projects::v1::{
    Agreement, CreateAgreementRequest, DeleteAgreementRequest, GetAgreementRequest, ListAgreementsRequest,
    ListAgreementsResponse, UpdateAgreementRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::{Cells, QuantityColumns};
use figure_service::typed_writes;
use tonic::Status;

use crate::record::converted;

const LIST: Listable = Listable {
    table: "agreements",
    collection: "agreements",
    fields: &[
        "id",
        "aggregate",
        "count",
        "area",
        "period",
        "value",
        "currency",
        "original_amount",
        "original_currency",
        "value_date",
        "label",
    ],
    order: "period desc, id",
};

pub(super) async fn get(engine: &Engine, request: GetAgreementRequest) -> Result<Agreement, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListAgreementsRequest,
) -> Result<ListAgreementsResponse, Status> {
    let ListAgreementsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListAgreementsResponse {
        agreements: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

typed_writes!(
    LIST,
    Agreement { agreement, agreement_id },
    CreateAgreementRequest,
    UpdateAgreementRequest,
    DeleteAgreementRequest
);

fn encode(entry: Entry) -> Agreement {
    Agreement {
        aggregate: entry.aggregate(),
        count: entry.count(),
        area: entry.text("area"),
        period: entry.text("period"),
        value: entry.quantity("value", "decimals", "", "currency"),
        label: entry.labels("label"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        conversion: entry.conversion,
        name: entry.name,
    }
}

fn cells(agreement: Agreement) -> Cells {
    let Agreement {
        name: _,
        aggregate,
        count,
        area,
        period,
        value,
        label,
        provenance,
        revision: _,
        etag: _,
        conversion,
    } = agreement;
    let columns = QuantityColumns { number: "value", decimals: "decimals", bound: "", unit: "currency" };
    Cells::new()
        .yes("aggregate", aggregate)
        .integer("count", count)
        .text("area", area)
        .text("period", period)
        .quantity("value", columns, value)
        .labels("label", label)
        .provenance(provenance)
        .conversion(&converted("value", ""), conversion)
}
