//! Which pages beside the report print a figure: those that ask for it. Nothing is assembled to know that.

use std::collections::BTreeMap;
use std::sync::Arc;

use figures::{FigureKey, Selector};
use interchange::Areas;
use report::AssembleOptions;
use report::model::PageId;

use super::Loaded;

/// What all pages ask for. Keys are the same in each language.
#[derive(Default)]
pub(super) struct AskedFor {
    exact: BTreeMap<Arc<str>, Vec<PageId>>,
    open: Vec<(FigureKey, PageId)>,
}

impl Loaded {
    /// The pages that print the figure of a canonical exact key.
    pub(crate) fn pages_with(&self, key: &FigureKey, language: &str) -> Vec<PageId> {
        let asked = self.asked_for.get_or_init(|| self.gather(language));
        let mut pages = asked.exact.get(key.to_string().as_str()).cloned().unwrap_or_default();
        let open = asked.open.iter().filter(|(open, _)| holds(open, key, &self.content.areas));
        for (_, page) in open {
            if !pages.contains(page) {
                pages.push(page.clone());
            }
        }
        pages
    }

    fn gather(&self, language: &str) -> AskedFor {
        let mut asked = AskedFor::default();
        for id in self.content.pages.ids() {
            let page = Some(id.clone());
            let options = AssembleOptions { language: language.to_owned(), year: self.year(), page };
            for question in self.questions(&options).values() {
                for (key, text) in question.keys.iter().zip(&question.texts) {
                    if key.is_exact() {
                        asked.exact.entry(Arc::clone(text)).or_default().push(id.clone());
                    } else {
                        asked.open.push((key.clone(), id.clone()));
                    }
                }
            }
        }
        asked.exact.values_mut().for_each(|pages| pages.dedup());
        asked
    }
}

/// Whether a key with wildcards stands for an exact one, among others.
fn holds(open: &FigureKey, key: &FigureKey, areas: &Areas) -> bool {
    let fits = |name: &String, selector: &Selector| match (selector, key.code(name)) {
        (Selector::Code(code), found) => found == Some(code),
        (Selector::Each { kind: None }, found) => found.is_some(),
        (Selector::Each { kind: Some(kind) }, found) => {
            found.and_then(|code| areas.get(code)).is_some_and(|area| area.kind.name() == kind)
        }
    };
    open.service == key.service
        && open.measure == key.measure
        && open.dimensions.len() == key.dimensions.len()
        && open.dimensions.iter().all(|(name, selector)| fits(name, selector))
}
