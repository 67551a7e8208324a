//! `/services`: the state of the services, a page for people and `ListServicesResponse` for programs.
//!
//! Where a service is, and the words of a failed connection, which name that place, are told to whoever may operate the gateway only:
//! with an operator's token, or on loopback. It is never kept: it changes while nothing else does.

use std::sync::Arc;

use api::report::v1::{ListServicesResponse, ServiceState};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Json, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kit::caller::{Caller, Role};
use render::Links;
use render::html::{ServiceLine, ServicesPage};

use super::language;
use super::negotiation::{self, Reader};
use super::passing::Passing;
use super::problem::{refuse, text};
use crate::app::Inner;
use crate::error::GatewayError;
use crate::services::discreet;

/// What decides in which form and language the state comes, and what of it is told.
const VARY: &str = "accept-encoding, accept, accept-language, authorization";

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let told = caller.is_some_and(|Extension(caller)| caller.roles.contains(&Role::Operator));
    let services = inner.list_services().into_iter().map(|state| if told { state } else { discreet(state) });
    let services: Vec<ServiceState> = services.collect();
    match negotiation::reader(text(&headers, &header::ACCEPT), Reader::Person) {
        Reader::Program => {
            let list = Json(ListServicesResponse { services, next_page_token: String::new() });
            let fixed = HeaderValue::from_static;
            ([(header::CACHE_CONTROL, fixed("no-store")), (header::VARY, fixed(VARY))], list).into_response()
        }
        Reader::Person => {
            let query = query.as_deref();
            match page(&inner, services, told, query, &headers) {
                Ok(page) => Passing { vary: VARY, ..page }.unkept(StatusCode::OK, &headers),
                Err(error) => refuse(&inner, error, query, &headers),
            }
        }
    }
}

fn page(
    inner: &Inner,
    services: Vec<ServiceState>,
    told: bool,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Passing, GatewayError> {
    let loaded = inner.contents.current();
    let language = language::of_page(loaded.as_deref(), query, headers)?;
    let line = |state: ServiceState| ServiceLine {
        name: state.service,
        address: told.then_some(state.address),
        version: state.version,
        revision: state.revision.map(|revision| (revision, state.revision_time.and_then(instant))),
        confirmed: state.confirmed,
        last_contact: state.last_contact.and_then(instant),
        last_error: state.last_error_time.map(|at| (state.last_error, instant(at))),
    };
    let page = ServicesPage {
        language: language.to_string(),
        languages: loaded.map(|loaded| loaded.content.languages().to_vec()).unwrap_or_default(),
        services: services.into_iter().map(line).collect(),
    };
    Ok(Passing::page(render::html::services(&page, &Links::default()), language))
}

fn instant(at: api::timestamp::Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::try_from(at).ok()
}
