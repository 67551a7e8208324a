//! Members.

use ::api::membership::v1::{
    CreateMemberRequest, DeleteMemberRequest, GetMemberRequest, ListMembersRequest, ListMembersResponse,
    Member, UpdateMemberRequest,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use figure_service::record_write::Cells;
use figure_service::typed_writes;
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

typed_writes!(
    LIST,
    Member { member, member_id },
    CreateMemberRequest,
    UpdateMemberRequest,
    DeleteMemberRequest
);

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
        etag: entry.etag(),
        provenance: Some(entry.provenance),
        name: entry.name,
    }
}

fn cells(member: Member) -> Cells {
    let Member { aggregate, count, kind, area, joined, left, label, provenance, .. } = member;
    Cells::new()
        .yes("aggregate", aggregate)
        .integer("count", count)
        .text("kind", kind)
        .text("area", area)
        .text("joined", joined)
        .text("left", left)
        .labels("label", label)
        .provenance(provenance)
}
