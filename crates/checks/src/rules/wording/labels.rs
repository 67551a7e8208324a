//! The nouns of numbers that stand in tables, charts and headlines.
//!
//! A cell's noun stands in the heads of its row and column; the caption, or another row that this one goes on from, may hold it too.

use std::collections::BTreeSet;

use figures::FigureKey;
use report::content::Content;
use report::outline::{Chart, Element, Headline, Located, Rows, Section, Table, Texts};
use report::reference::Name;
use report::text::bound::{Piece, Text};
use report::text::placeholder::Placeholder;

use super::{Words, folded, said};
use crate::finding::{Finding, Rule};

/// A finding for each cell, point or headline whose words lack its noun; of cells of one table and measure one.
pub(super) fn find(words: &Words<'_>) -> Vec<Finding> {
    let content = words.content;
    let mut findings = Vec::new();
    for language in content.languages() {
        let mut labels = Labels { words, language, findings: Vec::new() };
        labels.headlines(&content.outline.headline, &[]);
        content.outline.sections.iter().for_each(|section| labels.section(section, &[]));
        for page in &content.pages.list {
            let titles = [Some(&page.title), page.description.as_ref()].map(|texts| labels.text(texts));
            labels.headlines(&page.headline, &titles);
            page.sections.iter().for_each(|section| labels.section(section, &titles));
            let items = page.items.iter().flat_map(|items| &items.list).flat_map(|item| &item.elements);
            items.for_each(|element| labels.element(element, &titles));
        }
        findings.append(&mut labels.findings);
    }
    findings
}

/// A number of a table or chart: the words of its own and which figure.
struct Cell<'a> {
    own: String,
    figure: &'a Located,
    measure: (&'a str, &'a str),
}

struct Labels<'w, 'a> {
    words: &'w Words<'a>,
    language: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Labels<'_, 'a> {
    fn text(&self, texts: Option<&Texts>) -> String {
        let text = texts.and_then(|texts| texts.get(self.language));
        text.map(|text| plain(self.words.content, text, self.language)).unwrap_or_default()
    }

    fn headlines(&mut self, headlines: &'a [Headline], titles: &[String]) {
        for headline in headlines {
            let Some(measure) = measure(self.words.content, &headline.figure) else { continue };
            let own = [self.text(Some(&headline.label)), titles.join(" ")].join(" ");
            self.judge("headline", &[Cell { own, figure: &headline.figure, measure }], "");
        }
    }

    fn section(&mut self, section: &'a Section, titles: &[String]) {
        let title = self.text(Some(&section.title));
        let titles: Vec<String> = titles.iter().cloned().chain([title]).collect();
        section.elements.iter().for_each(|element| self.element(element, &titles));
    }

    fn element(&mut self, element: &'a Element, titles: &[String]) {
        match element {
            Element::Table(table) => {
                let around =
                    [titles.join(" "), self.text(Some(&table.caption)), self.text(Some(&table.stub))];
                self.judge(&table.id, &self.cells(table), &around.join(" "));
            }
            Element::Chart(chart) => {
                let around = [titles.join(" "), self.text(Some(&chart.caption))];
                self.judge(&chart.id, &self.points(chart), &around.join(" "));
            }
            Element::Prose { .. }
            | Element::Listing(_)
            | Element::Story(_)
            | Element::Image(_)
            | Element::Own(_) => {}
        }
    }

    fn cells(&self, table: &'a Table) -> Vec<Cell<'a>> {
        let content = self.words.content;
        let columns: Vec<String> =
            table.columns.iter().map(|column| self.text(Some(&column.label))).collect();
        let cell =
            |own: String, figure: &'a Located| Some(Cell { own, figure, measure: measure(content, figure)? });
        let by_column = || table.columns.iter().zip(&columns);
        let Rows::Listed(rows) = &table.rows else {
            let keyed = by_column().filter_map(|(column, head)| Some((head, column.key.as_ref()?)));
            return keyed.filter_map(|(head, key)| cell(head.clone(), key)).collect();
        };
        let mut cells = Vec::new();
        for row in rows {
            let label = self.text(Some(&row.label));
            for (place, (column, head)) in by_column().enumerate() {
                let listed = row.cells.as_ref().map(|cells| cells.get(place).and_then(Option::as_ref));
                let figure = listed.unwrap_or(row.key.as_ref().or(column.key.as_ref()));
                cells.extend(figure.and_then(|figure| cell([head.as_str(), &label].join(" "), figure)));
            }
        }
        cells
    }

    fn points(&self, chart: &'a Chart) -> Vec<Cell<'a>> {
        let content = self.words.content;
        let labels: Vec<String> = match &chart.points {
            Rows::Listed(rows) => rows.iter().map(|row| self.text(Some(&row.label))).collect(),
            Rows::Each { .. } | Rows::Range { .. } => Vec::new(),
        };
        let mut points = Vec::new();
        for series in &chart.series {
            let label = self.text(series.label.as_ref());
            let listed = series.cells.iter().flatten().enumerate();
            let listed = listed.filter_map(|(place, figure)| Some((labels.get(place), figure.as_ref()?)));
            for (point, figure) in listed.chain(series.key.iter().map(|key| (None, key))) {
                let own = [label.as_str(), point.map_or("", String::as_str)].join(" ");
                points.extend(measure(content, figure).map(|measure| Cell { own, figure, measure }));
            }
        }
        points
    }

    /// A cell's own words come first: where they say another measure of the same element and not its own, they are wrong. Where
    /// they say neither, the words around may say it for all.
    fn judge(&mut self, element: &str, cells: &[Cell<'a>], around: &str) {
        let measures: BTreeSet<_> = cells.iter().map(|cell| cell.measure).collect();
        let own: Vec<&str> = cells.iter().map(|cell| cell.own.as_str()).collect();
        let around = folded(&[around, &own.join(" ")].join(" "));
        let mut told = BTreeSet::new();
        for cell in cells {
            let must = self.must(cell.measure);
            let unit = self.words.unit(&FigureKey::new(cell.measure.0, cell.measure.1), self.language);
            let text = folded(&cell.own);
            if must.is_empty() || said(&text, must).or(said(&unit, must)).is_some() {
                continue;
            }
            let others = measures.iter().filter(|other| **other != cell.measure);
            let other = others.filter_map(|other| said(&text, self.must(*other))).next();
            let found = match other {
                Some((_, word)) => Some((Rule::WrongNoun, word.to_owned())),
                None => said(&around, must).is_none().then(|| (Rule::Wording, must.join(", "))),
            };
            if let Some((rule, words)) = found.filter(|_| told.insert(cell.measure)) {
                self.tell(element, cell, rule, words);
            }
        }
    }

    fn must(&self, (service, name): (&str, &str)) -> &'a [String] {
        let measure = self.words.content.catalogue.get(service, name);
        measure.and_then(|measure| measure.must_say.get(self.language)).map_or(&[], Vec::as_slice)
    }

    fn tell(&mut self, element: &str, cell: &Cell<'_>, rule: Rule, words: String) {
        let (service, name) = cell.measure;
        let key = format!("{service}/{name}");
        let excerpt = cell.own.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = [("key", key.clone()), ("words", words), ("excerpt", excerpt)];
        let subject = [self.language, &cell.figure.place.file, element, &key];
        let mut finding = Finding::new(rule, &subject, &parts);
        finding.places.push(cell.figure.place.clone());
        self.findings.push(finding);
    }
}

/// Service and name of the measure that a reference names, whatever its variables stand for.
fn measure<'a>(content: &'a Content, figure: &'a Located) -> Option<(&'a str, &'a str)> {
    let key = match &figure.reference.name {
        Name::Key(key) => key,
        Name::Alias(alias) => match &content.outline.aliases.get(alias)?.name {
            Name::Key(key) => key,
            Name::Alias(_) => return None,
        },
    };
    let (service, name) = key.split(['?', '#']).next()?.split_once('/')?;
    content.catalogue.get(service, name).map(|_| (service, name))
}

/// A text of the outline as far as it is words.
fn plain(content: &Content, text: &Text, language: &str) -> String {
    let mut plain = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Text(text) => plain.push_str(text),
            Piece::Bound(bound) => match &bound.placeholder {
                Placeholder::Name(name) => plain.push_str(name),
                Placeholder::Term(id, short) => {
                    let term = content.terms.get(id);
                    let label = term.and_then(|term| term.label.get(language));
                    let chosen = term.and_then(|term| term.short.get(language)).filter(|_| *short);
                    plain.extend(chosen.or(label).map(String::as_str));
                }
                Placeholder::Value { .. }
                | Placeholder::Period(_)
                | Placeholder::Section(_)
                | Placeholder::Document(_) => plain.push(' '),
            },
        }
    }
    plain
}
