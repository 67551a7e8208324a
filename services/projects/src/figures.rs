//! The measures of the service: how those are computed that `measures.csv` defines and the registers can give.
//!
//! What is not named here (shares, targets, amounts in another currency) is stated only.

use ::figures::MeasureKind;
use figure_service::computation::{Computation, PeriodOf, Sum};
use figure_service::domain::{Cells, Domain};
use figure_service::listing_source::{ListingSource, PerCode, PerCodeCell, Records};

use crate::record;

/// The service's name, the first part of its keys.
pub const NAME: &str = "projects";

/// Everything that `FigureService` needs to know of this domain.
#[must_use]
pub fn domain() -> Domain {
    Domain {
        name: NAME,
        registers: record::registers(),
        computations: computations(),
        cells: cells(),
        listings: listings(),
        ..Domain::default()
    }
}

fn computations() -> Vec<Computation> {
    let projects = Sum::count("projects").by("area", "area").within("period");
    let funding = Sum::amount("funding", "amount", "decimals", "currency")
        .join("projects", "project")
        .by("area", "projects.area")
        .by("source", "source")
        .within("period")
        .aggregate("projects.aggregate");
    let agreements = Sum::count("agreements").by("area", "area").within("period");
    let agreed =
        Sum::amount("agreements", "value", "decimals", "currency").by("area", "area").within("period");
    let pledges = Sum::count("pledges").at("as_at").bound("bound");
    let pledged = Sum::amount("pledges", "value", "decimals", "currency").at("as_at").bound("value_bound");
    vec![
        Computation::sum("count", MeasureKind::Flow, "project", projects).listed(&["project-list"]),
        Computation::sum("funding", MeasureKind::Flow, "CHF", funding).listed(&["funding-list"]),
        Computation::sum("agreements", MeasureKind::Flow, "agreement", agreements)
            .listed(&["agreement-list"]),
        Computation::sum("agreement-value", MeasureKind::Flow, "CHF", agreed).listed(&["agreement-list"]),
        Computation::sum("pledges", MeasureKind::Stock, "pledge", pledges).listed(&["pledge-list"]),
        Computation::sum("pledge-value", MeasureKind::Stock, "USD", pledged).listed(&["pledge-list"]),
    ]
}

/// Entities and countries overlap between pledges, so they are never added: each state of the pledges says its own.
fn cells() -> Vec<Cells> {
    vec![
        Cells::of("pledging-entities", "pledges", "entities").by("period", "as_at"),
        Cells::of("pledge-countries", "pledges", "countries").by("period", "as_at"),
    ]
}

fn listings() -> Vec<ListingSource> {
    let figure =
        |measure, fixed: &[(&'static str, &'static str)]| PerCodeCell::Figure(measure, fixed.to_vec());
    let portfolio = PerCode {
        dimension: "area",
        kinds: &["itu-region", "special"],
        columns: vec![
            ("label", PerCodeCell::Label),
            ("area", PerCodeCell::Code),
            ("count", figure("count", &[])),
            ("partner", figure("funding", &[("source", "partner")])),
            ("ict-df", figure("funding", &[("source", "ict-df")])),
            ("total", figure("funding", &[])),
        ],
    };
    let projects = Records::of("projects")
        .by("area", "area")
        .period(PeriodOf::Within("period".into()))
        .column("label", "label")
        .column("area", "area")
        .column("count", "count")
        .order("area");
    let funding = Records::of("funding")
        .join("projects", "project")
        .by("area", "projects.area")
        .by("source", "source")
        .period(PeriodOf::Within("period".into()))
        .column("label", "projects.label")
        .column("area", "projects.area")
        .column("source", "source")
        .column("value", "amount")
        .column("unit", "currency")
        .order("projects.area");
    let agreements = Records::of("agreements")
        .by("area", "area")
        .period(PeriodOf::Within("period".into()))
        .column("label", "label")
        .column("area", "area")
        .column("signed", "period")
        .column("count", "count")
        .column("value", "value")
        .column("unit", "currency")
        .order("period");
    let pledges = Records::of("pledges")
        .period(PeriodOf::At("as_at".into()))
        .column("label", "label")
        .column("as-at", "as_at")
        .column("count", "count")
        .column("value", "value")
        .column("unit", "currency")
        .column("entities", "entities")
        .column("countries", "countries")
        .order("as_at");
    vec![
        ListingSource::figures("portfolio", portfolio),
        ListingSource::records("project-list", projects),
        ListingSource::records("funding-list", funding),
        ListingSource::records("agreement-list", agreements),
        ListingSource::records("pledge-list", pledges),
    ]
}
