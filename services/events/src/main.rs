//! The `yearbook-events` binary.

fn main() -> anyhow::Result<()> {
    Ok(events::config::program().main(events::app::build)?)
}
