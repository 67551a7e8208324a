//! The measures of the service: its numbers are stated by sources; its framework is listed.

use figure_service::domain::Domain;
use figure_service::listing_source::{ListingSource, Records};

use crate::record;

/// The service's name, the first part of its keys.
pub const NAME: &str = "results";

/// Everything that `FigureService` needs to know of this domain.
#[must_use]
pub fn domain() -> Domain {
    let targets = Records::of("targets")
        .by("goal", "goal")
        .by("target", "id")
        .column("target", "id")
        .column("goal", "goal")
        .column("label", "label")
        .column("indicator", "indicator")
        .column("sdg", "sdg")
        .column("custodian", "custodian")
        .column("baseline", "baseline_period")
        .column("target-value", "target_value")
        .column("target-year", "target_year")
        .column("rating", "rating")
        .column("reason", "missing_reason")
        .column("state", "state")
        .column("comment", "comment")
        .order("id");
    let mandates = Records::of("mandates")
        .by("department", "department")
        .by("mandate", "id")
        .column("mandate", "id")
        .column("instrument", "instrument")
        .column("label", "label")
        .column("department", "department")
        .column("state", "state")
        .column("section", "reported_in")
        .order("reported_in");
    Domain {
        name: NAME,
        registers: record::registers(),
        listings: vec![
            ListingSource::records("targets", targets),
            ListingSource::records("mandates", mandates),
        ],
        ..Domain::default()
    }
}
