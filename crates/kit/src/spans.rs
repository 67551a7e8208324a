//! Spans: what a request and the calls that it leads to took, told to a collector by OTLP where an operator asks for it.
//!
//! Off, nothing of this exists but a look at an empty cell for each request. On, a span is made where a request is observed
//! (`server`) and where a call goes out (`outgoing`), if its trace is sampled; when it ends it goes into a bounded queue, from which a
//! task of its own sends batches. What finds the queue full is dropped and counted: no request ever waits for a collector.
//!
//! The messages and the client are OTLP's own (`opentelemetry-proto`), over a channel like that to any service. The SDK's processor lost: it
//! does not tell what it drops, has one service for a process where this may have all of them, and reads variables of its own.

mod batch;
mod deliver;
mod open;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use opentelemetry_proto::tonic::trace::v1 as otlp;
use tokio::sync::mpsc::{self, Sender};
use tokio::task::JoinHandle;

use self::deliver::Delivery;
use crate::channel::Target;
use crate::shutdown::Shutdown;
use crate::telemetry::names;

pub(crate) use self::open::{Peer, Span};

/// Spans that wait to be sent; more are dropped.
const QUEUE: usize = 4_096;
/// How long the last spans may take to be sent when the process ends.
const LAST: Duration = Duration::from_secs(2);

static EXPORT: OnceLock<Queue> = OnceLock::new();

/// A span that ended, of a service.
type Ended = (Arc<str>, otlp::Span);

/// Where spans go when they end.
#[derive(Debug)]
struct Queue {
    spans: Sender<Ended>,
    dropped: metrics::Counter,
}

impl Queue {
    fn put(&self, ended: Ended) {
        if self.spans.try_send(ended).is_err() {
            self.dropped.increment(1);
        }
    }
}

/// The task that sends spans.
#[derive(Debug)]
pub struct Export {
    stop: Shutdown,
    task: JoinHandle<()>,
}

/// Begins to send this process's spans to a collector, `http://HOST:PORT`. None where it was begun before: a process has one. Must be called
/// within a runtime, after the recorder of metrics is there.
#[must_use]
pub fn export(collector: &http::Uri) -> Option<Export> {
    let (spans, ended) = mpsc::channel(QUEUE);
    let counter = |outcome: &'static str| {
        let counter = metrics::counter!(names::SPANS, "outcome" => outcome);
        // What never happened is told, too.
        counter.increment(0);
        counter
    };
    let queue = Queue { spans, dropped: counter("dropped") };
    EXPORT.set(queue).ok()?;
    tracing::info!(%collector, "traces");
    let stop = Shutdown::new();
    let channel = Target::Address(collector.clone()).channel();
    let delivery = Delivery::new(channel, counter("sent"), counter("dropped"));
    let task = tokio::spawn(delivery.run(ended, stop.clone()));
    Some(Export { stop, task })
}

impl Export {
    /// Sends what waits, within two seconds; what is left then is dropped.
    pub async fn end(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "the last spans are lost");
        }
    }
}
