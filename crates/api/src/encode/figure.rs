//! Figures and answers.

use std::sync::Arc;

use figures::conversion::Rate;
use figures::{
    Alternative, Answer, AnswerError, Basis, Bound, Conversions, Decimals, Figure, MissingReason, OtherUnit,
    Records, Sought, Source, Status, Unit, Value,
};

use crate::figures::v1 as proto;

impl From<figures::Decimal> for crate::Decimal {
    /// Without trailing zeros, which carry no meaning.
    fn from(number: figures::Decimal) -> Self {
        Self { value: number.normalize().to_string() }
    }
}

impl From<Source> for proto::Source {
    fn from(s: Source) -> Self {
        Self {
            document: s.document,
            section: s.section,
            locator: s.locator,
            publisher: s.publisher,
            date: s.date,
        }
    }
}

impl From<Figure> for proto::Figure {
    fn from(f: Figure) -> Self {
        let (status, missing_reason) = status(f.status);
        Self {
            key: f.key,
            measure: f.measure,
            label: f.label,
            value: f.value.map(|v| v.number.into()),
            decimals: f.value.and_then(|v| decimals(v.decimals)),
            bound: f.value.map_or(proto::Bound::Unspecified, |v| v.bound.into()).into(),
            unit: f.unit.code().to_owned(),
            period: f.period.map(|p| p.to_string()).unwrap_or_default(),
            basis: proto::Basis::from(f.basis).into(),
            status: status.into(),
            missing_reason: missing_reason.into(),
            last_known_at: f.last_known_at.map(Into::into),
            disputed: f.disputed,
            sources: f.sources.into_iter().map(Into::into).collect(),
            revision: f.revision,
            record_count: f.record_count,
            formula: f.formula,
            alternatives: f.alternatives.into_iter().map(Into::into).collect(),
            note: f.note,
            records: f.records.map(Into::into),
            conversions: f.conversions.map(Into::into),
        }
    }
}

impl From<Records> for proto::Records {
    fn from(r: Records) -> Self {
        let other_units = r.other_units.into_iter().map(Into::into).collect();
        Self { count: r.count, formula: r.formula, complete: r.complete, listings: r.listings, other_units }
    }
}

impl From<OtherUnit> for proto::OtherUnit {
    fn from(other: OtherUnit) -> Self {
        Self { unit: other.unit.code().to_owned(), count: other.count }
    }
}

impl From<Conversions> for proto::Conversions {
    fn from(c: Conversions) -> Self {
        Self {
            count: c.count,
            original_units: c.units.iter().map(|unit| unit.code().to_owned()).collect(),
            rates: c.rates.into_iter().map(Into::into).collect(),
            more_rates: c.more,
        }
    }
}

impl From<Rate> for proto::ConversionRate {
    fn from(rate: Rate) -> Self {
        Self {
            original_unit: rate.from.code().to_owned(),
            exchange_rate: Some(rate.exchange_rate.into()),
            value_date: rate.value_date.to_string(),
            rate_document: Some(rate.document.into()),
            count: rate.count,
        }
    }
}

impl proto::Quantity {
    /// A value with its unit.
    #[must_use]
    pub fn new(value: &Value, unit: &Unit) -> Self {
        Self {
            value: Some(value.number.into()),
            decimals: decimals(value.decimals),
            bound: proto::Bound::from(value.bound).into(),
            unit: unit.code().to_owned(),
        }
    }
}

impl From<Alternative> for proto::Alternative {
    fn from(a: Alternative) -> Self {
        Self {
            value: Some(a.value.number.into()),
            decimals: decimals(a.value.decimals),
            bound: proto::Bound::from(a.value.bound).into(),
            basis: proto::Basis::from(a.basis).into(),
            sources: a.sources.into_iter().map(Into::into).collect(),
            disputes: a.disputes,
        }
    }
}

impl From<Arc<Figure>> for proto::Figure {
    fn from(figure: Arc<Figure>) -> Self {
        Arc::unwrap_or_clone(figure).into()
    }
}

impl From<Answer> for proto::Answer {
    fn from(answer: Answer) -> Self {
        use proto::answer::Result;
        let result = match answer {
            Answer::Figures(figures) => {
                Result::Figures(proto::FigureList { figures: figures.into_iter().map(Into::into).collect() })
            }
            Answer::Listing(listing) => Result::Listing(listing.into()),
            Answer::Error(error) => Result::Error(error.into()),
        };
        Self { result: Some(result) }
    }
}

impl From<AnswerError> for proto::AnswerError {
    fn from(error: AnswerError) -> Self {
        use proto::answer_error::Code;
        let reason = proto::ErrorReason::from(&error).into();
        let (code, message, nearest) = match error {
            AnswerError::NotFound { message, nearest, .. } => (Code::NotFound, message, nearest),
            AnswerError::Invalid { message } => (Code::InvalidArgument, message, None),
            AnswerError::Unavailable { message } => (Code::Unavailable, message, None),
        };
        Self { code: code.into(), message, nearest, reason }
    }
}

/// The reason that a failed call gives for the same error.
impl From<&AnswerError> for proto::ErrorReason {
    fn from(error: &AnswerError) -> Self {
        match error {
            AnswerError::NotFound { what: Sought::Service, .. } => Self::ServiceNotFound,
            AnswerError::NotFound { what: Sought::Measure, .. } => Self::MeasureNotFound,
            AnswerError::NotFound { what: Sought::Dimension, .. } => Self::DimensionNotFound,
            AnswerError::NotFound { what: Sought::Code, .. } => Self::CodeNotFound,
            AnswerError::Invalid { .. } => Self::KeyInvalid,
            AnswerError::Unavailable { .. } => Self::ServiceUnavailable,
        }
    }
}

impl From<Basis> for proto::Basis {
    fn from(basis: Basis) -> Self {
        match basis {
            Basis::Stated => Self::Stated,
            Basis::Computed => Self::Computed,
        }
    }
}

impl From<Bound> for proto::Bound {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Exact => Self::Exact,
            Bound::AtLeast => Self::AtLeast,
            Bound::MoreThan => Self::MoreThan,
            Bound::AtMost => Self::AtMost,
            Bound::LessThan => Self::LessThan,
            Bound::About => Self::About,
            Bound::JustUnder => Self::JustUnder,
            Bound::JustOver => Self::JustOver,
        }
    }
}

impl From<MissingReason> for proto::MissingReason {
    fn from(reason: MissingReason) -> Self {
        match reason {
            MissingReason::NotCollected => Self::NotCollected,
            MissingReason::NotApplicable => Self::NotApplicable,
            MissingReason::NoWorldValue => Self::NoWorldValue,
            MissingReason::Confidential => Self::Confidential,
            MissingReason::Suppressed => Self::Suppressed,
            MissingReason::NoData => Self::NoData,
            MissingReason::NotRecorded => Self::NotRecorded,
        }
    }
}

fn status(status: Status) -> (proto::FigureStatus, proto::MissingReason) {
    match status {
        Status::Available => (proto::FigureStatus::Available, proto::MissingReason::Unspecified),
        Status::Missing(reason) => (proto::FigureStatus::Missing, reason.into()),
        Status::Unavailable => (proto::FigureStatus::Unavailable, proto::MissingReason::Unspecified),
    }
}

fn decimals(decimals: Decimals) -> Option<i32> {
    match decimals {
        Decimals::Inf => None,
        Decimals::Exp(n) => Some(n),
    }
}
