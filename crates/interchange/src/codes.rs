//! `codes.csv`: the code lists of a bundle.

use std::collections::BTreeMap;

use figures::Labels;
use figures::measure::nearest;

use crate::context::Context;
use crate::mistake::{Mistake, Mistakes};
use crate::register::{self, Field, FieldType, Record, Register};

/// The kinds of units, which are the parents of the list `unit`.
pub const UNIT_KINDS: [&str; 9] =
    ["count", "currency", "share", "points", "ratio", "rate", "mass", "time", "per"];

/// One code of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The code: `person`.
    pub code: String,
    /// Its parent: another code of the list or of a list above it (a target's goal); of a unit its kind.
    pub parent: Option<String>,
    /// What it is called, by language.
    pub label: Labels,
    /// Of a unit the words that stand beside a number in a text, by language.
    pub words: BTreeMap<String, Vec<String>>,
    /// A remark.
    pub note: Option<String>,
}

impl Code {
    /// Of a unit the word that stands beside numbers in a language: its first, or the second where the first is the name of one and the
    /// second its plural. None where it has none in that language.
    #[must_use]
    pub fn beside_numbers(&self, language: &str) -> Option<&str> {
        let words = self.words.get(language)?;
        let first = words.first()?;
        let one = self.label.get(language) == Some(first);
        let plural =
            words.get(1).filter(|second| one && second.len() > first.len() && second.starts_with(first));
        Some(plural.unwrap_or(first))
    }
}

/// The code lists, each in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeLists(BTreeMap<String, Vec<Code>>);

impl CodeLists {
    /// The codes of a list; none where there is no such list.
    #[must_use]
    pub fn list(&self, list: &str) -> &[Code] {
        self.0.get(list).map_or(&[], Vec::as_slice)
    }

    /// One code.
    #[must_use]
    pub fn get(&self, list: &str, code: &str) -> Option<&Code> {
        self.list(list).iter().find(|c| c.code == code)
    }

    /// Whether there is such a list.
    #[must_use]
    pub fn has_list(&self, list: &str) -> bool {
        self.0.contains_key(list)
    }

    /// The most similar code of a list.
    #[must_use]
    pub fn nearest(&self, list: &str, code: &str) -> Option<&str> {
        nearest(code, self.list(list).iter().map(|c| c.code.as_str()))
    }

    /// The lists by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Code])> {
        self.0.iter().map(|(name, codes)| (name.as_str(), codes.as_slice()))
    }
}

/// What `codes.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let fields = vec![
        Field::required("list", FieldType::Id),
        Field::required("code", FieldType::Id),
        Field::optional("parent", FieldType::Id),
        Field::required("label", FieldType::Localized),
        Field::optional("words", FieldType::Localized),
        Field::optional("note", FieldType::Text),
    ];
    Register::new("codes.csv", &["list", "code"], fields)
}

/// Reads `codes.csv`.
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (CodeLists, Vec<Mistake>) {
    let (records, found) = register::read(&register(), file, bytes, context);
    let mut mistakes = Mistakes::default();
    mistakes.extend(found);
    let mut lists = CodeLists::default();
    for record in &records {
        if let (Some(list), Some(code)) = (record.text("list"), record.text("code")) {
            lists.0.entry(list.to_owned()).or_default().push(typed(record, code));
        }
    }
    for record in &records {
        check_parent(&lists, file, record, &mut mistakes);
    }
    (lists, mistakes.into_vec())
}

fn typed(record: &Record, code: &str) -> Code {
    Code {
        code: code.to_owned(),
        parent: record.text("parent").map(str::to_owned),
        label: record.localized("label").cloned().unwrap_or_default(),
        words: words(record, "words"),
        note: record.text("note").map(str::to_owned),
    }
}

/// The alternatives of a localized field, by language.
pub(crate) fn words(record: &Record, field: &str) -> BTreeMap<String, Vec<String>> {
    let split =
        |text: &String| text.split('|').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let labels = record.localized(field).into_iter().flatten();
    labels.map(|(language, text)| (language.clone(), split(text))).collect()
}

fn check_parent(lists: &CodeLists, file: &str, record: &Record, mistakes: &mut Mistakes) {
    let list = record.text("list").unwrap_or_default();
    let place = || record.place(file, "parent");
    match record.text("parent") {
        None if list == "unit" => {
            let remedy = format!("write one of {}", UNIT_KINDS.join(", "));
            mistakes.push(Mistake::new(place(), "the unit has no kind", remedy).of("parent"));
        }
        Some(kind) if list == "unit" && !UNIT_KINDS.contains(&kind) => {
            let remedy = format!("write one of {}", UNIT_KINDS.join(", "));
            mistakes.push(Mistake::new(place(), format!("`{kind}` is no kind of unit"), remedy).of("parent"));
        }
        Some(parent)
            if list != "unit" && !lists.iter().any(|(name, _)| lists.get(name, parent).is_some()) =>
        {
            let remedy = lists
                .nearest(list, parent)
                .map_or("add it to a list".to_owned(), |n| format!("did you mean `{n}`?"));
            mistakes
                .push(Mistake::new(place(), format!("no list has the code `{parent}`"), remedy).of("parent"));
        }
        _ => {}
    }
}
