//! What the command line says, and where: the one module that prints to standard output.
//!
//! What a command was asked for goes to standard output; what concerns the command itself (errors, progress) goes to standard
//! error. Colour and the terminal's width are used only on a terminal. A reader that goes away (`| head`) is no error.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;
use kit::config::may_colour;

/// How wide text is where no terminal says.
const WIDTH: usize = 100;

/// How text may look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Whether it may be coloured.
    pub(crate) colour: bool,
    /// How many cells a line has.
    pub(crate) width: usize,
}

impl Look {
    /// Of standard output.
    pub(crate) fn of_output() -> Self {
        Self::of(may_colour(&io::stdout()), terminal_size::terminal_size_of(io::stdout()))
    }

    /// Of standard error.
    pub(crate) fn of_errors() -> Self {
        Self::of(may_colour(&io::stderr()), terminal_size::terminal_size_of(io::stderr()))
    }

    /// Of a file.
    pub(crate) fn plain() -> Self {
        Self { colour: false, width: WIDTH }
    }

    fn of(colour: bool, size: Option<(terminal_size::Width, terminal_size::Height)>) -> Self {
        Self { colour, width: size.map_or(WIDTH, |(width, _)| usize::from(width.0)).max(40) }
    }
}

/// Prints what was asked for.
///
/// # Errors
/// When standard output cannot be written.
pub(crate) fn print(bytes: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("standard output"),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints what was asked for, or writes it to a file: whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(bytes: &[u8], file: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = file else { return print(bytes) };
    let mut name = path.file_name().context("-o names no file; write a file's name")?.to_owned();
    name.push(format!(".part-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // It may not even have been made; what matters is told below.
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// Says that the services are there. Printed at once, since nothing else comes for a long time.
pub(crate) fn ready(address: SocketAddr) {
    // Whoever started it without an output to read does not want to know.
    let _ = print(format!("yearbook is ready at http://{address}\n"));
}

/// Prints an error: what, where, what to do.
pub(crate) fn error(error: &anyhow::Error) {
    let word = if Look::of_errors().colour { "\u{1b}[1;31merror:\u{1b}[0m" } else { "error:" };
    note(&format!("{word} {}", clean(&format!("{error:#}"))));
}

/// Prints a line on standard error.
pub(crate) fn note(text: &str) {
    // There is nowhere left to complain.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A text without characters that would steer the terminal.
pub(crate) fn clean(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.md");
        write(b"one", Some(&path)).expect("written");
        write(b"two", Some(&path)).expect("written again");
        assert_eq!(std::fs::read(&path).expect("read"), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
        let nowhere = folder.path().join("nowhere/report.md");
        assert!(
            write(b"x", Some(&nowhere)).expect_err("no folder").to_string().contains("nowhere/report.md")
        );
    }

    #[test]
    fn what_would_steer_the_terminal_is_shown_as_a_sign() {
        assert_eq!(clean("a\u{1b}[31m\u{202e}b\n"), "a\u{fffd}[31m\u{fffd}b\n");
    }
}
