//! `ListRevisions`: those of all services and of the gateway's own content in one list, by the time of their commits.
//!
//! A page token is `SERVICE:BEFORE,…`: for each service the revision before which its part of the list goes on. A service that does not
//! answer is left out and named; it is not in the token either, so that no later page begins in the middle of its revisions.

use std::collections::BTreeMap;

use api::figures::v1::{ListRevisionsRequest, ListRevisionsResponse, Revision};
use futures::future::join_all;
use kit::caller::Caller;
use tonic::metadata::MetadataMap;
use tonic::{Code, Request, Status};

use super::{answered, bearing, for_caller, onward};
use crate::api::page_size;
use crate::app::Inner;
use crate::config::NAME;
use crate::error::GatewayError;
use crate::services::Service;

/// As many as come without a page size, and the most that come.
const PAGE: (usize, usize) = (20, 100);

/// For each service the revision before which its part goes on.
type Before = BTreeMap<String, i64>;

pub(crate) async fn call(
    inner: &Inner,
    request: Request<ListRevisionsRequest>,
) -> Result<ListRevisionsResponse, Status> {
    let (metadata, extensions, request) = request.into_parts();
    let caller = extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous);
    let size = page_size(request.page_size, PAGE.0, PAGE.1)?;
    let before = begin(&request.page_token, &request.before)?;
    let first = request.page_token.is_empty();
    let goes_on = |name: &str| first || before.contains_key(name);
    let services = inner.services.iter().filter(|service| goes_on(&service.name));
    let asking = services.map(|service| part(inner, service, size, &before, &metadata));
    let mut parts = Vec::new();
    let mut unreachable = Vec::new();
    for (service, part) in inner.services.iter().filter(|s| goes_on(&s.name)).zip(join_all(asking).await) {
        match part? {
            Some(part) => parts.push((service.name.clone(), part)),
            None => unreachable.push(service.name.clone()),
        }
    }
    if goes_on(NAME) {
        parts.push((NAME.to_owned(), own(inner, size, &before).await?));
    }
    let (mut revisions, next_page_token) = merged(parts, size);
    for revision in revisions.iter_mut().filter(|revision| !caller.may_write(&revision.service)) {
        revision.actor.clear();
    }
    Ok(ListRevisionsResponse { revisions, next_page_token, unreachable })
}

/// Where each service's part begins.
fn begin(token: &str, before: &Before) -> Result<Before, GatewayError> {
    if let Some((service, before)) = before.iter().find(|(_, before)| **before < 1) {
        let problem = format!("{before} is no revision of {service}; they count from 1");
        return Err(GatewayError::Field { field: "before", problem });
    }
    if token.is_empty() {
        return Ok(before.clone());
    }
    let read = |part: &str| {
        let (service, before) = part.split_once(':')?;
        Some((service.to_owned(), before.parse::<i64>().ok().filter(|before| *before >= 1)?))
    };
    token.split(',').map(|part| read(part).ok_or(GatewayError::PageToken)).collect()
}

/// The newest of a service, and whether it has more; none of one that does not answer.
async fn part(
    inner: &Inner,
    service: &Service,
    size: usize,
    before: &Before,
    metadata: &MetadataMap,
) -> Result<Option<(Vec<Revision>, bool)>, Status> {
    let usual = inner.timing.deadline;
    let asked = ListRevisionsRequest {
        page_size: i32::try_from(size).unwrap_or(i32::MAX),
        before: before.get_key_value(&service.name).map(|(k, v)| (k.clone(), *v)).into_iter().collect(),
        ..ListRevisionsRequest::default()
    };
    let request = bearing(onward(asked, metadata, usual), metadata);
    let mut client = service.figures();
    let answered = answered(&service.name, metadata, usual, client.list_revisions(request)).await;
    match answered.map_err(|status| for_caller(&service.name, metadata, status)) {
        Ok(part) => Ok(Some((part.revisions, !part.next_page_token.is_empty()))),
        // One of an older version has no such list.
        Err(status) if matches!(status.code(), Code::Unavailable | Code::Unimplemented) => Ok(None),
        Err(status) => Err(status),
    }
}

/// The newest of the gateway's own content, and whether there are more.
async fn own(inner: &Inner, size: usize, before: &Before) -> Result<(Vec<Revision>, bool), GatewayError> {
    let upto = before.get(NAME).map_or(i64::MAX, |before| before.saturating_sub(1));
    let mut found = inner.contents.revisions(upto, size.saturating_add(1)).await?;
    let more = found.len() > size;
    found.truncate(size);
    let one = |one: store::Revision| Revision {
        service: NAME.to_owned(),
        revision: one.revision,
        commit_time: Some(one.committed_at.into()),
        reason: one.reason,
        measures: Vec::new(),
        actor: one.actor,
    };
    Ok((found.into_iter().map(one).collect(), more))
}

/// The newest of all parts, and the token of what comes after them.
fn merged(parts: Vec<(String, (Vec<Revision>, bool))>, size: usize) -> (Vec<Revision>, String) {
    let more: Vec<String> =
        parts.iter().filter(|(_, (_, more))| *more).map(|(service, _)| service.clone()).collect();
    let mut all: Vec<Revision> = parts.into_iter().flat_map(|(_, (revisions, _))| revisions).collect();
    let time = |one: &Revision| one.commit_time.as_ref().map(|at| (at.seconds, at.nanos));
    all.sort_by(|a, b| (time(b), &a.service, b.revision).cmp(&(time(a), &b.service, a.revision)));
    let rest = all.split_off(size.min(all.len()));
    let mut next = Before::new();
    for one in &rest {
        let before = next.entry(one.service.clone()).or_default();
        *before = one.revision.saturating_add(1).max(*before);
    }
    for service in more {
        // All that was read of it was given out: it goes on before the last of them.
        let last = all.iter().filter(|one| one.service == service).map(|one| one.revision).min();
        if let (false, Some(last)) = (next.contains_key(&service), last) {
            next.insert(service, last);
        }
    }
    let token: Vec<String> = next.iter().map(|(service, before)| format!("{service}:{before}")).collect();
    (all, token.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(service: &str, revision: i64, seconds: i64) -> Revision {
        let commit_time = Some(api::Timestamp { seconds, nanos: 0 });
        Revision { service: service.to_owned(), revision, commit_time, ..Revision::default() }
    }

    #[track_caller]
    fn check(size: usize, expected: &[(&str, i64)], token: &str) {
        let a = vec![one("a", 9, 50), one("a", 8, 30), one("a", 7, 10)];
        let b = vec![one("b", 2, 30), one("b", 1, 5)];
        let (found, next) = merged(vec![("a".into(), (a, true)), ("b".into(), (b, false))], size);
        let found: Vec<(&str, i64)> = found.iter().map(|one| (one.service.as_str(), one.revision)).collect();
        assert_eq!((found.as_slice(), next.as_str()), (expected, token));
    }

    #[test]
    fn revisions_of_all_services_come_by_time_and_a_token_says_where_each_goes_on() {
        check(1, &[("a", 9)], "a:9,b:3");
        check(3, &[("a", 9), ("a", 8), ("b", 2)], "a:8,b:2");
        check(4, &[("a", 9), ("a", 8), ("b", 2), ("a", 7)], "a:7,b:2");
        check(9, &[("a", 9), ("a", 8), ("b", 2), ("a", 7), ("b", 1)], "a:7");
    }

    #[test]
    fn a_token_is_read_back_and_any_other_text_is_refused() {
        let before = begin("a:9,b:3", &Before::new()).expect("a token");
        assert_eq!(before, Before::from([("a".to_owned(), 9), ("b".to_owned(), 3)]));
        for bad in ["a", "a:x", "a:0", ",", "a:1,"] {
            assert!(matches!(begin(bad, &Before::new()), Err(GatewayError::PageToken)), "{bad}");
        }
        assert!(begin("", &Before::from([("a".to_owned(), 0)])).is_err());
    }
}
