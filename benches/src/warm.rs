//! Warm requests against a bare service and against nginx, both returning the same bytes.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::start::{Served, authority};
use crate::table::Table;
use crate::yardstick::{ONE_THREAD, announced, nginx};
use crate::{bare, cpu, load};

/// Pairs.
const PAIRS: usize = 5;
/// Requests on each side of a pair.
const REQUESTS: usize = 6_000;

/// `GetReport` against a bare tonic service.
pub(crate) async fn grpc(table: &mut Table, served: &Served) -> Result<()> {
    let bytes = load::get_report(&served.address, 2).await?;
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), &bytes)?;
    let mut command = Command::new(std::env::current_exe()?);
    let (yardstick, address) =
        announced(command.env(ONE_THREAD.0, ONE_THREAD.1).arg(bare::COMMAND).arg(file.path()))?;
    let (ours, theirs) = (served.running.pids()?, yardstick.pids()?);
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let a = cost(&ours, load::get_report(&served.address, REQUESTS)).await?;
        let b = cost(&theirs, load::get_report(&address, REQUESTS)).await?;
        pairs.push((a, b));
    }
    table.ratio(&format!("warm `GetReport` ({} KB) / bare tonic service", bytes.len() >> 10), &pairs, 1.25);
    Ok(())
}

/// `/reports/2024.json` against nginx with a file.
pub(crate) async fn http(table: &mut Table, served: &Served) -> Result<()> {
    let path = "/reports/2024.json";
    let bytes = load::get(served.authority(), path).await?;
    let folder = tempfile::tempdir()?;
    make_readable(folder.path())?;
    std::fs::create_dir(folder.path().join("reports"))?;
    std::fs::write(folder.path().join("reports/2024.json"), &bytes)?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let Some(yardstick) = nginx(folder.path(), port)? else {
        table.skipped("warm `/reports/2024.json` / nginx", "nginx is not installed (Debian package nginx)");
        return Ok(());
    };
    let address = format!("http://127.0.0.1:{port}");
    wait(authority(&address), path, &bytes).await?;
    let (ours, theirs) = (served.running.pids()?, yardstick.pids()?);
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let a = cost(&ours, load::http(served.authority(), path, REQUESTS)).await?;
        let b = cost(&theirs, load::http(authority(&address), path, REQUESTS)).await?;
        pairs.push((a, b));
    }
    table.ratio(&format!("warm `/reports/2024.json` ({} KB) / nginx", bytes.len() >> 10), &pairs, 1.1);
    Ok(())
}

/// nginx's workers are another user's when it is started by root.
fn make_readable(folder: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?)
}

async fn wait(authority: &str, path: &str, bytes: &[u8]) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(5) {
        match load::get(authority, path).await {
            Ok(found) if found == bytes => return Ok(()),
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    bail!("the yardstick does not answer the same bytes")
}

/// Microseconds of the servers' processor time for each request of a load.
async fn cost<T>(pids: &[u32], work: impl Future<Output = Result<T>>) -> Result<f64> {
    let before = cpu::of_all(pids)?;
    work.await?;
    Ok((cpu::of_all(pids)? - before) / REQUESTS as f64)
}
