//! Pages of other sites: which may call from a browser, and what their scripts may see of the answer (CORS).
//!
//! The layer stands outside of all others: a preflight carries no token, and what translates gRPC-Web would refuse it. Who may call is
//! not who may write: without a token a page of another site reads only (`kit::caller`).

use std::time::Duration;

use axum::Router;
use http::{HeaderName, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::CorsOrigin;

/// How long a browser may remember a preflight.
const MAX_AGE: Duration = Duration::from_secs(3_600);

/// What a page may send.
fn sent() -> [HeaderName; 10] {
    let own = HeaderName::from_static;
    [
        header::ACCEPT,
        header::ACCEPT_LANGUAGE,
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_NONE_MATCH,
        own("grpc-timeout"),
        own("x-grpc-web"),
        own("x-user-agent"),
        own("traceparent"),
        own("tracestate"),
    ]
}

/// What a page may see besides what every page may.
fn seen() -> [HeaderName; 5] {
    let own = HeaderName::from_static;
    [
        own("grpc-status"),
        own("grpc-message"),
        own("grpc-status-details-bin"),
        header::ETAG,
        header::CONTENT_LANGUAGE,
    ]
}

/// Lets the pages of these sites call; of none, where there are none.
pub(super) fn allow(router: Router, origins: &[CorsOrigin]) -> Router {
    if origins.is_empty() {
        return router;
    }
    let sites = origins.iter().filter_map(|origin| match origin {
        CorsOrigin::Site(site) => Some(site.clone()),
        CorsOrigin::Any => None,
    });
    let allowed =
        if origins.contains(&CorsOrigin::Any) { AllowOrigin::any() } else { AllowOrigin::list(sites) };
    let methods = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    router.layer(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods(methods)
            .allow_headers(sent())
            .expose_headers(seen())
            .max_age(MAX_AGE),
    )
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::Request;
    use axum::response::Response;
    use http::HeaderValue;
    use tower::ServiceExt;

    use super::*;

    async fn ask(origins: &[CorsOrigin], request: http::request::Builder) -> Response {
        let router = Router::new().route("/x", axum::routing::get(async || "x"));
        let request: Request = request.uri("/x").body(Body::empty()).expect("a request");
        allow(router, origins).oneshot(request).await.unwrap_or_else(|never| match never {})
    }

    fn header<'a>(response: &'a Response, name: &str) -> &'a str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn site() -> Vec<CorsOrigin> {
        vec![CorsOrigin::Site(HeaderValue::from_static("https://example.org"))]
    }

    #[tokio::test]
    async fn a_page_of_a_site_that_may_is_let_in_and_others_are_not() {
        let from = |origin: &str| Request::get("/x").header("origin", origin);
        let answer = ask(&site(), from("https://example.org")).await;
        assert_eq!(header(&answer, "access-control-allow-origin"), "https://example.org");
        assert!(header(&answer, "access-control-expose-headers").contains("grpc-status-details-bin"));
        let other = ask(&site(), from("https://example.com")).await;
        assert_eq!(header(&other, "access-control-allow-origin"), "");
        let any = ask(&[CorsOrigin::Any], from("https://example.com")).await;
        assert_eq!(header(&any, "access-control-allow-origin"), "*");
        let none = ask(&[], from("https://example.org")).await;
        assert_eq!((header(&none, "access-control-allow-origin"), header(&none, "vary")), ("", ""));
    }

    #[tokio::test]
    async fn a_preflight_is_answered_before_anything_else() {
        let request = Request::options("/x")
            .header("origin", "https://example.org")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type,x-grpc-web");
        let answer = ask(&site(), request).await;
        assert_eq!(answer.status(), 200);
        assert!(header(&answer, "access-control-allow-headers").contains("x-grpc-web"));
        assert!(header(&answer, "access-control-allow-methods").contains("POST"));
    }
}
