//! Which fields of a record an update changes (AIP-134), and the record that comes of it.

use std::collections::BTreeMap;

use api::FieldMask;
use figures::measure::nearest;
use interchange::FieldType;

use super::cells::{Cell, Cells};

/// What a record holds, by column.
pub(crate) type Texts = BTreeMap<String, String>;

/// Which fields are changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// Those that the message gives.
    Given,
    /// All: what the message does not give is taken away.
    Whole,
    /// Those of these paths: `period`, `amount.unit`, `label.en`.
    Paths(Vec<String>),
}

impl Mask {
    /// The mask of a request; left out or empty it is what the message gives, `*` is all.
    pub(crate) fn of(mask: Option<FieldMask>) -> Self {
        let paths = mask.map(|mask| mask.paths).unwrap_or_default();
        match paths.as_slice() {
            [] => Self::Given,
            [all] if all == "*" => Self::Whole,
            _ => Self::Paths(paths),
        }
    }

    /// The paths that name no field, or one that never changes, each with what to do.
    pub(crate) fn wrong(&self, cells: &Cells) -> Vec<String> {
        let Self::Paths(paths) = self else { return Vec::new() };
        let mut found = Vec::new();
        for path in paths {
            if path == "*" {
                found.push("`*` stands alone; name the fields, or all of them".to_owned());
            } else if path == "name" {
                found.push("`name` never changes; delete the record and create another".to_owned());
            } else if !is_known(cells, path) {
                found.push(unknown(cells, path));
            }
        }
        found
    }

    fn covers(&self, cells: &Cells, path: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Paths(paths) => paths.iter().any(|mask| within(path, mask)),
            Self::Given => {
                let field = path.split('.').next().unwrap_or(path);
                let given = |cell: &&Cell| !cell.text.is_empty() && within(&cell.path, field);
                cells.cells.iter().any(|cell| given(&cell))
            }
        }
    }

    /// The record after the change. Columns that mean what they meant keep their words.
    pub(crate) fn merged(
        &self,
        current: &Texts,
        cells: &Cells,
        kind: impl Fn(&str) -> Option<FieldType>,
    ) -> Texts {
        let mut merged = current.clone();
        for field in cells.localized.iter().filter(|field| self.covers(cells, field)) {
            merged.retain(|column, _| {
                let language = column.strip_prefix(field).and_then(|rest| rest.strip_prefix('_'));
                language.is_none() || kind(column).is_some()
            });
        }
        if let Self::Paths(paths) = self {
            // A language that the mask names and the message does not give is taken away.
            for (field, language) in paths.iter().filter_map(|path| path.split_once('.')) {
                if cells.localized.contains(&field) {
                    merged.remove(&format!("{field}_{language}"));
                }
            }
        }
        let named = |merged: &Texts| merged.get("aggregate").is_some_and(String::is_empty);
        let changed = cells.cells.iter().filter(|cell| self.covers(cells, &cell.path));
        let (counts, others): (Vec<&Cell>, Vec<&Cell>) = changed.partition(|cell| cell.column == "count");
        for cell in others {
            let before = merged.get(&cell.column).map(String::as_str).unwrap_or_default();
            if !same(kind(&cell.column).as_ref(), before, &cell.text) {
                merged.insert(cell.column.clone(), cell.text.clone());
            }
        }
        for cell in counts {
            // Of a named record messages show 1 where the file says nothing.
            let unsaid =
                merged.get("count").is_none_or(String::is_empty) && named(&merged) && cell.text == "1";
            if !unsaid {
                merged.insert(cell.column.clone(), cell.text.clone());
            }
        }
        merged
    }
}

/// Whether two texts of a column mean the same although they differ: what is left out is exact. The decimals of a message that has the
/// number say that it is exact, so that empty ones are taken away with their number.
fn same(kind: Option<&FieldType>, before: &str, now: &str) -> bool {
    let exact = |text: &str| text.is_empty() || text == "exact";
    let alike = match kind {
        Some(FieldType::Bound) => exact(before) && exact(now),
        Some(FieldType::Decimals) => before.is_empty() && now == "INF",
        _ => false,
    };
    before == now || alike
}

/// Whether a field is another or a part of it; a decimal's text is the decimal.
fn within(path: &str, field: &str) -> bool {
    let part = path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    part || field.strip_suffix(".value").is_some_and(|decimal| decimal == path)
}

fn is_known(cells: &Cells, path: &str) -> bool {
    let language = path.split_once('.').is_some_and(|(field, _)| cells.localized.contains(&field));
    let field = |known: &str| within(known, path);
    language
        || cells.cells.iter().any(|cell| field(&cell.path))
        || cells.localized.iter().chain(&cells.derived).any(|known| field(known))
}

fn unknown(cells: &Cells, path: &str) -> String {
    let paths = cells.cells.iter().map(|cell| cell.path.as_str()).chain(cells.localized.iter().copied());
    let mut known: Vec<&str> =
        paths.flat_map(|path| [path, path.split('.').next().unwrap_or(path)]).collect();
    known.sort_unstable();
    known.dedup();
    let shown: String = path.chars().take(60).collect();
    let remedy = match nearest(path, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("use {}", known.into_iter().filter(|p| !p.contains('.')).collect::<Vec<_>>().join(", "))
        }
    };
    format!("there is no field `{shown}`; {remedy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Cells {
        let labels = BTreeMap::from([("en".to_owned(), "New".to_owned())]);
        Cells::new()
            .text("area", "")
            .text("period", "2025")
            .integer("count", Some(1))
            .labels("label", labels)
            .provenance(None)
    }

    fn current() -> Texts {
        let texts = [
            ("aggregate", ""),
            ("area", "AFR"),
            ("period", "2024"),
            ("label_en", "Old"),
            ("label_zh", "旧"),
            ("document", "d"),
        ];
        texts.map(|(column, text)| (column.to_owned(), text.to_owned())).into()
    }

    fn merged(paths: &[&str]) -> String {
        let mask = FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() };
        let texts = Mask::of(Some(mask)).merged(&current(), &cells(), |_| None);
        texts
            .iter()
            .filter(|(_, t)| !t.is_empty())
            .map(|(c, t)| format!("{c}={t}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn only_what_the_mask_names_is_changed() {
        assert_eq!(merged(&["period"]), "area=AFR document=d label_en=Old label_zh=旧 period=2025");
        assert_eq!(merged(&["area"]), "document=d label_en=Old label_zh=旧 period=2024", "and taken away");
        assert_eq!(merged(&["label"]), "area=AFR document=d label_en=New period=2024");
        assert_eq!(merged(&["label.en"]), "area=AFR document=d label_en=New label_zh=旧 period=2024");
        assert_eq!(merged(&["label.zh"]), "area=AFR document=d label_en=Old period=2024");
        assert_eq!(merged(&[]), "area=AFR document=d label_en=New period=2025", "what the message gives");
        assert_eq!(merged(&["*"]), "label_en=New period=2025");
    }

    #[test]
    fn a_path_that_is_no_field_is_named_with_the_nearest() {
        let wrong = |path: &str| Mask::Paths(vec![path.to_owned()]).wrong(&cells()).concat();
        assert_eq!(wrong("aera"), "there is no field `aera`; did you mean `area`?");
        assert!(wrong("name").contains("never changes"));
        for known in
            ["etag", "revision", "provenance", "provenance.section", "label.fr", "label", "provenance.date"]
        {
            assert_eq!(wrong(known), "", "{known}");
        }
    }

    #[test]
    fn what_means_the_same_keeps_its_words() {
        assert!(same(Some(&FieldType::Bound), "exact", "") && same(Some(&FieldType::Decimals), "", "INF"));
        assert!(!same(Some(&FieldType::Decimals), "", "2") && !same(None, "", "INF"));
    }
}
