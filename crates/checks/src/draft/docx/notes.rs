//! The texts of footnotes and endnotes, read before the text that refers to them.

use std::collections::BTreeMap;

use super::Document;
use super::body::Body;
use super::numbering::Numbering;
use super::package::{Package, Related};
use super::styles::Styles;
use crate::draft::builder::{Blocks, Piece};
use crate::draft::error::DraftError;
use crate::draft::limits::Limits;

/// Texts by kind and number: `footnote 2`.
pub(super) type Notes = BTreeMap<String, Piece>;

pub(super) fn read(
    package: &mut Package<'_>,
    related: &Related,
    limits: &Limits,
    document: &mut Document,
) -> Result<Notes, DraftError> {
    let mut notes = Notes::new();
    for kind in ["footnotes", "endnotes"] {
        let Some(part) = related.get(kind) else { continue };
        let text = package.text(part)?;
        let styles = Styles::default();
        let blocks = Blocks::new(part, limits);
        let mut body = Body::new(part, blocks, limits, &styles, Numbering::default(), document);
        body.read(&text)?;
        notes.append(&mut body.notes);
    }
    Ok(notes)
}
