//! Pictures of every kind of page, for people to look at: the checks' own browser, server and crawl (`tests/browser`).

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::{cargo, root};
use crate::tools;

/// Writes PNG and PDF files of each kind of page in each language into a folder.
pub(crate) fn write(folder: &str) -> Result<()> {
    tools::set_up()?;
    cargo(&["build", "--package", "yearbook"])?;
    let modules = root().join(".tools/npm/node_modules");
    let program = root().join("target/debug/yearbook");
    let settings = format!(
        r#"{{"server": [{:?}, "serve"], "node_modules": {:?}, "chromium": "/usr/bin/chromium"}}"#,
        program.display().to_string(),
        modules.display().to_string()
    );
    let folder = std::path::absolute(Path::new(folder))?;
    let mut node = Command::new("node");
    node.arg(root().join("tests/browser/main.mjs"))
        .arg(settings)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut node = node.spawn().context("needs Node")?;
    let mut ask = node.stdin.take().context("its input")?;
    writeln!(ask, "screenshots {}", folder.display())?;
    // With its input it ends, once it has answered.
    drop(ask);
    let output = node.wait_with_output()?;
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() || !answer.contains(r#""found":[]"#) {
        bail!("no pictures: {answer}");
    }
    println!("{}", folder.display());
    Ok(())
}
