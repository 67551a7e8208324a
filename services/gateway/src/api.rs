//! The gateway over gRPC: each call decodes and validates, asks [`App`] once, and encodes.

mod collection;
mod compare;
mod diff;
mod draft;
pub(crate) mod finding;
mod import_part;
mod preview;
mod render_report;
mod warm;

use std::pin::Pin;
use std::sync::Arc;

use api::report::v1 as proto;
use futures::Stream;
use kit::caller::Caller;
use proto::collection_service_server::CollectionServiceServer;
use proto::report_service_server::{ReportService, ReportServiceServer};
use tonic::service::Routes;
use tonic::{Request, Response, Status, Streaming};

use crate::app::{App, Inner, Summary};
use crate::error::GatewayError;
use crate::figure_service::Figures;
use crate::services::to_strangers;

pub(crate) use collection::actor;

/// The most reports or services of a page.
const MAX_PAGE: usize = 100;
/// As many reports as come without a page size.
const USUAL_PAGE: usize = 20;

/// All gRPC services that the gateway answers itself.
pub(crate) fn routes(app: &App) -> Routes {
    let reports = ReportServiceServer::new(Api { inner: Arc::clone(&app.inner) })
        .max_decoding_message_size(kit::channel::MAX_MESSAGE_BYTES)
        .max_encoding_message_size(kit::channel::MAX_MESSAGE_BYTES);
    let warm = warm::WarmReports::new(Arc::clone(&app.inner), reports);
    let collecting = CollectionServiceServer::new(collection::Collecting { inner: Arc::clone(&app.inner) })
        .max_decoding_message_size(kit::channel::MAX_MESSAGE_BYTES)
        .max_encoding_message_size(kit::channel::MAX_MESSAGE_BYTES);
    Routes::new(warm).add_service(Figures::server(Arc::clone(&app.inner))).add_service(collecting)
}

/// `ReportService`.
#[derive(Clone)]
pub(crate) struct Api {
    inner: Arc<Inner>,
}

#[tonic::async_trait]
impl ReportService for Api {
    async fn get_report(
        &self,
        request: Request<proto::GetReportRequest>,
    ) -> Result<Response<proto::Report>, Status> {
        let request = request.into_inner();
        let shown = self.inner.shown_of(year(&request.name)?, Some(&request.language)).await?;
        Ok(Response::new(shown.entry.made.told(shown.forms.findings()).into()))
    }

    async fn list_reports(
        &self,
        request: Request<proto::ListReportsRequest>,
    ) -> Result<Response<proto::ListReportsResponse>, Status> {
        let request = request.into_inner();
        let size = page_size(request.page_size, USUAL_PAGE, MAX_PAGE)?;
        let all = self.inner.reports(Some(&request.language))?;
        let (page, next_page_token) = page(all, "reports", size, &request.page_token)?;
        let reports = page.into_iter().map(proto::ReportSummary::from).collect();
        Ok(Response::new(proto::ListReportsResponse { reports, next_page_token }))
    }

    type RenderReportStream = Pin<Box<dyn Stream<Item = Result<proto::RenderReportResponse, Status>> + Send>>;

    async fn render_report(
        &self,
        request: Request<proto::RenderReportRequest>,
    ) -> Result<Response<Self::RenderReportStream>, Status> {
        render_report::call(&self.inner, request.into_inner()).await.map(Response::new)
    }

    async fn import_part(
        &self,
        request: Request<Streaming<proto::ImportPartRequest>>,
    ) -> Result<Response<proto::ImportPartResponse>, Status> {
        import_part::call(&self.inner, request).await.map(Response::new)
    }

    async fn check_report(
        &self,
        request: Request<proto::CheckReportRequest>,
    ) -> Result<Response<proto::CheckReportResponse>, Status> {
        let request = request.into_inner();
        let checked = self.inner.check(year(&request.name)?).await?;
        Ok(Response::new(finding::encode(&checked, &request.language)))
    }

    async fn check_draft(
        &self,
        request: Request<proto::CheckDraftRequest>,
    ) -> Result<Response<proto::CheckDraftResponse>, Status> {
        draft::call(&self.inner, request.into_inner()).await.map(Response::new)
    }

    async fn compare_reports(
        &self,
        request: Request<proto::CompareReportsRequest>,
    ) -> Result<Response<proto::CompareReportsResponse>, Status> {
        compare::call(&self.inner, request.into_inner()).await.map(Response::new)
    }

    async fn diff_report(
        &self,
        request: Request<proto::DiffReportRequest>,
    ) -> Result<Response<proto::DiffReportResponse>, Status> {
        diff::call(&self.inner, request.into_inner()).await.map(Response::new)
    }

    async fn preview_change(
        &self,
        request: Request<proto::PreviewChangeRequest>,
    ) -> Result<Response<proto::PreviewChangeResponse>, Status> {
        preview::call(&self.inner, request.into_inner()).await.map(Response::new)
    }

    async fn list_services(
        &self,
        request: Request<proto::ListServicesRequest>,
    ) -> Result<Response<proto::ListServicesResponse>, Status> {
        let known = request.extensions().get::<Caller>().is_some_and(Caller::may_read);
        let request = request.into_inner();
        let size = page_size(request.page_size, MAX_PAGE, MAX_PAGE)?;
        let mut all = self.inner.list_services();
        if !known {
            all = all.into_iter().map(to_strangers).collect();
        }
        let (services, next_page_token) = page(all, "services", size, &request.page_token)?;
        Ok(Response::new(proto::ListServicesResponse { services, next_page_token }))
    }
}

impl From<Summary> for proto::ReportSummary {
    fn from(summary: Summary) -> Self {
        Self {
            name: format!("reports/{}", summary.year),
            year: summary.year.into(),
            title: summary.title,
            organisation: Some(proto::Organisation {
                id: summary.organisation.id,
                name: summary.organisation.name,
                short_name: summary.organisation.short,
            }),
            languages: summary.languages,
            state: proto::ReportState::Draft.into(),
            edition: 0,
        }
    }
}

/// The year of a report's name.
pub(crate) fn year(name: &str) -> Result<&str, GatewayError> {
    let year = name.strip_prefix("reports/").filter(|year| !year.is_empty() && !year.contains('/'));
    year.ok_or_else(|| GatewayError::Name { asked: name.chars().take(100).collect() })
}

/// A page's size: the usual one for 0, at most `most`.
pub(crate) fn page_size(asked: i32, usual: usize, most: usize) -> Result<usize, GatewayError> {
    match usize::try_from(asked) {
        Ok(0) => Ok(usual),
        Ok(size) => Ok(size.min(most)),
        Err(_) => Err(GatewayError::Field {
            field: "page_size",
            problem: format!("{asked} is no size of a page; ask for 1 to {most}, or 0 for {usual}"),
        }),
    }
}

/// The page of a list that a token names, and the token of the next; a token says of which list it is.
fn page<T>(all: Vec<T>, list: &str, size: usize, token: &str) -> Result<(Vec<T>, String), GatewayError> {
    let from = match token {
        "" => 0,
        token => {
            let from = token.strip_prefix(list).and_then(|rest| rest.strip_prefix('-'));
            let from = from.and_then(|from| from.parse().ok()).filter(|from| *from < all.len());
            from.ok_or(GatewayError::PageToken)?
        }
    };
    let until = from.saturating_add(size);
    let next = if until < all.len() { format!("{list}-{until}") } else { String::new() };
    Ok((all.into_iter().skip(from).take(size).collect(), next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let (first, token) = page(vec![1, 2, 3], "services", 2, "").expect("a page");
        assert_eq!((first, token.as_str()), (vec![1, 2], "services-2"));
        assert_eq!(page(vec![1, 2, 3], "services", 2, &token).expect("a page"), (vec![3], String::new()));
    }

    #[test]
    fn a_token_of_another_list_or_beyond_the_end_is_refused() {
        for token in ["reports-2", "services-3", "services--1", "services", "2", "x"] {
            assert!(
                matches!(page(vec![1, 2, 3], "services", 2, token), Err(GatewayError::PageToken)),
                "{token}"
            );
        }
    }
}
