//! What every answer says to a browser: nothing is loaded from elsewhere, nothing runs, nothing is guessed.

use std::sync::LazyLock;

use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, header};
use sha2::{Digest, Sha256};
use tower_http::set_header::SetResponseHeaderLayer;

/// The embedded stylesheet is allowed by its hash, pictures from here, and nothing else.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(render::html::STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    // A hash in base64 holds only characters that a header may hold.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// Routes whose answers carry the headers.
pub(super) fn secured(routes: Router) -> Router {
    let header = |name: HeaderName, value: HeaderValue| SetResponseHeaderLayer::overriding(name, value);
    let fixed = HeaderValue::from_static;
    routes
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY.clone()))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")))
        .layer(header(header::REFERRER_POLICY, fixed("no-referrer")))
}
