//! What the cards of figures say, once for each figure, as data for the script.
//!
//! Everything is printed here, in the report's language, so that a card tells what this report printed, also when it is read from a
//! file. The values are in the house style, which shows no digit that is not known.

use std::collections::HashMap;

use figures::{Figure, Source};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::context::Context;
use super::page::data;
use crate::texts::period::figure_period;
use crate::words;

/// The data of every card: `terms` (words of the card), `strings` (texts that many cards share, by place) and `figures` (by key).
pub(super) fn cards(cx: &Context<'_>) -> Markup {
    let mut shared = Shared::default();
    let cards: serde_json::Map<String, Value> =
        cx.report.figures.iter().map(|figure| (figure.key.clone(), card(cx, figure, &mut shared))).collect();
    if cards.is_empty() {
        return html! {};
    }
    let terms =
        ["figure-unit", "card-source", "figure-revision", "separator-list"].map(|term| cx.texts.say(term));
    let all = json!({ "terms": terms, "strings": shared.strings, "figures": cards });
    html! { script type="application/json" #_cards { (PreEscaped(data(&all.to_string()))) } }
}

/// A card: label, breakdown and period, value, unit, document, place in it, revision, note. Label, unit and document are places in `strings`.
fn card(cx: &Context<'_>, figure: &Figure, shared: &mut Shared) -> Value {
    let told = cx.report.words.get(&figure.key).cloned().unwrap_or_default();
    let period = figure.period.as_ref().map(|p| figure_period(cx.texts, p, None)).unwrap_or_default();
    let about = words::join(cx.texts, "separator-facts", told.breakdown.into_iter().chain([period]));
    let source = figure.sources.first();
    let document = source.map(|s| cx.document(&s.document).to_owned()).unwrap_or_default();
    json!([
        shared.place(words::label(cx.texts, figure)),
        about,
        told.value,
        shared.place(&told.unit),
        shared.place(&document),
        source.map(|s| place(cx, s)).unwrap_or_default(),
        figure.revision,
        note(cx, figure),
    ])
}

/// Where in its document a source stands.
fn place(cx: &Context<'_>, source: &Source) -> String {
    words::join(cx.texts, "separator-list", [words::source_section(cx.texts, source), source.locator.clone()])
}

/// Why there is no value, or what must be known of the one there is.
fn note(cx: &Context<'_>, figure: &Figure) -> String {
    let disputed = if figure.disputed { cx.texts.say("mark-disputed") } else { String::new() };
    words::join(cx.texts, "separator-clauses", [words::status(cx.texts, figure), disputed])
}

/// Texts that more than one card says.
#[derive(Default)]
struct Shared {
    strings: Vec<String>,
    places: HashMap<String, usize>,
}

impl Shared {
    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.strings.push(text.to_owned());
        self.places.insert(text.to_owned(), self.strings.len() - 1);
        self.strings.len() - 1
    }
}
