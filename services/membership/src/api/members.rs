//! Members.

use ::api::membership::v1::{GetMemberRequest, ListMembersRequest, ListMembersResponse, Member};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use tonic::Status;

const LIST: Listable = Listable {
    table: "members",
    collection: "members",
    fields: &["id", "aggregate", "count", "kind", "area", "joined", "left", "label"],
    order: "id",
};

pub(super) async fn get(engine: &Engine, request: GetMemberRequest) -> Result<Member, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListMembersRequest,
) -> Result<ListMembersResponse, Status> {
    let ListMembersRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListMembersResponse {
        members: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> Member {
    Member {
        aggregate: entry.aggregate(),
        count: entry.count(),
        kind: entry.text("kind"),
        area: entry.text("area"),
        joined: entry.text("joined"),
        left: entry.text("left"),
        label: entry.labels("label"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
