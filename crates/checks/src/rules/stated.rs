//! Rows that state a value of no measure.

use figures::Catalogue;
use interchange::{Place, Stated};

use crate::finding::{Finding, Rule};

/// A finding for each row whose key has no measure.
pub(crate) fn without_measure(stated: &[(String, Vec<Stated>)], catalogue: &Catalogue) -> Vec<Finding> {
    let rows = stated.iter().flat_map(|(file, rows)| rows.iter().map(move |row| (file, row)));
    let unknown = rows.filter(|(_, row)| catalogue.get(&row.key.service, &row.key.measure).is_none());
    unknown.map(|(file, row)| of_row(file, row)).collect()
}

fn of_row(file: &str, row: &Stated) -> Finding {
    let key = row.key.to_string();
    let parts = [
        ("key", key.clone()),
        ("measure", format!("{}/{}", row.key.service, row.key.measure)),
        ("document", row.document.clone()),
        ("section", row.section.clone()),
        ("locator", row.locator.clone()),
    ];
    let subject = [key.as_str(), &row.document, &row.section, &row.locator];
    let mut finding = Finding::new(Rule::StatedWithoutMeasure, &subject, &parts);
    finding.places.push(Place::new(file, row.line, 1));
    finding.figures.push(key);
    finding
}
