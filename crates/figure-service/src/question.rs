//! A key as a question: does its measure exist, are its dimensions and codes known, what is its canonical form.

use figures::measure::{KeyMismatch, nearest};
use figures::{AnswerError, FigureKey, Measure, MeasureKind, Period, Selector, Sought};
use interchange::AreaKind;

use crate::reference::Reference;

/// A key that can be answered.
#[derive(Clone, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) measure: &'a Measure,
    /// The canonical key.
    pub(crate) key: FigureKey,
}

impl Question<'_> {
    /// Whether rows are asked for, not figures.
    pub(crate) fn is_listing(&self) -> bool {
        self.measure.kind == MeasureKind::Listing
    }
}

/// Resolves a key of this service.
///
/// # Errors
/// `NotFound` with the nearest name; `Invalid` for a key that is understood and cannot be answered as asked.
pub(crate) fn resolve<'a>(
    service: &str,
    key: &FigureKey,
    reference: &'a Reference,
) -> Result<Question<'a>, AnswerError> {
    let measure = measure(service, key, reference)?;
    let key = measure.canonical(key).map_err(mismatch)?;
    for (dimension, selector) in &key.dimensions {
        match selector {
            Selector::Code(code) => check_code(dimension, code, reference)?,
            Selector::Each { kind } => check_wildcard(dimension, kind.as_deref())?,
        }
    }
    Ok(Question { measure, key })
}

fn measure<'a>(service: &str, key: &FigureKey, reference: &'a Reference) -> Result<&'a Measure, AnswerError> {
    let found = if key.service == service { reference.measure(service, &key.measure) } else { None };
    found.ok_or_else(|| {
        let near = reference.context.measures.as_ref().and_then(|c| c.nearest(&key.service, &key.measure));
        not_found(Sought::Measure, format!("there is no measure `{}/{}`", key.service, key.measure), near)
    })
}

fn mismatch(error: KeyMismatch) -> AnswerError {
    let message = error.to_string();
    match error {
        KeyMismatch::Dimension { nearest, .. } => {
            AnswerError::NotFound { what: Sought::Dimension, message, nearest }
        }
        KeyMismatch::NoPeriod { .. } | KeyMismatch::Period(_) => AnswerError::Invalid { message },
    }
}

fn check_code(dimension: &str, code: &str, reference: &Reference) -> Result<(), AnswerError> {
    if dimension == "period" {
        return code
            .parse::<Period>()
            .map(|_| ())
            .map_err(|e| AnswerError::Invalid { message: e.to_string() });
    }
    if reference.has_code(dimension, code) {
        return Ok(());
    }
    let near = nearest(code, reference.codes(dimension).into_iter());
    Err(not_found(Sought::Code, format!("the dimension `{dimension}` has no code `{code}`"), near))
}

fn check_wildcard(dimension: &str, kind: Option<&str>) -> Result<(), AnswerError> {
    match (dimension, kind) {
        ("area", None) => {
            let message =
                "areas overlap, so `area=*` would count places twice; name their kind: area=itu-region:*"
                    .to_owned();
            Err(AnswerError::Invalid { message })
        }
        ("area", Some(kind)) if AreaKind::from_name(kind).is_none() => {
            let near = nearest(kind, AreaKind::NAMES.iter().map(|(_, name)| *name));
            Err(not_found(Sought::Code, format!("there is no kind of areas `{kind}`"), near))
        }
        ("area", Some(_)) | (_, None) => Ok(()),
        (_, Some(kind)) => Err(AnswerError::Invalid {
            message: format!("only areas have kinds; write {dimension}=* instead of {kind}:*"),
        }),
    }
}

fn not_found(what: Sought, message: String, nearest: Option<&str>) -> AnswerError {
    let hint = nearest.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
    AnswerError::NotFound { what, message: format!("{message}{hint}"), nearest: nearest.map(str::to_owned) }
}
