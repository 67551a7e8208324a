//! A domain service that a test holds in its hands: it answers from a table, or slowly, or not, or nonsense.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use api::figures::v1 as proto;
use figures::value::parse_decimal;
use figures::{Answer, AnswerError, Basis, Bound, Cell, Column, ColumnType, Decimals, Figure, FigureKey};
use figures::{Listing, ListingRow, Records, Sought, Source, Status, Unit, Value};
use futures::Stream;
use jiff::Timestamp;
use kit::caller::Callers;
use kit::channel::Target;
use kit::server::App;
use kit::shutdown::Shutdown;
use proto::figure_service_server::{FigureService, FigureServiceServer, SERVICE_NAME};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tonic::service::Routes;
use tonic::{Request, Response, Status as GrpcStatus, Streaming};

/// How a fake answers a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    /// From its table.
    #[default]
    Well,
    /// Never within any deadline.
    Never,
    /// With an error.
    Failing,
    /// As one of an older version, which knows no such call.
    Older,
    /// With too few answers.
    TooFew,
    /// About another measure than asked.
    Elsewhere,
    /// With a figure that does not decode.
    Garbled,
    /// From no revision.
    NoRevision,
    /// Well, and without a history.
    Forgetful,
}

/// A fake domain service; clones are the same one.
#[derive(Clone)]
pub(crate) struct Fake {
    name: &'static str,
    state: Arc<Mutex<State>>,
    head: Arc<watch::Sender<Head>>,
    batches: Arc<AtomicUsize>,
    quiet: Arc<watch::Sender<bool>>,
    /// Ends the streams of this port.
    stop: Shutdown,
}

#[derive(Default)]
struct State {
    mood: Mood,
    values: BTreeMap<String, String>,
    /// The values up to each earlier revision.
    past: BTreeMap<i64, BTreeMap<String, String>>,
    imported: Vec<(String, Option<String>)>,
}

#[derive(Clone, Default)]
struct Head {
    revision: i64,
    measures: Vec<String>,
}

/// A fake on a port; it ends when it is stopped.
pub(crate) struct Served {
    pub(crate) address: std::net::SocketAddr,
    stop: Shutdown,
    task: JoinHandle<()>,
}

impl Served {
    pub(crate) fn target(&self) -> Target {
        Target::Address(format!("http://{}", self.address).parse().expect("an address"))
    }

    /// Ends it, and waits until its port is free.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.task.await.expect("it ends");
    }
}

impl Fake {
    /// A service whose every measure has a value, at revision 3.
    pub(crate) fn new(name: &'static str) -> Self {
        let fake = Self {
            name,
            state: Arc::default(),
            head: Arc::new(watch::Sender::new(Head { revision: 3, measures: Vec::new() })),
            batches: Arc::default(),
            quiet: Arc::new(watch::Sender::new(false)),
            stop: Shutdown::new(),
        };
        fake.state().values.insert("count".to_owned(), "17".to_owned());
        fake.state().values.insert("other".to_owned(), "5".to_owned());
        fake.state().values.insert("visitors".to_owned(), "12".to_owned());
        fake
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics while it holds the lock")
    }

    pub(crate) fn mood(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// Changes a measure, as a new revision that says so.
    pub(crate) fn change(&self, measure: &str, value: &str) {
        let before = self.head.borrow().revision;
        let mut state = self.state();
        let values = state.values.clone();
        state.past.insert(before, values);
        state.values.insert(measure.to_owned(), value.to_owned());
        drop(state);
        self.head.send_modify(|head| {
            head.revision += 1;
            head.measures = vec![measure.to_owned()];
        });
    }

    /// Goes to a revision without a word about measures.
    pub(crate) fn revision(&self, revision: i64) {
        self.head.send_replace(Head { revision, measures: Vec::new() });
    }

    /// Says nothing about its head any more, or again.
    pub(crate) fn quiet(&self, quiet: bool) {
        self.quiet.send_replace(quiet);
    }

    /// How many follow its head or wait for it.
    pub(crate) fn followers(&self) -> usize {
        self.head.receiver_count()
    }

    /// How many batches were asked.
    pub(crate) fn batches(&self) -> usize {
        self.batches.load(Ordering::SeqCst)
    }

    /// What was imported: the service of the header, and the token that came with it.
    pub(crate) fn imported(&self) -> Vec<(String, Option<String>)> {
        self.state().imported.clone()
    }

    fn app(&self, stop: &Shutdown) -> App {
        let fake = Self { stop: stop.clone(), ..self.clone() };
        App {
            name: self.name.to_owned(),
            grpc: Routes::new(FigureServiceServer::new(fake)).add_service(crate::typed::Echoes),
            http: axum::Router::new(),
            descriptors: vec![proto::FILE_DESCRIPTOR_SET, crate::typed::descriptors()],
            services: vec![SERVICE_NAME, crate::typed::NAME],
            front: false,
            fallback: None,
            callers: Callers::default(),
        }
    }

    /// Within the process.
    pub(crate) async fn in_process(&self) -> Target {
        Target::InProcess(self.app(&Shutdown::new()).into_router().await.expect("descriptors decode"))
    }

    /// On a port.
    pub(crate) async fn serve(&self) -> Served {
        self.serve_on("127.0.0.1:0".parse().expect("an address")).await
    }

    /// On this port.
    pub(crate) async fn serve_on(&self, address: std::net::SocketAddr) -> Served {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stop = Shutdown::new();
        let (app, until) = (self.app(&stop), stop.clone());
        let task = tokio::spawn(async move {
            kit::server::serve(listener, app, until).await.expect("it is served");
        });
        Served { address, stop, task }
    }

    fn answer(&self, key: &str) -> Answer {
        self.answer_as_of(key, i64::MAX)
    }

    fn answer_as_of(&self, key: &str, revision: i64) -> Answer {
        let parsed: FigureKey = key.parse().expect("the gateway sends keys");
        if parsed.measure == "list" {
            return Answer::Listing(listing(key));
        }
        let state = self.state();
        let values = state.past.range(revision..).next().map_or(&state.values, |(_, values)| values);
        match values.get(&parsed.measure) {
            // Of codes it knows none.
            Some(_) if !parsed.is_exact() && !key.contains("period=*") => Answer::Figures(Vec::new()),
            Some(value) if !parsed.is_exact() => {
                let year = |year: &str| self.figure(&key.replace('*', year), &parsed.measure, value);
                Answer::Figures(vec![year("2023").into(), year("2024").into()])
            }
            Some(value) => Answer::Figures(vec![self.figure(key, &parsed.measure, value).into()]),
            None => {
                let message = format!("{} has no measure `{}`", self.name, parsed.measure);
                Answer::Error(AnswerError::NotFound {
                    what: Sought::Measure,
                    message,
                    nearest: Some("count".to_owned()),
                })
            }
        }
    }

    fn figure(&self, key: &str, measure: &str, value: &str) -> Figure {
        let number = parse_decimal(value).expect("a number");
        // Grants are added from records.
        let computed = measure == "grants";
        let records = || Records {
            count: 1,
            formula: "number of grants".to_owned(),
            complete: true,
            listings: Vec::new(),
        };
        Figure {
            key: key.to_owned(),
            measure: measure.to_owned(),
            label: BTreeMap::from([("en".to_owned(), "Things".to_owned())]),
            value: Some(Value::new(number, Decimals::Inf, Bound::Exact).expect("a value")),
            unit: Unit::new("thing").expect("a unit"),
            period: key
                .parse::<FigureKey>()
                .ok()
                .and_then(|key| key.code("period")?.parse().ok())
                .or_else(|| "2024".parse().ok()),
            basis: if computed { Basis::Computed } else { Basis::Stated },
            status: Status::Available,
            last_known_at: None,
            disputed: false,
            sources: vec![Source {
                document: "doc".to_owned(),
                section: "1".to_owned(),
                ..Source::default()
            }],
            revision: self.head.borrow().revision,
            record_count: None,
            formula: None,
            alternatives: Vec::new(),
            note: None,
            records: computed.then(records),
        }
    }
}

fn listing(key: &str) -> Listing {
    let row = |id: &str| ListingRow {
        id: id.to_owned(),
        count: 1,
        aggregate: false,
        cells: vec![
            Cell::Text(format!("Meeting {id}")),
            Cell::Date("2024-10".parse().expect("a month")),
            Cell::Text(id.to_owned()),
        ],
        source: Source::default(),
    };
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    Listing {
        key: key.to_owned(),
        columns: vec![
            column("label", ColumnType::Text),
            column("starts", ColumnType::Date),
            column("meeting", ColumnType::Text),
        ],
        rows: vec![row("a"), row("b")],
        revision: 2,
        last_known_at: None,
    }
}

/// When a revision was committed: as many seconds after 1970.
pub(crate) fn committed(revision: i64) -> Timestamp {
    Timestamp::from_second(revision).expect("a small second")
}

#[tonic::async_trait]
impl FigureService for Fake {
    async fn batch_get_figures(
        &self,
        request: Request<proto::BatchGetFiguresRequest>,
    ) -> Result<Response<proto::BatchGetFiguresResponse>, GrpcStatus> {
        self.batches.fetch_add(1, Ordering::SeqCst);
        let mood = self.state().mood;
        match mood {
            Mood::Never => tokio::time::sleep(Duration::from_secs(3_600)).await,
            Mood::Failing => return Err(GrpcStatus::internal("the fake fails")),
            Mood::Older => return Err(GrpcStatus::unimplemented("")),
            Mood::Well
            | Mood::TooFew
            | Mood::Elsewhere
            | Mood::Garbled
            | Mood::NoRevision
            | Mood::Forgetful => {}
        }
        let request = request.into_inner();
        let least = request.min_revision.get(self.name).copied().unwrap_or(0);
        let reached = self.head.subscribe().wait_for(|head| head.revision >= least).await.is_ok();
        assert!(reached, "the fake outlives its calls");
        let revision = match request.as_of.and_then(|as_of| as_of.point) {
            Some(proto::as_of::Point::Revision(revision)) => revision,
            Some(proto::as_of::Point::Revisions(vector)) => {
                vector.by_service.get(self.name).copied().unwrap_or(i64::MAX)
            }
            Some(proto::as_of::Point::Time(_)) | None => i64::MAX,
        };
        let keys = request.keys;
        let answer = |key: &String| self.answer_as_of(key, revision).into();
        let mut answers: Vec<proto::Answer> = keys.iter().map(answer).collect();
        match mood {
            Mood::TooFew => drop(answers.pop()),
            Mood::Elsewhere => {
                let other = keys.iter().map(|_| self.answer(&format!("{}/other?period=2024", self.name)));
                answers = other.map(Into::into).collect();
            }
            Mood::Garbled => {
                let bad =
                    proto::Figure { key: keys[0].clone(), unit: "no unit!".to_owned(), ..Default::default() };
                let list = proto::FigureList { figures: vec![bad] };
                answers[0].result = Some(proto::answer::Result::Figures(list));
            }
            Mood::Well | Mood::Never | Mood::Failing | Mood::Older | Mood::NoRevision | Mood::Forgetful => {}
        }
        let revision = (self.name.to_owned(), self.head.borrow().revision);
        let revisions = (mood != Mood::NoRevision).then_some(revision).into_iter().collect();
        Ok(Response::new(proto::BatchGetFiguresResponse { revisions, answers }))
    }

    async fn list_measures(
        &self,
        request: Request<proto::ListMeasuresRequest>,
    ) -> Result<Response<proto::ListMeasuresResponse>, GrpcStatus> {
        let request = request.into_inner();
        let from: usize = request.page_token.parse().unwrap_or(0);
        let size = usize::try_from(request.page_size).expect("not negative");
        let all: Vec<String> = self.state().values.keys().cloned().collect();
        let measure = |name: &String| proto::Measure {
            service: self.name.to_owned(),
            measure: name.clone(),
            ..proto::Measure::default()
        };
        let measures: Vec<_> = all.iter().skip(from).take(size).map(measure).collect();
        let next = from + measures.len();
        let next_page_token = if next < all.len() { next.to_string() } else { String::new() };
        let revisions = BTreeMap::from([(self.name.to_owned(), self.head.borrow().revision)]);
        Ok(Response::new(proto::ListMeasuresResponse { measures, next_page_token, revisions }))
    }

    async fn list_conflicts(
        &self,
        _: Request<proto::ListConflictsRequest>,
    ) -> Result<Response<proto::ListConflictsResponse>, GrpcStatus> {
        let revisions = BTreeMap::from([(self.name.to_owned(), self.head.borrow().revision)]);
        let key = format!("{}/disputed?period=2024", self.name);
        let figures = vec![proto::Figure { key, disputed: true, ..Default::default() }];
        Ok(Response::new(proto::ListConflictsResponse { figures, revisions, ..Default::default() }))
    }

    async fn accept_figure(
        &self,
        request: Request<proto::AcceptFigureRequest>,
    ) -> Result<Response<proto::AcceptFigureResponse>, GrpcStatus> {
        let label = BTreeMap::from([("en".to_owned(), format!("{} decided", self.name))]);
        let figure = proto::Figure { key: request.into_inner().key, label, ..Default::default() };
        Ok(Response::new(proto::AcceptFigureResponse { figure: Some(figure), ..Default::default() }))
    }

    async fn list_figure_revisions(
        &self,
        request: Request<proto::ListFigureRevisionsRequest>,
    ) -> Result<Response<proto::ListFigureRevisionsResponse>, GrpcStatus> {
        let key = request.into_inner().key;
        if self.state().mood == Mood::Forgetful {
            return Err(GrpcStatus::not_found("no history"));
        }
        let Answer::Figures(mut figures) = self.answer(&key) else {
            return Err(GrpcStatus::not_found("no figure"));
        };
        let one = proto::FigureRevision {
            revision: 3,
            commit_time: Some(committed(3).into()),
            actor: "ana".to_owned(),
            reason: "counted".to_owned(),
            figure: figures.pop().map(Into::into),
        };
        let figure_revisions = vec![one];
        Ok(Response::new(proto::ListFigureRevisionsResponse {
            figure_revisions,
            next_page_token: String::new(),
        }))
    }

    async fn list_revisions(
        &self,
        request: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, GrpcStatus> {
        if matches!(self.state().mood, Mood::Failing | Mood::Older) {
            return Err(GrpcStatus::internal("the fake fails"));
        }
        let request = request.into_inner();
        let head = self.head.borrow().revision;
        let upto = request.before.get(self.name).map_or(head, |before| before - 1);
        let size = usize::try_from(request.page_size).expect("not negative");
        let one = |revision: i64| proto::Revision {
            service: self.name.to_owned(),
            revision,
            commit_time: Some(committed(revision).into()),
            reason: format!("reason {revision}"),
            measures: if revision == 1 { Vec::new() } else { vec!["count".to_owned()] },
            actor: "ana".to_owned(),
        };
        let revisions: Vec<_> = (1..=upto).rev().take(size).map(one).collect();
        let more = upto > i64::try_from(size).expect("small");
        let next_page_token = if more { "more".to_owned() } else { String::new() };
        Ok(Response::new(proto::ListRevisionsResponse {
            revisions,
            next_page_token,
            unreachable: Vec::new(),
        }))
    }

    async fn import_part(
        &self,
        request: Request<Streaming<proto::ImportPartRequest>>,
    ) -> Result<Response<proto::ImportPartResponse>, GrpcStatus> {
        let token = request.metadata().get("authorization").and_then(|v| v.to_str().ok()).map(str::to_owned);
        let part = kit::part::collect(request.into_inner(), self.name).await?;
        self.state().imported.push((part.0.service, token));
        let outcome = proto::ImportOutcome { revision: 4, changed: true, ..Default::default() };
        Ok(Response::new(proto::ImportPartResponse { outcome: Some(outcome) }))
    }

    type WatchHeadStream = Pin<Box<dyn Stream<Item = Result<proto::WatchHeadResponse, GrpcStatus>> + Send>>;

    async fn watch_head(
        &self,
        _: Request<proto::WatchHeadRequest>,
    ) -> Result<Response<Self::WatchHeadStream>, GrpcStatus> {
        let (service, mut heads, mut quiet) = (self.name, self.head.subscribe(), self.quiet.subscribe());
        let stop = self.stop.clone();
        let stream = async_stream(move |events| async move {
            let mut told = None;
            loop {
                if quiet.wait_for(|quiet| !quiet).await.is_err() {
                    return;
                }
                let head = heads.borrow_and_update().clone();
                let changed = told.is_some_and(|told| told != head.revision);
                told = Some(head.revision);
                let event = proto::HeadEvent {
                    service: service.to_owned(),
                    revision: head.revision,
                    time: Some(committed(head.revision).into()),
                    measures: if changed { head.measures } else { Vec::new() },
                };
                if events.send(Ok(proto::WatchHeadResponse { event: Some(event) })).await.is_err() {
                    return;
                }
                tokio::select! {
                    changed = heads.changed() => if changed.is_err() { return },
                    () = tokio::time::sleep(Duration::from_millis(20)) => {}
                    () = events.closed() => return,
                    () = stop.cancelled() => return,
                }
            }
        });
        Ok(Response::new(Box::pin(stream)))
    }
}

type Event = Result<proto::WatchHeadResponse, GrpcStatus>;

/// A stream of what a task sends.
fn async_stream<F, T>(task: F) -> impl Stream<Item = Event>
where
    F: FnOnce(tokio::sync::mpsc::Sender<Event>) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let (events, reader) = tokio::sync::mpsc::channel(1);
    tokio::spawn(task(events));
    tokio_stream::wrappers::ReceiverStream::new(reader)
}
