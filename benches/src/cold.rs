//! Cold assembly against five parallel calls to bare servers that return the recorded answers.
//!
//! Servers, gateway and client are in this process on both sides, so that its processor time is the cost of everything.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use api::figures::v1::figure_service_client::FigureServiceClient;
use kit::channel::MAX_MESSAGE_BYTES;
use kit::shutdown::Shutdown;

use crate::cpu;
use crate::recorded::{Bare, Client, Recorded, ask_all};
use crate::table::Table;

/// Pairs.
const PAIRS: usize = 5;
/// Assemblies on each side of a pair.
const ROUNDS: usize = 100;

/// Measures and prints.
pub(crate) async fn assembly(table: &mut Table, recorded: Recorded) -> Result<()> {
    let cold = Cold::of(recorded).await?;
    let mut pairs = Vec::new();
    for round in 0..=PAIRS {
        let ours = cost(async || cold.assemble().await).await?;
        let theirs = cost(async || ask_all(&cold.clients).await).await?;
        // The first round only warms up.
        if round > 0 {
            pairs.push((ours, theirs));
        }
    }
    table.ratio("cold assembly / five parallel calls to bare services", &pairs, 3.0);
    Ok(())
}

/// A gateway over bare servers.
pub(crate) struct Cold {
    app: gateway::App,
    servers: Vec<Bare>,
    clients: Vec<Client>,
}

impl Cold {
    /// Servers that give recorded answers, and a gateway that asks them.
    pub(crate) async fn of(recorded: Recorded) -> Result<Self> {
        let (mut servers, mut clients) = (Vec::new(), Vec::new());
        for (name, (keys, answer)) in recorded.0 {
            let server = Bare::serve(&name, answer).await?;
            let client = FigureServiceClient::new(server.target.channel());
            clients.push((client.max_decoding_message_size(MAX_MESSAGE_BYTES), keys));
            servers.push(server);
        }
        let services = servers.iter().map(|s| (s.name.clone(), s.target.clone())).collect();
        let bundle = Some(Arc::new(first_bundle::bundle()));
        let deps = gateway::Deps { clock: kit::clock::system(), services, bundle };
        let app = gateway::App::open(gateway::Config::in_memory(), deps, &Shutdown::new()).await?;
        Ok(Self { app, servers, clients })
    }

    /// One assembly of what has changed at one service.
    pub(crate) async fn assemble(&self) -> Result<()> {
        assemble(&self.app, &self.servers).await
    }
}

async fn assemble(app: &gateway::App, servers: &[Bare]) -> Result<()> {
    let Some(server) = servers.first() else { bail!("no service") };
    let head = server.bump();
    let start = Instant::now();
    let heard =
        |state: &api::report::v1::ServiceState| state.service == server.name && state.revision == Some(head);
    while !app.list_services().iter().any(heard) {
        if start.elapsed() > Duration::from_secs(5) {
            bail!("the gateway does not follow {} to {head}", server.name);
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    let report = app.report(2024, Some("en")).await?;
    if report.revisions.get(&server.name) == Some(&head) {
        return Ok(());
    }
    bail!("the report is not of revision {head} of {}", server.name)
}

/// Microseconds of this process for each round of some work.
async fn cost(work: impl AsyncFn() -> Result<()>) -> Result<f64> {
    let pid = [std::process::id()];
    let before = cpu::of_all(&pid)?;
    for _ in 0..ROUNDS {
        work().await?;
    }
    Ok((cpu::of_all(&pid)? - before) / ROUNDS as f64)
}
