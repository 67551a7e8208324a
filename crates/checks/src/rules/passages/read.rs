//! Reads the passages of a narrative.

use figures::FigureKey;
use report::content::Content;
use report::narrative::{Block, Inline, Narrative};
use report::reference::{Reference, Target, expand};
use report::text::bound::Bound;
use report::text::placeholder::Placeholder;

use super::{Heading, NUMBER, Number, OTHER, Passage};

pub(super) struct Reader<'a> {
    content: &'a Content,
    language: &'a str,
    file: &'a str,
    heading: Heading,
    passages: Vec<Passage<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(content: &'a Content, language: &'a str, file: &'a str) -> Self {
        Self { content, language, file, heading: Heading::default(), passages: Vec::new() }
    }

    pub(super) fn passages(mut self, narrative: &Narrative) -> Vec<Passage<'a>> {
        self.blocks(&narrative.blocks, "");
        self.passages
    }

    fn blocks(&mut self, blocks: &[Block], lead: &str) {
        let mut before = lead.to_owned();
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => {
                    let passage = self.passage(inlines, lead);
                    before.clone_from(&passage.text);
                    self.passages.push(passage);
                }
                Block::Heading(_, inlines) => {
                    let passage = self.passage(inlines, "");
                    self.heading = Heading { text: passage.text, ..first_name(inlines) };
                    before.clear();
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item, &before)),
                Block::Quote(quoted) => self.blocks(quoted, &before),
            }
        }
    }

    fn passage(&self, inlines: &[Inline], lead: &str) -> Passage<'a> {
        let mut passage = Passage {
            language: self.language,
            file: self.file,
            number: self.passages.len(),
            heading: self.heading.clone(),
            lead: lead.to_owned(),
            ..Passage::default()
        };
        self.inlines(inlines, &mut passage);
        passage
    }

    fn inlines(&self, inlines: &[Inline], passage: &mut Passage<'a>) {
        for inline in inlines {
            match inline {
                Inline::Text(text, place) => {
                    passage.spots.push((passage.text.len(), place.clone()));
                    passage.text.push_str(text);
                }
                Inline::Break => {
                    // Lines of Han script join without a space.
                    let space = passage.text.chars().next_back().is_none_or(|last| !is_han(last));
                    passage.text.push_str(if space { " " } else { "" });
                }
                Inline::Bound(bound) => self.bound(bound, passage),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { inlines: inner, .. } => {
                    self.inlines(inner, passage);
                }
            }
        }
    }

    fn bound(&self, bound: &Bound, passage: &mut Passage<'a>) {
        let at = passage.text.len();
        passage.spots.push((at, bound.place.clone()));
        match &bound.placeholder {
            Placeholder::Value { reference, .. } => match self.key(reference) {
                Some(key) => {
                    passage.numbers.push(Number { at, key, place: bound.place.clone() });
                    passage.text.push(NUMBER);
                }
                None => passage.text.push(OTHER),
            },
            Placeholder::Period(template) => {
                let year = self.content.manifest.report.year;
                passage.text.push_str(&expand(template, year).unwrap_or_default());
            }
            Placeholder::Section(_) | Placeholder::Document(_) => passage.text.push(OTHER),
            Placeholder::Term(id, short) => {
                let term = self.content.terms.get(id);
                let label = term.and_then(|term| term.label.get(self.language));
                let chosen = term.and_then(|term| term.short.get(self.language)).filter(|_| *short);
                passage.text.extend(chosen.or(label).map(|name| quiet(name)));
            }
            Placeholder::Name(name) => passage.text.push_str(&quiet(name)),
        }
    }

    /// The key of a figure; nothing for cells, listings and what leads nowhere, which other rules tell.
    fn key(&self, reference: &Reference) -> Option<FigureKey> {
        let aliases = &self.content.outline.aliases;
        match reference.resolve(aliases, self.content.manifest.report.year).ok()? {
            Target::Figure(key) => self.content.canonical(&key).ok().filter(FigureKey::is_exact),
            Target::Cell { .. } => None,
        }
    }
}

/// A name without the signs that end sentences and clauses: it stands in one of them.
fn quiet(name: &str) -> String {
    name.replace(['.', ',', ';', ':', '!', '?', '。', '，', '；', '：', '！', '？'], " ")
}

/// The literal name that a heading begins with.
fn first_name(inlines: &[Inline]) -> Heading {
    let named = match inlines.first() {
        Some(Inline::Bound(bound)) => bound.name(),
        Some(
            Inline::Text(..) | Inline::Break | Inline::Emphasis(_) | Inline::Strong(_) | Inline::Link { .. },
        )
        | None => None,
    };
    Heading {
        text: String::new(),
        name: named.map(|(name, _)| name.to_owned()),
        place: named.map(|(_, place)| place.clone()),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff65}')
}
