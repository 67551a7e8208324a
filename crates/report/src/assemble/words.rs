//! Running text, labels and names in the report's language.

use interchange::Place;
use interchange::mistake::Problem as Words;

use super::Assembler;
use super::problem::ProblemKind;
use crate::model::{Block, Image, Inline};
use crate::narrative::{self, Narrative};
use crate::outline::{self, StoryDate, Texts};
use crate::print::UnitPlace;
use crate::reference;
use crate::text::bound::{Bound, Piece, Text};
use crate::text::placeholder::Placeholder;

impl<'a> Assembler<'a> {
    /// The narrative of a file in the language, else in the first.
    pub(super) fn narrative(&mut self, file: &str, place: &Place) -> Option<&'a Narrative> {
        let content = self.content;
        let in_language = |language: &str| content.narratives.get(&(language.to_owned(), file.to_owned()));
        let language = &self.options.language;
        if let Some(narrative) = in_language(language) {
            return Some(narrative);
        }
        let first = content.languages().first().filter(|first| *first != language);
        let fallback = first.and_then(|first| in_language(first));
        let problem = format!("there is no narrative/{language}/{file}.md");
        match (fallback, first) {
            (Some(_), Some(first)) => {
                let words = Words::new(problem, format!("translate it; it is printed in `{first}`"));
                self.problem(ProblemKind::Translation, words, place);
            }
            _ => self.problem(ProblemKind::Narrative, Words::new(problem, "write it"), place),
        }
        fallback
    }

    /// Blocks of running text; paragraphs are counted through a section.
    pub(super) fn blocks(
        &mut self,
        blocks: &[narrative::Block],
        anchor: &str,
        count: &mut u32,
    ) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block, anchor, count)).collect()
    }

    fn block(&mut self, block: &narrative::Block, anchor: &str, count: &mut u32) -> Block {
        match block {
            narrative::Block::Paragraph(text) => {
                *count = count.saturating_add(1);
                Block::Paragraph { id: format!("{anchor}-p{count}"), inlines: self.inlines(text) }
            }
            narrative::Block::Heading(level, text) => {
                Block::Heading { level: *level, inlines: self.inlines(text) }
            }
            narrative::Block::List { ordered, items } => {
                let items = items.iter().map(|item| self.blocks(item, anchor, count)).collect();
                Block::List { ordered: *ordered, items }
            }
            narrative::Block::Quote(quoted) => Block::Quote(self.blocks(quoted, anchor, count)),
        }
    }

    fn inlines(&mut self, list: &[narrative::Inline]) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for inline in list {
            let next = match inline {
                narrative::Inline::Text(text, _) => Inline::Text(text.clone()),
                narrative::Inline::Break => Inline::Text(self.style.line_joint().to_owned()),
                narrative::Inline::Bound(bound) => self.bound(bound),
                narrative::Inline::Emphasis(text) => Inline::Emphasis(self.inlines(text)),
                narrative::Inline::Strong(text) => Inline::Strong(self.inlines(text)),
                narrative::Inline::Link { href, inlines } => {
                    Inline::Link { href: href.clone(), inlines: self.inlines(inlines) }
                }
            };
            push(&mut inlines, next);
        }
        inlines
    }

    /// A text of the outline as running text.
    pub(super) fn note(&mut self, text: &Text) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for piece in &text.pieces {
            let next = match piece {
                Piece::Text(text) => Inline::Text(text.clone()),
                Piece::Bound(bound) => self.bound(bound),
            };
            push(&mut inlines, next);
        }
        inlines
    }

    /// Notes in the language, else in the first.
    pub(super) fn notes(
        &mut self,
        notes: &std::collections::BTreeMap<String, Vec<Text>>,
    ) -> Vec<Vec<Inline>> {
        let first = self.content.languages().first();
        let list = notes.get(&self.options.language);
        if list.is_none() {
            let untranslated = first.and_then(|first| notes.get(first)).and_then(|list| list.first());
            untranslated.into_iter().for_each(|text| self.untranslated(&text.place));
        }
        let list = list.or_else(|| notes.get(first?));
        list.into_iter().flatten().map(|text| self.note(text)).collect()
    }

    fn bound(&mut self, bound: &Bound) -> Inline {
        match &bound.placeholder {
            Placeholder::Value { reference, form } => {
                if let Some(text) = self.variable(reference) {
                    return Inline::Text(text);
                }
                Inline::Figure(self.printed(reference, form, UnitPlace::Number, &bound.place))
            }
            Placeholder::Period(template) => Inline::Text(self.period(template, &bound.place)),
            Placeholder::Name(name) => Inline::Name(name.clone()),
            Placeholder::Section(id) => {
                Inline::SectionRef { id: id.clone(), text: self.section_name(id, &bound.place, true) }
            }
            Placeholder::Document(id) => {
                let url = self.content.documents.get(id).and_then(|d| d.url.clone());
                Inline::DocumentRef { id: id.clone(), text: self.document_name(id, &bound.place), url }
            }
            Placeholder::Term(id, short) => {
                Inline::Term { id: id.clone(), text: self.term_name(id, *short, &bound.place) }
            }
        }
    }

    /// A text of the outline in the language, else in the first, without links: a title, a label, a caption.
    pub(super) fn plain(&mut self, texts: &Texts) -> String {
        self.plain_at(texts, true)
    }

    fn plain_at(&mut self, texts: &Texts, follow: bool) -> String {
        let first = self.content.languages().first();
        let text = texts.get(&self.options.language);
        let fallback = first.and_then(|first| texts.get(first)).filter(|_| text.is_none());
        fallback.into_iter().for_each(|text| self.untranslated(&text.place));
        let mut plain = String::new();
        for piece in text.or(fallback).into_iter().flat_map(|text| &text.pieces) {
            match piece {
                Piece::Text(text) => plain.push_str(text),
                Piece::Bound(bound) => plain.push_str(&self.plain_bound(bound, follow)),
            }
        }
        plain
    }

    fn untranslated(&mut self, place: &Place) {
        let language = &self.options.language;
        let words = Words::new(
            format!("this text is not given in `{language}`"),
            "translate it; it is printed in the first language",
        );
        self.problem(ProblemKind::Translation, words, place);
    }

    fn plain_bound(&mut self, bound: &Bound, follow: bool) -> String {
        match &bound.placeholder {
            Placeholder::Value { reference, .. } => {
                if let Some(text) = self.variable(reference) {
                    return text;
                }
                let words = Words::new(
                    "a figure in a title, label or caption cannot be followed to its source",
                    "move it to a note or to the narrative",
                );
                self.problem(ProblemKind::Misplaced, words, &bound.place);
                self.style.missing().to_owned()
            }
            Placeholder::Period(template) => self.period(template, &bound.place),
            Placeholder::Name(name) => name.clone(),
            Placeholder::Section(id) => self.section_name(id, &bound.place, follow),
            Placeholder::Document(id) => self.document_name(id, &bound.place),
            Placeholder::Term(id, short) => self.term_name(id, *short, &bound.place),
        }
    }

    fn period(&mut self, template: &str, place: &Place) -> String {
        match reference::period(template, self.options.year) {
            Ok(period) => self.style.period_label(&period),
            Err(error) => {
                self.problem(ProblemKind::Reference, Words::of_error(&error), place);
                template.to_owned()
            }
        }
    }

    /// Number and title of a section; titles within titles are not followed.
    pub(super) fn section_name(&mut self, id: &str, place: &Place, follow: bool) -> String {
        let outline = &self.content.outline;
        let Some(section) = outline.section(id) else {
            let ids = outline.sections.iter().map(|s| s.id.as_str());
            let words = unknown("section", id, ids, "outline.toml");
            self.problem(ProblemKind::Reference, words, place);
            return id.to_owned();
        };
        let title = if follow { self.plain_at(&section.title, false) } else { String::new() };
        match &section.number {
            Some(number) if title.is_empty() => number.clone(),
            Some(number) => format!("{number} {title}"),
            None if title.is_empty() => id.to_owned(),
            None => title,
        }
    }

    fn document_name(&mut self, id: &str, place: &Place) -> String {
        let Some(document) = self.content.documents.get(id) else {
            let ids = self.content.documents.iter().map(|d| d.id.as_str());
            let words = unknown("document", id, ids, "documents.csv");
            self.problem(ProblemKind::Reference, words, place);
            return id.to_owned();
        };
        let label = self.content.label(&document.label, &self.options.language).map(|(label, _)| label);
        document.symbol.as_deref().or(label).unwrap_or(id).to_owned()
    }

    fn term_name(&mut self, id: &str, short: bool, place: &Place) -> String {
        let Some(term) = self.content.terms.get(id) else {
            let words = unknown("term", id, self.content.terms.keys().map(String::as_str), "terms.csv");
            self.problem(ProblemKind::Reference, words, place);
            return id.to_owned();
        };
        let language = &self.options.language;
        let brief = if short { self.content.label(&term.short, language) } else { None };
        match brief.or_else(|| self.content.label(&term.label, language)) {
            Some((label, true)) => label.to_owned(),
            Some((label, false)) => {
                let problem = format!("the term `{id}` has no name in `{language}`");
                let words = Words::new(problem, format!("add label_{language} in terms.csv"));
                self.problem(ProblemKind::Translation, words, place);
                label.to_owned()
            }
            None => id.to_owned(),
        }
    }

    /// The name of a code of a dimension or list; an unlisted one prints its code and is reported.
    pub(super) fn code_name(&mut self, dimension: &str, code: &str, place: &Place) -> String {
        if dimension == "period" {
            return code.parse().map_or_else(|_| code.to_owned(), |p| self.style.period_label(&p));
        }
        let language = &self.options.language;
        let label = if dimension == "area" {
            self.content.areas.get(code).and_then(|area| self.content.label(&area.label, language))
        } else {
            self.list_code(dimension, code).and_then(|c| self.content.label(&c.label, language))
        };
        if let Some((label, _)) = label {
            return label.to_owned();
        }
        let file = if dimension == "area" { "areas.csv" } else { "codes.csv" };
        let words =
            Words::new(format!("`{code}` of `{dimension}` is not listed"), format!("add it to {file}"));
        self.problem(ProblemKind::Unlisted, words, place);
        code.to_owned()
    }

    /// A code of a list by the list's name, or of one whose name ends in it (`kind`: `event-kind`).
    pub(super) fn list_code(&self, list: &str, code: &str) -> Option<&'a interchange::Code> {
        let ending = format!("-{list}");
        let codes = &self.content.codes;
        codes.get(list, code).or_else(|| {
            let mut lists = codes.iter().filter(|(name, _)| name.ends_with(&ending));
            lists.find_map(|(_, codes)| codes.iter().find(|c| c.code == code))
        })
    }

    /// The name of a code in a cell, by the type of its column.
    pub(super) fn cell_code(&mut self, key: &str, code: &str, place: &Place) -> String {
        let (path, column) = key.rsplit_once('#').unwrap_or((key, ""));
        let mut names = path.split('?').next().unwrap_or_default().splitn(2, '/');
        let (service, measure) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
        let measure = self.content.catalogue.get(service, measure);
        let kind = measure.and_then(|m| m.columns.iter().find(|c| c.name == column)).map(|c| c.kind);
        let dimension = if kind == Some(figures::ColumnType::Area) { "area" } else { column };
        self.code_name(dimension, code, place)
    }

    pub(super) fn story_date(&mut self, date: &StoryDate) -> Option<String> {
        match date {
            StoryDate::Period(template, place) => match reference::period(template, self.options.year) {
                Ok(period) => Some(self.style.period(&period)),
                Err(error) => {
                    self.problem(ProblemKind::Reference, Words::of_error(&error), place);
                    None
                }
            },
            StoryDate::Cell(located) => {
                let form = crate::print::Form::default();
                let printed = self.printed(&located.reference, &form, UnitPlace::Number, &located.place);
                printed.marks.is_empty().then_some(printed.text)
            }
        }
    }

    pub(super) fn image(&mut self, image: &outline::Image) -> Image {
        Image {
            file: image.file.clone(),
            alt: self.plain(&image.alt),
            credit: image.credit.as_ref().map(|texts| self.plain(texts)),
            caption: image.caption.as_ref().map(|texts| self.plain(texts)),
        }
    }
}

/// Adds a piece; text beside text becomes one.
fn push(inlines: &mut Vec<Inline>, next: Inline) {
    match (inlines.last_mut(), next) {
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
        (_, Inline::Text(text)) if text.is_empty() => {}
        (_, next) => inlines.push(next),
    }
}

fn unknown<'b>(what: &str, id: &str, known: impl Iterator<Item = &'b str>, file: &str) -> Words {
    let remedy = figures::measure::nearest(id, known)
        .map_or_else(|| format!("add it to {file}"), |near| format!("did you mean `{near}`?"));
    Words::new(format!("there is no {what} `{id}`"), remedy)
}
