//! How to cite a figure: one sentence that names who says what, as of when, and where it can be read again.
//!
//! The address holds the revision, so that whoever follows it years later reads the same value.

use report::model::State;

use super::{FigurePage, facts};
use crate::links::Links;
use crate::texts::{Arg, Texts};
use crate::words;

/// What a citation names besides the figure itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The organisation that reports.
    pub organisation: String,
    /// The report's title.
    pub report: String,
    /// Draft or edition.
    pub state: State,
    /// The service that keeps the figure.
    pub service: String,
    /// The revision of that service which last changed the figure.
    pub revision: i64,
    /// When that revision was made.
    pub committed_at: Option<jiff::Timestamp>,
}

/// The citation in the page's language, without its address; none where there is no report to name.
#[must_use]
pub fn sentence(page: &FigurePage, texts: &Texts) -> Option<String> {
    let citation = page.citation.as_ref()?;
    let state = words::state(texts, citation.state);
    let revision = citation.revision.to_string();
    let date = citation.committed_at.map(|at| crate::texts::period::date(texts, at)).unwrap_or_default();
    let (figure, value) = (facts::name(page, texts), facts::headline(page, texts));
    let arguments = [
        ("organisation", Arg::Text(citation.organisation.as_str())),
        ("figure", Arg::Text(figure.as_str())),
        ("value", Arg::Text(value.as_str())),
        ("report", Arg::Text(&citation.report)),
        ("state", Arg::Text(&state)),
        ("service", Arg::Text(&citation.service)),
        ("revision", Arg::Text(&revision)),
        ("date", Arg::Text(&date)),
    ];
    Some(texts.say_with("figure-citation", &arguments))
}

/// The address at which the figure can be read as it is cited.
#[must_use]
pub fn address(page: &FigurePage, links: &Links) -> String {
    let revision = page.citation.as_ref().map_or(page.figure.revision, |citation| citation.revision);
    let parameters = [("as-of", revision.to_string())];
    let parameters: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // A figure that was never written has no revision that could be asked for.
    let parameters = if revision > 0 { parameters.as_slice() } else { &[] };
    links.figure_with(&page.figure.key, &page.language, parameters)
}
