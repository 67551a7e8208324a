//! What is asked beside a figure: the same measure over other periods, and at the other codes of each dimension. The names of codes that
//! are a service's records are its own to tell: they are asked with them.
//!
//! All of it goes into the one batch that asks for the figure itself, so that a page is one snapshot of its service and costs one call.

use figures::measure::NAME_COLUMN;
use figures::{
    Answer, Bound, Catalogue, Decimals, Figure, FigureKey, Listing, ListingRow, Measure, MeasureKind,
    Rational, Selector, Status, Unit, Value,
};
use interchange::{AreaKind, Areas};
use render::figure_page::around::{Around, Group, MOST_MEMBERS, Neighbour};
use render::figure_page::facts;
use render::texts::Texts;
use report::Content;
use report::model::Mark;

use super::words::Words;

/// The most keys that are asked beside a figure; what a measure with more dimensions has is a link away all the same.
const MOST_KEYS: usize = 16;
/// The one dimension for places in every service.
const AREA: &str = "area";
const PERIOD: &str = "period";
/// A text of as many characters has room in a drawing.
const SHORT: usize = 6;

/// A key beside a figure and what its answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beside {
    key: FigureKey,
    part: Part,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Each period that has a value.
    Periods,
    /// The total over a dimension.
    Total(String),
    /// The codes of a dimension; of areas those of a kind.
    Codes(String),
    /// The names of a dimension's codes.
    Names(String),
    /// The same of another measure.
    Other,
}

/// The listings that name the codes of a key's dimensions.
pub(super) fn naming(key: &FigureKey, catalogue: &Catalogue) -> Vec<Beside> {
    let named = key.dimensions.keys().filter_map(|dimension| {
        let listing = catalogue.naming(&key.service, dimension)?;
        let each = Selector::Each { kind: None };
        let dimensions = [(dimension.clone(), each)].into();
        let key = FigureKey { measure: listing.name.clone(), dimensions, ..key.clone() };
        Some(Beside { key, part: Part::Names(dimension.clone()) })
    });
    named.collect()
}

/// What the answers say that codes are called: dimension, code and name.
pub(super) fn names<'a>(
    asked: &'a [Beside],
    answers: &'a [Answer],
) -> impl Iterator<Item = (String, String, String)> + 'a {
    asked.iter().zip(answers).flat_map(|(beside, answer)| match (&beside.part, answer) {
        (Part::Names(dimension), Answer::Listing(listing)) => names_of(dimension, listing),
        _ => Vec::new(),
    })
}

fn names_of(dimension: &str, listing: &Listing) -> Vec<(String, String, String)> {
    let place = |name: &str| listing.columns.iter().position(|column| column.name == name);
    let (Some(code), Some(label)) = (place(dimension), place(NAME_COLUMN)) else { return Vec::new() };
    let text = |row: &ListingRow, column: usize| row.cells.get(column)?.text().map(str::to_owned);
    let rows = listing.rows.iter().filter(|row| !row.aggregate);
    rows.filter_map(|row| Some((dimension.to_owned(), text(row, code)?, text(row, label)?))).collect()
}

/// What to ask beside a canonical exact key of a measure; nothing of a listing.
pub(super) fn beside(key: &FigureKey, measure: &Measure, areas: &Areas) -> Vec<Beside> {
    if !key.is_exact() || measure.kind == MeasureKind::Listing {
        return Vec::new();
    }
    let mut all = Vec::new();
    let open = |dimension: &str, kind: Option<&str>| {
        let mut open = key.clone();
        open.dimensions.insert(dimension.to_owned(), Selector::Each { kind: kind.map(str::to_owned) });
        open
    };
    if key.code(PERIOD).is_some() {
        all.push(Beside { key: open(PERIOD, None), part: Part::Periods });
    }
    for dimension in measure.dimensions.iter().filter(|dimension| *dimension != PERIOD) {
        // An event is no part of a total over events.
        if measure.period_from.as_ref() != Some(dimension) {
            all.push(Beside { key: total(key, dimension, measure), part: Part::Total(dimension.clone()) });
        }
        for kind in kinds(key, dimension, areas) {
            all.push(Beside { key: open(dimension, kind), part: Part::Codes(dimension.clone()) });
        }
    }
    all.truncate(MOST_KEYS);
    all
}

/// The same key of each measure that is shown beside its own, where that has the same dimensions.
pub(super) fn others(key: &FigureKey, content: &Content) -> Vec<Beside> {
    let path = format!("{}/{}", key.service, key.measure);
    let other = |path: &str| {
        let (service, name) = path.split_once('/')?;
        let measure = content.catalogue.get(service, name)?;
        let key = FigureKey { measure: name.to_owned(), ..key.clone() };
        let key = measure.canonical(&key).ok().filter(FigureKey::is_exact)?;
        Some(Beside { key, part: Part::Other })
    };
    content.pages.beside(&path).filter_map(other).collect()
}

fn total(key: &FigureKey, dimension: &str, measure: &Measure) -> FigureKey {
    let mut total = key.clone();
    total.dimensions.remove(dimension);
    measure.canonical(&total).unwrap_or(total)
}

/// The kinds of codes to be listed: of areas the kind of the key's own, or of its total each that groups places.
fn kinds(key: &FigureKey, dimension: &str, areas: &Areas) -> Vec<Option<&'static str>> {
    if dimension != AREA {
        return vec![None];
    }
    let own = key.code(AREA).and_then(|code| areas.get(code)).map(|area| area.kind);
    match own {
        Some(kind) if kind != AreaKind::World => vec![Some(kind.name())],
        Some(_) | None => [AreaKind::ItuRegion, AreaKind::IncomeGroup, AreaKind::DevelopmentGroup]
            .map(|kind| Some(kind.name()))
            .into(),
    }
}

impl Beside {
    /// The key to be asked.
    pub(super) fn key(&self) -> &FigureKey {
        &self.key
    }
}

/// What the answers to [`beside`] say; one that is an error says nothing, and the rest stands.
pub(super) fn around(asked: &[Beside], answers: Vec<Answer>, figure: &Figure, words: &Words) -> Around {
    let mut around = Around::default();
    let mut total: Option<Figure> = None;
    for (beside, answer) in asked.iter().zip(answers) {
        let figures = answer.into_figures();
        match &beside.part {
            Part::Periods => {
                around.periods = figures.iter().map(|one| neighbour(one, PERIOD, figure, words)).collect();
                around.unit = shortened(&mut around.periods, &figures, words).unwrap_or_default();
            }
            Part::Names(_) => {}
            Part::Other => around.groups.extend(figures.first().and_then(|one| apart(one, figure, words))),
            Part::Total(_) => total = figures.into_iter().next().filter(is_recorded),
            Part::Codes(dimension) => {
                // Where the figure is the total itself, its parts are compared with it without saying so again.
                let above = total.as_ref().filter(|total| total.key != figure.key);
                let above = above.map(|total| neighbour(total, dimension, figure, words));
                around.groups.extend(group(beside, dimension, above, &figures, figure, words));
            }
        }
    }
    around
}

/// Gives neighbours short texts where some text is long; says the unit and scale that they leave to the head.
fn shortened(neighbours: &mut [Neighbour], figures: &[Figure], words: &Words) -> Option<String> {
    if neighbours.iter().all(|one| one.text.chars().count() <= SHORT) {
        return None;
    }
    let known: Vec<&Figure> = figures.iter().filter(|one| one.value.is_some()).collect();
    let column = words.column(&known)?;
    let known = neighbours.iter_mut().filter(|one| one.number.is_some());
    known.zip(column.cells).for_each(|(one, text)| one.short = Some(text));
    Some(column.head)
}

/// The figure of another measure, with how far it is from this one; that is told and not judged.
fn apart(one: &Figure, figure: &Figure, words: &Words) -> Option<Group> {
    if !is_recorded(one) || one.unit != figure.unit {
        return None;
    }
    let texts = Texts::of(words.language());
    let mut member = neighbour(one, PERIOD, figure, words);
    let key: Option<FigureKey> = one.key.parse().ok();
    let measure = key.as_ref().and_then(|key| words.measure(&key.service, &key.measure));
    member.label = measure.and_then(|measure| words.label(&measure.label)).map(str::to_owned);
    let unit = if one.unit.code() == "percent" { Unit::new("pp").ok()? } else { one.unit.clone() };
    let distance = one.value.zip(figure.value).and_then(|(one, own)| distance(&one, &own));
    let distance = distance.and_then(|distance| words.value(&distance, &unit, None));
    Some(Group::of_another_measure(texts, member, distance.as_deref()))
}

/// How far two values are apart, as exactly as the less exact one is known.
fn distance(one: &Value, other: &Value) -> Option<Value> {
    let decimals = one.decimals.coarsest(other.decimals);
    let number = one.number.checked_sub(other.number)?.abs();
    let number = match decimals {
        Decimals::Inf => number,
        Decimals::Exp(decimals) => Rational::from(number).nearest(decimals).to_decimal()?,
    };
    Value::new(number, decimals, Bound::Exact).ok()
}

fn is_recorded(figure: &Figure) -> bool {
    figure.status != Status::Missing(figures::MissingReason::NotRecorded)
}

/// The values at the codes of a dimension under their total; none where there is nothing but the figure itself.
fn group(
    beside: &Beside,
    dimension: &str,
    total: Option<Neighbour>,
    members: &[Figure],
    figure: &Figure,
    words: &Words,
) -> Option<Group> {
    let members = members.iter().map(|one| neighbour(one, dimension, figure, words));
    let mut members: Vec<Neighbour> = total.into_iter().chain(members).collect();
    if !members.iter().any(|one| !one.current) {
        return None;
    }
    let more = members.len().saturating_sub(MOST_MEMBERS);
    if let Some(own) = members.iter().position(|one| one.current).filter(|own| *own >= MOST_MEMBERS) {
        members.swap(own, MOST_MEMBERS.saturating_sub(1));
    }
    members.truncate(MOST_MEMBERS);
    let kind = match beside.key.dimensions.get(dimension) {
        Some(Selector::Each { kind: Some(kind) }) => words.code("area-kind", kind),
        Some(Selector::Each { kind: None } | Selector::Code(_)) | None => None,
    };
    let label = kind.map_or_else(|| words.dimension(dimension), str::to_owned);
    Some(Group { label, list: beside.key.to_string(), members, more })
}

fn neighbour(one: &Figure, dimension: &str, figure: &Figure, words: &Words) -> Neighbour {
    let key: Option<FigureKey> = one.key.parse().ok();
    let code = key.as_ref().and_then(|key| key.code(dimension));
    let texts = Texts::of(words.language());
    let text = match (&one.value, one.status) {
        (Some(value), _) => words.printed(value, one),
        (None, Status::Missing(reason)) => facts::missing(texts, reason),
        (None, Status::Available | Status::Unavailable) => texts.say("status-unavailable"),
    };
    Neighbour {
        label: code.map(|code| words.name(dimension, code)),
        period: one.period.clone(),
        number: one.value.map(|value| value.number),
        text,
        short: None,
        marks: marks(one),
        source: one.sources.first().cloned(),
        current: one.key == figure.key,
        key: one.key.clone(),
    }
}

fn marks(figure: &Figure) -> Vec<Mark> {
    let missing = matches!(figure.status, Status::Missing(_));
    let unavailable = figure.status == Status::Unavailable;
    let all = [
        (missing, Mark::Missing),
        (unavailable, Mark::Unavailable),
        (figure.last_known_at.is_some(), Mark::LastKnown),
        (figure.disputed, Mark::Disputed),
        (figure.conversions.is_some(), Mark::Converted),
    ];
    all.into_iter().filter_map(|(there, mark)| there.then_some(mark)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: (&str, &str), other: (&str, &str), expected: (&str, &str)) {
        let value = |(number, decimals): (&str, &str)| {
            let number = figures::value::parse_decimal(number).expect("a number");
            Value::new(number, decimals.parse().expect("decimals"), Bound::Exact).expect("a value")
        };
        assert_eq!(distance(&value(one), &value(other)), Some(value(expected)));
        assert_eq!(distance(&value(other), &value(one)), Some(value(expected)), "either way");
    }

    #[test]
    fn a_distance_is_known_as_the_less_exact_value_is() {
        check(("68", "0"), ("53.3", "1"), ("15", "0"));
        check(("66.6", "1"), ("66.6", "1"), ("0", "1"));
        check(("12", "INF"), ("5", "INF"), ("7", "INF"));
    }
}
