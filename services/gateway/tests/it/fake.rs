//! A domain service that a test holds in its hands: it answers from a table, or slowly, or not, or nonsense.

mod service;

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

    fn app(&self, stop: &Shutdown, callers: Callers) -> App {
        let fake = Self { stop: stop.clone(), ..self.clone() };
        App {
            name: self.name.to_owned(),
            grpc: Routes::new(FigureServiceServer::new(fake)).add_service(crate::typed::Echoes),
            http: axum::Router::new(),
            descriptors: vec![proto::FILE_DESCRIPTOR_SET, crate::typed::descriptors()],
            services: vec![SERVICE_NAME, crate::typed::NAME],
            front: false,
            fallback: None,
            callers,
            refusal: None,
        }
    }

    /// Within the process.
    pub(crate) async fn in_process(&self) -> Target {
        Target::InProcess(
            self.app(&Shutdown::new(), Callers::default()).into_router().await.expect("descriptors decode"),
        )
    }

    /// On a port.
    pub(crate) async fn serve(&self) -> Served {
        self.serve_on("127.0.0.1:0".parse().expect("an address")).await
    }

    /// On this port.
    pub(crate) async fn serve_on(&self, address: std::net::SocketAddr) -> Served {
        self.served(address, Callers::default()).await
    }

    /// On a port, called by these.
    pub(crate) async fn serve_to(&self, callers: Callers) -> Served {
        self.served("127.0.0.1:0".parse().expect("an address"), callers).await
    }

    async fn served(&self, address: std::net::SocketAddr, callers: Callers) -> Served {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stop = Shutdown::new();
        let (app, until) = (self.app(&stop, callers), stop.clone());
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
            other_units: Vec::new(),
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
            conversions: None,
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
