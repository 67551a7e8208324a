//! Reading what a service says: its revisions, and the records of the clients.

use anyhow::{Context, Result, bail};
use api::figures::v1 as figures;
use api::projects::v1 as projects;
use figures::figure_service_client::FigureServiceClient;
use kit::channel::Channel;
use projects::project_service_client::ProjectServiceClient;

use super::audit::{Found, Listed};
use super::clients::{CONTESTED, OURS};
use super::journal::State;

/// The most that a page of revisions, and of records, has.
const REVISIONS: i32 = 100;
const RECORDS: i32 = 1_000;
/// No list that is read has more pages.
const MOST_PAGES: usize = 10_000;

/// Reads everything. Of revisions that are `known` the last ones are read again; those before them are taken as known.
pub(super) async fn found(channel: &Channel, known: &[Listed]) -> Result<Found> {
    let revisions = revisions(channel, known).await?;
    let newest = revisions.last().map_or(0, |last| last.revision);
    Ok(Found { records: records(channel, newest).await?, revisions })
}

async fn revisions(channel: &Channel, known: &[Listed]) -> Result<Vec<Listed>> {
    let last = known.last().map_or(0, |last| last.revision);
    let mut client = FigureServiceClient::new(channel.clone());
    let (mut newest_first, mut token) = (Vec::new(), String::new());
    for _ in 0..MOST_PAGES {
        let ask =
            figures::ListRevisionsRequest { page_size: REVISIONS, page_token: token, ..Default::default() };
        let page = client.list_revisions(ask).await.context("revisions")?.into_inner();
        for each in page.revisions {
            let time = each.commit_time.context("a revision without a time")?;
            let committed_at = i128::from(time.seconds) * 1_000_000_000 + i128::from(time.nanos);
            newest_first.push(Listed { revision: each.revision, committed_at, reason: each.reason });
        }
        token = page.next_page_token;
        let oldest = newest_first.last().map_or(0, |oldest| oldest.revision);
        if token.is_empty() || oldest <= last {
            let before = known.iter().filter(|each| each.revision < oldest).cloned();
            return Ok(before.chain(newest_first.into_iter().rev()).collect());
        }
    }
    bail!("the list of revisions does not end")
}

async fn records(channel: &Channel, revision: i64) -> Result<State> {
    let as_of = Some(figures::AsOf { point: Some(figures::as_of::Point::Revision(revision)) });
    let mut records = State::new();
    let mut keep = |name: String, says: String| {
        let ours = name.split_once('/').is_some_and(|(_, id)| id.starts_with(OURS));
        if ours {
            records.insert(name, says);
        }
    };
    let mut client = ProjectServiceClient::new(channel.clone());
    let mut token = String::new();
    for _ in 0..MOST_PAGES {
        let ask = projects::ListProjectsRequest {
            page_size: RECORDS,
            page_token: token,
            as_of: as_of.clone(),
            ..Default::default()
        };
        let page = client.list_projects(ask).await.context("projects")?.into_inner();
        page.projects.into_iter().for_each(|mut p| keep(p.name, p.label.remove("en").unwrap_or_default()));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    for _ in 0..MOST_PAGES {
        let ask = projects::ListFundingLinesRequest {
            page_size: RECORDS,
            page_token: token,
            as_of: as_of.clone(),
            ..Default::default()
        };
        let page = client.list_funding_lines(ask).await.context("funding lines")?.into_inner();
        for line in page.funding_lines {
            keep(line.name, line.amount.and_then(|amount| amount.value).map(|v| v.value).unwrap_or_default());
        }
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let ask = projects::ListPledgesRequest { page_size: RECORDS, as_of: as_of.clone(), ..Default::default() };
    let page = client.list_pledges(ask).await.context("pledges")?.into_inner();
    page.pledges.into_iter().for_each(|p| keep(p.name, p.count.unwrap_or_default().to_string()));
    if let Some(value) = accepted(channel, as_of).await? {
        records.insert(CONTESTED.to_owned(), value);
    }
    Ok(records)
}

/// The value of the contested figure; none before two are stated.
async fn accepted(channel: &Channel, as_of: Option<figures::AsOf>) -> Result<Option<String>> {
    let ask =
        figures::BatchGetFiguresRequest { keys: vec![CONTESTED.to_owned()], as_of, ..Default::default() };
    let answer =
        FigureServiceClient::new(channel.clone()).batch_get_figures(ask).await.context("a figure")?;
    let answers = answer.into_inner().answers;
    let Some(figures::answer::Result::Figures(list)) = answers.into_iter().next().and_then(|a| a.result)
    else {
        bail!("{CONTESTED}: no figure");
    };
    Ok(list.figures.into_iter().next().and_then(|figure| figure.value).map(|value| value.value))
}
