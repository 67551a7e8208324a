//! A wire between a store and its server that can be cut, and that loses the answer to a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Relays to the server of a URL.
pub(super) struct Relay {
    /// The same database through the relay.
    pub(super) url: String,
    /// Whether the next commit reaches the server and its answer does not come back.
    pub(super) lose_the_next_answer: Arc<AtomicBool>,
}

impl Relay {
    pub(super) async fn before(url: &str) -> Self {
        let (_, rest) = url.split_once('@').expect("a role");
        let (server, _) = rest.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let own = listener.local_addr().expect("its address").to_string();
        let lose = Arc::new(AtomicBool::new(false));
        tokio::spawn(accept(listener, server.to_owned(), Arc::clone(&lose)));
        Self { url: url.replace(server, &own), lose_the_next_answer: lose }
    }
}

async fn accept(listener: TcpListener, server: String, lose: Arc<AtomicBool>) {
    while let Ok((client, _)) = listener.accept().await {
        let Ok(server) = TcpStream::connect(&server).await else { continue };
        tokio::spawn(relay(client, server, Arc::clone(&lose)));
    }
}

/// Until one end is gone, or a commit was answered whose answer is to be lost.
async fn relay(mut client: TcpStream, mut server: TcpStream, lose: Arc<AtomicBool>) -> std::io::Result<()> {
    let (mut asked, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        tokio::select! {
            length = client.read(&mut asked) => {
                let bytes = &asked[..length?];
                if bytes.is_empty() {
                    return Ok(());
                }
                server.write_all(bytes).await?;
                let commits = bytes.windows(7).any(|word| word == b"COMMIT\0");
                if commits && lose.swap(false, Ordering::SeqCst) {
                    return server.read(&mut answered).await.map(drop);
                }
            }
            length = server.read(&mut answered) => {
                let bytes = &answered[..length?];
                if bytes.is_empty() {
                    return Ok(());
                }
                client.write_all(bytes).await?;
            }
        }
    }
}
