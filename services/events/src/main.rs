//! The `yearbook-events` binary.
fn main() {}
