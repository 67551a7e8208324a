//! Means over the economies of an area: which economies belong to it, and what their figures make.
//!
//! A group of which the bundle does not say that all members are listed has no mean. Economies whose weight is not known count for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use figures::Period;
use figures::mean::{self, Part};
use interchange::{AreaKind, areas};
use store::StoreError;

use super::Asking;
use crate::computation::Mean;
use crate::reference::inputs::{Inputs, Seen};

/// What the economies of an area make.
pub(super) struct Made {
    /// The mean and its coverage.
    pub(super) mean: mean::Mean,
    /// Where the values and weights are from.
    pub(super) seen: Seen,
}

impl Asking<'_> {
    /// What the means over the same figures are made from, read once a revision.
    pub(super) async fn inputs(&self, mean: &Mean) -> Result<Arc<Inputs>, StoreError> {
        let revision = self.snapshot.revision();
        if let Some(found) = self.reference.inputs.find(revision, mean) {
            return Ok(found);
        }
        let _turn = self.reference.inputs.turn().await;
        if let Some(found) = self.reference.inputs.find(revision, mean) {
            return Ok(found);
        }
        let read = Inputs::read(self.snapshot, self.domain, self.reference, mean).await?;
        Ok(self.reference.inputs.keep(revision, mean, read))
    }

    /// What the economies of an area make in a period; none where not all of them are known, or their weights are not.
    pub(super) fn made(&self, inputs: &Inputs, area: &str, period: &str) -> Option<Made> {
        let economies = self.members(area, &period.parse().ok()?)?;
        let of_period = inputs.of(period)?;
        let mut parts = Vec::with_capacity(economies.len());
        let mut seen = Seen::default();
        for one in economies.into_iter().filter_map(|economy| of_period.get(economy)) {
            let Some(weight) = &one.weight else { continue };
            seen.add(&one.seen);
            parts.push(Part { value: one.value.clone(), weight: weight.clone() });
        }
        Some(Made { mean: mean::weighted(&parts)?, seen })
    }

    /// The economies of an area; none where it is no group, or the bundle does not say that all of them are listed.
    fn members(&self, area: &str, period: &Period) -> Option<BTreeSet<&str>> {
        let known = self.reference.areas()?;
        let complete = |file: &str, filter: BTreeMap<&str, &str>| {
            self.reference.manifest.record_sets.iter().any(|set| {
                let said = set.filter.iter().all(|(name, code)| filter.get(name.as_str()) == Some(&&**code));
                set.file == file && set.complete && said
            })
        };
        let economy = AreaKind::Economy;
        match known.get(area)?.kind {
            AreaKind::Economy | AreaKind::Special => None,
            AreaKind::World => {
                let whole = complete(&areas::register().file, [("kind", economy.name())].into());
                whole.then(|| known.of_kind(economy).collect())
            }
            AreaKind::ItuRegion
            | AreaKind::IncomeGroup
            | AreaKind::DevelopmentGroup
            | AreaKind::SdgRegion => {
                let rows = known.members().iter().filter(|m| m.group == area && m.holds_in(period));
                let rows: Vec<_> = rows.collect();
                let file = areas::groups_register().file;
                let whole = rows.iter().all(|row| {
                    let edition = [("classification", &*row.classification), ("edition", &*row.edition)];
                    complete(&file, edition.into())
                        && known.get(&row.member).is_some_and(|member| member.kind == economy)
                });
                (whole && !rows.is_empty()).then(|| rows.iter().map(|row| row.member.as_str()).collect())
            }
        }
    }
}
