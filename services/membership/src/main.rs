//! The `yearbook-membership` binary.

fn main() -> anyhow::Result<()> {
    Ok(membership::config::program().main(membership::app::build)?)
}
