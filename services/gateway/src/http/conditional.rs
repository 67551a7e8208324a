//! Entity tags and `If-None-Match`, as every door has them, and the one answer that is made of them.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::coding::{Coded, Coding};
use super::problem::text;

pub(crate) use kit::conditional::{Tagged, has_already};

/// What an answer says of its bytes (RFC 9110, section 8).
pub(super) struct Representation<'a> {
    /// The media type.
    pub(super) media_type: &'static str,
    /// The language of its words; `None` for what has none.
    pub(super) language: Option<&'a str>,
    /// Which headers of the request decide what it is, `accept-encoding` among them.
    pub(super) vary: &'static str,
}

impl Representation<'_> {
    /// What the client gets: the bytes in the coding that it prefers, or that it has them already. It asks each time whether they are
    /// still so.
    pub(super) fn conditional(&self, coded: &Coded, asked: &HeaderMap) -> Response {
        let coding = coding(coded, asked);
        let tagged = coded.of(coding);
        if !has_already(asked, &tagged.tag) {
            let mut response = self.whole(StatusCode::OK, coded, coding);
            response.headers_mut().insert(header::ETAG, tagged.tag.clone());
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            return response;
        }
        // What RFC 9110, section 15.4.5, wants of a 304, and nothing that the client keeps with the bytes.
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tagged.tag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static(self.vary));
        response
    }

    /// The bytes, with a status, where nobody may keep them.
    pub(super) fn unkept(&self, status: StatusCode, coded: &Coded, asked: &HeaderMap) -> Response {
        let mut response = self.whole(status, coded, coding(coded, asked));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    fn whole(&self, status: StatusCode, coded: &Coded, coding: Coding) -> Response {
        let fixed = HeaderValue::from_static;
        let mut response = (status, coded.of(coding).bytes.clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, fixed(self.media_type));
        headers.insert(header::VARY, fixed(self.vary));
        if let Some(coding) = coding.name() {
            headers.insert(header::CONTENT_ENCODING, fixed(coding));
        }
        let language = self.language.and_then(|language| HeaderValue::from_str(language).ok());
        if let Some(language) = language {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        response
    }
}

fn coding(coded: &Coded, asked: &HeaderMap) -> Coding {
    coded.suiting(Coding::accepted(text(asked, &header::ACCEPT_ENCODING)))
}
