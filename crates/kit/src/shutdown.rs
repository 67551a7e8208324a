//! The stop signal: SIGTERM or ctrl-C for programs, a call for tests.

use tokio_util::sync::CancellationToken;

/// Cancelled when the process is asked to stop. Cloned into everything that must end.
pub type Shutdown = CancellationToken;

/// A token that the process's signals cancel.
///
/// # Errors
/// When the signal handlers cannot be installed.
pub fn on_signal() -> std::io::Result<Shutdown> {
    let token = Shutdown::new();
    let cancel = token.clone();
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        tracing::info!("stopping");
        cancel.cancel();
    });
    Ok(token)
}
