//! A workbook filled in by a program that is not ours: openpyxl.

use std::path::Path;
use std::process::Command;

/// What fills it in.
const FILL: &str = include_str!("fill.py");

/// Fills in a workbook and saves it as another: to each key a value, then a comment and to what it is known, as `92|late|1 000`. False
/// after saying that the program is not there.
///
/// # Panics
/// When a row is not there, or a cell is locked that should be open; in CI when the program is not there.
#[must_use]
pub fn fill(source: &Path, target: &Path, answers: &[(&str, &str)]) -> bool {
    let Some(python) = crate::python() else { return false };
    let mut command = Command::new(python);
    command.args(["-c", FILL]).args([source, target]);
    command.args(answers.iter().map(|(key, answer)| format!("{key}=>{answer}")));
    let output = command.output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}
