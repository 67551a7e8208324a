//! `StateFigures`: what a document says of figures is written, all of it or nothing.

use api::figures::v1 as proto;
use tonic::{Request, Status};

use super::failure;
use crate::engine::Engine;
use crate::record_write::{Cells, MAX_BATCH, QuantityColumns, Sender};
use crate::statement::Statements;

/// The columns of a statement's quantity.
const QUANTITY: QuantityColumns =
    QuantityColumns { number: "value", decimals: "decimals", bound: "bound", unit: "unit" };

pub(super) async fn call(
    engine: &Engine,
    request: Request<proto::StateFiguresRequest>,
) -> Result<proto::StateFiguresResponse, Status> {
    let (sender, request) = Sender::of("StateFigures", request);
    let proto::StateFiguresRequest { statements, reason, request_id, validate_only } = request;
    if statements.is_empty() || statements.len() > MAX_BATCH {
        let problem = format!("has {} statements; send 1 to {MAX_BATCH}", statements.len());
        return Err(failure::field("statements", problem));
    }
    let (actor, hash) = sender.into_parts();
    let statements = statements.into_iter().map(cells).collect();
    let said = Statements { statements, actor, reason, request_id, hash, validate_only };
    let outcome = engine.state(&said).await?;
    let service = engine.domain().name.to_owned();
    let changed = if outcome.changed { vec![service.clone()] } else { Vec::new() };
    Ok(proto::StateFiguresResponse { revisions: [(service, outcome.revision)].into(), changed })
}

/// A statement as the cells of a row of `stated.csv`.
fn cells(statement: proto::Statement) -> Cells {
    let proto::Statement { key, quantity, missing_reason, source, note } = statement;
    let missing = missing_reason != i32::from(proto::MissingReason::Unspecified);
    let proto::Source { document, section, locator, .. } = source.unwrap_or_default();
    Cells::new()
        .text("key", key)
        .quantity("quantity", QUANTITY, quantity)
        .column("status", "missing_reason", if missing { "missing" } else { "" })
        .missing_reason(missing_reason)
        .column("document", "source.document", document)
        .column("section", "source.section", section)
        .column("locator", "source.locator", locator)
        .text("note", note)
}
