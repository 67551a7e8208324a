//! `ImportPart`: the stream goes on to the service that its header names, with the caller's token; the gateway's own part stays.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api::figures::v1::import_part_request::Content;
use api::figures::v1::{ErrorReason, ImportHeader, ImportPartRequest, ImportPartResponse};
use futures::{Stream, StreamExt, stream};
use kit::access;
use kit::caller::Caller;
use kit::errors::Failure;
use kit::part;
use tonic::{Code, Request, Status, Streaming};

use super::{bearing, is_down, within};
use crate::app::Inner;
use crate::config::NAME;
use crate::content::Import;
use crate::error::GatewayError;
use crate::motion::Motion;
use crate::proxy::{late, unavailable};

/// How long a service may take once nothing more of a part comes: to move the largest one.
const PATIENCE: Duration = Duration::from_secs(600);

pub(super) async fn call(
    inner: &Inner,
    request: Request<Streaming<ImportPartRequest>>,
) -> Result<ImportPartResponse, Status> {
    let (metadata, extensions, mut stream) = request.into_parts();
    let caller = extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let first = stream.message().await?.unwrap_or_default();
    let Some(Content::Header(header)) = first.content.clone() else {
        let message = "the first message is not the header; send it first";
        return Err(Failure::new(Code::InvalidArgument, ErrorReason::PartMalformed, message).into());
    };
    if header.service == NAME {
        access::check(&caller, NAME)?;
        return own(inner, &caller, stream::once(async { Ok(first) }).chain(stream)).await;
    }
    let service = inner.services.find(&header.service)?;
    access::check(&caller, &service.name)?;
    part::check(&header, &service.name)?;
    let motion = Motion::begin();
    let (pieces, broken) = unbroken(first, stream, motion.clone());
    let onward = bearing(within(Request::new(pieces), &metadata, None), &metadata);
    let mut figures = service.figures_for_others();
    let answered = motion.wait(PATIENCE, figures.import_part(onward)).await;
    let answered = answered.unwrap_or_else(|| Err(late(&service.name)));
    if let Some(broken) = broken.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(broken);
    }
    answered
        .map(tonic::Response::into_inner)
        .map_err(|status| if is_down(&status) { unavailable(&service.name) } else { status })
}

async fn own(
    inner: &Inner,
    caller: &Caller,
    stream: impl Stream<Item = Result<ImportPartRequest, Status>>,
) -> Result<ImportPartResponse, Status> {
    let (header, files): (ImportHeader, _) = part::collect(stream, NAME).await?;
    let import = Import::of(&header, &caller.actor);
    let outcome = inner.contents.import(files, &import).await.map_err(GatewayError::Store)?;
    Ok(ImportPartResponse { outcome: Some(outcome) })
}

/// The stream as it goes on. Where it breaks it ends, so that the service finds the part incomplete and writes nothing; why it
/// broke is kept for the answer.
fn unbroken(
    first: ImportPartRequest,
    stream: Streaming<ImportPartRequest>,
    motion: Motion,
) -> (impl Stream<Item = ImportPartRequest> + Send + 'static, Arc<Mutex<Option<Status>>>) {
    let broken = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&broken);
    let rest = stream.scan((), move |(), message| {
        motion.passes();
        let end = |status| *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(status);
        futures::future::ready(message.map_err(end).ok())
    });
    (stream::once(async { first }).chain(rest), broken)
}
