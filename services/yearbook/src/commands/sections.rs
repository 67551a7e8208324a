//! `yearbook sections`: which sections of the report are cleared, by whom and when; and clearing one.

use api::report::v1 as proto;
use jiff::Timestamp;
use kit::config::ClientFlags;
use uuid::Uuid;

use super::block_on;
use crate::Outcome;
use crate::columns::aligned;
use crate::connection::Connection;
use crate::output::{self, clean};

/// Which report, and which section is cleared.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A section that is printed otherwise after it was cleared says so, and is cleared no more.\nExit codes: 0 all are cleared, 1 some are not, 2 could not be done.\n\nExamples:\n  yearbook sections 2024\n  yearbook sections 2024 --clear 5.1 --reason 'read and found right'"
)]
pub(crate) struct Args {
    /// The year reported on
    #[arg(value_parser = clap::value_parser!(i16).range(1..=9998))]
    year: i16,
    /// Clear a section as it is printed now
    #[arg(long, value_name = "ID", requires = "reason")]
    clear: Option<String>,
    /// Why; kept with the clearance
    #[arg(long, value_name = "TEXT", requires = "clear")]
    reason: Option<String>,
    #[command(flatten)]
    client: ClientFlags,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let sections = block_on(async {
        let connection = match &args.clear {
            Some(_) => Connection::writing(&args.client).await?,
            None => Connection::looking(&args.client).await?,
        };
        let found = ask(args, &connection).await;
        connection.close().await;
        found
    })?;
    output::print(clean(&text(&sections)))?;
    Ok(Outcome::found(sections.iter().any(|section| !section.cleared)))
}

async fn ask(args: &Args, connection: &Connection) -> anyhow::Result<Vec<proto::SectionClearance>> {
    let parent = format!("reports/{}", args.year);
    let mut client = connection.collection();
    if let Some(section) = &args.clear {
        let clear = proto::ClearSectionRequest {
            name: format!("{parent}/sections/{section}"),
            reason: args.reason.clone().unwrap_or_default(),
            request_id: Uuid::new_v4().to_string(),
        };
        client.clear_section(clear).await.map_err(|status| connection.failed(&status))?;
    }
    let (mut found, mut page_token) = (Vec::new(), String::new());
    loop {
        let request =
            proto::ListSectionClearancesRequest { parent: parent.clone(), page_size: 200, page_token };
        let page = client.list_section_clearances(request).await;
        let page = page.map_err(|status| connection.failed(&status))?.into_inner();
        found.extend(page.section_clearances);
        if page.next_page_token.is_empty() {
            return Ok(found);
        }
        page_token = page.next_page_token;
    }
}

fn text(sections: &[proto::SectionClearance]) -> String {
    let head = ["SECTION", "STATE", "BY", "WHEN", "TITLE"];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(sections.iter().map(|section| {
        let state = match (section.cleared, section.changed_since) {
            (true, _) => "cleared",
            (false, true) => "changed since it was cleared",
            (false, false) => "-",
        };
        let when = section
            .clear_time
            .and_then(|time| Timestamp::try_from(time).ok())
            .map(|time| time.to_string())
            .unwrap_or_default();
        [
            section.name.rsplit('/').next().unwrap_or_default().to_owned(),
            state.to_owned(),
            section.actor.clone(),
            when,
            format!("{} {}", section.number, section.title).trim().to_owned(),
        ]
    }));
    aligned(&rows)
}
