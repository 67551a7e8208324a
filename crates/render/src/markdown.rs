//! A report as Markdown (CommonMark with GitHub's tables and footnotes).
//!
//! Figures are plain text: the text is for reading, comparing and pasting; who wants to follow a number uses the page. Everything that
//! stems from content goes through [`mod@escape`], so that no name or label can become markup.

use report::model::{Footnote, Report, State};

use crate::texts::period::instant;
use crate::texts::{Arg, Texts};
use crate::words;

mod blocks;
mod elements;
pub mod escape;
mod inline;
mod table;

use escape::escape;

/// What the parts of a text need to know of the whole.
#[derive(Clone, Copy)]
struct Context<'a> {
    report: &'a Report,
    texts: &'static Texts,
}

/// A report as Markdown, ending with a line's end.
#[must_use]
pub fn report(report: &Report) -> String {
    let cx = Context { report, texts: Texts::of(&report.language) };
    let mut parts = vec![heading(1, &title(report)), about(cx)];
    parts.extend(report.page.iter().map(|page| escape(&page.description)));
    parts.extend(notice(cx));
    parts.extend(headline(cx));
    for section in &report.sections {
        parts.push(heading(section.level.saturating_add(1), &section_title(section)));
        parts.extend(elements::elements(cx, &section.elements, section.level.saturating_add(1)));
    }
    parts.extend(footnotes(cx));
    parts.push(provenance(cx));
    parts.retain(|p| !p.is_empty());
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn title(report: &Report) -> String {
    let number = report.page.as_ref().and_then(|page| page.number.as_deref());
    escape::heading(
        &number.map_or_else(|| report.title.clone(), |number| format!("{number} {}", report.title)),
    )
}

/// A heading; beyond the sixth level it stays at the sixth.
fn heading(level: u8, escaped: &str) -> String {
    format!("{} {escaped}", "#".repeat(usize::from(level.clamp(1, 6))))
}

fn section_title(section: &report::model::Section) -> String {
    match &section.number {
        Some(number) => escape::heading(&format!("{number} {}", section.title)),
        None => escape::heading(&section.title),
    }
}

fn about(cx: Context<'_>) -> String {
    let plan = match cx.report.plan.as_str() {
        "" => String::new(),
        plan => words::join(cx.texts, "colon", [cx.texts.say("plan-period"), plan.replace('/', "–")]),
    };
    let year = cx.report.year.to_string();
    let facts = [
        cx.report.organisation.name.clone(),
        cx.report.page.as_ref().map_or_else(String::new, |page| page.report.clone()),
        cx.texts.say_with("report-of-year", &[("year", Arg::Text(&year))]),
        plan,
        words::state(cx.texts, cx.report.state),
    ];
    escape(&words::join(cx.texts, "separator-facts", facts))
}

/// What a reader must know before reading.
fn notice(cx: Context<'_>) -> Option<String> {
    let draft = cx.report.state == State::Draft;
    let unconfirmed = words::unconfirmed(cx.texts, cx.report);
    if !draft && unconfirmed.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    if draft {
        let words = [cx.texts.say("state-draft"), cx.texts.say("draft-notice")];
        lines.push(escape(&words::join(cx.texts, "colon", words)));
    }
    if unconfirmed.is_empty() {
        lines.push(escape(&cx.texts.say("draft-whole")));
    }
    lines.extend(unconfirmed.iter().map(|sentence| format!("**{}**", escape(sentence))));
    if draft {
        let findings = words::findings(cx.texts, cx.report.findings);
        let heading = if cx.report.page.is_some() { "findings-here" } else { "findings-heading" };
        lines.push(escape(&words::join(cx.texts, "colon", [cx.texts.say(heading), findings])));
    }
    Some(blocks::quoted(&lines.join("\n\n")))
}

fn headline(cx: Context<'_>) -> Vec<String> {
    if cx.report.headline.is_empty() {
        return Vec::new();
    }
    let colon = cx.texts.say("colon");
    let item = |h: &report::model::Headline| {
        format!("- {}{colon}{}", escape(&h.label), inline::printed(cx, &h.printed))
    };
    let list: Vec<String> = cx.report.headline.iter().map(item).collect();
    let title = if cx.report.page.is_some() { "page-headline" } else { "headline" };
    vec![heading(2, &escape(&cx.texts.say(title))), list.join("\n")]
}

/// Footnotes as definitions, wherever a reader's program prints them.
fn footnotes(cx: Context<'_>) -> Vec<String> {
    cx.report.footnotes.iter().map(|f| footnote(cx, f)).collect()
}

fn footnote(cx: Context<'_>, footnote: &Footnote) -> String {
    let key = words::footnote_key(&footnote.content);
    let figure = key.and_then(|key| cx.report.figures.iter().find(|f| f.key == key));
    let subject = figure.map(|f| words::label(cx.texts, f)).or(key).unwrap_or_default().to_owned();
    let said = words::footnote(cx.texts, cx.report, &footnote.content);
    let text = words::join(cx.texts, "colon", [subject, said]);
    format!("[^{}]: {}", footnote.number, escape(&text))
}

fn provenance(cx: Context<'_>) -> String {
    let mut parts =
        vec![heading(2, &escape(&cx.texts.say("provenance"))), escape(&cx.texts.say("provenance-explained"))];
    let rows = cx.report.revisions.iter().map(|(service, revision)| {
        let since = match cx.report.unconfirmed.get(service) {
            Some(report::model::Unconfirmed::LastKnown(Some(at))) => format!(" ({})", instant(cx.texts, *at)),
            Some(_) | None => String::new(),
        };
        vec![escape(service), escape(&format!("{revision}{since}"))]
    });
    let heads = vec![escape(&cx.texts.say("service")), escape(&cx.texts.say("revision"))];
    parts.push(table::grid(&heads, &[false, true], rows));
    parts.join("\n\n")
}
