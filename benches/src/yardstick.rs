//! Other programs as yardsticks: started, found, ended.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// The variable that gives a program of tokio one thread: as many as nginx's worker has.
pub(crate) const ONE_THREAD: (&str, &str) = ("TOKIO_WORKER_THREADS", "1");

/// A program that ends with this value.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Its process, and those that it started.
    pub(crate) fn pids(&self) -> Result<Vec<u32>> {
        let own = self.0.id();
        let children =
            std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).unwrap_or_default();
        let children = children.split_whitespace().map(str::parse).collect::<Result<Vec<u32>, _>>()?;
        Ok([vec![own], children].concat())
    }
}

/// Starts a program whose first line of output ends with its address, `http://HOST:PORT`.
pub(crate) fn announced(command: &mut Command) -> Result<(Running, String)> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{command:?}"))?;
    let output = child.stdout.take().context("its output")?;
    let running = Running(child);
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let address = line.split_whitespace().last().unwrap_or_default().to_owned();
    if !address.starts_with("http://") {
        bail!("{command:?} said `{line}` and no address");
    }
    Ok((running, address))
}

/// nginx that serves a folder on a port in one process; none where it is not installed.
pub(crate) fn nginx(folder: &Path, port: u16) -> Result<Option<Running>> {
    let path = ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].into_iter().find(|p| Path::new(p).exists());
    let Some(path) = path else { return Ok(None) };
    let at = folder.display();
    let config = format!(
        "daemon off; master_process off; pid {at}/nginx.pid; error_log {at}/error.log;
         events {{ worker_connections 256; }}
         http {{ access_log off; sendfile on; gzip_static on; tcp_nodelay on; keepalive_requests 1000000;
           default_type text/html; types {{ application/json json; }}
           server {{ listen 127.0.0.1:{port}; root {at}; }} }}"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, config)?;
    let child =
        Command::new(path).arg("-c").arg(&file).arg("-p").arg(folder).stderr(Stdio::null()).spawn()?;
    Ok(Some(Running(child)))
}
