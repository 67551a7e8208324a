//! The gateway's pages: the list of reports, reports, figures and pictures.
//!
//! `/reports/2024` is the newest published edition, the live report while there is none; `/reports/2024/live` is always live. The
//! ending of an address says the form (`.json`, `.md`), `?lang=` the language, else `Accept-Language` does. A figure's address is
//! its key. Errors are problem documents for programs, in the same words as over gRPC, and pages for people, in their language.

pub(crate) mod coding;
mod collection;
pub(crate) mod conditional;
mod feed;
mod figures;
mod findings;
mod headers;
mod images;
mod index;
mod language;
mod negotiation;
mod openapi;
mod passing;
mod preview;
mod problem;
mod reports;
mod robots;
mod search;
mod segments;
mod services;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use kit::server::Refusal;

use crate::app::App;
use crate::config::NAME;
use crate::error::GatewayError;

/// The routes.
pub(crate) fn router(app: &App) -> Router {
    let routes = Router::new()
        .route("/", get(index::get))
        .route("/reports/{file}", get(reports::newest))
        .route("/reports/{year}/search", get(search::newest))
        .route("/reports/{year}/preview", get(preview::get))
        .route("/reports/{year}/findings", get(findings::get))
        .route("/reports/{year}/findings.json", get(findings::json))
        .route("/reports/{year}/collection", get(collection::get))
        .route("/reports/{year}/collection/{file}", get(collection::workbook))
        .route("/reports/{year}/{file}", get(reports::live))
        .route("/reports/{year}/editions/{edition}", get(reports::edition))
        .route("/reports/{year}/pages/{file}", get(reports::page))
        .route("/reports/{year}/pages/{page}/{file}", get(reports::page_of))
        .route("/figures/{service}/{measure}", get(figures::get))
        .route("/robots.txt", get(robots::get))
        .route("/services", get(services::get))
        .route(render::feed::PATH, get(feed::get))
        .route("/images/{*file}", get(images::get))
        .route(kit::openapi::PATH, get(openapi::get))
        .method_not_allowed_fallback(reports::not_allowed)
        .with_state(Arc::clone(&app.inner));
    headers::secured(routes)
}

/// How people and programs are told of a request that is refused before it is looked at.
pub(crate) fn refusal(app: &App) -> Refusal {
    let inner = Arc::clone(&app.inner);
    Arc::new(move |status, query, headers| {
        let error = GatewayError::Service { service: NAME.to_owned(), status: Box::new(status.clone()) };
        headers::secure(problem::refuse(&inner, error, query, headers))
    })
}

/// What answers where there is no page.
pub(crate) fn nowhere(app: &App) -> Router {
    headers::secured(Router::new().fallback(reports::nowhere).with_state(Arc::clone(&app.inner)))
}
