//! Reading among a million observations, and 10 000 revisions back.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use api::connectivity::v1::connectivity_service_client::ConnectivityServiceClient;
use api::connectivity::v1::{CreateObservationRequest, Observation, StreamObservationsRequest};
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::figures::v1::{AsOf, BatchGetFiguresRequest, Quantity, Source, answer, as_of};
use kit::channel::MAX_MESSAGE_BYTES;

use super::data::Data;
use super::servers::Server;
use super::service::Service;
use super::{PAIRS, seconds, yardsticks};
use crate::table::Table;
use crate::{cpu, load};

/// Requests of each side of a pair.
const REQUESTS: usize = 1_000;
/// Revisions between the two reads.
const REVISIONS: usize = 10_000;
/// Rows of a slice, and how many slices of each side of a pair.
const SLICE: usize = 5_000;
const SLICES: usize = 20;

pub(super) async fn all(table: &mut Table, many: &Service, few: &Service, data: &Data) -> Result<()> {
    let small = among(table, many, few, data).await?;
    slice(table, many, data).await?;
    export(table, many).await?;
    let mut pairs = Vec::new();
    revise(few).await?;
    for _ in 0..PAIRS {
        let past = figure(few, &small.key(), Some(1)).await?;
        pairs.push((past, figure(few, &small.key(), None).await?));
    }
    table.ratio(&format!("the same {REVISIONS} revisions back / now"), &pairs, 1.5);
    Ok(())
}

/// One figure among many observations, and among few; what the few are.
pub(super) async fn among(table: &mut Table, many: &Service, few: &Service, data: &Data) -> Result<Data> {
    let small = Data::make(super::FEW)?;
    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let among_many = figure(many, &data.key(), None).await?;
        pairs.push((among_many, figure(few, &small.key(), None).await?));
    }
    let what = format!("one figure by key, warm, among {} / among {}", data.rows(), small.rows());
    table.ratio(&what, &pairs, 1.5);
    Ok(small)
}

/// Microseconds of the service's processor time for a figure.
async fn figure(service: &Service, key: &str, revision: Option<i64>) -> Result<f64> {
    let point = revision.map(|revision| AsOf { point: Some(as_of::Point::Revision(revision)) });
    let request = BatchGetFiguresRequest { keys: vec![key.to_owned()], as_of: point, ..Default::default() };
    let mut client = FigureServiceClient::new(service.channel()).max_decoding_message_size(MAX_MESSAGE_BYTES);
    let answers = client.batch_get_figures(request.clone()).await?.into_inner().answers;
    let Some(answer::Result::Figures(_)) = answers.into_iter().next().and_then(|answer| answer.result) else {
        bail!("{key} has no figure");
    };
    let before = cpu::of_all(&service.pids())?;
    for _ in 0..REQUESTS {
        client.batch_get_figures(request.clone()).await?;
    }
    Ok((cpu::of_all(&service.pids())? - before) / REQUESTS as f64)
}

/// A slice of one indicator as JSON, beside servers that others have made.
async fn slice(table: &mut Table, service: &Service, data: &Data) -> Result<()> {
    let filter = data.named("indicator%3D%22indicators/").replacen('=', "", 1);
    let path = format!("/v1/observations:stream?filter={filter}%22%20AND%20sex%3D%22F%22");
    let authority = service.authority();
    let rows = |lines: &[u8]| -> Result<usize> {
        let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let count = |line: &[u8]| -> Result<usize> {
            let line: serde_json::Value = serde_json::from_slice(line)?;
            Ok(line["result"]["observations"].as_array().context("observations")?.len())
        };
        lines.map(count).sum()
    };
    let slice = load::get(&authority, &path).await?;
    let found = rows(&slice)?;
    if found != SLICE {
        bail!("a slice of {found} rows");
    }
    let ours = async || {
        let before = cpu::of_all(&service.pids())?;
        for _ in 0..SLICES {
            load::get(&authority, &path).await?;
        }
        Ok::<_, anyhow::Error>((cpu::of_all(&service.pids())? - before) / SLICES as f64)
    };
    for (server, limit) in [(Server::datasette(data).await?, 0.1), (Server::roapi(data).await?, 1.0)] {
        let Some(server) = server else {
            table.skipped("a slice / the same of a server of others", "it is not installed");
            continue;
        };
        let mut pairs = Vec::new();
        for _ in 0..PAIRS {
            let own = ours().await?;
            let before = server.spent()?;
            for _ in 0..SLICES {
                load::get(server.authority(), &server.path).await?;
            }
            pairs.push((own, (server.spent()? - before) / SLICES as f64));
        }
        table.ratio(&format!("a slice of {SLICE} observations as JSON / {}", server.name), &pairs, limit);
    }
    Ok(())
}

/// Every observation as a stream, with the service's memory beside it.
async fn export(table: &mut Table, service: &Service) -> Result<()> {
    let before = cpu::resident(service.pids()[0])?;
    let mut client =
        ConnectivityServiceClient::new(service.channel()).max_decoding_message_size(MAX_MESSAGE_BYTES);
    let mut rows = 0_usize;
    let taken = seconds(async {
        let mut stream = client.stream_observations(StreamObservationsRequest::default()).await?.into_inner();
        while let Some(message) = stream.message().await? {
            rows += message.observations.len();
        }
        Ok(())
    })
    .await?;
    let grown = cpu::resident(service.pids()[0])? - before;
    let theirs = yardsticks::sqlite_csv(&service.file(), Stdio::null())?;
    table.lasting(&format!("stream of {rows} observations / `sqlite3 -csv`"), &[(taken, theirs)], 2.0);
    table.value("the same, memory more than before", grown, 20.0, "MB");
    Ok(())
}

/// Makes as many revisions, an observation each.
async fn revise(service: &Service) -> Result<()> {
    let mut client = ConnectivityServiceClient::new(service.channel());
    for number in 0..REVISIONS {
        let value = Some(api::Decimal { value: "12.5".to_owned() });
        let value = Quantity { value, decimals: Some(1), unit: "percent".to_owned(), ..Default::default() };
        let observation = Observation {
            indicator: "indicators/indicator-000".to_owned(),
            area: "AAA".to_owned(),
            period: "1999".to_owned(),
            value: Some(value),
            provenance: Some(Source {
                document: "survey".to_owned(),
                locator: format!("correction {number}"),
                ..Default::default()
            }),
            ..Default::default()
        };
        let request = CreateObservationRequest {
            observation: Some(observation),
            request_id: format!("correction-{number}"),
            reason: "a benchmark".to_owned(),
            ..Default::default()
        };
        client.create_observation(request).await?;
    }
    Ok(())
}
