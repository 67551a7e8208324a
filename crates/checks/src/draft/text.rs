//! Plain text, often an extraction from a document: lines become blocks, and what a line is is told by how it begins.
//!
//! A bookmark of a table of contents (`[bookmark: _Toc…]`) says for certain that a line is a heading. A number at a line's start says
//! so only where it follows from the headings before it, and is marked as uncertain.

mod heading;
mod layout;
mod tabs;

use std::ops::Range;

use super::builder::{Blocks, Piece};
use super::caption;
use super::error::DraftError;
use super::language::Language;
use super::limits::Limits;
use super::lines::Lines;
use super::model::{Draft, Form, Kind};
use heading::Headings;
use layout::Layout;

/// How far the end of a picture's description may stand from its begin, in lines.
const IMAGE_LINES: usize = 5;

pub(super) fn read(name: &str, source: String, limits: &Limits) -> Result<Draft, DraftError> {
    let mut blocks = Blocks::new(name, limits);
    let lines = spans(&source);
    let mut reader =
        Reader { source: &source, lines: &lines, layout: Layout::of(&source), headings: Headings::default() };
    let mut at = 0;
    while at < lines.len() {
        at = reader.block(at, &mut blocks)?.max(at.saturating_add(1));
    }
    let list = blocks.list;
    let lines = Some(Lines::new(source));
    Ok(Draft {
        name: name.to_owned(),
        form: Form::Text,
        language: Language::unsure(),
        blocks: list,
        sections: Vec::new(),
        lines,
        document: None,
    })
}

/// The lines of a text, without their ends.
fn spans(source: &str) -> Vec<Range<usize>> {
    let mut start = 0_usize;
    let lines = source.split('\n').map(|line| {
        let length = line.strip_suffix('\r').unwrap_or(line).len();
        let span = start..start.saturating_add(length);
        start = start.saturating_add(line.len()).saturating_add(1);
        span
    });
    lines.collect()
}

struct Reader<'a> {
    source: &'a str,
    lines: &'a [Range<usize>],
    layout: Layout,
    headings: Headings,
}

impl<'a> Reader<'a> {
    fn line(&self, at: usize) -> Option<&'a str> {
        self.source.get(self.lines.get(at)?.clone())
    }

    /// Reads the block that begins at a line; answers the line after it.
    fn block(&mut self, at: usize, blocks: &mut Blocks) -> Result<usize, DraftError> {
        if let Some(table) = tabs::table(self.source, self.lines, at, blocks.left()) {
            for _ in 0..table.cells {
                blocks.count()?;
            }
            if let Some((grid, piece)) = table.grid.finish() {
                blocks.add(Kind::Table(grid), piece, table.certain)?;
            }
            return Ok(table.end);
        }
        let Some(line) = self.line(at) else { return Ok(at) };
        let base = self.lines.get(at).map_or(0, |l| l.start);
        let (marked, skipped) = heading::bookmarks(line);
        let rest = line.get(skipped..).unwrap_or_default();
        let start = base.saturating_add(skipped);
        if let Some(alternative) = rest.strip_prefix("[image:") {
            return self.image(
                at,
                start.saturating_add(rest.len().saturating_sub(alternative.len())),
                blocks,
            );
        }
        if let Some(found) = self.headings.heading(rest, marked) {
            let title = start.saturating_add(found.title)..start.saturating_add(rest.len());
            let kind = Kind::Heading { level: found.level, number: found.number };
            blocks.add(kind, self.piece(title), found.certain)?;
            return Ok(at.saturating_add(1));
        }
        if let Some((marker, length)) = layout::marker(rest) {
            let kind = Kind::Item { level: layout::depth(line, &marker), marker };
            return self.running(at, start.saturating_add(length), kind, blocks);
        }
        if caption::of(rest.trim()).is_some() {
            blocks.add(Kind::Caption, self.piece(start..start.saturating_add(rest.len())), false)?;
            return Ok(at.saturating_add(1));
        }
        self.running(at, start, Kind::Paragraph, blocks)
    }

    fn piece(&self, bytes: Range<usize>) -> Piece {
        let mut piece = Piece::default();
        self.copy(&mut piece, bytes);
        piece
    }

    /// Copies bytes without the bookmarks between them.
    fn copy(&self, piece: &mut Piece, bytes: Range<usize>) {
        let mut from = bytes.start;
        while let Some(rest) = self.source.get(from..bytes.end) {
            let Some(at) = rest.find("[bookmark:") else { break };
            let Some(length) = rest.get(at..).and_then(|b| b.find(']')) else { break };
            let begin = from.saturating_add(at);
            piece.copy(self.source, from..begin);
            from = begin.saturating_add(length).saturating_add(1);
        }
        piece.copy(self.source, from..bytes.end.max(from));
    }

    /// A paragraph or an item from a byte of a line, with the lines that go on with it.
    fn running(&self, at: usize, start: usize, kind: Kind, blocks: &mut Blocks) -> Result<usize, DraftError> {
        let mut piece = Piece::default();
        let end = self.lines.get(at).map_or(start, |l| l.end);
        self.copy(&mut piece, start..end);
        let mut next = at.saturating_add(1);
        let mut before = end;
        while self.layout.goes_on(self.line(next.saturating_sub(1)), self.line(next)) {
            let Some(line) = self.lines.get(next).cloned() else { break };
            piece.push(" ", super::place::Origin::Bytes(before..line.start));
            self.copy(&mut piece, line.clone());
            before = line.end;
            next = next.saturating_add(1);
        }
        blocks.add(kind, piece, true)?;
        Ok(next)
    }

    /// A picture's description, which may reach over lines and lose its end.
    fn image(&self, at: usize, start: usize, blocks: &mut Blocks) -> Result<usize, DraftError> {
        let last = at.saturating_add(IMAGE_LINES).min(self.lines.len().saturating_sub(1));
        let limit = self.lines.get(last).map_or(start, |l| l.end);
        let rest = self.source.get(start..limit).unwrap_or_default();
        let open = rest.find('[').unwrap_or(rest.len());
        let closed = rest.find(']').filter(|end| *end < open);
        let own_end = self.lines.get(at).map_or(start, |l| l.end);
        let end = closed.map_or(own_end, |c| start.saturating_add(c));
        let mut piece = Piece::default();
        piece.copy(self.source, start..end);
        blocks.add(Kind::Image, piece, closed.is_some())?;
        let after = self.lines.partition_point(|l| l.end < end);
        let tail = end.saturating_add(usize::from(closed.is_some()));
        let line_end = self.lines.get(after).map_or(end, |l| l.end);
        if tail < line_end {
            blocks.add(Kind::Paragraph, self.piece(tail..line_end), true)?;
        }
        Ok(after.saturating_add(1))
    }
}
