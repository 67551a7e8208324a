//! A figure's page, cold: pages that were never asked for, each asked for once.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::cpu;
use crate::load::{Asked, connect, get};
use crate::start::Served;
use crate::table::Table;

/// The most processor time of one page, milliseconds.
const LIMIT: f64 = 5.0;
/// Languages.
const LANGUAGES: [&str; 2] = ["en", "zh"];

/// Every figure that the report links to, in each language: what all services did for its page, together.
pub(crate) async fn cold(table: &mut Table, served: &Served) -> Result<()> {
    let pids = served.running.pids()?;
    for language in LANGUAGES {
        let report = get(served.authority(), &format!("/reports/2024?lang={language}")).await?;
        let addresses = linked(std::str::from_utf8(&report)?, "/figures/");
        if addresses.len() < 50 {
            bail!("the report links to {} figures only", addresses.len());
        }
        let mut connection = connect(served.authority()).await?;
        let mut costs = Vec::new();
        for address in &addresses {
            let before = cpu::of_all(&pids)?;
            let answer = Asked::path(address).on(&mut connection, served.authority()).await?;
            if !answer.status().is_success() {
                bail!("{address}: {}", answer.status());
            }
            costs.push(((cpu::of_all(&pids)? - before) / 1e3, address));
        }
        costs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mean = costs.iter().map(|(cost, _)| cost).sum::<f64>() / costs.len() as f64;
        table.exact(
            &format!("a figure's page, cold, mean of {} in `{language}`", costs.len()),
            mean,
            LIMIT,
            "ms",
        );
        if let Some((most, address)) = costs.last() {
            table.exact(&format!("the dearest of them, `{address}`"), *most, LIMIT, "ms");
        }
    }
    Ok(())
}

/// Addresses below a path that a page links to, each once.
pub(crate) fn linked(page: &str, below: &str) -> BTreeSet<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&"));
    links.filter(|link| link.starts_with(below)).collect()
}
