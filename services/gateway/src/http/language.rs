//! The language of an answer: the one that `?lang=` asks for, else the one that `Accept-Language` prefers, else the first.

use std::sync::Arc;

use http::{HeaderMap, header};
use render::texts::Texts;

use super::negotiation;
use super::problem::text;
use super::reports::parameter;
use crate::app::Inner;
use crate::content::Loaded;
use crate::error::GatewayError;

/// A language of the content.
pub(super) fn of_content(
    loaded: &Loaded,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Arc<str>, GatewayError> {
    let found = match parameter(query, "lang") {
        Some(asked) => loaded.language(Some(asked))?,
        None => preferred(&loaded.languages, headers).map_or_else(|| loaded.language(None), Ok)?,
    };
    Ok(Arc::clone(found))
}

/// A language for a page that there is without any content too: then one that interface texts are in.
pub(super) fn of_page(
    loaded: Option<&Loaded>,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Arc<str>, GatewayError> {
    loaded.map_or_else(|| Ok(of_texts(query, headers)), |loaded| of_content(loaded, query, headers))
}

/// A language for a page that says what is wrong, be it the language itself: a wish that cannot be met is none.
pub(super) fn of_error(inner: &Inner, query: Option<&str>, headers: &HeaderMap) -> Arc<str> {
    let loaded = inner.contents.current();
    let met = of_page(loaded.as_deref(), query, headers);
    met.or_else(|_| of_page(loaded.as_deref(), None, headers)).unwrap_or_else(|_| of_texts(None, headers))
}

fn of_texts(query: Option<&str>, headers: &HeaderMap) -> Arc<str> {
    let languages: Vec<Arc<str>> = Texts::languages().map(Arc::from).collect();
    let asked = parameter(query, "lang");
    let asked =
        languages.iter().find(|language| asked.is_some_and(|asked| language.eq_ignore_ascii_case(asked)));
    asked.or_else(|| preferred(&languages, headers)).cloned().unwrap_or_else(|| Arc::from("en"))
}

fn preferred<'a>(languages: &'a [Arc<str>], headers: &HeaderMap) -> Option<&'a Arc<str>> {
    negotiation::language(languages, text(headers, &header::ACCEPT_LANGUAGE))
}
