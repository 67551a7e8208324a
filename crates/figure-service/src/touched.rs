//! Which measures a change may have touched.
//!
//! A change of what every answer needs (measures, codes, areas, documents, `bundle.toml`) may touch all of them. Of a register it
//! touches the measures that use its table; of stated values those of the keys that were written, or all where rows were closed.

use std::collections::BTreeSet;

use store::{AsOf, Revision, StoreError};

use crate::computation::{Computation, Mean};
use crate::domain::{Cells, Domain, MeasureOf};
use crate::engine::Engine;
use crate::listing_source::{ListingSource, Rows};
use crate::reference::shared_tables;
use crate::sql;
use crate::stated::STATED;

/// Of so many stated values the keys are looked through; a load of more counts as one of all measures, which it mostly is.
const MOST_KEYS: u64 = 10_000;

/// Nothing is narrower than all measures.
struct All;

/// The measures, unless it is all of them.
type Touched = Result<Result<BTreeSet<String>, All>, StoreError>;

impl Engine {
    /// The measures that revisions after `before` up to `now` may have changed, by name; empty is all of them.
    pub(crate) async fn touched(&self, before: i64, now: i64) -> Vec<String> {
        self.named(self.since(before, now).await)
    }

    /// The same of one revision.
    pub(crate) async fn touched_by(&self, one: &Revision) -> Vec<String> {
        let before = one.revision.saturating_sub(1);
        self.named(self.narrowed(std::slice::from_ref(one), before, one.revision).await)
    }

    fn named(&self, touched: Touched) -> Vec<String> {
        match touched {
            Ok(Ok(measures)) => measures.into_iter().collect(),
            Ok(Err(All)) => Vec::new(),
            Err(error) => {
                tracing::warn!(%error, "what changed could not be read; all measures count as changed");
                Vec::new()
            }
        }
    }

    async fn since(&self, before: i64, now: i64) -> Touched {
        /// More revisions at once are not worth telling apart.
        const MAX_REVISIONS: u32 = 100;
        let revisions = self.store().revisions(before, MAX_REVISIONS).await?;
        self.narrowed(&revisions, before, now).await
    }

    async fn narrowed(&self, revisions: &[Revision], before: i64, now: i64) -> Touched {
        let all_known = revisions.last().is_some_and(|r| r.revision >= now);
        let changes =
            revisions.iter().filter(|r| r.revision <= now).flat_map(|r| &r.tables).filter(|t| !t.is_empty());
        let mut tables = BTreeSet::new();
        for change in changes {
            let stated = self.is_stated(&change.table);
            let many = change.inserted.saturating_add(change.changed) > MOST_KEYS;
            let shared = shared_tables().iter().any(|t| t.name == change.table);
            if shared || (stated && (change.closed > 0 || many)) {
                return Ok(Err(All));
            }
            tables.insert(change.table.clone());
        }
        let by_field = |c: &Cells| matches!(c.measure, MeasureOf::Field(_)) && tables.contains(c.table);
        let coded = self.domain().codes.iter().any(|c| tables.contains(c.table));
        if !all_known || coded || self.domain().cells.iter().any(by_field) {
            return Ok(Err(All));
        }
        let mut measures = BTreeSet::new();
        for table in &tables {
            if self.is_stated(table) {
                measures.extend(self.stated_since(table, before, now).await?);
            } else {
                measures.extend(using(self.domain(), table));
            }
        }
        let of_these = |mean: &Mean| mean.measures().any(|measure| measures.contains(measure));
        let means = self.domain().computations.iter().filter(|c| c.mean().is_some_and(of_these));
        let means: Vec<_> = means.map(|c| c.measure.to_owned()).collect();
        measures.extend(means);
        let shows = |l: &&ListingSource| matches!(&l.rows, Rows::Figures(f) if f.measures().any(|m| measures.contains(m)));
        let listings: Vec<_> =
            self.domain().listings.iter().filter(shows).map(|l| l.measure.to_owned()).collect();
        measures.extend(listings);
        // No measure at all would read as "all of them", which is at least never wrong.
        Ok(Ok(measures))
    }

    fn is_stated(&self, table: &str) -> bool {
        table == STATED || self.domain().stated.iter().any(|f| f.table == table)
    }

    async fn stated_since(&self, table: &str, before: i64, now: i64) -> Result<BTreeSet<String>, StoreError> {
        let snapshot = self.store().read(AsOf::Revision(now)).await?;
        let keys = sql::keyed::written_since(&snapshot, table, before).await?;
        let measure = |key: &String| {
            key.split_once('/').map(|(_, rest)| rest.split('?').next().unwrap_or(rest).to_owned())
        };
        Ok(keys.iter().filter_map(measure).collect())
    }

    /// The tables that a measure's figures are made from, the shared ones among them.
    pub(crate) fn tables_of(&self, measure: &str) -> BTreeSet<String> {
        let domain = self.domain();
        let mut tables: BTreeSet<String> = shared_tables().iter().map(|t| t.name.to_string()).collect();
        tables.insert(STATED.to_owned());
        tables.extend(domain.stated.iter().map(|f| f.table.to_owned()));
        tables.extend(domain.codes.iter().map(|c| c.table.to_owned()));
        let registers = domain.registers.iter().map(|r| &r.register.table);
        tables.extend(registers.filter(|t| using(domain, t).iter().any(|m| m == measure)).cloned());
        let cells = domain.cells.iter().filter(|c| matches!(c.measure, MeasureOf::Field(_)));
        tables.extend(cells.map(|c| c.table.to_owned()));
        tables
    }
}

/// The measures that use a register's table, but for cells whose measure stands in the record.
fn using(domain: &Domain, table: &str) -> BTreeSet<String> {
    let computed =
        domain.computations.iter().filter(|c: &&Computation| c.tables().contains(&table)).map(|c| c.measure);
    let listed = domain.listings.iter().filter(|l| lists(l, table)).map(|l| l.measure);
    let cells =
        domain.cells.iter().filter(|c: &&Cells| c.table == table || c.joins.iter().any(|j| j.table == table));
    let fixed = cells.filter_map(|c| match c.measure {
        MeasureOf::Fixed(name) => Some(name),
        MeasureOf::Field(_) => None,
    });
    computed.chain(listed).chain(fixed).map(str::to_owned).collect()
}

fn lists(listing: &ListingSource, table: &str) -> bool {
    match &listing.rows {
        Rows::Records(records) => records.table == table || records.joins.iter().any(|j| j.table == table),
        // Its cells are figures: it is touched with their measures.
        Rows::Figures(_) => false,
    }
}
