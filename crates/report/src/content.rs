//! What a report is assembled from besides figures: outline, narratives and the words of a bundle.

use std::collections::BTreeMap;

use figures::{Catalogue, Figure, Interval, Labels, Value};
use interchange::mistake::Problem as Words;
use interchange::{Areas, Bundle, CodeLists, Documents, Manifest, Mistake, Place, Stated, Term};

use crate::assemble::{AssembleOptions, Problem, ProblemKind, Targets, resolve};
use crate::model::PageId;
use crate::narrative::{self, Narrative};
use crate::outline::pages::{self, Pages};
use crate::outline::{self, Outline};
use crate::text::bound;

/// The folder of narrative files.
const FOLDER: &str = "narrative/";
/// What earlier reports printed.
pub const PUBLISHED: &str = "published.csv";

/// Everything of a bundle that assembly needs.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Whose report, of which year, in which languages and house styles.
    pub manifest: Manifest,
    /// What the report is made of.
    pub outline: Outline,
    /// The pages beside it.
    pub pages: Pages,
    /// Running text by language and file name (without folder and ending).
    pub narratives: BTreeMap<(String, String), Narrative>,
    /// Names of places.
    pub areas: Areas,
    /// Names of codes and words of units.
    pub codes: CodeLists,
    /// Official names, by id.
    pub terms: BTreeMap<String, Term>,
    /// Documents.
    pub documents: Documents,
    /// Measures.
    pub catalogue: Catalogue,
    /// What earlier reports printed.
    pub published: Vec<Stated>,
    /// Which of it is of a figure, by the figure's key.
    pub(crate) printed_before: BTreeMap<String, Vec<usize>>,
    /// What the references name in the bundle's year, found while checking.
    pub(crate) targets: Targets,
}

impl Content {
    /// Reads the gateway's part of a bundle, or a whole one. Mistakes are those of outline and narratives, of references that
    /// lead nowhere and of the words; files of other owners are not looked at.
    #[must_use]
    pub fn read(bundle: &Bundle) -> (Self, Vec<Mistake>) {
        let (context, mut mistakes) = bundle.context();
        let manifest = bundle.manifest().clone();
        let mut content = Self {
            areas: context.areas.clone().unwrap_or_default(),
            codes: context.codes.clone().unwrap_or_default(),
            documents: context.documents.clone().unwrap_or_default(),
            catalogue: context.measures.clone().unwrap_or_default(),
            manifest,
            ..Self::default()
        };
        if let Some(bytes) = bundle.file("terms.csv") {
            let (terms, found) = interchange::terms::read("terms.csv", bytes, &context);
            content.terms = terms.into_iter().map(|term| (term.id.clone(), term)).collect();
            mistakes.extend(found);
        }
        if let Some(bytes) = bundle.file(PUBLISHED) {
            let (published, found) = interchange::stated::read(PUBLISHED, bytes, &context);
            for (at, row) in published.iter().enumerate() {
                content.printed_before.entry(row.key.to_string()).or_default().push(at);
            }
            content.published = published;
            mistakes.extend(found);
        }
        mistakes.extend(content.read_outline(bundle));
        mistakes.extend(content.read_pages(bundle));
        for (name, bytes) in bundle.files() {
            mistakes.extend(content.read_narrative(name, bytes));
        }
        mistakes.extend(content.missing_images(bundle));
        let (found, targets) = content.resolved();
        mistakes.extend(found);
        content.targets = targets;
        mistakes.sort_by(|a, b| a.place.cmp(&b.place));
        mistakes.dedup();
        (content, mistakes)
    }

    /// What earlier reports printed in place of a figure's value, where rounding does not explain the difference.
    pub fn restated<'a>(&'a self, figure: &Figure) -> impl Iterator<Item = (&'a Stated, Value)> + use<'a> {
        let rows = self.printed_before.get(&figure.key).into_iter().flatten();
        let rows = rows.filter_map(|at| self.published.get(*at));
        let (now, unit) = (figure.value.map(|value| Interval::of(&value)), figure.unit.clone());
        rows.filter(move |row| row.unit == unit)
            .filter_map(|row| Some((row, row.value?)))
            .filter(move |(_, printed)| now.as_ref().is_some_and(|now| !Interval::of(printed).meets(now)))
    }

    fn read_outline(&mut self, bundle: &Bundle) -> Vec<Mistake> {
        let Some(bytes) = bundle.file(outline::FILE) else {
            let remedy = "add it: it says which sections the report has (docs/outline.md)";
            return vec![Mistake::new(Place::start(outline::FILE), "the bundle has no outline.toml", remedy)];
        };
        let Ok(text) = std::str::from_utf8(bytes) else { return vec![not_utf8(outline::FILE)] };
        let (outline, mistakes) = outline::read(outline::FILE, text, &self.manifest.report.languages);
        self.outline = outline;
        mistakes
    }

    /// A bundle may have no pages.
    fn read_pages(&mut self, bundle: &Bundle) -> Vec<Mistake> {
        let Some(bytes) = bundle.file(pages::FILE) else { return Vec::new() };
        let Ok(text) = std::str::from_utf8(bytes) else { return vec![not_utf8(pages::FILE)] };
        let (pages, mut mistakes) = pages::read(pages::FILE, text, &self.manifest.report.languages);
        self.pages = pages;
        for pair in &self.pages.beside {
            let known =
                |path: &str| path.split_once('/').is_some_and(|(s, m)| self.catalogue.get(s, m).is_some());
            for path in pair.measures.iter().filter(|path| !known(path)) {
                let remedy = "write a measure of measures.csv, its service before it";
                mistakes.push(Mistake::new(
                    pair.place.clone(),
                    format!("there is no measure `{path}`"),
                    remedy,
                ));
            }
        }
        mistakes
    }

    fn read_narrative(&mut self, name: &str, bytes: &[u8]) -> Vec<Mistake> {
        let Some(path) = name.strip_prefix(FOLDER) else { return Vec::new() };
        let parts = path.split_once('/').and_then(|(lang, file)| Some((lang, file.strip_suffix(".md")?)));
        let Some((language, file)) = parts.filter(|(_, file)| !file.contains('/')) else {
            let remedy = "name it narrative/<language>/<section>.md";
            return vec![Mistake::new(Place::start(name), "this is no narrative file", remedy)];
        };
        if !self.manifest.report.languages.iter().any(|l| l == language) {
            let problem = format!("`{language}` is no language of the bundle");
            return vec![Mistake::new(
                Place::start(name),
                problem,
                "add it to `languages` in bundle.toml, or remove the file",
            )];
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return vec![not_utf8(name)] };
        let (narrative, mistakes) = narrative::parse(name, language, text);
        self.narratives.insert((language.to_owned(), file.to_owned()), narrative);
        let mut mistakes = mistakes;
        let mut named = self.outline.narratives().chain(self.pages.narratives());
        if !named.any(|(named, _)| named == file) && !self.outline.sections.is_empty() {
            let remedy = format!(
                "add an element of kind prose with file = \"{file}\" to outline.toml or pages.toml, or remove the file"
            );
            mistakes.push(Mistake::new(Place::start(name), "no section holds this narrative", remedy));
        }
        mistakes
    }

    fn missing_images(&self, bundle: &Bundle) -> Vec<Mistake> {
        let images = self.outline.images().chain(self.pages.images());
        let images = images.filter(|image| bundle.file(&image.file).is_none());
        let missing = |image: &outline::Image| {
            let problem = format!("the bundle has no file `{}`", image.file);
            Mistake::new(image.place.clone(), problem, "add it, or correct `file`")
        };
        images.map(missing).collect()
    }

    /// What leads nowhere: aliases that are not there, sections, documents, terms, measures and dimensions that do not
    /// exist, narratives that nobody wrote.
    #[must_use]
    pub fn check(&self) -> Vec<Mistake> {
        self.resolved().0
    }

    fn resolved(&self) -> (Vec<Mistake>, Targets) {
        let mut targets = Targets::new();
        let year = self.manifest.report.year;
        let mut mistakes = Vec::new();
        for options in self.documents_to_assemble() {
            let (plan, found) = resolve(self, &options);
            targets.extend(found);
            // A narrative that the first language lacks is told once.
            let first = self.manifest.report.languages.first() == Some(&options.language);
            let told = |p: &Problem| first || p.kind != ProblemKind::Narrative;
            let grave = plan.problems.into_iter().filter(|p| p.kind.is_mistake() && told(p));
            mistakes.extend(grave.flat_map(Problem::mistakes));
        }
        mistakes.extend(self.check_aliases(year));
        (mistakes, targets)
    }

    /// The report and every page beside it, in each language.
    pub fn documents_to_assemble(&self) -> impl Iterator<Item = AssembleOptions> {
        let year = self.manifest.report.year;
        let of = move |language: &String, page: Option<PageId>| AssembleOptions {
            language: language.clone(),
            year,
            page,
        };
        self.languages().iter().flat_map(move |language| {
            let pages = self.pages.ids().map(move |page| of(language, Some(page)));
            std::iter::once(of(language, None)).chain(pages)
        })
    }

    /// Aliases that no text uses must lead somewhere, too.
    fn check_aliases(&self, year: i16) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for (name, reference) in &self.outline.aliases {
            let Some(place) = self.outline.alias_places.get(name) else { continue };
            match reference.resolve(&self.outline.aliases, year) {
                Err(error) => {
                    mistakes.push(bound::mistake(place.clone(), &error).under(ProblemKind::Reference.name()))
                }
                Ok(target) => {
                    if let Err(problem) = self.canonical(target.key()) {
                        mistakes.push(problem.at(place.clone()).under(ProblemKind::Measure.name()));
                    }
                }
            }
        }
        mistakes
    }

    /// A key in canonical form by its measure.
    /// A key in canonical form.
    ///
    /// # Errors
    /// What is wrong with it and what to do: there is no such measure, or it does not fit its measure.
    pub fn canonical(&self, key: &figures::FigureKey) -> Result<figures::FigureKey, Words> {
        let path = format!("{}/{}", key.service, key.measure);
        let Some(measure) = self.catalogue.get(&key.service, &key.measure) else {
            let remedy = self
                .catalogue
                .nearest(&key.service, &key.measure)
                .map_or_else(|| "add it to measures.csv".to_owned(), |n| format!("did you mean `{n}`?"));
            return Err(Words::new(format!("there is no measure `{path}`"), remedy));
        };
        measure.canonical(key).map_err(|e| Words::of_error(&e))
    }

    /// The languages; the first is the fallback.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.manifest.report.languages
    }

    /// A label in a language, else in the first; whether it is in the language.
    pub(crate) fn label<'a>(&self, labels: &'a Labels, language: &str) -> Option<(&'a str, bool)> {
        if let Some(label) = labels.get(language) {
            return Some((label, true));
        }
        let first = self.languages().first()?;
        labels.get(first).map(|label| (label.as_str(), false))
    }

    /// The literal names `{"…"}` of outline and narratives, with their places.
    #[must_use]
    pub fn names(&self) -> Vec<(&str, &Place)> {
        let narratives = self.narratives.values().flat_map(Narrative::names);
        self.outline.names().into_iter().chain(self.pages.names()).chain(narratives).collect()
    }
}

fn not_utf8(file: &str) -> Mistake {
    Mistake::new(Place::start(file), "the file is not UTF-8", "save it as UTF-8")
}
