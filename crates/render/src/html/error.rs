//! The page of an error: what is wrong, where, and what to do.

mod cause;

use maud::html;

use super::page::{self, Page};
use crate::links::Links;
use crate::texts::{Arg, Texts};

pub use cause::{CAUSES, Cause};

/// HTTP statuses that have a title of their own in every language: messages `error-*`.
pub const STATUSES: [u16; 10] = [400, 401, 403, 404, 405, 409, 429, 500, 503, 504];

/// What went wrong, for a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, in the page's language.
    pub cause: Cause,
    /// What programs are told, in English, where the cause does not say all of it; may be empty.
    pub detail: String,
    /// Fields that are wrong, each with its remedy, in English.
    pub fields: Vec<(String, String)>,
    /// What was probably meant: text, and path where there is one.
    pub nearest: Option<(String, String)>,
}

/// The page of an error, in a language.
#[must_use]
pub fn error(problem: &Problem, language: &str, links: &Links) -> String {
    let texts = Texts::of(language);
    let title = title(texts, problem.status);
    let sentence = problem.cause.sentence(texts);
    // Words for programs are English in every language.
    let foreign = (texts.language() != "en").then_some("en");
    let body = html! {
        (page::top(links, language, &[]))
        main.single #_text {
            p.overline { (problem.status) }
            h1 { (title) }
            @if !sentence.is_empty() { p { (sentence) } }
            @if let Some((text, address)) = &problem.nearest {
                p {
                    @match crate::links::safe(address) {
                        Some(address) => { a href=(address) { (nearest(texts, text)) } }
                        None => { (nearest(texts, text)) }
                    }
                }
            }
            @if !problem.detail.is_empty() {
                p.note { (texts.say("error-detail")) (texts.say("colon")) span lang=[foreign] dir=[foreign.map(|_| "ltr")] { (problem.detail) } }
            }
            @if !problem.fields.is_empty() {
                table {
                    thead { tr { th scope="col" { (texts.say("error-where")) } th scope="col" { (texts.say("error-what-to-do")) } } }
                    tbody {
                        @for (field, remedy) in &problem.fields {
                            tr { th scope="row" { code dir="ltr" { (field) } } td lang=[foreign] { (remedy) } }
                        }
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
