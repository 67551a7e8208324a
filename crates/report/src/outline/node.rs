//! Reading the tables of `outline.toml` and `pages.toml` with the place of everything that is wrong.

use std::ops::Range;

use figures::measure::nearest;
use interchange::{Mistake, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Located, MAX_ITEMS, Texts};
use crate::print::Form;
use crate::text::bound::{self, Text};
use crate::text::position::Lines;

/// What reading collects and needs everywhere.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) lines: Lines<'a>,
    pub(super) languages: &'a [String],
    /// Whether elements may leave a place for an item's own.
    pub(super) on_page: bool,
    pub(super) mistakes: Vec<Mistake>,
}

/// One table of the file.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) table: &'a DeTable<'a>,
    pub(super) start: usize,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Node<'a> {
    pub(super) fn get(self, key: &str) -> Option<&'a Value<'a>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn place(&self, offset: usize) -> Place {
        self.lines.place(offset)
    }

    pub(super) fn wrong(&mut self, at: usize, problem: impl Into<String>, remedy: impl Into<String>) {
        let place = self.place(at);
        self.mistakes.push(Mistake::new(place, problem, remedy));
    }

    /// Reports fields that a table does not have.
    pub(super) fn known(&mut self, node: Node<'a>, fields: &[&str]) {
        for name in node.table.keys() {
            let field = name.get_ref().as_ref();
            if !fields.contains(&field) {
                let remedy = nearest(field, fields.iter().copied()).map_or_else(
                    || format!("the fields here are {}", fields.join(", ")),
                    |n| format!("did you mean `{n}`?"),
                );
                self.wrong(name.span().start, format!("there is no field `{field}` here"), remedy);
            }
        }
    }

    /// A text field; its value and where it begins.
    pub(super) fn string(&mut self, node: Node<'a>, field: &str) -> Option<(&'a str, usize)> {
        let value = node.get(field)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            let remedy = format!("write {field} = \"…\"");
            self.wrong(value.span().start, format!("`{field}` is no text"), remedy);
        }
        text.map(|t| (t, value.span().start))
    }

    /// A text field that must be there.
    pub(super) fn required(&mut self, node: Node<'a>, field: &str) -> Option<(&'a str, usize)> {
        if node.get(field).is_none() {
            self.wrong(node.start, format!("`{field}` is missing"), format!("add {field} = \"…\""));
        }
        self.string(node, field)
    }

    pub(super) fn flag(&mut self, node: Node<'a>, field: &str) -> bool {
        let Some(value) = node.get(field) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(
                value.span().start,
                format!("`{field}` is neither true nor false"),
                "write true or false",
            );
        }
        flag.unwrap_or(false)
    }

    /// A table field.
    pub(super) fn table(&mut self, node: Node<'a>, field: &str) -> Option<Node<'a>> {
        let value = node.get(field)?;
        let table = self.as_table(value, field)?;
        Some(table)
    }

    fn as_table(&mut self, value: &'a Value<'a>, field: &str) -> Option<Node<'a>> {
        let start = value.span().start;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(start, format!("`{field}` is no table"), "see docs/outline.md for its fields");
        }
        table.map(|table| Node { table, start })
    }

    /// An array of tables; what is beyond the limit is a mistake and left out.
    pub(super) fn tables(&mut self, node: Node<'a>, field: &str, limit: usize) -> Vec<Node<'a>> {
        let values = self.array(node, field, limit);
        values.into_iter().filter_map(|value| self.as_table(value, field)).collect()
    }

    pub(super) fn array(&mut self, node: Node<'a>, field: &str, limit: usize) -> Vec<&'a Value<'a>> {
        let Some(value) = node.get(field) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let remedy = format!("write it as a list, such as [[{field}]] or {field} = […]");
            self.wrong(value.span().start, format!("`{field}` is no list"), remedy);
            return Vec::new();
        };
        if let Some(beyond) = array.get(limit) {
            self.wrong(beyond.span().start, format!("more than {limit} of `{field}`"), "divide them");
        }
        array.iter().take(limit).collect()
    }

    /// A list of texts.
    pub(super) fn strings(&mut self, node: Node<'a>, field: &str) -> Option<Vec<(&'a str, usize)>> {
        node.get(field)?;
        let values = self.array(node, field, MAX_ITEMS);
        let mut strings = Vec::new();
        for value in values {
            match value.get_ref().as_str() {
                Some(text) => strings.push((text, value.span().start)),
                None => self.wrong(value.span().start, "this is no text", "write it in quotation marks"),
            }
        }
        Some(strings)
    }

    /// A text per language; the first language must be there.
    pub(super) fn texts(&mut self, node: Node<'a>, field: &str) -> Option<Texts> {
        let value = node.get(field)?;
        let first = self.languages.first().map_or("en", String::as_str);
        let Some(table) = value.get_ref().as_table() else {
            let remedy = format!("write {field}.{first} = \"…\"");
            self.wrong(value.span().start, format!("`{field}` is not given by language"), remedy);
            return None;
        };
        let mut texts = Texts::new();
        for (name, value) in table {
            if let Some(language) = self.language(name)
                && let Some(text) = self.text(value, language)
            {
                texts.insert(language.to_owned(), text);
            }
        }
        if !texts.contains_key(first) {
            let at = table.keys().next().map_or(value.span().start, |name| name.span().start);
            self.wrong(at, format!("`{field}` is not given in {first}"), format!("add {field}.{first}"));
        }
        Some(texts)
    }

    /// A text per language that must be there.
    pub(super) fn required_texts(&mut self, node: Node<'a>, field: &str) -> Texts {
        if node.get(field).is_none() {
            let first = self.languages.first().map_or("en", String::as_str);
            let remedy = format!("add {field}.{first} = \"…\"");
            self.wrong(node.start, format!("`{field}` is missing"), remedy);
        }
        self.texts(node, field).unwrap_or_default()
    }

    /// A list of texts per language.
    pub(super) fn text_lists(
        &mut self,
        node: Node<'a>,
        field: &str,
    ) -> std::collections::BTreeMap<String, Vec<Text>> {
        let mut lists = std::collections::BTreeMap::new();
        let Some(inner) = self.table(node, field) else { return lists };
        for name in inner.table.keys() {
            let Some(language) = self.language(name) else { continue };
            let values = self.array(inner, language, MAX_ITEMS);
            let list = values.into_iter().filter_map(|value| self.text(value, language)).collect();
            lists.insert(language.to_owned(), list);
        }
        lists
    }

    fn language(&mut self, name: &'a Spanned<std::borrow::Cow<'a, str>>) -> Option<&'a str> {
        let language = name.get_ref().as_ref();
        if self.languages.iter().any(|l| l == language) {
            return Some(language);
        }
        let remedy =
            format!("the bundle's languages are {}; they stand in bundle.toml", self.languages.join(", "));
        self.wrong(name.span().start, format!("`{language}` is no language of the bundle"), remedy);
        None
    }

    fn text(&mut self, value: &'a Value<'a>, language: &str) -> Option<Text> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(value.span().start, "this is no text", "write it in quotation marks");
            return None;
        };
        let span = value.span();
        let base = content_start(self.source, &span, text);
        let lines = &self.lines;
        let place = |at: usize| lines.place(base.map_or(span.start, |base| base + at));
        Some(Text::read(text, language, &place, &mut self.mistakes))
    }

    /// A reference.
    pub(super) fn reference(&mut self, text: &str, at: usize) -> Option<Located> {
        let place = self.place(at);
        match text.parse() {
            Ok(reference) => Some(Located { reference, place }),
            Err(error) => {
                self.mistakes.push(bound::mistake(place, &error));
                None
            }
        }
    }

    /// A field that holds a reference.
    pub(super) fn located(&mut self, node: Node<'a>, field: &str) -> Option<Located> {
        let (text, at) = self.string(node, field)?;
        self.reference(text, at)
    }

    /// A field that holds a printing form.
    pub(super) fn form(&mut self, node: Node<'a>) -> Option<Form> {
        let (text, at) = self.string(node, "form")?;
        match text.parse() {
            Ok(form) => Some(form),
            Err(error) => {
                let place = self.place(at);
                self.mistakes.push(bound::mistake(place, &error));
                None
            }
        }
    }
}

/// Where the content of a string begins in the source; `None` where escapes move it.
fn content_start(source: &str, span: &Range<usize>, text: &str) -> Option<usize> {
    let raw = source.get(span.clone())?;
    [3, 1]
        .into_iter()
        .find(|quote| {
            raw.get(*quote..raw.len().saturating_sub(*quote)).is_some_and(|content| content == text)
        })
        .map(|quote| span.start + quote)
}
