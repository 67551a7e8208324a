//! Measures.

use std::collections::BTreeMap;

use figures::{Aggregation, Measure, MeasureKind};

use crate::figures::v1 as proto;

impl From<Measure> for proto::Measure {
    fn from(m: Measure) -> Self {
        Self {
            name: format!("measures/{}/{}", m.service, m.name),
            kind: kind(m.kind).into(),
            unit: m.unit.map(|u| u.code().to_owned()).unwrap_or_default(),
            aggregation: aggregation(m.aggregation).into(),
            service: m.service,
            measure: m.name,
            dimensions: m.dimensions,
            total_area: m.total_area,
            period_from: m.period_from,
            decimals: m.decimals,
            columns: m.columns.into_iter().map(Into::into).collect(),
            department: m.department,
            label: m.label,
            definition: m.definition,
            must_say: words(m.must_say),
            must_not_say: words(m.must_not_say),
        }
    }
}

fn words(by_language: BTreeMap<String, Vec<String>>) -> BTreeMap<String, proto::Words> {
    by_language.into_iter().map(|(language, words)| (language, proto::Words { words })).collect()
}

fn kind(kind: MeasureKind) -> proto::MeasureKind {
    match kind {
        MeasureKind::Stock => proto::MeasureKind::Stock,
        MeasureKind::Flow => proto::MeasureKind::Flow,
        MeasureKind::Average => proto::MeasureKind::Average,
        MeasureKind::Rate => proto::MeasureKind::Rate,
        MeasureKind::Listing => proto::MeasureKind::Listing,
    }
}

fn aggregation(aggregation: Aggregation) -> proto::Aggregation {
    match aggregation {
        Aggregation::Sum => proto::Aggregation::Sum,
        Aggregation::None => proto::Aggregation::None,
    }
}
