//! Pages of the past: that they are it, and where the present is.

use maud::{Markup, html};

use crate::links::Links;
use crate::texts::period::instant;
use crate::texts::{Arg, Texts};

/// A key's page in a state of its service.
pub(super) struct State<'a> {
    /// The canonical key.
    pub(super) key: &'a str,
    /// The state as an address says it, a revision or an instant; `None` is the newest.
    pub(super) as_of: Option<&'a str>,
}

impl State<'_> {
    /// The address of a key's page in the same state, and in a form if one is named.
    pub(super) fn address(&self, links: &Links, key: &str, language: &str, format: Option<&str>) -> String {
        let as_of = self.as_of.map(|point| ("as-of", point));
        let parameters: Vec<_> = as_of.into_iter().chain(format.map(|format| ("format", format))).collect();
        links.figure_with(key, language, &parameters)
    }

    /// The page's other forms, by media type.
    pub(super) fn forms(&self, links: &Links, language: &str) -> Vec<(&'static str, String)> {
        let form = |format| self.address(links, self.key, language, Some(format));
        vec![("application/json", form("json")), ("text/csv", form("csv"))]
    }

    /// The title of the page of what is called `name`: of the past, with the state.
    pub(super) fn title(&self, texts: &Texts, name: String) -> String {
        let Some(point) = self.as_of else { return name };
        let name = ("name", Arg::Text(&name));
        match point.parse::<jiff::Timestamp>() {
            Ok(at) => {
                texts.say_with("figure-past-title-instant", &[name, ("at", Arg::Text(&instant(texts, at)))])
            }
            Err(_) => texts.say_with("figure-past-title-revision", &[name, ("revision", Arg::Text(point))]),
        }
    }

    /// The page as it is now, which the past one is a copy of; none of the newest state.
    pub(super) fn present(&self, links: &Links, language: &str) -> Option<String> {
        self.as_of.map(|_| links.figure(self.key, language))
    }

    /// What a reader of the past is told; nothing of the newest state.
    pub(super) fn notice(&self, texts: &Texts, links: &Links, language: &str) -> Markup {
        let Some(point) = self.as_of else { return html! {} };
        let said = match point.parse::<jiff::Timestamp>() {
            Ok(at) => texts.say_with("figure-past-instant", &[("at", Arg::Text(&instant(texts, at)))]),
            Err(_) => texts.say_with("figure-past-revision", &[("revision", Arg::Text(point))]),
        };
        html! {
            aside.notice {
                p {
                    (said) (texts.say("separator-sentences"))
                    a href=(links.figure(self.key, language)) { (texts.say("figure-past-now")) }
                }
            }
        }
    }

    /// The page as data.
    pub(super) fn data(&self, texts: &Texts, links: &Links, language: &str) -> Markup {
        html! {
            section aria-labelledby="_data" {
                h2 #_data { (texts.say("figure-data")) }
                ul.forms {
                    @for (media_type, address) in self.forms(links, language) {
                        @let name = if media_type == "text/csv" { "form-csv" } else { "form-json" };
                        li { a href=(address) type=(media_type) { (texts.say(name)) } }
                    }
                }
                p.note { (texts.say("figure-data-request")) }
            }
        }
    }
}
