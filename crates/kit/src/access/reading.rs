//! What is no RPC, and what is passed on to other services, behind `--readers`: one layer around everything that a port serves.
//!
//! The rule is turned round: all is closed to a stranger but what is named here, so that a new page or door is closed before anybody
//! thinks of it. What an RPC of this app requires its guard says; the layer lets it through to there.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use prost_reflect::DescriptorPool;
use tonic::Status;

use super::{Access, Requirement};
use crate::caller::Caller;
use crate::errors::{Failure, Problem, challenge};
use crate::server::{Refusal, is_grpc};
use crate::transcode::{Found, Table, bindings};

/// The paths that answer everybody and tell nothing of what is kept: whether the service lives, what it can be asked, and what a
/// search engine may look at.
const PUBLIC: [&str; 4] = ["/healthz", "/readyz", crate::openapi::PATH, "/robots.txt"];
/// The beginnings of such paths: health and reflection over gRPC.
const PUBLIC_CALLS: [&str; 3] = [
    "/grpc.health.v1.Health/",
    "/grpc.reflection.v1.ServerReflection/",
    "/grpc.reflection.v1alpha.ServerReflection/",
];

/// What of an app is open to strangers.
#[derive(Debug)]
pub(crate) struct Open {
    /// Its RPCs, which their guard looks at.
    access: Access,
    /// The HTTP doors of those that are public.
    doors: Table<()>,
}

impl Open {
    /// Of an app with these gRPC services.
    pub(crate) fn of(pool: &DescriptorPool, services: &[&str], access: Access) -> Self {
        let all = bindings(pool, services.iter().copied()).into_iter();
        let public = all.filter(|binding| Requirement::of(&binding.rpc) == Some(Requirement::Public));
        let doors = public.map(|binding| (binding.method, binding.template, ())).collect();
        Self { access, doors }
    }

    fn is_public(&self, request: &Request) -> bool {
        let path = request.uri().path();
        PUBLIC.contains(&path)
            || PUBLIC_CALLS.iter().any(|beginning| path.starts_with(beginning))
            || self.access.of_path(path) == Some(Requirement::Public)
            || matches!(self.doors.find(request.method(), path), Found::Entry(..))
    }
}

/// The routes of an app, closed to whoever may not read but for what is open. `refusal` writes what people are told.
pub(crate) fn closed(router: Router, open: Open, refusal: Option<Refusal>) -> Router {
    router.layer(middleware::from_fn_with_state(Arc::new(Rule { open, refusal }), looked_at))
}

struct Rule {
    open: Open,
    refusal: Option<Refusal>,
}

impl Rule {
    fn refuse(&self, request: &Request) -> Response {
        let failure = Failure::unknown("read here", "reader");
        let status = Status::from(failure);
        if is_grpc(request.headers()) {
            return status.into_http::<Body>();
        }
        refused(&status, self.refusal.as_ref(), request)
    }
}

/// An HTTP request that is refused before it is looked at, in the form that the client wants.
pub(crate) fn refused(status: &Status, refusal: Option<&Refusal>, request: &Request) -> Response {
    let mut response = match refusal {
        Some(refusal) => refusal(status, request.uri().query(), request.headers()),
        None => Problem::of(status).into_response(),
    };
    challenge(&mut response);
    response
}

/// Lets a request through, or refuses it.
async fn looked_at(State(rule): State<Arc<Rule>>, request: Request, next: Next) -> Response {
    let public = rule.open.is_public(&request);
    let known = request.extensions().get::<Caller>().is_some_and(Caller::may_read);
    // The guard of an RPC names it, and what it requires.
    let guarded = rule.open.access.of_path(request.uri().path()).is_some();
    if public || (guarded && !known) {
        return next.run(request).await;
    }
    if !known {
        let mut refusal = rule.refuse(&request);
        private(refusal.headers_mut());
        return refusal;
    }
    let mut response = next.run(request).await;
    if !is_grpc(response.headers()) {
        private(response.headers_mut());
    }
    response
}

/// Says that only who asked may keep the answer (RFC 9111, section 5.2.2.7), and that another caller is answered otherwise.
fn private(headers: &mut HeaderMap) {
    let said = headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let directives = said.flat_map(|value| value.split(',')).map(str::trim);
    let kept = directives.filter(|one| !one.is_empty() && !one.eq_ignore_ascii_case("public"));
    let kept = kept.filter(|one| !one.eq_ignore_ascii_case("private"));
    let all: Vec<&str> = std::iter::once("private").chain(kept).collect();
    if let Ok(value) = HeaderValue::try_from(all.join(", ")) {
        headers.insert(header::CACHE_CONTROL, value);
    }
    let said = headers.get_all(header::VARY).iter().filter_map(|value| value.to_str().ok());
    let mut names: Vec<&str> = said.flat_map(|value| value.split(',')).map(str::trim).collect();
    if !names.iter().any(|name| *name == "*" || name.eq_ignore_ascii_case("authorization")) {
        names.push("authorization");
    }
    if let Ok(value) = HeaderValue::try_from(names.join(", ")) {
        headers.insert(header::VARY, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(control: Option<&'static str>, vary: Option<&'static str>, expected: (&str, &str)) {
        let mut headers = HeaderMap::new();
        headers.extend(control.map(|value| (header::CACHE_CONTROL, HeaderValue::from_static(value))));
        headers.extend(vary.map(|value| (header::VARY, HeaderValue::from_static(value))));
        private(&mut headers);
        let all = |name| {
            let values = headers.get_all(name).iter().map(|value| value.to_str().expect("ASCII"));
            values.collect::<Vec<_>>().join(", ")
        };
        assert_eq!((&*all(header::CACHE_CONTROL), &*all(header::VARY)), expected);
    }

    #[test]
    fn what_needed_a_token_is_kept_by_nobody_else() {
        check(None, None, ("private", "authorization"));
        check(Some("no-cache"), Some("accept"), ("private, no-cache", "accept, authorization"));
        check(Some("public, max-age=60"), Some("Authorization"), ("private, max-age=60", "Authorization"));
        check(Some("no-store"), Some("*"), ("private, no-store", "*"));
    }
}
