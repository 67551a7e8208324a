//! The `yearbook-projects` binary.
fn main() {}
