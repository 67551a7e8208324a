//! Changes that do not follow from their ends: "from 117 to 127, up 18 %".

use figures::{Grade, Quantity, QuantityError, Relation, Statement, Unit};

use super::same_sentence;
use crate::draft::{Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::{Direction, Mention, Role};

const PERCENT: &str = "percent";
const POINTS: &str = "percentage-point";

/// A mark for each change of one sentence whose two ends and difference contradict each other.
pub(super) fn broken(block: usize, text: &str, mentions: &[Mention]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, from) in mentions.iter().enumerate().filter(|(_, mention)| role(mention) == Some(Role::From)) {
        let rest = mentions.get(at..).unwrap_or_default();
        let mut previous = from;
        let (mut to, mut by) = (None, None);
        for mention in rest.iter().skip(1).take_while(|mention| {
            let same = same_sentence(text, previous, mention);
            previous = mention;
            same
        }) {
            match role(mention) {
                // The next change begins.
                Some(Role::From) => break,
                Some(Role::To) if to.is_none() => to = Some(mention),
                Some(Role::By) if by.is_none() => by = Some(mention),
                Some(Role::To | Role::By | Role::Factor) | None => {}
            }
        }
        if let (Some(to), Some(by)) = (to, by) {
            marks.extend(contradiction(block, text, [from, to, by]));
        }
    }
    marks
}

fn role(mention: &Mention) -> Option<Role> {
    mention.change.map(|change| change.role)
}

/// Nothing where units do not go together, or something is not known: then nothing is claimed.
fn contradiction(block: usize, text: &str, [from, to, by]: [&Mention; 3]) -> Option<Mark> {
    let unit = to.codes().first()?;
    let [a, b] = [from, to].map(|end| quantity(end, unit));
    let (a, b) = (a?, b?);
    let stated = quantity(by, by.codes().first()?)?;
    let stated = if by.change.and_then(|change| change.direction) == Some(Direction::Down) {
        stated.negated()
    } else {
        stated
    };
    let made = change(&a, &b, by.codes().first()?).ok()?;
    let judged = Statement::judge(&made, Relation::Equal, &stated).ok()?;
    if judged.grade != Grade::Inconsistent {
        return None;
    }
    let span = |mention: &Mention| Span { block, start: mention.span.start, end: mention.span.end };
    let words = |mention: &Mention| text.get(mention.span.clone()).unwrap_or_default().to_owned();
    let mut notes =
        vec![Note { text: format!("from {} to {} is {made}", words(from), words(to)), span: Some(span(to)) }];
    if points_for_percent(&a, &b, by, &stated) {
        notes.push(Note { text: "it fits as percentage points".to_owned(), span: None });
    }
    Some(Mark {
        id: format!("change-{block}-{}", by.span.start),
        rule: "change".to_owned(),
        severity: Severity::Warning,
        span: span(by),
        message: format!("{} does not follow from {} and {}", words(by), words(from), words(to)),
        notes,
        help: "correct the change or one of its ends".to_owned(),
        figure: None,
        link: None,
    })
}

/// A mention as a quantity in a unit; nothing of several readings, since one of them may be right.
fn quantity(mention: &Mention, unit: &str) -> Option<Quantity> {
    let own = mention.codes();
    if mention.ambiguous || !(own.is_empty() || own.iter().any(|code| code == unit)) {
        return None;
    }
    Some(Quantity::of(&mention.reading()?.value()?, &Unit::new(unit).ok()?))
}

/// What happened between two ends, in the unit that the change is stated in.
fn change(from: &Quantity, to: &Quantity, unit: &str) -> Result<Quantity, QuantityError> {
    let of_shares = from.dimension == figures::Dimension::of(&percent()?).0;
    match unit {
        PERCENT if !of_shares => to.growth_from(from),
        _ => to.difference_from(from),
    }
}

fn percent() -> Result<Unit, QuantityError> {
    Unit::new(PERCENT).map_err(|_| QuantityError::Nothing)
}

/// Whether a growth in per cent of two shares was meant in percentage points.
fn points_for_percent(from: &Quantity, to: &Quantity, by: &Mention, stated: &Quantity) -> bool {
    let of = |unit: &str| {
        Unit::new(unit)
            .ok()
            .map(|unit| Quantity { dimension: figures::Dimension::of(&unit).0, ..stated.clone() })
    };
    by.codes().iter().any(|code| code == PERCENT)
        && to.difference_from(from).is_ok_and(|difference| {
            of(POINTS).is_some_and(|points| {
                Statement::judge(&difference, Relation::Equal, &points)
                    .is_ok_and(|statement| statement.grade != Grade::Inconsistent)
            })
        })
}
