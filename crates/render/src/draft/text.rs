//! Findings in a draft as a good compiler prints them: what, where, the line with a mark under it, why, what to do.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet};
use checks::Severity;
use checks::draft::{Draft, Mark, Place, Span, Words};

/// The most other places that are shown of one finding.
const MOST_PLACES: usize = 4;

/// The longest line that is shown, in bytes; of longer ones the part around the words.
const LONGEST: usize = 8_000;

/// How the text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours, for a terminal.
    pub colour: bool,
    /// Cells of a line.
    pub width: usize,
}

/// The first marks, at most `most`, and how many there are in all; what stands around the marks' own texts in `words`.
#[must_use]
pub fn text(draft: &Draft, marks: &[Mark], most: usize, look: Look, words: &Words) -> String {
    let mut text = String::new();
    for mark in marks.iter().take(most) {
        text.push_str(&shown(draft, mark, look, words));
        text.push_str("\n\n");
    }
    let rest = marks.len().saturating_sub(most);
    if rest > 0 {
        text.push_str(&clean(&words.phrase("more", &[("count", &words.number(&rest))])));
        text.push('\n');
    }
    text + &clean(&super::counted(super::counts(marks), words)) + "\n"
}

fn shown(draft: &Draft, mark: &Mark, look: Look, words: &Words) -> String {
    let mut group = titled(mark.severity, &mark.message, &mark.rule, words);
    group = located(group, draft, &mark.span, AnnotationKind::Primary, None);
    let others = mark.notes.iter().filter_map(|n| Some((n, n.span.as_ref()?)));
    for (note, span) in others.take(MOST_PLACES) {
        group = located(group, draft, span, AnnotationKind::Context, Some(&note.text));
    }
    for note in mark.notes.iter().filter(|n| n.span.is_none()) {
        group = group.element(noted(&note.text, words));
    }
    let figure = mark.figure.iter().chain(&mark.link).map(String::as_str).collect::<Vec<_>>().join(", ");
    if !figure.is_empty() {
        group = group.element(noted(&words.phrase("the-figure", &[("figure", &figure)]), words));
    }
    if !mark.help.is_empty() {
        group = group.element(helped(&mark.help, words));
    }
    rendered(group, look)
}

/// What bears on a finding.
pub(super) fn noted<'g>(text: &str, words: &Words) -> Message<'g> {
    Level::NOTE.with_name(clean(&words.phrase("note", &[]))).message(clean(text))
}

/// What to do.
pub(super) fn helped<'g>(text: &str, words: &Words) -> Message<'g> {
    Level::HELP.with_name(clean(&words.phrase("help", &[]))).message(clean(text))
}

pub(super) fn titled<'g>(severity: Severity, message: &str, rule: &str, words: &Words) -> Group<'g> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(clean(&words.phrase(severity.name(), &[])));
    level.primary_title(clean(message)).id(clean(rule)).elements(None::<Origin<'_>>)
}

pub(super) fn rendered(group: Group<'_>, look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(look.width).decor_style(DecorStyle::Ascii).render(&[group])
}

pub(super) fn located<'g>(
    group: Group<'g>,
    draft: &Draft,
    span: &Span,
    kind: AnnotationKind,
    label: Option<&str>,
) -> Group<'g> {
    let Some(line) = line(draft, span) else { return group };
    let mut annotation = kind.span(line.meant);
    if let Some(label) = label {
        annotation = annotation.label(clean(label));
    }
    let snippet = Snippet::source(line.text).path(clean(&line.path)).line_start(line.number);
    group.element(snippet.annotation(annotation))
}

/// A line and the bytes of it that are meant.
struct Line {
    text: String,
    meant: Range<usize>,
    number: usize,
    path: String,
}

/// The line that words stand in: of the file, or the paragraph of a document.
fn line(draft: &Draft, span: &Span) -> Option<Line> {
    let (whole, start, end, number, path) = match draft.place(span)? {
        Place::Text { bytes, line, .. } => {
            let (begin, text) = draft.line(line)?;
            let within = |at: usize| at.saturating_sub(begin).min(text.len());
            (text, within(bytes.start), within(bytes.end), line, draft.name.clone())
        }
        Place::Document { paragraph, part, .. } => {
            let text = draft.blocks.get(span.block)?.text.as_str();
            let path = if part.ends_with("/document.xml") {
                draft.name.clone()
            } else {
                format!("{}/{part}", draft.name)
            };
            (text, span.start, span.end, paragraph, path)
        }
    };
    let from = boundary(whole, start.saturating_sub(LONGEST / 2));
    let to = boundary(whole, start.saturating_add(LONGEST / 2).min(whole.len())).max(from);
    let cut = whole.get(from..to)?;
    let head = clean_line(cut.get(..start.saturating_sub(from))?);
    let words = clean_line(cut.get(start.saturating_sub(from)..end.min(to).saturating_sub(from))?);
    let tail = clean_line(cut.get(end.min(to).saturating_sub(from)..)?);
    let meant = head.len()..head.len().saturating_add(words.len());
    Some(Line { text: format!("{head}{words}{tail}"), meant, number, path })
}

/// The nearest byte at or before one that begins a character.
fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

/// A line on its own: breaks and tabs of a cell or paragraph are spaces.
fn clean_line(text: &str) -> String {
    clean(&text.replace(['\n', '\t', '\r'], " "))
}

/// A text without what would steer a terminal or turn its direction.
pub(super) fn clean(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    // Signs that only keep words apart from those around them are left out: terminals do not need them.
    let kept = text.chars().filter(|c| !matches!(c, '\u{2068}' | '\u{2069}'));
    kept.map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}
