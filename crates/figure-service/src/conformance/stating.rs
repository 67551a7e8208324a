//! What a document says of figures is stated by a call: beside what others say, in the place of what it said before.

use api::figures::v1 as proto;
use proto::{ErrorReason, Source, StateFiguresRequest, StateFiguresResponse, Statement};
use tonic::{Code, Status};

use super::harness::{Running, contested};
use super::{Build, Check, Failure, Subject, equal, holds};

async fn state(running: &Running, request: StateFiguresRequest) -> Result<StateFiguresResponse, Status> {
    Ok(running.client.clone().state_figures(request).await?.into_inner())
}

/// A figure that the bundle states once, with the place, and a number that it does not have.
struct Stated {
    key: String,
    figure: proto::Figure,
    other: String,
}

async fn stated<B: Build>(subject: &Subject<'_, B>, running: &Running) -> Result<Stated, Failure> {
    let mut rows = Vec::new();
    for row in subject.stated_only(running).await? {
        // What a record says itself, no statement replaces.
        if running.figure(&row.key.to_string()).await?.records.is_none() {
            rows.push(row);
        }
    }
    let found = contested(&rows, &subject.files());
    let found = found.ok_or_else(|| Failure("the bundle states no whole number; add one".to_owned()))?;
    let figure = running.figure(&found.key).await?;
    Ok(Stated { key: found.key, figure, other: found.new })
}

fn statement(stated: &Stated, value: &str, locator: &str) -> Statement {
    let document = stated.figure.sources.first().map(|source| source.document.clone());
    let quantity = proto::Quantity {
        value: Some(api::Decimal { value: value.to_owned() }),
        unit: stated.figure.unit.clone(),
        ..Default::default()
    };
    Statement {
        key: stated.key.clone(),
        quantity: Some(quantity),
        source: Some(Source {
            document: document.unwrap_or_default(),
            section: "another".to_owned(),
            locator: locator.to_owned(),
            ..Default::default()
        }),
        note: "as it was answered".to_owned(),
        ..Default::default()
    }
}

fn asking(statements: Vec<Statement>, id: &str) -> StateFiguresRequest {
    StateFiguresRequest {
        statements,
        reason: "the department answered".to_owned(),
        request_id: id.to_owned(),
        validate_only: false,
    }
}

fn value(figure: &proto::Figure) -> &str {
    figure.value.as_ref().map_or("", |value| value.value.as_str())
}

/// A statement takes the place of what its document said of the figure, as one revision with its reason; the same again changes nothing,
/// and the past stays.
///
/// # Errors
/// What did not hold.
pub async fn a_document_says_one_thing_of_a_figure<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let stated = stated(subject, &running).await?;
    let mut trying = asking(vec![statement(&stated, &stated.other, "¶1")], "trial");
    trying.validate_only = true;
    let tried = state(&running, trying).await?;
    equal("what is only validated", &tried.changed, &Vec::new())?;
    equal("it stays", &running.figure(&stated.key).await?, &stated.figure)?;
    running.an_hour_passes();
    let request = asking(vec![statement(&stated, &stated.other, "¶1")], "answer");
    let first = state(&running, request.clone()).await?;
    equal("who changed", &first.changed, &vec![subject.name.to_owned()])?;
    let after = running.figure(&stated.key).await?;
    equal("the value", &value(&after), &stated.other.as_str())?;
    equal("the note", &after.note.as_deref(), &Some("as it was answered"))?;
    equal("what the document said before", &after.alternatives.len(), &0)?;
    equal("sent again", &state(&running, request.clone()).await?.revisions, &first.revisions)?;
    let same = state(&running, asking(request.statements.clone(), "the-same")).await?;
    equal("the same under another id", &same.changed, &Vec::new())?;
    let moved = asking(vec![statement(&stated, value(&stated.figure), "¶2")], "moved");
    state(&running, moved).await?;
    let back = running.figure(&stated.key).await?;
    equal("the last word", &value(&back), &value(&stated.figure))?;
    equal("one place", &back.sources.len(), &1)?;
    let point = Some(proto::as_of::Point::Revision(stated.figure.revision));
    let past = running.figures(&stated.key, Some(proto::AsOf { point })).await?;
    equal("the past", &past, &vec![stated.figure.clone()])?;
    let mut another = request;
    another.reason = "another".to_owned();
    let reused = state(&running, another).await.map_or_else(|status| status.code(), |_| Code::Ok);
    equal("another request under its id", &reused, &Code::AlreadyExists)
}

/// What cannot be stated is refused with the path of each field, all at once, and nothing is written.
///
/// # Errors
/// What did not hold.
pub async fn what_cannot_be_stated_is_refused<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.loaded().await?;
    let stated = stated(subject, &running).await?;
    let good = statement(&stated, &stated.other, "¶1");
    let unit = |unit: &str| {
        let mut bad = good.clone();
        bad.quantity.get_or_insert_default().unit = unit.to_owned();
        bad
    };
    let elsewhere = Statement { key: "nowhere/figure?period=2024".to_owned(), ..good.clone() };
    let mut unlisted = good.clone();
    unlisted.source.get_or_insert_default().document = "no-such-document".to_owned();
    let empty = Statement { quantity: None, ..good.clone() };
    let cases = [
        (vec![unit("no-such-unit")], "statements[0].quantity.unit"),
        (vec![good.clone(), good.clone()], "statements[1].key"),
        (vec![elsewhere], "statements[0].key"),
        (vec![unlisted], "statements[0].source.document"),
        (vec![empty], "statements[0].quantity.value"),
        (Vec::new(), "statements"),
    ];
    for (number, (statements, path)) in cases.into_iter().enumerate() {
        let refused = state(&running, asking(statements, &format!("bad-{number}"))).await;
        let Err(status) = refused else { return holds(format!("{path} is refused"), false) };
        equal(path, &status.code(), &Code::InvalidArgument)?;
        let fields: Vec<String> =
            kit::errors::Problem::of(&status).violations.into_iter().map(|one| one.field).collect();
        holds(format!("{path} is named among {fields:?}"), fields.contains(&path.to_owned()))?;
    }
    let mut silent = asking(vec![good.clone()], "silent");
    silent.reason.clear();
    let refused = state(&running, silent).await;
    let reason = refused.map_or_else(|status| kit::errors::reason(&status), |_| ErrorReason::Unspecified);
    equal("without a reason", &reason, &ErrorReason::FieldRequired)?;
    equal("nothing is written", &running.figure(&stated.key).await?, &stated.figure)
}
