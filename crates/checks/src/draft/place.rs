//! From words of a block back to the place in the file that they come from.

use std::ops::Range;

use super::model::{Draft, Span};

/// A piece of a block's text and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The bytes of the block's text.
    pub range: Range<usize>,
    /// Where they come from.
    pub origin: Origin,
}

/// Where a piece of text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Bytes of a text file. As many as the piece has: they are the same bytes; otherwise the piece stands for all of them.
    Bytes(Range<usize>),
    /// A run of a document of Word.
    Run {
        /// Index of the run in the document's list.
        run: usize,
        /// Bytes of the part's XML that hold the text; as many as the piece has: they are the same bytes.
        xml: Range<usize>,
        /// Characters of the run's text before it.
        offset: usize,
    },
    /// Nowhere: what is put between cells, or a number that Word counts itself.
    Made,
}

/// A place in a file, as people and programs find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A place in a text.
    Text {
        /// Bytes of the text in UTF-8, without a mark of the encoding.
        bytes: Range<usize>,
        /// Line of the first character, from 1.
        line: usize,
        /// Column of the first character, in characters from 1.
        column: usize,
        /// Line after the last character.
        end_line: usize,
        /// Column after the last character.
        end_column: usize,
    },
    /// A place in a document of Word.
    Document {
        /// The part, such as `word/document.xml`.
        part: String,
        /// The paragraph of the part, from 1, those of tables and boxes counted with the others.
        paragraph: usize,
        /// The run of the paragraph, from 1.
        run: usize,
        /// Characters of the run's text before the first.
        offset: usize,
    },
}

impl Draft {
    /// The place of a span; none where nothing of it comes from the file.
    #[must_use]
    pub fn place(&self, span: &Span) -> Option<Place> {
        let block = self.blocks.get(span.block)?;
        let from = block.segments.partition_point(|s| s.range.end <= span.start);
        let real = |s: &&Segment| !matches!(s.origin, Origin::Made);
        let within: Vec<&Segment> = block
            .segments
            .get(from..)?
            .iter()
            .take_while(|s| s.range.start < span.end.max(span.start.saturating_add(1)))
            .filter(real)
            .collect();
        let (first, last) = (within.first()?, within.last()?);
        match &first.origin {
            Origin::Bytes(bytes) => {
                let start = inner(first, bytes, span.start, false);
                let end = match &last.origin {
                    Origin::Bytes(bytes) => inner(last, bytes, span.end, true),
                    Origin::Run { .. } | Origin::Made => start,
                };
                self.text_place(start..end.max(start))
            }
            Origin::Run { run, offset, xml } => {
                let run = self.document.as_ref()?.run(*run)?;
                let inside = span.start.saturating_sub(first.range.start);
                let skipped = if xml.len() == first.range.len() { inside } else { 0 };
                let before = block.text.get(first.range.start..)?.get(..skipped).unwrap_or_default();
                Some(Place::Document {
                    part: run.part.clone(),
                    paragraph: run.paragraph,
                    run: run.number,
                    offset: offset.saturating_add(before.chars().count()),
                })
            }
            Origin::Made => None,
        }
    }

    fn text_place(&self, bytes: Range<usize>) -> Option<Place> {
        let lines = self.lines.as_ref()?;
        let (line, column) = lines.at(bytes.start);
        let (end_line, end_column) = lines.at(bytes.end);
        Some(Place::Text { bytes, line, column, end_line, end_column })
    }

    /// A line of the file, from 1, with the byte that it begins at; of forms that are no text, none.
    #[must_use]
    pub fn line(&self, number: usize) -> Option<(usize, &str)> {
        self.lines.as_ref()?.line(number)
    }
}

/// The byte of the file that a byte of a piece comes from; of a piece that stands for all of its origin, its begin or its end.
fn inner(segment: &Segment, origin: &Range<usize>, at: usize, end: bool) -> usize {
    let inside = at.saturating_sub(segment.range.start);
    if origin.len() == segment.range.len() {
        origin.start.saturating_add(inside).min(origin.end)
    } else if end {
        origin.end
    } else {
        origin.start
    }
}
