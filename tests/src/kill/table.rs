//! What came of the rounds, as a table.

use super::audit::Faults;
use super::rounds::{Database, Plan};

/// What came of the rounds over one database.
#[derive(Clone, Debug)]
pub struct Tally {
    /// What was to be done.
    pub plan: Plan,
    /// How often the service was killed.
    pub services: u32,
    /// How often a process of PostgreSQL was killed.
    pub backends: u32,
    /// How often all of PostgreSQL was.
    pub servers: u32,
    /// After how many blows somebody was without an answer.
    pub within: u32,
    /// After how many nobody was.
    pub between: u32,
    /// Writes that were acknowledged, also when they were sent again.
    pub acknowledged: usize,
    /// Writes that nobody was told of and that had been done.
    pub unknown_done: usize,
    /// Writes that nobody was told of and that had not been done.
    pub unknown_not_done: usize,
    /// Revisions at the end.
    pub revisions: usize,
    /// What is wrong.
    pub faults: Faults,
}

impl Tally {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            plan: *plan,
            services: 0,
            backends: 0,
            servers: 0,
            within: 0,
            between: 0,
            acknowledged: 0,
            unknown_done: 0,
            unknown_not_done: 0,
            revisions: 0,
            faults: Faults::default(),
        }
    }
}

/// What a row says of one database.
type Says = fn(&Tally) -> String;

/// A column for each database.
#[must_use]
pub fn table(tallies: &[Tally]) -> String {
    let name = |tally: &Tally| match tally.plan.database {
        Database::Sqlite => "SQLite".to_owned(),
        Database::Postgres => "PostgreSQL".to_owned(),
    };
    let rows: [(&str, Says); 17] = [
        ("", name),
        ("seed", |t| t.plan.seed.to_string()),
        ("rounds", |t| t.plan.rounds.to_string()),
        ("  the service killed", |t| t.services.to_string()),
        ("  a process of the database's server killed", |t| t.backends.to_string()),
        ("  the database's server ended at once", |t| t.servers.to_string()),
        ("  within writes", |t| t.within.to_string()),
        ("  between writes", |t| t.between.to_string()),
        ("writes acknowledged", |t| t.acknowledged.to_string()),
        ("writes without an answer, done / not done", |t| {
            format!("{} / {}", t.unknown_done, t.unknown_not_done)
        }),
        ("revisions", |t| t.revisions.to_string()),
        ("acknowledged and lost", |t| t.faults.lost.len().to_string()),
        ("half there", |t| t.faults.half.len().to_string()),
        ("gaps, doubles, times that go back", |t| t.faults.gaps.len().to_string()),
        ("sent again and not done once", |t| t.faults.again.len().to_string()),
        ("refused", |t| t.faults.refused.len().to_string()),
        ("checks of the database and of `yearbook verify` failed", |t| t.faults.integrity.len().to_string()),
    ];
    let line = |(what, says): &(&str, Says)| {
        let cells: String = tallies.iter().map(|tally| format!("{:>16}", says(tally))).collect();
        format!("{what:<56}{cells}\n")
    };
    rows.iter().map(line).collect()
}
