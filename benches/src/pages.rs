//! Warm answers over HTTP against nginx, both giving the same bytes: the report in each form that readers ask for, whole and compressed,
//! and the short answer that nothing has changed.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{HeaderMap, header};

use crate::load::{self, Asked};
use crate::start::Served;
use crate::table::Table;
use crate::warm::{PAIRS, REQUESTS, cost};
use crate::yardstick::{Running, nginx};

/// The report as programs and as readers in each language have it.
const PATHS: [&str; 3] = ["/reports/2024.json", "/reports/2024?lang=en", "/reports/2024?lang=zh"];
/// Encodings that browsers offer, alone, so that nginx and the server under test give the same one.
const ENCODINGS: [&str; 2] = ["", "gzip"];
/// The most that ours may cost of nginx's.
const LIMIT: f64 = 1.1;

/// Measures and prints.
pub(crate) async fn against_nginx(table: &mut Table, served: &Served) -> Result<()> {
    for path in PATHS {
        for encoding in ENCODINGS {
            let asked = Asked { path: path.to_owned(), encoding, known: String::new() };
            let answer = asked.once(served.authority()).await?;
            let compressed = answer.headers().contains_key(header::CONTENT_ENCODING);
            if !encoding.is_empty() && !compressed {
                continue;
            }
            let Some(pairs) = pairs(served, &asked, answer.body(), Yardstick::Whole).await? else {
                table.skipped(path, "nginx is not installed (Debian package nginx)");
                return Ok(());
            };
            let form = if compressed { format!(", {encoding}") } else { String::new() };
            let what = format!("warm `{path}`{form} ({} KB) / nginx", answer.body().len() >> 10);
            table.ratio(&what, &pairs, LIMIT);
        }
    }
    for path in PATHS {
        let answer = Asked::path(path).once(served.authority()).await?;
        let asked = Asked { known: tag(answer.headers())?, ..Asked::path(path) };
        if let Some(pairs) = pairs(served, &asked, answer.body(), Yardstick::Unchanged).await? {
            table.ratio(&format!("304 of `{path}` / nginx"), &pairs, LIMIT);
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Yardstick {
    /// nginx gives the same bytes.
    Whole,
    /// nginx gives its own 304.
    Unchanged,
}

/// Costs of both sides, in turn; none where nginx is not installed.
async fn pairs(
    served: &Served,
    asked: &Asked,
    body: &Bytes,
    yardstick: Yardstick,
) -> Result<Option<Vec<(f64, f64)>>> {
    let folder = tempfile::tempdir()?;
    let there = lay(folder.path(), asked, body)?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let Some(running) = nginx(folder.path(), port)? else { return Ok(None) };
    let authority = format!("127.0.0.1:{port}");
    let first = answering(&running, &authority, &there).await?;
    let there = match yardstick {
        Yardstick::Whole if *first.body() != *body => {
            bail!("{}: the yardstick gives other bytes", asked.path)
        }
        Yardstick::Whole => there,
        Yardstick::Unchanged => Asked { known: tag(first.headers())?, ..there },
    };
    let (ours, theirs) = (served.running.pids()?, running.pids()?);
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let a = cost(&ours, load::http(served.authority(), asked, REQUESTS)).await?;
        let b = cost(&theirs, load::http(&authority, &there, REQUESTS)).await?;
        pairs.push((a, b));
    }
    Ok(Some(pairs))
}

/// Lays the bytes where nginx finds them for the same request: compressed ones beside, for `gzip_static`.
fn lay(folder: &Path, asked: &Asked, body: &Bytes) -> Result<Asked> {
    use std::os::unix::fs::PermissionsExt;
    // Its workers are another user's when it is started by root.
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
    let path = asked.path.split('?').next().unwrap_or_default();
    let file = folder.join(path.trim_start_matches('/'));
    std::fs::create_dir_all(file.parent().context("a folder")?)?;
    std::fs::write(&file, body)?;
    if !asked.encoding.is_empty() {
        let beside =
            format!("{}.{}", file.display(), if asked.encoding == "gzip" { "gz" } else { asked.encoding });
        std::fs::write(beside, body)?;
    }
    Ok(Asked { known: String::new(), ..asked.clone() })
}

/// The first answer of a yardstick that has just been started.
async fn answering(running: &Running, authority: &str, asked: &Asked) -> Result<http::Response<Bytes>> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(5) {
        match asked.once(authority).await {
            Ok(answer) if answer.status().is_success() => return Ok(answer),
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    bail!("nginx (process {}) does not answer {}", running.0.id(), asked.path)
}

fn tag(headers: &HeaderMap) -> Result<String> {
    Ok(headers.get(header::ETAG).context("an ETag")?.to_str()?.to_owned())
}
