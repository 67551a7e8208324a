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
    let selectors = selectors(question, source);
    let mut keys = Vec::new();
    for column in &question.measure.columns {
        if let Some((measure, fixed)) = figure_of(source, &column.name) {
            keys.extend(
                selectors.iter().map(|selector| key(asking, question, source, measure, fixed, selector)),
            );
        }
    }
    // A listing asks for figures and a figure never for listings, so this ends after one step.
    let mut answers = Box::pin(asking.answers(&keys, usize::MAX)).await?.unwrap_or_default().into_iter();
    let mut columns: Vec<Option<ByCode>> = Vec::new();
    let mut codes: Vec<String> = Vec::new();
    for column in &question.measure.columns {
        if figure_of(source, &column.name).is_none() {
            columns.push(None);
            continue;
        }
        let mut found = ByCode::new();
        for answer in answers.by_ref().take(selectors.len()) {
            for (code, figure) in answered(answer, source.dimension)? {
                if !codes.contains(&code) {
                    codes.push(code.clone());
                }
                found.insert(code, figure);
            }
        }
        columns.push(Some(found));
    }
    let newest =
        columns.iter().flatten().flat_map(ByCode::values).map(|f| f.revision).max().unwrap_or_default();
    Ok((codes.iter().map(|code| row(asking, question, source, &columns, code)).collect(), newest))
}

/// The measure and the fixed codes of a column that shows figures.
fn figure_of<'a>(
    source: &'a PerCode,
    column: &str,
) -> Option<(&'static str, &'a [(&'static str, &'static str)])> {
    source.columns.iter().find(|(name, _)| *name == column).and_then(|(_, cell)| match cell {
        PerCodeCell::Figure(measure, fixed) => Some((*measure, fixed.as_slice())),
        PerCodeCell::Code | PerCodeCell::Label => None,
    })
}

fn key(
    asking: &Asking<'_>,
    question: &Question<'_>,
    source: &PerCode,
    measure: &str,
    fixed: &[(&'static str, &'static str)],
    selector: &Selector,
) -> FigureKey {
    let mut key = FigureKey::new(asking.domain.name, measure);
    key.dimensions.clone_from(&question.key.dimensions);
    key.dimensions.insert(source.dimension.to_owned(), selector.clone());
    fixed.iter().fold(key, |key, (dimension, code)| key.with(dimension, code))
}

/// What is asked of the dimension: the key's own selector, or each code; of areas each kind in turn.
fn selectors(question: &Question<'_>, source: &PerCode) -> Vec<Selector> {
    if let Some(selector) = question.key.dimensions.get(source.dimension) {
        return vec![selector.clone()];
    }
    if source.kinds.is_empty() {
        return vec![Selector::Each { kind: None }];
    }
    source.kinds.iter().map(|kind| Selector::Each { kind: Some((*kind).to_owned()) }).collect()
}

fn answered(answer: Answer, dimension: &str) -> Result<Vec<(String, Figure)>, StoreError> {
    match answer {
        answer @ Answer::Figures(_) => {
            Ok(answer.into_figures().into_iter().filter_map(|f| Some((code_of(&f, dimension)?, f))).collect())
        }
        Answer::Listing(_) => Ok(Vec::new()),
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
