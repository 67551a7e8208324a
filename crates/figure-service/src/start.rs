//! Starting a domain service: its store, its first bundle, its place on one port. Alike for all domains.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use interchange::Bundle;
use kit::caller::{Callers, OwnToken};
use kit::clock::{Clock, Manual};
use kit::config::{BundleChoice, Settings};
use kit::folder::{self, FolderError};
use kit::server::{App, ServeError};
use kit::shutdown::Shutdown;
use store::{Location, PostgresUrl, StoreError};
use tonic::service::Routes;

use crate::domain::Domain;
use crate::engine::{Engine, LoadError};
use crate::rpc::Figures;

/// What a domain service is started with.
#[derive(Clone)]
pub struct Start {
    /// Where its records are.
    pub location: Location,
    /// What an empty store is loaded with; read only when one is.
    pub bundle: Option<Arc<dyn FirstBundle>>,
    /// Who may call.
    pub callers: Callers,
    /// The token with which it asks other services for itself.
    pub own: Option<OwnToken>,
    /// What tells the time.
    pub clock: Clock,
    /// Ends everything.
    pub shutdown: Shutdown,
}

/// Where the bundle comes from that an empty store is loaded with: a bundle, or what reads one when it is needed.
pub trait FirstBundle: Send + Sync {
    /// The bundle.
    ///
    /// # Errors
    /// When its folder cannot be read.
    fn read(&self) -> Result<Cow<'_, Bundle>, FolderError>;
}

impl FirstBundle for Bundle {
    fn read(&self) -> Result<Cow<'_, Bundle>, FolderError> {
        Ok(Cow::Borrowed(self))
    }
}

/// The bundle in the binary.
struct Embedded<F>(F);

impl<F: Fn() -> Bundle + Send + Sync> FirstBundle for Embedded<F> {
    fn read(&self) -> Result<Cow<'_, Bundle>, FolderError> {
        Ok(Cow::Owned((self.0)()))
    }
}

/// A bundle in a folder.
struct Folder(PathBuf);

impl FirstBundle for Folder {
    fn read(&self) -> Result<Cow<'_, Bundle>, FolderError> {
        folder::read(&self.0).map(|(bundle, _)| Cow::Owned(bundle))
    }
}

/// Why a service did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The folder of the databases.
    #[error("the folder {} cannot be made: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// A bundle that is to be loaded cannot be read.
    #[error(transparent)]
    Bundle(#[from] FolderError),
    /// The store.
    #[error("the store of {service} does not open: {error}")]
    Store {
        /// Whose.
        service: String,
        /// Why not.
        error: StoreError,
    },
    /// The first bundle.
    #[error("{service}: {error}")]
    Load {
        /// Whose part.
        service: String,
        /// Why not.
        error: LoadError,
    },
    /// The port.
    #[error(transparent)]
    Serve(#[from] ServeError),
}

/// Where the settings say that a service's records are. The folder of its file is made.
fn location(service: &str, settings: &Settings) -> Result<Location, StartError> {
    if let Some(url) = &settings.database_url {
        let url = PostgresUrl::parse(url.expose());
        let url = url.map_err(|error| StartError::Store { service: service.to_owned(), error })?;
        return Ok(Location::Postgres(url));
    }
    let data = &settings.data_dir;
    std::fs::create_dir_all(data).map_err(|error| StartError::Folder { path: data.clone(), error })?;
    Ok(Location::File(settings.database(service)))
}

impl Start {
    /// In memory with a bundle, open to callers of the same process, by a clock that stands at the epoch: for tests.
    #[must_use]
    pub fn in_memory(bundle: Bundle) -> Self {
        Self {
            location: Location::Memory,
            bundle: Some(Arc::new(bundle)),
            callers: Callers::default(),
            own: None,
            clock: Manual::default().clock(),
            shutdown: Shutdown::new(),
        }
    }

    /// What the settings say for a service: its database, or its file in the data folder, the bundle chosen (`embedded` when none
    /// is).
    ///
    /// # Errors
    /// [`StartError`] when the data folder cannot be made, or the database's URL is not understood.
    pub fn new(
        service: &str,
        settings: &Settings,
        embedded: impl Fn() -> Bundle + Send + Sync + 'static,
        clock: Clock,
        shutdown: Shutdown,
    ) -> Result<Self, StartError> {
        let location = location(service, settings)?;
        let bundle: Option<Arc<dyn FirstBundle>> = match &settings.bundle {
            BundleChoice::None => None,
            BundleChoice::Embedded => Some(Arc::new(Embedded(embedded))),
            BundleChoice::Folder(path) => Some(Arc::new(Folder(path.clone()))),
        };
        let (callers, own) = (settings.callers(), settings.service_token.clone());
        Ok(Self { location, bundle, callers, own, clock, shutdown })
    }

    /// Opens the domain's store; an empty one is loaded with the domain's part of the bundle.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open(&self, domain: Domain) -> Result<Engine, StartError> {
        let service = domain.name.to_owned();
        let engine = Engine::open(domain, self.location.clone(), Arc::clone(&self.clock)).await;
        let engine = engine.map_err(|error| StartError::Store { service: service.clone(), error })?;
        // A store that is not empty is never touched at start. One that a crash left empty is: what matters is its head, not its file.
        if let Some(bundle) = self.bundle.as_ref().filter(|_| engine.store().head().revision == 0) {
            let bundle = bundle.read()?;
            engine.import_bundle(&bundle).await.map_err(|error| StartError::Load { service, error })?;
        }
        Ok(engine)
    }

    /// `FigureService` of an engine; a domain adds its typed API to these routes.
    #[must_use]
    pub fn routes(&self, engine: &Engine) -> Routes {
        Routes::new(Figures::new(engine.clone(), self.shutdown.clone()).into_server())
    }

    /// A service that has no typed API: `FigureService` on one port.
    #[must_use]
    pub fn plain_app(&self, engine: &Engine) -> App {
        use tonic::server::NamedService;
        type Server = api::figures::v1::figure_service_server::FigureServiceServer<Figures>;
        App {
            name: engine.domain().name.to_owned(),
            grpc: self.routes(engine),
            http: Router::new(),
            descriptors: vec![api::figures::v1::FILE_DESCRIPTOR_SET],
            services: vec![<Server as NamedService>::NAME],
            front: false,
            fallback: None,
            callers: self.callers.clone(),
            refusal: None,
        }
    }

    /// The service on one port: gRPC routes, health and reflection. `typed` is the typed API's full name, `descriptors` those of
    /// its package and of what it imports.
    #[must_use]
    pub fn app(
        &self,
        engine: &Engine,
        routes: Routes,
        typed: &'static str,
        descriptors: &'static [u8],
    ) -> App {
        let mut app = self.plain_app(engine);
        app.grpc = routes;
        app.descriptors.push(descriptors);
        app.services.push(typed);
        app
    }
}
