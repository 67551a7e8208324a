//! Reads a narrative file: placeholders out, Markdown read, placeholders back in.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "Markdown's events are another crate's and many; what is not taken up is refused"
)]

use std::collections::BTreeMap;

use interchange::Mistake;
use pulldown_cmark::{Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag};

use super::{Block, Inline, MAX_BYTES, Narrative};
use crate::text::bound::{self, Bound};
use crate::text::placeholder::{self, Placeholder};
use crate::text::position::Lines;

/// Stands for a placeholder's first three bytes while Markdown is read; filled up with letters to the same length.
const MARK: char = '\u{e000}';

/// How deep lists, quotations and emphasis may stand in each other.
const MAX_DEPTH: usize = 16;

/// Reads a file; what is wrong with it comes beside what could be read.
#[must_use]
pub fn parse(file: &str, language: &str, text: &str) -> (Narrative, Vec<Mistake>) {
    let lines = Lines::new(file, text);
    if text.len() > MAX_BYTES {
        let mistake = Mistake::new(lines.place(0), "the file is larger than 1 MiB", "divide the section");
        return (Narrative::default(), vec![mistake]);
    }
    let mut mistakes = Vec::new();
    let (masked, placeholders) = mask(text, &lines, &mut mistakes);
    let events = Parser::new_ext(&masked, Options::empty()).into_offset_iter();
    let mut reader =
        Reader { events, lines, language, placeholders, mistakes, depth: 0, run: Run::default() };
    let blocks = reader.blocks();
    reader.mistakes.sort_by_key(|m| (m.place.line, m.place.column));
    (Narrative { blocks }, reader.mistakes)
}

type Placeholders = BTreeMap<usize, (usize, Placeholder)>;

/// The text with each placeholder replaced by as many bytes that mean nothing to Markdown.
fn mask(text: &str, lines: &Lines<'_>, mistakes: &mut Vec<Mistake>) -> (String, Placeholders) {
    let mut masked = String::with_capacity(text.len());
    let mut placeholders = Placeholders::new();
    let mut at = 0;
    let plain = |range: std::ops::Range<usize>, mistakes: &mut Vec<Mistake>| {
        let part = text.get(range.clone()).unwrap_or_default();
        for (offset, _) in part.match_indices(MARK) {
            let place = lines.place(range.start + offset);
            mistakes.push(Mistake::new(place, "a character of private use", "remove it"));
        }
        part.replace(MARK, "   ")
    };
    for found in placeholder::find(text) {
        masked.push_str(&plain(at..found.range.start, mistakes));
        at = found.range.end;
        match found.content {
            Ok(placeholder) => {
                masked.push(MARK);
                masked.extend(std::iter::repeat_n('x', found.range.len().saturating_sub(MARK.len_utf8())));
                placeholders.insert(found.range.start, (found.range.len(), placeholder));
            }
            Err(error) => {
                mistakes.push(bound::mistake(lines.place(found.range.start), &error));
                // Keeps every offset, and leaves nothing in it to be found wrong again.
                masked.extend(std::iter::repeat_n('x', found.range.len()));
            }
        }
    }
    masked.push_str(&plain(at..text.len(), mistakes));
    (masked, placeholders)
}

/// Text of neighbouring events, with the source offset of each part.
#[derive(Default)]
struct Run {
    text: String,
    parts: Vec<(usize, usize)>,
}

impl Run {
    fn push(&mut self, text: &str, offset: usize) {
        self.parts.push((self.text.len(), offset));
        self.text.push_str(text);
    }

    /// The source offset of an offset in the run.
    fn source(&self, at: usize) -> usize {
        let part = self.parts.iter().rev().find(|(start, _)| *start <= at);
        part.map_or(at, |(start, offset)| offset + (at - start))
    }
}

struct Reader<'a> {
    events: OffsetIter<'a>,
    lines: Lines<'a>,
    language: &'a str,
    placeholders: Placeholders,
    mistakes: Vec<Mistake>,
    depth: usize,
    run: Run,
}

impl Reader<'_> {
    /// Blocks up to the end of what they stand in.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut loose = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let start = range.start;
            let opens = matches!(
                event,
                Event::End(_)
                    | Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::List(_))
            );
            if opens {
                self.close(&mut loose, &mut blocks);
            }
            match event {
                Event::End(_) => return blocks,
                Event::Start(Tag::Paragraph) => blocks.push(Block::Paragraph(self.nested(Self::inlines))),
                Event::Start(Tag::Heading { level, .. }) => {
                    let inlines = self.nested(Self::inlines);
                    blocks.push(Block::Heading(self.heading(level, start), inlines));
                }
                Event::Start(Tag::BlockQuote(_)) => blocks.push(Block::Quote(self.nested(Self::blocks))),
                Event::Start(Tag::List(first)) => {
                    let items = self.nested(Self::items);
                    blocks.push(Block::List { ordered: first.is_some(), items });
                }
                other => self.inline(other, range, &mut loose),
            }
        }
        self.close(&mut loose, &mut blocks);
        blocks
    }

    /// Text that stands in a block without a paragraph of its own, as in tight lists, becomes one.
    fn close(&mut self, loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
        self.flush(loose);
        if !loose.is_empty() {
            blocks.push(Block::Paragraph(std::mem::take(loose)));
        }
    }

    fn items(&mut self) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(_) => items.push(self.nested(Self::blocks)),
                Event::End(_) => break,
                _ => {}
            }
        }
        items
    }

    fn inlines(&mut self) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, range, &mut inlines);
        }
        self.flush(&mut inlines);
        inlines
    }

    fn inline(&mut self, event: Event<'_>, range: std::ops::Range<usize>, inlines: &mut Vec<Inline>) {
        if let Event::Text(text) = &event {
            self.run.push(text, range.start);
            return;
        }
        self.flush(inlines);
        match event {
            Event::SoftBreak | Event::HardBreak => inlines.push(Inline::Break),
            Event::Start(Tag::Emphasis) => inlines.push(Inline::Emphasis(self.nested(Self::inlines))),
            Event::Start(Tag::Strong) => inlines.push(Inline::Strong(self.nested(Self::inlines))),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let link = self.link(link_type, &dest_url, range.start);
                inlines.push(link);
            }
            Event::Start(tag) => {
                self.refuse(refused_tag(&tag), range.start);
                self.skip();
            }
            other => self.refuse(refused_event(&other), range.start),
        }
    }

    /// A link; the text of an autolink is its target and may hold digits.
    fn link(&mut self, kind: LinkType, href: &str, start: usize) -> Inline {
        let inlines = match kind {
            LinkType::Autolink | LinkType::Email => {
                self.skip();
                vec![Inline::Text(href.to_owned(), self.lines.place(start))]
            }
            _ => self.nested(Self::inlines),
        };
        let place = self.lines.place(start);
        let allowed = ["https://", "http://", "mailto:", "/"].iter().any(|s| href.starts_with(s));
        if href.contains(MARK) {
            let remedy = "write the address, or use {doc:…}";
            self.mistakes.push(Mistake::new(place, "a link's target holds a placeholder", remedy));
        } else if !allowed {
            let problem = format!("the link's target {} is no address", interchange::mistake::quote(href));
            self.mistakes.push(Mistake::new(place, problem, "begin it with https://, or use {section:…}"));
        }
        Inline::Link { href: href.to_owned(), inlines }
    }

    fn heading(&mut self, level: HeadingLevel, start: usize) -> u8 {
        match level {
            HeadingLevel::H1 => {
                let remedy = "use ## for subheadings; the section's title stands in outline.toml";
                self.mistakes.push(Mistake::new(self.lines.place(start), "a heading with one #", remedy));
                1
            }
            HeadingLevel::H2 => 1,
            HeadingLevel::H3 => 2,
            HeadingLevel::H4 => 3,
            HeadingLevel::H5 => 4,
            HeadingLevel::H6 => 5,
        }
    }

    /// Reads what stands inside a started element, unless it lies too deep.
    fn nested<T: Default>(&mut self, read: impl Fn(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            let at = self.events.next().map_or(0, |(event, range)| {
                if !matches!(event, Event::End(_)) {
                    self.skip_from(usize::from(matches!(event, Event::Start(_))) + 1);
                }
                range.start
            });
            self.refuse("more than 16 levels of lists, quotations or emphasis", at);
            return T::default();
        }
        self.depth += 1;
        let outer = std::mem::take(&mut self.run);
        let result = read(self);
        self.run = outer;
        self.depth -= 1;
        result
    }

    /// Passes over the rest of a started element.
    fn skip(&mut self) {
        self.skip_from(1);
    }

    fn skip_from(&mut self, mut open: usize) {
        while let Some((event, _)) = self.events.next().filter(|_| open > 0) {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
    }

    fn refuse(&mut self, what: &str, start: usize) {
        let remedy = "write plain text; tables, pictures and boxes are elements of outline.toml";
        self.mistakes.push(Mistake::new(self.lines.place(start), format!("{what} in a narrative"), remedy));
    }

    /// Turns the text gathered into pieces: placeholders go back in, numbers that nothing binds are mistakes.
    fn flush(&mut self, inlines: &mut Vec<Inline>) {
        let run = std::mem::take(&mut self.run);
        let mut at = 0;
        for (start, _) in run.text.match_indices(MARK) {
            let source = run.source(start);
            let Some((length, placeholder)) = self.placeholders.get(&source).cloned() else { continue };
            self.plain(&run, at..start, inlines);
            inlines.push(Inline::Bound(Bound { placeholder, place: self.lines.place(source) }));
            at = start + length;
        }
        self.plain(&run, at..run.text.len(), inlines);
    }

    fn plain(&mut self, run: &Run, range: std::ops::Range<usize>, inlines: &mut Vec<Inline>) {
        let text = run.text.get(range.clone()).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let lines = &self.lines;
        let place = |at: usize| lines.place(run.source(range.start + at));
        self.mistakes.extend(bound::unbound(text, self.language, &place));
        inlines.push(Inline::Text(text.to_owned(), place(0)));
    }
}

fn refused_tag(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::CodeBlock(_) => "code",
        Tag::HtmlBlock => "raw HTML",
        Tag::Image { .. } => "a picture",
        _ => "an element that reports do not have",
    }
}

fn refused_event(event: &Event<'_>) -> &'static str {
    match event {
        Event::Code(_) => "code",
        Event::Html(_) | Event::InlineHtml(_) => "raw HTML",
        Event::Rule => "a rule",
        _ => "an element that reports do not have",
    }
}

#[cfg(test)]
mod tests;
