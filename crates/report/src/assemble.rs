//! Assembly: outline, narratives and answers become a report in one language.
//!
//! [`plan`] runs the same code as [`assemble`] with nobody answering and keeps what it asked, so that the two never differ.
//! Both are pure: equal content and answers give an equal report.

mod answers;
mod ask;
mod cell;
mod chart;
mod listing;
mod mark;
mod month;
mod page;
mod problem;
mod rounding;
mod rows;
mod table;
mod told;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use figures::{Figure, FigureKey};
use jiff::Timestamp;

pub(crate) use ask::Targets;
pub(crate) use told::named_codes;

pub use answers::{Answers, ServiceState};
pub use problem::{Problem, ProblemKind};

use crate::content::Content;
use crate::model::{
    Element, FindingCounts, Footnote, Headline, Organisation, PageId, Report, Section, State, Story,
    Unconfirmed,
};
use crate::outline;
use crate::print::{Style, UnitPlace};
use problem::Problems;

/// The most keys that a service is asked in one batch.
pub const MAX_BATCH: usize = 5_000;

/// Which report is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssembleOptions {
    /// The language.
    pub language: String,
    /// The year reported on.
    pub year: i16,
    /// The page beside the report that is wanted in its place.
    pub page: Option<PageId>,
}

impl AssembleOptions {
    /// The report of a year in a language.
    #[must_use]
    pub fn report(language: &str, year: i16) -> Self {
        Self { language: language.to_owned(), year, page: None }
    }
}

/// What must be asked for a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The keys of each service: canonical, each once, sorted.
    pub keys: BTreeMap<String, Vec<FigureKey>>,
    /// What is wrong before anybody is asked.
    pub problems: Vec<Problem>,
}

impl Plan {
    /// The keys of a service in batches of at most [`MAX_BATCH`].
    pub fn batches(&self, service: &str) -> impl Iterator<Item = &[FigureKey]> {
        self.keys.get(service).map_or(&[][..], Vec::as_slice).chunks(MAX_BATCH)
    }
}

/// The keys to ask for a report or a page.
#[must_use]
pub fn plan(content: &Content, options: &AssembleOptions) -> Plan {
    resolve(content, options).0
}

/// The plan, and what each reference turned out to name.
pub(crate) fn resolve(content: &Content, options: &AssembleOptions) -> (Plan, Targets) {
    let mut assembler = Assembler::new(content, options, None);
    assembler.contents();
    // Names and links hold no figure, but may lead nowhere.
    let _ = (assembler.title(), assembler.page(), assembler.pages());
    assembler.ask_names();
    let mut keys: BTreeMap<String, Vec<FigureKey>> = BTreeMap::new();
    for key in assembler.asked {
        keys.entry(key.service.clone()).or_default().push(key);
    }
    (Plan { keys, problems: assembler.problems.into_vec() }, assembler.targets)
}

/// Assembles a report of what was answered; what is missing, wrong or unlisted comes beside it.
#[must_use]
pub fn assemble(content: &Content, answers: &Answers, options: &AssembleOptions) -> (Report, Vec<Problem>) {
    let mut assembler = Assembler::new(content, options, Some(answers));
    let (headline, sections) = assembler.contents();
    let head = assembler.head();
    let (title, page, pages) = (assembler.title(), assembler.page(), assembler.pages());
    let report = Report {
        title,
        page,
        pages,
        headline,
        sections,
        unconfirmed: assembler.unconfirmed(),
        words: assembler.told(),
        documents: assembler.documents(),
        figures: assembler.figures.into_values().map(|(figure, _)| figure).collect(),
        footnotes: assembler.footnotes,
        ..head
    };
    (report, assembler.problems.into_vec())
}

/// The state of one assembly.
struct Assembler<'a> {
    content: &'a Content,
    options: &'a AssembleOptions,
    style: Style,
    /// The page that is written; `None` for the report itself.
    scope: Option<page::Scope<'a>>,
    /// `None` while planning.
    answers: Option<&'a Answers>,
    /// The keys to ask, gathered while planning.
    asked: BTreeSet<FigureKey>,
    /// The services that the report needs, gathered while assembling.
    services: BTreeSet<String>,
    /// References resolved on the way.
    targets: Targets,
    /// The figures that are printed, each as a text prints it, where one did.
    figures: BTreeMap<String, (Arc<Figure>, Option<String>)>,
    footnotes: Vec<Footnote>,
    /// The numbers of footnotes by what they explain.
    explained: HashMap<mark::Explained, u32>,
    problems: Problems,
}

impl<'a> Assembler<'a> {
    fn new(content: &'a Content, options: &'a AssembleOptions, answers: Option<&'a Answers>) -> Self {
        let language = &options.language;
        let house = content.manifest.style.get(language).cloned().unwrap_or_default();
        let style = Style::new(language, &house, &content.codes);
        let mut problems = Problems::default();
        if !Style::knows(language) {
            problems.add(Problem::no_words(language));
        }
        Self {
            content,
            options,
            style,
            scope: None,
            answers,
            asked: BTreeSet::new(),
            services: BTreeSet::new(),
            targets: Targets::new(),
            figures: BTreeMap::new(),
            footnotes: Vec::new(),
            explained: HashMap::new(),
            problems,
        }
    }

    /// Everything that prints, in the order of the report.
    fn contents(&mut self) -> (Vec<Headline>, Vec<Section>) {
        self.open_page();
        if self.options.page.is_some() {
            return self.page_contents();
        }
        let outline = &self.content.outline;
        let headline = outline.headline.iter().map(|h| self.headline(h)).collect();
        let sections = outline.sections.iter().map(|s| self.section(s)).collect();
        (headline, sections)
    }

    fn headline(&mut self, headline: &outline::Headline) -> Headline {
        let label = self.plain(&headline.label);
        let figure = &headline.figure;
        let printed = self.printed(&figure.reference, &headline.form, UnitPlace::Number, &figure.place);
        Headline { label, printed }
    }

    fn section(&mut self, section: &outline::Section) -> Section {
        let title = self.plain(&section.title);
        let mut paragraphs = 0;
        let mut elements = Vec::new();
        for element in &section.elements {
            let own = if let outline::Element::Own(_) = element { self.own() } else { &[] };
            for element in std::iter::once(element).chain(own) {
                elements.extend(self.element(&section.id, element, &mut paragraphs));
            }
        }
        Section {
            id: section.id.clone(),
            number: section.number.clone(),
            title,
            level: section.level,
            elements,
        }
    }

    fn element(
        &mut self,
        section: &str,
        element: &outline::Element,
        paragraphs: &mut u32,
    ) -> Option<Element> {
        match element {
            outline::Element::Prose { file, place } => {
                let narrative = self.narrative(file, place)?;
                Some(Element::Prose(self.blocks(&narrative.blocks, section, paragraphs)))
            }
            outline::Element::Table(table) => Some(Element::Table(self.table(table))),
            outline::Element::Chart(chart) => Some(Element::Chart(self.chart(chart))),
            outline::Element::Listing(listing) => Some(Element::Listing(self.listing(listing))),
            outline::Element::Story(story) => Some(Element::Story(self.story(story))),
            outline::Element::Image(image) => Some(Element::Image(self.image(image))),
            outline::Element::Own(_) => None,
        }
    }

    fn story(&mut self, story: &outline::Story) -> Story {
        let title = self.plain(&story.title);
        let area = story.area.as_ref().map(|(code, place)| self.code_name("area", code, place));
        let date = story.date.as_ref().and_then(|date| self.story_date(date));
        let narrative = self.narrative(&story.id, &story.place);
        let blocks = narrative.map_or_else(Vec::new, |n| self.blocks(&n.blocks, &story.id, &mut 0));
        let image = story.image.as_ref().map(|image| self.image(image));
        Story { id: story.id.clone(), title, area, date, blocks, image }
    }

    /// What stands over the report; its parts are added after.
    fn head(&self) -> Report {
        let manifest = &self.content.manifest;
        let language = &self.options.language;
        let label =
            |labels| self.content.label(labels, language).map_or_else(String::new, |(l, _)| l.to_owned());
        Report {
            organisation: Organisation {
                id: manifest.organisation.id.clone(),
                name: label(&manifest.organisation.name),
                short: label(&manifest.organisation.short),
            },
            year: self.options.year,
            plan: manifest.report.plan.as_ref().map_or_else(String::new, ToString::to_string),
            language: language.clone(),
            languages: manifest.report.languages.clone(),
            title: String::new(),
            page: None,
            pages: Vec::new(),
            state: State::Draft,
            revisions: self.answers.map(Answers::revisions).unwrap_or_default(),
            unconfirmed: BTreeMap::new(),
            headline: Vec::new(),
            sections: Vec::new(),
            figures: Vec::new(),
            footnotes: Vec::new(),
            findings: FindingCounts::default(),
            words: BTreeMap::new(),
            documents: BTreeMap::new(),
        }
    }

    /// Services that did not confirm: those said so, and those asked that nobody knows.
    fn unconfirmed(&self) -> BTreeMap<String, Unconfirmed> {
        let Some(answers) = self.answers else { return BTreeMap::new() };
        let names: BTreeSet<&str> =
            self.services.iter().map(String::as_str).chain(answers.services()).collect();
        let state = |name: &str| match answers.state(name) {
            ServiceState::Confirmed => None,
            ServiceState::LastKnown(since) => Some((name.to_owned(), Unconfirmed::LastKnown(since))),
            ServiceState::Unavailable => Some((name.to_owned(), Unconfirmed::Unavailable)),
        };
        names.into_iter().filter_map(state).collect()
    }

    /// Since when a service's figures are only last known, if they are.
    fn last_known(&self, service: &str) -> Option<Option<Timestamp>> {
        match self.answers?.state(service) {
            ServiceState::LastKnown(since) => Some(since),
            ServiceState::Confirmed | ServiceState::Unavailable => None,
        }
    }
}

#[cfg(test)]
mod tests;
