//! Answers whose bytes are made for one request: tagged, coded with little effort, in a language.

use std::sync::Arc;

use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::coding::Coded;
use super::conditional::Representation;

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
    /// Which headers of the request decide what it is, `accept-encoding` among them.
    pub(super) vary: &'static str,
}

impl Passing {
    /// A page whose language may be preferred by a header.
    pub(super) fn page(html: String, language: Arc<str>) -> Self {
        let vary = "accept-encoding, accept-language";
        Self { bytes: html.into(), form: "html", media_type: HTML, language: Some(language), vary }
    }

    /// What the client gets: the bytes in the coding that it prefers, or that it has them already.
    pub(super) fn conditional(self, headers: &HeaderMap) -> Response {
        self.representation().conditional(&self.coded(), headers)
    }

    /// The same, with a status, where nobody may keep it.
    pub(super) fn unkept(self, status: StatusCode, headers: &HeaderMap) -> Response {
        self.representation().unkept(status, &self.coded(), headers)
    }

    fn representation(&self) -> Representation<'_> {
        Representation { media_type: self.media_type, language: self.language.as_deref(), vary: self.vary }
    }

    fn coded(&self) -> Coded {
        Coded::passing(self.bytes.clone(), self.form)
    }
}
