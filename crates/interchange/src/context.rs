//! What the shared files of a bundle make known, so that an unknown code is a mistake that names the nearest.

use std::collections::{BTreeMap, BTreeSet};

use figures::measure::nearest;
use figures::{Catalogue, FigureKey, Period, Selector};

use crate::areas::{AreaKind, Areas};
use crate::codes::CodeLists;
use crate::documents::Documents;
use crate::mistake::{Problem, quote};
use crate::register::is_identifier;

/// What is known while a file is read. Of what is `None` (or not in `ids`) nothing is checked but its form.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The bundle's languages; the first is the fallback, which required texts must have.
    pub languages: Vec<String>,
    /// The code lists.
    pub codes: Option<CodeLists>,
    /// The areas.
    pub areas: Option<Areas>,
    /// The documents.
    pub documents: Option<Documents>,
    /// The measures.
    pub measures: Option<Catalogue>,
    /// The `id`s of records by file: `events.csv`.
    pub ids: BTreeMap<String, BTreeSet<String>>,
}

impl Context {
    /// Whether a code is in a list; where lists are known an unknown list has no codes.
    ///
    /// # Errors
    /// The [`Problem`] with the nearest code.
    pub fn check_code(&self, list: &str, code: &str) -> Result<(), Problem> {
        is_code(code)?;
        let Some(codes) = &self.codes else { return Ok(()) };
        if codes.get(list, code).is_some() {
            return Ok(());
        }
        let remedy = match codes.nearest(list, code) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add it to codes.csv with list `{list}`"),
        };
        Err(Problem::new(format!("the list `{list}` has no code {}", quote(code)), remedy))
    }

    /// Whether an area is known.
    ///
    /// # Errors
    /// The [`Problem`] with the nearest code.
    pub fn check_area(&self, code: &str) -> Result<(), Problem> {
        is_code(code)?;
        let Some(areas) = &self.areas else { return Ok(()) };
        if areas.get(code).is_some() {
            return Ok(());
        }
        let remedy =
            areas.nearest(code).map_or("add it to areas.csv".to_owned(), |n| format!("did you mean `{n}`?"));
        Err(Problem::new(format!("there is no area {}", quote(code)), remedy))
    }

    /// Whether a document is known.
    ///
    /// # Errors
    /// The [`Problem`] with the nearest code.
    pub fn check_document(&self, id: &str) -> Result<(), Problem> {
        is_code(id)?;
        let Some(documents) = &self.documents else { return Ok(()) };
        if documents.get(id).is_some() { Ok(()) } else { known_id("documents.csv", &documents.ids(), id) }
    }

    /// Whether a record of another file is known.
    ///
    /// # Errors
    /// The [`Problem`] with the nearest identifier.
    pub fn check_reference(&self, file: &str, id: &str) -> Result<(), Problem> {
        is_code(id)?;
        self.ids.get(file).map_or(Ok(()), |known| known_id(file, known, id))
    }

    /// Whether a unit is a currency.
    ///
    /// # Errors
    /// The [`Problem`].
    pub fn check_currency(&self, unit: &str) -> Result<(), Problem> {
        let Some(codes) = &self.codes else { return Ok(()) };
        if codes.get("unit", unit).is_none_or(|c| c.parent.as_deref() == Some("currency")) {
            return Ok(());
        }
        Err(Problem::new(
            format!("{} is no currency", quote(unit)),
            "write an ISO 4217 code of the list `unit`: CHF",
        ))
    }

    /// The key that a text is, canonical by its measure and with codes that exist; wildcards are not keys of values.
    ///
    /// # Errors
    /// The [`Problem`] with the canonical form or the nearest name.
    pub fn check_key(&self, text: &str) -> Result<FigureKey, Problem> {
        let key: FigureKey = text
            .parse()
            .map_err(|e| Problem::new(format!("{e}"), "write service/measure?dimension=value"))?;
        if !key.is_exact() {
            return Err(Problem::new(
                format!("{} has a wildcard", quote(text)),
                "write the key of one value",
            ));
        }
        let canonical = self.canonical(&key)?;
        self.check_codes(&canonical)?;
        if canonical.to_string() != text {
            return Err(Problem::new(
                format!("{} is not the canonical key", quote(text)),
                format!("write `{canonical}`"),
            ));
        }
        Ok(canonical)
    }

    /// A key in canonical form by its measure; as it is where no measures are known.
    ///
    /// # Errors
    /// The [`Problem`] where there is no such measure, or it has no such dimension.
    pub fn canonical(&self, key: &FigureKey) -> Result<FigureKey, Problem> {
        self.made_canonical(key.clone())
    }

    /// The same of a key that is not needed otherwise.
    ///
    /// # Errors
    /// As [`Context::canonical`].
    pub fn made_canonical(&self, key: FigureKey) -> Result<FigureKey, Problem> {
        match &self.measures {
            Some(measures) => canonical(measures, key),
            None => Ok(key),
        }
    }

    /// Whether the codes of a key exist: of `area` in `areas.csv`, of `period` by its form, of any other dimension in the list of
    /// its name or among the `id`s of the file of its name in the plural (`event` in `events.csv`).
    ///
    /// # Errors
    /// The [`Problem`] with the nearest code.
    pub fn check_codes(&self, key: &FigureKey) -> Result<(), Problem> {
        for (dimension, selector) in &key.dimensions {
            if let Selector::Code(code) = selector {
                self.check_dimension(dimension, code)?;
            }
        }
        Ok(())
    }

    /// Whether a dimension has a code, as [`Context::check_codes`] says.
    ///
    /// # Errors
    /// The [`Problem`] with the nearest code.
    pub fn check_dimension(&self, dimension: &str, code: &str) -> Result<(), Problem> {
        match dimension {
            "area" => self.check_area(code),
            "period" => code.parse::<Period>().map(|_| ()).map_err(|e| Problem::of_error(&e)),
            _ => {
                let file = format!("{dimension}s.csv");
                if self.ids.get(&file).is_some_and(|known| known.contains(code)) {
                    return Ok(());
                }
                let listed = self.codes.as_ref().is_some_and(|c| c.has_list(dimension));
                if !listed && self.ids.contains_key(&file) {
                    self.check_reference(&file, code)
                } else {
                    self.check_code(dimension, code)
                }
            }
        }
    }

    /// The kind of an area, where areas are known.
    #[must_use]
    pub fn area_kind(&self, code: &str) -> Option<AreaKind> {
        self.areas.as_ref()?.get(code).map(|a| a.kind)
    }
}

fn canonical(measures: &Catalogue, key: FigureKey) -> Result<FigureKey, Problem> {
    let Some(measure) = measures.get(&key.service, &key.measure) else {
        let path = format!("{}/{}", key.service, key.measure);
        let remedy = match measures.nearest(&key.service, &key.measure) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to measures.csv".to_owned(),
        };
        return Err(Problem::new(format!("there is no measure {}", quote(&path)), remedy));
    };
    measure.made_canonical(key).map_err(|e| Problem::of_error(&e))
}

fn is_code(code: &str) -> Result<(), Problem> {
    if is_identifier(code) {
        return Ok(());
    }
    let remedy = "use at most 128 ASCII letters, digits and -._/%+, a letter or digit first";
    Err(Problem::new(format!("{} is no code", quote(code)), remedy))
}

fn known_id(file: &str, known: &BTreeSet<String>, id: &str) -> Result<(), Problem> {
    if known.contains(id) {
        return Ok(());
    }
    let remedy = match nearest(id, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add it to {file}"),
    };
    Err(Problem::new(format!("{file} has no {}", quote(id)), remedy))
}
