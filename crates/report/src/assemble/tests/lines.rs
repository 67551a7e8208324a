//! A report as lines of text, for assertions that read like the report.

use std::fmt::Write as _;

use super::*;

/// A report as plain lines.
pub(super) fn lines(report: &Report) -> String {
    let mut out = String::new();
    for headline in &report.headline {
        let _ = writeln!(out, "{}: {}", headline.label, printed(&headline.printed));
    }
    for section in &report.sections {
        let _ = writeln!(
            out,
            "{} {} ({})",
            section.number.as_deref().unwrap_or("-"),
            section.title,
            section.level
        );
        section.elements.iter().for_each(|element| out.push_str(&element_lines(element)));
    }
    out.replace('\u{a0}', " ")
}

pub(super) fn printed(printed: &Printed) -> String {
    let marks: String = printed.marks.iter().map(|mark| format!(" {mark:?}")).collect();
    let note = printed.footnote.map_or_else(String::new, |n| format!("[{n}]"));
    format!("<{}{marks}{note}>", printed.text)
}

pub(super) fn element_lines(element: &Element) -> String {
    match element {
        Element::Prose(blocks) => blocks.iter().map(block).collect(),
        Element::Table(table) => {
            let heads = table.columns.iter().map(|c| format!(" | {} ({})", c.label, c.unit));
            let mut out = format!("{}: {}{}\n", table.id, table.stub, heads.collect::<String>());
            for row in &table.rows {
                let cells = row.cells.iter().map(|c| c.as_ref().map_or_else(String::new, printed));
                let _ = writeln!(out, "{} {}", row.label, cells.collect::<Vec<_>>().join(" "));
            }
            table.notes.iter().for_each(|note| out.push_str(&format!("note {}\n", inlines(note))));
            out
        }
        Element::Chart(chart) => {
            let points = chart.series.iter().flat_map(|s| &s.points);
            let points = points.map(|p| format!(" {} {}", p.label, printed(&p.printed)));
            format!("{} ({}):{}\n", chart.id, chart.unit, points.collect::<String>())
        }
        Element::Listing(listing) => {
            let rows = listing.rows.iter().map(|row| format!(" {:?}", row.cells));
            format!("{} {:?}:{}\n", listing.id, listing.marks, rows.collect::<String>())
        }
        Element::Story(story) => format!("{}\n", story.title),
        Element::Image(image) => format!("{}\n", image.file),
    }
}

pub(super) fn block(block_: &Block) -> String {
    match block_ {
        Block::Paragraph { id, inlines: text } => format!("{id}: {}\n", inlines(text)),
        Block::Heading { inlines: text, .. } => format!("# {}\n", inlines(text)),
        Block::List { items, .. } => items.iter().flatten().map(|b| format!("* {}", block(b))).collect(),
        Block::Quote(blocks) => blocks.iter().map(|b| format!("> {}", block(b))).collect(),
    }
}

pub(super) fn inlines(list: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Name(text) | Inline::Term { text, .. } => text.clone(),
        Inline::SectionRef { text, .. } | Inline::DocumentRef { text, .. } => text.clone(),
        Inline::Figure(figure) => printed(figure),
        Inline::Emphasis(text) | Inline::Strong(text) => format!("*{}*", inlines(text)),
        Inline::Link { inlines: text, .. } => inlines(text),
    };
    list.iter().map(one).collect()
}
