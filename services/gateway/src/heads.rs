//! What is known of the heads of all services, and whether something made from them still holds.
//!
//! Each watch writes here what it hears; the cache reads. One counter, the *version*, moves whenever anything moves that could
//! matter to anybody, so that a warm request compares two numbers and looks no further. What moved is looked at only then:
//! a head that touched no measure which a report prints leaves the report as it is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

/// Of how many revisions the commit time is remembered, for each service.
const REMEMBERED: usize = 32;
/// How many measures are told apart for each service; beyond, a change is one of all measures.
const MEASURES: usize = 5_000;

/// The heads of all services.
#[derive(Debug)]
pub(crate) struct Heads {
    version: AtomicU64,
    /// Wakes those who wait for the next version.
    moves: watch::Sender<()>,
    services: BTreeMap<String, Mutex<Track>>,
}

/// A service's head, as a watch tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The newest revision; 0 while the service is empty.
    pub(crate) revision: i64,
    /// When it was committed.
    pub(crate) time: Option<Timestamp>,
    /// The measures that may have changed since the event before; none means all.
    pub(crate) measures: Vec<String>,
}

/// What the gateway knows of one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The newest revision heard of, and its commit time.
    pub(crate) head: Option<(i64, Option<Timestamp>)>,
    /// Whether its watch is heard from.
    pub(crate) confirmed: bool,
    /// When it was last heard from.
    pub(crate) last_contact: Option<Timestamp>,
    /// What failed last and when, until it is heard from again.
    pub(crate) last_error: Option<(String, Timestamp)>,
}

#[derive(Debug, Default)]
struct Track {
    known: Known,
    /// How often the head went back (a database restored from a backup): revisions of before mean nothing then.
    generation: u64,
    /// How often the service was lost and heard from again.
    confirmations: u64,
    /// The revision of the last event that named no measures, or before which events were missed.
    all_changed: i64,
    /// The revision that last changed each measure, since the watch began.
    changed: BTreeMap<String, i64>,
    times: VecDeque<(i64, Option<Timestamp>)>,
}

/// The point from which an assembly starts: taken before services are asked, so that what moves meanwhile is noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Point {
    generation: u64,
    confirmations: u64,
    /// Whether the service was confirmed.
    pub(crate) confirmed: bool,
    /// The revision that an answer must have reached.
    pub(crate) revision: Option<i64>,
}

/// What something assembled rests on, for one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ground {
    /// What was known when the service was asked.
    pub(crate) point: Point,
    /// The revision that it answered from; `None` when it did not answer.
    pub(crate) revision: Option<i64>,
    /// The measures that were asked.
    pub(crate) measures: Arc<BTreeSet<String>>,
}

/// What something assembled rests on: a ground a service.
pub(crate) type Grounds = BTreeMap<String, Ground>;

impl Heads {
    /// Nothing known yet of these services.
    pub(crate) fn new<'a>(services: impl IntoIterator<Item = &'a str>) -> Self {
        let services = services.into_iter().map(|name| (name.to_owned(), Mutex::default())).collect();
        Self { version: AtomicU64::new(0), moves: watch::Sender::new(()), services }
    }

    /// Those that are followed, by name.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    /// Tells when the version moves.
    pub(crate) fn moves(&self) -> watch::Receiver<()> {
        self.moves.subscribe()
    }

    /// The measures of a service that may have changed after a revision; none when all may have.
    pub(crate) fn changed_since(&self, service: &str, revision: i64) -> Vec<String> {
        self.track(service).map(|track| track.changed_since(revision)).unwrap_or_default()
    }

    /// A number that moves whenever a head or a confirmation does.
    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// What is known of a service; nothing of one that is not followed.
    pub(crate) fn known(&self, service: &str) -> Known {
        self.track(service).map(|track| track.known.clone()).unwrap_or_default()
    }

    /// The point from which an assembly starts.
    pub(crate) fn point(&self, service: &str) -> Point {
        self.track(service).map_or_else(Point::default, |track| track.point())
    }

    /// When a revision of a service was committed, as far as it is known.
    pub(crate) fn time_of(&self, service: &str, revision: i64) -> Option<Timestamp> {
        let track = self.track(service)?;
        track.times.iter().rev().find(|(known, _)| *known <= revision).and_then(|(_, time)| *time)
    }

    /// The head of a service was heard of.
    pub(crate) fn heard(&self, service: &str, head: &Head, now: Timestamp) {
        if self.track(service).is_some_and(|mut track| track.hear(head, now)) {
            self.moved();
        }
    }

    /// A service is not heard from: what it said is the last known.
    pub(crate) fn lost(&self, service: &str, error: &str, now: Timestamp) {
        let Some(mut track) = self.track(service) else { return };
        track.known.last_error = Some((error.to_owned(), now));
        if std::mem::replace(&mut track.known.confirmed, false) {
            drop(track);
            self.moved();
        }
    }

    /// Whether nothing moved that would change what rests on these grounds.
    pub(crate) fn bear(&self, grounds: &Grounds) -> bool {
        grounds.iter().all(|(service, ground)| self.track(service).is_none_or(|track| track.bears(ground)))
    }

    fn moved(&self) {
        self.version.fetch_add(1, Ordering::AcqRel);
        self.moves.send_replace(());
    }

    fn track(&self, service: &str) -> Option<MutexGuard<'_, Track>> {
        // A panic while the lock is held leaves a head that is only older than it could be.
        self.services.get(service).map(|track| track.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Track {
    fn point(&self) -> Point {
        Point {
            generation: self.generation,
            confirmations: self.confirmations,
            confirmed: self.known.confirmed,
            revision: self.known.head.map(|(revision, _)| revision),
        }
    }

    /// Takes an event in; whether anything moved.
    fn hear(&mut self, head: &Head, now: Timestamp) -> bool {
        let back = !std::mem::replace(&mut self.known.confirmed, true);
        self.known.last_contact = Some(now);
        self.known.last_error = None;
        if back {
            self.confirmations = self.confirmations.saturating_add(1);
        }
        let before = self.known.head.replace((head.revision, head.time)).map(|(revision, _)| revision);
        if before == Some(head.revision) {
            return back;
        }
        if before.is_some_and(|before| before > head.revision) {
            self.generation = self.generation.saturating_add(1);
            self.times.clear();
        }
        self.note(head, before.is_some() && !back);
        true
    }

    /// Remembers what a new head changed; `followed` when no event before it was missed.
    fn note(&mut self, head: &Head, followed: bool) {
        if self.times.len() == REMEMBERED {
            self.times.pop_front();
        }
        self.times.push_back((head.revision, head.time));
        let told = followed && !head.measures.is_empty();
        if told && self.changed.len().saturating_add(head.measures.len()) <= MEASURES {
            self.changed.extend(head.measures.iter().map(|measure| (measure.clone(), head.revision)));
        } else {
            self.all_changed = head.revision;
            self.changed.clear();
        }
    }

    fn changed_since(&self, revision: i64) -> Vec<String> {
        let went_back = self.known.head.is_some_and(|(head, _)| head < revision);
        if went_back || self.all_changed > revision {
            return Vec::new();
        }
        let after = self.changed.iter().filter(|(_, changed)| **changed > revision);
        after.map(|(measure, _)| measure.clone()).collect()
    }

    fn bears(&self, ground: &Ground) -> bool {
        let Some(revision) = ground.revision else {
            // It did not answer: worth asking again once it was lost and is heard from.
            return ground.point.confirmations == self.confirmations;
        };
        let lost = ground.point.confirmed && !self.known.confirmed;
        let touched = |measure| self.changed.get(measure).is_some_and(|changed| *changed > revision);
        !lost
            && ground.point.generation == self.generation
            && self.all_changed <= revision
            && !ground.measures.iter().any(touched)
    }
}

#[cfg(test)]
mod tests;
