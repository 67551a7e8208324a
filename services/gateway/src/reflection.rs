//! What the services serve besides figures, learned from their own reflection, and the gateway's reflection over all of it.
//!
//! The gateway knows no domain's words: which gRPC services there are, and their descriptors, each service tells when it is
//! heard from. What was learned is kept while the service is down. Descriptors stay the bytes that they came as: decoding and
//! encoding them again would lose custom options, and with them the HTTP annotations.

mod doors;
mod learn;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use kit::access::{Access, Guarded};
use kit::openapi::Source;
use kit::transcode::{self, Transcoder};
use prost_reflect::DescriptorPool;
use tonic::service::Routes;
use tower::ServiceExt;

pub(crate) use self::doors::Doors;

use crate::config::NAME;
use crate::error::StartError;
use crate::services::{Service, Services};

/// The gRPC services that the gateway answers itself, whoever else has them.
pub(crate) const OWN: [&str; 3] = [
    "yearbook.figures.v1.FigureService",
    "yearbook.report.v1.CollectionService",
    "yearbook.report.v1.ReportService",
];
/// The encoded descriptors of these.
pub(crate) const OWN_DESCRIPTORS: [&[u8]; 2] =
    [api::figures::v1::FILE_DESCRIPTOR_SET, api::report::v1::FILE_DESCRIPTOR_SET];
/// Those that come with every service.
const EVERYWHERE: [&str; 3] = [
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
];

/// What a service serves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Learned {
    /// Full names of its own gRPC services.
    pub(crate) services: Vec<String>,
    /// Encoded descriptors of the files that define them and of all that these import, by file name.
    pub(crate) files: BTreeMap<String, Bytes>,
}

/// The gateway's reflection, and the doors of its services.
pub(crate) struct Reflection {
    services: Services,
    current: ArcSwap<Router>,
    doors: ArcSwap<Doors>,
    pool: DescriptorPool,
    /// What the gateway's own RPCs require of who calls.
    access: Access,
    learning: Mutex<()>,
}

impl Reflection {
    /// Reflection of the gateway's own services; the others are learned.
    ///
    /// # Errors
    /// When the gateway's own descriptors do not decode, or an RPC of it does not say who may call it: a fault of the build.
    pub(crate) fn new(services: Services) -> Result<Self, StartError> {
        let router = router(&services)?;
        let pool = transcode::pool(OWN_DESCRIPTORS)?;
        let doors = ArcSwap::from_pointee(Doors::of(own(&pool), &services));
        let access = Access::of(&pool, OWN)?;
        let (current, learning) = (ArcSwap::from_pointee(router), Mutex::default());
        Ok(Self { services, current, doors, pool, access, learning })
    }

    /// The gateway's own doors, before its own gRPC services.
    pub(crate) fn own_doors(&self, stack: Routes) -> Transcoder {
        let stack = Guarded::new(stack, self.access.clone(), NAME, true);
        Transcoder::new(&self.pool, OWN, stack)
    }

    /// Which service an HTTP method and path belong to.
    pub(crate) fn doors(&self) -> Arc<Doors> {
        self.doors.load_full()
    }

    /// Asks a service what it serves, and serves its descriptors from then on. What does not make sense is left out.
    pub(crate) async fn learn(&self, service: &Service) {
        let learned = match learn::ask(service).await {
            Ok(learned) => Arc::new(learned),
            Err(status) => {
                let why = status.message();
                tracing::warn!(service = service.name, why, "the service does not tell what it serves");
                return;
            }
        };
        if service.learned.load().as_deref() == Some(&*learned) {
            return;
        }
        // One after another: what is made of all that is known must not replace what was made of more.
        let _alone = self.learning.lock().unwrap_or_else(PoisonError::into_inner);
        let before = service.learned.swap(Some(learned));
        match router(&self.services) {
            Ok(router) => {
                self.current.store(Arc::new(router));
                self.doors.store(Arc::new(Doors::of(own(&self.pool), &self.services)));
            }
            Err(error) => {
                service.learned.store(before);
                tracing::warn!(service = service.name, %error, "the service's descriptors do not make sense");
            }
        }
    }

    /// The service that serves a gRPC service.
    pub(crate) fn owner(&self, grpc_service: &str) -> Option<&Arc<Service>> {
        self.services.iter().find(|service| {
            service.learned.load().as_ref().is_some_and(|l| l.services.iter().any(|s| s == grpc_service))
        })
    }

    /// Answers a call of reflection.
    pub(crate) async fn answer(&self, request: Request) -> Response {
        let router = Router::clone(&self.current.load());
        router.oneshot(request).await.unwrap_or_else(|never| match never {})
    }
}

/// The gateway's own descriptors, for the document.
fn own(pool: &DescriptorPool) -> Source {
    Source { pool: pool.clone(), services: OWN.iter().map(|name| (*name).to_owned()).collect() }
}

/// Reflection, v1 and v1alpha, over the gateway's descriptors and all that is learned.
fn router(services: &Services) -> Result<Router, tonic_reflection::server::Error> {
    let learned: Vec<Arc<Learned>> = services.iter().filter_map(|s| s.learned.load_full()).collect();
    let sets: Vec<Vec<u8>> = learned.iter().map(|l| descriptor_set(l.files.values())).collect();
    let names = || {
        let own = OWN.iter().chain(&EVERYWHERE).map(|name| (*name).to_owned());
        own.chain(learned.iter().flat_map(|l| l.services.clone()))
    };
    let builder = || {
        // The first file of a name wins: the gateway's own go first.
        let [figures, report] = OWN_DESCRIPTORS;
        let own = [
            figures,
            report,
            api::ERROR_DETAILS_DESCRIPTOR_SET,
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ];
        let builder = tonic_reflection::server::Builder::configure().include_reflection_service(false);
        let builder = own.into_iter().fold(builder, |b, set| b.register_encoded_file_descriptor_set(set));
        let builder = sets.iter().fold(builder, |b, set| b.register_encoded_file_descriptor_set(set));
        names().fold(builder, |b, name| b.with_service_name(name))
    };
    let (v1, v1alpha) = (builder().build_v1()?, builder().build_v1alpha()?);
    Ok(Routes::default().add_service(v1).add_service(v1alpha).into_axum_router())
}

/// An encoded `FileDescriptorSet` of encoded files.
fn descriptor_set<'a>(files: impl Iterator<Item = &'a Bytes>) -> Vec<u8> {
    let mut set = Vec::new();
    for file in files {
        // `repeated FileDescriptorProto file = 1`
        prost::encoding::bytes::encode(1, file, &mut set);
    }
    set
}
