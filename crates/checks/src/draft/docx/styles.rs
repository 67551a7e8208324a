//! Styles of paragraphs: which are headings, captions and lists, by themselves or by what they are based on.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::package::{Package, Related};
use super::xml::{self, Node};
use crate::draft::error::DraftError;
use crate::draft::limits::Limits;

/// How many styles may stand on each other.
const DEEPEST: usize = 16;

/// A style of paragraphs.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Option<String>,
    level: Option<u8>,
}

/// The styles of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The language that the document's text is in unless it says otherwise.
    pub(super) language: Option<String>,
}

impl Styles {
    fn chain<'s>(&'s self, id: &str) -> impl Iterator<Item = &'s Style> {
        std::iter::successors(self.styles.get(id), |s| self.styles.get(s.based_on.as_deref()?)).take(DEEPEST)
    }

    /// The level of the heading that a style makes, 1 the highest.
    pub(super) fn heading(&self, id: &str) -> Option<u8> {
        let level = self.chain(id).find_map(|s| s.outline.or_else(|| by_name(&s.name)));
        level.filter(|l| *l < 9).map(|l| l.saturating_add(1))
    }

    /// The list that a style belongs to, and the level in it.
    pub(super) fn list(&self, id: &str) -> (Option<String>, Option<u8>) {
        (self.chain(id).find_map(|s| s.number.clone()), self.chain(id).find_map(|s| s.level))
    }

    pub(super) fn is_caption(&self, id: &str) -> bool {
        self.chain(id).any(|s| s.name == "caption")
    }

    /// Lines of a table of contents say again what headings say.
    pub(super) fn is_contents(&self, id: &str) -> bool {
        self.chain(id).any(|s| s.name.starts_with("toc ") && s.name != "toc heading")
    }
}

fn by_name(name: &str) -> Option<u8> {
    name.strip_prefix("heading ")?.parse::<u8>().ok()?.checked_sub(1)
}

pub(super) fn read(
    package: &mut Package<'_>,
    related: &Related,
    limits: &Limits,
) -> Result<Styles, DraftError> {
    let mut styles = Styles::default();
    let Some(part) = related.get("styles") else { return Ok(styles) };
    let text = package.text(part)?;
    let mut reader = xml::Events::new(part, &text, limits.depth);
    let (mut id, mut style) = (None, Style::default());
    while let Some((event, _)) = reader.next()? {
        match event {
            Node::Open(tag) | Node::Alone(tag) if xml::name(tag.name().as_ref()) == "style" => {
                id = xml::value(&tag, "styleId");
                style = Style::default();
            }
            Node::Open(tag) | Node::Alone(tag) => {
                if id.is_none() && xml::name(tag.name().as_ref()) == "lang" {
                    styles.language = language(&tag);
                }
                property(&mut style, &tag);
            }
            Node::Close(tag) if xml::name(tag.name().as_ref()) == "style" => {
                if let Some(id) = id.take() {
                    styles.styles.insert(id, std::mem::take(&mut style));
                }
            }
            Node::Close(_) | Node::Text | Node::Reference(_) | Node::Other => {}
        }
    }
    Ok(styles)
}

/// What the defaults say is the language of the program as often as of the text; only one that they agree on is believed.
fn language(tag: &BytesStart<'_>) -> Option<String> {
    let val = xml::value(tag, "val")?;
    let code = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    let others = ["eastAsia", "bidi"].into_iter().filter_map(|n| xml::value(tag, n));
    let agreed = others.into_iter().all(|other| code(&other) == code(&val));
    agreed.then_some(val).filter(|v| code(v) != "en")
}

fn property(style: &mut Style, tag: &BytesStart<'_>) {
    let val = || xml::value(tag, "val");
    match xml::name(tag.name().as_ref()) {
        "name" => style.name = val().unwrap_or_default().to_lowercase(),
        "basedOn" => style.based_on = val(),
        "outlineLvl" => style.outline = val().and_then(|v| v.parse().ok()),
        "numId" => style.number = val(),
        "ilvl" => style.level = val().and_then(|v| v.parse().ok()),
        _ => {}
    }
}
