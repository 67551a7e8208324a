//! A gateway over fakes, whole: within the process or on a port, with times that suit a test.

use std::sync::Arc;
use std::time::Duration;

use api::report::v1::report_service_client::ReportServiceClient;
use gateway::{App, Config, Deps, Import, Timing};
use http_body_util::{BodyExt, Full};
use kit::caller::Callers;
use kit::channel::{Channel, Target};
use kit::clock::Manual;
use kit::shutdown::Shutdown;
use report::Report;
use tower::ServiceExt;

use crate::bundle;
use crate::fake::Fake;

/// Longer than any test, for what must not happen by itself.
pub(crate) const LONG: Duration = Duration::from_secs(3_600);

/// Times that suit most tests: services have a while, silence and loss are noticed fast.
pub(crate) const TIMING: Timing = Timing {
    deadline: Duration::from_secs(20),
    silence: Duration::from_secs(2),
    catch_up: Duration::from_millis(500),
    heartbeat: Duration::from_millis(50),
    retry: LONG,
    backoff: (Duration::from_millis(5), Duration::from_millis(20)),
};

/// A gateway with its small bundle over these services.
pub(crate) async fn gateway(services: Vec<(&str, Target)>, timing: Timing) -> App {
    with_callers(services, timing, Callers::default()).await
}

/// The same, called by these.
pub(crate) async fn with_callers(services: Vec<(&str, Target)>, timing: Timing, callers: Callers) -> App {
    with_config(services, Config { timing, callers, ..Config::in_memory() }).await
}

/// The same with all that it may be told.
pub(crate) async fn with_config(services: Vec<(&str, Target)>, config: Config) -> App {
    let services = services.into_iter().map(|(name, target)| (name.to_owned(), target)).collect();
    let clock = Manual::at(jiff::Timestamp::UNIX_EPOCH).clock();
    let deps = Deps { clock, services, bundle: Some(Arc::new(bundle::bundle())) };
    App::open(config, deps, &Shutdown::new()).await.expect("it opens")
}

/// A gateway over the two services that its small bundle knows, once both are heard from.
pub(crate) async fn over(alpha: &Fake, beta: &Fake, timing: Timing) -> App {
    let app =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], timing).await;
    until_confirmed(&app, "alpha", true).await;
    until_confirmed(&app, "beta", true).await;
    app
}

/// Imports the small bundle with these files besides, and gives the mistakes of it.
pub(crate) async fn imported(app: &App, request_id: &str, files: &[(&str, &str)]) -> Vec<String> {
    let mut all = bundle::files();
    all.extend(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())));
    let (actor, reason) = ("me".to_owned(), "a test".to_owned());
    let import = Import { actor, reason, request_id: request_id.to_owned(), ..Import::default() };
    let outcome = app.import(all, &import).await.expect("it is read");
    let told = |m: &api::figures::v1::Mistake| format!("{}:{}:{}: {}", m.file, m.line, m.column, m.problem);
    outcome.mistakes.iter().map(told).collect()
}

/// The report on 2024 in English.
pub(crate) async fn report(app: &App) -> Arc<Report> {
    app.report(2024, Some("en")).await.expect("assembled")
}

/// The text of the first paragraph, with its figures as printed.
pub(crate) fn first_paragraph(report: &Report) -> String {
    use report::model::{Block, Element, Inline};
    let Element::Prose(blocks) = &report.sections[0].elements[0] else { panic!("prose comes first") };
    let Block::Paragraph { inlines, .. } = &blocks[0] else { panic!("a paragraph comes first") };
    let text = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Figure(printed) => printed.text.clone(),
        Inline::Name(_) | Inline::Term { .. } | Inline::SectionRef { .. } | Inline::DocumentRef { .. } => {
            String::new()
        }
        Inline::Emphasis(_) | Inline::Strong(_) | Inline::Link { .. } => String::new(),
    };
    inlines.iter().map(text).collect()
}

/// Waits until the gateway hears from a service, or does not any more.
pub(crate) async fn until_confirmed(app: &App, service: &str, confirmed: bool) {
    let is = || app.list_services().iter().any(|s| s.service == service && s.confirmed == confirmed);
    until(is).await;
}

/// Waits until the gateway knows of a revision of a service.
pub(crate) async fn until_revision(app: &App, service: &str, revision: i64) {
    until(|| app.list_services().iter().any(|s| s.service == service && s.revision == Some(revision))).await;
}

/// Waits until the gateway's reflection knows a gRPC service.
pub(crate) async fn until_learned(door: &Door, grpc_service: &str) {
    let learning = async {
        while !crate::passed_on::reflected(door).await.iter().any(|name| name == grpc_service) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), learning).await.expect("it is learned");
}

/// Waits for a state.
pub(crate) async fn until(mut is: impl FnMut() -> bool) {
    let waiting = async {
        while !is() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("it comes to that");
}

/// A gateway's router, and its answers over HTTP without a port.
pub(crate) struct Site(axum::Router);

/// What came of a request.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

impl Site {
    pub(crate) async fn of(app: &App) -> Self {
        Self(app.server().into_router().await.expect("descriptors decode"))
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("GET", path, headers).await
    }

    pub(crate) async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, Vec::new()).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request =
            request.body(axum::body::Body::new(Full::new(bytes::Bytes::from(body)))).expect("a request");
        let (parts, body) = self.0.clone().oneshot(request).await.expect("infallible").into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// A gateway on a port, and a channel to it.
pub(crate) struct Door {
    pub(crate) channel: Channel,
    stop: Shutdown,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Door {
    pub(crate) async fn of(app: &App) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stop = Shutdown::new();
        tokio::spawn(kit::server::serve(listener, app.server(), stop.clone()));
        let uri = format!("http://{address}").parse().expect("an address");
        Self { channel: Target::Address(uri).channel(), stop }
    }

    pub(crate) fn reports(&self) -> ReportServiceClient<Channel> {
        ReportServiceClient::new(self.channel.clone())
    }
}
