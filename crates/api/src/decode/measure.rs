//! Measures.

use std::collections::BTreeMap;

use figures::{Aggregation, Measure, MeasureKind, Unit};

use super::{DecodeError, each};
use crate::figures::v1 as proto;

impl TryFrom<proto::Measure> for Measure {
    type Error = DecodeError;

    fn try_from(m: proto::Measure) -> Result<Self, DecodeError> {
        let (kind, aggregation) = (kind(m.kind())?, aggregation(m.aggregation())?);
        let unit = match m.unit.as_str() {
            "" => None,
            code => Some(Unit::new(code).map_err(|e| DecodeError::new("unit", e))?),
        };
        Ok(Self {
            service: m.service,
            name: m.measure,
            kind,
            unit,
            aggregation,
            dimensions: m.dimensions,
            total_area: m.total_area,
            period_from: m.period_from,
            decimals: m.decimals,
            columns: each("columns", m.columns)?,
            department: m.department,
            label: m.label,
            definition: m.definition,
            must_say: words(m.must_say),
            must_not_say: words(m.must_not_say),
        })
    }
}

fn words(by_language: BTreeMap<String, proto::Words>) -> BTreeMap<String, Vec<String>> {
    by_language.into_iter().map(|(language, w)| (language, w.words)).collect()
}

fn kind(m: proto::MeasureKind) -> Result<MeasureKind, DecodeError> {
    Ok(match m {
        proto::MeasureKind::Stock => MeasureKind::Stock,
        proto::MeasureKind::Flow => MeasureKind::Flow,
        proto::MeasureKind::Average => MeasureKind::Average,
        proto::MeasureKind::Rate => MeasureKind::Rate,
        proto::MeasureKind::Listing => MeasureKind::Listing,
        proto::MeasureKind::Unspecified => return Err(DecodeError::new("kind", "is required")),
    })
}

fn aggregation(m: proto::Aggregation) -> Result<Aggregation, DecodeError> {
    match m {
        proto::Aggregation::Sum => Ok(Aggregation::Sum),
        proto::Aggregation::None => Ok(Aggregation::None),
        proto::Aggregation::Unspecified => Err(DecodeError::new("aggregation", "is required")),
    }
}
