//! Assembled reports in memory: a warm request compares two numbers.
//!
//! An entry is good while [`Heads`] has the version that it was last found good for. When the version has moved, the entry's
//! grounds are looked at: if they bear it, it is good for the new version too; otherwise the report is assembled again, one
//! assembly at a time for each report, in a task of its own, so that a client who goes away stops nobody else's. An entry
//! that rests on a service which did not answer, or is not followed, is given as it is and made again behind it, once a second.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use kit::telemetry::names;
use kit::trace;
use report::model::PageId;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;

use crate::heads::{Grounds, Heads};

/// How many reports and pages are kept unless the content has more; of more, the one that was asked for longest ago goes.
const MAX_ENTRIES: usize = 256;

/// Counts a report that was asked for, by what came of it.
fn asked(result: &'static str) {
    metrics::counter!(names::CACHE, "result" => result).increment(1);
}

/// Which report, or which page beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ReportId {
    /// The year reported on.
    pub(crate) year: i16,
    /// The language, one of the content's.
    pub(crate) language: Arc<str>,
    /// The page; `None` is the report itself.
    pub(crate) page: Option<PageId>,
}

/// Makes reports.
pub(crate) trait Assembler: Send + Sync + 'static {
    /// What is made.
    type Made: Send + Sync + 'static;
    /// What is kept from one assembly of a report to the next: what services said last.
    type Memory: Default + Send + 'static;
    /// Why nothing could be made.
    type Error: Send + 'static;

    /// Makes a report, and says what it rests on.
    fn assemble(
        &self,
        id: &ReportId,
        memory: &mut Self::Memory,
    ) -> impl Future<Output = Result<(Self::Made, Grounds), Self::Error>> + Send;
}

/// Why the cache has nothing to give.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CacheError<E> {
    /// The assembly failed.
    #[error("{0}")]
    Assembly(E),
    /// Another assembly of the report did not end in time, and there is no earlier one.
    #[error("the report is being assembled; try again in a moment")]
    Late,
    /// The assembly broke off.
    #[error("the assembly broke off: {0}")]
    Broken(String),
}

/// How long the cache waits and how soon it tries again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// How long a request waits for an assembly that another one began.
    pub(crate) wait: Duration,
    /// How long an entry with a gap is given before it is tried again.
    pub(crate) retry: Duration,
}

/// Assembled reports by year, language and page.
pub(crate) struct Cache<A: Assembler> {
    assembler: Arc<A>,
    heads: Arc<Heads>,
    patience: Patience,
    clock: AtomicU64,
    most: AtomicUsize,
    slots: RwLock<HashMap<ReportId, Arc<Slot<A>>>>,
}

struct Slot<A: Assembler> {
    entry: ArcSwapOption<Entry<A::Made>>,
    /// Held while the report is assembled.
    memory: Arc<Mutex<A::Memory>>,
    used: AtomicU64,
}

/// A report as it was made.
pub(crate) struct Entry<M> {
    /// What was made.
    pub(crate) made: M,
    grounds: Grounds,
    /// The heads' version for which it was last found good.
    good_for: AtomicU64,
    /// Whether every service answered and is followed.
    firm: AtomicBool,
    made_at: Instant,
}

impl<A: Assembler> Cache<A> {
    /// An empty cache.
    pub(crate) fn new(assembler: Arc<A>, heads: Arc<Heads>, patience: Patience) -> Self {
        Self {
            assembler,
            heads,
            patience,
            clock: AtomicU64::new(0),
            most: AtomicUsize::new(MAX_ENTRIES),
            slots: RwLock::default(),
        }
    }

    /// Keeps at least as many from now on: all that a content has, none of which may push out another.
    pub(crate) fn make_room(&self, documents: usize) {
        self.most.fetch_max(documents, Ordering::Relaxed);
    }

    /// The report as the services have it now, as far as they are heard from.
    ///
    /// # Errors
    /// [`CacheError`] when it cannot be assembled, or another assembly takes too long and there is no earlier report.
    pub(crate) async fn get(&self, id: &ReportId) -> Result<Arc<Entry<A::Made>>, CacheError<A::Error>> {
        let slot = self.slot(id);
        if let Some(entry) = slot.entry.load_full().filter(|entry| self.good(entry)) {
            asked("hit");
            self.mend(id, &slot, &entry);
            return Ok(entry);
        }
        self.renew(id, &slot).await
    }

    /// Whether an entry is good for the heads as they are; if they moved beside it, it is from now on.
    fn good(&self, entry: &Entry<A::Made>) -> bool {
        let version = self.heads.version();
        if entry.good_for.load(Ordering::Acquire) == version {
            return true;
        }
        let good = self.heads.bear(&entry.grounds);
        if good {
            entry.good_for.store(version, Ordering::Release);
            entry.firm.store(self.firm(&entry.grounds), Ordering::Release);
        }
        good
    }

    /// Whether each service answered and what happens to it will be heard of.
    fn firm(&self, grounds: &Grounds) -> bool {
        grounds
            .iter()
            .all(|(service, ground)| ground.revision.is_some() && self.heads.known(service).confirmed)
    }

    /// Makes an entry with a gap again, behind the requests, if that was not tried within the last second.
    fn mend(&self, id: &ReportId, slot: &Arc<Slot<A>>, entry: &Entry<A::Made>) {
        if entry.firm.load(Ordering::Acquire) || entry.made_at.elapsed() < self.patience.retry {
            return;
        }
        if let Ok(memory) = Arc::clone(&slot.memory).try_lock_owned() {
            tokio::spawn(trace::carried(self.making(id, slot, memory)));
        }
    }

    async fn renew(
        &self,
        id: &ReportId,
        slot: &Arc<Slot<A>>,
    ) -> Result<Arc<Entry<A::Made>>, CacheError<A::Error>> {
        let turn = Arc::clone(&slot.memory).lock_owned();
        let Ok(memory) = tokio::time::timeout(self.patience.wait, turn).await else {
            asked("late");
            return slot.entry.load_full().ok_or(CacheError::Late);
        };
        if let Some(entry) = slot.entry.load_full().filter(|entry| self.good(entry)) {
            asked("waited");
            return Ok(entry);
        }
        asked("assembled");
        tokio::spawn(trace::carried(self.making(id, slot, memory)))
            .await
            .map_err(|broken| CacheError::Broken(broken.to_string()))?
            .map_err(CacheError::Assembly)
    }

    fn making(
        &self,
        id: &ReportId,
        slot: &Arc<Slot<A>>,
        mut memory: OwnedMutexGuard<A::Memory>,
    ) -> impl Future<Output = Result<Arc<Entry<A::Made>>, A::Error>> + Send + 'static {
        let (assembler, heads) = (Arc::clone(&self.assembler), Arc::clone(&self.heads));
        let (id, slot) = (id.clone(), Arc::clone(slot));
        async move {
            // Read first: what moves from here on makes the entry be looked at again.
            let version = heads.version();
            let (made, grounds) = assembler.assemble(&id, &mut memory).await?;
            let firm = grounds.values().all(|ground| ground.revision.is_some() && ground.point.confirmed);
            let entry = Arc::new(Entry {
                made,
                grounds,
                good_for: AtomicU64::new(version),
                firm: AtomicBool::new(firm),
                made_at: Instant::now(),
            });
            slot.entry.store(Some(Arc::clone(&entry)));
            Ok(entry)
        }
    }

    fn slot(&self, id: &ReportId) -> Arc<Slot<A>> {
        let now = self.clock.fetch_add(1, Ordering::Relaxed);
        let known = self.slots.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned();
        let slot = known.unwrap_or_else(|| self.add_slot(id));
        slot.used.store(now, Ordering::Relaxed);
        slot
    }

    fn add_slot(&self, id: &ReportId) -> Arc<Slot<A>> {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= self.most.load(Ordering::Relaxed) && !slots.contains_key(id) {
            let oldest = slots.iter().min_by_key(|(_, slot)| slot.used.load(Ordering::Relaxed));
            if let Some(oldest) = oldest.map(|(id, _)| id.clone()) {
                slots.remove(&oldest);
            }
        }
        let empty = || Slot {
            entry: ArcSwapOption::empty(),
            memory: Arc::default(),
            used: AtomicU64::new(self.clock.load(Ordering::Relaxed)),
        };
        Arc::clone(slots.entry(id.clone()).or_insert_with(|| Arc::new(empty())))
    }
}

#[cfg(test)]
mod tests;
