use std::sync::atomic::AtomicUsize;

use jiff::Timestamp;
use tokio::sync::Semaphore;

use super::*;
use crate::heads::{Ground, Head};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// Longer than any test.
const LONG: Duration = Duration::from_secs(3_600);
const HASTY: Patience = Patience { wait: Duration::ZERO, retry: LONG };
const PATIENT: Patience = Patience { wait: LONG, retry: LONG };

/// Makes the number of the assembly, out of one service `alpha` of which it prints `count`.
struct Counting {
    heads: Arc<Heads>,
    made: AtomicUsize,
    /// A permit for each assembly that may end.
    gate: Semaphore,
    answers: AtomicBool,
    fails: AtomicBool,
}

impl Assembler for Counting {
    type Made = usize;
    type Memory = Vec<usize>;
    type Error = &'static str;

    async fn assemble(
        &self,
        _: &ReportId,
        memory: &mut Vec<usize>,
    ) -> Result<(usize, Grounds), &'static str> {
        let point = self.heads.point("alpha");
        let number = self.made.fetch_add(1, Ordering::SeqCst);
        self.gate.acquire().await.expect("never closed").forget();
        if self.fails.load(Ordering::SeqCst) {
            return Err("no content");
        }
        assert_eq!(memory.len(), number, "what is remembered is the report's own");
        memory.push(number);
        let revision = self.answers.load(Ordering::SeqCst).then(|| point.revision.unwrap_or(0));
        let ground = Ground { point, revision, measures: Arc::new(["count".to_owned()].into()) };
        Ok((number, [("alpha".to_owned(), ground)].into()))
    }
}

struct Fixture {
    heads: Arc<Heads>,
    assembler: Arc<Counting>,
    cache: Arc<Cache<Counting>>,
}

impl Fixture {
    fn new() -> Self {
        Self::open(PATIENT)
    }

    fn open(patience: Patience) -> Self {
        let fixture = Self::gated(patience);
        fixture.assembler.gate.add_permits(1_000);
        fixture
    }

    /// Whose assemblies wait for permits.
    fn gated(patience: Patience) -> Self {
        let heads = Arc::new(Heads::new(["alpha"]));
        let assembler = Arc::new(Counting {
            heads: Arc::clone(&heads),
            made: AtomicUsize::new(0),
            gate: Semaphore::new(0),
            answers: AtomicBool::new(true),
            fails: AtomicBool::new(false),
        });
        let cache = Arc::new(Cache::new(Arc::clone(&assembler), Arc::clone(&heads), patience));
        let fixture = Self { heads, assembler, cache };
        fixture.head(1, &[]);
        fixture
    }

    fn head(&self, revision: i64, measures: &[&str]) {
        let measures = measures.iter().map(|m| (*m).to_owned()).collect();
        self.heads.heard("alpha", &Head { revision, time: None, measures }, NOW);
    }

    async fn get(&self) -> usize {
        self.cache.get(&id()).await.map(|entry| entry.made).expect("assembled")
    }

    /// Waits until so many assemblies have begun.
    async fn begun(&self, assemblies: usize) {
        while self.assembler.made.load(Ordering::SeqCst) < assemblies {
            tokio::task::yield_now().await;
        }
    }

    fn asking(&self) -> tokio::task::JoinHandle<usize> {
        let cache = Arc::clone(&self.cache);
        tokio::spawn(async move { cache.get(&id()).await.map(|entry| entry.made).expect("assembled") })
    }
}

fn id() -> ReportId {
    ReportId { year: 2024, language: "en".into(), page: None }
}

#[tokio::test]
async fn what_is_assembled_once_is_given_again() {
    let fixture = Fixture::new();
    assert_eq!([fixture.get().await, fixture.get().await, fixture.get().await], [0, 0, 0]);
}

#[tokio::test]
async fn a_change_of_a_measure_that_is_not_printed_does_not_assemble_again() {
    let fixture = Fixture::new();
    fixture.get().await;
    fixture.head(2, &["other"]);
    assert_eq!(fixture.get().await, 0);
}

#[tokio::test]
async fn a_change_of_a_printed_measure_assembles_again_once() {
    let fixture = Fixture::new();
    fixture.get().await;
    fixture.head(2, &["count"]);
    assert_eq!([fixture.get().await, fixture.get().await], [1, 1]);
}

#[tokio::test]
async fn many_requests_at_once_make_one_assembly() {
    let fixture = Fixture::gated(PATIENT);
    let requests: Vec<_> = (0..20).map(|_| fixture.asking()).collect();
    fixture.begun(1).await;
    fixture.assembler.gate.add_permits(1);
    for request in requests {
        assert_eq!(request.await.expect("answered"), 0);
    }
    assert_eq!(fixture.assembler.made.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_change_during_an_assembly_is_not_lost() {
    let fixture = Fixture::gated(PATIENT);
    let first = fixture.asking();
    fixture.begun(1).await;
    fixture.head(2, &["count"]);
    fixture.assembler.gate.add_permits(2);
    first.await.expect("answered");
    assert_eq!(fixture.get().await, 1);
}

#[tokio::test]
async fn who_waits_too_long_gets_the_report_of_before() {
    let fixture = Fixture::gated(HASTY);
    fixture.assembler.gate.add_permits(1);
    fixture.get().await;
    fixture.head(2, &["count"]);
    let slow = fixture.asking();
    fixture.begun(2).await;
    assert_eq!(fixture.get().await, 0);
    fixture.assembler.gate.add_permits(1);
    assert_eq!(slow.await.expect("answered"), 1);
}

#[tokio::test]
async fn who_waits_too_long_for_the_first_report_is_told_so() {
    let fixture = Fixture::gated(HASTY);
    let slow = fixture.asking();
    fixture.begun(1).await;
    assert!(matches!(fixture.cache.get(&id()).await, Err(CacheError::Late)));
    fixture.assembler.gate.add_permits(1);
    slow.await.expect("answered");
}

#[tokio::test]
async fn a_request_that_goes_away_does_not_stop_the_assembly() {
    let fixture = Fixture::gated(PATIENT);
    let request = fixture.asking();
    fixture.begun(1).await;
    request.abort();
    fixture.assembler.gate.add_permits(1);
    assert_eq!(fixture.get().await, 0);
}

#[tokio::test]
async fn a_report_with_a_gap_is_made_again_behind_requests_after_a_while() {
    let fixture = Fixture::open(Patience { wait: LONG, retry: Duration::ZERO });
    fixture.assembler.answers.store(false, Ordering::SeqCst);
    assert_eq!([fixture.get().await, fixture.get().await], [0, 0], "the gap is not waited for");
    while fixture.get().await == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_report_with_a_gap_is_not_made_again_at_once() {
    let fixture = Fixture::new();
    fixture.assembler.answers.store(false, Ordering::SeqCst);
    assert_eq!([fixture.get().await, fixture.get().await], [0, 0]);
    tokio::task::yield_now().await;
    assert_eq!(fixture.assembler.made.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_report_with_a_gap_is_made_again_as_soon_as_its_service_is_back() {
    let fixture = Fixture::new();
    fixture.assembler.answers.store(false, Ordering::SeqCst);
    fixture.heads.lost("alpha", "gone", NOW);
    fixture.get().await;
    fixture.assembler.answers.store(true, Ordering::SeqCst);
    fixture.head(1, &[]);
    assert_eq!(fixture.get().await, 1);
}

#[tokio::test]
async fn a_report_made_before_its_service_was_followed_settles_once_it_is() {
    let fixture = Fixture::open(Patience { wait: LONG, retry: Duration::ZERO });
    fixture.heads.lost("alpha", "gone", NOW);
    let cache = &fixture.cache;
    let entry = cache.get(&id()).await.expect("assembled");
    assert!(!entry.firm.load(Ordering::SeqCst));
    fixture.head(1, &[]);
    assert!(cache.good(&entry) && entry.firm.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_failed_assembly_is_told_and_tried_again() {
    let fixture = Fixture::new();
    fixture.assembler.fails.store(true, Ordering::SeqCst);
    assert!(matches!(fixture.cache.get(&id()).await, Err(CacheError::Assembly("no content"))));
    assert!(matches!(fixture.cache.get(&id()).await, Err(CacheError::Assembly("no content"))));
    assert_eq!(fixture.assembler.made.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_a_content_has_pushes_nothing_of_it_out() {
    let fixture = Fixture::new();
    fixture.cache.make_room(300);
    let id = |year| ReportId { year, language: "en".into(), page: None };
    for year in 0..300 {
        fixture.cache.slot(&id(year));
    }
    assert_eq!(fixture.cache.slots.read().expect("not poisoned").len(), 300);
}

#[tokio::test]
async fn only_so_many_reports_are_kept_and_the_oldest_goes() {
    let fixture = Fixture::new();
    let id = |year| ReportId { year, language: "en".into(), page: None };
    for year in 0..300 {
        fixture.cache.slot(&id(year));
        fixture.cache.slot(&id(0));
    }
    let slots = fixture.cache.slots.read().expect("not poisoned");
    assert_eq!(slots.len(), MAX_ENTRIES);
    assert!(slots.contains_key(&id(0)) && slots.contains_key(&id(299)) && !slots.contains_key(&id(1)));
}
