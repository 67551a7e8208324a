//! `ListFigureRevisions`: which revisions changed a figure.
//!
//! Only revisions that touched a table of the figure are looked at; the figure is made as of each and told where it differs from
//! what it was before. Who made a revision is told to those only who may write here themselves, as by `ListRevisions`.

use std::sync::Arc;

use api::figures::v1::{
    ErrorReason, FigureRevision, ListFigureRevisionsRequest, ListFigureRevisionsResponse,
};
use figures::{Answer, AnswerError, Figure, FigureKey, MissingReason, Status as State};
use kit::errors::Failure;
use store::{AsOf, Revision};
use tonic::{Code, Request, Status};

use super::batch::key;
use super::failure;
use crate::engine::Engine;
use crate::list::token::Token;

/// The most revisions that one call looks at; a page may come out short and go on.
const MAX_LOOKED_AT: usize = 500;
/// How many revisions are read at a time.
const CHUNK: u32 = 200;

pub(super) async fn call(
    engine: &Engine,
    request: Request<ListFigureRevisionsRequest>,
) -> Result<ListFigureRevisionsResponse, Status> {
    let service = engine.domain().name;
    let named = super::names_told(service, &request);
    let request = request.into_inner();
    let key = exact(&request.key)?;
    let size = failure::page_size(request.page_size, 20, 100)?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let text = key.to_string();
    let query = ["revisions", text.as_str()];
    let upto = match request.page_token.as_str() {
        "" => engine.store().head().revision,
        token => {
            let token = Token::parse(token, &query)
                .map_err(|e| Failure::invalid(ErrorReason::PageTokenInvalid, "page_token", e.to_string()))?;
            token.revision
        }
    };
    let language = Some(request.language.as_str()).filter(|l| !l.is_empty());
    let telling = Telling { engine, key: &key, language, named };
    if request.page_token.is_empty() {
        // What is not known now has no history, whatever was known before.
        telling.figure(upto).await?;
    }
    let touching = telling.touching(upto).await?;
    let mut found = Vec::new();
    let mut looked_at = 0;
    for (i, revision) in touching.iter().enumerate().take(MAX_LOOKED_AT) {
        if found.len() >= size {
            break;
        }
        looked_at = i.saturating_add(1);
        let before = touching.get(looked_at).map_or(0, |r| r.revision);
        if let Some(entry) = telling.entry(revision, before).await? {
            found.push(entry);
        }
    }
    let next = touching.get(looked_at).map(|next| Token::counted(next.revision, 0));
    let next_page_token = next.map_or_else(String::new, |next| next.print(&query));
    Ok(ListFigureRevisionsResponse { figure_revisions: found, next_page_token })
}

fn exact(text: &str) -> Result<FigureKey, Status> {
    let key = key("key", text)?;
    if key.is_exact() {
        return Ok(key);
    }
    let message = "a figure's history is asked by an exact key; replace the wildcard by a code";
    Err(Failure::invalid(ErrorReason::KeyInvalid, "key", message).into())
}

struct Telling<'a> {
    engine: &'a Engine,
    key: &'a FigureKey,
    language: Option<&'a str>,
    /// Whether the caller is told who made a revision.
    named: bool,
}

impl Telling<'_> {
    /// The revisions up to one that touched a table which the figure is made from, newest first: as many as one call looks at and
    /// one more.
    async fn touching(&self, upto: i64) -> Result<Vec<Revision>, Status> {
        let tables = self.engine.tables_of(&self.key.measure);
        let touches = |r: &Revision| r.tables.iter().any(|t| tables.contains(&t.table));
        let mut found = Vec::new();
        let mut upto = upto;
        while found.len() <= MAX_LOOKED_AT {
            let chunk = self.engine.store().revisions_until(upto, CHUNK).await.map_err(failure::store)?;
            let Some(last) = chunk.last() else { break };
            upto = last.revision.saturating_sub(1);
            found.extend(chunk.into_iter().filter(touches));
        }
        Ok(found)
    }

    async fn entry(&self, revision: &Revision, before: i64) -> Result<Option<FigureRevision>, Status> {
        let Some(figure) = self.known(revision.revision).await? else { return Ok(None) };
        let earlier = self.known(before).await?;
        let recorded = figure.status != State::Missing(MissingReason::NotRecorded);
        let differs = match earlier {
            Some(earlier) => !earlier.says_the_same(&figure),
            None => recorded,
        };
        Ok(differs.then(|| FigureRevision {
            revision: revision.revision,
            commit_time: Some(revision.committed_at.into()),
            actor: if self.named { revision.actor.clone() } else { String::new() },
            reason: revision.reason.clone(),
            figure: Some(figure.into()),
        }))
    }

    /// The figure as of a revision; none while its measure, or a code of its key, was not known.
    async fn known(&self, revision: i64) -> Result<Option<Figure>, Status> {
        match self.figure(revision).await {
            Ok(figure) => Ok(Some(figure)),
            Err(status) if matches!(status.code(), Code::NotFound | Code::InvalidArgument) => Ok(None),
            Err(status) => Err(status),
        }
    }

    async fn figure(&self, revision: i64) -> Result<Figure, Status> {
        let snapshot = self.engine.store().read(AsOf::Revision(revision)).await.map_err(failure::store)?;
        let keys = std::slice::from_ref(self.key);
        let answers = self.engine.answers(&snapshot, keys, self.language).await.map_err(failure::store)?;
        match answers.into_iter().next() {
            Some(Answer::Figures(figures)) => match figures.into_iter().next() {
                Some(figure) => Ok(Arc::unwrap_or_clone(figure)),
                None => Err(failure::field("key", "the key stands for no figure")),
            },
            Some(Answer::Error(error)) => Err(answer_error(error)),
            Some(Answer::Listing(_)) | None => {
                Err(failure::field("key", "a listing has no history of its own; ask for one of its figures"))
            }
        }
    }
}

/// The status of an error that a batch would have put in its answer.
pub(super) fn answer_error(error: AnswerError) -> Status {
    let reason = ErrorReason::from(&error);
    match error {
        AnswerError::NotFound { message, nearest, .. } => {
            let failure = Failure::not_found(reason, message);
            nearest.into_iter().fold(failure, |f, near| f.with("nearest", near)).into()
        }
        AnswerError::Invalid { message } => Failure::invalid(reason, "key", message).into(),
        AnswerError::Unavailable { message } => Failure::new(Code::Unavailable, reason, message).into(),
    }
}
