//! `yearbook figure KEY --if VALUE`: what another value would bring.

use api::figures::v1 as proto;
use api::report::v1::{
    DerivedChange, ListReportsRequest, PreviewChangeRequest, PreviewChangeResponse, PrintedChange,
};
use figures::FigureKey;
use render::{Texts, words};

use super::{Args, block_on};
use crate::Outcome;
use crate::connection::Connection;
use crate::diagnostics::{self, Files};
use crate::output::{self, Look, clean};

pub(super) fn run(key: &FigureKey, value: &str, args: &Args) -> anyhow::Result<Outcome> {
    let language = args.lang.clone().unwrap_or_default();
    let preview = block_on(async {
        let connection = Connection::reading(&args.from).await?;
        let preview = asked(&connection, key, value, &language).await;
        connection.close().await;
        preview
    })?;
    output::print(text(&preview, &language))?;
    Ok(Outcome::Good)
}

/// Of the newest report that there is.
async fn asked(
    connection: &Connection,
    key: &FigureKey,
    value: &str,
    language: &str,
) -> anyhow::Result<PreviewChangeResponse> {
    let failed = |status: tonic::Status| connection.failed(&status);
    let list = ListReportsRequest { page_size: 1, ..ListReportsRequest::default() };
    let reports = connection.reports().list_reports(list).await.map_err(failed)?.into_inner().reports;
    let Some(report) = reports.into_iter().next() else { anyhow::bail!("there is no report yet") };
    let request = PreviewChangeRequest {
        name: report.name,
        key: key.to_string(),
        value: value.to_owned(),
        language: language.to_owned(),
    };
    Ok(connection.reports().preview_change(request).await.map_err(failed)?.into_inner())
}

fn text(preview: &PreviewChangeResponse, language: &str) -> String {
    let (files, look) = (Files::default(), Look::of_output());
    let mut text = String::new();
    for (head, findings) in [
        ("would be found", &preview.appearing),
        ("would be found no more", &preview.going),
        ("would be found with other numbers", &preview.changing),
    ] {
        if !findings.is_empty() {
            text.push_str(&format!("{head}:\n\n{}", diagnostics::list(findings, &files, look)));
        }
    }
    if !preview.derived.is_empty() {
        text.push_str("would be computed otherwise, from the same records:\n\n");
        preview.derived.iter().for_each(|change| text.push_str(&derived(change)));
        text.push('\n');
    }
    if !preview.undetermined.is_empty() {
        text.push_str("cannot be told without their service, and are left as they are:\n\n");
        preview.undetermined.iter().for_each(|key| text.push_str(&clean(&format!("  {key}\n"))));
        text.push('\n');
    }
    if !preview.printed.is_empty() {
        text.push_str("would be printed:\n\n");
        preview.printed.iter().for_each(|change| text.push_str(&printed(change)));
        text.push('\n');
    }
    if text.is_empty() {
        text.push_str("nothing that is printed or found would change\n\n");
    }
    let counts = preview.counts.unwrap_or_default();
    let (errors, warnings, notes) = (counts.errors, counts.warnings, counts.notes);
    let counts = report::model::FindingCounts { errors, warnings, notes };
    text + &words::findings(Texts::of(language), counts) + "\n"
}

/// `17 -> 18 project  (projects/count?period=2024)`.
fn derived(change: &DerivedChange) -> String {
    let number = |figure: &Option<proto::Figure>| {
        let value = figure.as_ref().and_then(|figure| figure.value.as_ref());
        value.map(|number| number.value.clone()).unwrap_or_default()
    };
    let (key, unit) =
        change.after.as_ref().map_or(("", ""), |figure| (figure.key.as_str(), figure.unit.as_str()));
    clean(&format!("  {} -> {} {unit}  ({key})\n", number(&change.before), number(&change.after)))
}

/// `3.1 ¶: 68 % -> 66 %`.
fn printed(change: &PrintedChange) -> String {
    let PrintedChange { key, page, section, anchor, before, after } = change;
    let place = if anchor.is_empty() { section } else { anchor };
    let place = if place.is_empty() { "top" } else { place };
    let page = if page.is_empty() { String::new() } else { format!("page {page}, ") };
    clean(&format!("  {page}{place}: {before} -> {after}  ({key})\n"))
}
