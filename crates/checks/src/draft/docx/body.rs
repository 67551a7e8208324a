//! The text of a document: paragraphs, tables, boxes, pictures and notes, as a stream of events.
//!
//! What a reviewer put in counts, what they took out does not; of a field its result is read; what is set hidden is not read. Of two
//! ways to draw the same (`mc:AlternateContent`) the first is read.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::notes::Notes;
use super::numbering::Numbering;
use super::styles::Styles;
use super::table::OpenTable;
use super::xml::{self, Events, Node};
use super::{Document, Run};
use crate::draft::builder::{Blocks, Piece};
use crate::draft::caption;
use crate::draft::error::DraftError;
use crate::draft::limits::Limits;
use crate::draft::model::Kind;
use crate::draft::place::Origin;
use crate::draft::sections;

/// Elements whose content does not count.
const SKIPPED: [&str; 9] = [
    "del",
    "moveFrom",
    "mc:Fallback",
    "rPrChange",
    "pPrChange",
    "tcPrChange",
    "trPrChange",
    "tblPrChange",
    "sectPrChange",
];

/// What is open around the text that is being read.
enum Scope {
    Paragraph(Paragraph),
    Table(OpenTable),
    Box(Piece),
}

#[derive(Default)]
struct Paragraph {
    piece: Piece,
    style: Option<String>,
    list: Option<String>,
    level: Option<u8>,
    outline: Option<u8>,
    number: usize,
    runs: usize,
    in_properties: bool,
}

/// A run that is open.
struct OpenRun {
    index: usize,
    characters: usize,
    hidden: bool,
    properties: Option<usize>,
}

/// Reads a part with text.
pub(super) struct Body<'d> {
    part: String,
    pub(super) blocks: Blocks,
    deepest: usize,
    most_runs: usize,
    styles: &'d Styles,
    numbering: Numbering,
    document: &'d mut Document,
    /// Texts of notes by their key, for a part that refers to them.
    pub(super) notes: Notes,
    /// The note whose text is being read, in a part of notes.
    note: Option<String>,
    scopes: Vec<Scope>,
    runs: Vec<OpenRun>,
    beside: Vec<(Kind, Piece)>,
    paragraphs: usize,
    noted: usize,
    skipping: usize,
    in_text: bool,
}

impl<'d> Body<'d> {
    pub(super) fn new(
        part: &str,
        blocks: Blocks,
        limits: &Limits,
        styles: &'d Styles,
        numbering: Numbering,
        document: &'d mut Document,
    ) -> Self {
        Self {
            part: part.to_owned(),
            blocks,
            deepest: limits.depth,
            most_runs: limits.runs,
            styles,
            numbering,
            document,
            notes: Notes::new(),
            note: None,
            scopes: Vec::new(),
            runs: Vec::new(),
            beside: Vec::new(),
            paragraphs: 0,
            noted: 0,
            skipping: 0,
            in_text: false,
        }
    }

    pub(super) fn read(&mut self, text: &str) -> Result<(), DraftError> {
        let part = self.part.clone();
        let mut events = Events::new(&part, text, self.deepest);
        while let Some((event, bytes)) = events.next()? {
            match event {
                Node::Open(_) if self.skipping > 0 => self.skipping = self.skipping.saturating_add(1),
                Node::Close(_) if self.skipping > 0 => self.skipping = self.skipping.saturating_sub(1),
                Node::Open(tag) => self.start(xml::name(tag.name().as_ref()), &tag, &bytes, false)?,
                Node::Alone(tag) if self.skipping == 0 => {
                    let name = tag.name();
                    let name = xml::name(name.as_ref());
                    self.start(name, &tag, &bytes, true)?;
                    if !SKIPPED.contains(&name) {
                        self.end(name, &bytes)?;
                    }
                }
                Node::Close(tag) => self.end(xml::name(tag.name().as_ref()), &bytes)?,
                Node::Text if self.reads() => {
                    self.push_plain(text.get(bytes.clone()).unwrap_or_default(), &bytes);
                }
                Node::Reference(reference) if self.reads() => {
                    let c = events.character(&reference)?;
                    self.push(&c.to_string(), bytes);
                }
                Node::Alone(_) | Node::Text | Node::Reference(_) | Node::Other => {}
            }
        }
        Ok(())
    }

    fn reads(&self) -> bool {
        self.in_text && self.skipping == 0
    }

    /// Adds text of the part as it stands, without soft hyphens.
    fn push_plain(&mut self, raw: &str, bytes: &Range<usize>) {
        let (text, shift) = match raw.strip_prefix("<![CDATA[").and_then(|r| r.strip_suffix("]]>")) {
            Some(inner) => (inner, "<![CDATA[".len()),
            None => (raw, 0),
        };
        let mut at = bytes.start.saturating_add(shift);
        for piece in text.split_inclusive('\u{ad}') {
            let kept = piece.strip_suffix('\u{ad}').unwrap_or(piece);
            self.push(kept, at..at.saturating_add(kept.len()));
            at = at.saturating_add(piece.len());
            if kept.len() < piece.len()
                && let Some(run) = self.runs.last_mut()
            {
                run.characters = run.characters.saturating_add(1);
            }
        }
    }

    fn push(&mut self, text: &str, xml: Range<usize>) {
        let (Some(run), Some(Scope::Paragraph(paragraph))) = (self.runs.last_mut(), self.scopes.last_mut())
        else {
            return;
        };
        if run.hidden {
            return;
        }
        let origin = Origin::Run { run: run.index, xml, offset: run.characters };
        run.characters = run.characters.saturating_add(text.chars().count());
        paragraph.piece.push(text, origin);
    }

    fn start(
        &mut self,
        name: &str,
        tag: &BytesStart<'_>,
        bytes: &Range<usize>,
        empty: bool,
    ) -> Result<(), DraftError> {
        if name == "del"
            && let Some(Scope::Table(table)) = self.scopes.last_mut()
        {
            table.delete_row();
        }
        if SKIPPED.contains(&name) {
            self.skipping = usize::from(!empty);
            return Ok(());
        }
        match name {
            "p" => {
                self.paragraphs = self.paragraphs.saturating_add(1);
                self.scopes
                    .push(Scope::Paragraph(Paragraph { number: self.paragraphs, ..Paragraph::default() }));
            }
            "tbl" => self.scopes.push(Scope::Table(OpenTable::default())),
            "txbxContent" => self.scopes.push(Scope::Box(Piece::default())),
            "r" => self.start_run(bytes)?,
            "t" => {
                self.in_text = true;
                if let Some(run) = self.runs.last().and_then(|r| self.document.runs.get_mut(r.index)) {
                    run.tags.push(bytes.clone());
                }
            }
            "tab" if self.in_run() => self.push("\t", bytes.clone()),
            "br" | "cr" if self.in_run() => self.push("\n", bytes.clone()),
            "noBreakHyphen" => self.push("\u{2011}", bytes.clone()),
            "footnote" | "endnote" => self.note = note_key(name, tag),
            "footnoteReference" | "endnoteReference" => self.refer(name.trim_end_matches("Reference"), tag),
            "wp:docPr" => self.picture(tag),
            _ => self.property(name, tag, bytes),
        }
        if name == "tc" {
            self.blocks.count()?;
        }
        Ok(())
    }

    /// Tabs and breaks stand in runs; stops of tabs stand in properties.
    fn in_run(&self) -> bool {
        matches!(self.scopes.last(), Some(Scope::Paragraph(p)) if !p.in_properties) && !self.runs.is_empty()
    }

    fn start_run(&mut self, bytes: &Range<usize>) -> Result<(), DraftError> {
        let index = self.document.runs.len();
        if index >= self.most_runs {
            let place = self.part.clone();
            return Err(DraftError::TooMany { what: "runs of text", place, limit: self.most_runs });
        }
        // Runs of a box hang on the run that holds the box.
        let anchor = self.runs.first().map(|outer| outer.index);
        let Some(Scope::Paragraph(paragraph)) = self.scopes.last_mut() else { return Ok(()) };
        paragraph.runs = paragraph.runs.saturating_add(1);
        self.document.runs.push(Run {
            part: self.part.clone(),
            paragraph: paragraph.number,
            number: paragraph.runs,
            xml: bytes.clone(),
            properties: None,
            tags: Vec::new(),
            anchor,
        });
        self.runs.push(OpenRun { index, characters: 0, hidden: false, properties: None });
        Ok(())
    }

    fn property(&mut self, name: &str, tag: &BytesStart<'_>, bytes: &Range<usize>) {
        let val = || xml::value(tag, "val");
        match self.scopes.last_mut() {
            Some(Scope::Table(table)) => table.start(name, tag),
            Some(Scope::Paragraph(paragraph)) => match name {
                "pPr" => paragraph.in_properties = true,
                "pStyle" => paragraph.style = val(),
                "numId" => paragraph.list = val(),
                "ilvl" => paragraph.level = val().and_then(|v| v.parse().ok()),
                "outlineLvl" => paragraph.outline = val().and_then(|v| v.parse().ok()),
                "rPr" | "vanish" if !paragraph.in_properties => {
                    let Some(run) = self.runs.last_mut() else { return };
                    if name == "rPr" {
                        run.properties = Some(bytes.start);
                    } else {
                        run.hidden = xml::is_on(tag);
                    }
                }
                _ => {}
            },
            Some(Scope::Box(_)) | None => {}
        }
    }

    fn picture(&mut self, tag: &BytesStart<'_>) {
        let alternative = xml::plain(tag, "descr").unwrap_or_default();
        let mut piece = Piece::default();
        if let Some(run) = self.runs.last() {
            piece.push(&alternative, Origin::Run { run: run.index, xml: 0..0, offset: 0 });
        }
        self.beside.push((Kind::Image, piece));
    }

    fn refer(&mut self, kind: &str, tag: &BytesStart<'_>) {
        let Some(key) = note_key(kind, tag) else { return };
        let Some(piece) = self.notes.remove(&key) else { return };
        let anchor = self.runs.first().map(|r| r.index);
        for segment in &piece.segments {
            if let Origin::Run { run, .. } = segment.origin
                && let Some(run) = self.document.runs.get_mut(run)
            {
                run.anchor = anchor;
            }
        }
        self.noted = self.noted.saturating_add(1);
        self.beside.push((Kind::Footnote { mark: self.noted.to_string() }, piece));
    }

    fn end(&mut self, name: &str, bytes: &Range<usize>) -> Result<(), DraftError> {
        match name {
            "t" => self.in_text = false,
            "pPr" => {
                if let Some(Scope::Paragraph(paragraph)) = self.scopes.last_mut() {
                    paragraph.in_properties = false;
                }
            }
            "rPr" => {
                if let Some(run) = self.runs.last_mut()
                    && let Some(start) = run.properties.take()
                    && let Some(run) = self.document.runs.get_mut(run.index)
                {
                    run.properties = Some(start..bytes.end);
                }
            }
            "r" => {
                if let Some(run) = self.runs.pop()
                    && let Some(run) = self.document.runs.get_mut(run.index)
                {
                    run.xml.end = bytes.end;
                }
            }
            "p" | "tbl" | "txbxContent" => return self.close(),
            "footnote" | "endnote" => self.note = None,
            _ => {
                if let Some(Scope::Table(table)) = self.scopes.last_mut() {
                    table.end(name);
                }
            }
        }
        Ok(())
    }

    /// Ends the innermost scope and hands what it held to the one around it.
    fn close(&mut self) -> Result<(), DraftError> {
        match self.scopes.pop() {
            Some(Scope::Paragraph(paragraph)) => self.close_paragraph(paragraph)?,
            Some(Scope::Table(table)) => self.close_table(table)?,
            Some(Scope::Box(piece)) => self.beside.push((Kind::Aside, piece)),
            None => {}
        }
        if self.scopes.is_empty() && self.note.is_none() {
            for (kind, piece) in std::mem::take(&mut self.beside) {
                self.blocks.add(kind, piece, true)?;
            }
        }
        Ok(())
    }

    fn close_paragraph(&mut self, paragraph: Paragraph) -> Result<(), DraftError> {
        match self.scopes.last_mut() {
            Some(Scope::Table(table)) => table.add(paragraph.piece),
            Some(Scope::Box(piece)) => joined(piece, paragraph.piece),
            // A paragraph stands in a paragraph only by way of a box.
            Some(Scope::Paragraph(outer)) => joined(&mut outer.piece, paragraph.piece),
            None => match &self.note {
                Some(key) => joined(self.notes.entry(key.clone()).or_default(), paragraph.piece),
                None => {
                    if let Some((kind, piece)) = self.kind(paragraph) {
                        self.blocks.add(kind, piece, true)?;
                    }
                }
            },
        }
        Ok(())
    }

    fn close_table(&mut self, table: OpenTable) -> Result<(), DraftError> {
        let Some((table, piece)) = table.finish().finish() else { return Ok(()) };
        match self.scopes.last_mut() {
            Some(Scope::Table(outer)) => outer.add(piece),
            Some(Scope::Box(outer) | Scope::Paragraph(Paragraph { piece: outer, .. })) => {
                joined(outer, piece)
            }
            None => self.blocks.add(Kind::Table(table), piece, true)?,
        }
        Ok(())
    }

    /// What a paragraph is, by its style and its own properties; none of one that says again what others say.
    fn kind(&mut self, paragraph: Paragraph) -> Option<(Kind, Piece)> {
        let mut piece = paragraph.piece;
        piece.trim();
        if piece.text.is_empty() {
            return None;
        }
        let style = paragraph.style.as_deref().unwrap_or("Normal");
        if self.styles.is_contents(style) {
            return None;
        }
        let (style_list, style_level) = self.styles.list(style);
        let level = paragraph.level.or(style_level).unwrap_or(0);
        let list = paragraph.list.or(style_list).filter(|l| l != "0");
        let sign = list.as_deref().and_then(|l| self.numbering.next(l, level));
        let own = paragraph.outline.filter(|l| *l < 9).map(|l| l.saturating_add(1));
        if let Some(heading) = own.or_else(|| self.styles.heading(style)) {
            let counted =
                sign.map(|s| s.trim_end_matches('.').trim().to_owned()).filter(|s| !s.is_empty() && s != "•");
            let number = counted.or_else(|| sections::take_number(&mut piece));
            return Some((Kind::Heading { level: heading, number }, piece));
        }
        let captioned = self.styles.is_caption(style) || caption::of(&piece.text).is_some();
        let kind = match list {
            Some(_) => Kind::Item { level, marker: sign.unwrap_or_default() },
            None if captioned => Kind::Caption,
            None => Kind::Paragraph,
        };
        Some((kind, piece))
    }
}

fn note_key(kind: &str, tag: &BytesStart<'_>) -> Option<String> {
    // Lines that part notes from the text are notes by form only.
    if xml::value(tag, "type").is_some_and(|t| t != "normal") {
        return None;
    }
    Some(format!("{kind} {}", xml::value(tag, "id")?))
}

/// Adds a piece to another with a space between them.
fn joined(target: &mut Piece, mut piece: Piece) {
    piece.trim();
    if !target.text.is_empty() && !piece.text.is_empty() {
        target.push(" ", Origin::Made);
    }
    target.append(piece);
}
