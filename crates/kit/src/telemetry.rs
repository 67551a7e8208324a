//! Log lines and metrics.
//!
//! Lines are text on a terminal and one JSON object each otherwise. Metrics are recorded through the `metrics` facade, which costs
//! next to nothing while nobody listens; they are served on an address of their own, never on the public one.

mod lines;
pub mod names;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::LogFormat;
use crate::shutdown::Shutdown;

use self::lines::Traced;
use self::names::{ALL, Kind};

/// Bounds of the histogram of seconds, from a warm report to the deadline of an assembly and beyond.
const BUCKETS: [f64; 12] = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 5.0, 30.0];
/// How often what was recorded is summed up: the exporter's own default.
const UPKEEP: Duration = Duration::from_secs(5);

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
        let layer = layer.with_ansi(std::io::stderr().is_terminal());
        registry.with(layer.map_event_format(|inner| Traced { inner, json: false })).try_init()
    } else {
        let layer = layer.json().flatten_event(true);
        registry.with(layer.map_event_format(|inner| Traced { inner, json: true })).try_init()
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
    describe();
    metrics::gauge!(names::BUILD_INFO, "service" => service.to_owned(), "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    metrics::gauge!(names::START).set(crate::clock::system()().as_duration().as_secs_f64());
    tracing::info!(address = %bound, "metrics");
    tokio::spawn(kept_up(handle.clone(), shutdown.clone()));
    let app = axum::Router::new().route("/metrics", axum::routing::get(move || rendered(handle.clone())));
    tokio::spawn(async move {
        let served = axum::serve(listener, app).with_graceful_shutdown(shutdown.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "metrics");
        }
    });
    Ok(bound)
}

/// Tells what each metric says, for those who read `/metrics` itself.
fn describe() {
    for metric in ALL {
        match metric.kind {
            Kind::Counter => metrics::describe_counter!(metric.name, metric.help),
            Kind::Gauge => metrics::describe_gauge!(metric.name, metric.help),
            Kind::Histogram => metrics::describe_histogram!(metric.name, metric.help),
        }
    }
}

/// Records a write to a service's database: whether it made a revision, changed nothing, or failed (`None`).
pub fn committed(service: &str, took: Duration, changed: Option<bool>) {
    let outcome = match changed {
        Some(true) => "changed",
        Some(false) => "unchanged",
        None => "failed",
    };
    metrics::counter!(names::COMMITS, "service" => service.to_owned(), "outcome" => outcome).increment(1);
    metrics::histogram!(names::COMMIT_SECONDS, "service" => service.to_owned()).record(took.as_secs_f64());
}

/// Sums up what was recorded every few seconds, so that samples do not pile up while nobody scrapes.
async fn kept_up(handle: PrometheusHandle, shutdown: Shutdown) {
    let mut often = tokio::time::interval(UPKEEP);
    while shutdown.run_until_cancelled(often.tick()).await.is_some() {
        handle.run_upkeep();
    }
}

async fn rendered(handle: PrometheusHandle) -> String {
    handle.run_upkeep();
    handle.render()
}
