//! A channel to a name with several addresses: turns, replicas that die, names that change.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use http_body_util::BodyExt;
use kit::caller::Callers;
use kit::channel::{Channel, Repeatable, Resolver, Target};
use kit::server::{App, serve};
use kit::shutdown::Shutdown;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Notify;
use tonic::body::Body;
use tonic::service::Routes;
use tonic::{Code, Status};
use tower::Service;

#[path = "support/described.rs"]
mod described;

/// A gRPC service whose one method is entered and never answers.
#[derive(Clone)]
struct Endless(Arc<Notify>);

impl tonic::server::NamedService for Endless {
    const NAME: &'static str = "test.Endless";
}

impl Service<http::Request<Body>> for Endless {
    type Response = Response;
    type Error = Infallible;
    type Future = futures::future::BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        self.0.notify_one();
        Box::pin(std::future::pending())
    }
}

/// The descriptors of the service.
fn descriptors() -> &'static [u8] {
    static ENCODED: LazyLock<Vec<u8>> = LazyLock::new(|| described::of("Endless", &["Wait"]));
    ENCODED.as_slice()
}

/// A replica in a runtime of its own, so that it can die with everything that is open.
struct Replica {
    address: SocketAddr,
    entered: Arc<Notify>,
    stop: Shutdown,
    runtime: Option<Runtime>,
}

impl Replica {
    /// One that answers `/who` with this name.
    fn start(name: &'static str) -> Self {
        Self::start_on(name, SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    fn start_on(name: &'static str, address: SocketAddr) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let (entered, stop) = (Arc::new(Notify::new()), Shutdown::new());
        let app = App {
            name: "test".to_owned(),
            grpc: Routes::new(Endless(Arc::clone(&entered))),
            http: Router::new().route("/who", axum::routing::any(move || async move { name })),
            descriptors: vec![descriptors()],
            services: vec!["test.Endless"],
            front: false,
            fallback: None,
            callers: Callers::default(),
            refusal: None,
        };
        let listener = std::net::TcpListener::bind(address).expect("a free port");
        listener.set_nonblocking(true).expect("a socket's option");
        let address = listener.local_addr().expect("bound");
        let until = stop.clone();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).expect("a listener");
            serve(listener, app, until).await
        });
        Self { address, entered, stop, runtime: Some(runtime) }
    }

    /// Ends it at once, as a power cut would.
    fn die(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting for a runtime's end is not allowed within another.
            let ending = std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(10)));
            ending.join().expect("it ends");
        }
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.stop.cancel();
        self.die();
    }
}

/// What a name resolves to, in a test's hands.
#[derive(Clone, Default)]
struct Name(Arc<Mutex<Vec<SocketAddr>>>);

impl Name {
    fn of(replicas: &[&Replica]) -> Self {
        let name = Self::default();
        name.set(replicas.iter().map(|replica| replica.address));
        name
    }

    /// No address is a name that is not resolved.
    fn set(&self, addresses: impl IntoIterator<Item = SocketAddr>) {
        *self.0.lock().expect("whole") = addresses.into_iter().collect();
    }

    fn channel(&self) -> Channel {
        let name = self.clone();
        let resolver = Resolver::new(move |host, port| {
            assert_eq!((host.as_str(), port), ("replicas.test", 50_051));
            let addresses = name.0.lock().expect("whole").clone();
            let found =
                if addresses.is_empty() { Err(io::Error::other("no such host")) } else { Ok(addresses) };
            async { found }
        });
        let uri = "http://replicas.test:50051".parse().expect("a URI");
        Target::Resolved(uri, resolver.every(Duration::from_millis(20))).channel()
    }
}

async fn who(channel: &Channel) -> Result<String, Status> {
    let request = http::Request::get("/who").body(Body::empty()).expect("a request");
    let body = channel.clone().call(request).await?.into_body();
    Ok(String::from_utf8(body.collect().await?.to_bytes().into()).expect("UTF-8"))
}

async fn endless(channel: &Channel, repeatable: bool) -> Result<http::Response<Body>, Status> {
    let mut request = http::Request::post("/test.Endless/Wait").body(Body::empty()).expect("a request");
    request.headers_mut().insert("content-type", http::HeaderValue::from_static("application/grpc"));
    if repeatable {
        request.extensions_mut().insert(Repeatable);
    }
    channel.clone().call(request).await
}

/// Calls until a call is answered by this one.
async fn until_answered_by(channel: &Channel, name: &str) {
    let asking = async {
        while who(channel).await.expect("no call is lost") != name {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.expect("it gets a turn");
}

async fn count(channel: &Channel, calls: usize) -> BTreeMap<String, usize> {
    let mut answers = BTreeMap::new();
    for _ in 0..calls {
        *answers.entry(who(channel).await.expect("no call is lost")).or_default() += 1;
    }
    answers
}

#[tokio::test]
async fn calls_take_turns_over_every_address_of_a_name() {
    let (a, b) = (Replica::start("a"), Replica::start("b"));
    let channel = Name::of(&[&a, &b]).channel();
    until_answered_by(&channel, "a").await;
    until_answered_by(&channel, "b").await;
    assert_eq!(count(&channel, 20).await, [("a".to_owned(), 10), ("b".to_owned(), 10)].into());
}

#[tokio::test]
async fn a_replica_that_dies_costs_no_call() {
    let (mut a, b) = (Replica::start("a"), Replica::start("b"));
    let channel = Name::of(&[&a, &b]).channel();
    until_answered_by(&channel, "a").await;
    until_answered_by(&channel, "b").await;
    a.die();
    // Those that were sent to it before its end was noticed read, so that they may be sent again.
    for _ in 0..50 {
        let mut request = http::Request::get("/who").body(Body::empty()).expect("a request");
        request.extensions_mut().insert(Repeatable);
        assert_eq!(channel.clone().call(request).await.expect("no call is lost").status(), 200);
    }
    assert_eq!(count(&channel, 10).await, [("b".to_owned(), 10)].into());
}

#[tokio::test]
async fn a_reading_call_whose_connection_breaks_is_sent_again_to_another() {
    let (mut a, b) = (Replica::start("a"), Replica::start("b"));
    let name = Name::of(&[&a]);
    let channel = name.channel();
    until_answered_by(&channel, "a").await;
    let call = tokio::spawn({
        let channel = channel.clone();
        async move { endless(&channel, true).await }
    });
    a.entered.notified().await;
    name.set([a.address, b.address]);
    until_answered_by(&channel, "b").await;
    a.die();
    b.entered.notified().await;
    call.abort();
}

#[tokio::test]
async fn a_writing_call_whose_connection_breaks_is_not_done_twice() {
    let (mut a, b) = (Replica::start("a"), Replica::start("b"));
    let name = Name::of(&[&a]);
    let channel = name.channel();
    until_answered_by(&channel, "a").await;
    let call = tokio::spawn({
        let channel = channel.clone();
        async move { endless(&channel, false).await }
    });
    a.entered.notified().await;
    name.set([a.address, b.address]);
    until_answered_by(&channel, "b").await;
    a.die();
    let status = call.await.expect("it ends").expect_err("nobody knows whether it was done");
    assert_eq!(status.code(), Code::Unavailable);
    assert!(status.message().contains(&a.address.to_string()), "{status}");
}

#[tokio::test]
async fn an_address_where_nobody_listens_costs_no_call() {
    let (mut gone, b) = (Replica::start("gone"), Replica::start("b"));
    gone.die();
    let channel = Name::of(&[&gone, &b]).channel();
    assert_eq!(count(&channel, 20).await, [("b".to_owned(), 20)].into());
}

#[tokio::test]
async fn a_name_that_changes_is_followed() {
    let (a, b) = (Replica::start("a"), Replica::start("b"));
    let name = Name::of(&[&a]);
    let channel = name.channel();
    assert_eq!(count(&channel, 3).await, [("a".to_owned(), 3)].into());
    name.set([a.address, b.address]);
    until_answered_by(&channel, "b").await;
    name.set([b.address]);
    let left = async { while count(&channel, 4).await.contains_key("a") {} };
    tokio::time::timeout(Duration::from_secs(30), left).await.expect("the address is let go");
}

#[tokio::test]
async fn a_name_that_is_not_resolved_any_more_keeps_its_addresses() {
    let a = Replica::start("a");
    let name = Name::of(&[&a]);
    let channel = name.channel();
    assert_eq!(who(&channel).await.expect("answered"), "a");
    name.set([]);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(who(&channel).await.expect("answered"), "a");
}

#[tokio::test]
async fn a_name_that_was_never_resolved_is_told_with_the_reason_and_found_later() {
    let (a, name) = (Replica::start("a"), Name::default());
    let channel = name.channel();
    let status = who(&channel).await.expect_err("there is no address");
    assert_eq!(status.code(), Code::Unavailable);
    let expected = "replicas.test:50051 does not answer (`replicas.test` is not resolved: no such host)";
    assert_eq!(status.message(), expected);
    name.set([a.address]);
    let found = async { while who(&channel).await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(30), found).await.expect("it is found");
}

#[tokio::test]
async fn a_replica_that_stops_and_comes_back_is_found_by_the_next_call() {
    let mut a = Replica::start("a");
    let channel = Name::of(&[&a]).channel();
    assert_eq!(who(&channel).await.expect("answered"), "a");
    a.die();
    let gone = async { while who(&channel).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(30), gone).await.expect("it is gone");
    let status = who(&channel).await.expect_err("nobody listens");
    assert!(status.message().contains(&a.address.to_string()), "{status}");
    let _again = Replica::start_on("again", a.address);
    assert_eq!(who(&channel).await.expect("answered"), "again");
}

#[tokio::test]
async fn nothing_is_resolved_or_connected_after_the_last_channel_is_gone() {
    let a = Replica::start("a");
    let name = Name::of(&[&a]);
    let channel = name.channel();
    assert_eq!(who(&channel).await.expect("answered"), "a");
    drop(channel);
    let released = async {
        while Arc::strong_count(&name.0) > 1 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), released).await.expect("its tasks have ended");
}

#[tokio::test]
async fn a_call_waits_no_longer_than_it_says() {
    let a = Replica::start("a");
    let channel = Name::of(&[&a]).channel();
    let mut request = http::Request::post("/test.Endless/Wait").body(Body::empty()).expect("a request");
    request.headers_mut().insert("content-type", http::HeaderValue::from_static("application/grpc"));
    request.headers_mut().insert("grpc-timeout", http::HeaderValue::from_static("50m"));
    let status = channel.clone().call(request).await.expect_err("it never answers");
    assert_eq!(status.code(), Code::DeadlineExceeded);
}
