//! The clients: what each writes next, and how it goes on until it is told to stop or is not answered.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use fastrand::Rng;
use kit::channel::Channel;
use tokio::sync::Notify;

use super::journal::{Answer, Entry, Request};
use super::send::send;
use super::write::{Stated, Write};

/// Whatever is the clients' begins so.
pub(super) const OURS: &str = "kill-";
/// The figure of which two values are stated.
pub(super) const CONTESTED: &str = "projects/count?period=2032";

/// Clients that write records by calls, each its own.
const WRITERS: usize = 4;
/// A client has so many projects that come and go, each with its number.
const PROJECTS: usize = 6;
/// A client has so many projects with funding lines, which stay.
const FUNDED: usize = 2;
/// So many lines has a project when it has all.
const LINES: usize = 10;
/// So many pledges come with a part of a bundle.
const PLEDGES: usize = 8;

/// One that writes, with what it knows of its own records.
#[derive(Debug)]
pub(super) struct Client {
    name: String,
    does: Does,
    random: Rng,
    sent: u64,
}

#[derive(Debug)]
enum Does {
    /// Creates, updates and deletes records, alone and in batches: the ids of those that are there.
    Records { projects: BTreeSet<String>, lines: BTreeSet<String> },
    /// Accepts one of two values, in turn: the one that counts.
    Accepts(Stated),
    /// Imports a part of a bundle.
    Imports,
}

/// All clients of a run; each has its own chance, so that what it writes does not hang on the others.
pub(super) fn all(random: &mut Rng) -> Vec<Client> {
    let records = (0..WRITERS).map(|n| {
        let does = Does::Records { projects: BTreeSet::new(), lines: BTreeSet::new() };
        (format!("{OURS}{n}"), does)
    });
    let others =
        [(format!("{OURS}accepts"), Does::Accepts(Stated::First)), (format!("{OURS}imports"), Does::Imports)];
    let named = records.chain(others);
    named.map(|(name, does)| Client { name, does, random: random.fork(), sent: 0 }).collect()
}

/// The request that comes before all others: it states two values of one figure.
pub(super) fn beginning() -> Request {
    Request { id: format!("{OURS}begins"), write: Write::Begin(CONTESTED.to_owned()) }
}

impl Client {
    /// The next request. It is taken as done: until it is known to be, none follows it.
    fn next(&mut self) -> Request {
        self.sent += 1;
        let id = format!("{}-w{}", self.name, self.sent);
        let number = self.sent + 10;
        let write = match &mut self.does {
            Does::Accepts(stated) => {
                *stated = if *stated == Stated::First { Stated::Second } else { Stated::First };
                Write::Accept(CONTESTED.to_owned(), *stated)
            }
            Does::Imports => Write::Import(
                (0..PLEDGES).map(|n| (format!("{}-{n}", self.name), number.to_string())).collect(),
            ),
            Does::Records { projects, lines } => {
                let random = &mut self.random;
                if random.u8(..3) == 0 {
                    project(projects, format!("{}-p{}", self.name, random.usize(..PROJECTS)), &id, random)
                } else {
                    let of = format!("{}-f{}", self.name, random.usize(..FUNDED));
                    funding(projects, lines, of, &id, number, random)
                }
            }
        };
        Request { id, write }
    }

    /// Writes until it is to stop, or is not told that a write was done.
    pub(super) async fn write(mut self, channel: Channel, load: Arc<Load>) -> (Self, Vec<Entry>) {
        let mut entries = Vec::new();
        while !load.stop.load(Ordering::SeqCst) {
            let request = self.next();
            let answer = send(&channel, &request).await;
            let done = matches!(answer, Answer::Done(_));
            entries.push(Entry { request, answer });
            if !done {
                break;
            }
            load.count();
        }
        (self, entries)
    }
}

fn project(projects: &mut BTreeSet<String>, id: String, label: &str, random: &mut Rng) -> Write {
    if projects.insert(id.clone()) {
        Write::CreateProject(id, label.to_owned())
    } else if random.bool() {
        Write::UpdateProject(id, label.to_owned())
    } else {
        projects.remove(&id);
        Write::DeleteProject(id)
    }
}

fn funding(
    projects: &mut BTreeSet<String>,
    lines: &mut BTreeSet<String>,
    of: String,
    label: &str,
    amount: u64,
    random: &mut Rng,
) -> Write {
    if projects.insert(of.clone()) {
        return Write::CreateProject(of, label.to_owned());
    }
    let prefix = format!("{of}-l");
    let there: Vec<String> = lines.iter().filter(|id| id.starts_with(&prefix)).cloned().collect();
    let with_amount = |ids: Vec<String>| ids.into_iter().map(|id| (id, amount.to_string())).collect();
    if there.is_empty() {
        let all: Vec<String> = (0..LINES).map(|n| format!("{prefix}{n}")).collect();
        lines.extend(all.iter().cloned());
        return Write::CreateLines(of, with_amount(all));
    }
    if random.u8(..5) < 3 {
        return Write::UpdateLines(with_amount(there));
    }
    let gone = there.get(random.usize(..there.len())).cloned().unwrap_or_default();
    lines.remove(&gone);
    Write::DeleteLine(gone)
}

/// What the clients of a round share: how many writes were acknowledged, and whether they are to stop.
#[derive(Debug, Default)]
pub(super) struct Load {
    acknowledged: AtomicU64,
    more: Notify,
    stop: AtomicBool,
}

impl Load {
    fn count(&self) {
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
        self.more.notify_one();
    }

    /// Waits until so many writes of the round are acknowledged.
    pub(super) async fn until(&self, acknowledged: u64) {
        while self.acknowledged.load(Ordering::SeqCst) < acknowledged {
            self.more.notified().await;
        }
    }

    /// Lets each client end with the write that it is at.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}
