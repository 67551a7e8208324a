//! What is said of a figure beside its value: for its card and for searching.
//!
//! A name that the bundle has not is told where it prints; here its code stands without a word. Codes that are a service's records are
//! named by a listing of that service, which is asked for with the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use figures::measure::NAME_COLUMN;
use figures::{Answer, Figure, FigureKey, Selector, Source};

use super::Assembler;
use crate::model::{FigureWords, FootnoteContent};
use crate::print::{Form, Printing, UnitPlace};

/// The code of everything: what is meant where nothing is said.
const WORLD: &str = "WORLD";

/// The codes of a key that are told by name: dimension and code.
pub(crate) fn named_codes(key: &FigureKey) -> impl Iterator<Item = (&str, &str)> {
    let codes = key.dimensions.keys().filter_map(|name| Some((name.as_str(), key.code(name)?)));
    codes.filter(|(dimension, code)| *dimension != "period" && *code != WORLD)
}

/// The places that a footnote names and its figure does not.
fn named_in(content: &FootnoteContent) -> Vec<&Source> {
    match content {
        FootnoteContent::Restated { before, .. } => before.iter().map(|(_, source)| source).collect(),
        FootnoteContent::Converted { conversions, .. } => {
            conversions.rates.iter().map(|rate| &rate.document).collect()
        }
        FootnoteContent::Missing { .. }
        | FootnoteContent::Unavailable { .. }
        | FootnoteContent::LastKnown { .. }
        | FootnoteContent::Disputed { .. } => Vec::new(),
    }
}

impl Assembler<'_> {
    /// The words of every figure that is printed.
    pub(super) fn told(&self) -> BTreeMap<String, FigureWords> {
        let told = |(figure, text): &(Arc<Figure>, Option<String>)| self.told_of(figure, text.as_deref());
        self.figures.iter().map(|(key, printed)| (key.clone(), told(printed))).collect()
    }

    /// `text` is its value as a text prints it, where one did.
    fn told_of(&self, figure: &Figure, text: Option<&str>) -> FigureWords {
        let key: Option<FigureKey> = figure.key.parse().ok();
        let measure = key.as_ref().and_then(|key| self.content.catalogue.get(&key.service, &key.measure));
        let printed = text.map(str::to_owned).or_else(|| {
            let value = figure.value.as_ref()?;
            let most_decimals = measure.and_then(|measure| measure.decimals);
            let printing = Printing { value, unit: &figure.unit, most_decimals, place: UnitPlace::Number };
            self.style.value(&printing, &Form::default()).ok()
        });
        FigureWords {
            value: printed.unwrap_or_default(),
            unit: self.named("unit", figure.unit.code()),
            breakdown: key.as_ref().map(|key| self.breakdown(key)).unwrap_or_default(),
        }
    }

    fn breakdown(&self, key: &FigureKey) -> Vec<String> {
        let name = |(dimension, code): (&str, &str)| {
            self.recorded(key, dimension, code).unwrap_or_else(|| self.named(dimension, code))
        };
        named_codes(key).map(name).collect()
    }

    /// Asks for the records that name codes of the figures' keys.
    pub(super) fn ask_names(&mut self) {
        let named = self.asked.iter().flat_map(|key| {
            let codes = key.dimensions.keys().filter_map(|name| Some((name, key.code(name)?)));
            codes.filter_map(|(dimension, code)| self.naming(key, dimension, code))
        });
        let named: Vec<FigureKey> = named.collect();
        self.asked.extend(named);
    }

    /// The key of the record that names a code.
    fn naming(&self, key: &FigureKey, dimension: &str, code: &str) -> Option<FigureKey> {
        let listing = self.content.catalogue.naming(&key.service, dimension)?;
        let dimensions = [(dimension.to_owned(), Selector::Code(code.to_owned()))].into();
        Some(FigureKey { service: key.service.clone(), measure: listing.name.clone(), dimensions })
    }

    /// What the record of a code is called; none where it is no record's, or nobody says.
    fn recorded(&self, key: &FigureKey, dimension: &str, code: &str) -> Option<String> {
        let asked = self.naming(key, dimension, code)?.to_string();
        let Some(Answer::Listing(listing)) = self.answers?.get(&asked) else { return None };
        let column = listing.columns.iter().position(|column| column.name == NAME_COLUMN)?;
        listing.rows.first()?.cells.get(column)?.text().map(str::to_owned)
    }

    /// The name of a code of a dimension, a list or a place; the code where it has none.
    fn named(&self, list: &str, code: &str) -> String {
        let language = &self.options.language;
        let labels = match list {
            "area" => self.content.areas.get(code).map(|area| &area.label),
            _ => self.list_code(list, code).map(|known| &known.label),
        };
        let name = labels.and_then(|labels| self.content.label(labels, language));
        name.map_or(code, |(name, _)| name).to_owned()
    }

    /// The names of the documents that the figures' sources name.
    pub(super) fn documents(&self) -> BTreeMap<String, String> {
        let printed = || self.figures.values().map(|(figure, _)| figure);
        let others = printed().flat_map(|figure| &figure.alternatives);
        let others = others.flat_map(|other| &other.sources);
        let sources = printed().flat_map(|figure| &figure.sources).chain(others);
        let noted = self.footnotes.iter().flat_map(|note| named_in(&note.content));
        let sources = sources.chain(noted);
        let cited: BTreeSet<&str> = sources.map(|source| source.document.as_str()).collect();
        cited.into_iter().filter_map(|id| Some((id.to_owned(), self.document(id)?))).collect()
    }

    fn document(&self, id: &str) -> Option<String> {
        let document = self.content.documents.get(id)?;
        let symbol = document.symbol.clone().filter(|symbol| !symbol.is_empty());
        let title =
            || self.content.label(&document.label, &self.options.language).map(|(title, _)| title.to_owned());
        symbol.or_else(title)
    }
}
