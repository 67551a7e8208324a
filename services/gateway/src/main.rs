//! The `yearbook-gateway` binary.

fn main() -> anyhow::Result<()> {
    Ok(gateway::program::main()?)
}
