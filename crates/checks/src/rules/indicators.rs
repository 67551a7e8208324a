//! Items that report another indicator than their own.
//!
//! A bundle says what an item of its pages is measured by: the page's headline figure is a variable, for which each item names a figure.
//! Two things can be wrong with it. The text under the heading that names the item prints other measures and not that one; and the page's
//! record of the item has a column of the variable's name, in whose text the figure's measure has none of its words.

use std::collections::BTreeSet;

use figures::{FigureKey, Measure};
use report::content::Content;
use report::model::{Element as Printed, PageId, Report};
use report::outline::pages::{Item, Page};
use report::outline::{Element, Listing};
use report::reference::{Name, Reference};

use super::passages::Passage;
use super::wording::{folded, said};
use crate::finding::{Finding, Rule};

/// The most measures that are named.
const NAMED: usize = 6;

/// A finding for each item whose text, and one for each whose record, is of something else than its figure.
pub(crate) fn find(content: &Content, passages: &[Passage<'_>], reports: &[&Report]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in &content.pages.list {
        for item in page.items.iter().flat_map(|items| &items.list) {
            let Some(own) = own(content, page, item) else { continue };
            findings.extend(other_text(content, page, &own, passages));
            findings.extend(other_record(page, &own, reports));
        }
    }
    findings
}

/// An item, and the figure that it is measured by.
struct Own<'a> {
    item: &'a Item,
    variable: &'a str,
    measure: &'a Measure,
    key: FigureKey,
}

fn own<'a>(content: &'a Content, page: &'a Page, item: &'a Item) -> Option<Own<'a>> {
    let variable = page.headline.iter().find_map(|headline| variable(&headline.figure.reference))?;
    let reference: Reference = item.variables.get(variable)?.parse().ok()?;
    let target = reference.resolve(&content.outline.aliases, content.manifest.report.year).ok()?;
    let key = content.canonical(target.key()).ok()?;
    let measure = content.catalogue.get(&key.service, &key.measure)?;
    Some(Own { item, variable, measure, key })
}

/// The variable that a reference is, if it is nothing else.
fn variable(reference: &Reference) -> Option<&str> {
    match &reference.name {
        Name::Key(key) if reference.overrides.is_empty() => key.strip_prefix('{')?.strip_suffix('}'),
        Name::Key(_) | Name::Alias(_) => None,
    }
}

/// In every language in which the item's heading stands in its section, the text below it prints figures, and none of the item's measure.
fn other_text(content: &Content, page: &Page, own: &Own<'_>, passages: &[Passage<'_>]) -> Option<Finding> {
    let (section, _) = own.item.section.as_ref().or(page.section.as_ref())?;
    let elements = &content.outline.section(section)?.elements;
    let files: BTreeSet<&str> = elements.iter().filter_map(narrative).collect();
    let named = |passage: &&Passage<'_>| {
        files.contains(passage.file) && passage.heading.name.as_deref() == Some(own.item.code.as_str())
    };
    let below: Vec<&Passage<'_>> = passages.iter().filter(named).collect();
    let printed: BTreeSet<&FigureKey> =
        below.iter().flat_map(|passage| &passage.numbers).map(|number| &number.key).collect();
    let is_own = |key: &&FigureKey| key.service == own.key.service && key.measure == own.key.measure;
    if printed.is_empty() || printed.iter().any(is_own) {
        return None;
    }
    let measures: BTreeSet<String> =
        printed.iter().map(|key| format!("{}/{}", key.service, key.measure)).collect();
    let measures: Vec<String> = measures.into_iter().take(NAMED).collect();
    let mut finding = told(page, own, "text", own.measure.path(), measures.join(", "));
    finding.figures.push(own.key.to_string());
    finding.places = below.iter().filter_map(|passage| passage.heading.place.clone()).collect();
    finding.places.sort();
    finding.places.dedup();
    finding.places.push(own.item.place.clone());
    Some(finding)
}

fn narrative(element: &Element) -> Option<&str> {
    match element {
        Element::Prose { file, .. } => Some(file),
        Element::Story(story) => Some(&story.id),
        Element::Table(_) | Element::Chart(_) | Element::Listing(_) | Element::Image(_) | Element::Own(_) => {
            None
        }
    }
}

/// In every language in which the page is, the record's text has no word of the figure's measure, or one that must not be said of it.
fn other_record(page: &Page, own: &Own<'_>, reports: &[&Report]) -> Option<Finding> {
    let id = PageId { id: page.id.clone(), code: Some(own.item.code.clone()) };
    let of_page = reports.iter().filter(|report| report.page.as_ref().is_some_and(|page| page.id == id));
    let mut asked = None;
    for report in of_page {
        let text = record_text(page, own, report)?;
        let folded = folded(text);
        let must = own.measure.must_say.get(&report.language).filter(|words| !words.is_empty())?;
        let barred = own.measure.must_not_say.get(&report.language);
        let other =
            said(&folded, must).is_none() || barred.is_some_and(|words| said(&folded, words).is_some());
        if !other {
            return None;
        }
        asked.get_or_insert_with(|| text.to_owned());
    }
    let mut finding = told(page, own, "record", asked?, own.measure.path());
    finding.figures.push(own.key.to_string());
    finding.places.push(own.item.place.clone());
    Some(finding)
}

/// What the item's record says in the column of the variable's name.
fn record_text<'r>(page: &Page, own: &Own<'_>, report: &'r Report) -> Option<&'r str> {
    let column = |listing: &Listing| listing.columns.iter().position(|column| column.name == own.variable);
    let elements = page.sections.iter().flat_map(|section| &section.elements);
    let (listing, column) = elements
        .filter_map(|element| match element {
            Element::Listing(listing) => Some((listing, column(listing)?)),
            Element::Prose { .. }
            | Element::Table(_)
            | Element::Chart(_)
            | Element::Story(_)
            | Element::Image(_)
            | Element::Own(_) => None,
        })
        .next()?;
    let printed = report.sections.iter().flat_map(|section| &section.elements);
    let table = printed
        .filter_map(|element| match element {
            Printed::Listing(table) => Some(table),
            Printed::Prose(_)
            | Printed::Table(_)
            | Printed::Chart(_)
            | Printed::Story(_)
            | Printed::Image(_) => None,
        })
        .find(|table| table.id == listing.id)?;
    match table.rows.as_slice() {
        [row] => row.cells.get(column)?.as_deref(),
        _ => None,
    }
}

fn told(page: &Page, own: &Own<'_>, what: &str, asked: String, given: String) -> Finding {
    let parts = [("item", own.item.code.clone()), ("asked", asked), ("given", given)];
    Finding::new(Rule::OtherIndicator, &[&page.id, &own.item.code, what], &parts)
}

#[cfg(test)]
mod tests;
