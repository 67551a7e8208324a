//! The project's own commands: `cargo xtask test`, `lint`, `fmt`, `tools`, `bench`, `kill`, `screenshots`. CONTRIBUTING.md lists them.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a development command talks to the terminal")]
#![allow(
    clippy::disallowed_methods,
    reason = "the environment of a development command is not the product's configuration"
)]

mod lint;
mod pictures;
mod run;
mod test;
mod tools;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  fmt     format Rust and proto files
  lint    formatting, clippy, rustdoc, proto lints; changes nothing
  test    set up what the tests need, then run all of them
  tools   only set up the tools under .tools, from the lists in tests/tools
  bench   the benchmarks, in release mode; ratios on standard output
  kill    kill a service 200 times under load over each database; what came of it on standard output
  screenshots DIR
          pictures of every kind of page in each language: wide, phone, dark, as printed
";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["fmt"] => lint::format(),
        ["lint"] => lint::check(),
        ["test", rest @ ..] => test::all(rest),
        ["tools"] => tools::set_up(),
        ["screenshots", folder] => pictures::write(folder),
        ["bench", rest @ ..] => test::bench(rest),
        ["kill", rest @ ..] => test::kill(rest),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        [other, ..] => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}
