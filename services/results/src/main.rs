//! The `yearbook-results` binary.

fn main() -> anyhow::Result<()> {
    Ok(results::config::program().main(results::app::build)?)
}
