//! The frame of every page: head with metadata, language, direction, stylesheet, script; and the bar at its top.
//!
//! What a page says of itself to others (canonical address, other languages, Open Graph) must be in full, so it is said only where the
//! site's public address is known; everything that readers use works without it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::links::{FORMS, Links, without_language};
use crate::texts::Texts;

/// The page's icon: four lines of text and a bar, drawn in the page itself so that no browser asks for one.
const ICON: &str = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2016%2016'%3E%3Crect%20width='16'%20\
                    height='16'%20rx='2'%20fill='%230a5a91'/%3E%3Cpath%20d='M4%2012V8h2v4zm3%200V4h2v8zm3%200V6h2v6z'%20fill='%23fff'/\
                    %3E%3C/svg%3E";

/// A table of rows that are no figures, which scrolls within its own box where the page is narrow. `heads` names the words above its columns, and
/// whether numbers stand below.
pub(super) fn rows(texts: &Texts, label: &str, heads: &[(&str, bool)], body: &Markup) -> Markup {
    html! {
        div.scroll role="group" tabindex="0" aria-label=(label) {
            table.records.services {
                thead {
                    tr {
                        @for (head, numbers) in heads {
                            th class=[numbers.then_some("num")] scope="col" { (texts.say(head)) }
                        }
                    }
                }
                tbody { (body) }
            }
        }
    }
}

/// A page's frame.
pub(super) struct Page<'a> {
    /// Texts of the page's language.
    pub(super) texts: &'a Texts,
    /// The code of the page's language, which may have no texts of its own.
    pub(super) language: &'a str,
    /// Where links lead; of it the frame uses the site.
    pub(super) links: &'a Links,
    /// The title in the browser.
    pub(super) title: String,
    /// What the page is, in one or two sentences; empty for none.
    pub(super) description: String,
    /// Whether search engines are asked to leave it out.
    pub(super) unlisted: bool,
    /// The address of the page as it is now, of one that shows the past.
    pub(super) present: Option<String>,
    /// The same page in other languages: code and address.
    pub(super) alternates: Vec<(String, String)>,
    /// The same content in other forms: media type and address.
    pub(super) forms: Vec<(&'static str, String)>,
    /// What the page is for machines: JSON-LD; empty for none.
    pub(super) metadata: String,
}

impl<'a> Page<'a> {
    /// The frame of a page that says nothing but its title.
    pub(super) fn new(links: &'a Links, language: &'a str, title: impl Into<String>) -> Self {
        Self {
            texts: Texts::of(language),
            language,
            links,
            title: title.into(),
            description: String::new(),
            unlisted: false,
            present: None,
            alternates: Vec::new(),
            forms: Vec::new(),
            metadata: String::new(),
        }
    }

    /// The whole page around a body, whose main part has the id `_text`.
    pub(super) fn around(&self, body: &Markup) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.language) dir=(self.texts.direction()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) }
                    (self.about())
                    (self.elsewhere())
                    // The colours of the stylesheet's paper.
                    meta name="color-scheme" content="light dark";
                    meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)";
                    meta name="theme-color" content="#14181c" media="(prefers-color-scheme: dark)";
                    link rel="icon" href=(ICON);
                    style { (PreEscaped(super::STYLE)) }
                }
                body {
                    a.skip href="#_text" { (self.texts.say("skip-to-text")) }
                    (body)
                    script type="module" { (PreEscaped(super::SCRIPT)) }
                }
            }
        };
        page.into_string()
    }

    /// What the page is, for lists of results and for machines.
    fn about(&self) -> Markup {
        html! {
            @if !self.description.is_empty() { meta name="description" content=(self.description); }
            @if self.unlisted { meta name="robots" content="noindex"; }
            meta property="og:title" content=(self.title);
            @if !self.description.is_empty() { meta property="og:description" content=(self.description); }
            meta property="og:type" content="article";
            meta property="og:locale" content=(self.language);
            @if !self.metadata.is_empty() { script type="application/ld+json" { (PreEscaped(data(&self.metadata))) } }
        }
    }

    /// The page's own address, those of its translations and of its other forms.
    fn elsewhere(&self) -> Markup {
        let canonical = self.alternates.iter().find(|(language, _)| language == self.language);
        html! {
            @if let (Some(site), Some(present)) = (&self.links.site, &self.present) {
                link rel="canonical" href={ (site) (present) };
            }
            @if let (Some(site), false) = (&self.links.site, self.unlisted) {
                @if let Some((_, address)) = canonical {
                    link rel="canonical" href={ (site) (address) };
                    meta property="og:url" content={ (site) (address) };
                }
                @for (language, address) in &self.alternates {
                    link rel="alternate" hreflang=(language) href={ (site) (address) };
                }
                @if let Some((_, address)) = self.alternates.first() {
                    link rel="alternate" hreflang="x-default" href={ (site) (without_language(address)) };
                }
            }
            @for (media_type, address) in &self.forms {
                link rel="alternate" type=(media_type) href=(address);
            }
            link rel="alternate" type="application/atom+xml" title=(self.texts.say("feed-link")) href=(self.links.feed(self.language));
        }
    }
}

/// JSON as it may stand within a script element: nothing in it can end the element.
pub(super) fn data(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// The bar at the top of a page: whose it is, the field to search in, the languages.
pub(super) fn bar(links: &Links, language: &str, owner: &Markup, alternates: &[(String, String)]) -> Markup {
    let texts = Texts::of(language);
    html! {
        div.bar {
            p.organisation { (owner) }
            (search_field(links, language, ""))
            (languages(texts, language, alternates))
        }
    }
}

/// The head of a page beside the reports: the way to all of them, and the languages.
pub(super) fn top(links: &Links, language: &str, alternates: &[(String, String)]) -> Markup {
    let home = html! { a href=(links.home(language)) { (Texts::of(language).say("all-reports")) } };
    html! { header.top { (bar(links, language, &home, alternates)) } }
}

/// The field to search a report in; nothing where no report is known.
pub(super) fn search_field(links: &Links, language: &str, query: &str) -> Markup {
    let texts = Texts::of(language);
    let value = (!query.is_empty()).then_some(query);
    html! {
        @if !links.report.is_empty() {
            form.search role="search" action=(links.search()) {
                input type="hidden" name="lang" value=(language);
                input type="search" name="q" aria-label=(texts.say("search-label")) placeholder=(texts.say("search-hint"))
                    maxlength="100" value=[value];
                button { (texts.say("search")) }
            }
        }
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

pub(super) fn media_type(form: &str) -> &'static str {
    match form {
        "json" => "application/json",
        _ => "text/markdown",
    }
}
