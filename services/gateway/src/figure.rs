//! One key, answered for people: a figure with its words, sources, history and places, or a list.

mod beside;
mod found;
mod page;
mod words;

use std::sync::Arc;

use api::figures::v1 as proto;
use figures::{Answer, AnswerError, Figure, FigureKey, Listing, MeasureKind, Sought};
use interchange::answers::{self, Table};
use jiff::Timestamp;
use proto::as_of::Point;
use render::FigurePage;
use render::html::{Heard, ListingPage};
use report::Report;
use report::model::PageId;
use report::model::Unconfirmed;
use tonic::{Code, Request, Status};

use crate::app::{App, Inner};
use crate::cache::Entry;
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::figure_service::{batch, history};
use crate::made::Made;
use beside::Beside;
pub(crate) use page::plain_name;
pub(crate) use words::Words;

/// How many revisions of a figure are shown.
const SHOWN_REVISIONS: i32 = 20;

/// What a key stands for, with the words around it.
#[derive(Clone, Debug)]
pub enum Answered {
    /// One figure, of an exact key.
    Figure(Box<FigurePage>),
    /// Several, of a key with wildcards.
    Figures {
        /// The figures, in the order of their keys.
        figures: Vec<Figure>,
        /// The dimensions of their measure.
        dimensions: Vec<String>,
        /// The same as a list.
        page: Box<ListingPage>,
    },
    /// Records.
    Listing {
        /// The records.
        listing: Listing,
        /// The same with words.
        page: Box<ListingPage>,
    },
}

impl App {
    /// What a key stands for, in a language (the first for none), as of a revision of its service or an instant (RFC 3339).
    ///
    /// # Errors
    /// [`GatewayError`] for a key, a point in the past or a language that there is not, and when the service does not answer.
    pub async fn figure(
        &self,
        key: &str,
        as_of: Option<&str>,
        language: Option<&str>,
    ) -> Result<Answered, GatewayError> {
        self.inner.figure(key, as_of, language).await
    }
}

impl Inner {
    /// What a key stands for, with all that a page says around it.
    pub(crate) async fn figure(
        &self,
        key: &str,
        as_of: Option<&str>,
        language: Option<&str>,
    ) -> Result<Answered, GatewayError> {
        self.told(key, as_of, language, true).await
    }

    /// What a key stands for, for programs: its answer alone.
    pub(crate) async fn figure_alone(
        &self,
        key: &str,
        as_of: Option<&str>,
        language: Option<&str>,
    ) -> Result<Answered, GatewayError> {
        self.told(key, as_of, language, false).await
    }

    async fn told(
        &self,
        key: &str,
        as_of: Option<&str>,
        language: Option<&str>,
        whole: bool,
    ) -> Result<Answered, GatewayError> {
        let parsed: FigureKey =
            key.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
        let point = as_of.map(point).transpose()?;
        let loaded = self.contents.current();
        let language = match &loaded {
            Some(loaded) => loaded.language(language)?.to_string(),
            None => language.unwrap_or("en").to_owned(),
        };
        let question = Question::of(&parsed, loaded.as_deref(), whole);
        // What the report prints has a page also where the gateway was given no address of its service.
        if !question.known {
            self.services.find(&parsed.service)?;
        }
        // The three are asked at once, each under the deadline, and each may fail by itself.
        let (printed, answers, history) = tokio::join!(
            self.printed(loaded.as_deref(), &language),
            self.ask(&question, point, &language),
            self.history(&question, &language),
        );
        let mut answers = answers?;
        let first = answers.remove(0);
        // From here on nothing is waited for: what prints is bound to its thread.
        let mut words = Words::new(loaded.clone(), &language);
        words.learn(beside::names(&question.beside, &answers));
        let pages =
            loaded.as_ref().filter(|_| whole).map(|loaded| loaded.pages_with(&question.key, &language));
        let told = Told {
            printed: printed.as_ref().map(|entry| &entry.made),
            since: printed.as_ref().and_then(|entry| self.since(&entry.made, &parsed.service)),
            whole,
            pages: pages.unwrap_or_default(),
            as_of,
            history,
            beside: question.beside,
            answers,
        };
        told.answered(&question.key, first, &words)
    }

    /// When the revision was committed of which the report has a service's figures, as far as it is known.
    fn since(&self, made: &Made, service: &str) -> Option<Timestamp> {
        self.heads.time_of(service, *made.report().revisions.get(service)?)
    }

    /// The report in the language; none where it cannot be had now.
    async fn printed(&self, loaded: Option<&Loaded>, language: &str) -> Option<Arc<Entry<Made>>> {
        self.made(&loaded?.year().to_string(), Some(language)).await.ok()
    }

    /// The answer to the key, and after it those to what is asked beside it, from one snapshot.
    async fn ask(
        &self,
        question: &Question,
        point: Option<Point>,
        language: &str,
    ) -> Result<Vec<Answer>, GatewayError> {
        let service = &question.key.service;
        let failed =
            |status: Status| GatewayError::Service { service: service.clone(), status: Box::new(status) };
        let keys = question.keys();
        let point = point.map(|point| of_service(point, service, keys.len()));
        let request = proto::BatchGetFiguresRequest {
            keys,
            as_of: point.map(|point| proto::AsOf { point: Some(point) }),
            language: language.to_owned(),
            ..proto::BatchGetFiguresRequest::default()
        };
        let response = batch::call(self, Request::new(request)).await.map_err(failed)?;
        let nonsense = |why: String| failed(Status::new(Code::Unavailable, why));
        if response.answers.is_empty() {
            return Err(nonsense("it did not answer the key".to_owned()));
        }
        let read =
            |answer: proto::Answer| Answer::try_from(answer).map_err(|error| nonsense(error.to_string()));
        response.answers.into_iter().map(read).collect()
    }

    /// How a figure came to be what it is; none when the service does not say, which the page says too.
    async fn history(&self, question: &Question, language: &str) -> Option<Vec<proto::FigureRevision>> {
        if !question.has_history {
            return None;
        }
        let key = question.key.to_string();
        let request = proto::ListFigureRevisionsRequest {
            key: key.clone(),
            page_size: SHOWN_REVISIONS,
            language: language.to_owned(),
            ..proto::ListFigureRevisionsRequest::default()
        };
        match history::call(self, Request::new(request)).await {
            Ok(response) => Some(response.figure_revisions),
            Err(status) => {
                let (code, message) = (status.code(), status.message());
                tracing::debug!(key, ?code, message, "a figure is shown without its history");
                None
            }
        }
    }
}

/// What is asked for one page.
struct Question {
    /// The key, in canonical form where its measure is known.
    key: FigureKey,
    /// What is asked beside it.
    beside: Vec<Beside>,
    /// Whether its revisions are asked for.
    has_history: bool,
    /// Whether the content knows its measure.
    known: bool,
}

impl Question {
    fn of(key: &FigureKey, loaded: Option<&Loaded>, whole: bool) -> Self {
        let known = loaded.and_then(|loaded| {
            let measure = loaded.content.catalogue.get(&key.service, &key.measure)?;
            Some((loaded, measure, measure.canonical(key).ok()?))
        });
        let listing = known.as_ref().is_some_and(|(_, measure, _)| measure.kind == MeasureKind::Listing);
        let has_history = whole && key.is_exact() && !listing;
        match known {
            Some((loaded, measure, key)) if whole => {
                let mut beside = beside::beside(&key, measure, &loaded.content.areas);
                beside.extend(beside::others(&key, &loaded.content));
                beside.extend(beside::naming(&key, &loaded.content.catalogue));
                Self { key, beside, has_history, known: true }
            }
            // What is wrong with a key is said of the key as it was given.
            known => Self { key: key.clone(), beside: Vec::new(), has_history, known: known.is_some() },
        }
    }

    fn keys(&self) -> Vec<String> {
        let beside = self.beside.iter().map(|beside| beside.key().to_string());
        std::iter::once(self.key.to_string()).chain(beside).collect()
    }
}

/// A point as it is said with several keys: a bare revision is one service's.
fn of_service(point: Point, service: &str, keys: usize) -> Point {
    match point {
        Point::Revision(revision) if keys > 1 => {
            let by_service = [(service.to_owned(), revision)].into();
            Point::Revisions(proto::RevisionVector { by_service })
        }
        Point::Revision(_) | Point::Time(_) | Point::Revisions(_) => point,
    }
}

impl Answered {
    /// For a terminal of `width` cells.
    #[must_use]
    pub fn lines(&self, width: usize, colour: bool) -> String {
        match self {
            Self::Figure(page) => render::text::figure(page, width, colour),
            Self::Figures { page, .. } | Self::Listing { page, .. } => {
                render::text::listing(page, width, colour)
            }
        }
    }

    /// Canonical proto3 JSON: of one figure the `Figure` message, of several `FigureList`, of records `Listing`.
    ///
    /// # Errors
    /// [`GatewayError::Internal`] for a message that has no JSON, which none of ours is.
    pub fn message(self) -> Result<Vec<u8>, GatewayError> {
        let json = match self {
            Self::Figure(page) => serde_json::to_vec(&proto::Figure::from(page.figure)),
            Self::Figures { figures, .. } => {
                let figures = figures.into_iter().map(Into::into).collect();
                serde_json::to_vec(&proto::FigureList { figures })
            }
            Self::Listing { listing, .. } => serde_json::to_vec(&proto::Listing::from(listing)),
        };
        json.map_err(|error| GatewayError::Internal(error.to_string()))
    }

    /// A table, a row a figure or a record.
    #[must_use]
    pub fn table(&self) -> Table {
        match self {
            Self::Figure(page) => answers::figures(std::slice::from_ref(&page.figure), &page.dimensions()),
            Self::Figures { figures, dimensions, .. } => answers::figures(figures, dimensions),
            Self::Listing { listing, .. } => answers::listing(listing),
        }
    }

    /// The same table as Parquet.
    ///
    /// # Errors
    /// [`GatewayError::Internal`] where it cannot be written, which does not happen in memory.
    pub fn parquet(&self) -> Result<Vec<u8>, GatewayError> {
        crate::parquet::file(&self.table()).map_err(|error| GatewayError::Internal(error.to_string()))
    }

    /// The canonical key.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Figure(page) => &page.figure.key,
            Self::Figures { page, .. } | Self::Listing { page, .. } => &page.key,
        }
    }
}

/// What is known besides the answer itself.
struct Told<'a> {
    /// The report in the language.
    printed: Option<&'a Made>,
    /// Of when the report's figures of the key's service are.
    since: Option<Timestamp>,
    /// Whether a page for people is made, and not an answer for programs.
    whole: bool,
    /// The pages beside the report that print the figure.
    pages: Vec<PageId>,
    /// The state that is asked for; none for the newest.
    as_of: Option<&'a str>,
    /// How the figure came to be what it is; none where nobody tells it.
    history: Option<Vec<proto::FigureRevision>>,
    /// What was asked beside it, and the answers.
    beside: Vec<Beside>,
    answers: Vec<Answer>,
}

impl Told<'_> {
    fn answered(self, key: &FigureKey, answer: Answer, words: &Words) -> Result<Answered, GatewayError> {
        match answer {
            Answer::Figures(mut figures) if key.is_exact() && figures.len() == 1 => {
                let figure = Arc::unwrap_or_clone(figures.remove(0));
                let around = Some(beside::around(&self.beside, self.answers, &figure, words));
                let known = page::Known {
                    history: self.history,
                    around,
                    as_of: self.as_of,
                    printed: self.printed.map(|made| &**made.report()),
                    pages: self.pages,
                };
                Ok(Answered::Figure(Box::new(page::figure(figure, known, words))))
            }
            answer @ Answer::Figures(_) => {
                let figures = answer.into_figures();
                let measure = words.measure(&key.service, &key.measure);
                let dimensions = measure.map(|measure| measure.dimensions.clone());
                let dimensions = dimensions.unwrap_or_else(|| key.dimensions.keys().cloned().collect());
                let page = Box::new(page::figures(key, &figures, self.as_of, words));
                Ok(Answered::Figures { figures, dimensions, page })
            }
            Answer::Listing(listing) => {
                let page = Box::new(page::listing(key, &listing, self.as_of, words));
                Ok(Answered::Listing { listing, page })
            }
            Answer::Error(error) => {
                let down = matches!(
                    error,
                    AnswerError::Unavailable { .. } | AnswerError::NotFound { what: Sought::Service, .. }
                );
                let printed = self.printed.filter(|_| self.as_of.is_none() && down);
                printed.and_then(|made| self.remembered(key, made, words)).ok_or(GatewayError::Answer(error))
            }
        }
    }

    /// What the report has under a key whose service does not answer now: what it said last. A page for people also tells of a figure or a
    /// list of a service that the report never heard.
    fn remembered(&self, key: &FigureKey, made: &Made, words: &Words) -> Option<Answered> {
        let canonical = words.canonical(key);
        let report: &Report = made.report();
        let page = |figure: Figure| {
            let (printed, pages) = (Some(report), self.pages.clone());
            let known = page::Known { history: None, around: None, as_of: None, printed, pages };
            Answered::Figure(Box::new(page::figure(figure, known, words)))
        };
        let list = |listing: Listing, heard| {
            let page = ListingPage { heard, ..page::listing(key, &listing, None, words) };
            Answered::Listing { listing, page: Box::new(page) }
        };
        if let Some(Answer::Listing(listing)) = made.answers.get(&canonical) {
            let last_known_at = listing.last_known_at.or(self.since);
            return Some(list(Listing { last_known_at, ..listing.clone() }, Heard::Last(last_known_at)));
        }
        if let Some(figure) = made.answers.figure(&canonical) {
            let last_known_at = figure.last_known_at.or(self.since);
            return Some(page(Figure { last_known_at, ..Figure::clone(figure) }));
        }
        if !self.whole || report.unconfirmed.get(&key.service) != Some(&Unconfirmed::Unavailable) {
            return None;
        }
        let measure = words.measure(&key.service, &key.measure)?;
        if measure.kind == MeasureKind::Listing {
            let (columns, rows, last_known_at) = (Vec::new(), Vec::new(), None);
            let nothing = Listing { key: canonical, columns, rows, revision: 0, last_known_at };
            return Some(list(nothing, Heard::Never));
        }
        report.figures.iter().find(|figure| figure.key == canonical).map(|figure| page(Figure::clone(figure)))
    }
}

/// A point in the past: a revision or an instant.
fn point(text: &str) -> Result<Point, GatewayError> {
    if let Ok(revision) = text.parse::<i64>() {
        let early = || GatewayError::AsOf(format!("revisions count from 1; there is no revision {revision}"));
        return if revision < 1 { Err(early()) } else { Ok(Point::Revision(revision)) };
    }
    let instant: Result<jiff::Timestamp, _> = text.parse();
    instant.map(|instant| Point::Time(instant.into())).map_err(|_| {
        let asked: String = text.chars().take(50).collect();
        GatewayError::AsOf(format!(
            "`{asked}` is neither a revision nor an instant; write a number such as 12, or 2025-01-31T12:00:00Z"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_revision_or_an_instant() {
        assert_eq!(point("12").expect("a revision"), Point::Revision(12));
        assert!(matches!(point("2025-01-31T12:00:00Z"), Ok(Point::Time(_))));
        for bad in ["", "0", "-3", "yesterday", "2025-13-01T00:00:00Z", "1.5"] {
            assert!(matches!(point(bad), Err(GatewayError::AsOf(_))), "{bad}");
        }
    }
}
