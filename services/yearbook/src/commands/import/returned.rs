//! A workbook that came back: its answers are stated, or every mistake of it is told.

use std::path::Path;

use anyhow::Context;
use api::report::v1 as proto;
use interchange::workbook::MAX_BYTES;
use proto::CollectionRequest;
use uuid::Uuid;

use super::Args;
use crate::Outcome;
use crate::commands::block_on;
use crate::connection::Connection;
use crate::diagnostics::{self, Files};
use crate::output::{self, Look};

/// Whether a path names a workbook and no folder.
pub(super) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) && !path.is_dir()
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let path = &args.folder;
    let size = std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?.len();
    if size > u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) {
        anyhow::bail!("{} has {size} bytes; a workbook has at most {MAX_BYTES}", path.display());
    }
    let content = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let request = proto::ReceiveWorkbookRequest {
        file_name,
        content: content.into(),
        reason: args.reason.clone().unwrap_or_else(|| "a department's workbook".to_owned()),
        request_id: Uuid::new_v4().to_string(),
        validate_only: args.validate_only,
        language: String::new(),
    };
    let received = block_on(async {
        let connection = Connection::writing(&args.client).await?;
        let received = connection.collection().receive_workbook(request).await;
        let received = received.map_err(|status| connection.failed(&status));
        connection.close().await;
        Ok(received?.into_inner())
    })?;
    told(path, &received, args.validate_only)
}

fn told(path: &Path, received: &proto::ReceiveWorkbookResponse, validated: bool) -> anyhow::Result<Outcome> {
    if !received.mistakes.is_empty() {
        let mut text = String::new();
        for mistake in &received.mistakes {
            let api::figures::v1::Mistake { line, column, problem, remedy, .. } = mistake;
            text.push_str(&format!("{}:{line}:{column}: {problem}; {remedy}\n", path.display()));
        }
        if received.more_mistakes > 0 {
            text.push_str(&format!("and {} more\n", received.more_mistakes));
        }
        output::print(output::clean(&text))?;
        output::note("nothing was written");
        return Ok(Outcome::Found);
    }
    if let Some(request) = &received.collection_request {
        output::print(output::clean(&answered(path, request, validated)))?;
    }
    if !received.findings.is_empty() {
        output::print("With these values the check finds:\n\n")?;
        output::print(diagnostics::list(&received.findings, &Files::default(), Look::of_output()))?;
    }
    if !received.rules_checked {
        output::print(
            "The report's rules could not be asked: they are of another year, or a service does not answer.\n",
        )?;
    }
    let written: String = received
        .changed
        .iter()
        .filter_map(|service| Some(format!("{service}  revision {}\n", received.revisions.get(service)?)))
        .collect();
    output::print(match (validated, written.is_empty()) {
        (true, _) => "The workbook has no mistakes; nothing was written.\n".to_owned(),
        (false, true) => "nothing to change\n".to_owned(),
        (false, false) => written,
    })?;
    Ok(Outcome::Good)
}

fn answered(path: &Path, request: &CollectionRequest, validated: bool) -> String {
    let CollectionRequest {
        name, asked_count, value_count, nil_count, not_applicable_count, open_count, ..
    } = request;
    if validated {
        return format!("{}: an answer to {name}, which asks for {asked_count} figures\n", path.display());
    }
    format!(
        "{}: of {asked_count} figures of {name} {value_count} have a value, {nil_count} have none this time, {not_applicable_count} do not apply, {open_count} are unanswered\n",
        path.display()
    )
}
