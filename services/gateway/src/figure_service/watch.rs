//! `WatchHead` over all services, and the gateway itself: the heads as they are, each change, and heartbeats of those that are
//! heard from.
//!
//! A service that is not confirmed sends no heartbeat here either, so that whoever watches comes to the same conclusion.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use api::figures::v1::{ErrorReason, HeadEvent, WatchHeadRequest, WatchHeadResponse};
use figures::measure::nearest;
use futures::Stream;
use kit::errors::Failure;
use kit::shutdown::Shutdown;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status};

use crate::app::Inner;
use crate::error::GatewayError;
use crate::heads::Heads;

/// How many events wait for a slow reader; changes that come meanwhile are told as one.
const WAITING: usize = 1;

type Events = Pin<Box<dyn Stream<Item = Result<WatchHeadResponse, Status>> + Send>>;
type Sender = mpsc::Sender<Result<WatchHeadResponse, Status>>;

pub(super) fn call(inner: &Inner, request: &WatchHeadRequest) -> Result<Events, Status> {
    let known: Vec<&str> = inner.heads.names().collect();
    if let Some(asked) = request.services.iter().find(|asked| !known.contains(&asked.as_str())) {
        let nearest = nearest(asked, known.iter().copied()).map(str::to_owned);
        return Err(GatewayError::NoService { asked: asked.chars().take(100).collect(), nearest }.into());
    }
    let all = request.services.is_empty();
    let names = known.iter().filter(|name| all || request.services.iter().any(|asked| asked == **name));
    let teller = Teller {
        heads: Arc::clone(&inner.heads),
        told: names.map(|name| ((*name).to_owned(), None)).collect(),
    };
    let (events, reader) = mpsc::channel(WAITING);
    tokio::spawn(follow(teller, inner.timing.heartbeat, inner.stop.clone(), events));
    Ok(Box::pin(ReceiverStream::new(reader)))
}

/// Which revision of each service was told last.
struct Teller {
    heads: Arc<Heads>,
    told: BTreeMap<String, Option<i64>>,
}

async fn follow(mut teller: Teller, heartbeat: Duration, stop: Shutdown, events: Sender) {
    let mut moves = teller.heads.moves();
    let mut beat = false;
    loop {
        moves.mark_unchanged();
        for event in teller.news(beat) {
            tokio::select! {
                sent = events.send(Ok(WatchHeadResponse { event: Some(event) })) => if sent.is_err() { return },
                () = stop.cancelled() => return end(&events).await,
            }
        }
        beat = tokio::select! {
            moved = moves.changed() => if moved.is_err() { return } else { false },
            () = tokio::time::sleep(heartbeat) => true,
            () = events.closed() => return,
            () = stop.cancelled() => return end(&events).await,
        };
    }
}

async fn end(events: &Sender) {
    let stopping =
        Failure::new(Code::Unavailable, ErrorReason::Stopping, "the service is stopping; call again");
    // A reader that is gone, or too slow to take the last word, needs none.
    let _ = tokio::time::timeout(Duration::from_secs(1), events.send(Err(stopping.into()))).await;
}

impl Teller {
    /// What is to be told: heads that moved, and on a beat those that are heard from.
    fn news(&mut self, beat: bool) -> Vec<HeadEvent> {
        let heads = Arc::clone(&self.heads);
        let news = self.told.iter_mut().filter_map(|(service, told)| {
            let known = heads.known(service);
            let (revision, time) = known.head?;
            let before = told.replace(revision);
            let moved = before != Some(revision);
            let measures = match before {
                Some(before) if moved => heads.changed_since(service, before),
                Some(_) | None => Vec::new(),
            };
            let time = time.map(Into::into);
            let event = HeadEvent { service: service.clone(), revision, time, measures };
            (moved || (beat && known.confirmed)).then_some(event)
        });
        news.collect()
    }
}
