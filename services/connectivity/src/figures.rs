//! The measures of the service: indicators, whose values are observations of sources.

use figure_service::domain::{Domain, StatedFile};

/// The service's name, the first part of its keys.
pub const NAME: &str = "connectivity";

/// The dimensions that observations may be broken down by.
pub const DIMENSIONS: [&str; 7] = ["age", "area", "period", "residence", "sex", "technology", "topic"];

/// Those of them that are neither the place nor the time.
pub const BREAKDOWNS: [&str; 5] = ["age", "residence", "sex", "technology", "topic"];

/// Everything that `FigureService` needs to know of this domain.
#[must_use]
pub fn domain() -> Domain {
    let observations = StatedFile {
        file: "observations.csv",
        table: "observations",
        measure: "indicator",
        dimensions: DIMENSIONS.to_vec(),
    };
    Domain { name: NAME, stated: vec![observations], ..Domain::default() }
}
