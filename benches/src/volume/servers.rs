//! Servers that others have made for reading tables, each over the same rows: Datasette over a SQLite file, ROAPI over the file of rows.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use test_tools::tool;

use super::data::Data;
use super::yardsticks;
use crate::{cpu, load};

/// How long a server may take to read a million rows and answer.
const START: Duration = Duration::from_secs(120);

/// A server of others, and the path of a slice of the rows as JSON.
pub(super) struct Server {
    pub(super) name: &'static str,
    pub(super) path: String,
    child: Child,
    authority: String,
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Datasette with an index on what is asked for; none where it is not installed.
    pub(super) async fn datasette(data: &Data) -> Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("rows.db");
        let Some(program) = tool("datasette") else { return Ok(None) };
        if yardsticks::sqlite_import_to(&file, data)?.is_none() {
            return Ok(None);
        }
        yardsticks::sqlite(&file, "CREATE INDEX by_indicator ON o (indicator)")?;
        let port = free_port()?;
        let mut command = Command::new(program);
        command.arg("serve").arg(&file).args(["--port", &port.to_string()]);
        command.args(["--setting", "max_returned_rows", "5000", "--setting", "sql_time_limit_ms", "60000"]);
        let indicator = data.named("indicator");
        let path = format!("/rows/o.json?{indicator}&sex=F&_size=5000&_shape=array&_nocount=1");
        Self::start("Datasette", command, port, path, folder).await.map(Some)
    }

    /// ROAPI with the rows in memory; none where it is not installed.
    pub(super) async fn roapi(data: &Data) -> Result<Option<Self>> {
        let Some(program) = tool("roapi") else { return Ok(None) };
        let port = free_port()?;
        let mut command = Command::new(program);
        command.arg("--addr-http").arg(format!("127.0.0.1:{port}"));
        command.arg("--table").arg(format!("o={}", data.file().display()));
        let indicator = data.named("filter%5Bindicator%5D").replacen('=', "=%27", 1);
        let path = format!("/api/tables/o?{indicator}%27&filter%5Bsex%5D=%27F%27&limit=5000");
        Self::start("ROAPI", command, port, path, tempfile::tempdir()?).await.map(Some)
    }

    async fn start(
        name: &'static str,
        mut command: Command,
        port: u16,
        path: String,
        folder: TempDir,
    ) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().with_context(|| name.to_owned())?;
        let authority = format!("127.0.0.1:{port}");
        let mut server = Self { name, path, child, authority, _folder: folder };
        let waited = tokio::time::timeout(START, async {
            while load::get(&server.authority, &server.path).await.is_err() {
                if let Some(status) = server.child.try_wait()? {
                    bail!("{name} ended: {status}");
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Ok(())
        });
        waited.await.with_context(|| format!("{name} does not answer"))??;
        Ok(server)
    }

    pub(super) fn authority(&self) -> &str {
        &self.authority
    }

    /// Microseconds of its processor time so far.
    pub(super) fn spent(&self) -> Result<f64> {
        cpu::of_all(&[self.child.id()])
    }
}

/// A port that nobody listened on a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
