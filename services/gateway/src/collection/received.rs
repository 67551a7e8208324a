//! A workbook that came back: read whole, held against last year, limits and rules, stated at the services, and its answers kept.
//!
//! With a mistake nothing is written. Services are written before what is kept here, so that a run that was cut off is completed by the
//! same workbook: what is stated already makes no difference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use api::figures::v1 as proto;
use figures::{Bound, Decimal, Decimals, Figure, MissingReason, Source, Status as Has, Value};
use interchange::Place;
use interchange::mistake::{MAX_MISTAKES, Mistake};
use interchange::next_year::returns_document;
use interchange::workbook::{self, Column, Given, Returned};
use kit::access;
use kit::caller::Caller;
use kit::errors::Problem;
use tonic::metadata::MetadataMap;
use tonic::{Code, Status};

use super::block::Item;
use super::kept::Change;
use super::{Answer, Answered, CollectionError, Kept, State, kept, slip};
use crate::app::Inner;
use crate::check::Checked;
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::figure_service::state;
use crate::preview::{Supposing, supposing};

/// A workbook as it is sent.
pub(crate) struct Sent {
    /// What it is called.
    pub(crate) file: String,
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// Who sends it, why and by which request.
    pub(crate) change: Change,
    /// The caller, for the services.
    pub(crate) caller: Caller,
    /// What their call came with.
    pub(crate) metadata: MetadataMap,
}

/// What came of it.
#[derive(Default)]
pub(crate) struct Received {
    /// The request as it is then; none where the workbook is of none.
    pub(crate) kept: Option<Kept>,
    /// What is wrong in the workbook.
    pub(crate) mistakes: Vec<Mistake>,
    /// What the rules would find, with the check that they are held against.
    pub(crate) found: Option<(Arc<Checked>, Supposing)>,
    /// Whether the rules were asked, or there was nothing to ask them.
    pub(crate) rules_checked: bool,
    /// What the services did.
    pub(crate) stated: proto::StateFiguresResponse,
}

/// An answer that can be stated.
struct Sound {
    answer: workbook::Answer,
    item: Item,
    value: Option<Value>,
}

impl Inner {
    /// Takes a workbook in.
    pub(crate) async fn receive(&self, sent: Sent) -> Result<Received, Status> {
        let wrong = sent.change.wrong();
        if !wrong.is_empty() {
            return Err(CollectionError::Fields(wrong).into());
        }
        let (file, bytes) = (sent.file.clone(), sent.bytes.clone());
        let reading = tokio::task::spawn_blocking(move || workbook::read(&file, &bytes)).await;
        let (returned, mut mistakes) = reading.unwrap_or_else(|broken| {
            tracing::warn!(%broken, "a workbook could not be read");
            let problem = "the file cannot be read as a workbook: it is damaged";
            let remedy = "send the workbook that was asked with, saved as .xlsx";
            (Returned::default(), vec![Mistake::new(Place::start(&sent.file), problem, remedy)])
        });
        if returned.request.is_empty() {
            return Ok(Received { mistakes, ..Received::default() });
        }
        let turn = tokio::time::timeout(MOST_WAIT, self.receiving.lock()).await;
        let _turn = turn.map_err(|_| GatewayError::Busy)?;
        let kept = self.request(&returned.request).await?;
        let loaded = self.content_of_request()?;
        let document = returns_document(kept.request.year);
        if loaded.content.documents.get(&document).is_none() {
            return Err(CollectionError::NoDocument(document).into());
        }
        let asked = returned.answers.iter().filter(|answer| kept.request.keys.contains(&answer.key));
        let services: BTreeSet<&str> = asked.filter_map(|answer| answer.key.split('/').next()).collect();
        for service in services {
            access::check(&sent.caller, service)?;
        }
        let (sound, found) = self.sound(&loaded, &kept, &returned, &sent.file).await?;
        mistakes.extend(found);
        let statements = statements(&sound, &kept, &document, &sent.file);
        let mut stated = proto::StateFiguresResponse::default();
        if mistakes.is_empty() && !statements.is_empty() {
            match self.state(&sent, statements.clone(), true).await {
                Ok(looked_at) => stated = looked_at,
                Err(status) => mistakes.extend(refused(&status, &sound, &sent.file)?),
            }
        }
        if !mistakes.is_empty() {
            mistakes.sort_by(|a, b| a.place.cmp(&b.place));
            return Ok(Received { kept: Some(kept), mistakes, ..Received::default() });
        }
        let found = self.rules(&loaded, &kept, &sound, &sent.file).await;
        let rules_checked = found.is_some() || sound.iter().all(|one| one.value.is_none());
        if sent.change.validate_only {
            return Ok(Received { kept: Some(kept), found, rules_checked, stated, ..Received::default() });
        }
        if !statements.is_empty() {
            stated = self.state(&sent, statements, false).await?;
        }
        self.keep(&sent, &kept, &sound).await?;
        let kept = self.request(&returned.request).await?;
        Ok(Received { kept: Some(kept), found, rules_checked, stated, ..Received::default() })
    }

    /// The answers that can be stated, and what is wrong with the others.
    async fn sound(
        &self,
        loaded: &Loaded,
        kept: &Kept,
        returned: &Returned,
        file: &str,
    ) -> Result<(Vec<Sound>, Vec<Mistake>), CollectionError> {
        let (mut sound, mut mistakes) = (Vec::new(), Vec::new());
        let (year, id) = (kept.request.year.to_string(), &kept.request.id);
        if returned.period != year {
            let problem = format!("the workbook is for {}, and {id} asks for {year}", returned.period);
            mistakes.push(Mistake::new(Place::start(file), problem, "send the workbook of this year"));
            return Ok((sound, mistakes));
        }
        // Only what was asked for is asked of services, whatever the file says.
        let known: BTreeSet<&String> = kept.request.keys.iter().collect();
        let of_request = returned.answers.iter().filter(|answer| known.contains(&answer.key));
        let asked: Vec<String> = of_request.map(|answer| answer.key.clone()).collect();
        let items = self.items(loaded, kept.request.year, &asked).await?;
        let mut items: BTreeMap<String, Item> =
            items.into_iter().map(|item| (item.key.to_string(), item)).collect();
        for answer in &returned.answers {
            let item = items.remove(&answer.key);
            let Some(item) = item else {
                let problem = format!("`{}` is not asked for by {id}", answer.key);
                let remedy =
                    "leave the keys as they are; to ask for more, update the request and collect again";
                mistakes.push(*slip::mistake(file, answer, Column::Key, problem, remedy));
                continue;
            };
            let answered = kept.answer(&answer.key).is_some_and(|before| before.answer != Answer::Open);
            if answer.given.is_none() && answered {
                let problem = "a comment stands alone, and the figure is answered already".to_owned();
                let remedy = "write the value again beside it, so that both are kept";
                mistakes.push(*slip::mistake(file, answer, Column::Comment, problem, remedy));
                continue;
            }
            match slip::value(file, answer, &item) {
                Ok(value) => sound.push(Sound { answer: answer.clone(), item, value }),
                Err(mistake) => mistakes.push(*mistake),
            }
        }
        Ok((sound, mistakes))
    }

    /// States figures at their services, or only has them looked at.
    async fn state(
        &self,
        sent: &Sent,
        statements: Vec<proto::Statement>,
        validate_only: bool,
    ) -> Result<proto::StateFiguresResponse, Status> {
        let Change { reason, request_id, .. } = &sent.change;
        let mut stated = proto::StateFiguresResponse::default();
        // A service takes so many in one request; a part of its own id for each.
        for (number, part) in (0_usize..).zip(statements.chunks(MOST_STATEMENTS)) {
            let request_id = if number == 0 {
                request_id.clone()
            } else {
                blake3::hash(format!("{request_id}.{number}").as_bytes()).to_hex().to_string()
            };
            let request = proto::StateFiguresRequest {
                statements: part.to_vec(),
                reason: reason.clone(),
                request_id,
                validate_only,
            };
            let first = number.saturating_mul(MOST_STATEMENTS);
            let numbers: Vec<usize> = (0..part.len()).map(|at| first.saturating_add(at)).collect();
            let one = state::state(self, &sent.caller, &sent.metadata, request).await;
            let one = one.map_err(|status| kit::errors::renumbered(&status, "statements", &numbers))?;
            stated.revisions.extend(one.revisions);
            stated.changed.extend(one.changed);
        }
        stated.changed.sort();
        stated.changed.dedup();
        Ok(stated)
    }

    /// What the rules find with the values and not without them; nothing where the report cannot be checked now.
    async fn rules(
        &self,
        loaded: &Arc<Loaded>,
        kept: &Kept,
        sound: &[Sound],
        file: &str,
    ) -> Option<(Arc<Checked>, Supposing)> {
        if kept.request.year != loaded.year() || sound.iter().all(|one| one.value.is_none()) {
            return None;
        }
        let (document, section) = (returns_document(kept.request.year), &kept.request.department);
        let checked = self.check_in_time(loaded.year(), true).await?;
        let turn = tokio::time::timeout(self.timing.deadline, self.previewing.lock()).await;
        let _turn = turn.ok()?;
        let after: Vec<Figure> = sound
            .iter()
            .filter_map(|one| {
                after(one, loaded.content.documents.source(&document, section, &place(one, file)))
            })
            .collect();
        let language = loaded.languages.first()?.to_string();
        let held = Arc::clone(&checked);
        let supposed = tokio::task::spawn_blocking(move || {
            let changed = after.iter().map(|figure| (figure.key.as_str(), figure)).collect();
            supposing(&held, &changed, &language)
        });
        Some((checked, supposed.await.ok()?))
    }

    /// Keeps what was answered where, and how far the request is now.
    async fn keep(&self, sent: &Sent, kept: &Kept, sound: &[Sound]) -> Result<(), CollectionError> {
        let id = &kept.request.id;
        let answers: Vec<Answered> = sound.iter().map(|one| answered(one, &sent.file)).collect();
        let work = async |tx: &mut store::Transaction| {
            let (mut request, before) = kept::current(tx, id, "").await?;
            let mut all: BTreeMap<&str, Answer> =
                before.iter().map(|one| (one.key.as_str(), one.answer)).collect();
            all.extend(answers.iter().map(|one| (one.key.as_str(), one.answer)));
            let changed = answers.iter().any(|one| !before.iter().any(|other| one.says_as(other)));
            if changed {
                let of = |key: &String| all.get(key.as_str()).copied().unwrap_or(Answer::Open);
                let without = |key: &String| matches!(of(key), Answer::Nil | Answer::NotApplicable);
                request.state = if request.keys.iter().all(without) { State::Nil } else { State::Received };
                request.question.clear();
                kept::put(tx, &request, false).await?;
                kept::answer(tx, id, &answers).await?;
            }
            Ok(())
        };
        sent.change.write(self.contents.store(), work).await
    }
}

/// The longest that a workbook waits for the one before it.
const MOST_WAIT: Duration = Duration::from_secs(60);
/// As many statements go into one request to a service.
const MOST_STATEMENTS: usize = 1_000;

fn statements(sound: &[Sound], kept: &Kept, document: &str, file: &str) -> Vec<proto::Statement> {
    let department = &kept.request.department;
    let one = |one: &Sound| {
        let unit = one.item.measure.unit.as_ref().map(|unit| unit.code().to_owned()).unwrap_or_default();
        let (quantity, missing) = match (one.answer.given?, one.value) {
            (Given::Value(_), value) => {
                let value = value?;
                let quantity = proto::Quantity {
                    value: Some(value.number.into()),
                    decimals: exponent(value.decimals),
                    bound: proto::Bound::from(value.bound).into(),
                    unit,
                };
                (Some(quantity), proto::MissingReason::Unspecified)
            }
            (Given::Nil, _) => (None, MissingReason::NoData.into()),
            (Given::NotApplicable, _) => (None, MissingReason::NotApplicable.into()),
        };
        Some(proto::Statement {
            key: one.answer.key.clone(),
            quantity,
            missing_reason: missing.into(),
            source: Some(proto::Source {
                document: document.to_owned(),
                section: department.clone(),
                locator: place(one, file),
                ..proto::Source::default()
            }),
            note: one.answer.comment.clone().unwrap_or_default(),
        })
    };
    sound.iter().filter_map(one).collect()
}

/// Where an answer stands: file and cell.
fn place(one: &Sound, file: &str) -> String {
    format!("{file} {}", one.answer.cell(Column::Value))
}

/// A value as it is kept, with its limit and how exactly it is known: `73`, `at-least 73`, `5500000000 (decimals -8)`.
fn told(number: Decimal, value: Option<Value>) -> String {
    let Some(value) = value else { return number.to_string() };
    let bound = if value.bound == Bound::Exact { String::new() } else { format!("{} ", value.bound.name()) };
    match value.decimals {
        Decimals::Inf => format!("{bound}{number}"),
        Decimals::Exp(exponent) => format!("{bound}{number} (decimals {exponent})"),
    }
}

/// Decimals as messages have them: none for what is exact.
fn exponent(decimals: Decimals) -> Option<i32> {
    match decimals {
        Decimals::Inf => None,
        Decimals::Exp(exponent) => Some(exponent),
    }
}

fn answered(one: &Sound, file: &str) -> Answered {
    let (answer, value) = match one.answer.given {
        None => (Answer::Open, String::new()),
        Some(Given::Value(number)) => (Answer::Value, told(number.normalize(), one.value)),
        Some(Given::Nil) => (Answer::Nil, String::new()),
        Some(Given::NotApplicable) => (Answer::NotApplicable, String::new()),
    };
    Answered {
        key: one.answer.key.clone(),
        answer,
        value,
        comment: one.answer.comment.clone().unwrap_or_default(),
        place: place(one, file),
    }
}

/// The figure as it would be with an answer's value: what is recorded now would stand beside it.
fn after(one: &Sound, source: Source) -> Option<Figure> {
    let recorded = one.item.recorded.as_ref()?;
    let mut figure = Figure::clone(recorded);
    if let Some(before) = recorded.value {
        figure.alternatives.push(figures::Alternative {
            value: before,
            basis: recorded.basis,
            sources: recorded.sources.clone(),
            disputes: false,
        });
    }
    figure.value = Some(one.value?);
    figure.sources = vec![source];
    figure.status = Has::Available;
    Some(checks::consequences::settled(figure))
}

/// What a service refuses, at the cells that it is about; anything else is a failure.
fn refused(status: &Status, sound: &[Sound], file: &str) -> Result<Vec<Mistake>, Status> {
    let stated: Vec<&Sound> = sound.iter().filter(|one| one.answer.given.is_some()).collect();
    let violations = Problem::of(status).violations;
    if status.code() != Code::InvalidArgument || violations.is_empty() {
        return Err(status.clone());
    }
    let mut mistakes = Vec::new();
    for violation in violations.iter().take(MAX_MISTAKES) {
        let (number, rest) = violation
            .field
            .strip_prefix("statements[")
            .and_then(|rest| rest.split_once(']'))
            .ok_or_else(|| status.clone())?;
        let one = number.parse::<usize>().ok().and_then(|number| stated.get(number));
        let one = one.ok_or_else(|| status.clone())?;
        let column = match rest {
            ".key" => Column::Key,
            ".note" => Column::Comment,
            ".quantity.decimals" => Column::KnownTo,
            ".quantity.bound" => Column::Bound,
            _ => Column::Value,
        };
        let (problem, remedy) =
            violation.description.rsplit_once("; ").unwrap_or((&violation.description, "correct it"));
        mistakes.push(*slip::mistake(file, &one.answer, column, problem.to_owned(), remedy));
    }
    Ok(mistakes)
}
