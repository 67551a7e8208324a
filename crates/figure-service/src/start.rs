//! Starting a domain service: its store, its first bundle, its place on one port. Alike for all domains.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use interchange::Bundle;
use kit::caller::Callers;
use kit::clock::Clock;
use kit::config::{BundleChoice, Settings};
use kit::folder::{self, FolderError};
use kit::server::{App, ServeError};
use kit::shutdown::Shutdown;
use store::{Location, StoreError};
use tonic::service::Routes;

use crate::domain::Domain;
use crate::engine::{Engine, LoadError};
use crate::rpc::Figures;

/// What a domain service is started with.
#[derive(Clone)]
pub struct Start {
    /// Where its records are.
    pub location: Location,
    /// What an empty store is loaded with.
    pub bundle: Option<Arc<Bundle>>,
    /// Who may call.
    pub callers: Callers,
    /// What tells the time.
    pub clock: Clock,
    /// Ends everything.
    pub shutdown: Shutdown,
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

impl Start {
    /// What the settings say for a service: its file in the data folder, the bundle chosen (`embedded` when none is).
    ///
    /// # Errors
    /// [`StartError`] when the data folder cannot be made or the bundle's folder cannot be read.
    pub fn new(
        service: &str,
        settings: &Settings,
        embedded: impl FnOnce() -> Bundle,
        clock: Clock,
        shutdown: Shutdown,
    ) -> Result<Self, StartError> {
        let data = &settings.data_dir;
        std::fs::create_dir_all(data).map_err(|error| StartError::Folder { path: data.clone(), error })?;
        let file = settings.database(service);
        // A database that is there is never touched at start, so its bundle need not be read.
        let bundle = match &settings.bundle {
            BundleChoice::None => None,
            _ if file.exists() && std::fs::metadata(&file).is_ok_and(|m| m.len() > EMPTY_FILE) => None,
            BundleChoice::Embedded => Some(embedded()),
            BundleChoice::Folder(path) => Some(folder::read(path)?.0),
        };
        Ok(Self {
            location: Location::File(file),
            bundle: bundle.map(Arc::new),
            callers: Callers::new(settings.tokens.clone()),
            clock,
            shutdown,
        })
    }

    /// Opens the domain's store; an empty one is loaded with the domain's part of the bundle.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open(&self, domain: Domain) -> Result<Engine, StartError> {
        let service = domain.name.to_owned();
        let engine = Engine::open(domain, self.location.clone(), Arc::clone(&self.clock)).await;
        let engine = engine.map_err(|error| StartError::Store { service: service.clone(), error })?;
        if let Some(bundle) = &self.bundle {
            engine.import_bundle(bundle).await.map_err(|error| StartError::Load { service, error })?;
        }
        Ok(engine)
    }

    /// `FigureService` of an engine; a domain adds its typed API to these routes.
    #[must_use]
    pub fn routes(&self, engine: &Engine) -> Routes {
        Routes::new(Figures::new(engine.clone(), self.shutdown.clone()).into_server())
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
        use tonic::server::NamedService;
        type Server = api::figures::v1::figure_service_server::FigureServiceServer<Figures>;
        App {
            name: engine.domain().name.to_owned(),
            grpc: routes,
            http: Router::new(),
            descriptors: vec![api::figures::v1::FILE_DESCRIPTOR_SET, descriptors],
            services: vec![<Server as NamedService>::NAME, typed],
            fallback: None,
            callers: self.callers.clone(),
        }
    }
}

/// A file that was made and never written to.
const EMPTY_FILE: u64 = 0;
