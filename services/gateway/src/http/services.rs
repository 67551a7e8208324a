//! `/services`: the state of the services, a page for people and `ListServicesResponse` for programs.
//!
//! Where a service is, and the words of a failed connection, which name that place, are told to whoever may operate the gateway only:
//! with an operator's token, or on loopback. It is never kept: it changes while nothing else does.

use std::sync::Arc;

use api::report::v1::{ListServicesResponse, ServiceState};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Json, Response};
use http::{HeaderMap, HeaderValue, header};
use kit::caller::{Caller, Role};
use render::Links;
use render::html::{ServiceLine, ServicesPage};

use super::negotiation::{self, Reader};
use super::problem::text;
use super::reports::{parameter, refuse};
use crate::app::Inner;
use crate::error::GatewayError;

pub(super) async fn get(
    State(inner): State<Arc<Inner>>,
    caller: Option<Extension<Caller>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let told = caller.is_some_and(|Extension(caller)| caller.roles.contains(&Role::Operator));
    let services = inner.list_services().into_iter().map(|state| if told { state } else { discreet(state) });
    let services: Vec<ServiceState> = services.collect();
    let mut response = match negotiation::reader(text(&headers, &header::ACCEPT), Reader::Person) {
        Reader::Program => {
            Json(ListServicesResponse { services, next_page_token: String::new() }).into_response()
        }
        Reader::Person => match page(&inner, services, told, query.as_deref(), &headers) {
            Ok(page) => Html(page).into_response(),
            Err(error) => return refuse(&inner, error, &headers),
        },
    };
    let fixed = HeaderValue::from_static;
    response.headers_mut().insert(header::CACHE_CONTROL, fixed("no-store"));
    response.headers_mut().insert(header::VARY, fixed("accept, accept-language, authorization"));
    response
}

/// What may be told to everybody.
fn discreet(state: ServiceState) -> ServiceState {
    ServiceState { address: String::new(), last_error: String::new(), ..state }
}

fn page(
    inner: &Inner,
    services: Vec<ServiceState>,
    told: bool,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<String, GatewayError> {
    let loaded = inner.contents.current();
    let languages = loaded.as_ref().map(|loaded| loaded.languages.as_slice()).unwrap_or_default();
    let wished = negotiation::language(languages, text(headers, &header::ACCEPT_LANGUAGE));
    let asked = parameter(query, "lang").or(wished.map(|language| &**language));
    let language = match &loaded {
        Some(loaded) => loaded.language(asked)?.to_string(),
        None => "en".to_owned(),
    };
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
        language,
        languages: languages.iter().map(ToString::to_string).collect(),
        services: services.into_iter().map(line).collect(),
    };
    Ok(render::html::services(&page, &Links::default()))
}

fn instant(at: api::timestamp::Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::try_from(at).ok()
}
