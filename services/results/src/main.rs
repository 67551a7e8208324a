//! The `yearbook-results` binary.
fn main() {}
