//! What a process has cost: user and system time, as the kernel counts it (proc(5), /proc/PID/stat, in hundredths of a second).

use anyhow::{Context, Result};

/// Microseconds a tick: `USER_HZ` is 100 on Linux.
const TICK: f64 = 10_000.0;

/// Microseconds of processor time of a process so far, all threads.
pub(crate) fn of(pid: u32) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after = text.rsplit_once(')').context("a stat line")?.1;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).context("a number of ticks");
    Ok((ticks(11)? + ticks(12)?) * TICK)
}

/// The same of several processes together.
pub(crate) fn of_all(pids: &[u32]) -> Result<f64> {
    pids.iter().map(|p| of(*p)).sum()
}

/// Resident memory in megabytes.
pub(crate) fn resident(pid: u32) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|l| l.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}
