//! Checks a report: what assembling it and its pages met, and what the rules say of its figures.
//!
//! The last check is kept with what it rests on: the documents that were looked at and the answers to the rules' keys. While all of them
//! are good, so is the check, and asking for it compares two numbers as a warm report does. So the report's notice, its page of findings,
//! the pages of figures and `CheckReport` tell of one check.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use checks::{CheckInput, Finding};
use figures::{Answer, Figure};
use interchange::decisions::Decision;
use kit::telemetry::names;
use report::model::FindingCounts;
use report::{AssembleOptions, Problem, Report};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::app::Inner;
use crate::cache::{Entry, ReportId};
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::made::{Forms, Made};
use crate::rule_answers::RuleAnswers;

/// What part of a deadline is waited for a check beside a report that lacks a service.
const PART: u32 = 8;
/// How many times as long a check that lacks a service is good beside a report that lacks one, too: to look again costs a look at every
/// document, and that a service is back moves the heads. As many deadlines are waited for a check at most.
const SLOWER: u32 = 10;

/// What a check of a report found.
#[derive(Clone, Debug)]
pub struct Check {
    /// The findings: what is open before what is settled, errors first.
    pub findings: Vec<Finding>,
    /// Decisions whose findings are found no more.
    pub fixed: Vec<Decision>,
    /// The report's first language.
    pub language: String,
    /// The revisions that were read.
    pub revisions: BTreeMap<String, i64>,
}

/// The last check.
#[derive(Default)]
pub(crate) struct Checks {
    last: ArcSwapOption<Checked>,
    /// Held while the report is checked.
    turn: Mutex<()>,
}

/// A check with what it rests on.
pub(crate) struct Checked {
    /// What it found.
    pub(crate) check: Check,
    /// How much of it is open.
    pub(crate) counts: FindingCounts,
    /// The content that was checked.
    pub(crate) loaded: Arc<Loaded>,
    documents: Vec<Arc<Entry<Made>>>,
    rules: Arc<RuleAnswers>,
    concerned: BTreeMap<String, Arc<Figure>>,
    /// Whether every service answered.
    whole: bool,
    /// The heads' version for which it was last found good.
    good_for: AtomicU64,
    looked_at: Lock<Instant>,
}

/// A report or a page, with the forms that tell of the last check.
pub(crate) struct Shown {
    /// The document.
    pub(crate) entry: Arc<Entry<Made>>,
    /// Its renderings.
    pub(crate) forms: Arc<Forms>,
}

impl Checks {
    /// The last check, while it is good for the heads as they are; one that lacks a service is so for a while only.
    fn good(&self, version: u64, retry: Duration) -> Option<Arc<Checked>> {
        let last = self.last.load_full()?;
        let good = last.good_for.load(Ordering::Acquire) == version
            && (last.whole || last.looked_at().elapsed() < retry);
        good.then_some(last)
    }
}

impl Inner {
    /// The check of the report of a year and of the pages beside it, in all languages, as the services are now.
    pub(crate) async fn check(&self, year: &str) -> Result<Arc<Checked>, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let good = || self.checks.good(self.heads.version(), self.timing.retry);
        if let Some(good) = good() {
            return Ok(good);
        }
        let _turn = self.checks.turn.lock().await;
        if let Some(good) = good() {
            return Ok(good);
        }
        // Read first: what moves from here on makes the check be looked at again.
        let version = self.heads.version();
        let documents = self.documents(&loaded).await?;
        let last = self.checks.last.load_full();
        let known = last.as_ref().filter(|last| last.loaded.revision == loaded.revision);
        let rules = self.rule_answers(&loaded, known.map(|last| &last.rules)).await?;
        if let Some(last) = last.filter(|last| last.rests_on(&documents, &rules)) {
            *last.looked_at() = Instant::now();
            last.good_for.store(version, Ordering::Release);
            return Ok(last);
        }
        let checked = Arc::new(checked(loaded, documents, rules, version));
        told(&checked);
        self.checks.last.store(Some(Arc::clone(&checked)));
        Ok(checked)
    }

    /// The report and every page beside it, in each language.
    async fn documents(&self, loaded: &Loaded) -> Result<Vec<Arc<Entry<Made>>>, GatewayError> {
        let mut documents = Vec::new();
        for options in loaded.content.documents_to_assemble() {
            let language = Arc::clone(loaded.language(Some(&options.language))?);
            let id = ReportId { year: loaded.year(), language, page: options.page };
            documents.push(self.get(&id).await?);
        }
        Ok(documents)
    }

    /// The check: beside what is whole it is waited for, since every service answers; beside what lacks a service hardly, and else the last
    /// one will do.
    pub(crate) async fn check_in_time(&self, year: i16, whole: bool) -> Option<Arc<Checked>> {
        let (deadline, retry) = (self.timing.deadline, self.timing.retry);
        let (wait, retry) = if whole {
            (deadline.saturating_mul(SLOWER), retry)
        } else {
            (deadline / PART, retry.saturating_mul(SLOWER))
        };
        if let Some(good) = self.checks.good(self.heads.version(), retry) {
            return Some(good);
        }
        let checked = tokio::time::timeout(wait, self.check(&year.to_string())).await;
        checked.ok().and_then(Result::ok).or_else(|| self.checks.last.load_full())
    }

    /// The last check, brought up to date if that is done at once; nothing where the report was never checked.
    pub(crate) async fn last_check(&self, year: i16) -> Option<Arc<Checked>> {
        self.checks.last.load().as_ref()?;
        self.check_in_time(year, false).await
    }

    /// A report or a page as readers get it. The report says how much the check found, in all; while nobody could be asked, and on a page,
    /// which costs what it prints and no more, that is what concerns the document alone.
    pub(crate) async fn shown(&self, id: &ReportId) -> Result<Shown, GatewayError> {
        let entry = self.get(id).await?;
        let report = entry.made.report();
        if id.page.is_some() {
            let forms = entry.made.forms(entry.made.alone());
            return Ok(Shown { entry, forms });
        }
        let checked = self.check_in_time(report.year, report.unconfirmed.is_empty()).await;
        let counts = checked.map_or_else(|| entry.made.alone(), |checked| checked.counts);
        let forms = entry.made.forms(counts);
        Ok(Shown { entry, forms })
    }
}

impl Checked {
    fn looked_at(&self) -> std::sync::MutexGuard<'_, Instant> {
        // A panic while the lock is held leaves an instant all the same.
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every document that was looked at, with how it was assembled.
    pub(crate) fn documents(&self) -> impl Iterator<Item = (&Made, AssembleOptions)> {
        let made = self.documents.iter().map(|entry| &entry.made);
        made.zip(self.loaded.content.documents_to_assemble())
    }

    /// What services said to the keys of the rules.
    pub(crate) fn rule_answers(&self) -> &BTreeMap<String, Answer> {
        &self.rules.answers
    }

    /// The figures that findings are about, by key.
    pub(crate) fn concerned(&self) -> &BTreeMap<String, Arc<Figure>> {
        &self.concerned
    }

    fn rests_on(&self, documents: &[Arc<Entry<Made>>], rules: &Arc<RuleAnswers>) -> bool {
        let same = self.documents.iter().zip(documents).all(|(ours, theirs)| Arc::ptr_eq(ours, theirs));
        same && self.documents.len() == documents.len() && Arc::ptr_eq(&self.rules, rules)
    }
}

/// What the rules find in documents and in what services said to the rules' keys.
pub(crate) fn found(
    loaded: &Loaded,
    assembled: &[(&Report, &[Problem])],
    answers: &BTreeMap<String, Answer>,
) -> Vec<Finding> {
    checks::check(&CheckInput {
        content: Some(&loaded.content),
        definitions: Some(&loaded.content),
        assembled,
        rules: &loaded.rules,
        answers: Some(answers),
        decisions: &loaded.decisions,
        ..CheckInput::default()
    })
}

fn checked(
    loaded: Arc<Loaded>,
    documents: Vec<Arc<Entry<Made>>>,
    rules: Arc<RuleAnswers>,
    version: u64,
) -> Checked {
    let made = documents.iter().map(|entry| &entry.made);
    let assembled: Vec<_> = made.map(|made| (&**made.report(), made.problems.as_slice())).collect();
    let findings = found(&loaded, &assembled, &rules.answers);
    let revisions = assembled.first().map(|(report, _)| report.revisions.clone()).unwrap_or_default();
    let language = loaded.languages.first().map(ToString::to_string).unwrap_or_default();
    let whole = rules.whole && assembled.iter().all(|(report, _)| report.unconfirmed.is_empty());
    // What a service does not say now is not fixed for that.
    let fixed = if whole { checks::life::fixed(&findings, &loaded.decisions) } else { Vec::new() };
    let fixed = fixed.into_iter().cloned().collect();
    let concerned = concerned(&findings, &assembled, &rules);
    Checked {
        concerned,
        counts: checks::finding::counts(&findings),
        check: Check { findings, fixed, language, revisions },
        loaded,
        documents,
        rules,
        whole,
        good_for: AtomicU64::new(version),
        looked_at: Lock::new(Instant::now()),
    }
}

/// The figures that findings are about: of those that documents print, and of those of the rules.
fn concerned(
    findings: &[Finding],
    assembled: &[(&Report, &[Problem])],
    rules: &RuleAnswers,
) -> BTreeMap<String, Arc<Figure>> {
    let mut wanted: BTreeSet<&str> = findings.iter().flat_map(|f| &f.figures).map(String::as_str).collect();
    let asked = rules.answers.values().flat_map(|answer| match answer {
        Answer::Figures(figures) => figures.as_slice(),
        Answer::Listing(_) | Answer::Error(_) => &[],
    });
    let looked_at = assembled.iter().flat_map(|(report, _)| &report.figures).chain(asked);
    let found = looked_at.filter(|figure| wanted.remove(figure.key.as_str()));
    found.map(|figure| (figure.key.clone(), Arc::clone(figure))).collect()
}

/// Records how much was found, for those who watch it.
fn told(checked: &Checked) {
    let year = checked.loaded.year().to_string();
    let FindingCounts { errors, warnings, notes } = checked.counts;
    for (severity, count) in [("error", errors), ("warning", warnings), ("note", notes)] {
        metrics::gauge!(names::FINDINGS, "year" => year.clone(), "severity" => severity).set(count);
    }
}
