//! A language's way of printing, with the bundle's house style over it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use figures::Unit;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules, PluralRulesOptions};
use interchange::CodeLists;
use interchange::manifest::Style as HouseStyle;

use super::symbols::Symbols;
use super::table::{self, Table};

/// The language that stands in for one without a table of its own.
const FALLBACK: &str = "en";

/// Units that take a prefix (kilo, mega …).
const PREFIXED: [&str; 5] = ["bit/s", "bit/s/person", "byte", "Hz", "W"];

/// How a unit stands at a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// Not at all: the text says what is counted.
    Bare,
    /// With the pattern of currencies.
    Currency,
    /// With the pattern of shares.
    Share,
    /// As percentage points.
    Points,
    /// With a symbol after the number.
    Symbol,
}

/// A unit as a language prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnitText {
    pub(super) kind: UnitKind,
    pub(super) symbol: String,
    pub(super) prefix: bool,
}

/// How a report prints in one language.
#[derive(Debug)]
pub struct Style {
    language: String,
    pub(super) table: Table,
    pub(super) symbols: Symbols,
    units: BTreeMap<String, UnitText>,
    cardinal: Option<PluralRules>,
    ordinal: Option<PluralRules>,
}

impl Style {
    /// The style of a language with the bundle's units (the list `unit` of its codes) and house style.
    ///
    /// A language without a table of words prints with those of English and its own digits: see [`Style::knows`].
    #[must_use]
    pub fn new(language: &str, house: &HouseStyle, codes: &CodeLists) -> Self {
        let mut table = table::of(language).or_else(|| table::of(FALLBACK)).cloned().unwrap_or_default();
        let mut symbols = Symbols::of(&locale(language, house));
        apply(house, &mut table, &mut symbols);
        let units = codes.list("unit").iter().map(|code| {
            let kind = code.parent.as_deref().map_or(UnitKind::Bare, kind_of);
            let word =
                code.words.get(language).and_then(|w| w.first()).map_or(code.code.as_str(), String::as_str);
            (code.code.clone(), unit_text(&table, &code.code, kind, word))
        });
        let units = units.collect();
        let rules = |kind| plural_rules(language, kind);
        let (cardinal, ordinal) = (rules(PluralRuleType::Cardinal), rules(PluralRuleType::Ordinal));
        Self { language: language.to_owned(), table, symbols, units, cardinal, ordinal }
    }

    /// Whether there are printing words for a language.
    #[must_use]
    pub fn knows(language: &str) -> bool {
        table::of(language).is_some()
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What stands for a missing value.
    #[must_use]
    pub fn missing(&self) -> &str {
        &self.table.missing
    }

    /// The label of a total.
    #[must_use]
    pub fn total(&self) -> &str {
        &self.table.total
    }

    /// The note under a table whose parts miss a total by rounding alone.
    #[must_use]
    pub fn may_not_add(&self) -> &str {
        &self.table.may_not_add
    }

    /// What a line's end inside a paragraph prints as.
    #[must_use]
    pub fn line_joint(&self) -> &str {
        &self.table.line_joint
    }

    /// How a unit prints; one that the bundle does not list, by its code.
    pub(super) fn unit(&self, unit: &Unit) -> Cow<'_, UnitText> {
        self.units.get(unit.code()).map(Cow::Borrowed).unwrap_or_else(|| {
            let kind = match unit.code() {
                "percent" => UnitKind::Share,
                "pp" => UnitKind::Points,
                "ratio" | "ordinal" => UnitKind::Bare,
                _ => UnitKind::Symbol,
            };
            Cow::Owned(unit_text(&self.table, unit.code(), kind, unit.code()))
        })
    }

    /// Whether a unit does not stand at its numbers, because the text says what is counted.
    #[must_use]
    pub fn is_bare(&self, unit: &Unit) -> bool {
        self.unit(unit).kind == UnitKind::Bare
    }

    /// The pattern of a plural category out of several, for a number in plain digits.
    pub(super) fn plural<'a>(
        &self,
        forms: &'a BTreeMap<String, String>,
        plain: &str,
        ordinal: bool,
    ) -> &'a str {
        let rules = if ordinal { &self.ordinal } else { &self.cardinal };
        let number: Option<fixed_decimal::Decimal> = plain.parse().ok();
        let category = rules.as_ref().zip(number).map(|(r, n)| name(r.category_for(&n)));
        let found = category.and_then(|c| forms.get(c)).or_else(|| forms.get("other"));
        found.map_or("{0}", String::as_str)
    }
}

/// The locale with the numbering system that the house style asks for.
fn locale(language: &str, house: &HouseStyle) -> String {
    house.digits.as_ref().map_or_else(|| language.to_owned(), |digits| format!("{language}-u-nu-{digits}"))
}

fn apply(house: &HouseStyle, table: &mut Table, symbols: &mut Symbols) {
    if let Some(group) = &house.group {
        symbols.group.clone_from(group);
    }
    if let Some(decimal) = &house.decimal {
        symbols.decimal.clone_from(decimal);
    }
    if let Some(minimum) = house.minimum_grouping_digits {
        symbols.minimum = usize::from(minimum.max(1));
    }
    if let Some(percent) = &house.percent {
        table.percent.clone_from(percent);
    }
    if let Some(billion) = &house.billion {
        // Where the language counts in other steps it is the word for the nearest of its own: 亿, 10^8.
        let own = if table.own_scales { 8 } else { 9 };
        for scale in table.scale.iter_mut().filter(|s| s.exponent == own) {
            scale.word.clone_from(billion);
        }
    }
}

/// How a kind of units (the parents in the list `unit`) stands at a number.
fn kind_of(kind: &str) -> UnitKind {
    match kind {
        "currency" => UnitKind::Currency,
        "share" => UnitKind::Share,
        "points" => UnitKind::Points,
        "rate" | "mass" | "per" => UnitKind::Symbol,
        _ => UnitKind::Bare,
    }
}

fn unit_text(table: &Table, code: &str, kind: UnitKind, word: &str) -> UnitText {
    let symbol = table.symbols.get(code).map_or(word, String::as_str).to_owned();
    let prefix = PREFIXED.contains(&code);
    UnitText { kind: if prefix { UnitKind::Symbol } else { kind }, symbol, prefix }
}

fn plural_rules(language: &str, kind: PluralRuleType) -> Option<PluralRules> {
    let locale: Locale = language.parse().ok()?;
    PluralRules::try_new((&locale).into(), PluralRulesOptions::from(kind)).ok()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
