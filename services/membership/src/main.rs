//! The `yearbook-membership` binary.
fn main() {}
