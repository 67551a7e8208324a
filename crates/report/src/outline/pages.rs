//! The pages beside a report: which there are and what stands on each, as `pages.toml` says it (`docs/outline.md`).
//!
//! A page has the parts of a report: headline figures, and sections of the same elements. Where there is one for each of several
//! items (regions, targets), it is written once; `{page}` and an item's own variables stand in it as `{row}` does in a table.

mod read;

use std::collections::BTreeMap;

use figures::measure::nearest;
use interchange::Place;

use super::{Element, Headline, Image, Section, Texts};
use crate::model::PageId;
use crate::text::bound::{Bound, Text};

pub use read::read;

/// The file's name.
pub const FILE: &str = "pages.toml";

/// The most pages, those for each item counted one by one.
pub const MAX_PAGES: usize = 500;

/// The variable that stands for an item: its code in keys, its name in texts.
pub const VARIABLE: &str = "page";

/// The pages of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// In the order of the file.
    pub list: Vec<Page>,
    /// Measures that say the same of the world in two ways: a figure's page shows the other one, and how far apart they are.
    pub beside: Vec<BesideEachOther>,
}

/// Two measures of one service whose figures of equal keys are shown beside each other. Neither is judged by the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideEachOther {
    /// Their paths: `connectivity/internet-users`.
    pub measures: [String; 2],
    /// Where they stand.
    pub place: Place,
}

/// A page, or one for each of several items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The id, the first part of its address.
    pub id: String,
    /// The heading under which it is listed.
    pub group: Option<Texts>,
    /// The title.
    pub title: Texts,
    /// What it shows.
    pub description: Option<Texts>,
    /// The section of the report that it belongs to.
    pub section: Option<(String, Place)>,
    /// The figures for the top.
    pub headline: Vec<Headline>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The items that there is one for each of.
    pub items: Option<Items>,
    /// Where it stands.
    pub place: Place,
}

/// What there is a page for each of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    /// The dimension whose codes they are, which names those that have no label.
    pub dimension: Option<String>,
    /// The items, in order.
    pub list: Vec<Item>,
}

/// One of the items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The code, the second part of the address.
    pub code: String,
    /// The name, where it is not that of the code.
    pub label: Option<Texts>,
    /// What is printed before the title.
    pub number: Option<String>,
    /// The section of the report that it belongs to, rather than the page's.
    pub section: Option<(String, Place)>,
    /// What its variables stand for.
    pub variables: BTreeMap<String, String>,
    /// The elements that only this item has.
    pub elements: Vec<Element>,
    /// Where it stands.
    pub place: Place,
}

impl Pages {
    /// A page and, of one for each item, the item; `None` where there is no such page.
    #[must_use]
    pub fn find(&self, id: &PageId) -> Option<(&Page, Option<&Item>)> {
        let page = self.list.iter().find(|page| page.id == id.id)?;
        match (&page.items, &id.code) {
            (None, None) => Some((page, None)),
            (Some(items), Some(code)) => {
                items.list.iter().find(|item| item.code == *code).map(|item| (page, Some(item)))
            }
            (None, Some(_)) | (Some(_), None) => None,
        }
    }

    /// The measures that are shown beside one, by path.
    pub fn beside(&self, measure: &str) -> impl Iterator<Item = &str> {
        self.beside.iter().filter_map(move |pair| match &pair.measures {
            [one, other] if one == measure => Some(other.as_str()),
            [other, one] if one == measure => Some(other.as_str()),
            _ => None,
        })
    }

    /// Every page, in order.
    pub fn ids(&self) -> impl Iterator<Item = PageId> {
        self.list.iter().flat_map(Page::ids)
    }

    /// The page that an id was probably meant to name: one of the same kind where there is one.
    #[must_use]
    pub fn nearest(&self, asked: &PageId) -> Option<PageId> {
        let ids = || self.list.iter().map(|page| page.id.as_str());
        let id = ids().find(|id| *id == asked.id).or_else(|| nearest(&asked.id, ids()))?;
        let of_kind: Vec<PageId> = self.ids().filter(|known| known.id == id).collect();
        let code = asked.code.as_deref().unwrap_or_default();
        let codes = || of_kind.iter().filter_map(|known| known.code.as_deref());
        let same = codes().find(|known| known.eq_ignore_ascii_case(code)).or_else(|| nearest(code, codes()));
        of_kind.iter().find(|known| known.code.as_deref() == same).or(of_kind.first()).cloned()
    }

    /// The narrative files that pages name, each with where it is named.
    pub fn narratives(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.elements().filter_map(Element::narrative)
    }

    /// The pictures, those of stories among them.
    pub fn images(&self) -> impl Iterator<Item = &Image> {
        self.elements().filter_map(Element::image)
    }

    /// The literal names `{"…"}` in all texts, with their places.
    #[must_use]
    pub fn names(&self) -> Vec<(&str, &Place)> {
        self.texts().into_iter().flat_map(Text::bound).filter_map(Bound::name).collect()
    }

    fn elements(&self) -> impl Iterator<Item = &Element> {
        self.list.iter().flat_map(|page| {
            let own = page.items.iter().flat_map(|items| &items.list).flat_map(|item| &item.elements);
            page.sections.iter().flat_map(|s| &s.elements).chain(own)
        })
    }

    fn texts(&self) -> Vec<&Text> {
        let mut texts = Vec::new();
        for page in &self.list {
            texts.extend(
                page.group.iter().chain([&page.title]).chain(&page.description).flat_map(BTreeMap::values),
            );
            texts.extend(page.headline.iter().flat_map(|h| h.label.values()));
            texts.extend(page.sections.iter().flat_map(|s| s.title.values()));
            let items = page.items.iter().flat_map(|items| &items.list);
            texts.extend(items.filter_map(|item| item.label.as_ref()).flat_map(BTreeMap::values));
        }
        self.elements().for_each(|element| element.texts(&mut texts));
        texts
    }
}

impl Page {
    fn ids(&self) -> impl Iterator<Item = PageId> {
        let one = self.items.is_none().then(|| PageId { id: self.id.clone(), code: None });
        let items = self.items.iter().flat_map(|items| &items.list);
        one.into_iter().chain(items.map(|item| PageId { id: self.id.clone(), code: Some(item.code.clone()) }))
    }
}
