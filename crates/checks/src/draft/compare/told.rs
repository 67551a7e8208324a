//! What is said of a place where two versions differ: both words, the likeliest cause, and why they are taken for the same thing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, is_lossy};
use crate::draft::agreement::versions::{
    Alone, Bounded, Differing, Ground, Held, Missing, Odd, Slip, Swapped, Version,
};
use crate::draft::examine::slips;
use crate::draft::telling::{Message, Part, Words};
use crate::draft::{Draft, Span};
use crate::finding::Severity;

/// A place where two versions differ, whose words are not chosen yet.
type Found = Difference<Message>;

/// Everything that is told of two versions, in the words of a language.
pub(super) fn differences(
    first: &Version<'_>,
    second: &Version<'_>,
    held: &Held,
    words: &Words,
) -> Vec<Difference> {
    found(first, second, held).into_iter().map(|found| told(found, words)).collect()
}

fn told(found: Found, words: &Words) -> Difference {
    let Difference { id, rule, severity, first, second, message, notes, help } = found;
    let notes = notes.iter().map(|note| words.tell(note)).collect();
    let (message, help) = (words.tell(&message), words.tell(&help));
    Difference { id, rule, severity, first, second, message, notes, help }
}

fn found(first: &Version<'_>, second: &Version<'_>, held: &Held) -> Vec<Found> {
    let names = names(first, second);
    let differing = held.differing.iter().map(|found| differing(first, second, &names, found));
    let missing = held.missing.iter().map(|found| missing(first, second, &names, found));
    let bounds = held.bounds.iter().map(|found| bounded(first, second, &names, found));
    let swapped = held.swapped.iter().map(|found| swapped(first, second, &names, found));
    let odd = held.odd.iter().map(|found| odd(first, second, &names, found));
    let passages = held.alone.iter().map(|found| passage(&names, found));
    differing
        .chain(missing)
        .chain(swapped)
        .chain(bounds)
        .chain(odd)
        .chain(passages)
        .chain(alone(first, second, &names, held))
        .collect()
}

/// How the versions are called: by their languages, or by their files where that is one.
fn names(first: &Version<'_>, second: &Version<'_>) -> [String; 2] {
    let by = |version: &Version<'_>| {
        if first.language == second.language {
            version.draft.name.clone()
        } else {
            version.language.to_owned()
        }
    };
    [by(first), by(second)]
}

fn words<'a>(draft: &'a Draft, span: &Span) -> &'a str {
    draft.words(span).trim()
}

fn differing(
    first: &Version<'_>,
    second: &Version<'_>,
    [one, two]: &[String; 2],
    found: &Differing,
) -> Found {
    let (own, other) = (words(first.draft, &found.first), words(second.draft, &found.second));
    let rule = if found.period { "differing-period" } else { "differing-value" };
    let mut notes = Vec::new();
    if let Some(slip) = found.slip {
        notes.push(cause((first, own), (second, other), slip));
    }
    notes.push(why(found));
    Difference {
        id: id(rule, &found.first),
        rule: rule.to_owned(),
        severity: if found.sure { Severity::Error } else { Severity::Warning },
        first: Some(found.first.clone()),
        second: Some(found.second.clone()),
        message: differ([one, two], [own, other]),
        notes,
        help: Message::new(if found.period { "same-period-help" } else { "same-number-help" }),
    }
}

/// One says this where the other says that.
fn differ([one, two]: [&String; 2], [own, other]: [&str; 2]) -> Message {
    let says = Message::new("versions-differ").with("one", version(one)).with("own", own);
    says.with("two", version(two)).with("other", other)
}

fn version(name: &str) -> Part {
    Part::Version(name.to_owned())
}

/// Why both are taken for the same thing.
fn why(found: &Differing) -> Message {
    match (found.support, found.ground, found.sole) {
        (0, Ground::Table, _) => Message::new("why-row"),
        (0, Ground::Between | Ground::Beside | Ground::None, _) => Message::new("why-place"),
        (1, _, true) => Message::new("why-one-alone"),
        (1, _, false) => Message::new("why-one"),
        (n, _, true) => Message::new("why-many-alone").number("count", &n),
        (n, _, false) => Message::new("why-many").number("count", &n),
    }
}

/// What makes one of the other; the word of magnitude where a language's own confusion fits.
fn cause((first, own): (&Version<'_>, &str), (second, other): (&Version<'_>, &str), slip: Slip) -> Message {
    match slip {
        Slip::PowerOfTen(power) => {
            // `power` is that by which the second must grow.
            let words = [(first, own, power.saturating_neg()), (second, other, power)];
            let mut words: Vec<(i32, Message)> = words
                .into_iter()
                .filter_map(|(version, written, power)| {
                    let word = slips::word(written, version.lexicon, |fits| fits == power)?;
                    let language = Part::Version(version.language.to_owned());
                    Some((power, Message::new("word-in").with("language", language).with("fits", word)))
                })
                .collect();
            // A word that says too much is the likelier: it looks like that of another language.
            words.sort_by_key(|(power, _)| *power);
            let words = words.into_iter().map(|(_, word)| word);
            let or = |one: Message, other| Message::new("or").with("one", one).with("other", other);
            let by_power = || Message::new("differ-by-power").number("power", &power.unsigned_abs());
            words.reduce(or).unwrap_or_else(by_power)
        }
        Slip::Unit => Message::new("other-unit"),
        Slip::Swapped => Message::new("swapped-digits"),
        Slip::Digit => Message::new("one-digit"),
    }
}

fn missing(first: &Version<'_>, second: &Version<'_>, [one, two]: &[String; 2], found: &Missing) -> Found {
    let is_first = found.side == 0;
    let (version, has, lacks) = if is_first { (first, one, two) } else { (second, two, one) };
    let said = words(version.draft, &found.span);
    let (own, other) = (found.span.clone(), found.beside.clone());
    let rule = "missing-number";
    let (here, there) = if is_first { (own.clone(), other) } else { (other, own.clone()) };
    Difference {
        id: format!("{}-{}", id(rule, &own), found.side + 1),
        rule: rule.to_owned(),
        severity: Severity::Warning,
        first: Some(here),
        second: Some(there),
        message: match found.more {
            0 => Message::new("missing-number"),
            more => Message::new("missing-number-more").number("more", &more),
        }
        .with("has", self::version(has))
        .with("own", said)
        .with("lacks", self::version(lacks)),
        notes: vec![Message::new("missing-number-note").number("count", &found.support)],
        help: Message::new("missing-number-help"),
    }
}

fn bounded(first: &Version<'_>, second: &Version<'_>, [one, two]: &[String; 2], found: &Bounded) -> Found {
    let (own, other) = (words(first.draft, &found.first), words(second.draft, &found.second));
    let rule = "differing-bound";
    Difference {
        id: id(rule, &found.first),
        rule: rule.to_owned(),
        severity: if found.opposite { Severity::Warning } else { Severity::Note },
        first: Some(found.first.clone()),
        second: Some(found.second.clone()),
        message: differ([one, two], [own, other]),
        notes: vec![Message::new(if found.opposite { "opposite-limits" } else { "one-limit" })],
        help: Message::new("same-limit-help"),
    }
}

/// Two numbers that changed places: told once, at the first of them in the first version.
fn swapped(first: &Version<'_>, second: &Version<'_>, [one, two]: &[String; 2], found: &Swapped) -> Found {
    let rule = "differing-value";
    let [own, own_next] = found.first.each_ref().map(|span| words(first.draft, span));
    let [other, other_next] = found.second.each_ref().map(|span| words(second.draft, span));
    let [span, _] = &found.first;
    let [place, _] = &found.second;
    Difference {
        id: id(rule, span),
        rule: rule.to_owned(),
        severity: if found.cells { Severity::Error } else { Severity::Warning },
        first: Some(span.clone()),
        second: Some(place.clone()),
        message: Message::new("versions-differ-twice")
            .with("one", version(one))
            .with("own", own)
            .with("own_next", own_next)
            .with("two", version(two))
            .with("other", other)
            .with("other_next", other_next),
        notes: vec![Message::new(if found.cells { "cells-swapped" } else { "numbers-swapped" })],
        help: Message::new("numbers-swapped-help"),
    }
}

/// A number that agrees only if it is read against the habits of its language.
fn odd(first: &Version<'_>, second: &Version<'_>, [one, two]: &[String; 2], found: &Odd) -> Found {
    let (own, other) = (words(first.draft, &found.first), words(second.draft, &found.second));
    let (language, written) = if found.side == 0 { (one, own) } else { (two, other) };
    let rule = "differing-value";
    Difference {
        id: id(rule, &found.first),
        rule: rule.to_owned(),
        severity: Severity::Warning,
        first: Some(found.first.clone()),
        second: Some(found.second.clone()),
        message: differ([one, two], [own, other]),
        notes: vec![Message::new("other-habits").with("language", version(language)).with("own", written)],
        help: Message::new("other-habits-help").with("language", version(language)),
    }
}

/// A row or another passage that only one version has.
fn passage([one, two]: &[String; 2], found: &Alone) -> Found {
    let lacks = if found.side == 0 { two } else { one };
    let (rule, severity) =
        if found.row { ("missing-row", Severity::Warning) } else { ("missing-passage", Severity::Note) };
    let message = if found.row { Message::new("missing-row") } else { Message::new("missing-passage") };
    let (span, beside) = (found.span.clone(), found.beside.clone());
    let id = format!("{}-{}", id(rule, &span), found.side + 1);
    let (first, second) = if found.side == 0 { (span, beside) } else { (beside, span) };
    Difference {
        id,
        rule: rule.to_owned(),
        severity,
        first: Some(first),
        second: Some(second),
        message: message.with("lacks", version(lacks)),
        notes: vec![Message::new("missing-passage-note")],
        help: Message::new("missing-passage-help"),
    }
}

/// Sections that only one version has, each once with all that stands in it.
fn alone(first: &Version<'_>, second: &Version<'_>, names: &[String; 2], held: &Held) -> Vec<Found> {
    let mut told = Vec::new();
    let paired: [Vec<usize>; 2] = [
        held.sections.iter().filter_map(|(own, _)| own.checked_sub(1)).collect(),
        held.sections.iter().filter_map(|(_, other)| other.checked_sub(1)).collect(),
    ];
    let [one, two] = names;
    let sides = [(first.draft, second.draft, two), (second.draft, first.draft, one)];
    for (side, ((draft, other, lacks), paired)) in sides.into_iter().zip(&paired).enumerate() {
        let paired: BTreeSet<usize> = paired.iter().copied().collect();
        for (at, section) in draft.sections.iter().enumerate() {
            // A section within one that is alone is told with it.
            if paired.contains(&at) || section.parent.is_some_and(|parent| !paired.contains(&parent)) {
                continue;
            }
            let Some(block) = draft.blocks.get(section.heading) else { continue };
            let count = |counts: &[BTreeMap<usize, usize>; 2]| {
                counts.get(side).and_then(|counts| counts.get(&at.saturating_add(1))).copied().unwrap_or(0)
            };
            // What it says stands elsewhere, or it says nothing in numbers: then only its heading is known to be missing, and files of
            // two forms have other headings.
            let (found, only) = (count(&held.agreeing) > 0, count(&held.left) == 0);
            if (found || only) && draft.form != other.form {
                continue;
            }
            let span = Span { block: section.heading, start: 0, end: block.text.len() };
            let name = section.number.iter().chain([&section.title]).cloned().collect::<Vec<_>>().join(" ");
            let rule = "missing-section";
            let lost = is_lossy(other) || is_lossy(draft) || !section.certain;
            let note = if found {
                Some(Message::new("section-elsewhere"))
            } else {
                lost.then(|| Message::new("headings-lost"))
            };
            told.push(Difference {
                id: format!("{}-{}", id(rule, &span), side + 1),
                rule: rule.to_owned(),
                severity: Severity::Note,
                first: (side == 0).then(|| span.clone()),
                second: (side == 1).then(|| span.clone()),
                message: Message::new("missing-section").with("lacks", version(lacks)).with("name", &name),
                notes: note.into_iter().collect(),
                help: Message::new("missing-section-help"),
            });
        }
    }
    told
}

fn id(rule: &str, span: &Span) -> String {
    format!("{rule}-{}-{}", span.block, span.start)
}
