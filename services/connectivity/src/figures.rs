//! The measures of the service: indicators, whose values are observations of sources.

use figure_service::computation::{Computation, Mean, Shows};
use figure_service::domain::{Domain, StatedFile};

/// The service's name, the first part of its keys.
pub const NAME: &str = "connectivity";

/// The dimensions that observations may be broken down by.
pub const DIMENSIONS: [&str; 7] = ["age", "area", "period", "residence", "sex", "technology", "topic"];

/// Those of them that are neither the place nor the time.
pub const BREAKDOWNS: [&str; 5] = ["age", "residence", "sex", "technology", "topic"];

/// With less of the population than this share of it, in per cent, a mean misleads more than it says: where the largest economies have no
/// value yet, a year seems to leap.
const LEAST_COVERAGE: i64 = 90;

/// Everything that `FigureService` needs to know of this domain.
#[must_use]
pub fn domain() -> Domain {
    let observations = StatedFile {
        file: "observations.csv",
        table: "observations",
        measure: "indicator",
        dimensions: DIMENSIONS.to_vec(),
    };
    Domain { name: NAME, stated: vec![observations], computations: means(), ..Domain::default() }
}

/// Means over economies, measures of their own beside those that the custodian publishes, and how much of the population they speak for.
fn means() -> Vec<Computation> {
    // Female and male are of one source; urban and rural are of another, whose sums differ.
    let population = |sex| ("population", vec![("sex", sex)]);
    let mean = |shows| Mean {
        of: "individuals-using-the-internet",
        weights: vec![population("F"), population("M")],
        least: LEAST_COVERAGE,
        shows,
    };
    vec![
        Computation::over_economies("individuals-using-the-internet-indicative", mean(Shows::Mean)),
        Computation::over_economies("individuals-using-the-internet-coverage", mean(Shows::Coverage)),
    ]
}
