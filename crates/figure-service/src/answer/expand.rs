//! Wildcards: the codes that have records or stated values, never the total.

use std::collections::BTreeSet;

use figures::{AnswerError, FigureKey, Period, Selector};
use interchange::AreaKind;

use super::gathered::{Gathered, Records};
use super::{Asking, MAX_EXPANDED};
use crate::computation::{Dates, Group};
use crate::question::Question;
use crate::stated;

impl Asking<'_> {
    /// The exact keys that a key with wildcards stands for, in canonical order.
    pub(super) fn expand(
        &self,
        question: &Question<'_>,
        gathered: &Gathered,
    ) -> Result<Vec<FigureKey>, AnswerError> {
        let mut found = BTreeSet::new();
        let path = question.measure.path();
        let of_measure = |key: &&String| {
            key.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('?'))
        };
        for key in gathered.stated.keys().filter(of_measure).filter_map(|key| stated::codes(key)) {
            if self.matches(&question.key, &key) {
                found.insert(key);
            }
        }
        self.means_of(question, gathered, &mut found);
        let none = Vec::new();
        let (plus, minus) = match gathered.records.get(&question.measure.name) {
            Some(Records::Sum(groups)) => (groups, &none),
            Some(Records::Difference(plus, minus)) => (plus, minus),
            Some(Records::Unanswerable(error)) => return Err(error.clone()),
            None => (&none, &none),
        };
        for group in plus.iter().chain(minus) {
            self.keys_of(question, group, &mut found);
        }
        if found.len() > MAX_EXPANDED {
            let message = format!(
                "`{}` stands for {} figures, more than {MAX_EXPANDED}; fix a dimension",
                question.key,
                found.len()
            );
            return Err(AnswerError::Invalid { message });
        }
        Ok(found.into_iter().collect())
    }

    /// Adds the keys of a mean: every area of the kind asked, in each period that its inputs are of.
    fn means_of(&self, question: &Question<'_>, gathered: &Gathered, found: &mut BTreeSet<FigureKey>) {
        let Some(inputs) = gathered.means.get(question.measure.name.as_str()) else { return };
        let codes = |dimension: &str| -> Vec<String> {
            match question.key.dimensions.get(dimension) {
                Some(Selector::Code(code)) => vec![code.clone()],
                Some(Selector::Each { kind }) if dimension == "area" => {
                    let kind = kind.as_deref().and_then(AreaKind::from_name);
                    let areas = self.reference.areas().into_iter().zip(kind);
                    areas.flat_map(|(areas, kind)| areas.of_kind(kind)).map(str::to_owned).collect()
                }
                Some(Selector::Each { .. }) => inputs.periods().map(str::to_owned).collect(),
                None => Vec::new(),
            }
        };
        let (areas, periods) = (codes("area"), codes("period"));
        let keys = areas.iter().flat_map(|area| {
            periods.iter().map(move |period| question.key.clone().with("area", area).with("period", period))
        });
        // One more than are answered at once tells that they are too many.
        found.extend(keys.take(MAX_EXPANDED.saturating_add(1)));
    }

    /// Whether an exact key is one of those that a key with wildcards stands for.
    fn matches(&self, open: &FigureKey, exact: &FigureKey) -> bool {
        open.dimensions.len() == exact.dimensions.len()
            && open.dimensions.iter().all(|(name, selector)| match (selector, exact.code(name)) {
                (Selector::Code(asked), Some(code)) => asked == code,
                (Selector::Each { kind }, Some(code)) => self.is_of_kind(kind.as_deref(), code),
                (_, None) => false,
            })
    }

    fn is_of_kind(&self, kind: Option<&str>, code: &str) -> bool {
        let Some(kind) = kind.and_then(AreaKind::from_name) else { return true };
        self.reference.context.area_kind(code) == Some(kind)
    }

    /// Adds the keys to which a group of records contributes.
    fn keys_of(&self, question: &Question<'_>, group: &Group, found: &mut BTreeSet<FigureKey>) {
        let mut keys = vec![question.key.clone()];
        for (name, selector) in &question.key.dimensions {
            let Selector::Each { kind } = selector else { continue };
            let codes = self.codes_of(question, group, name, kind.as_deref());
            keys =
                keys.iter().flat_map(|key| codes.iter().map(|code| key.clone().with(name, code))).collect();
        }
        // Different groups mostly lead to the same keys; the bound is on those that differ.
        found.extend(keys.into_iter().filter(FigureKey::is_exact).take(MAX_EXPANDED));
    }

    fn codes_of(
        &self,
        question: &Question<'_>,
        group: &Group,
        dimension: &str,
        kind: Option<&str>,
    ) -> Vec<String> {
        if dimension == "period" {
            return period_of(&group.dates).into_iter().map(|p| p.to_string()).collect();
        }
        let Some(code) = group.coordinates.get(dimension) else { return Vec::new() };
        if dimension != "area" {
            return vec![code.clone()];
        }
        let asked = question.key.code("period").and_then(|p| p.parse::<Period>().ok());
        let day = asked.or_else(|| period_of(&group.dates)).unwrap_or(Period::Year(9998));
        let groups = self.reference.areas().map(|a| a.groups_of(code, &day)).unwrap_or_default();
        let all = std::iter::once(code.as_str()).chain(groups);
        all.filter(|c| self.is_of_kind(kind, c)).map(str::to_owned).collect()
    }
}

fn period_of(dates: &Dates) -> Option<Period> {
    match dates {
        Dates::Within(period) => period.clone(),
        Dates::At(date) => date.as_ref().map(Period::as_at),
        Dates::During(..) | Dates::Fixed => None,
    }
}
