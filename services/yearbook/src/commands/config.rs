//! `yearbook config`: the settings with which `serve` would start, and where each comes from.

use anyhow::bail;
use kit::config::{Effective, ServeFlags, Settings, Sources};

use crate::columns::aligned;
use crate::output::clean;
use crate::{Outcome, domains, output};

/// Of what, and how it is shown.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The same flags as those of `serve`. Tokens and passwords are never shown. Every mistake is told at once.\nExit codes: 0 sound, 2 mistakes.\n\nExamples:\n  yearbook config --config yearbook.toml\n  yearbook config gateway --format toml > yearbook.toml"
)]
pub(crate) struct Args {
    /// One service alone, as in `serve`
    #[arg(value_name = "SERVICE")]
    name: Option<String>,
    #[command(flatten)]
    flags: ServeFlags,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Aligned columns
    Text,
    /// A file for --config
    Toml,
    /// An object by setting
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let listen = match args.name.as_deref() {
        None | Some(gateway::NAME) => gateway::program::LISTEN,
        Some(name) => match domains::listen(name) {
            Some(listen) => listen,
            None => bail!("there is no service `{name}`; name {}, or gateway", domains::NAMES.join(", ")),
        },
    };
    let (_, effective) = Settings::read_with_origins(Sources::gather(args.flags.given()), listen)?;
    output::print(match args.format {
        Format::Text => text(&effective),
        Format::Toml => toml(&effective),
        Format::Json => json(&effective)?,
    })?;
    Ok(Outcome::Good)
}

fn text(effective: &[Effective]) -> String {
    let rows = effective.iter().map(|setting| {
        let values = setting.values.join(", ");
        let value = if values.is_empty() { "-".to_owned() } else { clean(&values) };
        [setting.name.to_owned(), value, clean(&setting.origin)]
    });
    let head = ["SETTING", "VALUE", "FROM"].map(str::to_owned);
    aligned(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
}

/// What is not set, or only by default and not to be written, stands there as a comment.
fn toml(effective: &[Effective]) -> String {
    let line = |setting: &Effective| {
        let quoted: Vec<String> = setting.values.iter().map(|value| format!("{value:?}")).collect();
        let value = if setting.list { format!("[{}]", quoted.join(", ")) } else { quoted.concat() };
        let comment = if setting.writable && !setting.values.is_empty() { "" } else { "# " };
        let value = if value.is_empty() { "\"\"".to_owned() } else { value };
        format!("{comment}{} = {value}  # {}\n", setting.name, clean(&setting.origin))
    };
    effective.iter().map(line).collect()
}

fn json(effective: &[Effective]) -> anyhow::Result<String> {
    let entry = |setting: &Effective| {
        let value = match (setting.list, setting.values.first()) {
            (true, _) => serde_json::json!(setting.values),
            (false, value) => serde_json::json!(value),
        };
        (setting.name.to_owned(), serde_json::json!({"value": value, "from": setting.origin}))
    };
    let object: serde_json::Map<String, serde_json::Value> = effective.iter().map(entry).collect();
    Ok(serde_json::to_string_pretty(&object)? + "\n")
}
