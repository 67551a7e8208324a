//! `google.api.HttpBody`: an answer that is no JSON, sent with its own media type, an entity tag, and what its handler says of it.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use prost::Message;

use super::answer::failed;
use super::call::broken;
use super::refusal::Refused;
use crate::conditional::{Tagged, has_already};

/// What a handler's metadata may say of the answer.
const TOLD: [HeaderName; 5] = [
    header::CONTENT_LANGUAGE,
    header::CONTENT_DISPOSITION,
    header::LAST_MODIFIED,
    header::VARY,
    header::CACHE_CONTROL,
];

/// The answer, or 304 where the client has it already.
pub(super) fn send(
    first: Option<Bytes>,
    metadata: HeaderMap,
    asked: &HeaderMap,
) -> Result<Response, Refused> {
    let message = first.ok_or_else(|| failed(&broken("has no message")))?;
    let body = api::HttpBody::decode(message).map_err(|error| failed(&broken(&error.to_string())))?;
    let kind = HeaderValue::try_from(body.content_type);
    let kind = kind.map_err(|_| failed(&broken("has no media type")))?;
    let tagged = Tagged::new(body.data, "raw");
    let mut response = if has_already(asked, &tagged.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        tagged.bytes.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    for name in TOLD {
        if let Some(value) = metadata.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::ETAG, tagged.tag);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
