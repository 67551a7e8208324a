//! Documents of Word (Office Open XML, ECMA-376 parts 1 and 2): read into a draft, and given back with comments.
//!
//! Parts are read as streams of XML events and never as trees, and each text keeps the bytes of the part that hold it. So comments are a
//! few bytes put between those that are there, and all else of the file stays as it was.

mod body;
mod comments;
mod edits;
mod notes;
mod numbering;
mod package;
mod styles;
mod table;
mod xml;

use std::ops::Range;

use super::builder::Blocks;
use super::error::DraftError;
use super::language::Language;
use super::limits::Limits;
use super::model::{Draft, Form};

pub use comments::commented;

/// A run of text of a document: the smallest piece that has one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The part that it stands in.
    pub(super) part: String,
    /// The paragraph of the part, from 1.
    pub(super) paragraph: usize,
    /// The run of the paragraph, from 1.
    pub(super) number: usize,
    /// Bytes of the part's XML that it takes.
    pub(super) xml: Range<usize>,
    /// Bytes of its properties.
    pub(super) properties: Option<Range<usize>>,
    /// Start tags of its texts.
    pub(super) tags: Vec<Range<usize>>,
    /// The run of the document's own text that a note or a box hangs on.
    pub(super) anchor: Option<usize>,
}

/// What of a document is needed to find places in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// The part with the text.
    pub(super) main: String,
    pub(super) runs: Vec<Run>,
}

impl Document {
    pub(super) fn run(&self, index: usize) -> Option<&Run> {
        self.runs.get(index)
    }
}

pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Draft, DraftError> {
    let mut package = package::Package::open(bytes, limits)?;
    let main = package.main()?;
    let related = package.related(&main)?;
    let styles = styles::read(&mut package, &related, limits)?;
    let numbering = numbering::read(&mut package, &related, limits)?;
    let mut document = Document { main: main.clone(), runs: Vec::new() };
    let notes = notes::read(&mut package, &related, limits, &mut document)?;
    let text = package.text(&main)?;
    let mut body =
        body::Body::new(&main, Blocks::new(name, limits), limits, &styles, numbering, &mut document);
    body.notes = notes;
    body.read(&text)?;
    let blocks = body.blocks.list;
    let language = styles.language.as_deref().map_or_else(Language::unsure, Language::said);
    Ok(Draft {
        name: name.to_owned(),
        form: Form::Docx,
        language,
        blocks,
        sections: Vec::new(),
        lines: None,
        document: Some(document),
    })
}

#[cfg(test)]
mod tests;
