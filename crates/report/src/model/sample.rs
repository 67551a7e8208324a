//! Reports for tests.

use std::collections::BTreeMap;

use super::{Block, Element, FindingCounts, Inline, Organisation, Report, Section, State};

/// A report of paragraphs in one section, each a text.
pub(crate) fn report(texts: &[&str]) -> Report {
    paragraphs(texts.iter().map(|text| vec![Inline::Text((*text).to_owned())]).collect())
}

/// A report of paragraphs in one section.
pub(crate) fn paragraphs(texts: Vec<Vec<Inline>>) -> Report {
    let paragraph = |(n, inlines)| Block::Paragraph { id: format!("1-p{n}"), inlines };
    let blocks = (1..).zip(texts).map(paragraph).collect();
    of(vec![Element::Prose(blocks)])
}

/// A report of one section with these elements.
pub(crate) fn of(elements: Vec<Element>) -> Report {
    let section =
        Section { id: "1".into(), number: Some("1".into()), title: "Heading".into(), level: 1, elements };
    Report {
        organisation: Organisation::default(),
        year: 2024,
        plan: String::new(),
        language: "en".into(),
        languages: vec!["en".into()],
        title: String::new(),
        page: None,
        pages: Vec::new(),
        state: State::Draft,
        revisions: BTreeMap::new(),
        unconfirmed: BTreeMap::new(),
        headline: Vec::new(),
        sections: vec![section],
        figures: Vec::new(),
        footnotes: Vec::new(),
        findings: FindingCounts::default(),
        words: BTreeMap::new(),
        documents: BTreeMap::new(),
    }
}
