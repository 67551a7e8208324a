//! The `yearbook-connectivity` binary.
fn main() {}
