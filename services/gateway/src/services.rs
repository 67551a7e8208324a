//! The services that the gateway asks: a name, an address and a channel each, and nothing else that is theirs.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::figures::v1::figure_service_client::FigureServiceClient;
use api::report::v1::ServiceState;
use arc_swap::ArcSwapOption;
use figures::measure::nearest;
use kit::caller::OwnToken;
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
    /// For calls of others.
    channel: Outgoing,
    /// For calls of the gateway itself.
    own: Outgoing,
}

/// All of them, by name.
#[derive(Clone)]
pub(crate) struct Services(Arc<BTreeMap<String, Arc<Service>>>);

impl Service {
    fn new(name: &str, target: &Target, own: Option<OwnToken>) -> Self {
        let channel = Outgoing::new(crate::NAME, name, target.channel());
        Self {
            name: name.to_owned(),
            address: target.to_string(),
            version: ArcSwapOption::empty(),
            learned: ArcSwapOption::empty(),
            own: channel.clone().bearing(own),
            channel,
        }
    }

    /// A client that reads its figures. A call that bears no caller's token bears the gateway's own.
    pub(crate) fn figures(&self) -> FigureServiceClient<Outgoing> {
        client(self.own())
    }

    /// A client of its figures for calls that are passed on: they bear their caller's token or none.
    pub(crate) fn figures_for_others(&self) -> FigureServiceClient<Outgoing> {
        client(self.channel())
    }

    /// The channel to it, for calls that are passed on.
    pub(crate) fn channel(&self) -> Outgoing {
        self.channel.clone()
    }

    /// The channel to it, for what the gateway asks itself.
    pub(crate) fn own(&self) -> Outgoing {
        self.own.clone()
    }
}

fn client(channel: Outgoing) -> FigureServiceClient<Outgoing> {
    FigureServiceClient::new(channel)
        .max_decoding_message_size(MAX_MESSAGE_BYTES)
        .max_encoding_message_size(MAX_MESSAGE_BYTES)
}

/// What of a service's state is told to whoever may not read: of what failed its kind, which says what to do.
pub(crate) fn to_strangers(state: ServiceState) -> ServiceState {
    let kind = state.last_error.split(':').next().unwrap_or_default().to_owned();
    ServiceState { last_error: kind, ..discreet(state) }
}

/// What of a service's state may be told to everybody: not where it is, nor the words of a failed connection, which name that place.
pub(crate) fn discreet(state: ServiceState) -> ServiceState {
    ServiceState { address: String::new(), last_error: String::new(), ..state }
}

impl Services {
    /// Channels to these targets; nothing is connected yet. Must be called within a runtime.
    pub(crate) fn new(targets: &[(String, Target)], own: Option<&OwnToken>) -> Self {
        let one = |(name, target): &(String, Target)| {
            (name.clone(), Arc::new(Service::new(name, target, own.cloned())))
        };
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
