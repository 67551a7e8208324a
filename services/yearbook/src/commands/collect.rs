//! `yearbook collect`: a department is asked, and the workbook that it fills in is written.

use std::path::{Path, PathBuf};

use anyhow::Context;
use api::report::v1 as proto;
use interchange::workbook;
use kit::config::ClientFlags;
use tonic::{Code, Status};
use uuid::Uuid;

use super::block_on;
use crate::Outcome;
use crate::connection::Connection;
use crate::output;

/// Who is asked, for what.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The request is made where there is none, and changed where a flag says so. The workbook comes back by `yearbook import bdt.xlsx`; `yearbook requests` shows who owes what.\nThe databases are those of --data-dir, which no server may hold meanwhile, or those behind --server.\n\nExamples:\n  yearbook collect --department BDT -o bdt.xlsx\n  yearbook collect --department GS --due 2025-01-31 --focal-point 'Statistics desk' --lang zh --server http://127.0.0.1:8080\n  yearbook collect --department BDT --id bdt-projects --measure projects/agreements --measure projects/pledges"
)]
pub(crate) struct Args {
    /// The department, by its code
    #[arg(long, value_name = "CODE")]
    department: String,
    /// File to write [default: ID.xlsx]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The year that values are asked for [default: the report's]
    #[arg(long, value_parser = clap::value_parser!(i16).range(1000..=9998))]
    year: Option<i16>,
    /// The request [default: the department and the year]
    #[arg(long)]
    id: Option<String>,
    /// Whom it is asked of
    #[arg(long, value_name = "TEXT")]
    focal_point: Option<String>,
    /// By when: 2025-01-31
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// A measure to ask for; may be given more than once [default: all of the department that the report prints]
    #[arg(long, value_name = "SERVICE/MEASURE")]
    measure: Vec<String>,
    /// Overwrite a workbook that is filled in
    #[arg(long)]
    force: bool,
    /// The language of the workbook [default: the report's first]
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Why; kept with the request
    #[arg(long, value_name = "TEXT", default_value = "asked for the report")]
    reason: String,
    #[command(flatten)]
    client: ClientFlags,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (asked, made) = block_on(async {
        let connection = Connection::writing(&args.client).await?;
        let done = Collecting { args, connection: &connection }.run().await;
        connection.close().await;
        done
    })?;
    let file = args.output.clone().unwrap_or_else(|| PathBuf::from(&made.file_name));
    if !args.force && is_filled_in(&file) {
        anyhow::bail!(
            "{} holds answers; import it first, write to another file with -o, or overwrite it with --force",
            file.display()
        );
    }
    output::write(&made.content, Some(&file))?;
    let proto::CollectionRequest { name, asked_count, due_date, .. } = asked;
    let due = if due_date.is_empty() { String::new() } else { format!(", due {due_date}") };
    let text = format!("{}: {asked_count} figures are asked for by {name}{due}\n", file.display());
    output::print(output::clean(&text))?;
    Ok(Outcome::Good)
}

/// Whether there is a workbook in which something is filled in, or a file that is no workbook of ours.
fn is_filled_in(file: &Path) -> bool {
    let Ok(bytes) = std::fs::read(file) else { return false };
    let (returned, mistakes) = workbook::read("", &bytes);
    !returned.answers.is_empty() || !mistakes.is_empty()
}

struct Collecting<'a> {
    args: &'a Args,
    connection: &'a Connection,
}

impl Collecting<'_> {
    async fn run(&self) -> anyhow::Result<(proto::CollectionRequest, proto::RenderWorkbookResponse)> {
        let year = match self.args.year {
            Some(year) => i32::from(year),
            None => self.report_year().await?,
        };
        let usual = || format!("{}-{year}", self.args.department.to_lowercase());
        let id = self.args.id.clone().unwrap_or_else(usual);
        let name = format!("collectionRequests/{id}");
        let mut client = self.connection.collection();
        let found = client.get_collection_request(proto::GetCollectionRequestRequest { name: name.clone() });
        let asked = match found.await {
            Ok(found) => self.amended(found.into_inner(), year).await?,
            Err(status) if status.code() == Code::NotFound => self.created(&id, year).await?,
            Err(status) => return Err(self.connection.failed(&status)),
        };
        let language = self.args.lang.clone().unwrap_or_default();
        let made = client.render_workbook(proto::RenderWorkbookRequest { name, language }).await;
        Ok((asked, made.map_err(|status| self.connection.failed(&status))?.into_inner()))
    }

    async fn report_year(&self) -> anyhow::Result<i32> {
        let listed = self.connection.reports().list_reports(proto::ListReportsRequest::default()).await;
        let listed = listed.map_err(|status| self.connection.failed(&status))?.into_inner();
        let first = listed.reports.first().map(|report| report.year);
        first.context("there is no report yet; import a bundle, or start `yearbook serve` once")
    }

    fn measures(&self) -> Vec<String> {
        self.args.measure.iter().map(|name| format!("measures/{name}")).collect()
    }

    async fn created(&self, id: &str, year: i32) -> anyhow::Result<proto::CollectionRequest> {
        let request = proto::CreateCollectionRequestRequest {
            collection_request_id: id.to_owned(),
            collection_request: Some(proto::CollectionRequest {
                year,
                department: self.args.department.clone(),
                focal_point: self.args.focal_point.clone().unwrap_or_default(),
                due_date: self.args.due.clone().unwrap_or_default(),
                measures: self.measures(),
                ..proto::CollectionRequest::default()
            }),
            reason: self.args.reason.clone(),
            request_id: Uuid::new_v4().to_string(),
            validate_only: false,
        };
        let created = self.connection.collection().create_collection_request(request).await;
        Ok(created.map_err(|status| self.said(&status))?.into_inner())
    }

    /// The request as the flags want it; as it is, where they want nothing else.
    async fn amended(
        &self,
        found: proto::CollectionRequest,
        year: i32,
    ) -> anyhow::Result<proto::CollectionRequest> {
        if found.department != self.args.department || found.year != year {
            anyhow::bail!("{} asks {} for {}; choose another --id", found.name, found.department, found.year);
        }
        let mut wanted = found.clone();
        let mut paths = Vec::new();
        if let Some(focal_point) = &self.args.focal_point {
            wanted.focal_point.clone_from(focal_point);
            paths.push("focal_point".to_owned());
        }
        if let Some(due) = &self.args.due {
            wanted.due_date.clone_from(due);
            paths.push("due_date".to_owned());
        }
        if !self.args.measure.is_empty() {
            wanted.measures = self.measures();
            paths.push("measures".to_owned());
        }
        if paths.is_empty() {
            return Ok(found);
        }
        let request = proto::UpdateCollectionRequestRequest {
            collection_request: Some(wanted),
            update_mask: Some(api::FieldMask { paths }),
            reason: self.args.reason.clone(),
            request_id: Uuid::new_v4().to_string(),
            validate_only: false,
        };
        let updated = self.connection.collection().update_collection_request(request).await;
        Ok(updated.map_err(|status| self.said(&status))?.into_inner())
    }

    /// What is refused, every field of it.
    fn said(&self, status: &Status) -> anyhow::Error {
        let violations = kit::errors::Problem::of(status).violations;
        if violations.len() < 2 {
            return self.connection.failed(status);
        }
        let lines: Vec<String> =
            violations.iter().map(|one| format!("{}: {}", one.field, one.description)).collect();
        anyhow::anyhow!("{}", lines.join("\n"))
    }
}
