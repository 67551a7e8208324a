//! Walking a TOML document with the place of everything, so that all mistakes are told at once.
//!
//! Deserialising would stop at the first mistake; this reads each key by itself and goes on.

use std::collections::BTreeMap;

use figures::measure::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mistake::{Mistake, Mistakes, Place, quote};

/// A table and where it starts.
#[derive(Clone)]
pub(super) struct Table<'a> {
    pub(super) table: &'a DeTable<'a>,
    pub(super) path: String,
    pub(super) offset: usize,
}

impl Table<'_> {
    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// Reads keys of tables and collects what is wrong with them.
pub(super) struct Walker<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) mistakes: Mistakes,
}

impl<'a> Walker<'a> {
    pub(super) fn place(&self, offset: usize) -> Place {
        Place::of_offset(self.file, self.text, offset)
    }

    pub(super) fn push(
        &mut self,
        offset: usize,
        field: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.mistakes.push(Mistake::new(self.place(offset), problem, remedy).of(field));
    }

    /// A mistake for each key that is none of these.
    pub(super) fn known(&mut self, table: &Table<'a>, names: &[&str]) {
        for key in table.table.keys() {
            let name: &str = key.get_ref();
            if !names.contains(&name) {
                let remedy = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("use {}", names.join(", ")),
                };
                self.push(
                    key.span().start,
                    &table.path_of(name),
                    format!("{} is not known here", quote(name)),
                    remedy,
                );
            }
        }
    }

    fn get(&mut self, table: &Table<'a>, key: &str, required: bool) -> Option<&'a Spanned<DeValue<'a>>> {
        let found = table.table.get(key);
        if found.is_none() && required {
            let path = table.path_of(key);
            self.push(table.offset, &path, format!("`{path}` is missing"), "add it");
        }
        found
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'a>>, path: &str, expected: &str) {
        let problem = format!("`{path}` is of type {}", value.get_ref().type_str());
        self.push(value.span().start, path, problem, format!("write {expected}"));
    }

    /// A table; an absent one is none.
    pub(super) fn table(&mut self, table: &Table<'a>, key: &str, required: bool) -> Option<Table<'a>> {
        let value = self.get(table, key, required)?;
        let path = table.path_of(key);
        match value.get_ref().as_table() {
            Some(inner) => Some(Table { table: inner, path, offset: value.span().start }),
            None => {
                self.wrong(value, &path, &format!("a table: [{path}]"));
                None
            }
        }
    }

    /// An array of tables: `[[key]]`.
    pub(super) fn tables(&mut self, table: &Table<'a>, key: &str) -> Vec<Table<'a>> {
        let Some(value) = self.get(table, key, false) else { return Vec::new() };
        let path = table.path_of(key);
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, &path, &format!("a list of tables: [[{path}]]"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(inner) => {
                    found.push(Table { table: inner, path: path.clone(), offset: item.span().start })
                }
                None => self.wrong(item, &path, &format!("a table: [[{path}]]")),
            }
        }
        found
    }

    /// A text that is not empty, with its offset.
    pub(super) fn string(&mut self, table: &Table<'a>, key: &str, required: bool) -> Option<(String, usize)> {
        let value = self.get(table, key, required)?;
        self.text_of(value, &table.path_of(key))
    }

    fn text_of(&mut self, value: &Spanned<DeValue<'a>>, path: &str) -> Option<(String, usize)> {
        let offset = value.span().start;
        match value.get_ref().as_str() {
            None => {
                self.wrong(value, path, "a text in quotes");
                None
            }
            Some("") => {
                self.push(offset, path, format!("`{path}` is empty"), "write the text, or remove the key");
                None
            }
            Some(text) => Some((text.to_owned(), offset)),
        }
    }

    /// A list of texts with their offsets, none twice.
    pub(super) fn strings(&mut self, table: &Table<'a>, key: &str, required: bool) -> Vec<(String, usize)> {
        let Some(value) = self.get(table, key, required) else { return Vec::new() };
        let path = table.path_of(key);
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, &path, "a list of texts: [\"…\", \"…\"]");
            return Vec::new();
        };
        let mut found: Vec<(String, usize)> = Vec::new();
        for item in items {
            let Some((text, offset)) = self.text_of(item, &path) else { continue };
            if found.iter().any(|(t, _)| *t == text) {
                self.push(
                    offset,
                    &path,
                    format!("{} stands twice in `{path}`", quote(&text)),
                    "remove one of them",
                );
            } else {
                found.push((text, offset));
            }
        }
        found
    }

    /// A table of texts.
    pub(super) fn string_table(
        &mut self,
        table: &Table<'a>,
        key: &str,
        required: bool,
    ) -> BTreeMap<String, (String, usize)> {
        let Some(inner) = self.table(table, key, required) else { return BTreeMap::new() };
        let keys: Vec<&str> = inner.table.keys().map(|k| k.get_ref().as_ref()).collect();
        let mut found = BTreeMap::new();
        for name in keys {
            if let Some(text) = self.string(&inner, name, true) {
                found.insert(name.to_owned(), text);
            }
        }
        found
    }

    /// A whole number.
    pub(super) fn integer(&mut self, table: &Table<'a>, key: &str, required: bool) -> Option<(i64, usize)> {
        let value = self.get(table, key, required)?;
        let number =
            value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        if number.is_none() {
            self.wrong(value, &table.path_of(key), "a whole number");
        }
        Some((number?, value.span().start))
    }

    /// Yes or no.
    pub(super) fn boolean(&mut self, table: &Table<'a>, key: &str, required: bool) -> Option<bool> {
        let value = self.get(table, key, required)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(value, &table.path_of(key), "true or false");
        }
        flag
    }
}
