//! Indicators: the measures of this service, as the catalogue has them.

use ::api::connectivity::v1::{
    GetIndicatorRequest, Indicator, ListIndicatorsRequest, ListIndicatorsResponse,
};
use ::api::figures::v1::MeasureKind;
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query, View};
use tonic::Status;

use crate::figures::NAME;

const LIST: View = View {
    list: Listable {
        table: "measures",
        collection: "indicators",
        fields: &["id", "kind", "unit", "department", "label"],
        order: "id",
    },
    renamed: &[("id", "name")],
    only: Some(("service", NAME)),
    id: &["name"],
    references: &[],
    gathered: false,
};

pub(super) async fn get(engine: &Engine, request: GetIndicatorRequest) -> Result<Indicator, Status> {
    engine.get(&LIST, &request.name, request.as_of).await.map(encode)
}

pub(super) async fn list(
    engine: &Engine,
    request: ListIndicatorsRequest,
) -> Result<ListIndicatorsResponse, Status> {
    let ListIndicatorsRequest { page_size, page_token, filter, order_by, as_of } = request;
    let page = engine.list(&LIST, Query { page_size, page_token, filter, order_by, as_of }).await?;
    Ok(ListIndicatorsResponse {
        indicators: page.entries.into_iter().map(encode).collect(),
        next_page_token: page.next_page_token,
        revision: page.revision,
    })
}

fn encode(entry: Entry) -> Indicator {
    Indicator {
        kind: kind(&entry.text("kind")).into(),
        unit: entry.text("unit"),
        dimensions: entry.text("dimensions").split_whitespace().map(str::to_owned).collect(),
        department: entry.text("department"),
        label: entry.labels("label"),
        definition: entry.labels("definition"),
        revision: entry.revision,
        etag: entry.etag(),
        name: entry.name,
    }
}

fn kind(name: &str) -> MeasureKind {
    MeasureKind::from_str_name(&format!("MEASURE_KIND_{}", name.to_uppercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_catalogue_has_its_own() {
        for (_, name) in ::figures::MeasureKind::NAMES {
            assert_ne!(kind(name), MeasureKind::Unspecified, "{name}");
        }
    }
}
