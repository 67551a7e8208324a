//! Assembling a report: what to ask, one question to each service, all at once, under one deadline.
//!
//! A service that does not answer, or answers nonsense, costs its own figures only: they are those it said last, with the time
//! of that revision, or unavailable when it never said any.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use figures::Answer;
use futures::future::join_all;
use jiff::Timestamp;
use kit::telemetry::names;
use report::{Answers, AssembleOptions, ServiceState, assemble};
use tokio::time::Instant;

use crate::ask::{AskError, Question, Reply, ask};
use crate::cache::{Assembler, ReportId};
use crate::config::NAME;
use crate::content::{Contents, Loaded, Questions};
use crate::error::GatewayError;
use crate::heads::{Ground, Grounds, Heads, Point};
use crate::made::Made;
use crate::services::Services;

/// Assembles reports of the gateway's content and the services' figures.
pub(crate) struct Assembly {
    /// The content.
    pub(crate) contents: Arc<Contents>,
    /// Who is asked.
    pub(crate) services: Services,
    /// Where they stand.
    pub(crate) heads: Arc<Heads>,
    /// How long they have.
    pub(crate) deadline: Duration,
    /// How long one that failed and is not heard from is not waited for again.
    pub(crate) retry: Duration,
    /// When services failed last that were not heard from.
    pub(crate) failed: Mutex<BTreeMap<String, Instant>>,
    /// The site's public address.
    pub(crate) site: Option<String>,
}

/// What services said last for a report, by name.
pub(crate) type Memory = BTreeMap<String, Remembered>;

/// What a service said last.
pub(crate) struct Remembered {
    revision: i64,
    committed_at: Option<Timestamp>,
    answers: Vec<(Arc<str>, Arc<Answer>)>,
}

/// A service that was asked: from which point, for what, and what came.
struct Asking<'a> {
    service: &'a str,
    question: &'a Question,
    point: Point,
    reply: Result<Reply, AskError>,
}

impl Assembler for Assembly {
    type Made = Made;
    type Memory = Memory;
    type Error = GatewayError;

    async fn assemble(&self, id: &ReportId, memory: &mut Memory) -> Result<(Made, Grounds), GatewayError> {
        let start = Instant::now();
        let assembled = self.make(id, memory).await;
        let outcome = match &assembled {
            Ok((made, _)) if made.report().unconfirmed.is_empty() => "whole",
            Ok(_) => "partial",
            Err(_) => "failed",
        };
        metrics::histogram!(names::ASSEMBLY_SECONDS, "outcome" => outcome)
            .record(start.elapsed().as_secs_f64());
        if let (Ok((made, _)), None) = (&assembled, &id.page) {
            told(made.report());
        }
        assembled
    }
}

/// Records what a report lacks, for those who watch it.
fn told(report: &report::Report) {
    let year = report.year.to_string();
    let count =
        |of: &dyn Fn(&figures::Figure) -> bool| report.figures.iter().filter(|figure| of(figure)).count();
    let states: [(&'static str, usize); 5] = [
        ("all", report.figures.len()),
        ("missing", count(&|figure| matches!(figure.status, figures::Status::Missing(_)))),
        ("unavailable", count(&|figure| figure.status == figures::Status::Unavailable)),
        ("last_known", count(&|figure| figure.last_known_at.is_some())),
        ("disputed", count(&|figure| figure.disputed)),
    ];
    for (state, count) in states {
        metrics::gauge!(names::FIGURES, "year" => year.clone(), "state" => state)
            .set(u32::try_from(count).unwrap_or(u32::MAX));
    }
}

impl Assembly {
    async fn make(&self, id: &ReportId, memory: &mut Memory) -> Result<(Made, Grounds), GatewayError> {
        let own = self.heads.point(NAME);
        let loaded = self.contents.of_year(&id.year.to_string())?;
        let options =
            AssembleOptions { language: id.language.to_string(), year: id.year, page: id.page.clone() };
        let questions = loaded.questions(&options);
        let asked = self.ask_all(&questions, &id.language).await;
        let mut grounds: Grounds = asked.iter().map(Asking::ground).collect();
        let own = Ground { point: own, revision: Some(loaded.revision), measures: Default::default() };
        grounds.insert(NAME.to_owned(), own);
        memory.retain(|service, _| asked.iter().any(|asking| asking.service == service));
        let answers = self.answers(asked, memory);
        Ok((made(loaded, answers, &options, self.site.clone()), grounds))
    }

    /// Asks every service, all at once.
    async fn ask_all<'a>(&self, questions: &'a Questions, language: &str) -> Vec<Asking<'a>> {
        let asking = questions.iter().map(|(service, question)| async move {
            let point = self.heads.point(service);
            let reply = match self.services.get(service) {
                Some(_) if !point.confirmed && self.failed_lately(service) => Err(AskError::Lately),
                Some(known) => ask(known, question, &point, None, language, self.deadline).await,
                None => Err(AskError::NoAddress),
            };
            match &reply {
                // That a service is lost its watch has said already.
                Err(error) if point.confirmed => {
                    tracing::warn!(service, %error, "its figures are not to be had")
                }
                Err(AskError::Lately) => {}
                Err(error) => {
                    self.failed().insert(service.clone(), Instant::now());
                    tracing::debug!(service, %error, "its figures are not to be had");
                }
                Ok(_) => {}
            }
            Asking { service, question, point, reply }
        });
        join_all(asking).await
    }

    /// Whether a service failed a moment ago. Many reports and pages are assembled after each other, by a check or ahead of readers; each
    /// would wait for it.
    fn failed_lately(&self, service: &str) -> bool {
        self.failed().get(service).is_some_and(|failed| failed.elapsed() < self.retry)
    }

    fn failed(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Instant>> {
        // A panic while the lock is held leaves at worst a service that is waited for.
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What there is to assemble from: replies, and memories where there is none.
    fn answers(&self, asked: Vec<Asking<'_>>, memory: &mut Memory) -> Answers {
        let mut answers = Answers::new();
        for Asking { service, question, reply, .. } in asked {
            match (reply, memory.get(service)) {
                (Ok(reply), _) => {
                    let committed_at = self.heads.time_of(service, reply.revision);
                    let keys = question.texts.iter().cloned();
                    let said = keys.zip(reply.answers.into_iter().map(Arc::new)).collect();
                    let remembered = Remembered { revision: reply.revision, committed_at, answers: said };
                    add(&mut answers, service, &remembered, None);
                    memory.insert(service.to_owned(), remembered);
                }
                (Err(_), Some(remembered)) => {
                    let since = remembered.committed_at;
                    let since = since.or_else(|| self.heads.time_of(service, remembered.revision));
                    add(&mut answers, service, remembered, Some(since));
                }
                (Err(_), None) => answers.service(service, None, ServiceState::Unavailable),
            }
        }
        answers
    }
}

/// Adds what a service said; `last_known` when it is not confirmed, with the time of the revision.
fn add(answers: &mut Answers, service: &str, said: &Remembered, last_known: Option<Option<Timestamp>>) {
    for (key, answer) in &said.answers {
        let mut answer = Arc::clone(answer);
        if let Some(since) = last_known {
            match Arc::make_mut(&mut answer) {
                Answer::Figures(figures) => {
                    figures.iter_mut().for_each(|figure| Arc::make_mut(figure).last_known_at = since);
                }
                Answer::Listing(listing) => listing.last_known_at = since,
                Answer::Error(_) => {}
            }
        }
        answers.insert(Arc::clone(key), answer);
    }
    let state = last_known.map_or(ServiceState::Confirmed, ServiceState::LastKnown);
    answers.service(service, Some(said.revision), state);
}

/// The report of these answers.
fn made(loaded: Arc<Loaded>, mut answers: Answers, options: &AssembleOptions, site: Option<String>) -> Made {
    answers.service(NAME, Some(loaded.revision), ServiceState::Confirmed);
    let (report, problems) = assemble(&loaded.content, &answers, options);
    Made::new(report, problems, answers, loaded, site)
}

impl Asking<'_> {
    fn ground(&self) -> (String, Ground) {
        let ground = Ground {
            point: self.point.clone(),
            revision: self.reply.as_ref().ok().map(|reply| reply.revision),
            measures: Arc::clone(&self.question.measures),
        };
        (self.service.to_owned(), ground)
    }
}
