//! Reads `pages.toml`: pages, their items, what stands on them.

use std::collections::{BTreeMap, BTreeSet};

use interchange::{Mistake, Place};

use super::{BesideEachOther, Item, Items, MAX_PAGES, Page, Pages, VARIABLE};
use crate::outline::node::{Node, Reader};
use crate::outline::read::{is_numbered, is_section, parsed};
use crate::outline::{MAX_ITEMS, MAX_SECTIONS, element};
use crate::reference::is_alias;

/// Variables that tables and charts have of their own, beside the item's.
const TAKEN: [&str; 4] = [VARIABLE, "row", "column", "point"];

/// Reads the pages; what is wrong with them comes beside what could be read. The first language is the fallback.
#[must_use]
pub fn read(file: &str, text: &str, languages: &[String]) -> (Pages, Vec<Mistake>) {
    parsed(file, text, languages, true, |reader, root| reader.pages(root))
}

impl<'a> Reader<'a> {
    fn pages(&mut self, root: Node<'a>) -> Pages {
        self.known(root, &["page", "beside"]);
        let mut ids = BTreeSet::new();
        let mut pages = Pages::default();
        for node in self.tables(root, "page", MAX_PAGES) {
            pages.list.extend(self.page(node, &mut ids));
        }
        for node in self.tables(root, "beside", MAX_PAGES) {
            pages.beside.extend(self.beside(node));
        }
        if let Some(beyond) = pages.ids().nth(MAX_PAGES) {
            let remedy = format!("leave some out; there are at most {MAX_PAGES}");
            self.wrong(0, format!("`{beyond}` is one page too many"), remedy);
        }
        pages
    }

    /// Two measures of one service.
    fn beside(&mut self, node: Node<'a>) -> Option<BesideEachOther> {
        self.known(node, &["measures"]);
        let measures = self.strings(node, "measures").unwrap_or_default();
        let service = |path: &'a str| path.split_once('/').map(|(service, _)| service);
        match measures.as_slice() {
            [(one, _), (other, _)]
                if one != other && service(one).is_some() && service(one) == service(other) =>
            {
                let measures = [(*one).to_owned(), (*other).to_owned()];
                Some(BesideEachOther { measures, place: self.place(node.start) })
            }
            _ => {
                let remedy = "write measures = [\"service/one\", \"service/other\"], two of one service";
                self.wrong(node.start, "these are not two measures", remedy);
                None
            }
        }
    }

    fn page(&mut self, node: Node<'a>, ids: &mut BTreeSet<String>) -> Option<Page> {
        let fields =
            ["id", "group", "title", "description", "section", "headline", "part", "each", "codes", "item"];
        self.known(node, &fields);
        let (group, title) = (self.texts(node, "group"), self.required_texts(node, "title"));
        let (id, at) = self.page_id(node, "id")?;
        if !ids.insert(id.to_owned()) {
            self.wrong(at, format!("there are two pages `{id}`"), "give one of them another id");
        }
        let mut parts = BTreeSet::new();
        let nodes = self.tables(node, "part", MAX_SECTIONS);
        let sections: Vec<_> = nodes.into_iter().filter_map(|n| self.section(n, &mut parts)).collect();
        if sections.is_empty() {
            self.wrong(node.start, "the page has no part", "add [[page.part]] with id and title");
        }
        let nodes = self.tables(node, "headline", MAX_ITEMS);
        Some(Page {
            id: id.to_owned(),
            group,
            title,
            description: self.texts(node, "description"),
            section: self.belongs_to(node),
            headline: nodes.into_iter().filter_map(|n| self.headline(n)).collect(),
            sections,
            items: self.items(node),
            place: self.place(at),
        })
    }

    fn belongs_to(&mut self, node: Node<'a>) -> Option<(String, Place)> {
        self.string(node, "section").map(|(id, at)| (id.to_owned(), self.place(at)))
    }

    /// A text that can stand in an address.
    fn page_id(&mut self, node: Node<'a>, field: &str) -> Option<(&'a str, usize)> {
        let (id, at) = self.required(node, field)?;
        if is_section(id) {
            return Some((id, at));
        }
        self.wrong(
            at,
            format!("`{id}` is no `{field}` of a page"),
            "use letters, digits, points and hyphens",
        );
        None
    }

    /// `each` and `codes`, or `[[page.item]]` one by one; `None` for a page that there is once.
    fn items(&mut self, node: Node<'a>) -> Option<Items> {
        let dimension = self.string(node, "each").map(|(dimension, _)| dimension.to_owned());
        let nodes = self.tables(node, "item", MAX_PAGES);
        let mut list: Vec<Item> =
            nodes.into_iter().filter_map(|n| self.item(n, dimension.is_none())).collect();
        for (code, at) in self.strings(node, "codes").unwrap_or_default() {
            if is_section(code) {
                list.push(self.bare(code, at));
            } else {
                let remedy = "write codes of letters, digits, points and hyphens; a page has no wildcard";
                self.wrong(at, format!("`{code}` is no code of a page"), remedy);
            }
        }
        let mut seen = BTreeSet::new();
        for item in &list {
            if !seen.insert(item.code.as_str()) {
                let problem = format!("the page has two items `{}`", item.code);
                self.mistakes.push(Mistake::new(item.place.clone(), problem, "remove one of them"));
            }
        }
        if list.is_empty() {
            if dimension.is_some() {
                let remedy = "add codes = [\"AFR\", …] or [[page.item]] with code";
                self.wrong(node.start, "there are no codes", remedy);
            }
            return None;
        }
        Some(Items { dimension, list })
    }

    fn bare(&self, code: &str, at: usize) -> Item {
        Item {
            code: code.to_owned(),
            label: None,
            number: None,
            section: None,
            variables: BTreeMap::new(),
            elements: Vec::new(),
            place: self.place(at),
        }
    }

    fn item(&mut self, node: Node<'a>, needs_label: bool) -> Option<Item> {
        self.known(node, &["code", "label", "number", "section", "with", "element"]);
        let label =
            if needs_label { Some(self.required_texts(node, "label")) } else { self.texts(node, "label") };
        let variables = self.variables(node);
        let (code, at) = self.page_id(node, "code")?;
        let number = match self.string(node, "number") {
            Some((number, _)) => Some(number.to_owned()).filter(|n| !n.is_empty()),
            None => is_numbered(code).then(|| code.to_owned()),
        };
        let section = self.belongs_to(node);
        let elements = element::read(self, node, "own");
        Some(Item {
            code: code.to_owned(),
            label,
            number,
            section,
            variables,
            elements,
            place: self.place(at),
        })
    }

    fn variables(&mut self, node: Node<'a>) -> BTreeMap<String, String> {
        let mut variables = BTreeMap::new();
        let Some(with) = self.table(node, "with") else { return variables };
        for name in with.table.keys() {
            let (variable, at) = (name.get_ref().as_ref(), name.span().start);
            if !is_alias(variable) || TAKEN.contains(&variable) {
                let remedy =
                    format!("use lower-case letters, digits and hyphens, but none of {}", TAKEN.join(", "));
                self.wrong(at, format!("`{variable}` is no name of a variable"), remedy);
                continue;
            }
            if let Some((value, _)) = self.string(with, variable) {
                variables.insert(variable.to_owned(), value.to_owned());
            }
        }
        variables
    }
}
