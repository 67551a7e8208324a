//! The state of each service: as a gateway sees it, or as its database says.

use std::path::Path;

use anyhow::bail;
use api::report::v1::{ListServicesRequest, ServiceState};
use jiff::Timestamp;
use kit::clock;
use kit::config::database;
use serde::Serialize;
use store::{Location, Store};

use crate::backup::services_in;
use crate::connection::Connection;

/// The most pages of services that are asked for.
const MOST_PAGES: usize = 100;

/// One service. Times are RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct State {
    /// Its name.
    pub(super) service: String,
    /// Where it is asked, or its file.
    pub(super) address: String,
    /// Its version, where it has told it.
    pub(super) version: Option<String>,
    /// Its newest revision that is known.
    pub(super) revision: Option<i64>,
    /// When that was committed.
    pub(super) committed_at: Option<String>,
    /// Whether it is heard from, or its file can be read.
    pub(super) confirmed: bool,
    /// When it was last heard.
    pub(super) last_contact: Option<String>,
    /// What failed last, since it was last heard.
    pub(super) last_error: Option<String>,
    /// When that was.
    pub(super) last_error_at: Option<String>,
    /// What to do, where it is not confirmed.
    pub(super) remedy: Option<String>,
}

/// As the gateway of a server sees them.
///
/// # Errors
/// When it does not answer.
pub(super) async fn of_server(connection: &Connection) -> anyhow::Result<Vec<State>> {
    let mut states = Vec::new();
    let mut request = ListServicesRequest::default();
    for _ in 0..MOST_PAGES {
        let answered = connection.reports().list_services(request.clone()).await;
        let page = answered.map_err(|status| connection.failed(&status))?.into_inner();
        states.extend(page.services.into_iter().map(State::from));
        if page.next_page_token.is_empty() {
            return Ok(states);
        }
        request.page_token = page.next_page_token;
    }
    bail!("the server has more services than this program asks for")
}

/// As their databases in a folder say.
///
/// # Errors
/// When there is none.
pub(super) async fn of_files(folder: &Path) -> anyhow::Result<Vec<State>> {
    let names = services_in(folder)?;
    if names.is_empty() {
        bail!("there are no databases in {}; name their folder with --data-dir", folder.display());
    }
    let mut states = Vec::new();
    for name in names {
        states.push(of_file(folder, name).await);
    }
    Ok(states)
}

async fn of_file(folder: &Path, service: String) -> State {
    let path = database(folder, &service);
    let opened = Store::open_declared(&Location::ReadOnly(path.clone()), clock::system()).await;
    let head = opened.as_ref().ok().map(Store::head);
    if let Ok(store) = &opened {
        store.close().await;
    }
    let last_error = opened.err().map(|error| error.to_string());
    State {
        service,
        address: path.display().to_string(),
        version: None,
        revision: head.map(|head| head.revision),
        committed_at: head.and_then(|head| head.committed_at).map(|time| time.to_string()),
        confirmed: last_error.is_none(),
        last_contact: None,
        remedy: last_error.as_ref().map(|_| {
            "Look it through with `yearbook verify`, and restore it from a backup where it is damaged."
                .to_owned()
        }),
        last_error,
        last_error_at: None,
    }
}

impl From<ServiceState> for State {
    fn from(state: ServiceState) -> Self {
        let time = |time: Option<_>| time.and_then(|t| Timestamp::try_from(t).ok()).map(|t| t.to_string());
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let remedy = (!state.confirmed).then(|| remedy(&state));
        Self {
            service: state.service,
            address: state.address,
            version: given(state.version),
            revision: state.revision,
            committed_at: time(state.revision_time),
            confirmed: state.confirmed,
            last_contact: time(state.last_contact),
            last_error: given(state.last_error),
            last_error_at: time(state.last_error_time),
            remedy,
        }
    }
}

/// What to do about a service that is not heard: by the status with which it was last tried.
fn remedy(state: &ServiceState) -> String {
    let ServiceState { service, address, .. } = state;
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    match state.last_error.split(':').next().unwrap_or_default() {
        "Unavailable" | "DeadlineExceeded" | "Cancelled" if address.is_empty() => {
            "It does not answer; where it is asked and what failed is told to those who have a token (--token).".to_owned()
        }
        "" => "The gateway has not heard of it yet; ask again in a moment.".to_owned(),
        "Unavailable" => format!(
            "Nothing answers at {address}. Is {service} running there (its log says why it ended), and is the address that of --service? Ask it yourself: grpcurl -plaintext {host} grpc.health.v1.Health/Check"
        ),
        "DeadlineExceeded" | "Cancelled" => format!(
            "It takes connections at {address} and says nothing: look at its load (yearbook_requests_in_flight) and its log."
        ),
        "Unimplemented" | "NotFound" => {
            format!("What listens at {address} has no figures: correct --service {service}=URL.")
        }
        "Unauthenticated" | "PermissionDenied" => {
            format!(
                "{service} does not let the gateway read: start the gateway with --service-token-file FILE, which holds a token of the file that {service} has as --tokens."
            )
        }
        _ => format!("The log of {service} has the cause."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_not_to_be_heard_has_its_remedy() {
        let of = |error: &str| {
            let (service, address) = ("projects".to_owned(), "http://h:50052/".to_owned());
            let state =
                ServiceState { service, address, last_error: error.to_owned(), ..ServiceState::default() };
            State::from(state).remedy.expect("not confirmed")
        };
        assert!(
            of("Unavailable: tcp connect error")
                .ends_with("grpcurl -plaintext h:50052 grpc.health.v1.Health/Check")
        );
        assert!(of("DeadlineExceeded: nothing was heard for 10s").contains("load"));
        assert!(of("Unimplemented: no").contains("--service projects=URL"));
        assert!(of("Internal: an event of `events`").contains("log"));
        assert!(of("Unauthenticated: whoever is not known").contains("--service-token-file"));
        assert!(of("").contains("in a moment"));
    }
}
