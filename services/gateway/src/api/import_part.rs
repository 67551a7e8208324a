//! `ReportService.ImportPart`: the gateway's own part.

use api::report::v1::{ImportPartRequest, ImportPartResponse};
use kit::caller::Caller;
use kit::part::collect;
use tonic::{Request, Status, Streaming};

use crate::app::Inner;
use crate::config::NAME;
use crate::content::Import;
use crate::error::GatewayError;

pub(super) async fn call(
    inner: &Inner,
    request: Request<Streaming<ImportPartRequest>>,
) -> Result<ImportPartResponse, Status> {
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let (header, files) = collect(request.into_inner(), NAME).await?;
    let import = Import::of(&header, &caller.actor);
    let outcome = inner.contents.import(files, &import).await.map_err(GatewayError::Store)?;
    Ok(ImportPartResponse { outcome: Some(outcome) })
}
