//! A small strict reader of our own HTML: tags balance, ids are unique, links within the page resolve.

use std::collections::BTreeSet;

/// Elements without content.
const VOID: [&str; 6] = ["meta", "link", "img", "br", "hr", "input"];

/// What was found on a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) ids: Vec<String>,
    /// Attribute values that refer to ids: `href="#…"`, `aria-labelledby`.
    pub(crate) references: Vec<String>,
    /// Every `href` and `src`.
    pub(crate) addresses: Vec<String>,
    /// Text of the body, tags taken out.
    pub(crate) text: String,
    /// What stands in script elements.
    pub(crate) scripts: Vec<String>,
    /// Every tag in order: name and attributes.
    pub(crate) tags: Vec<(String, Vec<(String, String)>)>,
}

/// Reads a page.
///
/// # Panics
/// At the first thing that is not well formed.
pub(crate) fn read(html: &str) -> Page {
    let mut page = Page::default();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a document type");
    while let Some((text, after)) = rest.split_once('<') {
        add_text(&mut page, &open, text);
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed where another is open");
            continue;
        }
        let (name, attributes) = attributes(tag);
        note(&mut page, &attributes);
        if !VOID.contains(&name.as_str()) {
            open.push(name.clone());
        }
        page.tags.push((name, attributes));
        // What stands in these is no markup.
        if let Some(raw) = open.last().filter(|n| ["style", "script"].contains(&n.as_str())) {
            let (content, after) = rest.split_once(&format!("</{raw}>")).expect("it ends");
            if raw == "script" {
                page.scripts.push(content.to_owned());
            }
            rest = after;
            open.pop();
        }
    }
    assert_eq!(open, Vec::<String>::new(), "never closed");
    assert_eq!(rest, "", "text after the page");
    page
}

fn add_text(page: &mut Page, open: &[String], text: &str) {
    assert!(!text.contains('>'), "a bare > in {text:?}");
    if open.iter().any(|n| n == "body") {
        page.text.push_str(&unescape(text));
    }
}

fn attributes(tag: &str) -> (String, Vec<(String, String)>) {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "an element called {name:?}");
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"").expect("an attribute has a quoted value");
        let (value, after) = after.split_once('"').expect("a value ends");
        let good = attribute.trim().chars().all(|c| c.is_ascii_lowercase() || c == '-');
        // The one name that SVG has in capitals and we write.
        assert!(good || attribute.trim() == "viewBox", "an attribute called {attribute:?}");
        found.push((attribute.trim().to_owned(), unescape(value)));
        rest = after;
    }
    (name.to_owned(), found)
}

fn note(page: &mut Page, attributes: &[(String, String)]) {
    for (name, value) in attributes {
        match name.as_str() {
            "id" => page.ids.push(value.clone()),
            "aria-labelledby" => page.references.extend(value.split(' ').map(str::to_owned)),
            "href" | "src" => {
                page.addresses.push(value.clone());
                page.references.extend(value.strip_prefix('#').map(str::to_owned));
            }
            _ => {}
        }
    }
}

fn unescape(text: &str) -> String {
    for (i, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|e| text[i..].starts_with(e));
        assert!(known, "a bare & in {text:?}");
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

impl Page {
    /// Asserts that ids are unique and that whatever refers to one finds it.
    pub(crate) fn assert_whole(&self) {
        let unique: BTreeSet<&String> = self.ids.iter().collect();
        assert_eq!(unique.len(), self.ids.len(), "an id stands twice in {:?}", self.ids);
        for reference in &self.references {
            assert!(unique.contains(reference), "nothing is called {reference}");
        }
    }
}
