//! What a draft is once it is read: blocks in the order of reading, and the sections that they stand in.

use std::ops::Range;

use super::docx::Document;
use super::language::Language;
use super::lines::Lines;
use super::place::Segment;

/// The forms of files that drafts come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text, often an extraction from a document.
    Text,
    /// Markdown with tables and footnotes.
    Markdown,
    /// A page.
    Html,
    /// A document of Word (Office Open XML).
    Docx,
}

impl Form {
    /// The form that a file's name tells by its ending.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "docx" => Some(Self::Docx),
            _ => None,
        }
    }
}

/// A report as somebody else wrote it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The file's name as it was given.
    pub name: String,
    /// The form that it was read from.
    pub form: Form,
    /// The language that it is written in, and how that is known.
    pub language: Language,
    /// What is read, in order; a footnote follows the text that refers to it.
    pub blocks: Vec<Block>,
    /// Sections in order; a section's parent stands before it.
    pub sections: Vec<Section>,
    /// The text of the file, for forms that are text, and its lines.
    pub(super) lines: Option<Lines>,
    /// The parts of a document of Word.
    pub(super) document: Option<Document>,
}

/// A part of a draft that is read in one go. Its text never ends in the middle of a character of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text. Cells of a table are parted by a tab, rows by a line feed.
    pub text: String,
    /// Where the text's pieces come from, in its order, without overlaps.
    pub segments: Vec<Segment>,
    /// The section it stands in, as index into [`Draft::sections`]; a heading stands in its own.
    pub section: Option<usize>,
    /// The block says what it is for certain; false where the file's form does not tell and it is guessed.
    pub certain: bool,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A heading. The text is the title without the number.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// The number as written, such as `3.1`; also that which Word counts itself.
        number: Option<String>,
    },
    /// A paragraph.
    Paragraph,
    /// An item of a list, without its sign.
    Item {
        /// 0 is the outermost list.
        level: u8,
        /// The sign or number before it, as written; may be empty.
        marker: String,
    },
    /// A table.
    Table(Table),
    /// The caption of a table or a figure.
    Caption,
    /// A picture; the text is what describes it and may be empty.
    Image,
    /// A footnote or endnote.
    Footnote {
        /// Its sign in the text.
        mark: String,
    },
    /// What stands in a box beside the text.
    Aside,
}

/// A table of cells that cover a grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Rows, heads first.
    pub rows: Vec<Row>,
    /// The block with its caption, as index into [`Draft::blocks`].
    pub caption: Option<usize>,
}

impl Table {
    /// The cell that covers a place of the grid, both counted from 0.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let covers = |distance: usize, cell: &&Cell| {
            cell.rows > distance && (cell.column..cell.column.saturating_add(cell.columns)).contains(&column)
        };
        let rows = self.rows.get(..=row)?.iter().rev().enumerate().take(1_000);
        rows.flat_map(|(distance, row)| row.cells.iter().map(move |c| (distance, c)))
            .find(|(distance, cell)| covers(*distance, cell))
            .map(|(_, cell)| cell)
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The row names columns; known where the form says so.
    pub head: bool,
    /// Its cells that begin in it.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The bytes of the block's text that it takes.
    pub range: Range<usize>,
    /// The first column of the grid that it covers, from 0.
    pub column: usize,
    /// How many columns it covers, 1 to 1 000.
    pub columns: usize,
    /// How many rows it covers, 1 to 1 000.
    pub rows: usize,
    /// The cell names its row or column.
    pub head: bool,
}

/// A section: a heading and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The number as written; of sections without one, none.
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// 1 is the highest.
    pub level: u8,
    /// The section around it, as index into [`Draft::sections`].
    pub parent: Option<usize>,
    /// The block with its heading, as index into [`Draft::blocks`].
    pub heading: usize,
    /// The heading is known to be one.
    pub certain: bool,
}

/// Words of a draft: bytes of the text of one block.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index into [`Draft::blocks`].
    pub block: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Draft {
    /// The words of a span; empty where it lies outside the draft or cuts a character.
    #[must_use]
    pub fn words(&self, span: &Span) -> &str {
        self.blocks.get(span.block).and_then(|b| b.text.get(span.start..span.end)).unwrap_or_default()
    }

    /// The section of a block.
    #[must_use]
    pub fn section_of(&self, block: usize) -> Option<&Section> {
        self.sections.get(self.blocks.get(block)?.section?)
    }

    /// The cell of a table that a byte of a block's text stands in, with its row.
    #[must_use]
    pub fn cell_at(&self, block: usize, offset: usize) -> Option<(usize, &Cell)> {
        let Kind::Table(table) = &self.blocks.get(block)?.kind else { return None };
        let cells = table.rows.iter().enumerate().flat_map(|(row, r)| r.cells.iter().map(move |c| (row, c)));
        cells.into_iter().find(|(_, c)| c.range.start <= offset && offset <= c.range.end)
    }

    /// The text of the file, for forms that are text.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.lines.as_ref().map(Lines::text)
    }
}
