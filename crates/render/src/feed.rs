//! The feed of what changed, as Atom (RFC 4287): an entry for each revision, the newest first.
//!
//! Times are those of commits and ids stem from service and revision, so that every replica writes equal bytes and no reader sees an
//! entry twice. Nobody is named: who wrote what is for those who may write.

use std::io;

use figures::MissingReason;
use jiff::Timestamp;
use maud::html;
use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::figure_page::facts;
use crate::links::Links;
use crate::texts::{Arg, Texts};
use crate::words;

/// Where the feed is.
pub const PATH: &str = "/feed.atom";

/// The most figures that an entry names.
pub const MOST_CHANGES: usize = 20;

/// What changed, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The language of the words.
    pub language: String,
    /// A URI that never changes.
    pub id: String,
    /// Who reports.
    pub organisation: String,
    /// The report's title.
    pub report: String,
    /// The report's path.
    pub path: String,
    /// The revisions, newest first.
    pub entries: Vec<Entry>,
    /// Services that did not answer: their revisions are left out.
    pub unreachable: Vec<String>,
}

/// One revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A URI that never changes.
    pub id: String,
    /// The service.
    pub service: String,
    /// Its revision.
    pub revision: i64,
    /// When it was committed.
    pub committed_at: Timestamp,
    /// Why; may be empty.
    pub reason: String,
    /// The figures of the report that it changed, at most [`MOST_CHANGES`]; `None` where nobody tells them now.
    pub changes: Option<Vec<Changed>>,
    /// How many more it changed.
    pub more: usize,
}

/// A figure as a revision changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its key.
    pub key: String,
    /// What it is, in words.
    pub name: String,
    /// What it was.
    pub before: State,
    /// What it became.
    pub after: State,
}

/// What a figure was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// A value, as printed.
    Value(String),
    /// No value.
    Missing(MissingReason),
    /// Not known at all.
    Unknown,
}

/// The feed as Atom.
///
/// # Errors
/// None in practice: writing to memory does not fail.
pub fn atom(feed: &Feed, links: &Links) -> io::Result<String> {
    let texts = Texts::of(&feed.language);
    let title = texts.say_with("feed-title", &[("report", Arg::Text(&feed.report))]);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let root = writer
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", feed.language.as_str()));
    root.write_inner_content(|writer| {
        text(writer, "id", &feed.id)?;
        text(writer, "title", &title)?;
        if !feed.unreachable.is_empty() {
            let services = words::join(texts, "separator-list", feed.unreachable.iter().cloned());
            let said = texts.say_with("feed-unreachable", &[("services", Arg::Text(&services))]);
            text(writer, "subtitle", &said)?;
        }
        let newest = feed.entries.iter().map(|entry| entry.committed_at).max();
        text(writer, "updated", &newest.unwrap_or(Timestamp::UNIX_EPOCH).to_string())?;
        let author = writer.create_element("author");
        author.write_inner_content(|writer| text(writer, "name", &feed.organisation))?;
        let own = Links::default().feed(&feed.language);
        link(writer, "self", "application/atom+xml", &full(links, &own))?;
        let report = Links::to_report(&feed.path).report(&feed.language);
        link(writer, "alternate", "text/html", &full(links, &report))?;
        feed.entries.iter().try_for_each(|entry| one(writer, texts, feed, entry, links))
    })?;
    let body = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    Ok(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}\n"))
}

type Out = Writer<Vec<u8>>;

fn one(writer: &mut Out, texts: &Texts, feed: &Feed, entry: &Entry, links: &Links) -> io::Result<()> {
    let at = entry.committed_at.to_string();
    let revision = entry.revision.to_string();
    let then = [("as-of", revision.as_str())];
    let address = |changed: &Changed| full(links, &links.figure_with(&changed.key, &feed.language, &then));
    let report = || full(links, &Links::to_report(&feed.path).report(&feed.language));
    let first = entry.changes.iter().flatten().next();
    writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "id", &entry.id)?;
        text(writer, "title", &title(texts, entry))?;
        text(writer, "updated", &at)?;
        text(writer, "published", &at)?;
        link(writer, "alternate", "text/html", &first.map_or_else(report, address))?;
        writer.create_element("category").with_attribute(("term", entry.service.as_str())).write_empty()?;
        let content = content(texts, entry, &address);
        let element = writer.create_element("content").with_attribute(("type", "html"));
        element.write_text_content(BytesText::new(&clean(&content)))?;
        Ok(())
    })?;
    Ok(())
}

/// What changed, as far as a title says it; else the reason.
fn title(texts: &Texts, entry: &Entry) -> String {
    let changes = entry.changes.as_deref().unwrap_or_default();
    let count = changes.len().saturating_add(entry.more);
    let revision = entry.revision.to_string();
    let arguments = [
        ("service", Arg::Text(entry.service.as_str())),
        ("revision", Arg::Text(&revision)),
        ("count", Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))),
    ];
    match changes {
        [] => texts.say_with("feed-entry", &arguments),
        [only] if entry.more == 0 => {
            let value = said(texts, &only.after);
            texts.say_with(
                "feed-entry-one",
                &[("figure", Arg::Text(&only.name)), ("value", Arg::Text(&value))],
            )
        }
        _ => texts.say_with("feed-entry-many", &arguments),
    }
}

fn content(texts: &Texts, entry: &Entry, address: &dyn Fn(&Changed) -> String) -> String {
    let changes = entry.changes.as_deref();
    let revision = entry.revision.to_string();
    let place = [("service", Arg::Text(entry.service.as_str())), ("revision", Arg::Text(&revision))];
    let more = i64::try_from(entry.more).unwrap_or(i64::MAX);
    let markup = html! {
        p { (texts.say_with("feed-entry", &place)) @if !entry.reason.is_empty() { (texts.say("colon")) (entry.reason) } }
        @match changes {
            None => { p { (texts.say("feed-changes-unavailable")) } }
            Some([]) => { p { (texts.say("feed-changes-none")) } }
            Some(changes) => {
                ul {
                    @for changed in changes {
                        li {
                            a href=(address(changed)) { (changed.name) }
                            (texts.say("colon"))
                            (texts.say_with("feed-change", &[
                                ("before", Arg::Text(&said(texts, &changed.before))),
                                ("after", Arg::Text(&said(texts, &changed.after))),
                            ]))
                        }
                    }
                }
                @if more > 0 { p { (texts.say_with("feed-changes-more", &[("count", Arg::Count(more))])) } }
            }
        }
    };
    markup.into_string()
}

fn said(texts: &Texts, state: &State) -> String {
    match state {
        State::Value(printed) => printed.clone(),
        State::Missing(reason) => facts::missing(texts, *reason),
        State::Unknown => texts.say("feed-unknown"),
    }
}

/// An address in full where the site's public address is known; else readers take it from where the feed is.
fn full(links: &Links, address: &str) -> String {
    format!("{}{address}", links.site.as_deref().unwrap_or_default())
}

fn link(writer: &mut Out, rel: &str, kind: &str, address: &str) -> io::Result<()> {
    let element = writer.create_element("link");
    element.with_attributes([("rel", rel), ("type", kind), ("href", address)]).write_empty()?;
    Ok(())
}

fn text(writer: &mut Out, name: &str, content: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&clean(content)))?;
    Ok(())
}

/// A text without the characters that no XML document may hold, escaped or not.
fn clean(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests;
