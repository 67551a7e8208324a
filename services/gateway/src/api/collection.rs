//! `CollectionService`: each call decodes and validates, asks [`Inner`] once, and encodes.

use std::sync::Arc;

use api::report::v1 as proto;
use interchange::mistake::MAX_MISTAKES;
use kit::caller::Caller;
use kit::intent;
use prost::Message;
use proto::collection_service_server::CollectionService;
use tonic::{Request, Response, Status};

use super::{MAX_PAGE, USUAL_PAGE, finding, page, page_size};
use crate::app::Inner;
use crate::collection::{Amendment, Answer, Change, Kept, Request as Asked, Section, Sent, State, is_id};
use crate::config::NAME;
use crate::error::GatewayError;

/// The most sections of a page.
const MAX_SECTIONS: usize = 200;
/// The longest name of a file.
const MAX_FILE_NAME: usize = 200;

/// `CollectionService`.
#[derive(Clone)]
pub(crate) struct Collecting {
    pub(super) inner: Arc<Inner>,
}

/// Who sends a change, the message, and what it says of itself: why, by which request, and whether nothing is to be written.
fn begun<M: Message>(
    rpc: &str,
    request: Request<M>,
    said: impl Fn(&M) -> (&str, &str, bool),
) -> (Caller, M, Change) {
    let caller = caller(&request);
    let message = request.into_inner();
    let (reason, request_id, validate_only) = said(&message);
    let change = Change::new(rpc, &message, &caller.actor, (reason, request_id), validate_only);
    (caller, message, change)
}

fn caller<T>(request: &Request<T>) -> Caller {
    request.extensions().get::<Caller>().cloned().unwrap_or_else(Caller::anonymous)
}

#[tonic::async_trait]
impl CollectionService for Collecting {
    async fn create_collection_request(
        &self,
        request: Request<proto::CreateCollectionRequestRequest>,
    ) -> Result<Response<proto::CollectionRequest>, Status> {
        let (caller, message, change) =
            begun("CreateCollectionRequest", request, |m| (&m.reason, &m.request_id, m.validate_only));
        let proto::CreateCollectionRequestRequest { collection_request_id: id, collection_request, .. } =
            message;
        let asked = asked(id, collection_request.unwrap_or_default())?;
        let kept = self.inner.ask_department(asked, &change).await?;
        Ok(Response::new(encode(&kept, true, &caller)))
    }

    async fn get_collection_request(
        &self,
        request: Request<proto::GetCollectionRequestRequest>,
    ) -> Result<Response<proto::CollectionRequest>, Status> {
        let caller = caller(&request);
        let kept = self.inner.request(id(&request.get_ref().name)?).await?;
        Ok(Response::new(encode(&kept, true, &caller)))
    }

    async fn list_collection_requests(
        &self,
        request: Request<proto::ListCollectionRequestsRequest>,
    ) -> Result<Response<proto::ListCollectionRequestsResponse>, Status> {
        let caller = caller(&request);
        let request = request.into_inner();
        let size = page_size(request.page_size, USUAL_PAGE, MAX_PAGE)?;
        let states: Vec<i32> = request.states.clone();
        let wanted = |kept: &Kept| {
            (request.department.is_empty() || kept.request.department == request.department)
                && (states.is_empty() || states.contains(&state(kept.request.state).into()))
                && (request.year == 0 || i32::from(kept.request.year) == request.year)
        };
        let all: Vec<Kept> = self.inner.requests().await?.into_iter().filter(wanted).collect();
        // A token serves its own question only.
        let asked = proto::ListCollectionRequestsRequest {
            page_size: 0,
            page_token: String::new(),
            ..request.clone()
        };
        let list: String = intent::digest("requests", &asked).chars().take(16).collect();
        let (found, next_page_token) = page(all, &list, size, &request.page_token)?;
        let collection_requests = found.iter().map(|kept| encode(kept, false, &caller)).collect();
        Ok(Response::new(proto::ListCollectionRequestsResponse { collection_requests, next_page_token }))
    }

    async fn update_collection_request(
        &self,
        request: Request<proto::UpdateCollectionRequestRequest>,
    ) -> Result<Response<proto::CollectionRequest>, Status> {
        let (caller, message, change) =
            begun("UpdateCollectionRequest", request, |m| (&m.reason, &m.request_id, m.validate_only));
        let amendment = amendment(&message)?;
        let given = message.collection_request.unwrap_or_default();
        let kept = self.inner.amend(id(&given.name)?, &amendment, &given.etag, &change).await?;
        Ok(Response::new(encode(&kept, true, &caller)))
    }

    async fn render_workbook(
        &self,
        request: Request<proto::RenderWorkbookRequest>,
    ) -> Result<Response<proto::RenderWorkbookResponse>, Status> {
        let request = request.into_inner();
        let made = self.inner.workbook(id(&request.name)?, Some(&request.language)).await?;
        Ok(Response::new(proto::RenderWorkbookResponse {
            file_name: made.file_name,
            content_type: crate::collection::MEDIA_TYPE.to_owned(),
            content: made.bytes.into(),
        }))
    }

    async fn receive_workbook(
        &self,
        request: Request<proto::ReceiveWorkbookRequest>,
    ) -> Result<Response<proto::ReceiveWorkbookResponse>, Status> {
        let metadata = request.metadata().clone();
        let (caller, message, change) =
            begun("ReceiveWorkbook", request, |m| (&m.reason, &m.request_id, m.validate_only));
        let file = message.file_name;
        if file.is_empty() || file.chars().count() > MAX_FILE_NAME || file.chars().any(char::is_control) {
            let problem = format!("write the name of the file, at most {MAX_FILE_NAME} characters: bdt.xlsx");
            return Err(GatewayError::Field { field: "file_name", problem }.into());
        }
        let sent = Sent { file, bytes: message.content.into(), change, caller: caller.clone(), metadata };
        let received = self.inner.receive(sent).await?;
        let mut mistakes = received.mistakes;
        let more = mistakes.len().saturating_sub(MAX_MISTAKES);
        mistakes.truncate(MAX_MISTAKES);
        let refusal = crate::content::refusal(mistakes);
        let told = |(checked, supposed): &(Arc<crate::check::Checked>, crate::preview::Supposing)| {
            finding::told(&supposed.findings.appearing, checked, &message.language)
        };
        Ok(Response::new(proto::ReceiveWorkbookResponse {
            collection_request: received.kept.map(|kept| encode(&kept, true, &caller)),
            mistakes: refusal.mistakes,
            more_mistakes: i64::try_from(more).unwrap_or(i64::MAX),
            findings: received.found.as_ref().map(told).unwrap_or_default(),
            rules_checked: received.rules_checked,
            revisions: received.stated.revisions,
            changed: received.stated.changed,
        }))
    }

    async fn query_collection_request(
        &self,
        request: Request<proto::QueryCollectionRequestRequest>,
    ) -> Result<Response<proto::CollectionRequest>, Status> {
        let (caller, message, change) =
            begun("QueryCollectionRequest", request, |m| (&m.reason, &m.request_id, false));
        let kept = self.inner.query(id(&message.name)?, &message.etag, &change).await?;
        Ok(Response::new(encode(&kept, true, &caller)))
    }

    async fn clear_collection_request(
        &self,
        request: Request<proto::ClearCollectionRequestRequest>,
    ) -> Result<Response<proto::CollectionRequest>, Status> {
        let (caller, message, change) =
            begun("ClearCollectionRequest", request, |m| (&m.reason, &m.request_id, false));
        let kept = self.inner.settle(id(&message.name)?, &message.etag, &change).await?;
        Ok(Response::new(encode(&kept, true, &caller)))
    }

    async fn clear_section(
        &self,
        request: Request<proto::ClearSectionRequest>,
    ) -> Result<Response<proto::SectionClearance>, Status> {
        let (caller, message, change) = begun("ClearSection", request, |m| (&m.reason, &m.request_id, false));
        let name = message.name.strip_prefix("reports/").and_then(|rest| rest.split_once("/sections/"));
        let (year, section) = name.ok_or_else(|| {
            let problem = "is no name of a section; write reports/YEAR/sections/ID".to_owned();
            GatewayError::Field { field: "name", problem }
        })?;
        let cleared = self.inner.clear_section(year, section, &change).await?;
        Ok(Response::new(clearance(year, cleared, &caller)))
    }

    async fn list_section_clearances(
        &self,
        request: Request<proto::ListSectionClearancesRequest>,
    ) -> Result<Response<proto::ListSectionClearancesResponse>, Status> {
        let caller = caller(&request);
        let request = request.into_inner();
        let year = super::year(&request.parent)?;
        let size = page_size(request.page_size, MAX_PAGE, MAX_SECTIONS)?;
        let all = self.inner.sections(year).await?;
        let (found, next_page_token) = page(all, "sections", size, &request.page_token)?;
        let section_clearances = found.into_iter().map(|section| clearance(year, section, &caller)).collect();
        Ok(Response::new(proto::ListSectionClearancesResponse { section_clearances, next_page_token }))
    }
}

fn id(name: &str) -> Result<&str, GatewayError> {
    let id = name.strip_prefix("collectionRequests/").filter(|id| is_id(id));
    id.ok_or_else(|| GatewayError::Field {
        field: "name",
        problem: "is no name of a request; write collectionRequests/ID, the id 1 to 63 lower-case letters, digits and hyphens: bdt-2024".to_owned(),
    })
}

fn asked(id: String, given: proto::CollectionRequest) -> Result<Asked, GatewayError> {
    let year = i16::try_from(given.year).map_err(|_| GatewayError::Field {
        field: "collection_request.year",
        problem: format!("{} is no year; write one such as 2024", given.year),
    })?;
    Ok(Asked {
        id,
        year,
        department: given.department,
        focal_point: given.focal_point,
        due_date: given.due_date,
        measures: measures(&given.measures)?,
        keys: Vec::new(),
        state: State::Asked,
        question: String::new(),
    })
}

fn measures(names: &[String]) -> Result<Vec<String>, GatewayError> {
    let one = |name: &String| name.strip_prefix("measures/").map(str::to_owned);
    let read: Option<Vec<String>> = names.iter().map(one).collect();
    read.ok_or_else(|| GatewayError::Field {
        field: "collection_request.measures",
        problem: "holds what is no name of a measure; write measures/SERVICE/MEASURE".to_owned(),
    })
}

fn amendment(message: &proto::UpdateCollectionRequestRequest) -> Result<Amendment, GatewayError> {
    let given = message.collection_request.clone().unwrap_or_default();
    let paths = message.update_mask.clone().map(|mask| mask.paths).unwrap_or_default();
    let all = paths.iter().any(|path| path == "*");
    for path in &paths {
        if !["focal_point", "due_date", "measures", "*"].contains(&path.as_str()) {
            let shown: String = path.chars().take(60).collect();
            let problem = format!("`{shown}` cannot be changed; name focal_point, due_date or measures");
            return Err(GatewayError::Field { field: "update_mask", problem });
        }
    }
    let named = |field: &str, is_given: bool| {
        all || if paths.is_empty() { is_given } else { paths.iter().any(|path| path == field) }
    };
    let focal_point = named("focal_point", !given.focal_point.is_empty()).then_some(given.focal_point);
    let due_date = named("due_date", !given.due_date.is_empty()).then_some(given.due_date);
    let asks = named("measures", !given.measures.is_empty());
    let measures = if asks { Some(measures(&given.measures)?) } else { None };
    Ok(Amendment { focal_point, due_date, measures })
}

fn state(state: State) -> proto::CollectionState {
    match state {
        State::Asked => proto::CollectionState::Asked,
        State::Received => proto::CollectionState::Received,
        State::Nil => proto::CollectionState::Nil,
        State::Queried => proto::CollectionState::Queried,
        State::Cleared => proto::CollectionState::Cleared,
    }
}

fn answer(answer: Answer) -> proto::CollectionAnswer {
    match answer {
        Answer::Open => proto::CollectionAnswer::Unspecified,
        Answer::Value => proto::CollectionAnswer::Value,
        Answer::Nil => proto::CollectionAnswer::Nil,
        Answer::NotApplicable => proto::CollectionAnswer::NotApplicable,
    }
}

/// Who did something is told to those only who may write here.
pub(crate) fn actor(name: &str, caller: &Caller) -> String {
    if caller.may_write(NAME) { name.to_owned() } else { String::new() }
}

fn encode(kept: &Kept, whole: bool, caller: &Caller) -> proto::CollectionRequest {
    let request = &kept.request;
    let count = |answer| i32::try_from(kept.count(answer)).unwrap_or(i32::MAX);
    let item = |key: &String| {
        let answered = kept.answer(key);
        proto::CollectionItem {
            key: key.clone(),
            answer: answered.map_or(proto::CollectionAnswer::Unspecified, |one| answer(one.answer)).into(),
            value: answered.map(|one| one.value.clone()).unwrap_or_default(),
            comment: answered.map(|one| one.comment.clone()).unwrap_or_default(),
            place: answered.map(|one| one.place.clone()).unwrap_or_default(),
        }
    };
    proto::CollectionRequest {
        name: format!("collectionRequests/{}", request.id),
        year: request.year.into(),
        department: request.department.clone(),
        focal_point: request.focal_point.clone(),
        due_date: request.due_date.clone(),
        measures: request.measures.iter().map(|name| format!("measures/{name}")).collect(),
        state: state(request.state).into(),
        question: request.question.clone(),
        asked_count: i32::try_from(request.keys.len()).unwrap_or(i32::MAX),
        value_count: count(Answer::Value),
        nil_count: count(Answer::Nil),
        not_applicable_count: count(Answer::NotApplicable),
        open_count: count(Answer::Open),
        items: if whole { request.keys.iter().map(item).collect() } else { Vec::new() },
        update_actor: actor(&kept.actor, caller),
        update_time: kept.time.map(Into::into),
        etag: kept.etag.clone(),
    }
}

fn clearance(year: &str, section: Section, caller: &Caller) -> proto::SectionClearance {
    proto::SectionClearance {
        name: format!("reports/{year}/sections/{}", section.id),
        number: section.number,
        title: section.title,
        cleared: section.as_cleared == Some(true),
        changed_since: section.as_cleared == Some(false),
        actor: actor(&section.author.actor, caller),
        clear_time: section.author.time.map(Into::into),
        reason: section.author.reason,
    }
}
