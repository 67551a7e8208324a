//! Values: what is stated, what is computed, what is missing, what a listing shows.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use figures::{Decimal, FigureKey, Selector};
use proto::{Aggregation, Basis, FigureStatus, MeasureKind};

use super::{Build, Check, Failure, Subject, equal, harness::Running, holds};

/// Every value that the bundle states is the figure's value or one of its alternatives, and the place that states the accepted
/// one is among its sources.
///
/// # Errors
/// What did not hold.
pub async fn each_stated_value_is_in_its_figure<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let mut figures = BTreeMap::new();
    for row in subject.stated() {
        let key = row.key.to_string();
        if !figures.contains_key(&key) {
            figures.insert(key.clone(), running.figure(&key).await?);
        }
        let (Some(figure), Some(value)) = (figures.get(&key), row.value) else { continue };
        let same = |v: &Option<api::Decimal>| {
            v.as_ref().and_then(|v| v.value.parse::<Decimal>().ok()) == Some(value.number)
        };
        let place = |s: &proto::Source| {
            s.document == row.document && s.section == row.section && s.locator == row.locator
        };
        let accepted = same(&figure.value) && figure.sources.iter().any(place);
        let other = figure.alternatives.iter().any(|a| same(&a.value) && a.sources.iter().any(place));
        holds(
            format!("{key}: {} of {} {} is not there", value.number, row.section, row.locator),
            accepted || other,
        )?;
    }
    Ok(())
}

/// A period of which nothing is recorded gives a missing figure without a value, not zero.
///
/// # Errors
/// What did not hold.
pub async fn missing_is_not_zero<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    for measure in running.measures().await? {
        if measure.kind() == MeasureKind::Listing || !measure.dimensions.iter().any(|d| d == "period") {
            continue;
        }
        let key = format!("{}/{}?period=1801", measure.service, measure.measure);
        let figure = running.figure(&key).await?;
        equal(&format!("{key}: the status"), &figure.status(), &FigureStatus::Missing)?;
        equal(&format!("{key}: the reason"), &figure.missing_reason(), &proto::MissingReason::NotRecorded)?;
        equal(&format!("{key}: the value"), &figure.value, &None)?;
    }
    Ok(())
}

/// The figures of a wildcard are those of the exact keys that it stands for, in their order, and none is the total.
///
/// # Errors
/// What did not hold.
pub async fn a_wildcard_answers_what_its_keys_answer<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    for key in wildcards(subject) {
        let found = running.figures(&key.to_string(), None).await?;
        let keys: Vec<&str> = found.iter().map(|f| f.key.as_str()).collect();
        holds(format!("{key}: {keys:?} are not in order"), keys.is_sorted())?;
        holds(format!("{key}: nothing was found where something is stated"), !found.is_empty())?;
        for figure in &found {
            equal(&format!("{key}: {}", figure.key), &running.figure(&figure.key).await?, figure)?;
            let exact: FigureKey = figure.key.parse().map_err(|e| Failure(format!("{e}")))?;
            holds(
                format!("{key}: {} is a total", figure.key),
                exact.dimensions.len() == key.dimensions.len(),
            )?;
        }
    }
    Ok(())
}

/// The stated keys, each with one of its dimensions but `area` opened.
fn wildcards<B: Build>(subject: &Subject<'_, B>) -> Vec<FigureKey> {
    let mut found = Vec::new();
    for key in subject.keys().iter().filter_map(|k| k.parse::<FigureKey>().ok()) {
        for dimension in key.dimensions.keys().filter(|d| *d != "area") {
            let mut open = key.clone();
            open.dimensions.insert(dimension.clone(), Selector::Each { kind: None });
            if !found.contains(&open) {
                found.push(open);
            }
        }
    }
    found.truncate(100);
    found
}

/// Where a total over areas is computed from complete records, the parts that are computed add up to it.
///
/// # Errors
/// What did not hold.
pub async fn a_total_of_complete_records_is_the_sum_of_its_parts<B: Build>(
    subject: &Subject<'_, B>,
) -> Check {
    let running = subject.shared().await?;
    let measures = running.measures().await?;
    let by_area =
        |m: &proto::Measure| m.aggregation() == Aggregation::Sum && m.dimensions == ["area", "period"];
    for measure in measures.into_iter().filter(by_area) {
        let path = format!("{}/{}", measure.service, measure.measure);
        for total in running.figures(&format!("{path}?period=*"), None).await? {
            if total.basis() != Basis::Computed || total.bound() != proto::Bound::Exact {
                continue;
            }
            let mut sum = Decimal::ZERO;
            for kind in ["itu-region", "special"] {
                for part in
                    running.figures(&format!("{path}?area={kind}:*&period={}", total.period), None).await?
                {
                    sum = sum.checked_add(number(&part)).ok_or_else(|| Failure("overflow".to_owned()))?;
                }
            }
            equal(&format!("{}: the sum of its parts", total.key), &sum, &number(&total))?;
        }
    }
    Ok(())
}

fn number(figure: &proto::Figure) -> Decimal {
    figure.value.as_ref().and_then(|v| v.value.parse().ok()).unwrap_or_default()
}

/// Listings have the columns of their measure, a cell a column, and named records first; a key of one row reads each cell.
///
/// # Errors
/// What did not hold.
pub async fn listings_have_the_columns_of_their_measure<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    for measure in running.measures().await?.into_iter().filter(|m| m.kind() == MeasureKind::Listing) {
        let dated = measure.dimensions.iter().any(|d| d == "period");
        let period = if dated { format!("?period={}", subject.year()) } else { String::new() };
        let key = format!("{}/{}{period}", measure.service, measure.measure);
        let listing = listing(running, &key).await?;
        equal(&format!("{key}: the columns"), &listing.columns, &measure.columns)?;
        let aggregate: Vec<bool> = listing.rows.iter().map(|r| r.aggregate).collect();
        holds(format!("{key}: named records do not come first"), aggregate.is_sorted())?;
        for row in &listing.rows {
            equal(&format!("{key}: cells of {}", row.id), &row.cells.len(), &listing.columns.len())?;
            holds(format!("{key}: {} has no id", row.id), !row.id.is_empty())?;
        }
    }
    Ok(())
}

async fn listing(running: &Running, key: &str) -> Result<proto::Listing, Failure> {
    let answer = running
        .batch(proto::BatchGetFiguresRequest { keys: vec![key.to_owned()], ..Default::default() })
        .await?;
    match answer.answers.into_iter().next().and_then(|a| a.result) {
        Some(proto::answer::Result::Listing(listing)) => Ok(listing),
        other => Err(Failure(format!("{key}: expected a listing, found {other:?}"))),
    }
}

/// A label comes in the language asked, and in every one where none is.
///
/// # Errors
/// What did not hold.
pub async fn labels_come_in_the_language_asked<B: Build>(subject: &Subject<'_, B>) -> Check {
    let running = subject.shared().await?;
    let keys: Vec<String> = subject.keys().into_iter().take(1).collect();
    for (language, expected) in [("zh", vec!["zh"]), ("", vec!["en", "zh"])] {
        let request = proto::BatchGetFiguresRequest {
            keys: keys.clone(),
            language: language.to_owned(),
            ..Default::default()
        };
        for answer in running.batch(request).await?.answers {
            let Some(proto::answer::Result::Figures(list)) = answer.result else { continue };
            for figure in list.figures {
                let languages: Vec<&str> = figure.label.keys().map(String::as_str).collect();
                equal(&format!("{}: the languages of its label", figure.key), &languages, &expected)?;
            }
        }
    }
    Ok(())
}
