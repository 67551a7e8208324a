//! The task that sends batches: again for a while when the collector does not answer, and without end only one log line a minute.

use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::trace::v1::trace_service_client::TraceServiceClient;
use tokio::sync::mpsc::Receiver;
use tokio::time::{sleep, timeout, timeout_at};
use tonic::{Code, Status};

use super::{Ended, LAST, batch};
use crate::channel::Channel;
use crate::shutdown::Shutdown;
use crate::trace;

/// How long the collector may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Waiting before a batch is sent again, in seconds; then it is dropped.
const PAUSES: [u64; 3] = [1, 2, 4];
/// How often it is said at most that spans are lost.
const QUIET: Duration = Duration::from_secs(60);

/// Sends spans to a collector.
pub(super) struct Delivery {
    collector: TraceServiceClient<Channel>,
    /// Which process this is.
    instance: String,
    sent: metrics::Counter,
    dropped: metrics::Counter,
    trouble: Trouble,
}

impl Delivery {
    /// Nothing is connected yet.
    pub(super) fn new(collector: Channel, sent: metrics::Counter, dropped: metrics::Counter) -> Self {
        let collector = TraceServiceClient::new(collector);
        Self { collector, instance: trace::instance(), sent, dropped, trouble: Trouble::default() }
    }

    /// Sends what comes until `stop`, then what is there, within [`LAST`].
    pub(super) async fn run(mut self, mut spans: Receiver<Ended>, stop: Shutdown) {
        let mut gathered = Vec::with_capacity(batch::SPANS);
        while batch::gather(&mut spans, &mut gathered, &stop).await {
            // What is cut off here is sent below.
            let Some(told) = stop.run_until_cancelled(self.deliver(&gathered)).await else { break };
            self.settle(&gathered, told);
            gathered.clear();
        }
        spans.close();
        self.last(gathered, spans).await;
    }

    async fn last(mut self, mut gathered: Vec<Ended>, mut spans: Receiver<Ended>) {
        let by = tokio::time::Instant::now() + LAST;
        loop {
            let room = batch::SPANS.saturating_sub(gathered.len());
            spans.recv_many(&mut gathered, room).await;
            if gathered.is_empty() {
                return;
            }
            let late = |_| Err(Status::deadline_exceeded("the process ends"));
            let told = timeout_at(by, self.attempt(&gathered)).await.unwrap_or_else(late);
            if told.is_err() {
                // One that does not take these will not take the others in time.
                while let Ok(span) = spans.try_recv() {
                    gathered.push(span);
                }
            }
            self.settle(&gathered, told);
            gathered.clear();
        }
    }

    /// Sends a batch, again after a while where that may help. How many spans the collector refused.
    async fn deliver(&self, gathered: &[Ended]) -> Result<u64, Status> {
        for pause in PAUSES {
            match self.attempt(gathered).await {
                Err(status) if passes(status.code()) => sleep(Duration::from_secs(pause)).await,
                told => return told,
            }
        }
        self.attempt(gathered).await
    }

    async fn attempt(&self, gathered: &[Ended]) -> Result<u64, Status> {
        let message = batch::message(gathered, &self.instance);
        let mut collector = self.collector.clone();
        let late = |_| Err(Status::deadline_exceeded(format!("no answer within {} s", PATIENCE.as_secs())));
        let told = timeout(PATIENCE, collector.export(message)).await.unwrap_or_else(late)?;
        let refused = told.into_inner().partial_success.map_or(0, |partial| partial.rejected_spans);
        Ok(u64::try_from(refused).unwrap_or_default())
    }

    /// Counts what became of a batch.
    fn settle(&mut self, gathered: &[Ended], told: Result<u64, Status>) {
        let all = u64::try_from(gathered.len()).unwrap_or(u64::MAX);
        let lost = told.as_ref().map_or(all, |refused| all.min(*refused));
        self.sent.increment(all.saturating_sub(lost));
        self.dropped.increment(lost);
        let why = match &told {
            Ok(0) => {
                if let Some(lost) = self.trouble.over() {
                    tracing::info!(lost, "spans reach the collector again");
                }
                return;
            }
            Ok(_) => "the collector refused some",
            Err(status) => status.message(),
        };
        if let Some(lost) = self.trouble.lose(lost, Instant::now()) {
            tracing::warn!(lost, why, "spans do not reach the collector");
        }
    }
}

/// Whether the same may be taken later (OTLP specification, "Failures").
fn passes(code: Code) -> bool {
    matches!(
        code,
        Code::Cancelled
            | Code::DeadlineExceeded
            | Code::Aborted
            | Code::OutOfRange
            | Code::Unavailable
            | Code::DataLoss
    )
}

/// Spans that were lost, and when that was said last.
#[derive(Default)]
struct Trouble {
    lost: u64,
    said: Option<Instant>,
    open: bool,
}

impl Trouble {
    /// Some were lost; how many since it was said last, if it is time to say so.
    fn lose(&mut self, spans: u64, now: Instant) -> Option<u64> {
        self.lost = self.lost.saturating_add(spans);
        if self.said.is_some_and(|said| now.saturating_duration_since(said) < QUIET) {
            return None;
        }
        (self.said, self.open) = (Some(now), true);
        Some(std::mem::take(&mut self.lost))
    }

    /// Spans arrive; how many more were lost, if it was said that some are.
    fn over(&mut self) -> Option<u64> {
        std::mem::replace(&mut self.open, false).then(|| std::mem::take(&mut self.lost))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_that_comes_and_goes_costs_two_lines_a_minute() {
        let (mut trouble, start) = (Trouble::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(trouble.over(), None, "all is well");
        assert_eq!(trouble.lose(5, at(0)), Some(5));
        assert_eq!(trouble.lose(7, at(1)), None);
        assert_eq!(trouble.over(), Some(7), "and those that were lost since");
        assert_eq!((trouble.over(), trouble.lose(2, at(30)), trouble.over()), (None, None, None));
        assert_eq!(trouble.lose(3, at(60)), Some(5));
    }
}
