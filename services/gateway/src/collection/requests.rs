//! Requests through their life: asked, changed, sent back with a question, settled.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::kept::Change;
use super::{Answer, CollectionError, Kept, MAX_FOCAL_POINT, MAX_MEASURES, Request, State, kept};
use crate::app::Inner;
use crate::content::Loaded;
use crate::error::GatewayError;

/// The longest id of a request.
const MAX_ID: usize = 63;

/// What of a request is changed; what is none stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Amendment {
    pub(crate) focal_point: Option<String>,
    pub(crate) due_date: Option<String>,
    pub(crate) measures: Option<Vec<String>>,
}

impl Inner {
    /// The content that requests are about.
    pub(super) fn content_of_request(&self) -> Result<Arc<Loaded>, CollectionError> {
        let none = || GatewayError::NoReport { asked: "any year".to_owned(), year: None };
        Ok(self.contents.current().ok_or_else(none)?)
    }

    /// The day that it is, in UTC, ISO 8601.
    pub(crate) fn today(&self) -> String {
        jiff::tz::TimeZone::UTC.to_datetime(self.contents.now()).date().to_string()
    }

    /// A request of an id.
    pub(crate) async fn request(&self, id: &str) -> Result<Kept, CollectionError> {
        let found = kept::get(self.contents.store(), id).await?;
        found.ok_or_else(|| CollectionError::None(id.chars().take(100).collect()))
    }

    /// All requests: what is due first first, what has no date last.
    pub(crate) async fn requests(&self) -> Result<Vec<Kept>, CollectionError> {
        let mut all = kept::all(self.contents.store()).await?;
        let due = |kept: &Kept| (kept.request.due_date.is_empty(), kept.request.due_date.clone());
        all.sort_by_cached_key(|kept| (due(kept), kept.request.id.clone()));
        Ok(all)
    }

    /// Asks a department. Its keys are found here, and its state is set.
    pub(crate) async fn ask_department(
        &self,
        mut request: Request,
        change: &Change,
    ) -> Result<Kept, CollectionError> {
        let loaded = self.content_of_request()?;
        if request.id.is_empty() {
            request.id = format!("{}-{}", request.department.to_lowercase(), request.year);
        }
        request.due_date = day(&request.due_date);
        let mut wrong = change.wrong();
        if !is_id(&request.id) {
            let problem =
                format!("write 1 to {MAX_ID} lower-case letters, digits and hyphens, such as bdt-2024");
            wrong.push(("collection_request_id".to_owned(), problem));
        }
        if !(1000..=9998).contains(&request.year) {
            wrong.push((
                "collection_request.year".to_owned(),
                format!("{} is no year; write one such as 2024", request.year),
            ));
        }
        wrong.extend(unfit(&loaded, &request));
        if !wrong.is_empty() {
            return Err(CollectionError::Fields(wrong));
        }
        request.keys = self.block(&loaded, &request.department, &request.measures, request.year).await?;
        request.state = State::Asked;
        let work = async |tx: &mut store::Transaction| kept::put(tx, &request, true).await;
        change.write(self.contents.store(), work).await?;
        self.after(&request, change).await
    }

    /// Changes whom a request is asked of, by when, and for what.
    pub(crate) async fn amend(
        &self,
        id: &str,
        amendment: &Amendment,
        etag: &str,
        change: &Change,
    ) -> Result<Kept, CollectionError> {
        let loaded = self.content_of_request()?;
        let mut request = self.request(id).await?.request;
        amended(&mut request, amendment);
        let mut wrong = change.wrong();
        wrong.extend(unfit(&loaded, &request));
        if !wrong.is_empty() {
            return Err(CollectionError::Fields(wrong));
        }
        if amendment.measures.is_some() {
            request.keys = self.block(&loaded, &request.department, &request.measures, request.year).await?;
        }
        let keys = std::mem::take(&mut request.keys);
        let work = async |tx: &mut store::Transaction| {
            let (mut now, answers) = kept::current(tx, id, etag).await?;
            amended(&mut now, amendment);
            if amendment.measures.is_some() {
                now.keys = keys;
                let open =
                    |key: &&String| answers.iter().all(|one| one.key != **key || one.answer == Answer::Open);
                if !matches!(now.state, State::Asked | State::Queried)
                    && now.keys.iter().any(|key| open(&key))
                {
                    now.state = if answers.is_empty() { State::Asked } else { State::Received };
                }
            }
            request = now;
            kept::put(tx, &request, false).await
        };
        change.write(self.contents.store(), work).await?;
        self.after(&request, change).await
    }

    /// Sends a request back with a question.
    pub(crate) async fn query(&self, id: &str, etag: &str, change: &Change) -> Result<Kept, CollectionError> {
        let question = change.reason.trim().to_owned();
        self.moved(id, etag, change, |request, _| {
            request.state = State::Queried;
            request.question = question;
            Ok(())
        })
        .await
    }

    /// Takes a request as settled; nothing of it is unanswered.
    pub(crate) async fn settle(
        &self,
        id: &str,
        etag: &str,
        change: &Change,
    ) -> Result<Kept, CollectionError> {
        self.moved(id, etag, change, |request, answered| {
            let open = request.keys.iter().filter(|key| !answered.contains(key.as_str())).count();
            if open > 0 {
                return Err(CollectionError::Unanswered { id: request.id.clone(), open });
            }
            request.state = State::Cleared;
            request.question.clear();
            Ok(())
        })
        .await
    }

    async fn moved(
        &self,
        id: &str,
        etag: &str,
        change: &Change,
        to: impl FnOnce(&mut Request, &BTreeSet<&str>) -> Result<(), CollectionError>,
    ) -> Result<Kept, CollectionError> {
        let wrong = change.wrong();
        if !wrong.is_empty() {
            return Err(CollectionError::Fields(wrong));
        }
        let work = async |tx: &mut store::Transaction| {
            let (mut request, answers) = kept::current(tx, id, etag).await?;
            let answered = answers.iter().filter(|one| one.answer != Answer::Open);
            to(&mut request, &answered.map(|one| one.key.as_str()).collect())?;
            kept::put(tx, &request, false).await
        };
        change.write(self.contents.store(), work).await?;
        self.request(id).await
    }

    /// A request as a change left it; of one that only validates, as it would be.
    async fn after(&self, request: &Request, change: &Change) -> Result<Kept, CollectionError> {
        if !change.validate_only {
            return self.request(&request.id).await;
        }
        let answers = kept::get(self.contents.store(), &request.id).await?.map(|kept| kept.answers);
        Ok(Kept {
            request: request.clone(),
            answers: answers.unwrap_or_default(),
            actor: String::new(),
            time: None,
            etag: String::new(),
        })
    }
}

/// A day in the one form that it is kept in; any other text as it is.
fn day(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), |date| date.to_string())
}

fn amended(request: &mut Request, amendment: &Amendment) {
    let Amendment { focal_point, due_date, measures } = amendment.clone();
    if let Some(focal_point) = focal_point {
        request.focal_point = focal_point;
    }
    if let Some(due_date) = due_date {
        request.due_date = day(&due_date);
    }
    if let Some(measures) = measures {
        request.measures = measures;
    }
}

/// Whether a text has the form of an id.
pub(crate) fn is_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty()
        && id.len() <= MAX_ID
        && id.chars().all(plain)
        && !id.starts_with('-')
        && !id.ends_with('-')
}

/// What is wrong with what people say in a request.
fn unfit(loaded: &Loaded, request: &Request) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    let mut push =
        |field: &str, problem: String| wrong.push((format!("collection_request.{field}"), problem));
    let known: BTreeSet<&str> =
        loaded.content.catalogue.iter().map(|measure| measure.department.as_str()).collect();
    if !known.contains(request.department.as_str()) {
        let known = known.into_iter().filter(|code| !code.is_empty()).collect::<Vec<_>>().join(", ");
        let problem = format!(
            "`{}` has no measures; there are {known}",
            request.department.chars().take(40).collect::<String>()
        );
        push("department", problem);
    }
    let focal_point = &request.focal_point;
    if focal_point.chars().count() > MAX_FOCAL_POINT || focal_point.chars().any(char::is_control) {
        push("focal_point", format!("write one line of at most {MAX_FOCAL_POINT} characters"));
    }
    let is_day = |text: &str| text.parse::<Date>().is_ok_and(|date| date.to_string() == text);
    if !request.due_date.is_empty() && !is_day(&request.due_date) {
        push("due_date", "is no day; write it as 2025-01-31".to_owned());
    }
    if request.measures.len() > MAX_MEASURES {
        push("measures", format!("names {} measures; name at most {MAX_MEASURES}", request.measures.len()));
    }
    for (number, name) in request.measures.iter().enumerate().take(MAX_MEASURES) {
        let found = name
            .split_once('/')
            .and_then(|(service, measure)| loaded.content.catalogue.get(service, measure));
        let field = format!("measures[{number}]");
        match found {
            None => push(
                &field,
                format!(
                    "there is no measure `{}`; list measures",
                    name.chars().take(100).collect::<String>()
                ),
            ),
            Some(measure) if measure.department != request.department => {
                push(&field, format!("is of {}; ask that department", measure.department));
            }
            Some(_) => {}
        }
    }
    wrong
}
