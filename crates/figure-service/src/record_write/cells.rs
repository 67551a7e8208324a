//! A typed record as the cells of a row: which column each field of a message is, and where it stands in the request.
//!
//! A message is decoded into texts, as a person would write them into the bundle's file, and read by the reader of that file. So a
//! rule of a record is written once, for files and for calls, and a mistake of either has the same words.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use figures::{Bound, MissingReason};
use interchange::register::Converted;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The column of the file: `label_en`.
    pub(crate) column: String,
    /// The field within the message: `label.en`.
    pub(crate) path: String,
    /// What it holds; empty where it is not given.
    pub(crate) text: String,
}

/// The cells that a message stands for, and what of it stands in no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    pub(crate) cells: Vec<Cell>,
    /// Fields that hold a text per language, also where nothing is given.
    pub(crate) localized: Vec<&'static str>,
    /// Fields that the service makes: an update passes over them.
    pub(crate) derived: Vec<&'static str>,
    /// Fields that are wrong in themselves: path, and what is wrong and what to do.
    pub(crate) wrong: Vec<(String, String)>,
}

/// The columns of an exact number with its unit.
#[derive(Clone, Copy, Debug)]
pub struct QuantityColumns {
    /// The number.
    pub number: &'static str,
    /// How exactly it is known; empty where it is always exact.
    pub decimals: &'static str,
    /// How the source limits it; empty where it never does.
    pub bound: &'static str,
    /// The unit; empty where something else fixes it, and messages only show it.
    pub unit: &'static str,
}

/// The most entries of a map.
const MAX_ENTRIES: usize = 100;

impl Cells {
    /// No cells; every record has the fields `revision` and `etag`, which the service makes.
    #[must_use]
    pub fn new() -> Self {
        Self { derived: vec!["revision", "etag"], ..Self::default() }
    }

    fn add(&mut self, column: impl Into<String>, path: impl Into<String>, text: impl Into<String>) {
        self.cells.push(Cell { column: column.into(), path: path.into(), text: text.into() });
    }

    fn is_wrong(&mut self, path: &str, problem: impl Into<String>) {
        self.wrong.push((path.to_owned(), problem.into()));
    }

    /// A text, a code or a date; the column is named as the field.
    #[must_use]
    pub fn text(mut self, field: &'static str, text: impl Into<String>) -> Self {
        self.add(field, field, text);
        self
    }

    /// A whole number, where it is given.
    #[must_use]
    pub fn integer(mut self, field: &'static str, number: Option<i64>) -> Self {
        self.add(field, field, number.map(|n| n.to_string()).unwrap_or_default());
        self
    }

    /// Yes or no.
    #[must_use]
    pub fn yes(mut self, field: &'static str, yes: bool) -> Self {
        self.add(field, field, if yes { "yes" } else { "" });
        self
    }

    /// Texts by language.
    #[must_use]
    pub fn labels(mut self, field: &'static str, labels: BTreeMap<String, String>) -> Self {
        if labels.len() > MAX_ENTRIES {
            self.is_wrong(field, format!("has {} texts; write at most {MAX_ENTRIES}", labels.len()));
            return self;
        }
        self.localized.push(field);
        for (language, text) in labels {
            self.add(format!("{field}_{language}"), format!("{field}.{language}"), text);
        }
        self
    }

    /// Several texts.
    #[must_use]
    pub fn texts(mut self, field: &'static str, texts: &[String]) -> Self {
        for (i, text) in texts.iter().enumerate().filter(|(_, text)| text.contains('|') || text.is_empty()) {
            self.is_wrong(
                &format!("{field}[{i}]"),
                format!("`{text}` is empty or holds `|`, which separates texts"),
            );
        }
        self.add(field, field, texts.join("|"));
        self
    }

    /// The name of another record, of which the file has the id.
    #[must_use]
    pub fn reference(mut self, collection: &str, field: &'static str, name: &str) -> Self {
        let id = name.strip_prefix(collection).and_then(|rest| rest.strip_prefix('/'));
        match id.filter(|id| !id.is_empty()) {
            None if !name.is_empty() => {
                let shown: String = name.chars().take(100).collect();
                self.is_wrong(field, format!("`{shown}` is no name here; write {collection}/ID"));
            }
            id => self.add(field, field, id.unwrap_or_default()),
        }
        self
    }

    /// A bound; exact is what a file leaves out.
    #[must_use]
    pub fn bound(mut self, field: &'static str, bound: i32) -> Self {
        self.add_bound(field, field, bound);
        self
    }

    fn add_bound(&mut self, column: &str, path: &str, number: i32) {
        match proto::Bound::try_from(number).map(Bound::from) {
            Ok(Bound::Exact) => self.add(column, path, ""),
            Ok(bound) => self.add(column, path, bound.name()),
            Err(_) => self.is_wrong(path, format!("{number} is no bound; write a Bound")),
        }
    }

    /// An exact number with its unit.
    #[must_use]
    pub fn quantity(
        mut self,
        field: &'static str,
        columns: QuantityColumns,
        quantity: Option<proto::Quantity>,
    ) -> Self {
        let given = quantity.is_some();
        let proto::Quantity { value, decimals, bound, unit } = quantity.unwrap_or_default();
        let path = |part: &str| format!("{field}.{part}");
        let number = value.map(|value| value.value).unwrap_or_default();
        if given && number.is_empty() {
            self.is_wrong(&path("value"), format!("is empty; write the number, or leave `{field}` out"));
        }
        self.add(columns.number, path("value"), number);
        match (columns.decimals, decimals) {
            ("", None) => {}
            ("", Some(_)) => self.is_wrong(&path("decimals"), "is always exact here; leave it out"),
            (column, decimals) => {
                // What is exact says so where there is a number.
                let exact = if given { "INF" } else { "" };
                self.add(column, path("decimals"), decimals.map_or(exact.to_owned(), |d| d.to_string()));
            }
        }
        let exact =
            matches!(proto::Bound::try_from(bound), Ok(proto::Bound::Unspecified | proto::Bound::Exact));
        match columns.bound {
            "" if exact => {}
            "" => self.is_wrong(&path("bound"), "is always exact here; leave it out"),
            column => self.add_bound(column, &path("bound"), bound),
        }
        if columns.unit.is_empty() {
            return self;
        }
        if given && unit.is_empty() {
            self.is_wrong(&path("unit"), "is empty; write a code of the list `unit`, or a currency");
        }
        self.add(columns.unit, path("unit"), unit);
        self
    }

    /// From what a number was converted. What is missing of it is told by the register's reader; publisher and date are the document's, the
    /// bound that of the number.
    #[must_use]
    pub fn conversion(mut self, columns: &Converted, conversion: Option<proto::Conversion>) -> Self {
        let field = "conversion";
        let given = conversion.is_some();
        let proto::Conversion { original_amount, exchange_rate, value_date, rate_document } =
            conversion.unwrap_or_default();
        let rate = exchange_rate.map(|rate| rate.value).unwrap_or_default();
        let proto::Source { document, section, locator, publisher: _, date: _ } =
            rate_document.unwrap_or_default();
        let nothing = [&rate, &value_date, &document].into_iter().all(String::is_empty);
        if given && nothing && original_amount.is_none() {
            self.is_wrong(
                field,
                "is empty; write the original amount, the rate, its day and its document, or leave it out",
            );
        }
        for (part, text) in [("section", section), ("locator", locator)] {
            if !text.is_empty() {
                self.is_wrong(
                    &format!("{field}.rate_document.{part}"),
                    "is not kept of a rate; leave it out",
                );
            }
        }
        let exact = if original_amount.is_some() { "INF" } else { "" };
        let proto::Quantity { value, decimals, bound: _, unit } = original_amount.unwrap_or_default();
        let decimals = decimals.map_or(exact.to_owned(), |d| d.to_string());
        let number = value.map(|value| value.value).unwrap_or_default();
        for (column, path, text) in [
            (&columns.original, "original_amount.value", number),
            (&columns.original_decimals, "original_amount.decimals", decimals),
            (&columns.original_unit, "original_amount.unit", unit),
            (&columns.rate, "exchange_rate", rate),
            (&columns.date, "value_date", value_date),
            (&columns.document, "rate_document.document", document),
        ] {
            self.add(column, format!("{field}.{path}"), text);
        }
        self.derived.extend([
            "conversion.original_amount.bound",
            "conversion.rate_document.publisher",
            "conversion.rate_document.date",
        ]);
        self
    }

    /// Why there is no value; the column is named as the field.
    #[must_use]
    pub fn missing_reason(mut self, number: i32) -> Self {
        let field = "missing_reason";
        let said = proto::MissingReason::try_from(number);
        let name = |(reason, name): &(MissingReason, &'static str)| {
            (said == Ok(proto::MissingReason::from(*reason))).then_some(*name)
        };
        match (said, MissingReason::NAMES.iter().find_map(name)) {
            (Ok(proto::MissingReason::Unspecified), _) => self.add(field, field, ""),
            (_, Some(name)) => self.add(field, field, name),
            (_, None) => self.is_wrong(field, format!("{number} is no reason; write a MissingReason")),
        }
        self
    }

    /// Where the record comes from; publisher and date are the document's.
    #[must_use]
    pub fn provenance(mut self, source: Option<proto::Source>) -> Self {
        let proto::Source { document, section, locator, publisher: _, date: _ } = source.unwrap_or_default();
        self.add("document", "provenance.document", document);
        self.add("section", "provenance.section", section);
        self.add("locator", "provenance.locator", locator);
        self.derived.extend(["provenance.publisher", "provenance.date"]);
        self
    }

    /// A field that only the service makes.
    #[must_use]
    pub fn derived(mut self, field: &'static str) -> Self {
        self.derived.push(field);
        self
    }

    /// A cell of a column that is called otherwise than its field.
    #[must_use]
    pub fn column(mut self, column: &str, path: &str, text: impl Into<String>) -> Self {
        self.add(column, path, text);
        self
    }

    /// Where a column stands in the message: `label.zh` for `label_zh`, also where the message does not have it.
    pub(crate) fn path_of(&self, column: &str) -> Option<String> {
        let own = self.cells.iter().find(|cell| cell.column == column).map(|cell| cell.path.clone());
        let language = || {
            self.localized.iter().find_map(|field| {
                let language = column.strip_prefix(field)?.strip_prefix('_')?;
                Some(format!("{field}.{language}"))
            })
        };
        own.or_else(language)
    }

    /// All texts that are given or known to be empty, by column.
    pub(crate) fn by_column(&self) -> BTreeMap<String, String> {
        self.cells.iter().map(|cell| (cell.column.clone(), cell.text.clone())).collect()
    }

    /// A field that is wrong in itself.
    #[must_use]
    pub fn wrong(mut self, path: &str, problem: impl Into<String>) -> Self {
        self.is_wrong(path, problem);
        self
    }
}
