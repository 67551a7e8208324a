//! Text for a terminal: one figure in aligned columns, a list of records as a table.
//!
//! Widths are those of terminal cells, so Chinese lines up as well. Colour is used only when asked for, and never alone: what is
//! coloured also has a word or a sign. Control characters of the content never reach the terminal.

use figures::Source;

use crate::figure_page::{FigurePage, facts};
use crate::texts::Texts;
use crate::texts::period::instant;
use crate::words;

pub mod lines;
mod listing;

pub use listing::listing;

use lines::{Lines, Style};

/// The widest column of labels.
const MOST_LABEL: usize = 24;

/// A figure for a terminal of `width` cells (at least 40), ending with a line's end.
#[must_use]
pub fn figure(page: &FigurePage, width: usize, colour: bool) -> String {
    let texts = Texts::of(&page.language);
    let mut out = Lines::new(width.max(40), colour);
    out.line(0, Style::Strong, words::label(texts, &page.figure));
    out.line(0, Style::Plain, &facts::headline(page, texts));
    definition(&mut out, page, texts);
    marks(&mut out, page, texts);
    out.blank();
    table_of_facts(&mut out, page, texts);
    sources(&mut out, page, texts);
    alternatives(&mut out, page, texts);
    history(&mut out, page, texts);
    places(&mut out, page, texts);
    out.finish()
}

fn definition(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    let all = page.measure.as_ref().map(|m| &m.definition);
    if let Some(words) = all.and_then(|d| d.get(texts.language()).or_else(|| d.get("en"))) {
        out.line(0, Style::Quiet, words);
    }
}

fn marks(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    for (there, name) in
        [(page.figure.disputed, "disputed"), (page.figure.last_known_at.is_some(), "last-known")]
    {
        if there {
            let (sign, meaning) = (texts.say(&format!("sign-{name}")), texts.say(&format!("mark-{name}")));
            out.line(0, Style::Warning, &format!("{sign} {meaning}"));
        }
    }
}

fn table_of_facts(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    let mut rows: Vec<(String, String)> =
        facts::facts(page, texts).into_iter().map(|f| (f.label, f.text)).collect();
    rows.push((texts.say("figure-key"), page.figure.key.clone()));
    let widest = rows.iter().map(|(label, _)| lines::cells(label)).max().unwrap_or_default();
    for (label, text) in rows {
        out.pair(&label, &text, widest.min(MOST_LABEL));
    }
}

fn sources(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    out.heading(&texts.say("figure-sources"));
    if page.figure.sources.is_empty() {
        out.line(2, Style::Plain, &texts.say("figure-sources-none"));
    }
    for source in &page.figure.sources {
        out.line(2, Style::Plain, &source_of(page, texts, source));
    }
}

fn source_of(page: &FigurePage, texts: &Texts, source: &Source) -> String {
    let parts = [
        page.document_title(&source.document),
        words::source_section(texts, source),
        source.locator.clone(),
        source.publisher.clone(),
        source.date.clone(),
    ];
    words::join(texts, "separator-list", parts)
}

fn alternatives(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    if page.figure.alternatives.is_empty() {
        return;
    }
    out.heading(&texts.say("figure-alternatives"));
    for (i, other) in page.figure.alternatives.iter().enumerate() {
        let value = facts::alternative(page, texts, i);
        if other.disputes {
            let why = format!("{} {}", texts.say("sign-disputed"), texts.say("figure-disputes"));
            out.line(2, Style::Warning, &format!("{value}  {why}"));
        } else {
            out.line(2, Style::Plain, &format!("{value}  {}", texts.say("figure-agrees")));
        }
        for source in &other.sources {
            out.line(4, Style::Quiet, &source_of(page, texts, source));
        }
    }
}

fn history(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    out.heading(&texts.say("figure-history"));
    if page.history_unavailable || page.history.is_empty() {
        let why = if page.history_unavailable { "figure-history-unavailable" } else { "figure-history-none" };
        out.line(2, Style::Plain, &texts.say(why));
        return;
    }
    let heads = ["history-revision", "history-value", "history-when", "history-why"];
    let mut rows = vec![heads.map(|h| texts.say(h))];
    for change in &page.history {
        rows.push([
            change.revision.to_string(),
            facts::change(page, texts, change),
            change.committed_at.map(|at| instant(texts, at)).unwrap_or_default(),
            change.reason.clone(),
        ]);
    }
    out.table(2, &rows, &[true, true, false, false]);
}

fn places(out: &mut Lines, page: &FigurePage, texts: &Texts) {
    out.heading(&texts.say("figure-places"));
    if page.places.is_empty() {
        out.line(2, Style::Plain, &texts.say("figure-places-none"));
    }
    for place in &page.places {
        let number = place.number.as_ref().map(|n| format!("{n} ")).unwrap_or_default();
        let group = Some(&place.group).filter(|group| !group.is_empty());
        let group = group.map(|group| format!("{group}{}", texts.say("colon"))).unwrap_or_default();
        out.line(2, Style::Plain, &format!("{group}{number}{}", place.title));
    }
}
