//! The services that the gateway asks: a name, an address and a channel each, and nothing else that is theirs.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::figures::v1::figure_service_client::FigureServiceClient;
use arc_swap::ArcSwapOption;
use figures::measure::nearest;
use kit::channel::{MAX_MESSAGE_BYTES, Target};
use kit::outgoing::Outgoing;

use crate::error::GatewayError;
use crate::reflection::Learned;

/// One service.
pub(crate) struct Service {
    /// Its name, the first part of its figures' keys.
    pub(crate) name: String,
    /// Where it is: a URL, or `in-process`.
    pub(crate) address: String,
    /// The version that it told last.
    pub(crate) version: ArcSwapOption<String>,
    /// What it serves, as it told last; kept while it is down.
    pub(crate) learned: ArcSwapOption<Learned>,
    channel: Outgoing,
}

/// All of them, by name.
#[derive(Clone)]
pub(crate) struct Services(Arc<BTreeMap<String, Arc<Service>>>);

impl Service {
    fn new(name: &str, target: &Target) -> Self {
        Self {
            name: name.to_owned(),
            address: target.to_string(),
            version: ArcSwapOption::empty(),
            learned: ArcSwapOption::empty(),
            channel: Outgoing::new(crate::NAME, name, target.channel()),
        }
    }

    /// A client of its figures.
    pub(crate) fn figures(&self) -> FigureServiceClient<Outgoing> {
        FigureServiceClient::new(self.channel())
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }

    /// The channel to it.
    pub(crate) fn channel(&self) -> Outgoing {
        self.channel.clone()
    }
}

impl Services {
    /// Channels to these targets; nothing is connected yet. Must be called within a runtime.
    pub(crate) fn new(targets: &[(String, Target)]) -> Self {
        let one = |(name, target): &(String, Target)| (name.clone(), Arc::new(Service::new(name, target)));
        Self(Arc::new(targets.iter().map(one).collect()))
    }

    /// Their names, sorted.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// All, by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Service>> {
        self.0.values()
    }

    /// The service of a name, if there is one.
    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Service>> {
        self.0.get(name)
    }

    /// The service of a name.
    ///
    /// # Errors
    /// [`GatewayError::NoService`] with the most similar name.
    pub(crate) fn find(&self, name: &str) -> Result<&Arc<Service>, GatewayError> {
        self.get(name).ok_or_else(|| GatewayError::NoService {
            asked: name.chars().take(100).collect(),
            nearest: nearest(name, self.names()).map(str::to_owned),
        })
    }
}
