//! What every answer says to a browser: nothing is loaded from elsewhere, nothing runs but the pages' own script, nothing is guessed.

use std::sync::LazyLock;

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

/// The embedded stylesheet and script are allowed by their hashes, pictures, forms and requests from and to here, and nothing else. The
/// script requests nothing; checkers that read `/robots.txt` as the page does are refused without.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src 'self' data:; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        hash(render::html::STYLE),
        hash(render::html::SCRIPT),
    );
    // A hash in base64 holds only characters that a header may hold.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// Routes whose answers carry the headers.
pub(super) fn secured(routes: Router) -> Router {
    routes.layer(map_response(async |response| secure(response)))
}

/// An answer with the headers.
pub(super) fn secure(mut response: Response) -> Response {
    // Whoever is told that it has the page already keeps what the page said.
    if response.status() == StatusCode::NOT_MODIFIED {
        return response;
    }
    let fixed = HeaderValue::from_static;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff"));
    headers.insert(header::REFERRER_POLICY, fixed("no-referrer"));
    response
}
