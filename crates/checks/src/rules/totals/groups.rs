//! Which figures are the parts of which total.

use std::collections::{BTreeMap, BTreeSet};

use figures::measure::Aggregation;
use figures::{Basis, Decimal, Figure, FigureKey, Measure};
use interchange::areas::AreaKind;
use report::content::Content;
use report::model::Report;

/// The dimension whose codes are places.
const AREA: &str = "area";
/// The dimension that parts are never made over: what a year holds is not what its months hold, unless a source says so.
const PERIOD: &str = "period";

/// A total, and the figures that are alike but for one dimension.
pub(in crate::rules) struct Group<'a> {
    pub(in crate::rules) measure: &'a Measure,
    pub(in crate::rules) dimension: &'a str,
    pub(in crate::rules) total: &'a Figure,
    /// By code.
    pub(in crate::rules) parts: Vec<(String, &'a Figure)>,
    /// Codes without a part.
    pub(in crate::rules) unshown: Vec<&'a str>,
}

impl Group<'_> {
    /// Whether neither the total nor any part is below zero: then no part that is not shown is taken for negative either.
    pub(super) fn never_negative(&self) -> bool {
        let shown = self.parts.iter().map(|(_, part)| *part).chain([self.total]);
        shown.filter_map(|figure| figure.value.as_ref()).all(|value| value.number >= Decimal::ZERO)
    }
}

/// Every total that is printed with at least two of its parts, in the order of keys and dimensions.
pub(in crate::rules) fn groups<'a>(reports: &[&'a Report], definitions: &'a Content) -> Vec<Group<'a>> {
    let mut figures: BTreeMap<FigureKey, (&'a Figure, &'a Measure)> = BTreeMap::new();
    for figure in reports.iter().flat_map(|report| &report.figures).filter(|figure| figure.value.is_some()) {
        let service = figure.key.split('/').next().unwrap_or_default();
        let measure = definitions.catalogue.get(service, &figure.measure);
        let Some(measure) = measure.filter(|measure| measure.aggregation == Aggregation::Sum) else {
            continue;
        };
        if let Ok(key) = figure.key.parse() {
            figures.entry(key).or_insert((figure, measure));
        }
    }
    let mut parts: BTreeMap<(FigureKey, &'a str), Vec<(String, &'a Figure)>> = BTreeMap::new();
    for (key, (figure, measure)) in &figures {
        for dimension in measure.dimensions.iter().filter(|dimension| *dimension != PERIOD) {
            if let Some((total, code)) = of_total(key, dimension, measure)
                && figures.contains_key(&total)
            {
                parts.entry((total, dimension)).or_default().push((code, figure));
            }
        }
    }
    let made = parts.into_iter().flat_map(|((total, dimension), parts)| {
        let total = figures.get(&total).copied();
        let divided = divided(dimension, parts, definitions);
        total.into_iter().flat_map(move |(total, measure)| {
            divided.clone().into_iter().map(move |(parts, all)| group(measure, dimension, total, parts, all))
        })
    });
    made.flatten().collect()
}

fn group<'a>(
    measure: &'a Measure,
    dimension: &'a str,
    total: &'a Figure,
    parts: Vec<(String, &'a Figure)>,
    all: Vec<&'a str>,
) -> Option<Group<'a>> {
    // What is added up from the records of its own parts is their sum.
    let computed =
        total.basis == Basis::Computed && parts.iter().all(|(_, part)| part.basis == Basis::Computed);
    if computed || parts.len() < 2 {
        return None;
    }
    let shown: BTreeSet<&str> = parts.iter().map(|(code, _)| code.as_str()).collect();
    let unshown = all.into_iter().filter(|code| !shown.contains(code)).collect();
    Some(Group { measure, dimension, total, parts, unshown })
}

/// The key of the total over a dimension, and the code that this key has there; nothing where it has none, or is the total itself.
pub(in crate::rules) fn of_total(
    key: &FigureKey,
    dimension: &str,
    measure: &Measure,
) -> Option<(FigureKey, String)> {
    let code = key.code(dimension)?.to_owned();
    let total = key.clone();
    match measure.total_area.as_deref().filter(|_| dimension == AREA) {
        Some(world) if code == world => None,
        Some(world) => Some((total.with(dimension, world), code)),
        None => Some((total.without(dimension), code)),
    }
}

type Division<'a> = (Vec<(String, &'a Figure)>, Vec<&'a str>);

/// The parts by what divides the total without overlap, each with all its codes: the list of the dimension; of areas the regions with what
/// belongs to several or none, the income groups, or the economies.
fn divided<'a>(
    dimension: &str,
    parts: Vec<(String, &'a Figure)>,
    definitions: &'a Content,
) -> Vec<Division<'a>> {
    if dimension != AREA {
        let list = definitions.codes.list(dimension);
        // A code below another one of the list is a part of that part.
        let below = |parent: &Option<String>| list.iter().any(|code| Some(&code.code) == parent.as_ref());
        let all: Vec<&str> =
            list.iter().filter(|code| !below(&code.parent)).map(|code| code.code.as_str()).collect();
        let parts = parts.into_iter().filter(|(code, _)| all.contains(&code.as_str())).collect();
        return vec![(parts, all)];
    }
    let areas = &definitions.areas;
    let divisions: [&[AreaKind]; 3] =
        [&[AreaKind::ItuRegion, AreaKind::Special], &[AreaKind::IncomeGroup], &[AreaKind::Economy]];
    let of = |kinds: &[AreaKind]| {
        let within = |code: &str| areas.get(code).is_some_and(|area| kinds.contains(&area.kind));
        let parts = parts.iter().filter(|(code, _)| within(code)).cloned().collect();
        (parts, kinds.iter().flat_map(|kind| areas.of_kind(*kind)).collect())
    };
    divisions.into_iter().map(of).collect()
}
