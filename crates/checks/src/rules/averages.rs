//! Averages between their parts: what holds of all people lies between what holds of women and of men.
//!
//! A share, a number for each person and a median of all lie between the least and the greatest of the parts that they are taken over, whatever the
//! weights. That takes parts that make up the whole: every code of a dimension that divides people, every region, every income group.
//! Of income groups also the two ends alone say something, since what is printed of them is nearly always in their order; then it is a note.

use figures::{Figure, FigureKey, Interval};
use interchange::areas::AreaKind;
use report::content::Content;

use super::series::{Series, measure};
use crate::finding::{Finding, Rule, Severity, grouped, value_of};

/// The dimension whose codes are places.
const AREA: &str = "area";
/// Dimensions whose codes divide all people. Technologies and topics do not divide anything, and ages seldom are all there.
const OF_PEOPLE: [&str; 2] = ["sex", "residence"];
/// The kinds of units of averages: shares, and so much for each of something.
const KINDS: [&str; 2] = ["share", "per"];
/// How a unit of so much for each of something is called where its kind does not say it.
const FOR_EACH: &str = "per-";
/// What is no average though it is told in per cents.
const CHANGES: [&str; 4] = ["-growth", "-gap", "-change", "-multiple"];
/// The two ends of the income groups.
const ENDS: [&str; 2] = ["HIC", "LIC"];

/// A finding for each printed average that lies certainly outside of all its parts.
pub(crate) fn find(series: &Series<'_>, definitions: &Content) -> Vec<Finding> {
    series.figures().flat_map(|figure| of_figure(figure, series, definitions)).collect()
}

fn of_figure(figure: &Figure, series: &Series<'_>, definitions: &Content) -> Vec<Finding> {
    let checked = || {
        let measure = measure(figure, definitions).filter(|_| is_average(figure, definitions))?;
        let key: FigureKey = figure.key.parse().ok()?;
        let divisions = divisions(&key, measure.total_area.as_deref(), definitions);
        let of = |(dimension, codes, severity): &(&str, Vec<&str>, Severity)| {
            let parts: Option<Vec<&Figure>> = codes
                .iter()
                .map(|code| {
                    let part = measure.canonical(&key.clone().with(dimension, code)).ok()?;
                    series.figure(&part.to_string()).filter(|part| part.value.is_some())
                })
                .collect();
            outside(figure, dimension, &parts?, *severity)
        };
        // What all regions show needs not be told again of the ends of the income groups.
        Some(divisions.iter().find_map(of))
    };
    checked().flatten().into_iter().collect()
}

fn is_average(figure: &Figure, definitions: &Content) -> bool {
    let unit = figure.unit.code();
    let kind = definitions.codes.get("unit", unit).and_then(|code| code.parent.as_deref());
    let average = kind.is_some_and(|kind| KINDS.contains(&kind)) || unit.starts_with(FOR_EACH);
    average && !CHANGES.iter().any(|change| figure.measure.ends_with(change))
}

/// What divides the whole that a key is of: a dimension, the codes that make it up, and how bad it is when they do not hold it between them.
fn divisions<'d>(
    key: &FigureKey,
    total_area: Option<&str>,
    definitions: &'d Content,
) -> Vec<(&'static str, Vec<&'d str>, Severity)> {
    let mut divisions = Vec::new();
    for dimension in OF_PEOPLE.into_iter().filter(|dimension| !key.dimensions.contains_key(*dimension)) {
        let codes = definitions.codes.list(dimension).iter().map(|code| code.code.as_str()).collect();
        divisions.push((dimension, codes, Rule::AverageAndParts.severity()));
    }
    if key.code(AREA) == total_area {
        for kind in [AreaKind::ItuRegion, AreaKind::IncomeGroup] {
            let codes = definitions.areas.of_kind(kind).collect();
            divisions.push((AREA, codes, Rule::AverageAndParts.severity()));
        }
        let groups = definitions.areas.of_kind(AreaKind::IncomeGroup);
        let ends: Vec<&str> = groups.filter(|code| ENDS.contains(code)).collect();
        divisions.push((AREA, ends, Severity::Note));
    }
    divisions.retain(|(_, codes, _)| codes.len() > 1);
    divisions
}

/// A finding where no number of the average lies between its parts.
fn outside(figure: &Figure, dimension: &str, parts: &[&Figure], severity: Severity) -> Option<Finding> {
    let interval = |figure: &Figure| figure.value.as_ref().map(Interval::of);
    let own = interval(figure)?;
    let between = parts.iter().filter_map(|part| interval(part)).reduce(|all, one| all.hull(&one))?;
    let gap = own.distance(&between).filter(|_| parts.iter().all(|part| part.unit == figure.unit))?;
    let told: Vec<String> = parts.iter().map(|part| format!("{} ({})", value_of(part), part.key)).collect();
    let parts_of_it = [
        ("key", figure.key.clone()),
        ("value", value_of(figure)),
        ("unit", figure.unit.to_string()),
        ("interval", grouped(&own)),
        ("dimension", dimension.to_owned()),
        ("parts", told.join("; ")),
        ("gap", grouped(&gap)),
    ];
    let all: Vec<&Figure> = std::iter::once(figure).chain(parts.iter().copied()).collect();
    let finding = Finding::new(Rule::AverageAndParts, &[&figure.key, dimension], &parts_of_it);
    Some(Finding { severity, ..finding.concerning(&all) })
}

#[cfg(test)]
mod tests;
