//! Sending a write, and what its answer tells.

use std::time::Duration;

use api::figures::v1 as figures;
use api::projects::v1 as projects;
use api::{Decimal, FieldMask};
use figures::figure_service_client::FigureServiceClient;
use figures::import_part_request::Content;
use kit::channel::Channel;
use projects::project_service_client::ProjectServiceClient;
use tonic::{Code, Status};

use super::clients::CONTESTED;
use super::journal::{Answer, Request};
use super::write::{Stated, Write};

/// A write that is not answered for so long counts as one that nobody knows of.
const PATIENCE: Duration = Duration::from_secs(60);
/// The document that everything is said to come from, which the first bundle has.
const DOCUMENT: &str = "ar-2024";
/// The year of all records: no record set of the first bundle is complete in it.
const YEAR: &str = "2031";
const SECTION: &str = "kill";

/// Sends a request once, and tells what is known of it then.
pub(super) async fn send(channel: &Channel, request: &Request) -> Answer {
    match tokio::time::timeout(PATIENCE, ask(channel, request)).await {
        Ok(Ok(revision)) => Answer::Done(revision),
        Ok(Err(status)) if passes(status.code()) => Answer::Unknown(status.message().to_owned()),
        Ok(Err(status)) => Answer::Refused(format!("{:?}: {}", status.code(), status.message())),
        Err(_) => Answer::Unknown(format!("no answer within {PATIENCE:?}")),
    }
}

/// Whether a failed write may have been done, or may be done when it is sent again.
fn passes(code: Code) -> bool {
    matches!(code, Code::Unavailable | Code::Cancelled | Code::DeadlineExceeded | Code::Unknown)
}

async fn ask(channel: &Channel, request: &Request) -> Result<Option<i64>, Status> {
    let mut client = ProjectServiceClient::new(channel.clone());
    let (request_id, reason) = (request.id.clone(), request.id.clone());
    let lines = |lines: Vec<projects::FundingLine>| Ok(lines.first().map(|line| line.revision));
    match &request.write {
        Write::CreateProject(id, label) => {
            let project = Some(project(id, label));
            let ask = projects::CreateProjectRequest {
                project,
                project_id: id.clone(),
                request_id,
                reason,
                validate_only: false,
            };
            Ok(Some(client.create_project(ask).await?.into_inner().revision))
        }
        Write::UpdateProject(id, label) => {
            let ask = projects::UpdateProjectRequest {
                project: Some(project(id, label)),
                update_mask: Some(FieldMask { paths: vec!["label.en".to_owned()] }),
                request_id,
                reason,
                ..Default::default()
            };
            Ok(Some(client.update_project(ask).await?.into_inner().revision))
        }
        Write::DeleteProject(id) => {
            let name = format!("projects/{id}");
            let ask = projects::DeleteProjectRequest { name, request_id, reason, ..Default::default() };
            client.delete_project(ask).await.map(|_| None)
        }
        Write::CreateLines(of, all) => {
            let requests = all.iter().map(|(id, amount)| to_create(of, id, amount)).collect();
            let ask = projects::BatchCreateFundingLinesRequest {
                requests,
                request_id,
                reason,
                validate_only: false,
            };
            lines(client.batch_create_funding_lines(ask).await?.into_inner().funding_lines)
        }
        Write::UpdateLines(all) => {
            let requests = all.iter().map(|(id, amount)| to_update(id, amount)).collect();
            let ask = projects::BatchUpdateFundingLinesRequest {
                requests,
                request_id,
                reason,
                validate_only: false,
            };
            lines(client.batch_update_funding_lines(ask).await?.into_inner().funding_lines)
        }
        Write::DeleteLine(id) => {
            let name = format!("fundingLines/{id}");
            let ask = projects::DeleteFundingLineRequest { name, request_id, reason, ..Default::default() };
            client.delete_funding_line(ask).await.map(|_| None)
        }
        Write::Accept(key, stated) => accept(channel, key, *stated, request_id).await,
        Write::Import(pledges) => import(channel, "pledges.csv", pledges_csv(pledges), request_id).await,
        Write::Begin(_) => import(channel, "stated.csv", stated_csv(), request_id).await,
    }
}

fn source() -> Option<figures::Source> {
    Some(figures::Source { document: DOCUMENT.to_owned(), ..Default::default() })
}

fn project(id: &str, label: &str) -> projects::Project {
    projects::Project {
        name: format!("projects/{id}"),
        area: "AFR".to_owned(),
        period: YEAR.to_owned(),
        label: [("en".to_owned(), label.to_owned())].into(),
        provenance: source(),
        ..Default::default()
    }
}

fn to_create(of: &str, id: &str, amount: &str) -> projects::CreateFundingLineRequest {
    let line = projects::FundingLine {
        project: format!("projects/{of}"),
        source: "partner".to_owned(),
        period: YEAR.to_owned(),
        provenance: source(),
        ..line(amount)
    };
    projects::CreateFundingLineRequest {
        funding_line: Some(line),
        funding_line_id: id.to_owned(),
        ..Default::default()
    }
}

fn to_update(id: &str, amount: &str) -> projects::UpdateFundingLineRequest {
    projects::UpdateFundingLineRequest {
        funding_line: Some(projects::FundingLine { name: format!("fundingLines/{id}"), ..line(amount) }),
        update_mask: Some(FieldMask { paths: vec!["amount".to_owned()] }),
        ..Default::default()
    }
}

fn line(amount: &str) -> projects::FundingLine {
    let value = Some(Decimal { value: amount.to_owned() });
    let amount = figures::Quantity { value, unit: "CHF".to_owned(), ..Default::default() };
    projects::FundingLine { amount: Some(amount), ..Default::default() }
}

async fn accept(channel: &Channel, key: &str, stated: Stated, id: String) -> Result<Option<i64>, Status> {
    let source = figures::Source {
        document: DOCUMENT.to_owned(),
        section: SECTION.to_owned(),
        locator: stated.locator().to_owned(),
        ..Default::default()
    };
    let ask = figures::AcceptFigureRequest {
        key: key.to_owned(),
        basis: figures::Basis::Stated.into(),
        source: Some(source),
        reason: id.clone(),
        request_id: id,
        ..Default::default()
    };
    Ok(Some(FigureServiceClient::new(channel.clone()).accept_figure(ask).await?.into_inner().revision))
}

/// Imports a part of one file.
async fn import(channel: &Channel, file: &str, text: String, id: String) -> Result<Option<i64>, Status> {
    let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let header = figures::ImportHeader {
        service: "projects".to_owned(),
        files: vec![figures::PartFile { name: file.to_owned(), size_bytes: size }],
        request_id: id.clone(),
        reason: id,
        ..Default::default()
    };
    let chunk = figures::FileChunk { name: file.to_owned(), data: text.into_bytes().into() };
    let messages = [Content::Header(header), Content::Chunk(chunk)]
        .map(|content| figures::ImportPartRequest { content: Some(content) });
    let mut client = FigureServiceClient::new(channel.clone());
    let answer = client.import_part(tokio_stream::iter(messages)).await?.into_inner();
    let outcome = answer.outcome.unwrap_or_default();
    if !outcome.mistakes.is_empty() || !outcome.conflicts.is_empty() {
        return Err(Status::failed_precondition(format!("{:?} {:?}", outcome.mistakes, outcome.conflicts)));
    }
    Ok(Some(outcome.revision))
}

fn pledges_csv(pledges: &[(String, String)]) -> String {
    let head = "id,aggregate,count,as_at,label_en,document,section,locator\n".to_owned();
    let rows = pledges
        .iter()
        .map(|(id, count)| format!("{id},yes,{count},{YEAR}-12-31,Pledges,{DOCUMENT},{SECTION},¶1\n"));
    head + &rows.collect::<String>()
}

fn stated_csv() -> String {
    let head = "key,value,decimals,unit,document,section,locator\n".to_owned();
    let rows = [Stated::First, Stated::Second].map(|stated| {
        let (value, locator) = (stated.value(), stated.locator());
        format!("{CONTESTED},{value},INF,project,{DOCUMENT},{SECTION},{locator}\n")
    });
    head + &rows.concat()
}
