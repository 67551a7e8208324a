//! Findings and mistakes as a good compiler shows them: what, where, the line with a mark under it, why, what to do.

mod excerpt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use api::figures::v1::Mistake;
use api::report::v1::{Finding, FindingCounts, FindingState, Place, Severity};
use render::{Texts, words};

use crate::output::{Look, clean};
pub(crate) use excerpt::Files;
use excerpt::Line;

/// The most places that are shown of one finding.
const MOST_PLACES: usize = 4;

/// All findings, and how many there are.
pub(crate) fn text(findings: &[Finding], files: &Files<'_>, language: &str, look: Look) -> String {
    let FindingCounts { errors, warnings, notes } = counts(findings);
    let counts = report::model::FindingCounts { errors, warnings, notes };
    list(findings, files, look) + &words::findings(Texts::of(language), counts) + "\n"
}

/// All findings; notes take a line each.
pub(crate) fn list(findings: &[Finding], files: &Files<'_>, look: Look) -> String {
    let mut text = String::new();
    for finding in findings {
        match finding.severity() {
            Severity::Note => text.push_str(&note(finding, files)),
            Severity::Error | Severity::Warning | Severity::Unspecified => {
                text.push_str(&shown(finding, files, look));
                text.push_str("\n\n");
            }
        }
    }
    if text.ends_with('\n') && !text.ends_with("\n\n") {
        text.push('\n');
    }
    text
}

/// Whether somebody decided on a finding, and no value has changed since.
pub(crate) fn is_settled(finding: &Finding) -> bool {
    match finding.state() {
        FindingState::Accepted | FindingState::NotOurs | FindingState::Confirmed => true,
        FindingState::Unspecified | FindingState::Open => false,
    }
}

/// How many findings are open, of each severity.
pub(crate) fn counts(findings: &[Finding]) -> FindingCounts {
    let of = |severity: Severity| {
        let count = findings.iter().filter(|f| f.severity() == severity && !is_settled(f)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    FindingCounts { errors: of(Severity::Error), warnings: of(Severity::Warning), notes: of(Severity::Note) }
}

/// A mistake of a bundle's file as a finding.
pub(crate) fn of_mistake(mistake: Mistake) -> Finding {
    let Mistake { file, line, column, field: _, problem, remedy, rule } = mistake;
    Finding {
        rule: if rule.is_empty() { "bundle-mistake".to_owned() } else { rule },
        severity: Severity::Error.into(),
        message: problem,
        remedy,
        places: vec![Place { file, line, column, ..Place::default() }],
        ..Finding::default()
    }
}

/// A mistake that was found in this process.
pub(crate) fn of_found(mistake: interchange::Mistake) -> Finding {
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    of_mistake(Mistake {
        file: mistake.place.file,
        line: number(mistake.place.line),
        column: number(mistake.place.column),
        field: mistake.field.unwrap_or_default(),
        problem: mistake.problem,
        remedy: mistake.remedy,
        rule: mistake.rule.unwrap_or_default().to_owned(),
    })
}

fn note(finding: &Finding, files: &Files<'_>) -> String {
    let place = finding.places.first().map(|p| format!("{}: ", files.shown(p))).unwrap_or_default();
    clean(&format!("{place}note[{}]: {}\n", finding.rule, finding.message))
}

fn shown(finding: &Finding, files: &Files<'_>, look: Look) -> String {
    let level = if finding.severity() == Severity::Warning { Level::WARNING } else { Level::ERROR };
    let mut group =
        level.primary_title(clean(&finding.message)).id(clean(&finding.rule)).elements(None::<Origin<'_>>);
    let lines: Vec<(&Place, Option<Line>)> =
        finding.places.iter().take(MOST_PLACES).map(|p| (p, files.line(p, &finding.message))).collect();
    for (index, (place, line)) in lines.iter().enumerate() {
        group = located(group, place, line.as_ref(), index == 0, files);
    }
    let more = finding.places.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        group = group.element(Level::NOTE.message(format!("and {more} more places")));
    }
    for key in finding.keys.iter().filter(|k| !finding.message.contains(k.as_str())) {
        group = group.element(Level::NOTE.message(clean(key)));
    }
    if !finding.cause.is_empty() {
        group = group.element(Level::NOTE.message(clean(&finding.cause)));
    }
    if let Some(decided) = decided(finding) {
        group = group.element(Level::NOTE.message(clean(&decided)));
    }
    if !finding.remedy.is_empty() && !is_settled(finding) {
        group = group.element(Level::HELP.message(clean(&finding.remedy)));
    }
    renderer(look).render(&[group])
}

/// What was decided on a finding, and whether it still holds.
fn decided(finding: &Finding) -> Option<String> {
    let decision = finding.decision.as_ref()?;
    let state = match decision.state() {
        FindingState::Accepted => "accepted",
        FindingState::NotOurs => "not ours",
        FindingState::Confirmed => "confirmed",
        FindingState::Unspecified | FindingState::Open => return None,
    };
    let why = [decision.reason.as_str(), decision.evidence.as_str()];
    let why: Vec<&str> = why.into_iter().filter(|text| !text.is_empty()).collect();
    let since = if is_settled(finding) { "" } else { "; a value has changed since" };
    Some(format!("{state} by {} on {}: {}{since}", decision.office, decision.date, why.join("; ")))
}

fn located<'a>(
    group: Group<'a>,
    place: &Place,
    line: Option<&Line>,
    first: bool,
    files: &Files<'_>,
) -> Group<'a> {
    let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
    let number = |n: i32| usize::try_from(n).unwrap_or(0);
    match line {
        Some(line) => {
            let snippet = Snippet::source(line.text.clone())
                .path(files.path(&place.file))
                .line_start(number(place.line))
                .annotation(kind.span(line.span.clone()));
            group.element(snippet)
        }
        None if place.line > 0 => {
            let origin = Origin::path(files.path(&place.file)).line(number(place.line));
            group.element(origin.char_column(number(place.column)))
        }
        None if place.file.is_empty() => {
            let text = if place.excerpt.is_empty() { String::new() } else { format!(": {}", place.excerpt) };
            group.element(Level::NOTE.message(clean(&format!("printed {}{text}", where_printed(place)))))
        }
        None => group.element(Origin::path(files.path(&place.file))),
    }
}

/// The section that prints a figure; what stands over all sections has none.
fn where_printed(place: &Place) -> String {
    if place.section.is_empty() { "at the top".to_owned() } else { format!("in section {}", place.section) }
}

fn renderer(look: Look) -> Renderer {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(look.width).decor_style(DecorStyle::Ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: Look = Look { colour: false, width: 100 };

    #[test]
    fn a_finding_shows_what_where_why_and_what_to_do() {
        let text = b"one\nand 12x more\n";
        let files = Files::default().with_text("a.txt", text);
        let place = Place { file: "a.txt".to_owned(), line: 2, column: 5, ..Place::default() };
        let finding = Finding {
            rule: "rule".to_owned(),
            severity: Severity::Warning.into(),
            message: "`12x` is no number".to_owned(),
            cause: "a letter slipped in".to_owned(),
            remedy: "write digits".to_owned(),
            places: vec![place],
            ..Finding::default()
        };
        insta::assert_snapshot!(list(&[finding], &files, WIDE), @r"
        warning[rule]: `12x` is no number
         --> a.txt:2:5
          |
        2 | and 12x more
          |     ^^^
          |
          = note: a letter slipped in
          = help: write digits
        ");
    }

    #[test]
    fn what_would_steer_the_terminal_never_reaches_it() {
        let text = "\u{1b}[31mred\u{202e}\n".as_bytes();
        let files = Files::default().with_text("a\u{1b}.txt", text);
        let place = Place { file: "a\u{1b}.txt".to_owned(), line: 1, column: 1, ..Place::default() };
        let finding = Finding {
            severity: Severity::Error.into(),
            message: "\u{1b}[2J".to_owned(),
            remedy: "\u{7}".to_owned(),
            places: vec![place.clone(), Place { file: String::new(), section: "\u{1b}".to_owned(), ..place }],
            ..Finding::default()
        };
        let note = Finding { severity: Severity::Note.into(), ..finding.clone() };
        let shown = list(&[finding, note], &files, WIDE);
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    }

    #[test]
    fn a_mistake_names_the_rule_that_it_falls_under() {
        let mistake = interchange::Mistake::new(interchange::Place::new("a.md", 1, 2), "p", "r");
        assert_eq!(of_found(mistake.clone()).rule, "bundle-mistake");
        assert_eq!(of_found(mistake.under("unbound-number")).rule, "unbound-number");
    }
}
