//! Memberships.

use ::api::membership::v1::{
    GetMembershipRequest, ListMembershipsRequest, ListMembershipsResponse, Membership,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use tonic::Status;

const LIST: Listable = Listable {
    table: "memberships",
    collection: "memberships",
    fields: &["id", "aggregate", "count", "member", "sector", "kind", "area", "fee_class", "joined", "left"],
    order: "id",
};

pub(super) async fn get(engine: &Engine, request: GetMembershipRequest) -> Result<Membership, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListMembershipsRequest,
) -> Result<ListMembershipsResponse, Status> {
    let ListMembershipsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListMembershipsResponse {
        memberships: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> Membership {
    Membership {
        aggregate: entry.aggregate(),
        count: entry.count(),
        member: entry.reference("members", "member"),
        sector: entry.text("sector"),
        kind: entry.text("kind"),
        area: entry.text("area"),
        fee_class: entry.text("fee_class"),
        joined: entry.text("joined"),
        left: entry.text("left"),
        revision: entry.revision,
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}
