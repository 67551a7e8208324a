//! Funding lines.

use ::api::projects::v1::{
    FundingLine, GetFundingLineRequest, ListFundingLinesRequest, ListFundingLinesResponse,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use tonic::Status;

const LIST: Listable = Listable {
    table: "funding",
    collection: "fundingLines",
    fields: &["id", "project", "source", "period", "amount", "currency"],
    order: "period desc, id",
};

pub(super) async fn get(engine: &Engine, request: GetFundingLineRequest) -> Result<FundingLine, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListFundingLinesRequest,
) -> Result<ListFundingLinesResponse, Status> {
    let ListFundingLinesRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListFundingLinesResponse {
        funding_lines: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> FundingLine {
    FundingLine {
        project: entry.reference("projects", "project"),
        source: entry.text("source"),
        period: entry.text("period"),
        amount: entry.quantity("amount", "decimals", "", "currency"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
