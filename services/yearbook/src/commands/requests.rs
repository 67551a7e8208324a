//! `yearbook requests`: who owes what, one request in full, and what becomes of its answers.

use api::report::v1 as proto;
use kit::config::ClientFlags;
use proto::{CollectionAnswer, CollectionRequest, CollectionState};
use uuid::Uuid;

use super::block_on;
use crate::Outcome;
use crate::columns::aligned;
use crate::connection::Connection;
use crate::output::{self, clean};

/// Which requests, and what becomes of one.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 nothing is owed, 1 something is unanswered or queried, 2 could not be done.\n\nExamples:\n  yearbook requests\n  yearbook requests bdt-2024\n  yearbook requests bdt-2024 --query 'Is 37 the number of agreements signed, or of those in force?'\n  yearbook requests bdt-2024 --clear --reason 'confirmed by the focal point'"
)]
pub(crate) struct Args {
    /// A request, shown with each of its figures [default: all, a line each]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Only those of a department
    #[arg(long, value_name = "CODE", conflicts_with = "id")]
    department: Option<String>,
    /// Only those of a year
    #[arg(long, conflicts_with = "id")]
    year: Option<i32>,
    /// Send it back with a question
    #[arg(long, value_name = "TEXT", requires = "id", conflicts_with = "clear")]
    query: Option<String>,
    /// Take its answers as settled
    #[arg(long, requires = "id")]
    clear: bool,
    /// Why; kept with the change
    #[arg(long, value_name = "TEXT", default_value = "settled", requires = "clear")]
    reason: String,
    /// How they are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    client: ClientFlags,
}

/// How they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Aligned columns
    Text,
    /// Canonical JSON of the messages
    Json,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let found = block_on(async {
        let writes = args.query.is_some() || args.clear;
        let connection = if writes {
            Connection::writing(&args.client).await?
        } else {
            Connection::looking(&args.client).await?
        };
        let found = ask(args, &connection).await;
        connection.close().await;
        found
    })?;
    match (args.format, &found) {
        (Format::Json, Found::One(one)) => output::print(serde_json::to_string_pretty(one)? + "\n")?,
        (Format::Json, Found::All(all)) => {
            let list = proto::ListCollectionRequestsResponse {
                collection_requests: all.clone(),
                next_page_token: String::new(),
            };
            output::print(serde_json::to_string_pretty(&list)? + "\n")?;
        }
        (Format::Text, Found::One(one)) => output::print(clean(&whole(one)))?,
        (Format::Text, Found::All(all)) => output::print(clean(&list(all)))?,
    }
    let all = match &found {
        Found::One(one) => std::slice::from_ref(&**one),
        Found::All(all) => all.as_slice(),
    };
    Ok(Outcome::found(all.iter().any(owes)))
}

/// What is to be shown.
enum Found {
    One(Box<CollectionRequest>),
    All(Vec<CollectionRequest>),
}

fn owes(request: &CollectionRequest) -> bool {
    request.open_count > 0 || request.state() == CollectionState::Queried
}

async fn ask(args: &Args, connection: &Connection) -> anyhow::Result<Found> {
    let mut client = connection.collection();
    let Some(id) = &args.id else { return all(args, connection).await.map(Found::All) };
    let name = format!("collectionRequests/{id}");
    let request_id = Uuid::new_v4().to_string();
    let answered = if let Some(question) = &args.query {
        let reason = question.clone();
        let query = proto::QueryCollectionRequestRequest { name, reason, request_id, etag: String::new() };
        client.query_collection_request(query).await
    } else if args.clear {
        let reason = args.reason.clone();
        let clear = proto::ClearCollectionRequestRequest { name, reason, request_id, etag: String::new() };
        client.clear_collection_request(clear).await
    } else {
        client.get_collection_request(proto::GetCollectionRequestRequest { name }).await
    };
    Ok(Found::One(Box::new(answered.map_err(|status| connection.failed(&status))?.into_inner())))
}

async fn all(args: &Args, connection: &Connection) -> anyhow::Result<Vec<CollectionRequest>> {
    let mut found = Vec::new();
    let mut page_token = String::new();
    loop {
        let request = proto::ListCollectionRequestsRequest {
            page_size: 100,
            page_token,
            department: args.department.clone().unwrap_or_default(),
            year: args.year.unwrap_or_default(),
            ..proto::ListCollectionRequestsRequest::default()
        };
        let page = connection.collection().list_collection_requests(request).await;
        let page = page.map_err(|status| connection.failed(&status))?.into_inner();
        found.extend(page.collection_requests);
        if page.next_page_token.is_empty() {
            return Ok(found);
        }
        page_token = page.next_page_token;
    }
}

fn state(request: &CollectionRequest) -> &'static str {
    match request.state() {
        CollectionState::Unspecified => "",
        CollectionState::Asked => "asked",
        CollectionState::Received => "received",
        CollectionState::Nil => "nil",
        CollectionState::Queried => "queried",
        CollectionState::Cleared => "cleared",
    }
}

fn list(all: &[CollectionRequest]) -> String {
    if all.is_empty() {
        return "nothing is asked for; begin with `yearbook collect --department CODE`\n".to_owned();
    }
    let head = ["REQUEST", "DEPARTMENT", "DUE", "STATE", "ANSWERED", "UNANSWERED", "FOCAL POINT"];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(all.iter().map(|one| {
        let answered = one.asked_count.saturating_sub(one.open_count);
        [
            one.name.trim_start_matches("collectionRequests/").to_owned(),
            one.department.clone(),
            if one.due_date.is_empty() { "-".to_owned() } else { one.due_date.clone() },
            state(one).to_owned(),
            format!("{answered} of {}", one.asked_count),
            one.open_count.to_string(),
            one.focal_point.clone(),
        ]
    }));
    aligned(&rows)
}

fn whole(one: &CollectionRequest) -> String {
    let mut text = list(std::slice::from_ref(one));
    if !one.question.is_empty() {
        text.push_str(&format!("question: {}\n", one.question));
    }
    text.push('\n');
    let rows: Vec<[String; 4]> = one
        .items
        .iter()
        .map(|item| {
            let answer = match item.answer() {
                CollectionAnswer::Unspecified => "-".to_owned(),
                CollectionAnswer::Value => item.value.clone(),
                CollectionAnswer::Nil => "nil".to_owned(),
                CollectionAnswer::NotApplicable => "not applicable".to_owned(),
            };
            [item.key.clone(), answer, item.place.clone(), item.comment.clone()]
        })
        .collect();
    text + &aligned(&rows)
}
