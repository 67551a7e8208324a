//! Keeping the connection to one address: made ahead of calls, made again when it ends.
//!
//! Calls see only connections that stand. One that cannot be made is tried again after a pause that grows, or at once when
//! a call finds none standing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::connect::{Sender, connect};
use super::pool::State;

/// How long to wait before an address is tried again, at first and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));
/// A connection that ended sooner counts as a failure, so that an address that hangs up at once is not dialled without a pause.
const STEADY: Duration = Duration::from_secs(1);

/// One address of a name, and how the connection to it stands.
pub(super) struct Address {
    pub(super) link: Link,
    /// How often connecting failed.
    pub(super) failures: u64,
    /// Told when somebody needs the connection now.
    pub(super) wanted: Arc<Notify>,
    /// Ends its keeper with the address.
    _keeper: DropGuard,
}

/// A connection, as calls see it.
pub(super) enum Link {
    /// Being made for the first time, or again.
    Connecting,
    /// There it is.
    Ready(Sender),
    /// It could not be made; why.
    Failed(String),
}

impl Address {
    /// A new one, whose keeper runs until the value is dropped.
    pub(super) fn keep(at: SocketAddr, states: State) -> Self {
        let (stop, wanted) = (CancellationToken::new(), Arc::new(Notify::new()));
        let keeper = Keeper { at, states, wanted: Arc::clone(&wanted) };
        let until = stop.clone();
        tokio::spawn(async move { until.run_until_cancelled(keeper.run()).await });
        Self { link: Link::Connecting, failures: 0, wanted, _keeper: stop.drop_guard() }
    }
}

struct Keeper {
    at: SocketAddr,
    states: State,
    wanted: Arc<Notify>,
}

impl Keeper {
    async fn run(self) {
        let (first, most) = PAUSE;
        let mut pause = first;
        loop {
            let why = match connect(self.at).await {
                Ok((sender, connection)) => {
                    let since = Instant::now();
                    self.set(Link::Ready(sender));
                    let ended = connection.await;
                    if since.elapsed() >= STEADY {
                        pause = first;
                        self.set(Link::Connecting);
                        continue;
                    }
                    ended.err().map_or_else(|| "it hung up".to_owned(), |error| error.to_string())
                }
                Err(why) => why,
            };
            tracing::debug!(address = %self.at, why, "no connection");
            self.set(Link::Failed(why));
            tokio::select! {
                () = sleep(pause) => pause = pause.saturating_mul(2).min(most),
                () = self.wanted.notified() => {}
            }
            self.set(Link::Connecting);
        }
    }

    fn set(&self, link: Link) {
        self.states.send_modify(|known| {
            if let Some(address) = known.addresses.get_mut(&self.at) {
                address.failures =
                    address.failures.saturating_add(u64::from(matches!(link, Link::Failed(_))));
                address.link = link;
            }
        });
    }
}
