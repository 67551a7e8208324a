//! Who parses a file where `bundle.toml` does not say.

use crate::stated;

/// The owner of what belongs to no domain: outline, pages, prose, terms, checks.
pub const GATEWAY: &str = "gateway";

/// The files that every service and the gateway get.
const SHARED: [&str; 6] =
    ["bundle.toml", "measures.csv", "codes.csv", "areas.csv", "area-groups.csv", "documents.csv"];

/// The files of domains and of the gateway.
const USUAL: [(&str, &str); 23] = [
    ("observations.csv", "connectivity"),
    ("goals.csv", "results"),
    ("targets.csv", "results"),
    ("outputs.csv", "results"),
    ("enablers.csv", "results"),
    ("mandates.csv", "results"),
    ("projects.csv", "projects"),
    ("funding.csv", "projects"),
    ("agreements.csv", "projects"),
    ("pledges.csv", "projects"),
    ("members.csv", "membership"),
    ("memberships.csv", "membership"),
    ("events.csv", "events"),
    ("attendances.csv", "events"),
    ("outcomes.csv", "events"),
    ("terms.csv", GATEWAY),
    ("published.csv", GATEWAY),
    ("outline.toml", GATEWAY),
    ("pages.toml", GATEWAY),
    ("checks.toml", GATEWAY),
    ("findings.csv", GATEWAY),
    ("coverage.toml", GATEWAY),
    ("source-numbers.csv", GATEWAY),
];

/// Whether every service and the gateway get the file.
#[must_use]
pub fn is_shared(file: &str) -> bool {
    SHARED.contains(&file)
}

/// The owner of a file that is not shared, unless `bundle.toml` names another. `stated.csv` has none: its rows go to the service
/// in their key.
#[must_use]
pub fn usual_owner(file: &str) -> Option<&'static str> {
    let narrative = file.starts_with("narrative/") && file.ends_with(".md") && file.split('/').count() == 3;
    let image = file.starts_with("images/")
        && [".jpg", ".jpeg", ".png", ".svg", ".webp"].iter().any(|e| file.ends_with(e));
    if narrative || image {
        return Some(GATEWAY);
    }
    let table = stated::table_of(file);
    let file = table.as_deref().unwrap_or(file);
    USUAL.iter().find(|(name, _)| *name == file).map(|(_, owner)| *owner)
}
