//! Figures and answers.

use std::sync::Arc;

use figures::Labels;
use figures::conversion::Rate;
use figures::value::parse_decimal;
use figures::{
    Alternative, Answer, AnswerError, Basis, Bound, Conversions, Decimals, Figure, MissingReason, OtherUnit,
    Records, Sought, Source, Status, Unit, Value,
};

use super::{DecodeError, each};
use crate::figures::v1 as proto;

impl From<proto::Source> for Source {
    fn from(m: proto::Source) -> Self {
        Self {
            document: m.document,
            section: m.section,
            locator: m.locator,
            publisher: m.publisher,
            date: m.date,
        }
    }
}

impl TryFrom<proto::Figure> for Figure {
    type Error = DecodeError;

    fn try_from(m: proto::Figure) -> Result<Self, DecodeError> {
        let (status, basis, bound) = (status(&m)?, basis(m.basis())?, m.bound());
        let value = m.value.map(|v| value(&v, m.decimals, bound)).transpose()?;
        let period = match m.period.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|e| DecodeError::new("period", e))?),
        };
        let last_known_at = m.last_known_at.map(jiff::Timestamp::try_from).transpose();
        Ok(Self {
            key: m.key,
            measure: m.measure,
            label: Labels::from(m.label),
            value,
            unit: unit("unit", &m.unit)?,
            period,
            basis,
            status,
            last_known_at: last_known_at.map_err(|e| e.within("last_known_at"))?,
            disputed: m.disputed,
            sources: m.sources.into_iter().map(Source::from).collect(),
            revision: m.revision,
            record_count: m.record_count,
            formula: m.formula,
            alternatives: each("alternatives", m.alternatives)?,
            note: m.note,
            records: m.records.map(Records::try_from).transpose().map_err(|e| e.within("records"))?,
            conversions: m
                .conversions
                .map(Conversions::try_from)
                .transpose()
                .map_err(|e| e.within("conversions"))?,
        })
    }
}

impl TryFrom<proto::Records> for Records {
    type Error = DecodeError;

    fn try_from(m: proto::Records) -> Result<Self, DecodeError> {
        let other_units = each("other_units", m.other_units)?;
        Ok(Self {
            count: m.count,
            formula: m.formula,
            complete: m.complete,
            listings: m.listings,
            other_units,
        })
    }
}

impl TryFrom<proto::OtherUnit> for OtherUnit {
    type Error = DecodeError;

    fn try_from(m: proto::OtherUnit) -> Result<Self, DecodeError> {
        Ok(Self { unit: unit("unit", &m.unit)?, count: m.count })
    }
}

impl TryFrom<proto::Conversions> for Conversions {
    type Error = DecodeError;

    fn try_from(m: proto::Conversions) -> Result<Self, DecodeError> {
        let units = m.original_units.iter().map(|code| unit("original_units", code));
        Ok(Self {
            count: m.count,
            units: units.collect::<Result<_, _>>()?,
            rates: each("rates", m.rates)?,
            more: m.more_rates,
        })
    }
}

impl TryFrom<proto::ConversionRate> for Rate {
    type Error = DecodeError;

    fn try_from(m: proto::ConversionRate) -> Result<Self, DecodeError> {
        let rate = m.exchange_rate.ok_or_else(|| DecodeError::new("exchange_rate", "is required"))?;
        Ok(Self {
            from: unit("original_unit", &m.original_unit)?,
            exchange_rate: parse_decimal(&rate.value).map_err(|e| DecodeError::new("exchange_rate", e))?,
            value_date: m.value_date.parse().map_err(|e| DecodeError::new("value_date", e))?,
            document: m.rate_document.unwrap_or_default().into(),
            count: m.count,
        })
    }
}

impl TryFrom<proto::Alternative> for Alternative {
    type Error = DecodeError;

    fn try_from(m: proto::Alternative) -> Result<Self, DecodeError> {
        let (basis, bound) = (basis(m.basis())?, m.bound());
        let number = m.value.ok_or_else(|| DecodeError::new("value", "an alternative has one"))?;
        Ok(Self {
            value: value(&number, m.decimals, bound)?,
            basis,
            sources: m.sources.into_iter().map(Source::from).collect(),
            disputes: m.disputes,
        })
    }
}

impl TryFrom<proto::Answer> for Answer {
    type Error = DecodeError;

    fn try_from(m: proto::Answer) -> Result<Self, DecodeError> {
        match m.result {
            Some(proto::answer::Result::Figures(list)) => {
                let figures: Vec<Figure> = each("figures", list.figures)?;
                Ok(Self::Figures(figures.into_iter().map(Arc::new).collect()))
            }
            Some(proto::answer::Result::Listing(listing)) => {
                listing.try_into().map(Self::Listing).map_err(|e: DecodeError| e.within("listing"))
            }
            Some(proto::answer::Result::Error(error)) => AnswerError::try_from(error).map(Self::Error),
            None => Err(DecodeError::new("result", "figures, a listing or an error")),
        }
    }
}

impl TryFrom<proto::AnswerError> for AnswerError {
    type Error = DecodeError;

    fn try_from(m: proto::AnswerError) -> Result<Self, DecodeError> {
        use proto::answer_error::Code;
        Ok(match m.code() {
            Code::NotFound => {
                Self::NotFound { what: sought(m.reason()), message: m.message, nearest: m.nearest }
            }
            Code::InvalidArgument => Self::Invalid { message: m.message },
            Code::Unavailable => Self::Unavailable { message: m.message },
            Code::Unspecified => return Err(DecodeError::new("error.code", "is required")),
        })
    }
}

/// What was looked for; of a service that does not say, a measure.
fn sought(reason: proto::ErrorReason) -> Sought {
    if reason == proto::ErrorReason::ServiceNotFound {
        Sought::Service
    } else if reason == proto::ErrorReason::DimensionNotFound {
        Sought::Dimension
    } else if reason == proto::ErrorReason::CodeNotFound {
        Sought::Code
    } else {
        Sought::Measure
    }
}

impl From<proto::Bound> for Bound {
    fn from(m: proto::Bound) -> Self {
        match m {
            proto::Bound::Unspecified | proto::Bound::Exact => Self::Exact,
            proto::Bound::AtLeast => Self::AtLeast,
            proto::Bound::MoreThan => Self::MoreThan,
            proto::Bound::AtMost => Self::AtMost,
            proto::Bound::LessThan => Self::LessThan,
            proto::Bound::About => Self::About,
            proto::Bound::JustUnder => Self::JustUnder,
            proto::Bound::JustOver => Self::JustOver,
        }
    }
}

fn unit(field: &'static str, code: &str) -> Result<Unit, DecodeError> {
    Unit::new(code).map_err(|e| DecodeError::new(field, e))
}

fn value(number: &crate::Decimal, decimals: Option<i32>, bound: proto::Bound) -> Result<Value, DecodeError> {
    let number = parse_decimal(&number.value).map_err(|e| DecodeError::new("value", e))?;
    let decimals = match decimals {
        None => Decimals::Inf,
        Some(n) => n.to_string().parse().map_err(|e| DecodeError::new("decimals", e))?,
    };
    Value::new(number, decimals, bound.into()).map_err(|e| DecodeError::new("value", e))
}

fn basis(m: proto::Basis) -> Result<Basis, DecodeError> {
    match m {
        proto::Basis::Stated => Ok(Basis::Stated),
        proto::Basis::Computed => Ok(Basis::Computed),
        proto::Basis::Unspecified => Err(DecodeError::new("basis", "is required")),
    }
}

fn status(m: &proto::Figure) -> Result<Status, DecodeError> {
    Ok(match m.status() {
        proto::FigureStatus::Available => Status::Available,
        proto::FigureStatus::Missing => Status::Missing(missing_reason(m.missing_reason())?),
        proto::FigureStatus::Unavailable => Status::Unavailable,
        proto::FigureStatus::Unspecified => return Err(DecodeError::new("status", "is required")),
    })
}

fn missing_reason(m: proto::MissingReason) -> Result<MissingReason, DecodeError> {
    Ok(match m {
        proto::MissingReason::NotCollected => MissingReason::NotCollected,
        proto::MissingReason::NotApplicable => MissingReason::NotApplicable,
        proto::MissingReason::NoWorldValue => MissingReason::NoWorldValue,
        proto::MissingReason::Confidential => MissingReason::Confidential,
        proto::MissingReason::Suppressed => MissingReason::Suppressed,
        proto::MissingReason::NoData => MissingReason::NoData,
        proto::MissingReason::NotRecorded => MissingReason::NotRecorded,
        proto::MissingReason::Unspecified => {
            return Err(DecodeError::new("missing_reason", "is required of a missing figure"));
        }
    })
}
