//! Area groups: each with its members, which are rows of one table.

use ::api::connectivity::v1::{
    AreaGroup, AreaGroupMember, GetAreaGroupRequest, ListAreaGroupsRequest, ListAreaGroupsResponse,
};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query, View};
use tonic::Status;

const LIST: View = View {
    list: Listable {
        table: "area_groups",
        collection: "areaGroups",
        fields: &["classification", "edition", "group"],
        order: "classification, edition, group",
    },
    renamed: &[],
    only: None,
    id: &["classification", "edition", "group"],
    references: &[("group", "areas")],
    gathered: true,
};

pub(super) async fn get(engine: &Engine, request: GetAreaGroupRequest) -> Result<AreaGroup, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListAreaGroupsRequest,
) -> Result<ListAreaGroupsResponse, Status> {
    let ListAreaGroupsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListAreaGroupsResponse {
        area_groups: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> AreaGroup {
    let members = entry.rows.iter().map(|row| {
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        AreaGroupMember { area: text("member"), valid_from: text("valid_from"), valid_to: text("valid_to") }
    });
    AreaGroup {
        members: members.collect(),
        classification: entry.text("classification"),
        edition: entry.text("edition"),
        group: entry.reference("areas", "group"),
        revision: entry.revision,
        etag: entry.etag(),
        name: entry.name,
    }
}
