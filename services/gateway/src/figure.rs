//! One key, answered for people: a figure with its words, sources, history and places, or a list.

mod page;
mod words;

use api::figures::v1 as proto;
use figures::{Answer, AnswerError, Figure, FigureKey, Listing};
use render::FigurePage;
use render::html::ListingPage;
use report::Report;
use tonic::{Code, Request, Status};

use crate::app::{App, Inner};
use crate::error::GatewayError;
use crate::figure_service::{batch, history};
use words::Words;

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
    pub(crate) async fn figure(
        &self,
        key: &str,
        as_of: Option<&str>,
        language: Option<&str>,
    ) -> Result<Answered, GatewayError> {
        let parsed: FigureKey =
            key.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
        let point = as_of.map(point).transpose()?;
        let loaded = self.contents.current();
        let language = match &loaded {
            Some(loaded) => loaded.language(language)?.to_string(),
            None => language.unwrap_or("en").to_owned(),
        };
        self.services.find(&parsed.service)?;
        let printed = match &loaded {
            Some(loaded) => self.made(&loaded.year().to_string(), Some(&language)).await.ok(),
            None => None,
        };
        let answer = self.ask_one(&parsed, point.clone(), &language).await?;
        let history = match &answer {
            Answer::Figures(figures) if parsed.is_exact() => {
                self.history(figures.first().map_or(key, |figure| &figure.key), &language).await
            }
            // A list has no history; of a figure as it was last known nobody tells one.
            Answer::Figures(_) | Answer::Listing(_) | Answer::Error(_) => None,
        };
        // From here on nothing is waited for: what prints is bound to its thread.
        let told = Told {
            printed: printed.as_ref().map(|entry| entry.made.report()),
            newest: point.is_none(),
            history,
        };
        told.answered(&parsed, answer, &Words::new(loaded, &language))
    }

    async fn ask_one(
        &self,
        key: &FigureKey,
        point: Option<proto::as_of::Point>,
        language: &str,
    ) -> Result<Answer, GatewayError> {
        let service = key.service.clone();
        let failed =
            |status: Status| GatewayError::Service { service: service.clone(), status: Box::new(status) };
        let request = proto::BatchGetFiguresRequest {
            keys: vec![key.to_string()],
            as_of: point.map(|point| proto::AsOf { point: Some(point) }),
            language: language.to_owned(),
            ..proto::BatchGetFiguresRequest::default()
        };
        let mut response = batch::call(self, Request::new(request)).await.map_err(failed)?;
        let answer = response.answers.pop().unwrap_or_default();
        Answer::try_from(answer).map_err(|error| failed(Status::new(Code::Unavailable, error.to_string())))
    }

    /// How a figure came to be what it is; none when the service does not say, which the page says too.
    async fn history(&self, key: &str, language: &str) -> Option<Vec<proto::FigureRevision>> {
        let request = proto::ListFigureRevisionsRequest {
            key: key.to_owned(),
            page_size: SHOWN_REVISIONS,
            language: language.to_owned(),
            ..proto::ListFigureRevisionsRequest::default()
        };
        match history::call(self, Request::new(request)).await {
            Ok(response) => Some(response.figure_revisions),
            Err(status) => {
                tracing::warn!(key, code = ?status.code(), message = status.message(), "a figure is shown without its history");
                None
            }
        }
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
}

/// What is known besides the answer itself.
struct Told<'a> {
    /// The report in the language.
    printed: Option<&'a Report>,
    /// Whether the newest state is asked for.
    newest: bool,
    /// How the figure came to be what it is; none where nobody tells it.
    history: Option<Vec<proto::FigureRevision>>,
}

impl Told<'_> {
    fn answered(self, key: &FigureKey, answer: Answer, words: &Words) -> Result<Answered, GatewayError> {
        match answer {
            Answer::Figures(mut figures) if key.is_exact() && figures.len() == 1 => {
                let page = page::figure(figures.remove(0), self.history, words, self.printed);
                Ok(Answered::Figure(Box::new(page)))
            }
            Answer::Figures(figures) => {
                let page = Box::new(page::figures(key, &figures, words));
                Ok(Answered::Figures { figures, page })
            }
            Answer::Listing(listing) => {
                let page = Box::new(page::listing(key, &listing, words));
                Ok(Answered::Listing { listing, page })
            }
            Answer::Error(error) => match self.remembered(key, &error, words) {
                Some(figure) => {
                    let page = page::figure(figure, self.history, words, self.printed);
                    Ok(Answered::Figure(Box::new(page)))
                }
                None => Err(GatewayError::Answer(error)),
            },
        }
    }

    /// The figure as the report has it, last known, when its service does not answer now.
    fn remembered(&self, key: &FigureKey, error: &AnswerError, words: &Words) -> Option<Figure> {
        let down = matches!(error, AnswerError::Unavailable { .. });
        let report = self.printed.filter(|_| self.newest && down)?;
        let canonical = words.canonical(key);
        report.figures.iter().find(|figure| figure.key == canonical && figure.value.is_some()).cloned()
    }
}

/// A point in the past: a revision or an instant.
fn point(text: &str) -> Result<proto::as_of::Point, GatewayError> {
    use proto::as_of::Point;
    if let Ok(revision) = text.parse::<i64>() {
        return Ok(Point::Revision(revision));
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
        use proto::as_of::Point;
        assert_eq!(point("12").expect("a revision"), Point::Revision(12));
        assert!(matches!(point("2025-01-31T12:00:00Z"), Ok(Point::Time(_))));
        for bad in ["", "yesterday", "2025-13-01T00:00:00Z", "1.5"] {
            assert!(matches!(point(bad), Err(GatewayError::AsOf(_))), "{bad}");
        }
    }
}
