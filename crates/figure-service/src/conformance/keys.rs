//! Keys: canonical forms, order, names that do not exist.

use api::figures::v1 as proto;
use api::figures::v1::ErrorReason as Reason;
use figures::FigureKey;
use proto::answer::Result as Answered;
use tonic::Code;

use super::{Build, Check, Failure, Subject, equal, holds};

/// The key comes back in canonical form, whatever the order in which its dimensions were written.
///
/// # Errors
/// What did not hold.
pub async fn the_canonical_key_comes_back<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let keys = subject.keys();
    holds("the bundle states something of this service", !keys.is_empty())?;
    for key in keys.iter().take(50) {
        equal("the key", &running.figure(key).await?.key, key)?;
        equal("the key asked the other way round", &running.figure(&reversed(key)).await?.key, key)?;
    }
    Ok(())
}

fn reversed(key: &str) -> String {
    match key.split_once('?') {
        Some((path, query)) => format!("{path}?{}", query.split('&').rev().collect::<Vec<_>>().join("&")),
        None => key.to_owned(),
    }
}

/// Answers come one a key, in the order asked, from one revision that the answer names.
///
/// # Errors
/// What did not hold.
pub async fn answers_come_in_the_order_asked<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let mut keys = subject.keys();
    keys.reverse();
    let answer =
        running.batch(proto::BatchGetFiguresRequest { keys: keys.clone(), ..Default::default() }).await?;
    equal("the revision", &answer.revisions.get(subject.name).copied(), &Some(1))?;
    let found: Vec<String> = answer.answers.into_iter().filter_map(|a| figure(a).map(|f| f.key)).collect();
    equal("the keys", &found, &keys)
}

fn figure(answer: proto::Answer) -> Option<proto::Figure> {
    match answer.result? {
        Answered::Figures(list) => list.figures.into_iter().next(),
        Answered::Listing(_) | Answered::Error(_) => None,
    }
}

/// An unknown measure, dimension or code is that answer's error, with the nearest name, and the others are answered.
///
/// # Errors
/// What did not hold.
pub async fn an_unknown_name_is_that_answers_error_with_the_nearest<B: Build>(
    subject: &Subject<'_, B>,
) -> Check {
    let running = subject.shared().await?;
    let keys = subject.keys();
    let Some(good) =
        keys.iter().find_map(|k| k.parse::<FigureKey>().ok().filter(|k| k.code("period").is_some()))
    else {
        return Err(Failure("the bundle states nothing with a period".to_owned()));
    };
    let mut measure = good.clone();
    measure.measure.push('x');
    let mut dimension = good.clone();
    let period = dimension.dimensions.remove("period");
    dimension.dimensions.extend(period.map(|p| ("periodd".to_owned(), p)));
    let coded = keys.iter().filter_map(|k| k.parse::<FigureKey>().ok()).find_map(|mut k| {
        let name = k.dimensions.keys().find(|d| *d != "period")?.clone();
        k.dimensions.insert(name, figures::Selector::Code("no-such-code".to_owned()));
        Some(k)
    });
    let mut asked = vec![measure.to_string(), good.to_string(), dimension.to_string()];
    asked.extend(coded.iter().map(FigureKey::to_string));
    let answer = running.batch(proto::BatchGetFiguresRequest { keys: asked, ..Default::default() }).await?;
    let [measure, kept, dimension, code @ ..] = answer.answers.as_slice() else {
        return Err(Failure("each key has an answer".to_owned()));
    };
    let near = format!("{}/{}", good.service, good.measure);
    not_found("a measure", measure, Reason::MeasureNotFound, Some(&near))?;
    not_found("a dimension", dimension, Reason::DimensionNotFound, Some("period"))?;
    for (answer, key) in code.iter().zip(coded) {
        not_found("a code", answer, Reason::CodeNotFound, None)?;
        let request = proto::ListFigureRevisionsRequest { key: key.to_string(), ..Default::default() };
        match running.client.clone().list_figure_revisions(request).await {
            Ok(_) => return Err(Failure(format!("{key} has a history"))),
            Err(status) => equal("its history", &kit::errors::reason(&status), &Reason::CodeNotFound)?,
        }
    }
    holds("the other key is answered", matches!(kept.result, Some(Answered::Figures(_))))?;
    let foreign = running
        .batch(proto::BatchGetFiguresRequest { keys: vec!["nobody/count".into()], ..Default::default() })
        .await?;
    let foreign = foreign.answers.into_iter().next().unwrap_or_default();
    not_found("another service's measure", &foreign, Reason::MeasureNotFound, None)
}

fn not_found(what: &str, answer: &proto::Answer, reason: Reason, nearest: Option<&str>) -> Check {
    match &answer.result {
        Some(Answered::Error(error)) => {
            equal(&format!("{what}: the code"), &error.code(), &proto::answer_error::Code::NotFound)?;
            equal(&format!("{what}: the reason"), &error.reason(), &reason)?;
            match nearest {
                Some(near) => equal(&format!("{what}: the nearest"), &error.nearest.as_deref(), &Some(near)),
                None => Ok(()),
            }
        }
        other => Err(Failure(format!("{what} that does not exist: expected an error, found {other:?}"))),
    }
}

/// A key that does not parse fails the whole call and is named by its place.
///
/// # Errors
/// What did not hold.
pub async fn a_key_that_does_not_parse_fails_the_call_and_is_named<B: Build>(
    subject: &Subject<'_, B>,
) -> Check {
    let running = subject.shared().await?;
    let mut keys: Vec<String> = subject.keys().into_iter().take(1).collect();
    keys.push("no key at all".to_owned());
    let at = format!("keys[{}]", keys.len().saturating_sub(1));
    match running.batch(proto::BatchGetFiguresRequest { keys, ..Default::default() }).await {
        Ok(_) => Err(Failure("the call did not fail".to_owned())),
        Err(status) => {
            equal("the code", &status.code(), &Code::InvalidArgument)?;
            let problem = kit::errors::Problem::of(&status);
            let fields: Vec<String> = problem.violations.iter().map(|v| v.field.clone()).collect();
            equal("the field", &fields, &vec![at])
        }
    }
}

/// More than five thousand keys are refused, and so are none.
///
/// # Errors
/// What did not hold.
pub async fn too_many_keys_are_refused_and_none<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let many = vec![format!("{}/x", subject.name); 5_001];
    for (keys, reason) in [(many, Reason::TooManyKeys), (Vec::new(), Reason::FieldRequired)] {
        match running.batch(proto::BatchGetFiguresRequest { keys, ..Default::default() }).await {
            Ok(_) => return Err(Failure(format!("the call did not fail with {reason:?}"))),
            Err(status) => {
                equal("the code", &status.code(), &Code::InvalidArgument)?;
                equal("the reason", &kit::errors::reason(&status), &reason)?;
            }
        }
    }
    Ok(())
}
