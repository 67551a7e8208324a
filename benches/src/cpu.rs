//! What processes have cost and hold, as Linux counts it.

use anyhow::{Context, Result};

/// Microseconds of processor time of a process so far, user and system, of all its threads that live: proc(5), `schedstat`, which
/// counts nanoseconds where `stat` counts hundredths of a second.
pub(crate) fn of(pid: u32) -> Result<f64> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).with_context(|| format!("process {pid}"))? {
        let counted = std::fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += counted.split(' ').next().context("schedstat has three fields")?.parse::<u64>()?;
    }
    Ok(nanoseconds as f64 / 1e3)
}

/// The same of several processes together.
pub(crate) fn of_all(pids: &[u32]) -> Result<f64> {
    pids.iter().map(|p| of(*p)).sum()
}

/// Resident memory in megabytes.
pub(crate) fn resident(pid: u32) -> Result<f64> {
    memory(pid, "VmRSS:")
}

/// The most that it ever was.
pub(crate) fn peak(pid: u32) -> Result<f64> {
    memory(pid, "VmHWM:")
}

fn memory(pid: u32, which: &'static str) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|l| l.strip_prefix(which)).context(which)?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}

/// Keeps this process, all that it starts from now on, and a process that runs already on one processor. Over loopback the receiver's
/// part of TCP runs where the sender is, and caches are shared or not depending on where the kernel puts the two: on one processor
/// both sides of a pair have it alike. Without `taskset` (util-linux) nothing is kept.
pub(crate) fn on_one_processor(pid: u32) -> bool {
    let keep = |pid: u32| {
        let mut taskset = std::process::Command::new("taskset");
        taskset.args(["-a", "-p", "-c", "0", &pid.to_string()]);
        taskset.stdout(std::process::Stdio::null()).status().is_ok_and(|status| status.success())
    };
    [std::process::id(), pid].into_iter().all(keep)
}
