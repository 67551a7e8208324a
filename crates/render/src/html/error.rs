//! The page of an error: what is wrong, where, and what to do.

use maud::html;

use super::page::{self, Page};
use crate::links::Links;
use crate::texts::{Arg, Texts};

/// HTTP statuses that have a title of their own in every language: messages `error-*`.
pub const STATUSES: [u16; 9] = [400, 403, 404, 405, 409, 429, 500, 503, 504];

/// What went wrong, for a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong and what to do, in one or two sentences.
    pub detail: String,
    /// Fields that are wrong, each with its remedy.
    pub fields: Vec<(String, String)>,
    /// What was probably meant: text and path.
    pub nearest: Option<(String, String)>,
}

/// The page of an error, in a language.
#[must_use]
pub fn error(problem: &Problem, language: &str, links: &Links) -> String {
    let texts = Texts::of(language);
    let title = title(texts, problem.status);
    let body = html! {
        (page::top(links, language, &[]))
        main.single #_text {
            p.overline { (problem.status) }
            h1 { (title) }
            @if !problem.detail.is_empty() { p { (problem.detail) } }
            @if !problem.fields.is_empty() {
                table {
                    thead { tr { th scope="col" { (texts.say("error-where")) } th scope="col" { (texts.say("error-what-to-do")) } } }
                    tbody { @for (field, remedy) in &problem.fields { tr { th scope="row" { code dir="ltr" { (field) } } td { (remedy) } } } }
                }
            }
            @if let Some((text, address)) = &problem.nearest {
                p {
                    @match crate::links::safe(address) {
                        Some(address) => { a href=(address) { (nearest(texts, text)) } }
                        None => { (nearest(texts, text)) }
                    }
                }
            }
        }
    };
    Page { unlisted: true, ..Page::new(links, language, title) }.around(&body)
}

fn nearest(texts: &Texts, text: &str) -> String {
    texts.say_with("error-nearest", &[("nearest", Arg::Text(text))])
}

fn title(texts: &Texts, status: u16) -> String {
    if STATUSES.contains(&status) { texts.say(&format!("error-{status}")) } else { texts.say("error-other") }
}
