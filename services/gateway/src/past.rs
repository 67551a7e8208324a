//! A report as of a point: its content and its figures as they were then, assembled anew and kept nowhere.

use std::sync::Arc;

use api::figures::v1::ErrorReason;
use futures::future::join_all;
use jiff::Timestamp;
use kit::errors::Failure;
use report::{Answers, AssembleOptions, Report, ServiceState, assemble};
use tonic::Code;

use crate::app::Inner;
use crate::ask::{AskError, Question, Reply, ask};
use crate::config::NAME;
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::heads;

/// A point of a report's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// As everything is.
    Live,
    /// As everything was at an instant.
    Instant(Timestamp),
}

impl Point {
    /// Reads a point of a field: `live`, `edition:N` or an RFC 3339 instant.
    ///
    /// # Errors
    /// [`GatewayError::Field`] for any other text, [`GatewayError::NoEdition`] while there are no editions.
    pub(crate) fn parse(field: &'static str, text: &str, year: i16) -> Result<Self, GatewayError> {
        if text == "live" {
            return Ok(Self::Live);
        }
        if let Some(edition) = text.strip_prefix("edition:") {
            return Err(GatewayError::NoEdition { year, asked: edition.chars().take(20).collect() });
        }
        let instant = text.parse().map_err(|_| GatewayError::Field {
            field,
            problem: format!(
                "`{}` is no point; write live, edition:N, or an instant such as 2025-01-31T12:00:00Z",
                text.chars().take(40).collect::<String>()
            ),
        })?;
        Ok(Self::Instant(instant))
    }
}

impl Inner {
    /// The content as of a point.
    ///
    /// # Errors
    /// Those of the year, and of a time before anything was written.
    pub(crate) async fn content_at(&self, year: &str, point: Point) -> Result<Arc<Loaded>, GatewayError> {
        match point {
            Point::Live => self.contents.of_year(year),
            Point::Instant(instant) => self.contents.as_of(year, instant).await,
        }
    }

    /// The report of a content in a language, with the figures as of a point.
    ///
    /// # Errors
    /// [`GatewayError::Service`] where a service does not answer, or had recorded nothing then.
    pub(crate) async fn report_at(
        &self,
        loaded: &Loaded,
        point: Point,
        language: &str,
    ) -> Result<Report, GatewayError> {
        let options = AssembleOptions { language: language.to_owned(), year: loaded.year(), page: None };
        let questions = loaded.questions(&options);
        let asking = questions.iter().map(|(service, question)| async move {
            let reply = self.reply_at(service, question, point, language).await;
            reply.map(|reply| (service, question, reply)).map_err(|error| failed(service, error))
        });
        let mut answers = Answers::new();
        for asked in join_all(asking).await {
            let (service, question, reply) = asked?;
            for (key, answer) in question.texts.iter().zip(reply.answers) {
                answers.insert(Arc::clone(key), Arc::new(answer));
            }
            answers.service(service, Some(reply.revision), ServiceState::Confirmed);
        }
        answers.service(NAME, Some(loaded.revision), ServiceState::Confirmed);
        Ok(assemble(&loaded.content, &answers, &options).0)
    }

    async fn reply_at(
        &self,
        service: &str,
        question: &Question,
        point: Point,
        language: &str,
    ) -> Result<Reply, AskError> {
        let known = self.services.get(service).ok_or(AskError::NoAddress)?;
        let (from, as_of) = match point {
            Point::Live => (self.heads.point(service), None),
            Point::Instant(instant) => (heads::Point::default(), Some(instant)),
        };
        ask(known, question, &from, as_of, language, self.timing.deadline).await
    }
}

/// What a service refuses is said on; one that does not answer is named.
fn failed(service: &str, error: AskError) -> GatewayError {
    let status = match error {
        AskError::Failed(status) if status.code() == Code::InvalidArgument => *status,
        AskError::NoAddress
        | AskError::Late(_)
        | AskError::Lately
        | AskError::Refused
        | AskError::Failed(_)
        | AskError::Nonsense(_) => {
            let message =
                format!("{service} does not answer: {error}; its figures would all seem to have changed");
            Failure::new(Code::Unavailable, ErrorReason::ServiceUnavailable, message).into()
        }
    };
    GatewayError::Service { service: service.to_owned(), status: Box::new(status) }
}
