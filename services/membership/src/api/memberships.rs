//! Memberships.

use ::api::membership::v1::{
    CreateMembershipRequest, DeleteMembershipRequest, GetMembershipRequest, ListMembershipsRequest,
    ListMembershipsResponse, Membership, UpdateMembershipRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
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

typed_writes!(
    LIST,
    Membership { membership, membership_id },
    CreateMembershipRequest,
    UpdateMembershipRequest,
    DeleteMembershipRequest
);

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
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(membership: Membership) -> Cells {
    let Membership {
        aggregate, count, member, sector, kind, area, fee_class, joined, left, provenance, ..
    } = membership;
    Cells::new()
        .yes("aggregate", aggregate)
        .integer("count", count)
        .reference("members", "member", &member)
        .text("sector", sector)
        .text("kind", kind)
        .text("area", area)
        .text("fee_class", fee_class)
        .text("joined", joined)
        .text("left", left)
        .provenance(provenance)
}
