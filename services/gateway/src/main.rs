//! The `yearbook-gateway` binary.
fn main() {}
