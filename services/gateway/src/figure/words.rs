//! The words around figures: the content's names of codes, units, departments and documents, in one language.

use std::collections::BTreeMap;
use std::sync::Arc;

use figures::value::power_of_ten;
use figures::{Bound, Cell, Decimal, Decimals, Figure, FigureKey, Labels, Measure, Unit, Value};
use interchange::{Code, Stated};
use render::figure_page::facts;
use render::texts::Texts;
use report::print::{Column, Form, Printing, Scale, Style, UnitPlace};

use crate::content::Loaded;

/// The content's words in a language. What the content does not name goes by its code.
pub(crate) struct Words {
    loaded: Option<Arc<Loaded>>,
    language: String,
    style: Option<Style>,
    /// What services call the codes that are records of theirs, by dimension and code.
    names: BTreeMap<(String, String), String>,
}

impl Words {
    pub(crate) fn new(loaded: Option<Arc<Loaded>>, language: &str) -> Self {
        let style = loaded.as_ref().map(|loaded| {
            let house = loaded.content.manifest.style.get(language).cloned().unwrap_or_default();
            Style::new(language, &house, &loaded.content.codes)
        });
        Self { loaded, language: language.to_owned(), style, names: BTreeMap::new() }
    }

    /// Takes names of codes that a service told: dimension, code and name.
    pub(crate) fn learn(&mut self, names: impl Iterator<Item = (String, String, String)>) {
        self.names.extend(names.map(|(dimension, code, name)| ((dimension, code), name)));
    }

    /// The language.
    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// The languages that there are.
    pub(super) fn languages(&self) -> Vec<String> {
        self.loaded.as_ref().map(|loaded| loaded.content.languages().to_vec()).unwrap_or_default()
    }

    /// A label in the language, else in the content's first.
    pub(super) fn label<'a>(&self, labels: &'a Labels) -> Option<&'a str> {
        let first = self.loaded.as_ref().and_then(|loaded| loaded.languages.first());
        let label = labels.get(&self.language).or_else(|| labels.get(&**first?));
        label.map(String::as_str)
    }

    /// A measure by `service/name`.
    pub(super) fn measure(&self, service: &str, name: &str) -> Option<&Measure> {
        self.loaded.as_ref()?.content.catalogue.get(service, name)
    }

    /// A key in the canonical form of its measure, as far as that is known.
    pub(super) fn canonical(&self, key: &figures::FigureKey) -> String {
        let measure = self.measure(&key.service, &key.measure);
        measure.and_then(|m| m.canonical(key).ok()).unwrap_or_else(|| key.clone()).to_string()
    }

    /// A document.
    pub(crate) fn document(&self, id: &str) -> Option<render::figure_page::Document> {
        let document = self.loaded.as_ref()?.content.documents.get(id)?;
        Some(render::figure_page::Document {
            title: self.label(&document.label).unwrap_or(id).to_owned(),
            symbol: document.symbol.clone().unwrap_or_default(),
            url: document.url.clone(),
        })
    }

    /// What earlier reports printed in place of a figure's value.
    pub(super) fn restated(&self, figure: &Figure) -> impl Iterator<Item = (&Stated, Value)> {
        self.loaded.iter().flat_map(|loaded| loaded.content.restated(figure))
    }

    /// The name of a dimension.
    pub(super) fn dimension(&self, name: &str) -> String {
        self.code("dimension", name).map_or_else(|| name.to_owned(), str::to_owned)
    }

    /// The head of a list's column: of a dimension, else of a field.
    pub(super) fn head(&self, column: &str) -> String {
        let name = self.code("dimension", column).or_else(|| self.code("field", column)).unwrap_or(column);
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The name of a code of a dimension or list.
    pub(crate) fn name(&self, list: &str, code: &str) -> String {
        let known = match list {
            "period" => {
                let period = code.parse().ok();
                return period
                    .and_then(|p| Some(self.style.as_ref()?.period_label(&p)))
                    .unwrap_or_else(|| code.to_owned());
            }
            "area" => self.area(code),
            _ => self.code(list, code),
        };
        let told = || self.names.get(&(list.to_owned(), code.to_owned())).map(String::as_str);
        known.or_else(told).unwrap_or(code).to_owned()
    }

    fn area(&self, code: &str) -> Option<&str> {
        self.loaded.as_ref()?.content.areas.name(code, &self.language)
    }

    /// The label of a code by the list's name, or of one whose name ends in it (`kind`: `event-kind`).
    pub(super) fn code(&self, list: &str, code: &str) -> Option<&str> {
        let codes = &self.loaded.as_ref()?.content.codes;
        let ending = format!("-{list}");
        let in_list = |list: &[Code]| list.iter().position(|known| known.code == code);
        let found = codes.get(list, code).or_else(|| {
            let mut lists = codes.iter().filter(|(name, _)| name.ends_with(&ending));
            lists.find_map(|(_, list)| list.get(in_list(list)?))
        });
        self.label(&found?.label)
    }

    /// A value as the house style prints it; none where there is no style, or it cannot.
    pub(super) fn value(&self, value: &Value, unit: &Unit, measure: Option<&Measure>) -> Option<String> {
        let most_decimals = measure.and_then(|measure| measure.decimals);
        let printing = Printing { value, unit, most_decimals, place: UnitPlace::Number };
        self.style.as_ref()?.value(&printing, &Form::default()).ok()
    }

    /// A figure's value as the house style prints it, else in digits with the code of its unit.
    pub(crate) fn printed(&self, value: &Value, figure: &Figure) -> String {
        let key: Option<FigureKey> = figure.key.parse().ok();
        let measure = key.as_ref().and_then(|key| self.measure(&key.service, &key.measure));
        let exactly = || format!("{} {}", facts::exact(Texts::of(&self.language), value), figure.unit);
        self.value(value, &figure.unit, measure).unwrap_or_else(exactly)
    }

    /// A figure's value with all its digits and its unit in words: 55 people, `CHF 91 800 000`.
    pub(crate) fn in_full(&self, value: &Value, figure: &Figure) -> String {
        let form = Form { scale: Some(Scale { exponent: 0, prefix: false }), ..Form::default() };
        let unit = &figure.unit;
        let printing = Printing { value, unit, most_decimals: None, place: UnitPlace::Number };
        let style = self.style.as_ref().filter(|style| !style.is_bare(unit));
        let printed = style.and_then(|style| style.value(&printing, &form).ok());
        let between = if self.language == "zh" { "" } else { "\u{a0}" };
        printed.unwrap_or_else(|| {
            let word = if value.number == Decimal::ONE { self.one_of(unit) } else { self.unit(unit) };
            format!("{}{between}{word}", facts::exact(Texts::of(&self.language), value))
        })
    }

    /// The word of a unit as it stands at numbers; its code where there is none.
    pub(crate) fn unit(&self, unit: &Unit) -> String {
        let codes = self.loaded.as_ref().map(|loaded| &loaded.content.codes);
        let code = codes.and_then(|codes| codes.get("unit", unit.code()));
        let word = code.and_then(|code| code.beside_numbers(&self.language));
        word.map_or_else(|| self.one_of(unit), str::to_owned)
    }

    /// The name of a unit.
    fn one_of(&self, unit: &Unit) -> String {
        self.code("unit", unit.code()).unwrap_or_else(|| unit.code()).to_owned()
    }

    /// The name of a department; its code where there is none.
    pub(crate) fn department(&self, code: &str) -> String {
        self.code("department", code).unwrap_or(code).to_owned()
    }

    /// A text in the language, else in the content's first; empty where there is none.
    pub(crate) fn told(&self, labels: &Labels) -> String {
        self.label(labels).unwrap_or_default().to_owned()
    }

    /// What tells a figure apart from others of its measure: the codes of its key by their names, the period last.
    pub(crate) fn particulars(&self, key: &FigureKey) -> Vec<String> {
        let codes = key.dimensions.keys().filter_map(|name| Some((name.as_str(), key.code(name)?)));
        let (periods, others): (Vec<_>, Vec<_>) = codes.partition(|(name, _)| *name == "period");
        others.into_iter().chain(periods).map(|(name, code)| self.name(name, code)).collect()
    }

    /// What a measure is called.
    pub(crate) fn measure_label(&self, key: &FigureKey) -> Option<String> {
        self.label(&self.measure(&key.service, &key.measure)?.label).map(str::to_owned)
    }

    /// The values of figures of one measure under one head; none where they are not of one unit, or cannot be printed so.
    pub(super) fn column(&self, figures: &[&Figure]) -> Option<Column> {
        let first = figures.first()?;
        if figures.iter().any(|figure| figure.unit != first.unit) {
            return None;
        }
        let key: Option<FigureKey> = first.key.parse().ok();
        let measure = key.as_ref().and_then(|key| self.measure(&key.service, &key.measure));
        let values: Vec<&Value> = figures.iter().filter_map(|figure| figure.value.as_ref()).collect();
        let most_decimals = measure.and_then(|measure| measure.decimals);
        self.style.as_ref()?.column(&values, &first.unit, most_decimals).ok()
    }

    /// How exactly a value is known, in its unit, as the house style prints it; none for one that is exact.
    pub(super) fn step(&self, value: &Value, unit: &Unit) -> Option<String> {
        let Decimals::Exp(exponent) = value.decimals else { return None };
        let step = Value::new(power_of_ten(exponent.checked_neg()?)?, Decimals::Inf, Bound::Exact).ok()?;
        self.value(&step, unit, None)
    }

    /// A cell of a list, whose codes are of `list`. Numbers come in full, so that those of a column can be compared.
    pub(super) fn cell(&self, cell: &Cell, list: &str) -> Option<String> {
        match &self.style {
            Some(style) => {
                let whole = matches!(cell, Cell::Integer(_) | Cell::Decimal(_));
                let scale = whole.then_some(Scale { exponent: 0, prefix: false });
                let form = Form { scale, ..Form::default() };
                style.cell(cell, &form, |code| self.name(list, code)).ok()?
            }
            None => plain(cell),
        }
    }
}

/// A cell without any words.
fn plain(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Missing => None,
        Cell::Text(text) | Cell::Code(text) | Cell::Url(text) => Some(text.clone()),
        Cell::Date(date) => Some(date.to_string()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Decimal(number) => Some(number.to_string()),
    }
}
