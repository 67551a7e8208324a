//! The state of the services: which one is heard from, at which revision, and what went wrong last.

use jiff::Timestamp;
use maud::{Markup, html};

use super::page::{self, Page};
use crate::links::Links;
use crate::texts::Texts;
use crate::texts::period;

/// The services as the one that asks them sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicesPage {
    /// The language of the words.
    pub language: String,
    /// The languages that the page exists in.
    pub languages: Vec<String>,
    /// The services, by name.
    pub services: Vec<ServiceLine>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    /// Its name.
    pub name: String,
    /// Where it is asked; `None` where the reader is not told.
    pub address: Option<String>,
    /// Its version; empty where it has not told it.
    pub version: String,
    /// Its newest revision that is known, and when it was committed.
    pub revision: Option<(i64, Option<Timestamp>)>,
    /// Whether it is heard from.
    pub confirmed: bool,
    /// When it was last heard.
    pub last_contact: Option<Timestamp>,
    /// What went wrong last, and when; the words are empty where the reader is not told them.
    pub last_error: Option<(String, Option<Timestamp>)>,
}

/// The page, in a language.
#[must_use]
pub fn services(services: &ServicesPage, links: &Links) -> String {
    let texts = Texts::of(&services.language);
    let alternates: Vec<_> = services.languages.iter().map(|l| (l.clone(), links.services(l))).collect();
    let title = texts.say("services-state");
    let addresses = services.services.iter().any(|service| service.address.is_some());
    let heads = [
        ("service", false),
        ("state", false),
        ("revision", true),
        ("services-revision-time", false),
        ("services-last-contact", false),
        ("services-last-error", false),
        ("services-version", false),
        ("services-address", false),
    ];
    let heads = heads.get(..heads.len().saturating_sub(usize::from(!addresses))).unwrap_or(&heads);
    let body = html! {
        (page::top(links, &services.language, &alternates))
        main.single.broad #_text {
            h1 { (title) }
            p { (texts.say("services-explained")) }
            @if services.services.is_empty() { p { (texts.say("services-none")) } }
            @if !services.services.is_empty() {
                (page::rows(texts, &title, heads, &html! {
                    @for service in &services.services { (line(texts, service, addresses)) }
                }))
            }
        }
    };
    let description = texts.say("services-explained");
    let page =
        Page { description, unlisted: true, alternates, ..Page::new(links, &services.language, title) };
    page.around(&body)
}

fn line(texts: &Texts, service: &ServiceLine, addresses: bool) -> Markup {
    let state = match (service.confirmed, service.last_contact) {
        (true, _) => "services-confirmed",
        (false, Some(_)) => "services-silent",
        (false, None) => "services-never",
    };
    let class = if service.confirmed { "state" } else { "state silent" };
    let (revision, committed) = service.revision.unzip();
    html! {
        tr {
            th scope="row" { (service.name) }
            td class=(class) { (texts.say(state)) }
            td.num { @match revision { Some(revision) => { (revision) } None => { (unknown(texts)) } } }
            td.when { (moment(texts, committed.flatten())) }
            td.when { (moment(texts, service.last_contact)) }
            td.error { (error(texts, service.last_error.as_ref())) }
            td { @if service.version.is_empty() { (unknown(texts)) } @else { (service.version) } }
            @if addresses {
                td { @match &service.address { Some(address) => { code dir="ltr" { (address) } } None => { (unknown(texts)) } } }
            }
        }
    }
}

fn error(texts: &Texts, error: Option<&(String, Option<Timestamp>)>) -> Markup {
    html! {
        @match error {
            None => { (texts.say("services-no-error")) }
            Some((words, at)) => {
                @if let Some(at) = at { (moment(texts, Some(*at))) (texts.say("colon")) }
                @if words.is_empty() { (texts.say("services-no-answer")) } @else { (words) }
            }
        }
    }
}

fn moment(texts: &Texts, at: Option<Timestamp>) -> Markup {
    html! {
        @match at {
            Some(at) => { time datetime=(period::moment(at)) { (period::instant(texts, at)) } }
            None => { (unknown(texts)) }
        }
    }
}

fn unknown(texts: &Texts) -> Markup {
    html! { span aria-hidden="true" { "–" } span.unseen { (texts.say("services-unknown")) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(language: &str, address: Option<&str>) -> String {
        let line = |name: &str, confirmed: bool| ServiceLine {
            name: name.to_owned(),
            address: address.map(str::to_owned),
            version: "1.2".to_owned(),
            revision: confirmed.then_some((3, "2025-01-02T03:04:05Z".parse().ok())),
            confirmed,
            last_contact: None,
            last_error: (!confirmed).then(|| (String::new(), None)),
        };
        let services = vec![line("alpha", true), line("beta", false)];
        let languages = vec!["en".to_owned(), "zh".to_owned()];
        super::services(
            &ServicesPage { language: language.to_owned(), languages, services },
            &Links::default(),
        )
    }

    #[test]
    fn a_service_that_is_not_heard_from_is_said_so_in_words() {
        let english = page("en", Some("http://10.0.0.7:1"));
        for part in
            ["Confirmed", "Never heard from", "2 January 2025", "http://10.0.0.7:1", "It did not answer."]
        {
            assert!(english.contains(part), "{part}: {english}");
        }
        assert!(page("zh", None).contains("从未收到响应"));
    }

    #[test]
    fn readers_who_are_not_told_addresses_see_no_column_of_them() {
        let page = page("en", None);
        assert!(!page.contains("<code") && !page.contains("Address"), "{page}");
    }
}
