//! The measures of the service: how those are computed that `measures.csv` defines and the registers can give.
//!
//! Attendance and outcomes are cells of records, so their figures are stated. Organisers' totals are stated too: the register
//! names only some of their events, so what it counts is a lower bound.

use ::figures::MeasureKind;
use figure_service::computation::{Computation, PeriodOf, Sum};
use figure_service::domain::{Cells, Domain, RegisterCodes};
use figure_service::listing_source::{ListingSource, Records};

use crate::record;

/// The service's name, the first part of its keys.
pub const NAME: &str = "events";

/// Everything that `FigureService` needs to know of this domain.
#[must_use]
pub fn domain() -> Domain {
    let count = Sum::count("events")
        .by("area", "area")
        .by("event-kind", "kind")
        .by("organizer", "organizer")
        .within("starts");
    Domain {
        name: NAME,
        registers: record::registers(),
        computations: vec![
            Computation::sum("count", MeasureKind::Flow, "event", count).listed(&["calendar"]),
        ],
        cells: cells(),
        listings: vec![ListingSource::records("calendar", calendar())],
        codes: vec![RegisterCodes {
            dimension: "event",
            table: "events",
            label: "label",
            period: Some(("starts", "ends")),
        }],
        ..Domain::default()
    }
}

fn cells() -> Vec<Cells> {
    vec![
        Cells::by_field("measure", "attendances", "value")
            .by("event", "event")
            .decimals("decimals")
            .bound("bound")
            .note("note"),
        Cells::by_field("kind", "outcomes", "count").by("event", "event"),
        Cells::of("edition", "events", "edition").by("event", "id"),
    ]
}

fn calendar() -> Records {
    Records::of("events")
        .by("area", "area")
        .by("event", "id")
        .by("event-kind", "kind")
        .by("organizer", "organizer")
        .period(PeriodOf::Within("starts".into()))
        .column("event", "id")
        .column("label", "label")
        .column("kind", "kind")
        .column("starts", "starts")
        .column("ends", "ends")
        .column("city", "city")
        .column("area", "area")
        .column("organizer", "organizer")
        .order("starts")
}
