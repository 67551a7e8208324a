//! The rounds: load, a blow at a moment of chance, and what is there after it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fastrand::Rng;

use super::audit::{Faults, Listed, audit};
use super::clients::{self, Client, Load};
use super::database::Records;
use super::journal::{Answer, Entry, Journal, Request};
use super::moment::Moment;
use super::read;
use super::send::send;
use super::table::Tally;
use crate::grpc::channel;
use crate::process::Process;
use crate::wait::{MOST, within};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL server of its own.
    Postgres,
}

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Over which database.
    pub database: Database,
    /// How often something is killed.
    pub rounds: u32,
    /// What chance begins with: the same seed chooses the same writes and moments.
    pub seed: u64,
}

/// At least and at most so many writes of a round are acknowledged before the blow.
const WRITES: std::ops::Range<u64> = 5..40;
/// So long a server or its process stays away from clients that go on.
const AWAY: Duration = Duration::from_millis(200);

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blow {
    /// The service.
    Service,
    /// The process of the database's server that the service writes by; the server then starts anew by itself.
    Backend,
    /// The whole server of the database, at once.
    Server,
}

impl Blow {
    /// Of PostgreSQL's rounds, one in three is its own.
    fn of(database: Database, random: &mut Rng) -> Self {
        match (database, random.u8(..6)) {
            (Database::Postgres, 0) => Self::Backend,
            (Database::Postgres, 1) => Self::Server,
            (Database::Sqlite | Database::Postgres, _) => Self::Service,
        }
    }
}

struct Run {
    records: Records,
    service: Option<Process>,
    journal: Journal,
    /// The revisions that were seen.
    seen: Vec<Listed>,
    random: Rng,
    tally: Tally,
}

/// Runs the rounds; `None` where PostgreSQL is not installed.
///
/// # Errors
/// When the service does not answer after a round; what it did wrong is no error but in the tally.
pub async fn run(plan: &Plan) -> Result<Option<Tally>> {
    let records = match plan.database {
        Database::Sqlite => Records::in_a_file()?,
        Database::Postgres => match Records::in_postgres() {
            Some(records) => records,
            None => return Ok(None),
        },
    };
    let mut random = Rng::with_seed(plan.seed);
    let mut clients = clients::all(&mut random);
    let (journal, seen) = (Journal::default(), Vec::new());
    let mut run = Run { records, service: None, journal, seen, random, tally: Tally::of(plan) };
    run.begin().await?;
    for round in 1..=plan.rounds {
        let context = || format!("round {round} of seed {}", plan.seed);
        clients = run.round(plan.database, clients).await.with_context(context)?;
        run.look().await.with_context(context)?;
        run.send_again().await.with_context(context)?;
    }
    run.look_at_everything().await?;
    run.tally.acknowledged = run.journal.acknowledged();
    Ok(Some(run.tally))
}

impl Run {
    fn service(&self) -> Result<&Process> {
        self.service.as_ref().context("the service runs")
    }

    async fn begin(&mut self) -> Result<()> {
        self.service = Some(self.records.serve());
        let (request, address) = (clients::beginning(), self.service()?.address());
        let answer = send(&channel(address), &request).await;
        if !matches!(answer, Answer::Done(_)) {
            bail!("the first import: {answer:?}");
        }
        self.journal.keep(Entry { request, answer });
        Ok(())
    }

    /// Has the clients write, and strikes.
    async fn round(&mut self, database: Database, clients: Vec<Client>) -> Result<Vec<Client>> {
        let (load, address) = (Arc::new(Load::default()), self.service()?.address());
        let writing = clients.into_iter().map(|client| {
            let load = Arc::clone(&load);
            tokio::spawn(async move { client.write(channel(address), load).await })
        });
        let writing: Vec<_> = writing.collect();
        let (blow, moment) = (Blow::of(database, &mut self.random), Moment::of(&mut self.random));
        within(MOST, "writes are acknowledged", load.until(self.random.u64(WRITES))).await;
        let backend = self.records.backend();
        let ended = if moment == Moment::Between {
            load.stop();
            let ended = all(writing).await?;
            self.strike(blow, backend.as_deref())?;
            ended
        } else {
            let service = self.service()?.id().to_string();
            moment.come(backend.clone().unwrap_or(service)).await;
            self.strike(blow, backend.as_deref())?;
            if blow != Blow::Service {
                // Who writes on meets a server that is away, and one that is back.
                tokio::time::sleep(AWAY).await;
            }
            load.stop();
            all(writing).await?
        };
        let mut clients = Vec::new();
        for (client, entries) in ended {
            clients.push(client);
            entries.into_iter().for_each(|entry| self.journal.keep(entry));
        }
        Ok(clients)
    }

    fn strike(&mut self, blow: Blow, backend: Option<&str>) -> Result<()> {
        match blow {
            Blow::Service => {
                self.service.take().context("the service runs")?.kill();
                self.tally.services += 1;
            }
            Blow::Backend => {
                let pid = backend.context("the service is connected")?;
                // One that has ended by itself meanwhile is no failure.
                let _ = std::process::Command::new("kill").args(["-KILL", pid]).status();
                self.tally.backends += 1;
            }
            Blow::Server => {
                self.records.crash();
                self.tally.servers += 1;
            }
        }
        Ok(())
    }

    /// Looks through the database, starts the service where it was killed, and holds what it says against the journal.
    async fn look(&mut self) -> Result<()> {
        let mut faults = Faults { integrity: self.verified().await?, ..Faults::default() };
        if self.service.is_none() {
            self.service = Some(self.records.serve());
        }
        let found = read::found(&channel(self.service()?.address()), &self.seen).await?;
        if !found.revisions.starts_with(&self.seen) {
            faults.gaps.push("revisions that were seen before are not as they were".to_owned());
        }
        faults.extend(audit(&self.journal, &found));
        let unknown = self.journal.unknown();
        let done = unknown.iter().filter(|request| is_listed(&found.revisions, request)).count();
        if unknown.is_empty() {
            self.tally.between += 1;
        } else {
            self.tally.within += 1;
        }
        self.tally.unknown_done += done;
        self.tally.unknown_not_done += unknown.len().saturating_sub(done);
        self.tally.revisions = found.revisions.len();
        self.seen = found.revisions;
        self.tally.faults.extend(faults);
        Ok(())
    }

    /// A server that has just been struck may take a moment to be back.
    async fn verified(&self) -> Result<Vec<String>> {
        let mut faults = self.records.faults()?;
        for _ in 0..20 {
            if faults.is_empty() || matches!(self.records, Records::File(_)) {
                break;
            }
            tokio::time::sleep(AWAY).await;
            faults = self.records.faults()?;
        }
        Ok(faults)
    }

    /// Sends again, twice, what nobody knows of: it is done once.
    async fn send_again(&mut self) -> Result<()> {
        let channel = channel(self.service()?.address());
        for request in self.journal.unknown() {
            let was = self.seen.iter().find(|each| each.reason == request.id).map(|each| each.revision);
            let (first, second) = (send(&channel, &request).await, send(&channel, &request).await);
            let once = match (&first, &second) {
                (Answer::Done(one), Answer::Done(two)) => {
                    one == two && (was.is_none() || one.is_none() || was == *one)
                }
                _ => false,
            };
            if !once {
                let text = format!("{}: was {was:?}, sent again {first:?}, once more {second:?}", request.id);
                self.tally.faults.again.push(text);
            }
            let revisions = read::found(&channel, &self.seen).await?.revisions;
            let more = revisions.len().saturating_sub(self.seen.len());
            if more != usize::from(was.is_none()) {
                let text = format!("{}: was {was:?}, and sent again it made {more} revisions", request.id);
                self.tally.faults.again.push(text);
            }
            self.seen = revisions;
            self.journal.keep(Entry { request, answer: first });
        }
        Ok(())
    }

    /// At the end every revision is read anew.
    async fn look_at_everything(&mut self) -> Result<()> {
        let found = read::found(&channel(self.service()?.address()), &[]).await?;
        if found.revisions != self.seen {
            self.tally
                .faults
                .gaps
                .push("the revisions are not those that were seen round by round".to_owned());
        }
        self.tally.revisions = found.revisions.len();
        self.tally.faults.extend(audit(&self.journal, &found));
        Ok(())
    }
}

fn is_listed(revisions: &[Listed], request: &Request) -> bool {
    revisions.iter().any(|each| each.reason == request.id)
}

type Ended = (Client, Vec<Entry>);

async fn all(writing: Vec<tokio::task::JoinHandle<Ended>>) -> Result<Vec<Ended>> {
    let mut ended = Vec::new();
    for client in writing {
        ended.push(within(MOST * 2, "a client ends", client).await?);
    }
    Ok(ended)
}
