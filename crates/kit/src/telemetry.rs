//! Log lines and metrics.
//!
//! Lines are text on a terminal and one JSON object each otherwise. Metrics are recorded through the `metrics` facade, which costs
//! next to nothing while nobody listens; they are served on an address of their own, never on the public one.

use std::io::IsTerminal;
use std::net::SocketAddr;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::LogFormat;
use crate::shutdown::Shutdown;

/// Names of metrics, declared once.
pub mod names {
    /// Counter: requests answered, by `service`, `method` and `code` (`OK`, `NOT_FOUND` … of gRPC, `200` … of HTTP).
    pub const REQUESTS: &str = "yearbook_requests_total";
    /// Histogram: seconds to the end of a gRPC answer, to the head of an HTTP one, by `service` and `method`.
    pub const REQUEST_SECONDS: &str = "yearbook_request_seconds";
    /// Histogram: seconds that assembling a report took, by `outcome` (`whole`, `partial`, `failed`).
    pub const ASSEMBLY_SECONDS: &str = "yearbook_assembly_seconds";
    /// Gauge: whether a `service` is confirmed (1) or not (0).
    pub const SERVICE_CONFIRMED: &str = "yearbook_service_confirmed";
    /// Gauge, always 1: `version` and `service` of the build.
    pub const BUILD_INFO: &str = "yearbook_build_info";
}

/// Bounds of the histogram of seconds, from a warm report to the deadline of an assembly and beyond.
const BUCKETS: [f64; 12] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 5.0, 30.0];

/// Starts logging. A second call changes nothing (tests run several services in one process).
pub fn init(filter: &str, format: LogFormat) {
    let text = match format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => std::io::stderr().is_terminal(),
    };
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let started = if text {
        registry.with(layer.with_ansi(std::io::stderr().is_terminal())).try_init()
    } else {
        registry.with(layer.json().flatten_event(true)).try_init()
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Why metrics are not served.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    /// A recorder is installed already, or cannot be built.
    #[error("metrics cannot be recorded")]
    Recorder(#[from] metrics_exporter_prometheus::BuildError),
    /// The address cannot be bound.
    #[error("metrics cannot be served on {address}; choose another --metrics-listen")]
    Listen {
        /// The address asked.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Installs the recorder of metrics and serves them at `/metrics` of `address` until the stop signal; returns the address bound.
///
/// # Errors
/// [`MetricsError`].
pub async fn serve_metrics(
    address: SocketAddr,
    service: &str,
    shutdown: Shutdown,
) -> Result<SocketAddr, MetricsError> {
    let failed = |source| MetricsError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    metrics::gauge!(names::BUILD_INFO, "service" => service.to_owned(), "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    tracing::info!(address = %bound, "metrics");
    let app = axum::Router::new().route("/metrics", axum::routing::get(move || rendered(handle.clone())));
    tokio::spawn(async move {
        let served = axum::serve(listener, app).with_graceful_shutdown(shutdown.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "metrics");
        }
    });
    Ok(bound)
}

async fn rendered(handle: PrometheusHandle) -> String {
    handle.run_upkeep();
    handle.render()
}
