//! Rows of a listing that stand for the codes of a dimension, with figures for cells.

use std::collections::BTreeMap;

use figures::{Answer, AnswerError, Cell, ColumnType, Figure, FigureKey, ListingRow, Selector, Source};
use store::StoreError;

use crate::answer::Asking;
use crate::listing_source::{PerCode, PerCodeCell};
use crate::question::Question;

/// The figures of a column, by code.
type ByCode = BTreeMap<String, Figure>;

/// One row for each code that has figures, and the newest revision among them.
///
/// # Errors
/// Those of the store.
pub(super) async fn rows(
    asking: &Asking<'_>,
    question: &Question<'_>,
    source: &PerCode,
) -> Result<(Vec<ListingRow>, i64), StoreError> {
    let mut columns: Vec<Option<ByCode>> = Vec::new();
    for column in &question.measure.columns {
        let found = source.columns.iter().find(|(name, _)| *name == column.name);
        columns.push(match found {
            Some((_, PerCodeCell::Figure(measure, fixed))) => {
                Some(figures(asking, question, source, measure, fixed).await?)
            }
            Some((_, PerCodeCell::Code | PerCodeCell::Label)) | None => None,
        });
    }
    let mut codes: Vec<String> = columns.iter().flatten().flat_map(|c| c.keys().cloned()).collect();
    codes.sort_unstable();
    codes.dedup();
    let newest =
        columns.iter().flatten().flat_map(ByCode::values).map(|f| f.revision).max().unwrap_or_default();
    Ok((codes.iter().map(|code| row(asking, question, source, &columns, code)).collect(), newest))
}

async fn figures(
    asking: &Asking<'_>,
    question: &Question<'_>,
    source: &PerCode,
    measure: &str,
    fixed: &[(&'static str, &'static str)],
) -> Result<ByCode, StoreError> {
    let mut key = FigureKey::new(asking.domain.name, measure);
    key.dimensions.clone_from(&question.key.dimensions);
    key = fixed.iter().fold(key, |key, (dimension, code)| key.with(dimension, code));
    let mut found = ByCode::new();
    for selector in selectors(asking, question, source.dimension) {
        key.dimensions.insert(source.dimension.to_owned(), selector);
        // A listing asks for figures and a figure never for listings, so this ends after one step.
        for answer in Box::pin(asking.answers(std::slice::from_ref(&key))).await? {
            found.extend(answered(answer, source.dimension)?);
        }
    }
    Ok(found)
}

/// What is asked of the dimension: the key's own selector, or each code; of areas each kind but the world in turn.
fn selectors(asking: &Asking<'_>, question: &Question<'_>, dimension: &str) -> Vec<Selector> {
    if let Some(selector) = question.key.dimensions.get(dimension) {
        return vec![selector.clone()];
    }
    if dimension != "area" {
        return vec![Selector::Each { kind: None }];
    }
    let kinds: std::collections::BTreeSet<_> =
        asking.reference.areas().into_iter().flat_map(|a| a.iter()).map(|a| a.kind).collect();
    let listed = [interchange::AreaKind::ItuRegion, interchange::AreaKind::Special];
    let each = |kind: interchange::AreaKind| Selector::Each { kind: Some(kind.name().to_owned()) };
    listed.into_iter().filter(|k| kinds.contains(k)).map(each).collect()
}

fn answered(answer: Answer, dimension: &str) -> Result<ByCode, StoreError> {
    match answer {
        Answer::Figures(figures) => {
            Ok(figures.into_iter().filter_map(|f| Some((code_of(&f, dimension)?, f))).collect())
        }
        Answer::Listing(_) => Ok(ByCode::new()),
        Answer::Error(
            AnswerError::NotFound { message, .. }
            | AnswerError::Invalid { message }
            | AnswerError::Unavailable { message },
        ) => Err(StoreError::Invalid { place: dimension.to_owned(), why: message }),
    }
}

fn code_of(figure: &Figure, dimension: &str) -> Option<String> {
    figure.key.parse::<FigureKey>().ok()?.code(dimension).map(str::to_owned)
}

fn row(
    asking: &Asking<'_>,
    question: &Question<'_>,
    source: &PerCode,
    columns: &[Option<ByCode>],
    code: &str,
) -> ListingRow {
    let mut cells = Vec::new();
    for (column, figures) in question.measure.columns.iter().zip(columns) {
        let declared = source.columns.iter().find(|(name, _)| *name == column.name).map(|(_, c)| c);
        cells.push(match declared {
            Some(PerCodeCell::Code) => Cell::Code(code.to_owned()),
            Some(PerCodeCell::Label) => label(asking, source.dimension, code),
            Some(PerCodeCell::Figure(..)) => number(column.kind, figures.as_ref().and_then(|f| f.get(code))),
            None => Cell::Missing,
        });
    }
    let first = columns.iter().flatten().find_map(|c| c.get(code));
    let count = first.and_then(|f| f.record_count).unwrap_or(1);
    let place = first.and_then(|f| f.sources.first()).cloned().unwrap_or_else(Source::default);
    ListingRow { id: code.to_owned(), count, aggregate: count != 1, cells, source: place }
}

fn label(asking: &Asking<'_>, dimension: &str, code: &str) -> Cell {
    let reference = asking.reference;
    let labels = if dimension == "area" {
        reference.areas().and_then(|a| a.get(code)).map(|a| &a.label)
    } else {
        reference.context.codes.as_ref().and_then(|c| c.get(dimension, code)).map(|c| &c.label)
    };
    let text = labels.and_then(|l| reference.text(l, asking.language));
    text.map_or(Cell::Missing, |t| Cell::Text(t.to_owned()))
}

fn number(kind: ColumnType, figure: Option<&Figure>) -> Cell {
    let Some(value) = figure.and_then(|f| f.value) else { return Cell::Missing };
    match kind {
        ColumnType::Integer => {
            i64::try_from(value.number.trunc().mantissa()).map_or(Cell::Missing, Cell::Integer)
        }
        ColumnType::Decimal => Cell::Decimal(value.number),
        ColumnType::Text | ColumnType::Date | ColumnType::Area | ColumnType::Code | ColumnType::Url => {
            Cell::Missing
        }
    }
}
