//! `yearbook status`: which service is behind, since when, why, and what to do.

mod state;

use anyhow::Context;
use kit::config::{Client, ClientFlags};

use self::state::State;
use super::block_on;
use crate::columns::aligned;
use crate::connection::Connection;
use crate::output::clean;
use crate::{Outcome, output};

/// The gateway that is asked where neither a server nor files are named.
const USUAL_SERVER: &str = "http://127.0.0.1:8080";

/// Whose services, and how they are shown.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A server is asked how its gateway sees the services; with --data-dir the databases are read instead.\nExit codes: 0 every service is confirmed, 1 one is not, 2 could not be asked.\n\nExamples:\n  yearbook status\n  yearbook status --server http://127.0.0.1:8080 --format json"
)]
pub(crate) struct Args {
    #[command(flatten)]
    client: ClientFlags,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Aligned columns, then what is wrong
    Text,
    /// A list of objects
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut client = Client::read(&args.client)?;
    let states = block_on(async {
        if let Some(folder) = &client.data_dir {
            return state::of_files(folder).await;
        }
        if client.server.is_none() {
            client.server = Some(USUAL_SERVER.parse().context("an address")?);
        }
        let connection = Connection::to_server(&client)?;
        state::of_server(&connection).await
    })?;
    match args.format {
        Format::Text => output::print(text(&states))?,
        Format::Json => output::print(serde_json::to_string_pretty(&states)? + "\n")?,
    }
    Ok(Outcome::found(states.iter().any(|state| !state.confirmed)))
}

fn text(states: &[State]) -> String {
    let head = ["SERVICE", "ADDRESS", "VERSION", "REVISION", "COMMITTED", "LAST HEARD", "CONFIRMED"];
    let or_none = |text: &Option<String>| clean(text.as_deref().unwrap_or("-"));
    let rows = states.iter().map(|state| {
        let revision = state.revision.map_or_else(|| "-".to_owned(), |revision| revision.to_string());
        [
            clean(&state.service),
            clean(&state.address),
            or_none(&state.version),
            revision,
            or_none(&state.committed_at),
            or_none(&state.last_contact),
            if state.confirmed { "yes" } else { "no" }.to_owned(),
        ]
    });
    let rows: Vec<[String; 7]> = std::iter::once(head.map(str::to_owned)).chain(rows).collect();
    aligned(&rows) + &states.iter().filter(|state| !state.confirmed).map(wrong).collect::<String>()
}

/// What is wrong with a service, and what to do.
fn wrong(state: &State) -> String {
    let service = clean(&state.service);
    let since = match &state.last_contact {
        Some(time) => format!("was last heard {}", clean(time)),
        None => "was never heard".to_owned(),
    };
    let why = state.last_error.as_deref().map_or(String::new(), |error| format!(": {}", clean(error)));
    let remedy = state.remedy.as_deref().map_or(String::new(), |remedy| format!("  {}\n", clean(remedy)));
    format!("\n{service} {since}{why}\n{remedy}")
}
