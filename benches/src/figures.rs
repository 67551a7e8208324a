//! Pages of figures that nobody asked for before: each is assembled from its service, so every request is a cold one.

use anyhow::{Context, Result, bail};

use crate::start::Served;
use crate::table::Table;
use crate::{cpu, load};

/// How often each figure of the report is asked for, in the other language each time.
const ROUNDS: [&str; 2] = ["en", "zh"];
/// The most that a page may cost, in microseconds of processor time of the whole process.
const MOST: f64 = 5_000.0;

/// The mean cost of the pages of all figures that the report prints.
pub(crate) async fn cold(table: &mut Table, served: &Served) -> Result<()> {
    let report = load::get(served.authority(), "/reports/2024.json?lang=en").await?;
    load::get(served.authority(), "/reports/2024?lang=zh").await?;
    let report: serde_json::Value = serde_json::from_slice(&report)?;
    let figures = report["figures"].as_array().context("the report has figures")?;
    let keys: Vec<&str> = figures.iter().filter_map(|figure| figure["key"].as_str()).collect();
    if keys.is_empty() {
        bail!("the report prints no figure");
    }
    let paths = ROUNDS.iter().flat_map(|language| {
        keys.iter().map(move |key| {
            let sign = if key.contains('?') { '&' } else { '?' };
            format!("/figures/{key}{sign}lang={language}")
        })
    });
    let paths: Vec<String> = paths.collect();
    let pids = served.running.pids()?;
    let before = cpu::of_all(&pids)?;
    for path in &paths {
        load::get(served.authority(), path).await?;
    }
    let cost = (cpu::of_all(&pids)? - before) / paths.len() as f64;
    table.value(&format!("figure page cold (mean of {})", paths.len()), cost, MOST, "µs");
    Ok(())
}
