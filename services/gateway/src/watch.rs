//! Following the heads of services: a task for each, which never blocks the start and never gives up.
//!
//! A stream that ends is taken up again; only when that fails, or nothing is heard for the time of silence, the service
//! counts as lost. While it is, it is tried again after a pause that grows and is never quite the same, so that several gateways
//! do not knock together.
//!
//! A stream that is taken up again may be another replica's, which learns of a revision up to a second after the one that made it. Its
//! first head is not taken for a service that went back (a database restored from a backup) before it had time to come up to what is known.

mod behind;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use api::figures::v1::{HeadEvent, WatchHeadRequest};
use kit::channel::Repeatable;
use kit::clock::Clock;
use kit::shutdown::Shutdown;
use kit::telemetry::names;
use tokio::time::timeout;
use tonic::{Request, Status};

use crate::config::Timing;
use crate::figure_service::is_refusal;
use crate::heads::{Head, Heads};
use crate::reflection::Reflection;
use crate::services::Service;
use behind::Behind;

/// Follows one service.
pub(crate) struct Watch {
    /// Which.
    pub(crate) service: Arc<Service>,
    /// What is heard goes there.
    pub(crate) heads: Arc<Heads>,
    /// What the service serves is learned for it.
    pub(crate) reflection: Arc<Reflection>,
    /// Tells when it was heard.
    pub(crate) clock: Clock,
    /// How long to wait.
    pub(crate) timing: Timing,
}

/// Why a stream ended, and whether it had brought anything.
struct Ended {
    why: String,
    heard: bool,
    /// Whether the service does not let the gateway read.
    refused: bool,
}

impl Watch {
    /// Follows until the stop signal.
    pub(crate) async fn run(self, shutdown: Shutdown) {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.follow() => {}
        }
    }

    async fn follow(&self) {
        let (first, most) = self.timing.backoff;
        let mut pause = first;
        let mut refused = false;
        loop {
            let ended = self.stream().await;
            // Said once: nothing but another start changes it.
            if ended.refused && !std::mem::replace(&mut refused, ended.refused) {
                tracing::error!(
                    service = self.service.name,
                    why = ended.why,
                    "the service does not let the gateway read; name a token that it knows with --service-token-file"
                );
            }
            if ended.heard {
                tracing::debug!(service = self.service.name, why = ended.why, "the head is no longer heard");
                pause = first;
            } else {
                self.lost(&ended.why);
                pause = pause.saturating_mul(2).min(most);
            }
            tokio::time::sleep(jittered(pause)).await;
        }
    }

    fn lost(&self, why: &str) {
        if self.heads.known(&self.service.name).confirmed {
            tracing::warn!(service = self.service.name, why, "the service is not confirmed any more");
        }
        self.gauge(names::SERVICE_CONFIRMED, 0.0);
        self.heads.lost(&self.service.name, why, (self.clock)());
    }

    fn gauge(&self, name: &'static str, value: f64) {
        metrics::gauge!(name, "service" => self.service.name.clone()).set(value);
    }

    fn gauges(&self, head: &Head, now: jiff::Timestamp) {
        self.gauge(names::SERVICE_CONFIRMED, 1.0);
        self.gauge(names::SERVICE_REVISION, head.revision as f64);
        self.gauge(names::SERVICE_CONTACT, now.as_duration().as_secs_f64());
    }

    /// Hears one stream to its end.
    async fn stream(&self) -> Ended {
        let mut heard = false;
        match self.hear(&mut heard).await {
            Ok(()) => Ended { why: "the stream ended".to_owned(), heard, refused: false },
            Err(status) => {
                let why = format!("{:?}: {}", status.code(), status.message());
                Ended { why, heard, refused: is_refusal(&status) }
            }
        }
    }

    async fn hear(&self, heard: &mut bool) -> Result<(), Status> {
        let silence = self.timing.silence;
        let silent = |_| Status::deadline_exceeded(format!("nothing was heard for {silence:?}"));
        let mut client = self.service.figures();
        let mut request = Request::new(WatchHeadRequest { services: vec![self.service.name.clone()] });
        request.extensions_mut().insert(Repeatable);
        let answer = timeout(silence, client.watch_head(request)).await.map_err(silent)??;
        let version =
            answer.metadata().get("server").and_then(|v| v.to_str().ok()?.strip_prefix("yearbook/"));
        self.service.version.store(version.map(|version| Arc::new(version.to_owned())));
        let mut stream = answer.into_inner();
        let mut behind = Behind::new(self.timing.catch_up);
        loop {
            match timeout(behind.left(silence), stream.message()).await {
                Ok(message) => match message? {
                    Some(message) => self.event(message.event, heard, &mut behind)?,
                    None => return Ok(()),
                },
                Err(_) if behind.holds() => self.take(behind.give_up(), heard),
                Err(elapsed) => {
                    // Heard before, but for too long not any more: lost, even if it can be taken up again.
                    *heard = false;
                    return Err(silent(elapsed));
                }
            }
        }
    }

    fn event(&self, event: Option<HeadEvent>, heard: &mut bool, behind: &mut Behind) -> Result<(), Status> {
        let event = event.ok_or_else(|| Status::internal("an event without a head"))?;
        if event.service != self.service.name || event.revision < 0 {
            let what = format!("an event of `{}` at revision {}", event.service, event.revision);
            return Err(Status::internal(what));
        }
        let time = event.time.map(jiff::Timestamp::try_from).transpose();
        let time = time.map_err(|error| Status::internal(error.to_string()))?;
        let head = Head { revision: event.revision, time, measures: event.measures };
        let known = self.heads.known(&self.service.name);
        let newest = known.head.filter(|_| known.confirmed).map_or(0, |(revision, _)| revision);
        self.take(behind.pass(head, newest), heard);
        Ok(())
    }

    /// Takes a head for the service's.
    fn take(&self, head: Option<Head>, heard: &mut bool) {
        let Some(head) = head else { return };
        let back = !self.heads.known(&self.service.name).confirmed;
        let now = (self.clock)();
        self.heads.heard(&self.service.name, &head, now);
        self.gauges(&head, now);
        if back {
            tracing::info!(service = self.service.name, revision = head.revision, "the service is confirmed");
        }
        if !std::mem::replace(heard, true) {
            let (reflection, service) = (Arc::clone(&self.reflection), Arc::clone(&self.service));
            tokio::spawn(async move { reflection.learn(&service).await });
        }
    }
}

/// A pause between half of and one and a half times the one given.
fn jittered(pause: Duration) -> Duration {
    // The standard library's hasher is seeded at random for each state.
    let random = RandomState::new().build_hasher().finish();
    let percent = u32::try_from(random % 101).unwrap_or(50).saturating_add(50);
    pause.saturating_mul(percent) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_spread_around_the_one_asked() {
        let pause = Duration::from_secs(1);
        let pauses: Vec<Duration> = (0..200).map(|_| jittered(pause)).collect();
        assert!(pauses.iter().all(|p| (pause / 2..=pause * 3 / 2).contains(p)));
        assert!(pauses.iter().any(|p| *p < pause) && pauses.iter().any(|p| *p > pause));
    }
}
