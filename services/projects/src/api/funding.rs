//! Funding lines.

use ::api::projects::v1::{
    BatchCreateFundingLinesRequest, BatchCreateFundingLinesResponse, BatchUpdateFundingLinesRequest,
    BatchUpdateFundingLinesResponse, CreateFundingLineRequest, DeleteFundingLineRequest, FundingLine,
    GetFundingLineRequest, ListFundingLinesRequest, ListFundingLinesResponse, UpdateFundingLineRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::{Cells, QuantityColumns};
use figure_service::typed_writes;
use tonic::Status;

use crate::record::converted;

const LIST: Listable = Listable {
    table: "funding",
    collection: "fundingLines",
    fields: &[
        "id",
        "project",
        "source",
        "period",
        "amount",
        "currency",
        "original_amount",
        "original_currency",
        "value_date",
    ],
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

typed_writes!(
    LIST,
    FundingLine { funding_line, funding_line_id },
    CreateFundingLineRequest,
    UpdateFundingLineRequest,
    DeleteFundingLineRequest
);
typed_writes!(
    many LIST,
    BatchCreateFundingLinesRequest => BatchCreateFundingLinesResponse,
    BatchUpdateFundingLinesRequest => BatchUpdateFundingLinesResponse,
    funding_lines
);

fn encode(entry: Entry) -> FundingLine {
    FundingLine {
        project: entry.reference("projects", "project"),
        source: entry.text("source"),
        period: entry.text("period"),
        amount: entry.quantity("amount", "decimals", "", "currency"),
        revision: entry.revision,
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        conversion: entry.conversion,
        name: entry.name,
    }
}

fn cells(line: FundingLine) -> Cells {
    let FundingLine {
        name: _,
        project,
        source,
        period,
        amount,
        provenance,
        revision: _,
        etag: _,
        conversion,
    } = line;
    let columns = QuantityColumns { number: "amount", decimals: "decimals", bound: "", unit: "currency" };
    Cells::new()
        .reference("projects", "project", &project)
        .text("source", source)
        .text("period", period)
        .quantity("amount", columns, amount)
        .provenance(provenance)
        .conversion(&converted("amount", ""), conversion)
}
