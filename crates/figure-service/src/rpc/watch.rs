//! `WatchHead`: the head as it is, then each change, and a heartbeat.

use std::pin::Pin;
use std::time::Duration;

use api::figures::v1::{ErrorReason, HeadEvent, WatchHeadRequest, WatchHeadResponse};
use futures::Stream;
use kit::errors::Failure;
use kit::shutdown::Shutdown;
use store::Head;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status};

use crate::engine::Engine;

/// The same head is told again at least this often; the contract says five seconds.
const HEARTBEAT: Duration = Duration::from_secs(4);
/// How many events wait for a slow reader; changes that come meanwhile are told as one.
const WAITING: usize = 1;

type Events = Pin<Box<dyn Stream<Item = Result<WatchHeadResponse, Status>> + Send>>;

pub(super) fn call(
    engine: &Engine,
    shutdown: &Shutdown,
    request: &WatchHeadRequest,
) -> Result<Events, Status> {
    let name = engine.domain().name;
    if let Some(other) = request.services.iter().find(|s| *s != name) {
        let message = format!("no service `{other}` answers here; this is {name}");
        return Err(Failure::not_found(ErrorReason::ServiceNotFound, message).with("nearest", name).into());
    }
    let (events, reader) = mpsc::channel(WAITING);
    tokio::spawn(follow(engine.clone(), shutdown.clone(), events));
    Ok(Box::pin(ReceiverStream::new(reader)))
}

async fn follow(engine: Engine, shutdown: Shutdown, events: mpsc::Sender<Result<WatchHeadResponse, Status>>) {
    let mut heads = engine.store().heads();
    let mut told: Option<i64> = None;
    loop {
        let head = *heads.borrow_and_update();
        let event = event(&engine, head, told).await;
        told = Some(head.revision);
        tokio::select! {
            sent = events.send(Ok(WatchHeadResponse { event: Some(event) })) => if sent.is_err() { return },
            () = shutdown.cancelled() => return stop(&events).await,
        }
        tokio::select! {
            changed = heads.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(HEARTBEAT) => {}
            () = events.closed() => return,
            () = shutdown.cancelled() => return stop(&events).await,
        }
    }
}

async fn stop(events: &mpsc::Sender<Result<WatchHeadResponse, Status>>) {
    let stopping =
        Failure::new(Code::Unavailable, ErrorReason::Stopping, "the service is stopping; call again");
    // A reader that is gone, or too slow to take the last word, needs none.
    let _ = tokio::time::timeout(Duration::from_secs(1), events.send(Err(stopping.into()))).await;
}

async fn event(engine: &Engine, head: Head, told: Option<i64>) -> HeadEvent {
    let measures = match told {
        Some(before) if before < head.revision => engine.touched(before, head.revision).await,
        Some(_) | None => Vec::new(),
    };
    HeadEvent {
        service: engine.domain().name.to_owned(),
        revision: head.revision,
        time: head.committed_at.map(Into::into),
        measures,
    }
}
