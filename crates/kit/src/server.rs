//! One port for gRPC, gRPC-Web and HTTP, with health, reflection, callers, limits and a graceful end.

mod call;
mod connections;
mod cors;
mod doors;
mod fallback;
mod observe;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use http::HeaderMap;
use tokio::net::TcpListener;
use tonic::Status;
use tonic::service::Routes;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;
use tonic_web::GrpcWebLayer;

use crate::access::{Access, Guarded, Open, Undeclared, closed};
use crate::caller::{Callers, Readers};
use crate::config::CorsOrigin;
use crate::shutdown::Shutdown;
use crate::transcode;

pub use self::call::Named;
pub use self::fallback::is_grpc;
pub(crate) use self::fallback::unimplemented;

use self::connections::Connections;

/// How long requests in flight may take to finish after the stop signal.
pub const GRACE: Duration = Duration::from_secs(10);
/// Requests at a time; more are refused.
const MAX_REQUESTS: usize = 1_024;

/// How people are told of a request that is refused before it is looked at: by the status, the query and the headers.
pub type Refusal = Arc<dyn Fn(&Status, Option<&str>, &HeaderMap) -> Response + Send + Sync>;

/// A service before it is served.
pub struct App {
    /// The service's name, for logs.
    pub name: String,
    /// gRPC services.
    pub grpc: Routes,
    /// HTTP routes; none of them may begin with a gRPC package.
    pub http: Router,
    /// Encoded file descriptor sets of the gRPC services: what each RPC requires of who calls, reflection, HTTP doors.
    pub descriptors: Vec<&'static [u8]>,
    /// Full names of the gRPC services.
    pub services: Vec<&'static str>,
    /// Whether it stands before other services: it answers reflection and HTTP doors itself, and a call may be about any of them.
    pub front: bool,
    /// What answers calls and requests that nothing above has; `None` says `UNIMPLEMENTED` to the ones, 404 to the others.
    pub fallback: Option<Router>,
    /// Who may call.
    pub callers: Callers,
    /// What writes the refusals of HTTP requests; `None` writes problem documents.
    pub refusal: Option<Refusal>,
}

/// An app with its health.
pub struct Assembled {
    /// Everything on one router; tower service of both HTTP and gRPC.
    pub router: Router,
    /// Sets what health says.
    pub health: HealthReporter,
    services: Vec<&'static str>,
}

/// Why a service could not be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A descriptor set does not decode: a fault of the build.
    #[error("the descriptors for reflection do not decode")]
    Descriptors(#[from] tonic_reflection::server::Error),
    /// A descriptor set does not hold all that it names: a fault of the build.
    #[error("the descriptors for the HTTP doors do not make sense")]
    Doors(#[from] prost_reflect::DescriptorError),
    /// An RPC does not say who may call it.
    #[error(transparent)]
    Undeclared(#[from] Undeclared),
    /// The listener failed.
    #[error("cannot listen")]
    Listen(#[from] std::io::Error),
}

impl App {
    /// Puts everything on one router. `local` is the address that it will listen on, `None` within the process.
    ///
    /// # Errors
    /// [`ServeError::Descriptors`], [`ServeError::Doors`], [`ServeError::Undeclared`].
    pub async fn assemble(self, local: Option<SocketAddr>) -> Result<Assembled, ServeError> {
        let pool = transcode::pool(self.descriptors.iter().copied())?;
        let access = Access::of(&pool, self.services.iter().copied())?;
        let open = (self.callers.readers() == Readers::Tokens)
            .then(|| Open::of(&pool, &self.services, access.clone()));
        let grpc = Guarded::new(self.grpc, access, &self.name, self.front);
        let behind = self.front || self.descriptors.is_empty();
        let doors = (!behind).then(|| doors::of(&self.name, pool, &self.services, grpc.clone()));
        let (doors, told) = doors.unzip();
        let (health, health_service) = tonic_health::server::health_reporter();
        for name in &self.services {
            health.set_service_status(*name, ServingStatus::Serving).await;
        }
        health.set_service_status("", ServingStatus::Serving).await;
        let mut own = Routes::new(health_service);
        if !behind {
            own = with_reflection(own, &self.descriptors)?;
        }
        let ready = health_probe(health.clone());
        let router = grpc
            .into_router()
            .merge(own.into_axum_router().reset_fallback())
            .layer(GrpcWebLayer::new())
            .merge(self.http)
            .merge(ready)
            .merge(told.unwrap_or_default())
            .fallback_service(fallback::service(doors, self.fallback));
        let router = match open {
            Some(open) => closed(router, open, self.refusal.clone()),
            None => router,
        };
        let router = observe::layers(router, &self.name, (self.callers, self.refusal), local, MAX_REQUESTS);
        Ok(Assembled { router, health, services: self.services })
    }

    /// The router alone, for use within the process.
    ///
    /// # Errors
    /// As [`App::assemble`].
    pub async fn into_router(self) -> Result<Router, ServeError> {
        self.assemble(None).await.map(|a| a.router)
    }
}

fn with_reflection(grpc: Routes, descriptors: &[&'static [u8]]) -> Result<Routes, ServeError> {
    // Each version would tell of itself alone.
    let own = [
        api::ERROR_DETAILS_DESCRIPTOR_SET,
        tonic_health::pb::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
        tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
    ];
    let builder = || {
        let start = tonic_reflection::server::Builder::configure().include_reflection_service(false);
        let start = own.iter().fold(start, |b, d| b.register_encoded_file_descriptor_set(d));
        descriptors.iter().fold(start, |b, d| b.register_encoded_file_descriptor_set(d))
    };
    Ok(grpc.add_service(builder().build_v1()?).add_service(builder().build_v1alpha()?))
}

/// `/healthz` (the process lives) and `/readyz` (it takes requests).
fn health_probe(health: HealthReporter) -> Router {
    let service = Arc::new(tonic_health::server::HealthService::from_health_reporter(health));
    let ready = move || {
        let service = Arc::clone(&service);
        async move {
            use tonic_health::pb::HealthCheckRequest;
            use tonic_health::pb::health_server::Health;
            let answer =
                service.check(tonic::Request::new(HealthCheckRequest { service: String::new() })).await;
            let serving = tonic_health::pb::health_check_response::ServingStatus::Serving;
            let ok = answer.is_ok_and(|a| a.get_ref().status() == serving);
            if ok {
                (http::StatusCode::OK, "ready\n")
            } else {
                (http::StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
            }
        }
    };
    Router::new()
        .route("/healthz", axum::routing::get(async || "alive\n"))
        .route("/readyz", axum::routing::get(ready))
}

/// Serves an app until the stop signal: health says NOT_SERVING first, then nothing new is taken, and requests in flight have
/// [`GRACE`] to finish.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(listener: TcpListener, app: App, shutdown: Shutdown) -> Result<(), ServeError> {
    serve_for(listener, app, &[], shutdown).await
}

/// The same, and pages of these sites may call.
///
/// # Errors
/// [`ServeError`].
pub async fn serve_for(
    listener: TcpListener,
    app: App,
    origins: &[CorsOrigin],
    shutdown: Shutdown,
) -> Result<(), ServeError> {
    let address = listener.local_addr()?;
    let name = app.name.clone();
    let mut app = app.assemble(Some(address)).await?;
    app.router = cors::allow(app.router, origins);
    tracing::info!(service = name, %address, "listening");
    let connections = Connections::default();
    let stopping = shutdown.cancelled();
    tokio::pin!(stopping);
    loop {
        tokio::select! {
            () = &mut stopping => break,
            (permit, accepted) = connections.accept(&listener) => match accepted {
                Ok((stream, _)) => connections.serve(stream, app.router.clone(), permit),
                Err(error) => refused(&error).await,
            },
        }
    }
    for service in app.services.iter().copied().chain([""]) {
        app.health.set_service_status(service, ServingStatus::NotServing).await;
    }
    drop(listener);
    if connections.end().await {
        tracing::info!(service = name, "stopped");
    } else {
        tracing::warn!(service = name, "stopped with requests still in flight");
    }
    Ok(())
}

/// Out of file descriptors and the like: wait a little instead of spinning.
async fn refused(error: &std::io::Error) {
    tracing::warn!(%error, "a connection was not accepted");
    tokio::time::sleep(Duration::from_millis(50)).await;
}
