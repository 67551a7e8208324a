//! A request's path, query and body as the messages of its RPC, framed as gRPC sends them.

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use bytes::{BufMut, Bytes, BytesMut};
use futures::StreamExt;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value};

use super::elements::Elements;
use super::query::{self, Mistake};
use super::refusal::{Refused, mistake, refuse};
use super::{BindingBody, Captures, Rpc};
use crate::channel::MAX_MESSAGE_BYTES;

/// The most bytes of a body that is a stream of messages: a whole part in base64, with room.
const MAX_STREAM: usize = 512 << 20;
/// The media types of a body.
const KINDS: [&str; 3] = ["application/json", "application/x-ndjson", "application/jsonl"];

/// What a stream of messages was found wrong with while it was sent.
pub(super) type Found = Arc<OnceLock<Mistake>>;

/// A request's body over gRPC.
pub(super) struct Framed {
    /// Frames.
    pub(super) body: Body,
    /// Set when a stream breaks off because of what it holds.
    pub(super) found: Found,
}

impl Rpc {
    /// The gRPC body of an HTTP request.
    pub(super) async fn read(
        &self,
        captures: Captures,
        query: Option<&str>,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<Framed, Refused> {
        let mut fields = Map::new();
        let mut bound: Vec<String> = captures.iter().map(|(field, _)| field.clone()).collect();
        for (field, text) in captures {
            query::set(&self.input, &field, text, &mut fields).map_err(mistake)?;
        }
        if let BindingBody::Field(field) = &self.body {
            bound.push(field.clone());
        }
        query::read(&self.input, query.unwrap_or_default(), &bound, &mut fields).map_err(mistake)?;
        if self.takes_many {
            if let Some(field) = fields.keys().next() {
                return Err(mistake(Mistake::new(
                    field,
                    "stands in the query; write it in the messages of the body",
                )));
            }
            has_type(headers, &KINDS)?;
            return Ok(self.stream(body));
        }
        if self.body != BindingBody::None {
            self.add_body(headers, body, &mut fields).await?;
        }
        let json = serde_json::to_vec(&fields).unwrap_or_default();
        let message = self.message(&json).map_err(mistake)?;
        Ok(Framed { body: Body::from(message), found: Found::default() })
    }

    /// A frame of a message.
    fn message(&self, json: &[u8]) -> Result<Bytes, Mistake> {
        self.reads.from_json(json).map(|message| frame(&message)).map_err(|error| {
            let field = if error.path.is_empty() { "body" } else { &error.path };
            Mistake::new(field, error.problem)
        })
    }

    /// Adds the fields of a JSON body to those of path and query.
    async fn add_body(
        &self,
        headers: &HeaderMap,
        body: Body,
        fields: &mut Map<String, Value>,
    ) -> Result<(), Refused> {
        let bytes = collected(body).await?;
        if bytes.is_empty() {
            return Err(mistake(Mistake::new("body", "is empty; send a JSON object, at least {}")));
        }
        has_type(headers, &KINDS[..1])?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|error| mistake(Mistake::new("body", error.to_string())))?;
        let given = match (&self.body, value) {
            (BindingBody::Field(field), value) => {
                let bound = fields.remove(&self.json_name(field));
                Map::from_iter([(field.clone(), joined(field, bound, value)?)])
            }
            (_, Value::Object(given)) => given,
            _ => {
                return Err(mistake(Mistake::new(
                    "body",
                    "is no JSON object; write the fields of the request",
                )));
            }
        };
        for (name, value) in given {
            // Under either name: a field has one place.
            let name = self.json_name(&name);
            if fields.contains_key(&name) {
                return Err(mistake(Mistake::new(
                    &name,
                    "stands in the path or the query already; set it once",
                )));
            }
            fields.insert(name, value);
        }
        Ok(())
    }

    fn json_name(&self, name: &str) -> String {
        let field = self.input.get_field_by_name(name);
        field.map_or(name.to_owned(), |field| field.json_name().to_owned())
    }

    /// The frames of a body that is a stream of messages, made as its bytes come.
    fn stream(&self, body: Body) -> Framed {
        let found = Found::default();
        let (rpc, told) = (self.clone(), Arc::clone(&found));
        let mut elements = Elements::default();
        let data = Limited::new(body, MAX_STREAM).into_data_stream().map(Some);
        let frames = data.chain(futures::stream::iter([None])).map(move |next| {
            let frames = rpc.frames(&mut elements, next);
            frames.map_err(|mistake| {
                let problem = mistake.problem.clone();
                // Only the first is told: the stream ends with it.
                let _ = told.set(mistake);
                std::io::Error::other(problem)
            })
        });
        Framed { body: Body::from_stream(frames), found }
    }

    /// The frames that the next bytes complete; `None` is the end.
    fn frames<E: std::fmt::Display>(
        &self,
        elements: &mut Elements,
        next: Option<Result<Bytes, E>>,
    ) -> Result<Bytes, Mistake> {
        let bytes = match next {
            None => return elements.end().map(|()| Bytes::new()),
            Some(bytes) => bytes.map_err(|error| Mistake::new("body", error.to_string()))?,
        };
        let mut frames = BytesMut::new();
        for element in elements.push(&bytes)? {
            frames.extend_from_slice(&self.message(&element)?);
        }
        Ok(frames.freeze())
    }
}

/// A field that the body holds, with those parts of it that the path binds (`project.name`).
fn joined(field: &str, bound: Option<Value>, value: Value) -> Result<Value, Refused> {
    let Some(Value::Object(bound)) = bound else { return Ok(value) };
    let Value::Object(mut given) = value else {
        return Err(mistake(Mistake::new("body", "is no JSON object; write the fields of the record")));
    };
    for (name, value) in bound {
        let other = given.insert(name.clone(), value.clone()).filter(|other| *other != value && *other != "");
        if other.is_some() {
            let path = format!("{field}.{name}");
            return Err(mistake(Mistake::new(&path, "is not that of the path; leave it out of the body")));
        }
    }
    Ok(Value::Object(given))
}

/// gRPC's frame of a message: not compressed, its length, its bytes.
fn frame(message: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(message.len().saturating_add(5));
    frame.put_u8(0);
    frame.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    frame.extend_from_slice(message);
    frame.freeze()
}

async fn collected(body: Body) -> Result<Bytes, Refused> {
    match Limited::new(body, MAX_MESSAGE_BYTES).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            let problem = format!("is larger than {MAX_MESSAGE_BYTES} bytes; ask for less in one call");
            Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, "body", &problem))
        }
        Err(error) => Err(mistake(Mistake::new("body", format!("broke off: {error}")))),
    }
}

/// Whether the body is of one of these media types, in UTF-8.
fn has_type(headers: &HeaderMap, kinds: &[&str]) -> Result<(), Refused> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, parameters) = given.split_once(';').unwrap_or((given, ""));
    let known = kinds.iter().any(|known| kind.trim().eq_ignore_ascii_case(known));
    let charset = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value.trim().trim_matches('"'))
    });
    if known && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8")) {
        return Ok(());
    }
    let shown: String = given.chars().take(80).collect();
    let problem = format!("`{shown}` is not read here; send {}", kinds.join(" or "));
    Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", &problem))
}
