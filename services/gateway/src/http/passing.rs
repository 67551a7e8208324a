//! Answers whose bytes are made for one request: tagged, coded with little effort, in a language.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::coding::{Coded, Coding};
use super::conditional::has_already;
use super::problem::text;

/// The media type of a page.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// An answer before its coding is chosen.
pub(super) struct Passing {
    /// The bytes.
    pub(super) bytes: Bytes,
    /// A short word for the form, for the tag: `html`.
    pub(super) form: &'static str,
    /// The media type.
    pub(super) media_type: &'static str,
    /// The language of its words; `None` for what has none.
    pub(super) language: Option<Arc<str>>,
    /// Which headers of the request decide what it is, besides `Accept-Encoding`.
    pub(super) vary: &'static str,
}

impl Passing {
    /// A page whose language may be preferred by a header.
    pub(super) fn page(html: String, language: Arc<str>) -> Self {
        let vary = "accept-language";
        Self { bytes: html.into(), form: "html", media_type: HTML, language: Some(language), vary }
    }

    /// What the client gets: the bytes in the coding that it prefers, or that it has them already.
    pub(super) fn conditional(self, headers: &HeaderMap) -> Response {
        let coded = Coded::passing(self.bytes.clone(), self.form);
        let coding = coded.suiting(Coding::accepted(text(headers, &header::ACCEPT_ENCODING)));
        let tagged = coded.of(coding);
        let mut response = if has_already(headers, &tagged.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.whole(StatusCode::OK, coding, tagged.bytes.clone())
        };
        let answered = response.headers_mut();
        answered.insert(header::ETAG, tagged.tag.clone());
        answered.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        self.depending(answered);
        response
    }

    /// The same, with a status, where nobody may keep it.
    pub(super) fn unkept(self, status: StatusCode, headers: &HeaderMap) -> Response {
        let coded = Coded::passing(self.bytes.clone(), self.form);
        let coding = coded.suiting(Coding::accepted(text(headers, &header::ACCEPT_ENCODING)));
        let mut response = self.whole(status, coding, coded.of(coding).bytes.clone());
        let answered = response.headers_mut();
        answered.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        self.depending(answered);
        response
    }

    fn whole(&self, status: StatusCode, coding: Coding, bytes: Bytes) -> Response {
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type))];
        let mut response = (status, kind, bytes).into_response();
        if let Some(coding) = coding.name() {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }

    fn depending(&self, headers: &mut HeaderMap) {
        let vary = format!("accept-encoding, {}", self.vary);
        if let Ok(vary) = HeaderValue::try_from(vary) {
            headers.insert(header::VARY, vary);
        }
        let language = self.language.as_ref().and_then(|language| HeaderValue::from_str(language).ok());
        if let Some(language) = language {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
    }
}
