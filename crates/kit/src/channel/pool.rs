//! All connections to a name: its addresses, as it is resolved again and again, and whose turn it is.
//!
//! An address that the name no longer has gets no further call, and its open streams go on; a name that cannot be resolved keeps the
//! addresses that it had. Nothing runs before the first call, and nothing after the last channel is gone.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::address::{Address, Link};
use super::connect::Sender;
use super::resolve::Resolver;

/// The most addresses of a name that are connected to, the first in their order.
const MAX_ADDRESSES: usize = 64;
/// How long resolving may take.
const RESOLVE_TIMEOUT: Duration = Duration::from_secs(5);
/// A name is not resolved again sooner, however many calls find nobody.
const RESOLVE_PAUSE: Duration = Duration::from_millis(250);
/// How long a call waits for a connection; connecting takes a second at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is known, told to all who wait.
pub(super) type State = Arc<watch::Sender<Known>>;

/// What is known of a name.
#[derive(Default)]
pub(super) struct Known {
    pub(super) addresses: BTreeMap<SocketAddr, Address>,
    /// Why the name could not be resolved the last time.
    unresolved: Option<String>,
    /// How often it was resolved, or could not be.
    lookups: u64,
}

/// The connections to a name.
pub(super) struct Pool {
    name: String,
    host: String,
    port: u16,
    resolver: Resolver,
    states: State,
    turn: AtomicUsize,
    started: AtomicBool,
    /// Told when a call finds no connection.
    wanted: Arc<Notify>,
    stop: CancellationToken,
    _tasks: DropGuard,
}

impl Pool {
    /// Nothing is connected yet.
    pub(super) fn new(uri: &http::Uri, resolver: Resolver) -> Self {
        let host = uri.host().unwrap_or_default();
        let stop = CancellationToken::new();
        Self {
            name: uri.authority().map(ToString::to_string).unwrap_or_default(),
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port: uri.port_u16().unwrap_or(80),
            resolver,
            states: Arc::new(watch::Sender::new(Known::default())),
            turn: AtomicUsize::new(0),
            started: AtomicBool::new(false),
            wanted: Arc::default(),
            _tasks: stop.clone().drop_guard(),
            stop,
        }
    }

    /// `host:port`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A connection: the next in turn, not to one of `tried` if there is another.
    ///
    /// # Errors
    /// Why there is none, after each address was tried.
    pub(super) async fn ready(&self, tried: &[SocketAddr]) -> Result<(SocketAddr, Sender), String> {
        if !self.started.swap(true, Ordering::AcqRel) {
            self.start();
        }
        if let Some(found) = self.pick(&self.states.borrow(), tried) {
            return Ok(found);
        }
        match timeout(PATIENCE, self.connected(tried)).await {
            Ok(found) => found,
            Err(_) => Err(format!("no connection within {} s", PATIENCE.as_secs())),
        }
    }

    fn pick(&self, known: &Known, tried: &[SocketAddr]) -> Option<(SocketAddr, Sender)> {
        let ready = |(at, address): (&SocketAddr, &Address)| match &address.link {
            Link::Ready(sender) if !sender.is_closed() => Some((*at, sender.clone())),
            Link::Ready(_) | Link::Connecting | Link::Failed(_) => None,
        };
        let all: Vec<_> = known.addresses.iter().filter_map(ready).collect();
        let mut untried = all.iter().filter(|(at, _)| !tried.contains(at)).peekable();
        let from: Vec<_> = if untried.peek().is_some() { untried.collect() } else { all.iter().collect() };
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        turn.checked_rem(from.len()).and_then(|turn| from.get(turn)).map(|found| (*found).clone())
    }

    /// Waits until there is a connection, or until each address has failed once more.
    async fn connected(&self, tried: &[SocketAddr]) -> Result<(SocketAddr, Sender), String> {
        let mut states = self.states.subscribe();
        let before = Before::of(&states.borrow_and_update());
        self.wanted.notify_one();
        loop {
            {
                let known = states.borrow_and_update();
                if let Some(found) = self.pick(&known, tried) {
                    return Ok(found);
                }
                if let Some(why) = before.hopeless(&known) {
                    return Err(why);
                }
            }
            states.changed().await.map_err(|_| "the channel is gone".to_owned())?;
        }
    }

    fn start(&self) {
        let steward = Steward {
            host: self.host.clone(),
            port: self.port,
            resolver: self.resolver.clone(),
            states: Arc::clone(&self.states),
            wanted: Arc::clone(&self.wanted),
        };
        let stop = self.stop.clone();
        tokio::spawn(async move {
            stop.run_until_cancelled(steward.run()).await;
        });
    }
}

/// What had failed when a call began to wait: only what fails after that is an answer to it.
struct Before {
    failures: BTreeMap<SocketAddr, u64>,
    lookups: u64,
}

impl Before {
    /// As it is known now; each address is tried once more.
    fn of(known: &Known) -> Self {
        known.addresses.values().for_each(|address| address.wanted.notify_one());
        let failures = known.addresses.iter().map(|(at, address)| (*at, address.failures)).collect();
        Self { failures, lookups: known.lookups }
    }

    /// Why no address will answer now, once each has failed since.
    fn hopeless(&self, known: &Known) -> Option<String> {
        if known.addresses.is_empty() {
            return known.unresolved.clone().filter(|_| known.lookups > self.lookups);
        }
        let mut reasons = Vec::new();
        for (at, address) in &known.addresses {
            match &address.link {
                Link::Failed(why) if address.failures > self.failures.get(at).copied().unwrap_or(0) => {
                    reasons.push(format!("{at}: {why}"));
                }
                Link::Failed(_) | Link::Connecting | Link::Ready(_) => return None,
            }
        }
        Some(reasons.join("; "))
    }
}

/// Keeps the addresses those of the name.
struct Steward {
    host: String,
    port: u16,
    resolver: Resolver,
    states: State,
    wanted: Arc<Notify>,
}

impl Steward {
    async fn run(self) {
        let _emptied = Emptied(Arc::clone(&self.states));
        if let Ok(ip) = self.host.parse::<IpAddr>() {
            self.settle(vec![SocketAddr::new(ip, self.port)]);
            return std::future::pending().await;
        }
        loop {
            self.resolve().await;
            sleep(RESOLVE_PAUSE.min(self.resolver.pause())).await;
            tokio::select! {
                () = sleep(self.resolver.pause().saturating_sub(RESOLVE_PAUSE)) => {}
                () = self.wanted.notified() => {}
            }
        }
    }

    async fn resolve(&self) {
        let why = match timeout(RESOLVE_TIMEOUT, self.resolver.lookup(&self.host, self.port)).await {
            Ok(Ok(addresses)) if !addresses.is_empty() => return self.settle(addresses),
            Ok(Ok(_)) => "it has no address".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} s", RESOLVE_TIMEOUT.as_secs()),
        };
        tracing::debug!(host = self.host, why, "the name is not resolved; its last addresses are kept");
        let why = format!("`{}` is not resolved: {why}", self.host);
        self.states.send_modify(|known| {
            known.unresolved = Some(why);
            known.lookups = known.lookups.saturating_add(1);
        });
    }

    fn settle(&self, mut addresses: Vec<SocketAddr>) {
        addresses.sort_unstable();
        addresses.dedup();
        addresses.truncate(MAX_ADDRESSES);
        self.states.send_modify(|known| {
            known.unresolved = None;
            known.lookups = known.lookups.saturating_add(1);
            known.addresses.retain(|at, _| addresses.contains(at));
            for at in addresses {
                let new = || Address::keep(at, Arc::clone(&self.states));
                known.addresses.entry(at).or_insert_with(new);
            }
        });
    }
}

/// Lets go of every connection in the end: keepers hold the state, and it holds them.
struct Emptied(State);

impl Drop for Emptied {
    fn drop(&mut self) {
        self.0.send_modify(|known| known.addresses.clear());
    }
}
