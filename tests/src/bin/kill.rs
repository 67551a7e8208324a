//! `cargo xtask kill`: the service is killed again and again under load, and what came of it is a table.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a development command talks to the terminal")]

use anyhow::{Context, Result, bail};
use yearbook_tests::kill::{Database, Plan, run, table};

const HELP: &str = "\
cargo xtask kill [--rounds N] [--seed N] [--database sqlite|postgres]

  --rounds    how often something is killed over each database [default: 200]
  --seed      what chance begins with [default: another one each time; it is printed]
  --database  only over this one
";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let plans = plans(&arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("threads")?;
    let mut tallies = Vec::new();
    for plan in plans {
        eprintln!("{:?}, seed {}", plan.database, plan.seed);
        match runtime.block_on(run(&plan))? {
            Some(tally) => tallies.push(tally),
            None => bail!("PostgreSQL is not installed (Debian package postgresql)"),
        }
    }
    print!("{}", table(&tallies));
    let faults: Vec<String> = tallies.iter().flat_map(|tally| tally.faults.all()).collect();
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    if faults.is_empty() { Ok(()) } else { bail!("{} faults", faults.len()) }
}

fn plans(arguments: &[String]) -> Result<Vec<Plan>> {
    let (mut rounds, mut seed) = (200, fastrand::u64(..=u64::from(u32::MAX)));
    let mut databases = vec![Database::Sqlite, Database::Postgres];
    for pair in arguments.chunks(2) {
        match pair.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["--rounds", number] => rounds = number.parse().context("--rounds takes a number")?,
            ["--seed", number] => seed = number.parse().context("--seed takes a number")?,
            ["--database", "sqlite"] => databases = vec![Database::Sqlite],
            ["--database", "postgres"] => databases = vec![Database::Postgres],
            _ => bail!("{} is not understood\n\n{HELP}", pair.join(" ")),
        }
    }
    Ok(databases.into_iter().map(|database| Plan { database, rounds, seed }).collect())
}
