//! A connection's bytes, passed on as a test wants it: at once, late, not at all, or up to a number of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::wait::until;

/// How bytes pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At once.
    Fast,
    /// Each piece so much later.
    Late(Duration),
    /// Held until the pace changes.
    Held,
    /// At once until so many bytes went to the server in all, then held.
    Until(u64),
}

/// A proxy before one server.
pub struct Proxy {
    address: SocketAddr,
    pace: watch::Sender<Pace>,
    sent: Arc<AtomicU64>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// A proxy before a server, on a free port.
    pub async fn before(server: SocketAddr, pace: Pace) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let (pace, sent) = (watch::Sender::new(pace), Arc::new(AtomicU64::new(0)));
        let (paces, counter) = (pace.subscribe(), Arc::clone(&sent));
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(connect(client, server, paces.clone(), Arc::clone(&counter)));
            }
        });
        Self { address, pace, sent, accepting }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Passes bytes so from now on.
    pub fn pace(&self, pace: Pace) {
        self.pace.send_replace(pace);
    }

    /// How many bytes went to the server.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Acquire)
    }

    /// Waits until so many bytes went to the server.
    pub async fn until_sent(&self, bytes: u64) {
        until(&format!("{bytes} bytes sent"), async || (self.sent() >= bytes).then_some(())).await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn connect(client: TcpStream, server: SocketAddr, pace: watch::Receiver<Pace>, sent: Arc<AtomicU64>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let back = Arc::new(AtomicU64::new(0));
    let there = pass(from_client, to_server, pace.clone(), &sent, true);
    let here = pass(from_server, to_client, pace, &back, false);
    // An error ends the connection: that is what the other side sees of it.
    let _ = tokio::try_join!(there, here);
}

/// Passes bytes one way until there are no more.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut pace: watch::Receiver<Pace>,
    count: &AtomicU64,
    to_server: bool,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 8 << 10];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        let mut rest = &buffer[..read];
        while !rest.is_empty() {
            let free = room(&mut pace, count, to_server).await.min(rest.len());
            let (now, later) = rest.split_at(free);
            to.write_all(now).await?;
            count.fetch_add(now.len() as u64, Ordering::AcqRel);
            rest = later;
        }
    }
}

/// Waits as the pace says; how many bytes may then pass.
async fn room(pace: &mut watch::Receiver<Pace>, count: &AtomicU64, to_server: bool) -> usize {
    loop {
        let now = *pace.borrow_and_update();
        match now {
            Pace::Fast => return usize::MAX,
            Pace::Late(by) => {
                tokio::time::sleep(by).await;
                return usize::MAX;
            }
            Pace::Until(_) if !to_server => return usize::MAX,
            Pace::Until(limit) => {
                let left = limit.saturating_sub(count.load(Ordering::Acquire));
                if left > 0 {
                    return usize::try_from(left).unwrap_or(usize::MAX);
                }
            }
            Pace::Held => {}
        }
        if pace.changed().await.is_err() {
            // The proxy is gone, and with it whoever could change the pace.
            std::future::pending::<()>().await;
        }
    }
}
