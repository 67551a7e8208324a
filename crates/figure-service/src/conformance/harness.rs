//! A service and its client within one process, and the part of the bundle that it is loaded with.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::figures::v1 as proto;
use axum::Router;
use interchange::{Bundle, Context, Stated};
use jiff::{SignedDuration, Timestamp};
use kit::caller::{Callers, Tokens};
use kit::channel::{Channel, Target};
use kit::clock::Manual;
use kit::shutdown::Shutdown;
use prost_reflect::DescriptorPool;
use proto::figure_service_client::FigureServiceClient;
use store::{Location, PostgresUrl};
use tokio::sync::OnceCell;

use super::doors::{self, Resource};
use super::{Build, Failure};
use crate::start::{FirstBundle, Start};

/// Files by name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;
/// So many bytes make a file large ([`kit::part::MIN_PASSING_BYTES`]).
pub(super) const LARGE: usize = 1 << 20;

/// The client that checks use.
pub(super) type Client = FigureServiceClient<Channel>;

/// Where a service under test keeps its records.
pub(super) enum Place {
    Memory,
    /// What gives the URL of an empty database.
    Postgres(fn() -> Option<String>),
}

impl Place {
    fn empty(&self) -> Result<Location, Failure> {
        let Self::Postgres(database) = self else { return Ok(Location::Memory) };
        let url = database().ok_or_else(|| Failure("there is no database any more".to_owned()))?;
        let url = PostgresUrl::parse(&url).map_err(|e| Failure(e.to_string()))?;
        Ok(Location::Postgres(url))
    }
}

/// A service under test.
pub struct Subject<'a, B> {
    /// The service's name.
    pub(super) name: &'static str,
    build: &'a B,
    files: Files,
    place: Place,
    /// The service that checks share which write nothing.
    shared: OnceCell<Running>,
}

/// A running service with its client and its clock.
pub(super) struct Running {
    pub(super) client: Client,
    /// Its HTTP doors.
    pub(super) router: Router,
    pool: DescriptorPool,
    services: Vec<&'static str>,
    time: Manual,
    /// Dropped with the service; ends its streams.
    pub(super) shutdown: Shutdown,
}

impl<'a, B: Build> Subject<'a, B> {
    pub(super) fn new(name: &'static str, build: &'a B, files: Files, place: Place) -> Self {
        let (bundle, _) = Bundle::new(files);
        let part = bundle.part(name).into_iter().map(|(f, b)| (f.to_owned(), b.to_vec())).collect();
        Self { name, build, files: part, place, shared: OnceCell::new() }
    }

    /// The service's part of the bundle.
    pub(super) fn files(&self) -> Files {
        self.files.clone()
    }

    /// What the bundle's stated files say of this service, in the order of the file.
    pub(super) fn stated(&self) -> Vec<Stated> {
        let (bundle, _) = Bundle::new(self.files());
        let (context, _): (Context, _) = bundle.context();
        let stated = self.files.get("stated.csv").map(Vec::as_slice).unwrap_or_default();
        let (mut rows, _) = interchange::stated::read("stated.csv", stated, &context);
        rows.retain(|r| r.key.service == self.name);
        if let Some(bytes) = self.files.get("observations.csv") {
            rows.extend(
                interchange::stated::read_observations(self.name, "observations.csv", bytes, &context).0,
            );
        }
        rows
    }

    /// The canonical keys of what is stated, each once.
    pub(super) fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.stated().iter().map(|s| s.key.to_string()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// What is stated of figures that one place alone states, so that a correction of it is the figure's.
    pub(super) async fn stated_only(&self, running: &Running) -> Result<Vec<Stated>, Failure> {
        let mut found = Vec::new();
        for row in self.stated() {
            let figure = running.figure(&row.key.to_string()).await?;
            let alone = figure.basis() == proto::Basis::Stated && figure.sources.len() == 1;
            if alone && figure.alternatives.is_empty() {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// The year that the bundle reports on.
    pub(super) fn year(&self) -> i16 {
        Bundle::new(self.files()).0.manifest().report.year
    }

    /// The service, loaded with its part, for checks that write nothing.
    pub(super) async fn shared(&self) -> Result<&Running, Failure> {
        self.shared.get_or_try_init(|| self.loaded()).await
    }

    /// The service, loaded with its part.
    pub(super) async fn loaded(&self) -> Result<Running, Failure> {
        self.start(Callers::new(None), Some(Bundle::new(self.files()).0)).await
    }

    /// The service, empty, where only bearers of a token may write.
    pub(super) async fn guarded(&self) -> Result<Running, Failure> {
        let tokens = Tokens::parse("").map_err(|e| Failure(format!("tokens: {e}")))?;
        self.start(Callers::new(Some(tokens)), None).await
    }

    /// The service, loaded with its part, where only bearers of a token may write.
    pub(super) async fn guarded_and_loaded(&self) -> Result<Running, Failure> {
        let tokens = Tokens::parse("").map_err(|e| Failure(format!("tokens: {e}")))?;
        self.start(Callers::new(Some(tokens)), Some(Bundle::new(self.files()).0)).await
    }

    async fn start(&self, callers: Callers, bundle: Option<Bundle>) -> Result<Running, Failure> {
        let time = Manual::at(Timestamp::constant(1_700_000_000, 0));
        let shutdown = Shutdown::new();
        let bundle = bundle.map(|b| Arc::new(b) as Arc<dyn FirstBundle>);
        let start = Start {
            location: self.place.empty()?,
            bundle,
            callers,
            own: None,
            clock: time.clock(),
            shutdown: shutdown.clone(),
        };
        let app = (self.build)(start).await?;
        let pool = kit::transcode::pool(app.descriptors.iter().copied())
            .map_err(|e| Failure(format!("the service's descriptors do not decode: {e}")))?;
        let services = app.services.clone();
        let router =
            app.into_router().await.map_err(|e| Failure(format!("the service has no router: {e}")))?;
        let client = FigureServiceClient::new(Target::InProcess(router.clone()).channel())
            .max_decoding_message_size(kit::channel::MAX_MESSAGE_BYTES);
        Ok(Running { client, router, pool, services, time, shutdown })
    }
}

impl Running {
    /// The resources that calls write.
    pub(super) fn resources(&self) -> Vec<Resource> {
        doors::resources(&self.pool, &self.services)
    }

    /// The newest revision.
    pub(super) async fn head(&self) -> Result<i64, Failure> {
        let request = proto::ListRevisionsRequest { page_size: 1, ..Default::default() };
        let revisions = self.client.clone().list_revisions(request).await?.into_inner().revisions;
        Ok(revisions.first().map_or(0, |newest| newest.revision))
    }

    /// The time, an hour later than before.
    pub(super) fn an_hour_passes(&self) {
        self.time.set(self.now() + SignedDuration::from_hours(1));
    }

    pub(super) fn now(&self) -> Timestamp {
        self.time.clock()()
    }

    /// The answers to some keys.
    pub(super) async fn batch(
        &self,
        request: proto::BatchGetFiguresRequest,
    ) -> Result<proto::BatchGetFiguresResponse, tonic::Status> {
        Ok(self.client.clone().batch_get_figures(request).await?.into_inner())
    }

    /// The figures of one key as of a point, newest where none is given.
    pub(super) async fn figures(
        &self,
        key: &str,
        as_of: Option<proto::AsOf>,
    ) -> Result<Vec<proto::Figure>, Failure> {
        let request =
            proto::BatchGetFiguresRequest { keys: vec![key.to_owned()], as_of, ..Default::default() };
        let answer = self.batch(request).await?.answers.into_iter().next();
        match answer.and_then(|a| a.result) {
            Some(proto::answer::Result::Figures(list)) => Ok(list.figures),
            other => Err(Failure(format!("{key}: expected figures, found {other:?}"))),
        }
    }

    /// The one figure of an exact key.
    pub(super) async fn figure(&self, key: &str) -> Result<proto::Figure, Failure> {
        let mut figures = self.figures(key, None).await?;
        match (figures.pop(), figures.is_empty()) {
            (Some(figure), true) => Ok(figure),
            _ => Err(Failure(format!("{key}: an exact key stands for one figure"))),
        }
    }

    /// Every measure.
    pub(super) async fn measures(&self) -> Result<Vec<proto::Measure>, Failure> {
        let request = proto::ListMeasuresRequest { page_size: 1_000, ..Default::default() };
        Ok(self.client.clone().list_measures(request).await?.into_inner().measures)
    }

    /// Sends a part; `header` is completed with the service's name and the files.
    pub(super) async fn import(
        &self,
        service: &str,
        header: proto::ImportHeader,
        files: &Files,
    ) -> Result<proto::ImportOutcome, tonic::Status> {
        let size = |bytes: &Vec<u8>| i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let mut files: Vec<(&String, &Vec<u8>)> = files.iter().collect();
        // Large files come last, so that they are read as they come.
        files.sort_by_key(|(_, bytes)| bytes.len() >= LARGE);
        let name = |(name, bytes): &(&String, &Vec<u8>)| proto::PartFile {
            name: (*name).clone(),
            size_bytes: size(bytes),
        };
        let names = files.iter().map(name);
        let header = proto::ImportHeader { service: service.to_owned(), files: names.collect(), ..header };
        let mut messages = vec![message(proto::import_part_request::Content::Header(header))];
        for (name, bytes) in files {
            for data in bytes.chunks(1 << 20) {
                let chunk = proto::FileChunk { name: name.clone(), data: data.to_vec().into() };
                messages.push(message(proto::import_part_request::Content::Chunk(chunk)));
            }
        }
        let answer = self.client.clone().import_part(futures::stream::iter(messages)).await?;
        Ok(answer.into_inner().outcome.unwrap_or_default())
    }
}

fn message(content: proto::import_part_request::Content) -> proto::ImportPartRequest {
    proto::ImportPartRequest { content: Some(content) }
}

/// The header of a run that writes.
pub(super) fn run(request_id: &str) -> proto::ImportHeader {
    proto::ImportHeader {
        request_id: request_id.to_owned(),
        reason: "a check".to_owned(),
        ..Default::default()
    }
}

/// A file of stated values in which the first value of a key that is stated once, whole and positive, is one more; with that key
/// and both values. `None` where the bundle has no such key.
pub(super) fn corrected(stated: &[Stated], files: &Files) -> Option<(Files, String, String, String)> {
    for name in ["stated.csv", "observations.csv"] {
        let text = files.get(name).and_then(|b| String::from_utf8(b.clone()).ok())?;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for row in stated {
            let key = row.key.to_string();
            let alone = stated.iter().filter(|s| s.key == row.key).count() == 1;
            let Some(value) = row
                .value
                .filter(|v| alone && v.number.fract().is_zero() && v.decimals == figures::Decimals::Inf)
            else {
                continue;
            };
            let index = usize::try_from(row.line).ok()?.checked_sub(1)?;
            let (old, new) =
                (value.number.to_string(), value.number.checked_add(figures::Decimal::ONE)?.to_string());
            let line = lines.get(index).copied().unwrap_or_default();
            let cell = format!(",{old},INF,");
            if !line.contains(&cell) || (name == "stated.csv" && !line.starts_with(&key)) {
                continue;
            }
            let changed = line.replacen(&cell, &format!(",{new},INF,"), 1);
            let text: String = lines
                .iter()
                .enumerate()
                .map(|(i, l)| if i == index { changed.as_str() } else { l })
                .collect();
            let mut files = files.clone();
            files.insert(name.to_owned(), text.into_bytes());
            return Some((files, key, old, new));
        }
    }
    None
}

/// A figure that two places state otherwise.
pub(super) struct Contested {
    /// The files that make it so.
    pub(super) files: Files,
    /// Its key.
    pub(super) key: String,
    /// What is accepted by itself.
    pub(super) old: String,
    /// What the other place says.
    pub(super) new: String,
    /// The other place, which no precedence names.
    pub(super) other: proto::Source,
}

/// The files with one more row for a whole number that is stated once and without a limit. `None` where the bundle states none.
pub(super) fn contested(stated: &[Stated], files: &Files) -> Option<Contested> {
    let values = stated_text(files)?;
    for row in stated {
        let plain = |v: &figures::Value| {
            v.number.fract().is_zero()
                && v.decimals == figures::Decimals::Inf
                && v.bound == figures::Bound::Exact
        };
        let whole = row.value.filter(plain);
        let Some(value) = whole else { continue };
        let new = value.number.checked_add(figures::Decimal::ONE)?.to_string();
        let other = proto::Source {
            document: row.document.clone(),
            section: "elsewhere".to_owned(),
            locator: "¶1".to_owned(),
            ..Default::default()
        };
        let line = stated_line(
            &values,
            row,
            &[("value", &new), ("section", &other.section), ("locator", &other.locator)],
        )?;
        let mut files = files.clone();
        files.insert("stated.csv".to_owned(), ended(&values, &line));
        return Some(Contested {
            files,
            key: row.key.to_string(),
            old: value.number.normalize().to_string(),
            new,
            other,
        });
    }
    None
}

/// The text of the stated values, or the head of an empty file.
fn stated_text(files: &Files) -> Option<String> {
    match files.get("stated.csv") {
        Some(bytes) => String::from_utf8(bytes.clone()).ok(),
        None => Some("key,value,decimals,unit,document,section,locator".to_owned()),
    }
}

/// A line of that file that says what a row says, but for some columns.
fn stated_line(values: &str, row: &Stated, other: &[(&str, &str)]) -> Option<String> {
    let value = row.value?;
    let cell = |column: &str| match other.iter().find(|(name, _)| *name == column) {
        Some((_, text)) => (*text).to_owned(),
        None => match column {
            "key" => row.key.to_string(),
            "value" => value.number.to_string(),
            "decimals" => value.decimals.to_string(),
            "unit" => row.unit.code().to_owned(),
            "document" => row.document.clone(),
            "section" => row.section.clone(),
            "locator" => row.locator.clone(),
            _ => String::new(),
        },
    };
    Some(values.lines().next()?.split(',').map(cell).collect::<Vec<_>>().join(","))
}

fn ended(text: &str, line: &str) -> Vec<u8> {
    format!("{}\n{line}\n", text.trim_end_matches('\n')).into_bytes()
}

/// The files with one more measure, which is stated once as another is, and its key. `None` where the bundle states no measure of
/// this service as one whole number.
pub(super) fn added(stated: &[Stated], files: &Files) -> Option<(Files, String)> {
    let text = |name: &str| files.get(name).and_then(|b| String::from_utf8(b.clone()).ok());
    let measures = text("measures.csv")?;
    let values = stated_text(files)?;
    for row in stated {
        let (service, measure) = (&row.key.service, &row.key.measure);
        let defined = format!("{service},{measure},");
        let definition = measures.lines().find(|line| line.starts_with(&defined));
        let whole = row.value.filter(|v| v.number.fract().is_zero() && v.decimals == figures::Decimals::Inf);
        let (Some(definition), Some(_)) = (definition, whole) else { continue };
        let name = format!("{measure}-anew");
        let key = row.key.to_string().replacen(measure, &name, 1);
        let line = stated_line(&values, row, &[("key", &key)])?;
        let mut files = files.clone();
        files.insert("measures.csv".to_owned(), ended(&measures, &definition.replacen(measure, &name, 1)));
        files.insert("stated.csv".to_owned(), ended(&values, &line));
        return Some((files, key));
    }
    None
}
