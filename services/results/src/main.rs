//! The `yearbook-results` binary.

fn main() -> anyhow::Result<()> {
    Ok(results::config::program().main_asking(results::app::build_asking)?)
}
