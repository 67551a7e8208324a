//! `yearbook figure`: one key with its value, sources and history; of a key with wildcards a list, of a listing its records.

mod preview;

use anyhow::Context;
use clap::ValueEnum;
use figures::FigureKey;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::block_on;
use crate::Outcome;
use crate::connection::{Connection, ReadFlags};
use crate::output::{self, Look};

/// Which figure.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A key is service/measure?dimension=value&…; put it in quotes. A dimension left out means its total, * each of its codes.\n\nExamples:\n  yearbook figure 'membership/memberships?period=2024-12-31'\n  yearbook figure 'projects/count?area=itu-region:*&period=2024' --lang zh\n  yearbook figure 'projects/count?period=2024' --if 104\n  yearbook figure 'events/calendar?period=2024' --format json --server http://127.0.0.1:8080"
)]
pub(crate) struct Args {
    /// The key, such as 'projects/count?area=AFR&period=2024'
    key: String,
    /// The state to read: a revision of the service, or an instant such as 2025-01-31T12:00:00Z [default: the newest]
    #[arg(long, value_name = "REVISION|TIME")]
    as_of: Option<String>,
    /// Tell what would change if it had this value: findings that appear or go, numbers that are printed otherwise; nothing is written
    #[arg(long, value_name = "VALUE", conflicts_with_all = ["as_of", "format"], allow_hyphen_values = true)]
    r#if: Option<String>,
    /// The language of the words [default: the report's first]
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// How it is shown
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
    #[command(flatten)]
    from: ReadFlags,
}

/// How a figure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines for people
    Text,
    /// Canonical JSON of the Figure (FigureList, Listing) message
    Json,
    /// A CSV table, a row a figure or a record
    Csv,
    /// JSON Lines: an object a figure or a record, with the members of the CSV table
    Jsonl,
    /// Parquet, the same table for programs of analysts; send it to a file
    Parquet,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let key: FigureKey = args.key.parse()?;
    if let Some(value) = &args.r#if {
        return preview::run(&key, value, args);
    }
    let bytes = block_on(async {
        let connection = Connection::reading(&args.from).await?;
        let bytes = shown(&connection, &key, args).await;
        connection.close().await;
        bytes
    })?;
    output::print(bytes)?;
    Ok(Outcome::Good)
}

async fn shown(connection: &Connection, key: &FigureKey, args: &Args) -> anyhow::Result<Vec<u8>> {
    match (connection.app(), args.format) {
        // Lines depend on the terminal, which only this process knows.
        (Some(app), Form::Text) => {
            let answered = app.figure(&key.to_string(), args.as_of.as_deref(), args.lang.as_deref()).await?;
            let look = Look::of_output();
            Ok(answered.lines(look.width, look.colour).into_bytes())
        }
        (None, Form::Text) => connection.get(&path(key, "text", args)).await,
        (_, Form::Csv) => connection.get(&path(key, "csv", args)).await,
        (_, Form::Jsonl) => connection.get(&path(key, "jsonl", args)).await,
        (_, Form::Parquet) => connection.get(&path(key, "parquet", args)).await,
        (_, Form::Json) => Ok(indented(&connection.get(&path(key, "json", args)).await?)?.into_bytes()),
    }
}

fn path(key: &FigureKey, format: &str, args: &Args) -> String {
    let key = key.to_string();
    let between = if key.contains('?') { '&' } else { '?' };
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let as_of = args.as_of.as_deref().map(|point| format!("&as-of={}", encoded(point)));
    let lang = args.lang.as_deref().map(|lang| format!("&lang={}", encoded(lang)));
    format!("/figures/{key}{between}format={format}{}{}", as_of.unwrap_or_default(), lang.unwrap_or_default())
}

fn indented(json: &[u8]) -> anyhow::Result<String> {
    let value: serde_json::Value = serde_json::from_slice(json).context("the answer is no JSON")?;
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}
