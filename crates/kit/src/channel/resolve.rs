//! Which addresses a name has, and how often to ask again.
//!
//! A headless Service of Kubernetes answers a name with one address a replica, so that all of them together are the service.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;

/// How often a name is resolved again.
const EVERY: Duration = Duration::from_secs(10);

type Lookup = dyn Fn(String, u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync;

/// Resolves names. Cloning is cheap.
#[derive(Clone)]
pub struct Resolver {
    lookup: Arc<Lookup>,
    every: Duration,
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver").field("every", &self.every).finish_non_exhaustive()
    }
}

impl Resolver {
    /// As the operating system resolves: files, then DNS.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|host, port| async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }

    /// As a function of host and port says.
    #[must_use]
    pub fn new<F, T>(lookup: F) -> Self
    where
        F: Fn(String, u16) -> T + Send + Sync + 'static,
        T: Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'static,
    {
        Self { lookup: Arc::new(move |host, port| Box::pin(lookup(host, port))), every: EVERY }
    }

    /// The same, asked again this often.
    #[must_use]
    pub fn every(self, every: Duration) -> Self {
        Self { every, ..self }
    }

    pub(super) fn pause(&self) -> Duration {
        self.every
    }

    pub(super) fn lookup(&self, host: &str, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        (self.lookup)(host.to_owned(), port)
    }
}
