//! Time: the past stays, the head is followed, history is told.

use std::collections::BTreeMap;
use std::time::Duration;

use api::figures::v1 as proto;
use proto::as_of::Point;
use tonic::{Code, Request};

use super::harness::{Running, added, corrected, run};
use super::{Build, Check, Failure, Subject, equal, holds};

fn at(point: Point) -> Option<proto::AsOf> {
    Some(proto::AsOf { point: Some(point) })
}

fn value(figure: &proto::Figure) -> Option<String> {
    figure.value.as_ref().map(|v| v.value.clone())
}

/// A service in which one value was corrected an hour after it was loaded: the key, what it was and what it is.
async fn with_correction<B: Build>(
    subject: &Subject<'_, B>,
) -> Result<(Running, String, String, String), Failure> {
    let running = subject.loaded().await?;
    let stated = subject.stated_only(&running).await?;
    let Some((files, key, old, new)) = corrected(&stated, &subject.files()) else {
        return Err(Failure("the bundle states no exact whole value once; add one".to_owned()));
    };
    running.an_hour_passes();
    let outcome = running.import(subject.name, run("correction"), &files).await?;
    equal("mistakes", &outcome.mistakes, &Vec::new())?;
    equal("the correction's revision", &(outcome.changed, outcome.revision), &(true, 2))?;
    Ok((running, key, old, new))
}

/// After a correction the head has the new value, and any earlier state the old one: by revision, by vector, by instant.
///
/// # Errors
/// What did not hold.
pub async fn the_past_answers_as_it_did<B: Build>(subject: &Subject<'_, B>) -> Check {
    let (running, key, old, new) = with_correction(subject).await?;
    equal("the head", &value(&running.figure(&key).await?), &Some(new.clone()))?;
    let vector = |revision| {
        Point::Revisions(proto::RevisionVector {
            by_service: BTreeMap::from([(subject.name.to_owned(), revision)]),
        })
    };
    let hour = jiff::SignedDuration::from_hours(1);
    let before: api::Timestamp = (running.now() - hour).into();
    for (point, expected) in [
        (Point::Revision(1), &old),
        (Point::Revision(2), &new),
        (vector(1), &old),
        (Point::Time(before), &old),
        (Point::Time(running.now().into()), &new),
    ] {
        let what = format!("{key} at {point:?}");
        let figures = running.figures(&key, at(point)).await?;
        equal(&what, &figures.first().and_then(value), &Some(expected.clone()))?;
    }
    Ok(())
}

/// A point that does not exist or cannot be meant is refused.
///
/// # Errors
/// What did not hold.
pub async fn a_point_that_makes_no_sense_is_refused<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let keys: Vec<String> = subject.keys().into_iter().take(2).collect();
    let long_ago = api::Timestamp { seconds: 0, nanos: 0 };
    for (keys, point, code) in [
        (keys.clone(), Point::Revision(1), if keys.len() > 1 { Code::InvalidArgument } else { Code::Ok }),
        (keys.iter().take(1).cloned().collect(), Point::Revision(0), Code::InvalidArgument),
        (keys.iter().take(1).cloned().collect(), Point::Revision(9), Code::NotFound),
        (keys.clone(), Point::Time(long_ago), Code::InvalidArgument),
    ] {
        let what = format!("{point:?} of {} keys", keys.len());
        let request = proto::BatchGetFiguresRequest { keys, as_of: at(point), ..Default::default() };
        let found = running.batch(request).await.map_or_else(|s| s.code(), |_| Code::Ok);
        equal(&what, &found, &code)?;
    }
    Ok(())
}

/// A revision that is not there is waited for until the deadline, then the call is unavailable.
///
/// # Errors
/// What did not hold.
pub async fn a_revision_that_is_not_there_yet_is_waited_for<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let ask = |revision| {
        let min_revision = BTreeMap::from([(subject.name.to_owned(), revision)]);
        proto::BatchGetFiguresRequest {
            keys: subject.keys().into_iter().take(1).collect(),
            min_revision,
            ..Default::default()
        }
    };
    running.batch(ask(1)).await?;
    let mut late = Request::new(ask(2));
    late.set_timeout(Duration::from_millis(120));
    match running.client.clone().batch_get_figures(late).await {
        Ok(_) => Err(Failure("a revision that is not there was answered".to_owned())),
        // The client's own clock may strike first.
        Err(status) => holds(
            format!("{:?} instead of unavailable", status.code()),
            matches!(status.code(), Code::Unavailable | Code::Cancelled | Code::DeadlineExceeded),
        ),
    }
}

/// A figure's history has an entry for each revision that changed it, newest first, with why and the value then, and with who for those
/// who may write here.
///
/// # Errors
/// What did not hold.
pub async fn a_figures_history_names_who_changed_it_and_why<B: Build>(subject: &Subject<'_, B>) -> Check {
    let (running, key, old, new) = with_correction(subject).await?;
    let request = proto::ListFigureRevisionsRequest { key: key.clone(), ..Default::default() };
    let page = running.client.clone().list_figure_revisions(request.clone()).await?.into_inner();
    let told: Vec<_> =
        page.figure_revisions.iter().map(|r| (r.revision, r.figure.as_ref().and_then(value))).collect();
    equal("the history", &told, &vec![(2, Some(new)), (1, Some(old))])?;
    let newest =
        page.figure_revisions.first().map(|r| (r.actor.as_str(), r.reason.as_str(), r.commit_time.is_some()));
    equal("who and why", &newest, &Some(("local", "a check", true)))?;
    let short = proto::ListFigureRevisionsRequest { page_size: 1, ..request };
    let first = running.client.clone().list_figure_revisions(short.clone()).await?.into_inner();
    let next = proto::ListFigureRevisionsRequest { page_token: first.next_page_token, ..short };
    let second = running.client.clone().list_figure_revisions(next).await?.into_inner();
    let revisions: Vec<i64> =
        first.figure_revisions.iter().chain(&second.figure_revisions).map(|r| r.revision).collect();
    equal("over pages", &revisions, &vec![2, 1])?;
    for (key, code) in [
        (format!("{}/nothing-at-all", subject.name), Code::NotFound),
        ("no key".to_owned(), Code::InvalidArgument),
    ] {
        let request = proto::ListFigureRevisionsRequest { key, ..Default::default() };
        let found = running
            .client
            .clone()
            .list_figure_revisions(request)
            .await
            .map_or_else(|s| s.code(), |_| Code::Ok);
        equal("the code", &found, &code)?;
    }
    let guarded = subject.guarded_and_loaded().await?;
    let request = proto::ListFigureRevisionsRequest { key, ..Default::default() };
    let page = guarded.client.clone().list_figure_revisions(request).await?.into_inner();
    let actors: Vec<&str> = page.figure_revisions.iter().map(|r| r.actor.as_str()).collect();
    equal("nobody is named to others", &actors, &vec![""])
}

/// Revisions are listed newest first, over pages as at once, with time and reason; who made them is told to who may write here.
///
/// # Errors
/// What did not hold.
pub async fn revisions_are_listed_newest_first_over_pages<B: Build>(subject: &Subject<'_, B>) -> Check {
    let (running, key, ..) = with_correction(subject).await?;
    let mut client = running.client.clone();
    let all = client.list_revisions(proto::ListRevisionsRequest::default()).await?.into_inner();
    equal("the end", &all.next_page_token, &String::new())?;
    let told: Vec<_> =
        all.revisions.iter().map(|r| (r.service.as_str(), r.revision, r.reason.as_str())).collect();
    let first = all.revisions.last().map(|r| r.reason.as_str()).unwrap_or_default();
    equal("the list", &told, &vec![(subject.name, 2, "a check"), (subject.name, 1, first)])?;
    let times: Vec<i64> =
        all.revisions.iter().filter_map(|r| r.commit_time.as_ref().map(|t| t.seconds)).collect();
    equal("an hour between them", &times.windows(2).map(|two| two[0] - two[1]).collect(), &vec![3_600])?;
    equal("who, to who may write", &all.revisions.first().map(|r| r.actor.as_str()), &Some("local"))?;
    let measure = key.split_once('/').and_then(|(_, rest)| rest.split('?').next()).unwrap_or_default();
    let touched = all.revisions.first().map(|r| r.measures.clone()).unwrap_or_default();
    holds("the measure is named, or all are", touched.is_empty() || touched.iter().any(|m| m == measure))?;
    let short = proto::ListRevisionsRequest { page_size: 1, ..Default::default() };
    let one = client.list_revisions(short.clone()).await?.into_inner();
    let next = proto::ListRevisionsRequest { page_token: one.next_page_token.clone(), ..short.clone() };
    let two = client.list_revisions(next).await?.into_inner();
    equal("over pages", &[one.revisions, two.revisions].concat(), &all.revisions)?;
    let before = |revision| proto::ListRevisionsRequest {
        before: BTreeMap::from([(subject.name.to_owned(), revision)]),
        ..Default::default()
    };
    let early = client.list_revisions(before(2)).await?.into_inner();
    equal("before the second", &early.revisions.as_slice(), &all.revisions.get(1..).unwrap_or_default())?;
    let token =
        |page_token: &str| proto::ListRevisionsRequest { page_token: page_token.to_owned(), ..short.clone() };
    for request in
        [before(0), token("no token"), proto::ListRevisionsRequest { page_size: -1, ..Default::default() }]
    {
        let found = client.list_revisions(request).await.map_or_else(|s| s.code(), |_| Code::Ok);
        equal("the code", &found, &Code::InvalidArgument)?;
    }
    let guarded = subject.guarded_and_loaded().await?;
    let page =
        guarded.client.clone().list_revisions(proto::ListRevisionsRequest::default()).await?.into_inner();
    let actors: Vec<&str> = page.revisions.iter().map(|r| r.actor.as_str()).collect();
    equal("nobody is named to others", &actors, &vec![""])
}

/// A figure whose measure came with a later import has a history from then on: revisions that did not know it are nothing before.
///
/// # Errors
/// What did not hold.
pub async fn a_measure_that_came_later_has_a_history_from_then<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let stated = subject.stated_only(&running).await?;
    let Some((files, key)) = added(&stated, &subject.files()) else {
        return Err(Failure("the bundle states no whole number; add one".to_owned()));
    };
    let ask = async |key: &str, page_token: &str| {
        let (key, page_token) = (key.to_owned(), page_token.to_owned());
        let request =
            proto::ListFigureRevisionsRequest { key, page_token, page_size: 1, ..Default::default() };
        running.client.clone().list_figure_revisions(request).await
    };
    let unknown = ask(&key, "").await.map_or_else(|s| s.code(), |_| Code::Ok);
    equal("before it came", &unknown, &Code::NotFound)?;
    let outcome = running.import(subject.name, run("another-measure"), &files).await?;
    equal("mistakes", &outcome.mistakes, &Vec::new())?;
    let (mut told, mut token) = (Vec::new(), String::new());
    loop {
        let page = ask(&key, &token).await?.into_inner();
        told.extend(page.figure_revisions.into_iter().map(|r| (r.revision, r.figure.map(|f| f.key))));
        token = page.next_page_token;
        if token.is_empty() {
            return equal("the history", &told, &vec![(2, Some(key.clone()))]);
        }
    }
}

/// The head is told as it is, then as it becomes, with the measures that a change touched; the stream ends when the service stops.
///
/// # Errors
/// What did not hold.
pub async fn the_head_is_followed<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let stated = subject.stated_only(&running).await?;
    let Some((files, key, _, _)) = corrected(&stated, &subject.files()) else { return Ok(()) };
    let mut stream =
        running.client.clone().watch_head(proto::WatchHeadRequest::default()).await?.into_inner();
    let first = stream.message().await?.and_then(|m| m.event).unwrap_or_default();
    equal(
        "the head as it is",
        &(first.service.as_str(), first.revision, first.measures),
        &(subject.name, 1, Vec::new()),
    )?;
    running.import(subject.name, run("correction"), &files).await?;
    let mut next = proto::HeadEvent::default();
    while next.revision < 2 {
        let message = tokio::time::timeout(Duration::from_secs(10), stream.message()).await;
        let message = message.map_err(|_| Failure("no event came within ten seconds".to_owned()))??;
        next = message.and_then(|m| m.event).ok_or_else(|| Failure("the stream ended".to_owned()))?;
    }
    let measure = key.split(['/', '?']).nth(1).unwrap_or_default().to_owned();
    equal("the measures touched", &next.measures, &vec![measure])?;
    running.shutdown.cancel();
    loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => return Err(Failure("the stream ended without a word".to_owned())),
            Err(status) => return equal("the end", &status.code(), &Code::Unavailable),
        }
    }
}
