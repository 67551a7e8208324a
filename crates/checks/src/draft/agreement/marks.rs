//! What is said of a number that disagrees with the report.

use super::Reference;
use super::passage::Passage;
use super::said::{self, Said, Slip, What};
use crate::draft::telling::{Found, Message};
use crate::draft::{Mark, Span};
use crate::finding::Severity;

/// A mark at a number that another source gives for the figure, and that the report does not accept.
pub(super) fn disputed(
    (passage, own): (&Passage, &Said),
    (other, meant): (&Passage, &Said),
    reference: &Reference,
) -> Found {
    let mark = mark((passage, own), (other, meant), false, reference);
    let printed = other.text.get(meant.span.clone()).unwrap_or_default().trim();
    let words = passage.text.get(own.span.clone()).unwrap_or_default().trim();
    let rule = "disputed-value";
    Mark {
        id: mark.id.replacen(&mark.rule, rule, 1),
        rule: rule.to_owned(),
        message: Message::new("disputed-value").with("own", words).with("printed", printed),
        help: Message::new("disputed-value-help"),
        ..mark
    }
}

/// A mark at a period whose numbers the report says of another year.
pub(super) fn misdated(
    (passage, own): (&Passage, &Said),
    (other, meant): (&Passage, &Said),
    year: i16,
    reference: &Reference,
) -> Found {
    let mark = mark((passage, own), (other, meant), false, reference);
    let words = passage.text.get(own.span.clone()).unwrap_or_default().trim();
    let printed = other.text.get(meant.span.clone()).unwrap_or_default().trim();
    let message = Message::new("other-year").with("own", words).with("printed", printed);
    Mark { message: message.number("year", &year), ..mark }
}

/// A mark at a number of a draft: what the report says in its place, and the likeliest cause.
pub(super) fn mark(
    (passage, own): (&Passage, &Said),
    (other, meant): (&Passage, &Said),
    sure: bool,
    reference: &Reference,
) -> Found {
    let range = passage.range(own);
    let words = passage.text.get(own.span.clone()).unwrap_or_default().trim();
    let printed = other.text.get(meant.span.clone()).unwrap_or_default().trim();
    let is_period = matches!(own.what, What::Period(_));
    let rule = if is_period { "other-period" } else { "other-value" };
    let says = if other.section.is_empty() {
        Message::new("report-says-at-head")
    } else {
        Message::new("report-says").with("section", &other.section)
    };
    let mut notes = vec![says.with("excerpt", &excerpt(other, meant)).noted()];
    let revision = meant.figure.as_ref().and_then(|key| reference.revisions.get(key));
    notes
        .extend(revision.map(|revision| Message::new("since-revision").number("revision", revision).noted()));
    notes.extend(said::slip(own, meant).map(|slip| cause(slip).noted()));
    Mark {
        id: format!("{rule}-{}-{}", passage.block, range.start),
        rule: rule.to_owned(),
        severity: if sure { Severity::Error } else { Severity::Warning },
        span: Span { block: passage.block, start: range.start, end: range.end },
        message: Message::new("other-value").with("own", words).with("printed", printed),
        notes,
        help: Message::new(if is_period { "other-period-help" } else { "other-value-help" }),
        // Of a listing's cell the listing, which has a page.
        figure: meant.figure.as_ref().and_then(|key| key.split('#').next()).map(str::to_owned),
        link: None,
    }
}

fn cause(slip: Slip) -> Message {
    match slip {
        Slip::PowerOfTen(power) => {
            let way = Message::new(if power < 0 { "too-small" } else { "too-large" });
            way.number("power", &power.unsigned_abs())
        }
        Slip::Unit => Message::new("other-unit"),
        Slip::Swapped => Message::new("swapped-digits"),
        Slip::Digit => Message::new("one-digit"),
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
