//! Sources that disagree: they are listed, and one of them is accepted for a reason.

use api::figures::v1 as proto;
use proto::{AcceptFigureRequest, AcceptFigureResponse, Basis, Source};
use tonic::{Code, Status};

use super::harness::{Contested, Running, contested, run};
use super::{Build, Check, Failure, Subject, equal, holds};

async fn disputed<B: Build>(subject: &Subject<'_, B>) -> Result<(Running, Contested), Failure> {
    let running = subject.loaded().await?;
    let stated = subject.stated_only(&running).await?;
    let contested = contested(&stated, &subject.files());
    let contested =
        contested.ok_or_else(|| Failure("the bundle states no whole number; add one".to_owned()))?;
    running.an_hour_passes();
    let outcome = running.import(subject.name, run("another-source"), &contested.files).await?;
    equal("mistakes", &outcome.mistakes, &Vec::new())?;
    Ok((running, contested))
}

async fn accept(running: &Running, request: AcceptFigureRequest) -> Result<AcceptFigureResponse, Status> {
    Ok(running.client.clone().accept_figure(request).await?.into_inner())
}

fn asking(contested: &Contested, source: &Source, id: &str) -> AcceptFigureRequest {
    AcceptFigureRequest {
        key: contested.key.clone(),
        basis: Basis::Stated.into(),
        source: Some(source.clone()),
        reason: "the office that collects it was asked".to_owned(),
        request_id: id.to_owned(),
        ..Default::default()
    }
}

fn value(figure: &proto::Figure) -> &str {
    figure.value.as_ref().map_or("", |value| value.value.as_str())
}

/// What is listed, over pages, is what is disputed, and nothing else.
///
/// # Errors
/// What did not hold.
pub async fn figures_whose_sources_disagree_are_listed<B: Build>(subject: &Subject<'_, B>) -> Check {
    let (running, contested) = disputed(subject).await?;
    let mut expected = Vec::new();
    for key in subject.keys() {
        if running.figure(&key).await?.disputed {
            expected.push(key);
        }
    }
    holds("what was made to disagree is disputed", expected.contains(&contested.key))?;
    let (mut found, mut token) = (Vec::new(), String::new());
    for page_size in (1..=3).cycle().take(1_000) {
        let request = proto::ListConflictsRequest { page_size, page_token: token, ..Default::default() };
        let page = running.client.clone().list_conflicts(request).await?.into_inner();
        found.extend(page.figures.into_iter().map(|figure| figure.key));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    equal("the list", &found, &expected)?;
    let strange = proto::ListConflictsRequest { page_token: "strange".to_owned(), ..Default::default() };
    let refused =
        running.client.clone().list_conflicts(strange).await.map_or_else(|s| s.code(), |_| Code::Ok);
    equal("another token", &refused, &Code::InvalidArgument)
}

/// A value is accepted as one revision with its reason: it is the figure's, the other one an alternative. The same request gets the
/// same answer, the past stays, an import that says otherwise stops, and the decision can be taken back.
///
/// # Errors
/// What did not hold.
pub async fn a_value_is_accepted_for_a_reason<B: Build>(subject: &Subject<'_, B>) -> Check {
    let (running, contested) = disputed(subject).await?;
    let before = running.figure(&contested.key).await?;
    equal("before", &value(&before), &contested.old.as_str())?;
    let mut trying = asking(&contested, &contested.other, "trial");
    trying.validate_only = true;
    let tried = accept(&running, trying).await?;
    equal("what is only validated", &(tried.changed, tried.revision), &(false, 2))?;
    running.an_hour_passes();
    let mut request = asking(&contested, &contested.other, "decision");
    request.figure_revision = before.revision;
    let accepted = accept(&running, request.clone()).await?;
    equal("a revision was made", &(accepted.changed, accepted.revision), &(true, 3))?;
    let after = accepted.figure.clone().unwrap_or_default();
    equal("the answer's figure", &after, &running.figure(&contested.key).await?)?;
    equal("the value", &value(&after), &contested.new.as_str())?;
    let others: Vec<&str> =
        after.alternatives.iter().filter_map(|a| a.value.as_ref()).map(|v| v.value.as_str()).collect();
    equal("the alternatives", &others, &vec![contested.old.as_str()])?;
    equal("sent again", &accept(&running, request.clone()).await?, &accepted)?;
    request.reason = "another".to_owned();
    let reused = accept(&running, request).await.map_or_else(|s| s.code(), |_| Code::Ok);
    equal("another request under its id", &reused, &Code::AlreadyExists)?;
    let history = proto::ListFigureRevisionsRequest { key: contested.key.clone(), ..Default::default() };
    let history = running.client.clone().list_figure_revisions(history).await?.into_inner();
    let reason = history.figure_revisions.first().map(|r| (r.revision, r.reason.as_str()));
    equal("the history", &reason, &Some((3, "the office that collects it was asked")))?;
    let point = Some(proto::as_of::Point::Revision(2));
    let past = running.figures(&contested.key, Some(proto::AsOf { point })).await?;
    equal("the past", &past, &vec![before.clone()])?;
    let outcome = running.import(subject.name, run("once-more"), &contested.files).await?;
    equal("the import stops", &(outcome.changed, outcome.conflicts.len()), &(false, 1))?;
    let back = before.sources.first().cloned().unwrap_or_default();
    let back = accept(&running, asking(&contested, &back, "back")).await?.figure.unwrap_or_default();
    equal("taken back", &value(&back), &contested.old.as_str())
}

/// What no source says, what is stale, incomplete or not allowed is refused, and writes nothing.
///
/// # Errors
/// What did not hold.
pub async fn what_cannot_be_accepted_is_refused<B: Build>(subject: &Subject<'_, B>) -> Check {
    let (running, contested) = disputed(subject).await?;
    let good = asking(&contested, &contested.other, "decision");
    let nowhere = Source { locator: "nowhere".to_owned(), ..contested.other.clone() };
    let number = api::Decimal { value: "-77".to_owned() };
    let wild =
        format!("{}&period=*", contested.key.split('?').next().unwrap_or_default()).replacen('&', "?", 1);
    let cases = [
        ("another place", AcceptFigureRequest { source: Some(nowhere), ..good.clone() }, Code::NotFound),
        (
            "another value",
            AcceptFigureRequest { value: Some(number), ..good.clone() },
            Code::FailedPrecondition,
        ),
        ("stale", AcceptFigureRequest { figure_revision: 1, ..good.clone() }, Code::Aborted),
        ("no reason", AcceptFigureRequest { reason: " ".to_owned(), ..good.clone() }, Code::InvalidArgument),
        ("no id", AcceptFigureRequest { request_id: String::new(), ..good.clone() }, Code::InvalidArgument),
        ("no basis", AcceptFigureRequest { basis: 0, ..good.clone() }, Code::InvalidArgument),
        ("no source", AcceptFigureRequest { source: None, ..good.clone() }, Code::InvalidArgument),
        ("a wildcard", AcceptFigureRequest { key: wild, ..good.clone() }, Code::InvalidArgument),
        (
            "what no records give",
            AcceptFigureRequest { basis: Basis::Computed.into(), source: None, ..good.clone() },
            Code::FailedPrecondition,
        ),
    ];
    for (what, request, expected) in cases {
        let code = accept(&running, request).await.map_or_else(|s| s.code(), |_| Code::Ok);
        equal(what, &code, &expected)?;
    }
    let head = running.client.clone().list_revisions(proto::ListRevisionsRequest::default()).await?;
    equal("nothing was written", &head.into_inner().revisions.first().map(|r| r.revision), &Some(2))?;
    let guarded = subject.guarded_and_loaded().await?;
    let denied = accept(&guarded, good).await.map_or_else(|s| s.code(), |_| Code::Ok);
    equal("who may not write", &denied, &Code::PermissionDenied)
}
