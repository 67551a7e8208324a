//! A page with the draft's text, its marks, and what was found beside it: one file, no script, nothing fetched.

use checks::Severity;
use checks::draft::{Block, Draft, Kind, Mark, Span, Table, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The house's colours and faces, and what this page adds.
const STYLE: &str = concat!(include_str!("../html/style/base.css"), include_str!("page.css"));

/// The page, what stands around the marks' own texts in `words`.
#[must_use]
pub fn page(draft: &Draft, marks: &[Mark], words: &Words) -> String {
    let foreign = draft.language.code().unwrap_or_default();
    let body = html! {
        header { h1 { (draft.name) } p { (super::counted(super::counts(marks), words)) } }
        div.draft {
            main lang=(foreign) dir=(direction(foreign)) { @for (index, block) in draft.blocks.iter().enumerate() { (shown(index, block, marks, "_m")) } }
            aside aria-labelledby="_found" {
                h2 #_found { (words.phrase("findings", &[])) }
                @if marks.is_empty() { p { (words.phrase("nothing-found", &[])) } }
                ol { @for (number, mark) in (1_usize..).zip(marks) { (finding(draft, number, mark, words)) } }
            }
        }
    };
    document(words, &draft.name, "", &body)
}

/// The direction of a text in a language; where that is not known, each part's own.
pub(super) fn direction(language: &str) -> &'static str {
    if language.is_empty() { "auto" } else { Words::of(language).direction() }
}

/// A whole page in one file: its head, the house's style and more of its own, and a body.
pub(super) fn document(words: &Words, title: &str, style: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(words.language()) dir=(words.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(style)) }
            }
            body { (body) }
        }
    };
    page.into_string()
}

fn finding(draft: &Draft, number: usize, mark: &Mark, words: &Words) -> Markup {
    html! {
        li id={ "_f" (number) } class=(mark.severity.name()) {
            (headed(mark.severity, &mark.rule, &mark.message, words))
            p { a href={ "#_m" (number) } { q dir="auto" { (draft.words(&mark.span)) } } " " span.place { (super::named(draft, &mark.span, words)) } }
            @for note in &mark.notes {
                p { (note.text) @if let Some(span) = &note.span { " " span.place { (super::named(draft, span, words)) } } }
            }
            @if let Some(figure) = &mark.figure {
                p { @match mark.link.as_deref().and_then(crate::links::safe) { Some(link) => { a href=(link) { code { (figure) } } } None => { code { (figure) } } } }
            }
            @if !mark.help.is_empty() { p.help { (mark.help) } }
        }
    }
}

/// What is found, how bad it is, and the rule's name for those who look it up.
pub(super) fn headed(severity: Severity, rule: &str, message: &str, words: &Words) -> Markup {
    let name = words.phrase(severity.name(), &[]);
    html! { p { span.severity { (name) } " " b { (message) } " " code.rule { (rule) } } }
}

/// A block with its marks, whose anchors begin with a text of their own.
pub(super) fn shown(index: usize, block: &Block, marks: &[Mark], anchor: &str) -> Markup {
    let whole = || marked((index, block), (0, block.text.len()), marks, anchor);
    match &block.kind {
        Kind::Heading { level, number } => {
            let head = html! { @if let Some(number) = number { (number) " " } (whole()) };
            match level {
                1 => html! { h2 dir="auto" { (head) } },
                2 => html! { h3 dir="auto" { (head) } },
                3 => html! { h4 dir="auto" { (head) } },
                _ => html! { h5 dir="auto" { (head) } },
            }
        }
        Kind::Paragraph => html! { p dir="auto" { (whole()) } },
        Kind::Item { level, marker } => {
            let marker = if matches!(marker.as_str(), "-" | "*" | "+") { "•" } else { marker.as_str() };
            html! { p.item dir="auto" style={ "--level:" (level) } { (marker) " " (whole()) } }
        }
        Kind::Table(table) => grid((index, block), table, marks, anchor),
        Kind::Caption => html! { p.caption dir="auto" { (whole()) } },
        Kind::Image => html! { p.image dir="auto" { "▣ " (whole()) } },
        Kind::Footnote { mark } => html! { p.footnote dir="auto" { sup { (mark) } " " (whole()) } },
        Kind::Aside => html! { p.box dir="auto" { (whole()) } },
    }
}

fn grid(block: (usize, &Block), table: &Table, marks: &[Mark], anchor: &str) -> Markup {
    html! {
        div.wide tabindex="0" { table { @for row in &table.rows { tr {
            @for cell in &row.cells {
                @let text = marked(block, (cell.range.start, cell.range.end), marks, anchor);
                @let columns = (cell.columns > 1).then_some(cell.columns);
                @let rows = (cell.rows > 1).then_some(cell.rows);
                @if cell.head { th dir="auto" colspan=[columns] rowspan=[rows] { (text) } } @else { td dir="auto" colspan=[columns] rowspan=[rows] { (text) } }
            }
        } } } }
    }
}

/// A part of a block's text with its marks; where marks lie over each other, what they share is one mark.
fn marked(
    (index, block): (usize, &Block),
    (start, end): (usize, usize),
    marks: &[Mark],
    anchor: &str,
) -> Markup {
    let here: Vec<(usize, &Span)> = (1_usize..)
        .zip(marks)
        .map(|(number, mark)| (number, &mark.span))
        .filter(|(_, s)| s.block == index && s.start < end && s.end > start)
        .collect();
    let mut cuts: Vec<usize> = here.iter().flat_map(|(_, s)| [s.start, s.end]).chain([start, end]).collect();
    cuts.retain(|at| (start..=end).contains(at) && block.text.is_char_boundary(*at));
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.iter().zip(cuts.iter().skip(1));
    html! {
        @for (from, to) in pieces {
            @let words = block.text.get(*from..*to).unwrap_or_default();
            @let over: Vec<&(usize, &Span)> = here.iter().filter(|(_, s)| s.start <= *from && s.end >= *to).collect();
            @if over.is_empty() { (words) } @else {
                mark { @for (number, span) in &over { @if span.start.max(start) == *from { span id={ (anchor) (number) } {} } } (words) }
                @for (number, span) in &over { @if span.end.min(end) == *to { sup { a href={ "#_f" (number) } { (number) } } } }
            }
        }
    }
}
