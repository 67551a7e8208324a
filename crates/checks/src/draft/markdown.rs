//! Markdown, with tables and footnotes, by its events and the bytes that they come from.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::builder::{Blocks, CellText, Grid, Piece};
use super::error::DraftError;
use super::language::Language;
use super::limits::Limits;
use super::lines::Lines;
use super::model::{Draft, Form, Kind};
use super::place::Origin;
use super::sections;

pub(super) fn read(name: &str, source: String, limits: &Limits) -> Result<Draft, DraftError> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::new(name, &source, limits);
    for (event, bytes) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.event(event, bytes)?;
    }
    reader.flush()?;
    let blocks = reader.blocks.list;
    let lines = Some(Lines::new(source));
    let language = Language::unsure();
    Ok(Draft {
        name: name.to_owned(),
        form: Form::Markdown,
        language,
        blocks,
        sections: Vec::new(),
        lines,
        document: None,
    })
}

struct Reader<'a> {
    source: &'a str,
    blocks: Blocks,
    name: String,
    depth: usize,
    deepest: usize,
    piece: Piece,
    kind: Kind,
    lists: Vec<Option<u64>>,
    footnote: Option<String>,
    image: Option<Piece>,
    images: Vec<Piece>,
    grid: Option<Grid>,
    row: Vec<CellText>,
    /// What stands in code, in a struck passage or in HTML is not read.
    silent: usize,
}

impl<'a> Reader<'a> {
    fn new(name: &str, source: &'a str, limits: &Limits) -> Self {
        Self {
            source,
            blocks: Blocks::new(name, limits),
            name: name.to_owned(),
            depth: 0,
            deepest: limits.depth,
            piece: Piece::default(),
            kind: Kind::Paragraph,
            lists: Vec::new(),
            footnote: None,
            image: None,
            images: Vec::new(),
            grid: None,
            row: Vec::new(),
            silent: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, bytes: Range<usize>) -> Result<(), DraftError> {
        match event {
            Event::Start(tag) => {
                self.depth = self.depth.saturating_add(1);
                if self.depth > self.deepest {
                    let place = self.name.clone();
                    return Err(DraftError::TooMany {
                        what: "levels within each other",
                        place,
                        limit: self.deepest,
                    });
                }
                self.open(tag, &bytes)
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.close(tag)
            }
            Event::Text(text) => {
                self.push(&text, bytes);
                Ok(())
            }
            Event::Code(text) => {
                let inner = self.source.get(bytes.clone()).and_then(|s| s.find(&*text));
                let start = bytes.start.saturating_add(inner.unwrap_or(0));
                let exact = inner.map_or(bytes, |_| start..start.saturating_add(text.len()));
                self.push(&text, exact);
                Ok(())
            }
            Event::SoftBreak | Event::HardBreak => {
                self.push(" ", bytes);
                Ok(())
            }
            Event::FootnoteReference(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Rule
            | Event::TaskListMarker(_) => Ok(()),
        }
    }

    fn push(&mut self, text: &str, bytes: Range<usize>) {
        if self.silent > 0 {
            return;
        }
        let piece = match (&mut self.image, self.grid.is_some(), self.row.last_mut()) {
            (Some(image), ..) => image,
            (None, true, Some(cell)) => &mut cell.piece,
            (None, ..) => &mut self.piece,
        };
        let same = self.source.get(bytes.clone()) == Some(text);
        // A text that only happens to be as long as its origin must not be taken for the same bytes.
        if !same && text.len() == bytes.len() {
            piece.push(text, Origin::Made);
        } else {
            piece.push(text, Origin::Bytes(bytes));
        }
    }

    fn open(&mut self, tag: Tag<'_>, bytes: &Range<usize>) -> Result<(), DraftError> {
        match tag {
            Tag::Heading { level, .. } => {
                self.begin(Kind::Heading { level: level_of(level), number: None })?
            }
            Tag::Paragraph => {
                if self.piece.text.trim().is_empty() && matches!(self.kind, Kind::Item { .. }) {
                    return Ok(());
                }
                self.begin(Kind::Paragraph)?;
            }
            Tag::List(first) => {
                self.flush()?;
                self.lists.push(first);
            }
            Tag::Item => {
                let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let marker = self.marker(bytes);
                self.begin(Kind::Item { level, marker })?;
            }
            Tag::FootnoteDefinition(mark) => {
                self.flush()?;
                self.footnote = Some(mark.to_string());
            }
            Tag::Table(_) => {
                self.flush()?;
                self.grid = Some(Grid::default());
            }
            Tag::TableHead | Tag::TableRow => self.row.clear(),
            Tag::TableCell => {
                self.blocks.count()?;
                self.row.push(CellText::default());
            }
            Tag::Image { .. } => self.image = Some(Piece::default()),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)
            | Tag::Strikethrough
            | Tag::HtmlBlock => {
                self.silent = self.silent.saturating_add(1);
            }
            Tag::BlockQuote(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::MetadataBlock(_) => {}
        }
        Ok(())
    }

    fn close(&mut self, tag: TagEnd) -> Result<(), DraftError> {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item => self.flush(),
            TagEnd::List(_) => {
                self.flush()?;
                self.lists.pop();
                Ok(())
            }
            TagEnd::FootnoteDefinition => {
                self.flush()?;
                self.footnote = None;
                Ok(())
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.row);
                if let Some(grid) = &mut self.grid {
                    grid.row(matches!(tag, TagEnd::TableHead), cells);
                }
                Ok(())
            }
            TagEnd::Table => match self.grid.take().and_then(Grid::finish) {
                Some((table, piece)) => self.blocks.add(Kind::Table(table), piece, true),
                None => Ok(()),
            },
            TagEnd::Image => {
                self.images.extend(self.image.take());
                Ok(())
            }
            TagEnd::CodeBlock | TagEnd::Strikethrough | TagEnd::HtmlBlock => {
                self.silent = self.silent.saturating_sub(1);
                Ok(())
            }
            TagEnd::BlockQuote(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::MetadataBlock(_) => Ok(()),
        }
    }

    /// The sign of an item as written.
    fn marker(&self, bytes: &Range<usize>) -> String {
        let item = self.source.get(bytes.clone()).unwrap_or_default().trim_start();
        let end = item.find([' ', '\t', '\n']).unwrap_or(item.len());
        item.get(..end).filter(|m| m.len() <= 10).unwrap_or_default().to_owned()
    }

    fn begin(&mut self, kind: Kind) -> Result<(), DraftError> {
        self.flush()?;
        self.kind = kind;
        Ok(())
    }

    /// Ends the block that is being read.
    fn flush(&mut self) -> Result<(), DraftError> {
        let mut piece = std::mem::take(&mut self.piece);
        let mut kind = std::mem::replace(&mut self.kind, Kind::Paragraph);
        sections::settle(&mut piece, &mut kind);
        if let (Some(mark), true) = (&self.footnote, kind == Kind::Paragraph) {
            kind = Kind::Footnote { mark: mark.clone() };
        }
        self.blocks.add(kind, piece, true)?;
        for image in std::mem::take(&mut self.images) {
            self.blocks.add(Kind::Image, image, true)?;
        }
        Ok(())
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
