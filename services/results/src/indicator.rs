//! The indicator of a target: its key, and what the catalogue says of the measure.

use ::api::figures::v1::as_of::Point;
use ::api::figures::v1::{AsOf, RevisionVector};
use ::figures::{FigureKey, Period};
use figure_service::engine::Engine;
use figure_service::list::{Entry, Listable, Query};
use report::reference::expand;
use tonic::Status;

use crate::figures::NAME;

const MEASURES: Listable =
    Listable { table: "measures", collection: "measures", fields: &["service", "name"], order: "name" };

/// The state of this service at a revision.
pub(crate) fn at(revision: i64) -> AsOf {
    let by_service = [(NAME.to_owned(), revision)].into();
    AsOf { point: Some(Point::Revisions(RevisionVector { by_service })) }
}

/// The key of an indicator in a year; none for a text that is no key.
pub(crate) fn key(text: &str, year: i16) -> Option<FigureKey> {
    let key: FigureKey = expand(text, year).ok()?.parse().ok()?;
    key.is_exact().then_some(key)
}

/// The key of the same indicator in another period.
pub(crate) fn in_period(key: &FigureKey, period: &str) -> Option<FigureKey> {
    let period: Period = period.parse().ok()?;
    Some(key.clone().with("period", &period.to_string()))
}

/// What the catalogue says of the measure that a key names; none where it does not know it. Every service holds the whole
/// catalogue, so nobody is asked.
///
/// # Errors
/// Those of [`Engine::list`].
pub(crate) async fn measure(
    engine: &Engine,
    key: &str,
    as_of: Option<AsOf>,
) -> Result<Option<Entry>, Status> {
    let path = key.split('?').next().unwrap_or_default();
    let Some((service, name)) = path.split_once('/') else { return Ok(None) };
    let id = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !text.is_empty();
    if !id(service) || !id(name) {
        return Ok(None);
    }
    let filter = format!("service = \"{service}\" AND name = \"{name}\"");
    let page = engine.list(&MEASURES, Query { filter, as_of, page_size: 1, ..Query::default() }).await?;
    Ok(page.entries.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_the_year_asked_or_of_its_own() {
        let shown = |text: &str| key(text, 2024).map(|k| k.to_string());
        let check = |text: &str, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        check("connectivity/a?area=WORLD&period=@year", "connectivity/a?area=WORLD&period=2024");
        check("connectivity/a?period=2022", "connectivity/a?period=2022");
        for none in ["", "a", "connectivity/a?period=@yesterday", "connectivity/a?area=economy:*"] {
            assert_eq!(shown(none), None, "{none}");
        }
    }

    #[test]
    fn the_baseline_is_the_same_key_in_another_period() {
        let key = key("connectivity/a?period=@year&sex=F", 2024).expect("a key");
        let baseline = in_period(&key, "2023").map(|k| k.to_string());
        assert_eq!(baseline.as_deref(), Some("connectivity/a?period=2023&sex=F"));
        assert_eq!(in_period(&key, "then"), None);
    }
}
