//! The `yearbook-projects` binary.

fn main() -> anyhow::Result<()> {
    Ok(projects::config::program().main(projects::app::build)?)
}
