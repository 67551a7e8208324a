//! The passages of a report's narratives, each with the figures that its text binds: what rules about wording look at.
//!
//! A passage is read as it is written, not as it is assembled, so that what is found leads to the very word of the file.

mod excerpt;
mod read;
mod sentence;

use figures::FigureKey;
use interchange::Place;
use report::content::Content;

pub(super) use excerpt::excerpt;
pub(super) use sentence::{clauses, holding, sentences};

/// Stands in a passage's text for each figure that it binds.
pub(super) const NUMBER: char = '\u{fffc}';
/// Stands for what is printed and neither words nor a figure: a section's number, a date.
const OTHER: char = '\u{fffd}';

/// A paragraph, or a heading's text, of a narrative.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passage<'a> {
    /// The language of the text.
    pub(crate) language: &'a str,
    /// The narrative's name, without folder and ending.
    pub(crate) file: &'a str,
    /// Its place among the passages of the narrative.
    pub(crate) number: usize,
    /// The text; [`NUMBER`] for each figure, names and terms as they are printed but for signs that end sentences.
    pub(crate) text: String,
    /// The figures, in order.
    pub(crate) numbers: Vec<Number>,
    /// The subheading above.
    pub(crate) heading: Heading,
    /// The paragraph that leads into the list that this one is an item of.
    pub(crate) lead: String,
    spots: Vec<(usize, Place)>,
}

/// A subheading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heading {
    /// Its text.
    pub(crate) text: String,
    /// The literal name that it begins with: the number of a target, say.
    pub(crate) name: Option<String>,
    /// Where that name stands.
    pub(crate) place: Option<Place>,
}

/// A figure bound in a passage.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    /// Where in the passage's text.
    pub(crate) at: usize,
    /// Its canonical key.
    pub(crate) key: FigureKey,
    /// Where in the file.
    pub(crate) place: Place,
}

impl Passage<'_> {
    /// Where in the file a byte of the text stands: exactly in plain text, at its beginning in what a placeholder prints.
    pub(crate) fn place(&self, at: usize) -> Option<Place> {
        let (start, place) = self.spots.iter().rev().find(|(start, _)| *start <= at)?;
        let before = self.text.get(*start..at).unwrap_or_default();
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX);
        Some(Place { column: place.column.saturating_add(column), ..place.clone() })
    }
}

/// Every passage of every narrative, by language, file and line.
pub(crate) fn passages(content: &Content) -> Vec<Passage<'_>> {
    let read = content.narratives.iter().flat_map(|((language, file), narrative)| {
        read::Reader::new(content, language, file).passages(narrative)
    });
    read.collect()
}

#[cfg(test)]
mod tests;
