//! The `yearbook` binary.

fn main() -> std::process::ExitCode {
    yearbook::main()
}
