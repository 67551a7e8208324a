//! Nodes of a part's XML with the bytes that they take: no document type, no entities but XML's own, not too deep.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use crate::draft::error::DraftError;

/// What a part is made of, as far as anything is read of it.
pub(super) enum Node<'a> {
    /// The start tag of an element.
    Open(BytesStart<'a>),
    /// An element of one tag.
    Alone(BytesStart<'a>),
    /// The end tag of an element.
    Close(BytesEnd<'a>),
    /// Characters.
    Text,
    /// A character by its name or number.
    Reference(BytesRef<'a>),
    /// What says nothing: comments, instructions.
    Other,
}

/// The nodes of a part.
pub(super) struct Events<'a> {
    part: String,
    reader: Reader<&'a [u8]>,
    depth: usize,
    deepest: usize,
}

impl<'a> Events<'a> {
    pub(super) fn new(part: &str, text: &'a str, deepest: usize) -> Self {
        Self { part: part.to_owned(), reader: Reader::from_str(text), depth: 0, deepest }
    }

    /// The next node and its bytes; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<(Node<'a>, Range<usize>)>, DraftError> {
        let start = self.position();
        let event = match self.reader.read_event() {
            Ok(event) => event,
            Err(e) => return Err(self.broken(&e.to_string())),
        };
        let node = match event {
            Event::Start(tag) => {
                self.depth = self.depth.saturating_add(1);
                if self.depth > self.deepest {
                    let place = self.part.clone();
                    return Err(DraftError::TooMany {
                        what: "elements within each other",
                        place,
                        limit: self.deepest,
                    });
                }
                Node::Open(tag)
            }
            Event::Empty(tag) => Node::Alone(tag),
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(tag)
            }
            Event::Text(_) | Event::CData(_) => Node::Text,
            Event::GeneralRef(reference) => Node::Reference(reference),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Node::Other,
            Event::DocType(_) => {
                return Err(self.broken("it declares a document type, which documents of Word never do"));
            }
            Event::Eof if self.depth > 0 => return Err(self.broken("it ends too early")),
            Event::Eof => return Ok(None),
        };
        Ok(Some((node, start..self.position())))
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    pub(super) fn broken(&self, reason: &str) -> DraftError {
        let byte = self.reader.buffer_position();
        DraftError::Broken { part: self.part.clone(), byte, reason: reason.to_owned() }
    }

    /// The character of a reference.
    pub(super) fn character(&self, reference: &BytesRef<'_>) -> Result<char, DraftError> {
        let name: &str = reference;
        let numbered = |digits: &str| match digits.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        };
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            other => other.strip_prefix('#').and_then(numbered).and_then(char::from_u32),
        };
        character.ok_or_else(|| self.broken(&format!("&{name}; stands for nothing")))
    }
}

/// The local name of an element in the namespace of texts; of others, their name with its prefix.
pub(super) fn name(tag: &str) -> &str {
    tag.strip_prefix("w:").unwrap_or(tag)
}

/// An attribute in the namespace of texts.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    plain(tag, &format!("w:{name}")).or_else(|| plain(tag, name))
}

/// An attribute by its full name. What has entities other than XML's own counts as not given.
pub(super) fn plain(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a property that may be switched off is on.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(value(tag, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}
