//! What is said of a place where two versions differ: both words, the likeliest cause, and why they are taken for the same thing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, is_lossy};
use crate::draft::agreement::versions::{
    Alone, Bounded, Differing, Ground, Held, Missing, Odd, Slip, Version,
};
use crate::draft::examine::slips;
use crate::draft::{Draft, Span};
use crate::finding::Severity;

/// Everything that is told of two versions.
pub(super) fn differences(first: &Version<'_>, second: &Version<'_>, held: &Held) -> Vec<Difference> {
    let names = names(first, second);
    let differing = held.differing.iter().map(|found| differing(first, second, &names, found));
    let missing = held.missing.iter().map(|found| missing(first, second, &names, found));
    let bounds = held.bounds.iter().map(|found| bounded(first, second, &names, found));
    let odd = held.odd.iter().map(|found| odd(first, second, &names, found));
    let passages = held.alone.iter().map(|found| passage(&names, found));
    differing
        .chain(missing)
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
) -> Difference {
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
        message: format!("{one} says {own} where {two} says {other}"),
        notes,
        help: if found.period { "write the same period in both" } else { "write the same number in both" }
            .to_owned(),
    }
}

/// Why both are taken for the same thing.
fn why(found: &Differing) -> String {
    let things = |n: usize| if n == 1 { "one other thing".to_owned() } else { format!("{n} other things") };
    match (found.support, found.ground, found.sole) {
        (0, Ground::Table, _) => "both stand in the same row of tables whose other rows agree".to_owned(),
        (0, Ground::Between | Ground::Beside | Ground::None, _) => {
            "both stand in the same place, beside passages that agree".to_owned()
        }
        (n, _, true) => format!("both passages say {} and nothing else differs", things(n)),
        (n, _, false) => format!("both passages say {} beside it", things(n)),
    }
}

/// What makes one of the other; the word of magnitude where a language's own confusion fits.
fn cause((first, own): (&Version<'_>, &str), (second, other): (&Version<'_>, &str), slip: Slip) -> String {
    match slip {
        Slip::PowerOfTen(power) => {
            // `power` is that by which the second must grow.
            let words = [(first, own, power.saturating_neg()), (second, other, power)];
            let mut words: Vec<(i32, String)> = words
                .into_iter()
                .filter_map(|(version, written, power)| {
                    let word = slips::word(written, version.lexicon, |fits| fits == power)?;
                    Some((power, format!("in {} {word}", version.language)))
                })
                .collect();
            // A word that says too much is the likelier: it looks like that of another language.
            words.sort();
            if words.is_empty() {
                return format!("they differ by the factor 10^{}", power.unsigned_abs());
            }
            words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(", or ")
        }
        Slip::Unit => "it is the same number in another unit".to_owned(),
        Slip::Swapped => "two digits have changed places".to_owned(),
        Slip::Digit => "one digit differs".to_owned(),
    }
}

fn missing(
    first: &Version<'_>,
    second: &Version<'_>,
    [one, two]: &[String; 2],
    found: &Missing,
) -> Difference {
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
        message: format!("{has} says {said}, {lacks} does not"),
        notes: vec![format!("all else that the passages say agrees: {}", found.support)],
        help: "say it in both, or in neither".to_owned(),
    }
}

fn bounded(
    first: &Version<'_>,
    second: &Version<'_>,
    [one, two]: &[String; 2],
    found: &Bounded,
) -> Difference {
    let (own, other) = (words(first.draft, &found.first), words(second.draft, &found.second));
    let rule = "differing-bound";
    Difference {
        id: id(rule, &found.first),
        rule: rule.to_owned(),
        severity: if found.opposite { Severity::Warning } else { Severity::Note },
        first: Some(found.first.clone()),
        second: Some(found.second.clone()),
        message: format!("{one} says {own} where {two} says {other}"),
        notes: vec![
            if found.opposite {
                "one is a lower limit, the other an upper one"
            } else {
                "only one is a limit"
            }
            .to_owned(),
        ],
        help: "limit the number alike in both".to_owned(),
    }
}

/// A number that agrees only if it is read against the habits of its language.
fn odd(first: &Version<'_>, second: &Version<'_>, [one, two]: &[String; 2], found: &Odd) -> Difference {
    let (own, other) = (words(first.draft, &found.first), words(second.draft, &found.second));
    let (language, written) = if found.side == 0 { (one, own) } else { (two, other) };
    let rule = "differing-value";
    Difference {
        id: id(rule, &found.first),
        rule: rule.to_owned(),
        severity: Severity::Warning,
        first: Some(found.first.clone()),
        second: Some(found.second.clone()),
        message: format!("{one} says {own} where {two} says {other}"),
        notes: vec![format!(
            "by the habits of {language}, {written} is read as another number by the factor 10^3: its decimal sign and its sign between thousands are written otherwise"
        )],
        help: format!("write it as {language} does"),
    }
}

/// A row or another passage that only one version has.
fn passage([one, two]: &[String; 2], found: &Alone) -> Difference {
    let lacks = if found.side == 0 { two } else { one };
    let (rule, what, severity) = if found.row {
        ("missing-row", "row", Severity::Warning)
    } else {
        ("missing-passage", "passage", Severity::Note)
    };
    let (span, beside) = (found.span.clone(), found.beside.clone());
    let id = format!("{}-{}", id(rule, &span), found.side + 1);
    let (first, second) = if found.side == 0 { (span, beside) } else { (beside, span) };
    Difference {
        id,
        rule: rule.to_owned(),
        severity,
        first: Some(first),
        second: Some(second),
        message: format!("{lacks} has no {what} that goes with this one"),
        notes: vec!["nothing that it says in numbers stands in the section over there".to_owned()],
        help: "add it there, or take it out here".to_owned(),
    }
}

/// Sections that only one version has, each once with all that stands in it.
fn alone(first: &Version<'_>, second: &Version<'_>, names: &[String; 2], held: &Held) -> Vec<Difference> {
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
                Some("uncertain: what it says stands in another section over there")
            } else {
                lost.then_some("uncertain: headings may have been lost when the file was read")
            };
            told.push(Difference {
                id: format!("{}-{}", id(rule, &span), side + 1),
                rule: rule.to_owned(),
                severity: Severity::Note,
                first: (side == 0).then(|| span.clone()),
                second: (side == 1).then(|| span.clone()),
                message: format!("{lacks} has no section that goes with {name}"),
                notes: note.map(str::to_owned).into_iter().collect(),
                help: "add it there, or check the headings".to_owned(),
            });
        }
    }
    told
}

fn id(rule: &str, span: &Span) -> String {
    format!("{rule}-{}-{}", span.block, span.start)
}
