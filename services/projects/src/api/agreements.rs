//! Agreements.

use ::api::projects::v1::{Agreement, GetAgreementRequest, ListAgreementsRequest, ListAgreementsResponse};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use tonic::Status;

const LIST: Listable = Listable {
    table: "agreements",
    collection: "agreements",
    fields: &["id", "aggregate", "count", "area", "period", "value", "currency", "label"],
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

fn encode(entry: Entry) -> Agreement {
    Agreement {
        aggregate: entry.aggregate(),
        count: entry.count(),
        area: entry.text("area"),
        period: entry.text("period"),
        value: entry.quantity("value", "decimals", "", "currency"),
        label: entry.labels("label"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
