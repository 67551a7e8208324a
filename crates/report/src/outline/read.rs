//! Reads `outline.toml`: aliases, headline, sections.

use std::collections::BTreeSet;

use interchange::Mistake;
use toml::de::DeTable;

use super::node::{Node, Reader};
use super::{Headline, MAX_BYTES, MAX_ITEMS, MAX_SECTIONS, Outline, Section, element};
use crate::reference::{Name, is_alias};
use crate::text::bound;
use crate::text::position::Lines;

/// Reads the outline; what is wrong with it comes beside what could be read. The first language is the fallback.
#[must_use]
pub fn read(file: &str, text: &str, languages: &[String]) -> (Outline, Vec<Mistake>) {
    parsed(file, text, languages, false, |reader, root| reader.outline(root))
}

/// What `root` makes of a file, and what is wrong with it. `on_page` says whether elements may leave a place for an item's own.
pub(super) fn parsed<T: Default>(
    file: &str,
    text: &str,
    languages: &[String],
    on_page: bool,
    root: impl for<'a> FnOnce(&mut Reader<'a>, Node<'a>) -> T,
) -> (T, Vec<Mistake>) {
    let lines = Lines::new(file, text);
    if text.len() > MAX_BYTES {
        let mistake = Mistake::new(lines.place(0), "the file is larger than 1 MiB", "shorten it");
        return (T::default(), vec![mistake]);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { source: text, lines, languages, on_page, mistakes: Vec::new() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.wrong(
            at,
            format!("this is not TOML: {}", error.message()),
            "correct it; nothing else is read before",
        );
    }
    if !reader.mistakes.is_empty() {
        return (T::default(), reader.mistakes);
    }
    let read = root(&mut reader, Node { table: table.get_ref(), start: 0 });
    reader.mistakes.sort_by_key(|m| (m.place.line, m.place.column));
    (read, reader.mistakes)
}

impl<'a> Reader<'a> {
    fn outline(&mut self, root: Node<'a>) -> Outline {
        self.known(root, &["aliases", "headline", "section"]);
        let mut outline = Outline::default();
        if let Some(aliases) = self.table(root, "aliases") {
            self.aliases(aliases, &mut outline);
        }
        for node in self.tables(root, "headline", MAX_ITEMS) {
            outline.headline.extend(self.headline(node));
        }
        let mut ids = BTreeSet::new();
        for node in self.tables(root, "section", MAX_SECTIONS) {
            if let Some(section) = self.section(node, &mut ids) {
                outline.sections.push(section);
            }
        }
        if outline.sections.is_empty() {
            self.wrong(0, "the outline has no section", "add [[section]] with id and title");
        }
        outline
    }

    fn aliases(&mut self, node: Node<'a>, outline: &mut Outline) {
        for (name, value) in node.table {
            let (alias, at) = (name.get_ref().as_ref(), name.span().start);
            if !is_alias(alias) {
                self.wrong(
                    at,
                    format!("`{alias}` is no name of an alias"),
                    "use lower-case letters, digits and hyphens",
                );
                continue;
            }
            let Some((text, start)) = self.string(node, alias) else { continue };
            let Some(located) = self.reference(text, start) else { continue };
            if let Name::Alias(other) = &located.reference.name {
                let error = crate::reference::ReferenceError::AliasOfAlias(other.clone());
                self.mistakes.push(bound::mistake(self.place(value.span().start), &error));
                continue;
            }
            outline.alias_places.insert(alias.to_owned(), located.place);
            outline.aliases.insert(alias.to_owned(), located.reference);
        }
    }

    pub(super) fn headline(&mut self, node: Node<'a>) -> Option<Headline> {
        self.known(node, &["figure", "label", "form"]);
        let label = self.required_texts(node, "label");
        let form = self.form(node).unwrap_or_default();
        let (text, at) = self.required(node, "figure")?;
        Some(Headline { label, figure: self.reference(text, at)?, form })
    }

    pub(super) fn section(&mut self, node: Node<'a>, ids: &mut BTreeSet<String>) -> Option<Section> {
        self.known(node, &["id", "number", "title", "level", "element"]);
        let title = self.required_texts(node, "title");
        let (id, at) = self.required(node, "id")?;
        if !is_section(id) {
            self.wrong(
                at,
                format!("`{id}` is no id of a section"),
                "use letters, digits, points and hyphens",
            );
            return None;
        }
        if !ids.insert(id.to_owned()) {
            self.wrong(at, format!("there are two sections `{id}`"), "give one of them another id");
        }
        let numbered = is_numbered(id);
        let number = match self.string(node, "number") {
            Some((number, _)) => Some(number.to_owned()).filter(|n| !n.is_empty()),
            None => numbered.then(|| id.to_owned()),
        };
        let parts = if numbered { id.split('.').count() } else { 1 };
        let level = self.level(node).unwrap_or_else(|| u8::try_from(parts).unwrap_or(6).min(6));
        let elements = element::read(self, node, id);
        Some(Section { id: id.to_owned(), number, title, level, elements, place: self.place(at) })
    }

    fn level(&mut self, node: Node<'a>) -> Option<u8> {
        let value = node.get("level")?;
        let level = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
        let level = level.filter(|n| (1..=6).contains(n));
        if level.is_none() {
            self.wrong(value.span().start, "`level` is no level", "write 1 for a chapter to 6");
        }
        level
    }
}

/// Whether a text can be the id of a section.
pub(super) fn is_section(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

/// Whether an id is printed before its title: `4.7` is, `foreword` is not.
pub(super) fn is_numbered(id: &str) -> bool {
    id.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}
