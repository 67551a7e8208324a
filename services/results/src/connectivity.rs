//! Asking connectivity for the values of indicators: one call, under a deadline, and an answer that says so when there is none.

use std::collections::BTreeMap;
use std::time::Duration;

use ::api::figures::v1::answer::Result as Answered;
use ::api::figures::v1::figure_service_client::FigureServiceClient;
use ::api::figures::v1::{Answer, AsOf, BatchGetFiguresRequest, Figure, FigureStatus};
use ::figures::FigureKey;
use kit::caller::OwnToken;
use kit::channel::{MAX_MESSAGE_BYTES, Repeatable, Target};
use kit::outgoing::Outgoing;
use tokio::time::Instant;
use tonic::{Code, Request, Status};

use crate::figures::NAME;

/// The longest that connectivity is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Connectivity as this service sees it. Cloning is cheap; a connection is made when it is first needed, and again after a failure.
#[derive(Clone, Debug)]
pub(crate) struct Connectivity(Option<Outgoing>);

/// Figures in the order of the keys, and the revisions they were read at (none when nothing was answered).
pub(crate) struct Values {
    pub(crate) figures: Vec<Figure>,
    pub(crate) revisions: BTreeMap<String, i64>,
}

impl Connectivity {
    /// Connectivity at a target, asked with a token of our own; without a target it never answers. Must be called within a runtime.
    pub(crate) fn new(target: Option<Target>, own: Option<OwnToken>) -> Self {
        Self(target.map(|target| Outgoing::new(NAME, "connectivity", target.channel()).bearing(own)))
    }

    /// The figures of exact keys, waited for until `by` at most.
    ///
    /// # Errors
    /// What connectivity finds wrong with the state asked. That it does not answer is no error: the figures are unavailable.
    pub(crate) async fn figures(
        &self,
        keys: &[FigureKey],
        as_of: Option<AsOf>,
        language: String,
        by: Instant,
    ) -> Result<Values, Status> {
        if keys.is_empty() {
            return Ok(Values { figures: Vec::new(), revisions: BTreeMap::new() });
        }
        let Some(channel) = self.0.clone() else {
            return Ok(none(keys, "connectivity is not configured (--service connectivity=URL)"));
        };
        let keys_asked = keys.iter().map(ToString::to_string).collect();
        let request =
            BatchGetFiguresRequest { keys: keys_asked, as_of, language, ..BatchGetFiguresRequest::default() };
        let within = by.saturating_duration_since(Instant::now()).min(PATIENCE);
        let mut request = Request::new(request);
        request.set_timeout(within);
        request.extensions_mut().insert(Repeatable);
        let mut client = FigureServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
        match tokio::time::timeout(within, client.batch_get_figures(request)).await {
            Ok(Ok(response)) => {
                let response = response.into_inner();
                let mut answers = response.answers.into_iter();
                let figures = keys.iter().map(|key| figure(key, answers.next())).collect();
                Ok(Values { figures, revisions: response.revisions })
            }
            Ok(Err(status)) if matches!(status.code(), Code::InvalidArgument | Code::NotFound) => Err(status),
            Ok(Err(status)) if matches!(status.code(), Code::Unauthenticated | Code::PermissionDenied) => {
                let message = status.message();
                tracing::error!(
                    message,
                    "connectivity does not let this service read; name a token that it knows with --service-token-file"
                );
                Ok(none(keys, "connectivity does not let this service read (--service-token-file)"))
            }
            Ok(Err(status)) => {
                tracing::warn!(code = ?status.code(), message = status.message(), "connectivity did not answer");
                Ok(none(keys, "connectivity did not answer"))
            }
            Err(_) => {
                tracing::warn!(?within, "connectivity did not answer in time");
                Ok(none(keys, "connectivity did not answer in time"))
            }
        }
    }
}

/// The figure of a key; unavailable, with what was said, where the answer is another.
fn figure(key: &FigureKey, answer: Option<Answer>) -> Figure {
    match answer.and_then(|a| a.result) {
        Some(Answered::Figures(list)) => list
            .figures
            .into_iter()
            .next()
            .unwrap_or_else(|| unavailable(key, "connectivity has no such figure")),
        Some(Answered::Error(error)) => unavailable(key, &error.message),
        Some(Answered::Listing(_)) => {
            unavailable(key, "a listing has no value; name a measure that is a number")
        }
        None => unavailable(key, "connectivity gave no answer for this key"),
    }
}

fn none(keys: &[FigureKey], why: &str) -> Values {
    Values { figures: keys.iter().map(|key| unavailable(key, why)).collect(), revisions: BTreeMap::new() }
}

fn unavailable(key: &FigureKey, why: &str) -> Figure {
    Figure {
        key: key.to_string(),
        measure: key.measure.clone(),
        period: key.code("period").unwrap_or_default().to_owned(),
        status: FigureStatus::Unavailable.into(),
        note: Some(why.to_owned()),
        ..Figure::default()
    }
}
