//! `RenderReport`: a rendering in pieces.

use std::pin::Pin;

use api::report::v1::{RenderReportRequest, RenderReportResponse, ReportForm};
use bytes::Bytes;
use futures::Stream;
use tonic::Status;

use super::year;
use crate::app::{Inner, Rendering};
use crate::error::GatewayError;
use crate::made::Form;

/// The size of a piece.
const PIECE: usize = 64 << 10;

type Pieces = Pin<Box<dyn Stream<Item = Result<RenderReportResponse, Status>> + Send>>;

pub(super) async fn call(inner: &Inner, request: RenderReportRequest) -> Result<Pieces, Status> {
    let form = form(request.form)?;
    let shown = inner.shown_of(year(&request.name)?, Some(&request.language)).await?;
    Ok(Box::pin(futures::stream::iter(pieces(Rendering::of(&shown, form)).map(Ok))))
}

fn form(asked: i32) -> Result<Form, GatewayError> {
    match ReportForm::try_from(asked) {
        Ok(ReportForm::Unspecified | ReportForm::Html) => Ok(Form::Html),
        Ok(ReportForm::Markdown) => Ok(Form::Markdown),
        Ok(ReportForm::Json) => Ok(Form::Json),
        Err(_) => Err(GatewayError::NoForm { asked: asked.to_string() }),
    }
}

/// The pieces of a rendering; the first one says what it is, and there is at least one.
fn pieces(rendering: Rendering) -> impl Iterator<Item = RenderReportResponse> {
    let Rendering { media_type, etag, bytes } = rendering;
    let first = RenderReportResponse { media_type: media_type.to_owned(), etag, data: Bytes::new() };
    let starts = (0..bytes.len().max(1)).step_by(PIECE);
    starts.map(move |start| {
        let data = bytes.slice(start..start.saturating_add(PIECE).min(bytes.len()));
        if start == 0 {
            RenderReportResponse { data, ..first.clone() }
        } else {
            RenderReportResponse { data, ..Default::default() }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(size: usize, expected: &[usize]) {
        let bytes = Bytes::from(vec![7; size]);
        let rendering = Rendering { media_type: "text/html", etag: "\"x\"".to_owned(), bytes: bytes.clone() };
        let pieces: Vec<_> = pieces(rendering).collect();
        assert_eq!(pieces.iter().map(|piece| piece.data.len()).collect::<Vec<_>>(), expected);
        assert_eq!(pieces.iter().flat_map(|piece| piece.data.clone()).collect::<Vec<u8>>(), bytes);
        let told: Vec<bool> = pieces.iter().map(|p| !p.media_type.is_empty() && !p.etag.is_empty()).collect();
        assert!(told[0] && told[1..].iter().all(|told| !told));
    }

    #[test]
    fn the_first_piece_says_what_it_is_and_all_make_the_whole() {
        check(0, &[0]);
        check(1, &[1]);
        check(PIECE, &[PIECE]);
        check(PIECE + 1, &[PIECE, 1]);
        check(3 * PIECE - 1, &[PIECE, PIECE, PIECE - 1]);
    }
}
