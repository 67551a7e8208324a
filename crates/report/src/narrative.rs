//! Narrative: the running text of a section in one language, Markdown with placeholders.
//!
//! What Markdown has and a report has not (raw HTML, code, pictures, rules) is a mistake, and so is a number that nothing
//! binds. Placeholders are taken out before Markdown is read, since keys hold `*`, `_`, `&` and `|`, and put back by their
//! byte offset.

mod parse;

use interchange::Place;

use crate::text::bound::Bound;

pub use parse::parse;

/// The longest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// A file of running text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrative {
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// A block of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A subheading; 1 is the first below the section's own.
    Heading(u8, Vec<Inline>),
    /// A list, numbered or not, of blocks.
    List {
        /// Numbered or not.
        ordered: bool,
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text of one line, and where it begins.
    Text(String, Place),
    /// A line's end within a paragraph.
    Break,
    /// A placeholder.
    Bound(Bound),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Where to.
        href: String,
        /// Its text.
        inlines: Vec<Inline>,
    },
}

impl Narrative {
    /// Every placeholder, in order.
    #[must_use]
    pub fn bound(&self) -> Vec<&Bound> {
        let mut found = Vec::new();
        blocks(&self.blocks, &mut found);
        found
    }

    /// The literal names `{"…"}`, in order, with their places.
    #[must_use]
    pub fn names(&self) -> Vec<(&str, &Place)> {
        self.bound().into_iter().filter_map(Bound::name).collect()
    }
}

fn blocks<'a>(list: &'a [Block], found: &mut Vec<&'a Bound>) {
    for block in list {
        match block {
            Block::Paragraph(text) | Block::Heading(_, text) => inlines(text, found),
            Block::List { items, .. } => items.iter().for_each(|item| blocks(item, found)),
            Block::Quote(quoted) => blocks(quoted, found),
        }
    }
}

fn inlines<'a>(list: &'a [Inline], found: &mut Vec<&'a Bound>) {
    for inline in list {
        match inline {
            Inline::Bound(bound) => found.push(bound),
            Inline::Emphasis(text) | Inline::Strong(text) | Inline::Link { inlines: text, .. } => {
                inlines(text, found);
            }
            Inline::Text(..) | Inline::Break => {}
        }
    }
}
