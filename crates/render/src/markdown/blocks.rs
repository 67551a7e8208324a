//! Blocks of running text as Markdown.

use report::model::Block;

use super::{Context, heading, inline};

/// Blocks in order; `level` is the heading level of the section they stand in.
pub(super) fn blocks(cx: Context<'_>, list: &[Block], level: u8) -> Vec<String> {
    list.iter().map(|b| block(cx, b, level)).filter(|b| !b.is_empty()).collect()
}

fn block(cx: Context<'_>, block: &Block, level: u8) -> String {
    match block {
        Block::Paragraph { inlines, .. } => inline::line(cx, inlines),
        Block::Heading { level: below, inlines } => {
            heading(level.saturating_add(*below), &inline::line(cx, inlines))
        }
        Block::List { ordered, items } => list(cx, *ordered, items, level),
        Block::Quote(inner) => quoted(&blocks(cx, inner, level).join("\n\n")),
    }
}

/// A list; where an item is more than a paragraph and a list below it, items stand apart, so that their blocks do.
fn list(cx: Context<'_>, ordered: bool, items: &[Vec<Block>], level: u8) -> String {
    let apart = if items.iter().all(|item| is_tight(item)) { "\n" } else { "\n\n" };
    let each = items.iter().enumerate().map(|(i, item)| {
        let marker = if ordered { format!("{}. ", i.saturating_add(1)) } else { "- ".to_owned() };
        let body = blocks(cx, item, level).join(apart);
        format!("{marker}{}", indented(&body, marker.len()))
    });
    each.collect::<Vec<_>>().join(apart)
}

fn is_tight(item: &[Block]) -> bool {
    matches!(item, [] | [Block::Paragraph { .. }] | [Block::Paragraph { .. }, Block::List { .. }])
}

/// Lines after the first set in, as a list's item needs; empty lines stay empty.
fn indented(text: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    let lines = text.split('\n').enumerate().map(|(i, line)| match (i, line) {
        (0, line) => line.to_owned(),
        (_, "") => String::new(),
        (_, line) => format!("{indent}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Text as a quotation.
pub(super) fn quoted(text: &str) -> String {
    let lines =
        text.split('\n').map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}
