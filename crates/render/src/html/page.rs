//! The frame of every page: head, language, direction, stylesheet.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::links::{FORMS, Links};
use crate::texts::Texts;

/// A page's frame.
pub(super) struct Page<'a> {
    /// Texts of the page's language.
    pub(super) texts: &'a Texts,
    /// The code of the page's language, which may have no texts of its own.
    pub(super) language: &'a str,
    /// The title in the browser.
    pub(super) title: String,
    /// The same page in other languages: code and address.
    pub(super) alternates: Vec<(String, String)>,
    /// The same content in other forms: media type and address.
    pub(super) forms: Vec<(&'static str, String)>,
}

impl Page<'_> {
    /// The whole page around a body.
    pub(super) fn around(&self, body: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.language) dir=(self.texts.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    // Without an icon of its own a page makes browsers ask for /favicon.ico.
                    link rel="icon" href="data:,";
                    @for (language, address) in &self.alternates {
                        link rel="alternate" hreflang=(language) href=(address);
                    }
                    @for (media_type, address) in &self.forms {
                        link rel="alternate" type=(media_type) href=(address);
                    }
                    style { (PreEscaped(super::STYLE)) }
                }
                body { (body) }
            }
        };
        page.into_string()
    }
}

/// Links to the same page in other languages; nothing where there is only one.
pub(super) fn languages(texts: &Texts, current: &str, all: &[(String, String)]) -> Markup {
    if all.len() < 2 {
        return html! {};
    }
    html! {
        nav.languages aria-label=(texts.say("languages")) {
            ul {
                @for (language, address) in all {
                    li {
                        @if language == current {
                            span lang=(language) aria-current="true" { (Texts::name_of(language)) }
                        } @else {
                            a href=(address) lang=(language) hreflang=(language) rel="alternate" {
                                (Texts::name_of(language))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Addresses of a report's other forms, with media types.
pub(super) fn forms(links: &Links, language: &str) -> Vec<(&'static str, String)> {
    FORMS.iter().map(|form| (media_type(form), links.form(form, language))).collect()
}

fn media_type(form: &str) -> &'static str {
    match form {
        "json" => "application/json",
        _ => "text/markdown",
    }
}
