//! gRPC services behind what their RPCs require: nothing reaches a handler that its caller may not call.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tonic::Status;
use tonic::service::Routes;
use tower::Service;

use super::Access;
use crate::caller::Caller;
use crate::server::unimplemented;

/// gRPC services that are called only by who may: what an app serves, and its HTTP doors call.
#[derive(Clone)]
pub struct Guarded(Router);

impl Guarded {
    /// These services of an app. At a front a call may be about any service.
    #[must_use]
    pub fn new(services: Routes, access: Access, service: &str, front: bool) -> Self {
        let rule = Arc::new(Rule { access, service: service.to_owned(), front });
        let layer = tower::layer::layer_fn(move |inner| Guard { inner, rule: Arc::clone(&rule) });
        Self(services.into_axum_router().reset_fallback().layer(layer))
    }

    /// The router of them.
    pub fn into_router(self) -> Router {
        self.0
    }
}

struct Rule {
    access: Access,
    service: String,
    front: bool,
}

impl Rule {
    /// The answer to a call that does not reach its handler.
    fn refusal(&self, request: &Request) -> Option<Response> {
        let path = request.uri().path();
        let nobody;
        let caller = match request.extensions().get::<Caller>() {
            Some(caller) => caller,
            None => {
                nobody = Caller::anonymous();
                &nobody
            }
        };
        match self.access.check(path, caller, &self.service, self.front) {
            Some(Ok(())) => None,
            Some(Err(denied)) => Some(Status::from(denied).into_http::<Body>()),
            None => Some(unimplemented(path)),
        }
    }
}

#[derive(Clone)]
struct Guard<S> {
    inner: S,
    rule: Arc<Rule>,
}

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match self.rule.refusal(&request) {
            Some(refusal) => Box::pin(std::future::ready(Ok(refusal))),
            None => Box::pin(self.inner.call(request)),
        }
    }
}
