//! Pages: a stream of HTML5 tokens with their places becomes blocks; no tree is built, so nothing nests in memory.

mod entities;
mod table;

use std::collections::BTreeMap;
use std::convert::Infallible;

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{HtmlString, Span, Spanned, Token, Tokenizer};

use super::builder::{Blocks, Piece};
use super::error::DraftError;
use super::language::Language;
use super::limits::Limits;
use super::lines::Lines;
use super::model::{Draft, Form, Kind};
use super::place::Origin;
use super::sections;
use table::OpenTable;

/// Elements whose content nobody sees.
const UNSEEN: [&str; 8] = ["script", "style", "template", "noscript", "head", "svg", "iframe", "object"];

/// Elements that never have content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "param",
];

/// Elements whose end may be left out, so that they do not nest by it.
const OPTIONAL_END: [&str; 12] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup"];

/// Elements that begin a new block.
const BLOCKS: [&str; 17] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "blockquote",
    "figure",
    "dl",
    "dt",
    "dd",
    "pre",
    "address",
    "body",
    "hr",
];

type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, usize>>;

pub(super) fn read(name: &str, source: String, limits: &Limits) -> Result<Draft, DraftError> {
    let mut reader = Reader::new(name, &source, limits);
    let emitter = {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        emitter
    };
    for token in Tokenizer::new_with_emitter(source.as_str(), emitter) {
        let token = token.unwrap_or_else(|never: Infallible| match never {});
        reader.token(token)?;
    }
    reader.end_table()?;
    reader.flush()?;
    let (blocks, language) = (reader.blocks.list, reader.language);
    let lines = Some(Lines::new(source));
    Ok(Draft {
        name: name.to_owned(),
        form: Form::Html,
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
    language: Language,
    depth: usize,
    deepest: usize,
    piece: Piece,
    kind: Kind,
    lists: Vec<Option<u32>>,
    table: Option<OpenTable>,
    /// The element whose content is not read, and how many of its name are open within.
    unseen: Option<(String, usize)>,
    /// How many raised passages are open: a link within to a place of the page is a footnote's sign.
    raised: usize,
    /// The element of a footnote or a box, and how many of its name are open within.
    beside: Option<(String, usize, Kind)>,
}

impl<'a> Reader<'a> {
    fn new(name: &str, source: &'a str, limits: &Limits) -> Self {
        Self {
            source,
            blocks: Blocks::new(name, limits),
            name: name.to_owned(),
            language: Language::unsure(),
            depth: 0,
            deepest: limits.depth,
            piece: Piece::default(),
            kind: Kind::Paragraph,
            lists: Vec::new(),
            table: None,
            unseen: None,
            raised: 0,
            beside: None,
        }
    }

    fn token(&mut self, token: Token<usize>) -> Result<(), DraftError> {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if self.unseen.is_none() => {
                self.text(&String::from_utf8_lossy(&text.value), text.span)
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => Ok(()),
        }
    }

    fn text(&mut self, text: &str, span: Span<usize>) -> Result<(), DraftError> {
        let mut piece = Piece::default();
        entities::copy(&mut piece, self.source, span.start..span.end, text);
        let target = self.table.as_mut().and_then(OpenTable::cell).unwrap_or(&mut self.piece);
        entities::join(target, piece);
        if target.is_full() { Err(self.blocks.too_many_pieces()) } else { Ok(()) }
    }

    fn start(&mut self, tag: &StartTag<usize>) -> Result<(), DraftError> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let own_end = !VOID.contains(&name.as_str()) && !tag.self_closing;
        if let Some((unseen, open)) = &mut self.unseen {
            *open = open.saturating_add(usize::from(*unseen == name && own_end));
            return Ok(());
        }
        if own_end && !OPTIONAL_END.contains(&name.as_str()) {
            self.depth = self.depth.saturating_add(1);
            if self.depth > self.deepest {
                let place = self.name.clone();
                return Err(DraftError::TooMany {
                    what: "elements within each other",
                    place,
                    limit: self.deepest,
                });
            }
        }
        if let Some((beside, open, _)) = &mut self.beside
            && *beside == name
        {
            *open = open.saturating_add(1);
        }
        if name == "html"
            && let Some(tag) = attribute(&tag.attributes, "lang")
        {
            self.language = Language::said(&tag);
        }
        self.raised = self.raised.saturating_add(usize::from(name == "sup" && own_end));
        let sign = self.raised > 0
            && name == "a"
            && attribute(&tag.attributes, "href").is_some_and(|href| href.starts_with('#'));
        if own_end && (sign || UNSEEN.contains(&name.as_str()) || hidden(&tag.attributes)) {
            self.unseen = Some((name, 1));
            return Ok(());
        }
        self.open(&name, tag)
    }

    fn open(&mut self, name: &str, tag: &StartTag<usize>) -> Result<(), DraftError> {
        if self.table.is_some() && !matches!(name, "img" | "br") {
            return self.in_table(name, &tag.attributes);
        }
        if let Some(kind) = beside(name, &tag.attributes) {
            self.flush()?;
            self.beside = Some((name.to_owned(), 1, kind));
            return Ok(());
        }
        match name {
            "table" => {
                self.flush()?;
                self.table = Some(OpenTable::default());
            }
            "ul" | "ol" => {
                self.flush()?;
                let first =
                    attribute(&tag.attributes, "start").and_then(|s| s.trim().parse().ok()).unwrap_or(1);
                self.lists.push((name == "ol").then_some(first));
            }
            "li" => {
                let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let marker = match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let marker = format!("{next}.");
                        *next = next.saturating_add(1);
                        marker
                    }
                    Some(None) | None => "•".to_owned(),
                };
                match attribute(&tag.attributes, "id").filter(|id| names_a_note(id)) {
                    Some(mark) => self.begin(Kind::Footnote { mark })?,
                    None => self.begin(Kind::Item { level, marker })?,
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes().get(1).map_or(1, |b| b.saturating_sub(b'0'));
                self.begin(Kind::Heading { level, number: None })?;
            }
            "figcaption" => self.begin(Kind::Caption)?,
            "img" => self.image(tag)?,
            "br" => {
                let piece = self.table.as_mut().and_then(OpenTable::cell).unwrap_or(&mut self.piece);
                piece.push(" ", Origin::Bytes(tag.span.start..tag.span.end));
            }
            _ if BLOCKS.contains(&name) && !self.awaits() => self.begin(Kind::Paragraph)?,
            _ => {}
        }
        Ok(())
    }

    /// An item or a caption has begun and waits for its text.
    fn awaits(&self) -> bool {
        self.piece.text.trim().is_empty() && matches!(self.kind, Kind::Item { .. } | Kind::Caption)
    }

    fn in_table(&mut self, name: &str, attributes: &Attributes) -> Result<(), DraftError> {
        let number = |key: &str| attribute(attributes, key).and_then(|s| s.trim().parse().ok()).unwrap_or(1);
        let Some(table) = &mut self.table else { return Ok(()) };
        match name {
            "td" | "th" if table.is_outer() => {
                self.blocks.count()?;
                table.begin_cell(name == "th", number("colspan"), number("rowspan"));
            }
            _ => table.open(name),
        }
        Ok(())
    }

    fn image(&mut self, tag: &StartTag<usize>) -> Result<(), DraftError> {
        let alternative = attribute(&tag.attributes, "alt").unwrap_or_default();
        let mut piece = Piece::default();
        let found = self.source.get(tag.span.start..tag.span.end).and_then(|s| s.find(alternative.as_str()));
        match found.filter(|_| !alternative.is_empty()) {
            Some(at) => {
                let start = tag.span.start.saturating_add(at);
                piece.copy(self.source, start..start.saturating_add(alternative.len()));
            }
            None => piece.push(&alternative, Origin::Made),
        }
        if self.table.is_some() {
            return Ok(());
        }
        let kind = self.kind.clone();
        self.flush()?;
        self.kind = kind;
        self.blocks.add(Kind::Image, piece, true)
    }

    fn end(&mut self, name: &str) -> Result<(), DraftError> {
        if let Some((unseen, open)) = &mut self.unseen {
            *open = open.saturating_sub(usize::from(unseen == name));
            if *open == 0 {
                self.depth = self.depth.saturating_sub(usize::from(!OPTIONAL_END.contains(&name)));
                self.unseen = None;
            }
            return Ok(());
        }
        if !OPTIONAL_END.contains(&name) && !VOID.contains(&name) {
            self.depth = self.depth.saturating_sub(1);
        }
        self.raised = self.raised.saturating_sub(usize::from(name == "sup"));
        if let Some(table) = &mut self.table {
            if name == "table" && table.is_outer() {
                return self.end_table();
            }
            table.close(name);
            return Ok(());
        }
        match name {
            "ul" | "ol" => {
                self.flush()?;
                self.lists.pop();
            }
            "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" => self.flush()?,
            _ if BLOCKS.contains(&name) || self.beside.as_ref().is_some_and(|(b, ..)| b == name) => {
                self.flush()?
            }
            _ => {}
        }
        if let Some((beside, open, _)) = &mut self.beside
            && beside == name
        {
            *open = open.saturating_sub(1);
            if *open == 0 {
                self.beside = None;
            }
        }
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), DraftError> {
        let Some(table) = self.table.take() else { return Ok(()) };
        let (caption, grid) = table.finish();
        self.blocks.add(Kind::Caption, caption, true)?;
        match grid.finish() {
            Some((table, piece)) => self.blocks.add(Kind::Table(table), piece, true),
            None => Ok(()),
        }
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
        if let (Some((.., beside)), true) = (&self.beside, kind == Kind::Paragraph) {
            kind = beside.clone();
        }
        self.blocks.add(kind, piece, true)
    }
}

fn attribute(attributes: &Attributes, name: &str) -> Option<String> {
    let value = attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(&value.value).into_owned())
}

fn hidden(attributes: &Attributes) -> bool {
    let style = attribute(attributes, "style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    attributes.contains_key("hidden".as_bytes())
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Whether an item's id is one that programs give to footnotes: `fn1`, `footnote-2`, `cite_note-3`.
fn names_a_note(id: &str) -> bool {
    let id = id.to_lowercase();
    let numbered = id.ends_with(|c: char| c.is_ascii_digit());
    numbered
        && (id.contains("note")
            || id.trim_end_matches(|c: char| c.is_ascii_digit() || "-_:.".contains(c)) == "fn")
}

/// What stands beside the text: boxes and footnotes.
fn beside(name: &str, attributes: &Attributes) -> Option<Kind> {
    let role = attribute(attributes, "role").unwrap_or_default();
    let id = attribute(attributes, "id").unwrap_or_default();
    if matches!(role.as_str(), "doc-footnote" | "doc-endnote") {
        return Some(Kind::Footnote { mark: id });
    }
    (name == "aside").then_some(Kind::Aside)
}
