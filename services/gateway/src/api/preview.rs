//! `PreviewChange`: what another value of a figure would bring.

use api::report::v1 as proto;
use checks::Finding;
use figures::Figure;
use report::model::{PageId, Reprinted};
use tonic::Status;

use super::{finding, year};
use crate::app::Inner;
use crate::preview::{Preview, Supposed};

pub(super) async fn call(
    inner: &Inner,
    request: proto::PreviewChangeRequest,
) -> Result<proto::PreviewChangeResponse, Status> {
    let proto::PreviewChangeRequest { name, key, value, language } = request;
    let supposed = Supposed { key, value, language: language.clone() };
    let preview = inner.preview(year(&name)?, supposed).await?;
    let Preview { checked, before, after, findings, counts, printed, derived, undetermined } = preview;
    let told = |list: &[Finding]| finding::told(list, &checked, &language);
    Ok(proto::PreviewChangeResponse {
        appearing: told(&findings.appearing),
        going: told(&findings.going),
        changing: told(&findings.changing),
        before: Some(before.into()),
        after: Some(after.into()),
        printed: printed.into_iter().map(change).collect(),
        counts: Some(finding::counts(counts)),
        derived: derived.into_iter().map(moved).collect(),
        undetermined,
    })
}

fn moved((before, after): (Figure, Figure)) -> proto::DerivedChange {
    proto::DerivedChange { before: Some(before.into()), after: Some(after.into()) }
}

fn change((page, change): (Option<PageId>, Reprinted)) -> proto::PrintedChange {
    let Reprinted { key, section, anchor, before, after } = change;
    let page = page.map(|page| page.to_string()).unwrap_or_default();
    proto::PrintedChange { key, page, section, anchor, before, after }
}
