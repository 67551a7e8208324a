//! The report on 2024 as a running gateway gives it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use api::figures::v1::Figure;
use api::report::v1::{ListServicesRequest, Report, ServiceState};
use bytes::Bytes;

use crate::wait::{until, within};
use crate::{grpc, web};

/// How long a report may take when a service does not answer: its deadline of 2 s, and what a busy machine adds.
const DEADLINE: Duration = Duration::from_secs(20);

/// The report in a language, as it is now: the bytes of its JSON. It comes within the deadline, whatever services do.
pub async fn bytes(gateway: SocketAddr, language: &str) -> Bytes {
    let path = format!("/reports/2024.json?lang={language}");
    let answer = within(DEADLINE, &path, web::get(gateway, &path, &[])).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

/// The message that its JSON holds.
#[must_use]
pub fn message(bytes: &Bytes) -> Report {
    serde_json::from_slice(bytes).expect("the JSON of a Report")
}

/// The report as soon as all services answer, and have answered for everything that its notice tells of: a service that a busy machine makes
/// late leaves a gap in a page beside it, which is made again.
pub async fn whole(gateway: SocketAddr, language: &str) -> Bytes {
    let look = async || {
        let found = web::get(gateway, "/reports/2024/findings.json", &[]).await;
        let settled = found.status == 200 && !found.text().contains("service-unconfirmed");
        if !settled {
            return None;
        }
        Some(bytes(gateway, language).await).filter(|b| message(b).unconfirmed.is_empty())
    };
    until("a whole report", look).await
}

/// Waits until the gateway has learned of an HTTP door of a service, `/v1/projects`.
pub async fn door(gateway: SocketAddr, path: &str) {
    let quoted = format!("\"{path}\"");
    let told = async || web::get(gateway, "/openapi.json", &[]).await.text().contains(&quoted).then_some(());
    until(&format!("the gateway knows {path}"), told).await;
}

/// The report as soon as a service, and no other, does not answer.
pub async fn without(gateway: SocketAddr, service: &str) -> Report {
    let look = async || {
        let report = message(&bytes(gateway, "en").await);
        report.unconfirmed.keys().eq([service]).then_some(report)
    };
    until(&format!("a report without {service}"), look).await
}

/// Its figures by key: those of a service, and all others.
#[must_use]
pub fn split(report: &Report, service: &str) -> (BTreeMap<String, Figure>, BTreeMap<String, Figure>) {
    let named = report.figures.iter().map(|figure| (figure.key.clone(), figure.clone()));
    named.partition(|(key, _)| key.split('/').next() == Some(service))
}

/// A service as the gateway sees it.
pub async fn state(gateway: SocketAddr, service: &str) -> ServiceState {
    let listed = grpc::reports(gateway).list_services(ListServicesRequest::default()).await.expect("a list");
    let found = listed.into_inner().services.into_iter().find(|state| state.service == service);
    found.unwrap_or_else(|| panic!("{service} is not listed"))
}
