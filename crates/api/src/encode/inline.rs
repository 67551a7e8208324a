//! Running text and printed numbers.

use report::model::{Block, Inline, Mark, Printed};

use super::each;
use crate::report::v1 as proto;

impl From<Printed> for proto::Printed {
    fn from(p: Printed) -> Self {
        Self { text: p.text, key: p.key, marks: marks(&p.marks), footnote: p.footnote }
    }
}

impl From<Mark> for proto::Mark {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Missing => Self::Missing,
            Mark::Unavailable => Self::Unavailable,
            Mark::LastKnown => Self::LastKnown,
            Mark::Disputed => Self::Disputed,
            Mark::Restated => Self::Restated,
            Mark::Converted => Self::Converted,
        }
    }
}

impl From<Vec<Block>> for proto::Prose {
    fn from(blocks: Vec<Block>) -> Self {
        Self { blocks: each(blocks) }
    }
}

impl From<Block> for proto::Block {
    fn from(block: Block) -> Self {
        use proto::block::Kind;
        let kind = match block {
            Block::Paragraph { id, inlines } => {
                Kind::Paragraph(proto::Paragraph { id, inlines: each(inlines) })
            }
            Block::Heading { level, inlines } => {
                Kind::Heading(proto::Heading { level: level.into(), inlines: each(inlines) })
            }
            Block::List { ordered, items } => Kind::List(proto::List { ordered, items: each(items) }),
            Block::Quote(blocks) => Kind::Quote(blocks.into()),
        };
        Self { kind: Some(kind) }
    }
}

impl From<Vec<Inline>> for proto::InlineText {
    fn from(inlines: Vec<Inline>) -> Self {
        Self { inlines: each(inlines) }
    }
}

impl From<Inline> for proto::Inline {
    fn from(inline: Inline) -> Self {
        use proto::inline::Kind;
        let kind = match inline {
            Inline::Text(text) => Kind::Text(text),
            Inline::Name(name) => Kind::Name(name),
            Inline::Figure(printed) => Kind::Figure(printed.into()),
            Inline::Term { id, text } => Kind::Term(proto::TermRef { id, text }),
            Inline::SectionRef { id, text } => Kind::Section(proto::SectionRef { id, text }),
            Inline::DocumentRef { id, text, url } => Kind::Document(proto::DocumentRef { id, text, url }),
            Inline::Emphasis(inlines) => Kind::Emphasis(inlines.into()),
            Inline::Strong(inlines) => Kind::Strong(inlines.into()),
            Inline::Link { href, inlines } => Kind::Link(proto::Link { href, inlines: each(inlines) }),
        };
        Self { kind: Some(kind) }
    }
}

/// Marks as they stand in a message.
pub(super) fn marks(marks: &[Mark]) -> Vec<i32> {
    marks.iter().map(|m| proto::Mark::from(*m).into()).collect()
}
