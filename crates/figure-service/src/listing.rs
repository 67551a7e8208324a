//! Listings: rows of typed cells, from records or from figures.

mod per_code;
mod records;

use figures::{Answer, AnswerError, Listing};
use store::StoreError;

use crate::answer::Asking;
use crate::listing_source::Rows;
use crate::question::Question;

/// The rows of a listing; of one without a declared source none.
///
/// # Errors
/// Those of the store.
pub(crate) async fn answer(asking: &Asking<'_>, question: &Question<'_>) -> Result<Answer, StoreError> {
    let source = asking.domain.listings.iter().find(|l| l.measure == question.measure.name);
    let rows = match source.map(|s| &s.rows) {
        Some(Rows::Records(source)) => records::rows(asking, question, source).await,
        Some(Rows::Figures(source)) => per_code::rows(asking, question, source).await,
        None => Ok((Vec::new(), 0)),
    };
    match rows {
        Ok((rows, revision)) => {
            let columns = question.measure.columns.clone();
            let key = question.key.to_string();
            Ok(Answer::Listing(Listing { key, columns, rows, revision, last_known_at: None }))
        }
        Err(StoreError::Invalid { place, why }) => {
            Ok(Answer::Error(AnswerError::Invalid { message: format!("{place}: {why}") }))
        }
        Err(error) => Err(error),
    }
}
