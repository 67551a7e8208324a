//! Whether the domain's code and `measures.csv` say the same of a measure.

use figures::{Measure, MeasureKind};
use interchange::{Bundle, Context, Mistake, Record, measures, register};

use crate::computation::Computation;
use crate::domain::{Cells, Domain, MeasureOf};
use crate::listing_source::{ListingSource, Rows};

const FILE: &str = "measures.csv";
const REMEDY: &str = "correct the measure, or the declaration in the service's figures.rs";

/// Every difference, at its cell of `measures.csv`. A computation of a measure that the bundle does not define is none.
pub(super) fn check(domain: &Domain, bundle: &Bundle, context: &Context) -> Vec<Mistake> {
    let Some(bytes) = bundle.file(FILE) else { return Vec::new() };
    let (records, _) = register::read(&measures::register(), FILE, bytes, &Context::default());
    let mut checking = Checking { records: &records, domain, mistakes: Vec::new() };
    let measure = |name: &str| context.measures.as_ref().and_then(|c| c.get(domain.name, name));
    for computation in &domain.computations {
        measure(computation.measure).into_iter().for_each(|m| checking.computation(m, computation));
    }
    for listing in &domain.listings {
        measure(listing.measure).into_iter().for_each(|m| checking.listing(m, listing));
    }
    for cells in &domain.cells {
        if let MeasureOf::Fixed(name) = cells.measure {
            measure(name).into_iter().for_each(|m| checking.cells(m, cells));
        }
    }
    checking.mistakes
}

struct Checking<'a> {
    records: &'a [Record],
    domain: &'a Domain,
    mistakes: Vec<Mistake>,
}

impl Checking<'_> {
    fn computation(&mut self, measure: &Measure, computation: &Computation) {
        if measure.kind != computation.kind {
            let (found, expected) = (measure.kind.name(), computation.kind.name());
            self.mistake(
                measure,
                "kind",
                format!("{} is a {found}, and is computed as a {expected}", measure.path()),
            );
        }
        let unit = measure.unit.as_ref().map_or("", |u| u.code());
        if unit != computation.unit {
            let problem =
                format!("{} is in `{unit}`, and is computed in `{}`", measure.path(), computation.unit);
            self.mistake(measure, "unit", problem);
        }
        self.dimensions(measure, computation.dimensions().into_iter());
    }

    fn listing(&mut self, measure: &Measure, listing: &ListingSource) {
        if measure.kind != MeasureKind::Listing {
            let found = measure.kind.name();
            self.mistake(
                measure,
                "kind",
                format!("{} is a {found}, and rows are listed for it", measure.path()),
            );
        }
        let (columns, dimensions): (Vec<&str>, Vec<&'static str>) = match &listing.rows {
            Rows::Records(r) => (names(&r.columns), names(&r.dimensions)),
            Rows::Figures(f) => (names(&f.columns), vec![f.dimension]),
        };
        for column in columns.into_iter().filter(|c| !measure.columns.iter().any(|m| m.name == *c)) {
            self.mistake(
                measure,
                "columns",
                format!("{} has no column `{column}`, and it is filled", measure.path()),
            );
        }
        self.dimensions(measure, dimensions.into_iter());
    }

    fn cells(&mut self, measure: &Measure, cells: &Cells) {
        self.dimensions(measure, cells.dimensions.iter().map(|(name, _)| *name));
    }

    fn dimensions(&mut self, measure: &Measure, names: impl Iterator<Item = &'static str>) {
        for name in names.filter(|name| !measure.has_dimension(name)) {
            let problem = format!("{} has no dimension `{name}`, and is computed by it", measure.path());
            self.mistake(measure, "dimensions", problem);
        }
    }

    fn mistake(&mut self, measure: &Measure, field: &str, problem: String) {
        let own = |r: &&Record| {
            r.text("service") == Some(self.domain.name) && r.text("name") == Some(&measure.name)
        };
        let place = self.records.iter().find(own).map(|r| r.place(FILE, field));
        let place = place.unwrap_or_else(|| interchange::mistake::Place::start(FILE));
        self.mistakes.push(Mistake::new(place, problem, REMEDY).of(field));
    }
}

fn names<T>(pairs: &[(&'static str, T)]) -> Vec<&'static str> {
    pairs.iter().map(|(name, _)| *name).collect()
}
