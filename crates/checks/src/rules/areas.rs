//! Areas that the bundle has no name for: no library's names are used, so the code is printed.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Answer, Cell, ColumnType, FigureKey, Listing};
use interchange::{Areas, Place};

use crate::check::Asked;
use crate::finding::{Finding, Rule};

/// A finding for each area of an answer and each language that it has no name in.
pub(crate) fn without_name(asked: &[Asked<'_>], areas: Option<&Areas>, languages: &[String]) -> Vec<Finding> {
    let Some(areas) = areas else { return Vec::new() };
    let mut found: BTreeMap<(String, &str), (BTreeSet<String>, Vec<Place>)> = BTreeMap::new();
    for asked in asked {
        for (area, key) in of_answer(asked.answer) {
            for language in languages {
                if !named(areas, &area, language) {
                    let entry = found.entry((area.clone(), language)).or_default();
                    entry.0.insert(key.clone());
                    entry.1.extend(asked.places.iter().cloned());
                }
            }
        }
    }
    let finding =
        |((area, language), (figures, mut places)): ((String, &str), (BTreeSet<String>, Vec<Place>))| {
            places.sort();
            places.dedup();
            let parts = [("area", area.clone()), ("language", language.to_owned())];
            let finding = Finding::new(Rule::MissingName, &[&area, language], &parts);
            Finding { figures: figures.into_iter().collect(), places, ..finding }
        };
    found.into_iter().map(finding).collect()
}

fn named(areas: &Areas, area: &str, language: &str) -> bool {
    areas.get(area).is_some_and(|a| a.label.get(language).is_some_and(|name| !name.is_empty()))
}

/// The areas of an answer, each with the key that has it.
fn of_answer(answer: &Answer) -> Vec<(String, String)> {
    match answer {
        Answer::Figures(figures) => {
            let keys = figures.iter().filter_map(|f| Some((f.key.parse::<FigureKey>().ok()?, f)));
            keys.filter_map(|(key, f)| Some((key.code("area")?.to_owned(), f.key.clone()))).collect()
        }
        Answer::Listing(listing) => of_listing(listing),
        Answer::Error(_) => Vec::new(),
    }
}

fn of_listing(listing: &Listing) -> Vec<(String, String)> {
    let columns = listing.columns.iter().enumerate().filter(|(_, c)| c.kind == ColumnType::Area);
    let indexes: Vec<usize> = columns.map(|(i, _)| i).collect();
    let cells = listing.rows.iter().flat_map(|row| indexes.iter().filter_map(|i| row.cells.get(*i)));
    let codes = cells.filter_map(|cell| match cell {
        Cell::Code(code) => Some(code.clone()),
        Cell::Missing
        | Cell::Text(_)
        | Cell::Date(_)
        | Cell::Integer(_)
        | Cell::Decimal(_)
        | Cell::Url(_) => None,
    });
    codes.map(|code| (code, listing.key.clone())).collect()
}
