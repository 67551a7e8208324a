//! Pages beside the report: which one is assembled, what its variables stand for, and where the others are.

use std::borrow::Cow;

use interchange::Place;
use interchange::mistake::Problem as Words;

use super::Assembler;
use super::problem::ProblemKind;
use crate::model::{self, Headline, PageGroup, PageId, PageLink, Section, SectionLink};
use crate::outline::Element;
use crate::outline::pages::{FILE, Item, Page, VARIABLE};
use crate::reference::{self, Name, Reference, ReferenceError};

/// The page that is written, and the item that it is written for.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    page: &'a Page,
    item: Option<&'a Item>,
}

impl<'a> Assembler<'a> {
    /// The page that is asked for. One that there is not is a problem, and has nothing on it.
    pub(super) fn open_page(&mut self) {
        let Some(id) = &self.options.page else { return };
        match self.content.pages.find(id) {
            Some((page, item)) => self.scope = Some(Scope { page, item }),
            None => {
                let nearest = self.content.pages.nearest(id);
                let remedy = nearest.map_or_else(
                    || format!("add it to {FILE}"),
                    |nearest| format!("did you mean `{nearest}`?"),
                );
                let words = Words::new(format!("there is no page `{id}`"), remedy);
                self.problem(ProblemKind::Reference, words, &Place::start(FILE));
            }
        }
    }

    /// What stands on the page; nothing while no page is open.
    pub(super) fn page_contents(&mut self) -> (Vec<Headline>, Vec<Section>) {
        let Some(Scope { page, .. }) = self.scope else { return Default::default() };
        let headline = page.headline.iter().map(|h| self.headline(h)).collect();
        let sections = page.sections.iter().map(|s| self.section(s));
        (headline, sections.filter(|section| !section.elements.is_empty()).collect())
    }

    /// The elements that only the item has.
    pub(super) fn own(&self) -> &'a [Element] {
        self.scope.and_then(|scope| scope.item).map_or(&[], |item| &item.elements)
    }

    /// A reference with the item's variables put in.
    pub(super) fn scoped<'r>(&self, reference: &'r Reference) -> Result<Cow<'r, Reference>, ReferenceError> {
        let Some(item) = self.scope.and_then(|scope| scope.item) else { return Ok(Cow::Borrowed(reference)) };
        let mut put_in = match &reference.name {
            Name::Alias(name) if item.variables.contains_key(name) => {
                reference.clone().named(Name::Key(format!("{{{name}}}")))
            }
            Name::Alias(_) | Name::Key(_) => reference.clone(),
        };
        for (name, value) in &item.variables {
            put_in = put_in.with_variable(name, value);
        }
        put_in = put_in.with_variable(VARIABLE, &item.code);
        // A variable may stand for a whole reference.
        if let Name::Key(text) = &put_in.name
            && (!text.contains('/') || text.contains(char::is_whitespace))
        {
            let mut whole: Reference = text.parse()?;
            whole.overrides.append(&mut put_in.overrides);
            put_in = whole;
        }
        Ok(Cow::Owned(put_in))
    }

    /// A code with the item's put in.
    pub(super) fn scoped_code(&self, code: String) -> String {
        let item = self.scope.and_then(|scope| scope.item);
        item.map_or(code.clone(), |item| code.replace("{page}", &item.code))
    }

    /// What a variable prints in a text: the item's name, or a period. `None` for one that stands for a figure, or is none.
    pub(super) fn variable(&mut self, reference: &Reference) -> Option<String> {
        let item = self.scope?.item?;
        let Name::Alias(name) = &reference.name else { return None };
        if !reference.overrides.is_empty() {
            return None;
        }
        if name == VARIABLE {
            return Some(self.item_name(item));
        }
        let period = reference::period(item.variables.get(name)?, self.options.year).ok()?;
        Some(self.style.period_label(&period))
    }

    fn item_name(&mut self, item: &Item) -> String {
        match &item.label {
            Some(label) => self.plain(label),
            None => {
                let items = self.scope.and_then(|scope| scope.page.items.as_ref());
                let dimension = items.and_then(|items| items.dimension.as_deref()).unwrap_or_default();
                self.code_name(dimension, &item.code, &item.place)
            }
        }
    }

    /// The title of the document: the page's, or the report's.
    pub(super) fn title(&mut self) -> String {
        match self.scope {
            Some(Scope { page, .. }) => self.plain(&page.title),
            None => self.report_title(),
        }
    }

    fn report_title(&self) -> String {
        let title = self.content.label(&self.content.manifest.report.title, &self.options.language);
        title.map_or_else(String::new, |(title, _)| title.to_owned())
    }

    /// Which page the document is.
    pub(super) fn page(&mut self) -> Option<model::Page> {
        let Scope { page, item } = self.scope?;
        let section = belongs_to(page, item).map(|(id, place)| {
            let text = self.section_name(id, place, true);
            SectionLink { id: id.clone(), text }
        });
        Some(model::Page {
            id: page_id(page, item),
            number: item.and_then(|item| item.number.clone()),
            report: self.report_title(),
            description: page.description.as_ref().map_or_else(String::new, |texts| self.plain(texts)),
            section,
        })
    }

    /// Every page, in groups of those that stand under one heading.
    pub(super) fn pages(&mut self) -> Vec<PageGroup> {
        let here = self.scope;
        let mut groups: Vec<PageGroup> = Vec::new();
        for page in &self.content.pages.list {
            let title = page.group.as_ref().map_or_else(String::new, |texts| self.plain(texts));
            let mut links = Vec::new();
            match &page.items {
                Some(items) => {
                    items.list.iter().for_each(|item| links.push(self.page_link(page, Some(item))))
                }
                None => links.push(self.page_link(page, None)),
            }
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.pages.append(&mut links),
                None => groups.push(PageGroup { title, pages: links }),
            }
        }
        self.scope = here;
        groups
    }

    fn page_link(&mut self, page: &'a Page, item: Option<&'a Item>) -> PageLink {
        self.scope = Some(Scope { page, item });
        PageLink {
            id: page_id(page, item),
            number: item.and_then(|item| item.number.clone()),
            title: self.plain(&page.title),
            section: belongs_to(page, item).map(|(id, _)| id.clone()),
        }
    }
}

fn belongs_to<'a>(page: &'a Page, item: Option<&'a Item>) -> Option<&'a (String, Place)> {
    item.and_then(|item| item.section.as_ref()).or(page.section.as_ref())
}

fn page_id(page: &Page, item: Option<&Item>) -> PageId {
    PageId { id: page.id.clone(), code: item.map(|item| item.code.clone()) }
}
