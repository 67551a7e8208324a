//! Two hundred readers at once while one service fails: each in its own way, none of which a reader may notice as an error.
//!
//! Six processes on all processors. The service stops, hangs (its connections stay open and say nothing), or answers every call with an
//! error. Readers keep their connections and go through the report's pages in both languages, each from another place.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures::future::join_all;
use tokio::net::TcpListener;
use yearbook_tests::arrangement::Apart;
use yearbook_tests::proxy::{Pace, Proxy};

use crate::load::{Asked, connect, get};
use crate::table::Table;

/// Readers at a time.
const READERS: usize = 200;
/// What each of them asks for.
const EACH: usize = 25;
/// The deadline of an assembly: how much longer than while all answer an answer may take, where a service fails.
const DEADLINE: Duration = Duration::from_secs(2);
/// When a reader gives up.
const LATE: Duration = Duration::from_secs(20);
/// The service that fails.
const FAILING: &str = "projects";

/// Measures and prints.
pub(crate) async fn with_one_service_failing(table: &mut Table) -> Result<()> {
    let mut apart = Apart::services(&[]);
    let proxy = Proxy::before(apart.address(FAILING), Pace::Fast).await;
    apart.ask_at(FAILING, proxy.address());
    apart.start_gateway(&[]);
    let gateway = apart.gateway().to_string();
    let pages = pages(&gateway).await?;
    // Two hundred at once wait for two processors, whoever answers.
    let well = read(&gateway, &pages).await;
    let calm = well.slowest();
    table.told("all services answering", &well, Duration::ZERO);

    proxy.pace(Pace::Held);
    table.told("one hangs", &read(&gateway, &pages).await, calm);

    apart.stop_gateway();
    apart.start_gateway(&[]);
    table.told("one hangs and was never heard", &read(&gateway, &pages).await, calm);

    apart.stop_gateway();
    let erring = erring().await?;
    apart.ask_at(FAILING, erring);
    apart.start_gateway(&[]);
    table.told("one answers errors", &read(&gateway, &pages).await, calm);

    apart.stop_gateway();
    apart.ask_at(FAILING, apart.address(FAILING));
    apart.start_gateway(&[]);
    for language in ["en", "zh"] {
        get(&gateway, &format!("/reports/2024?lang={language}")).await?;
    }
    apart.kill(FAILING);
    table.told("one is killed", &read(&gateway, &pages).await, calm);
    Ok(())
}

/// A server that knows no call: each is answered with an error at once.
async fn erring() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let incoming = tonic::transport::server::TcpIncoming::from(listener);
    let server = tonic::transport::Server::builder().add_routes(tonic::service::Routes::default());
    // It ends with this program.
    tokio::spawn(server.serve_with_incoming(incoming));
    Ok(address)
}

/// Every page that the list of reports and the report link to, in each language.
async fn pages(authority: &str) -> Result<Vec<String>> {
    let mut pages = BTreeSet::new();
    for language in ["en", "zh"] {
        for page in [format!("/?lang={language}"), format!("/reports/2024?lang={language}")] {
            let text = get(authority, &page).await?;
            pages.extend(linked(std::str::from_utf8(&text)?));
            pages.insert(page);
        }
    }
    Ok(pages.into_iter().collect())
}

/// Addresses on this server that a page links to, each once.
fn linked(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&"));
    links.filter(|link| link.starts_with('/')).collect()
}

/// What the readers met.
#[derive(Default)]
pub(crate) struct Met {
    /// Answers.
    pub(crate) answers: usize,
    /// Errors of the server and connections that broke, each with its page.
    pub(crate) errors: Vec<String>,
    /// How long each request took, with its page.
    pub(crate) took: Vec<(Duration, String)>,
}

impl Met {
    fn slowest(&self) -> Duration {
        self.took.iter().map(|(took, _)| *took).max().unwrap_or_default()
    }
}

async fn read(authority: &str, pages: &[String]) -> Met {
    let readers = (0..READERS).map(|reader| {
        let from = reader * pages.len() / READERS;
        let mine: Vec<String> = pages.iter().cycle().skip(from).take(EACH).cloned().collect();
        let authority = authority.to_owned();
        tokio::spawn(async move { one_reader(&authority, &mine).await })
    });
    let mut all = Met::default();
    for met in join_all(readers).await {
        let met = met.unwrap_or_else(|panic| Met { errors: vec![panic.to_string()], ..Met::default() });
        all.answers += met.answers;
        all.errors.extend(met.errors);
        all.took.extend(met.took);
    }
    all
}

async fn one_reader(authority: &str, pages: &[String]) -> Met {
    let mut met = Met::default();
    let mut connection = None;
    for page in pages {
        let start = Instant::now();
        let answer = tokio::time::timeout(LATE, async {
            let open = match connection.take() {
                Some(open) => open,
                None => connect(authority).await?,
            };
            let sender = connection.insert(open);
            Asked::path(page).on(sender, authority).await
        });
        match answer.await.context("no answer").and_then(|answer| answer) {
            Ok(answer) if answer.status().is_server_error() => {
                met.errors.push(format!("{page}: {}", answer.status()))
            }
            Ok(_) => met.answers += 1,
            Err(error) => {
                met.errors.push(format!("{page}: {error:#}"));
                connection = None;
            }
        }
        met.took.push((start.elapsed(), page.clone()));
    }
    met
}

impl Table {
    /// Two rows: errors, and how much later than `calm` the slowest answer came, beside the deadline; what went wrong is named below.
    fn told(&mut self, how: &str, met: &Met, calm: Duration) {
        self.none(
            &format!("errors of {} requests by {READERS} readers, {how}", met.answers + met.errors.len()),
            met.errors.len(),
        );
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let beyond = if calm.is_zero() { "" } else { ", beyond that" };
        self.value(
            &format!("the slowest answer, {how}{beyond}"),
            ms(met.slowest().saturating_sub(calm)),
            ms(DEADLINE),
            "ms",
        );
        let late = met.took.iter().filter(|(took, _)| *took > calm + DEADLINE);
        let late = late.map(|(took, page)| format!("{page}: {took:?}"));
        for wrong in met.errors.iter().cloned().chain(late).take(5) {
            eprintln!("{how}: {wrong}");
        }
    }
}
