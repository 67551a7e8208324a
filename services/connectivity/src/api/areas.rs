//! Areas.

use ::api::connectivity::v1::{Area, GetAreaRequest, ListAreasRequest, ListAreasResponse};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query, View};
use tonic::Status;

const LIST: View = View {
    list: Listable {
        table: "areas",
        collection: "areas",
        fields: &["id", "kind", "m49", "label"],
        order: "id",
    },
    renamed: &[("id", "code")],
    only: None,
    id: &["code"],
    references: &[],
    gathered: false,
};

pub(super) async fn get(engine: &Engine, request: GetAreaRequest) -> Result<Area, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(engine: &Engine, request: ListAreasRequest) -> Result<ListAreasResponse, Status> {
    let ListAreasRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListAreasResponse {
        areas: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> Area {
    Area {
        kind: entry.text("kind"),
        m49: entry.text("m49"),
        label: entry.labels("label"),
        note: entry.text("note"),
        revision: entry.revision,
        etag: entry.etag(),
        name: entry.name,
    }
}
