//! What is said of a number that disagrees with the report.

use super::Reference;
use super::passage::Passage;
use super::said::{self, Said, Slip, What};
use crate::draft::{Mark, Note, Span};
use crate::finding::Severity;

/// A mark at a number that another source gives for the figure, and that the report does not accept.
pub(super) fn disputed(
    (passage, own): (&Passage, &Said),
    (other, meant): (&Passage, &Said),
    reference: &Reference,
) -> Mark {
    let mark = mark((passage, own), (other, meant), false, reference);
    let printed = other.text.get(meant.span.clone()).unwrap_or_default().trim();
    let words = passage.text.get(own.span.clone()).unwrap_or_default().trim();
    let rule = "disputed-value";
    Mark {
        id: mark.id.replacen(&mark.rule, rule, 1),
        rule: rule.to_owned(),
        message: format!("{words} is a value that the report does not accept; it says {printed}"),
        help: "write the accepted value, or ask the department for the right one".to_owned(),
        ..mark
    }
}

/// A mark at a period whose numbers the report says of another year.
pub(super) fn misdated(
    (passage, own): (&Passage, &Said),
    (other, meant): (&Passage, &Said),
    year: i16,
    reference: &Reference,
) -> Mark {
    let mark = mark((passage, own), (other, meant), false, reference);
    let words = passage.text.get(own.span.clone()).unwrap_or_default().trim();
    let printed = other.text.get(meant.span.clone()).unwrap_or_default().trim();
    Mark { message: format!("{words} where the report says {printed} of {year}"), ..mark }
}

/// A mark at a number of a draft: what the report says in its place, and the likeliest cause.
pub(super) fn mark(
    (passage, own): (&Passage, &Said),
    (other, meant): (&Passage, &Said),
    sure: bool,
    reference: &Reference,
) -> Mark {
    let range = passage.range(own);
    let words = passage.text.get(own.span.clone()).unwrap_or_default().trim();
    let printed = other.text.get(meant.span.clone()).unwrap_or_default().trim();
    let is_period = matches!(own.what, What::Period(_));
    let rule = if is_period { "other-period" } else { "other-value" };
    let mut notes = Vec::new();
    let section = if other.section.is_empty() {
        "at its head".to_owned()
    } else {
        format!("in section {}", other.section)
    };
    notes.push(Note { text: format!("the report says {section}: {}", excerpt(other, meant)), span: None });
    let revision = meant.figure.as_ref().and_then(|key| reference.revisions.get(key));
    notes.extend(
        revision.map(|revision| Note {
            text: format!("its figure says so since revision {revision}"),
            span: None,
        }),
    );
    notes.extend(said::slip(own, meant).map(|slip| Note { text: cause(slip), span: None }));
    Mark {
        id: format!("{rule}-{}-{}", passage.block, range.start),
        rule: rule.to_owned(),
        severity: if sure { Severity::Error } else { Severity::Warning },
        span: Span { block: passage.block, start: range.start, end: range.end },
        message: format!("{words} where the report says {printed}"),
        notes,
        help: if is_period {
            "correct the period, or what is said of it"
        } else {
            "correct the number, or its record"
        }
        .to_owned(),
        // Of a listing's cell the listing, which has a page.
        figure: meant.figure.as_ref().and_then(|key| key.split('#').next()).map(str::to_owned),
        link: None,
    }
}

fn cause(slip: Slip) -> String {
    match slip {
        Slip::PowerOfTen(power) => {
            let way = if power < 0 { "small" } else { "large" };
            format!("it is too {way} by the factor 10^{}", power.unsigned_abs())
        }
        Slip::Unit => "it is the same number in another unit".to_owned(),
        Slip::Swapped => "two digits have changed places".to_owned(),
        Slip::Digit => "one digit differs".to_owned(),
    }
}

/// The words around a number of the report.
fn excerpt(passage: &Passage, said: &Said) -> String {
    const AROUND: usize = 40;
    let before = passage.text.get(..said.span.start).unwrap_or_default();
    let after = passage.text.get(said.span.end..).unwrap_or_default();
    let start = before.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at);
    let end = after.char_indices().take(AROUND).last().map_or(0, |(at, c)| at.saturating_add(c.len_utf8()));
    let sign = |cut: bool| if cut { "…" } else { "" };
    let number = passage.text.get(said.span.clone()).unwrap_or_default();
    let words = format!(
        "{}{}{number}{}{}",
        sign(start > 0),
        before.get(start..).unwrap_or_default(),
        after.get(..end).unwrap_or_default(),
        sign(end < after.len())
    );
    words.replace(['\t', '\n'], " ")
}
