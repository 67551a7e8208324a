//! Texts of the shared files in a language, for what a domain writes out itself.

use std::sync::Arc;

use figures::Labels;
use store::Snapshot;
use tonic::Status;

use crate::engine::Engine;
use crate::reference::Reference;
use crate::rpc::failure;

/// The words of one state in one language.
#[derive(Debug)]
pub struct Words {
    reference: Arc<Reference>,
    language: String,
}

impl Engine {
    /// The words of a state in the first language asked for that the bundle has, else in the bundle's first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn words<'a>(
        &self,
        snapshot: &Snapshot,
        asked: impl IntoIterator<Item = &'a str>,
    ) -> Result<Words, Status> {
        let reference = self.reference(snapshot).await.map_err(failure::store)?;
        let there = &reference.context.languages;
        let has = |tag: &str| there.iter().find(|language| begins(tag, language));
        let language = asked.into_iter().find_map(has).or_else(|| there.first()).cloned();
        Ok(Words { reference, language: language.unwrap_or_default() })
    }
}

impl Words {
    /// The language; empty for a bundle that says none.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// A text per language in this one, else in the bundle's first, else in any; empty where there is none.
    #[must_use]
    pub fn text<'a>(&self, labels: &'a Labels) -> &'a str {
        self.reference.text(labels, Some(&self.language)).unwrap_or_default()
    }

    /// A code's label; the code itself where its list does not have it.
    #[must_use]
    pub fn code<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        let codes = self.reference.context.codes.as_ref();
        let label = codes.and_then(|codes| codes.get(list, code)).map(|code| self.text(&code.label));
        label.filter(|label| !label.is_empty()).unwrap_or(code)
    }

    /// An area's label; the code itself where it is not known.
    #[must_use]
    pub fn area<'a>(&'a self, code: &'a str) -> &'a str {
        let area = self.reference.areas().and_then(|areas| areas.get(code));
        area.map(|area| self.text(&area.label)).filter(|label| !label.is_empty()).unwrap_or(code)
    }
}

/// Whether a tag asked for is a language or a more particular form of it: `zh-CN` of `zh`.
fn begins(tag: &str, language: &str) -> bool {
    let start = tag.get(..language.len()).is_some_and(|start| start.eq_ignore_ascii_case(language));
    start && matches!(tag.as_bytes().get(language.len()), None | Some(b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_more_particular_tag_is_the_language() {
        assert!(begins("zh-CN", "zh") && begins("EN", "en"));
        assert!(!begins("zho", "zh") && !begins("z", "zh") && !begins("", "zh"));
    }
}
