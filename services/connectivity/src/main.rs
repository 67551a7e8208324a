//! The `yearbook-connectivity` binary.

fn main() -> anyhow::Result<()> {
    Ok(connectivity::config::program().main(connectivity::app::build)?)
}
