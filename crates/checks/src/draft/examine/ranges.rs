//! Ranges whose first end is the larger one: "60–40 %", as text in two directions or a slip of the hand leaves them.
//!
//! "From 80 to 60" tells a change or a span and is passed over; so is what has no unit, since scores and votes are written alike.

use crate::draft::telling::{Found, Message};
use crate::draft::{Mark, Span};
use crate::finding::Severity;
use crate::quantities::{Kind, Lexicon, Mention, Role, Says, Words};
use crate::reading::Amount;

/// A mark for each range that is written the wrong way round.
pub(super) fn reversed(block: usize, text: &str, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Found> {
    let first = |mention: &&Mention| mention.range.is_some_and(|range| range.first && range.reversed);
    let mut marks = Vec::new();
    if !mentions.iter().any(|mention| first(&mention)) {
        return marks;
    }
    let words = Words::of(text, lexicon);
    for mention in mentions.iter().filter(first) {
        let other = mention.range.and_then(|range| mentions.get(range.other));
        marks.extend(other.and_then(|other| mark(block, text, [mention, other], &words)));
    }
    marks
}

fn mark(block: usize, text: &str, [first, second]: [&Mention; 2], words: &Words<'_>) -> Option<Found> {
    let tells_change = |mention: &Mention| {
        mention.change.is_some_and(|change| matches!(change.role, Role::From | Role::To | Role::Factor))
    };
    let is_plain = |mention: &Mention| mention.kind == Kind::Quantity && !mention.ambiguous;
    if tells_change(first) || tells_change(second) || !is_plain(first) || !is_plain(second) {
        return None;
    }
    // Opening times run past noon.
    let of_times = first.codes().iter().any(|code| code == "hour");
    if of_times
        || first.codes().is_empty()
        || !is_above(first, second)
        || !joins_ends(text, [first, second], words)
    {
        return None;
    }
    let [one, other] = [first, second].map(|m| text.get(m.span.clone()).unwrap_or_default());
    Some(Mark {
        id: format!("reversed-range-{block}-{}", first.span.start),
        rule: "reversed-range".to_owned(),
        severity: Severity::Warning,
        span: Span { block, start: first.span.start, end: second.span.end },
        message: Message::new("reversed-range").with("one", one).with("other", other),
        notes: Vec::new(),
        help: Message::new("reversed-range-help"),
        figure: None,
        link: None,
    })
}

fn is_above(first: &Mention, second: &Mention) -> bool {
    let number = |mention: &Mention| match mention.reading()?.amount {
        Amount::Exact(number) => Some(number),
        Amount::Fraction(..) | Amount::None => None,
    };
    matches!((number(first), number(second)), (Some(a), Some(b)) if a > b)
}

/// Whether the ends are joined as those of a range: by a dash, or "between" before them. What "from" or nothing opens may tell a change.
fn joins_ends(text: &str, [first, second]: [&Mention; 2], words: &Words<'_>) -> bool {
    let between = text.get(first.span.end..second.span.start).unwrap_or_default();
    let sign = |c: char| c.is_whitespace() || ('\u{200b}'..='\u{200f}').contains(&c);
    if matches!(between.trim_matches(sign), "–" | "-" | "~" | "‑" | "—" | "～") {
        return true;
    }
    let joint = words.between(first.span.end, second.span.start);
    joint.iter().all(|word| word.says == Says::And) && !joint.is_empty()
}

#[cfg(test)]
mod tests;
