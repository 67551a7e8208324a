//! The catalogue as `ListMeasures` gives it.

use api::figures::v1 as proto;
use tonic::Code;

use super::{Build, Check, Failure, Subject, equal, holds};

/// Pages of one measure each give every measure once, in the order of names.
///
/// # Errors
/// What did not hold.
pub async fn every_measure_is_listed_once_over_pages<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let all: Vec<String> = running.measures().await?.into_iter().map(|m| m.name).collect();
    holds("the service has measures", !all.is_empty())?;
    holds("measures are in the order of their names", all.is_sorted())?;
    let (mut found, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = proto::ListMeasuresRequest { page_size: 7, page_token, ..Default::default() };
        let page = running.client.clone().list_measures(request).await?.into_inner();
        equal("the revision", &page.revisions.get(subject.name).copied(), &Some(1))?;
        found.extend(page.measures.into_iter().map(|m| m.name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return equal("the pages together", &found, &all);
        }
    }
}

/// A filter keeps the measures that meet it; one that is not understood, or a token of another list, is refused.
///
/// # Errors
/// What did not hold.
pub async fn measures_are_filtered<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let all = running.measures().await?;
    let flows = all.iter().filter(|m| m.kind() == proto::MeasureKind::Flow).count();
    let ask = async |filter: &str, token: &str| {
        let (filter, page_token) = (filter.to_owned(), token.to_owned());
        running
            .client
            .clone()
            .list_measures(proto::ListMeasuresRequest {
                filter,
                page_token,
                page_size: 1_000,
                ..Default::default()
            })
            .await
    };
    equal("flows", &ask("kind = \"flow\"", "").await?.into_inner().measures.len(), &flows)?;
    let token = async |revision: Option<i64>, token: &str| {
        let as_of = revision.map(|r| proto::AsOf { point: Some(proto::as_of::Point::Revision(r)) });
        let page_token = token.to_owned();
        let request = proto::ListMeasuresRequest { page_size: 1, page_token, as_of, ..Default::default() };
        running.client.clone().list_measures(request).await.map(|page| page.into_inner().next_page_token)
    };
    let first = token(Some(1), "").await?;
    if !first.is_empty() {
        token(Some(1), &first).await?;
        let other = token(None, &first).await.map_or_else(|s| s.code(), |_| Code::Ok);
        equal("a token of another state", &other, &Code::InvalidArgument)?;
    }
    let rest = all.len().saturating_sub(flows);
    equal("others", &ask("kind != flow", "").await?.into_inner().measures.len(), &rest)?;
    for (filter, token) in [("knid = flow", ""), ("kind = ", ""), ("", "0-0-0")] {
        match ask(filter, token).await {
            Ok(_) => return Err(Failure(format!("`{filter}` `{token}` was accepted"))),
            Err(status) => equal("the code", &status.code(), &Code::InvalidArgument)?,
        }
    }
    Ok(())
}
