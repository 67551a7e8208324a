//! The typed API of a service under test, by its descriptors and its HTTP doors: what is asked comes from there, so that no domain's words
//! stand here.

use api::field_mask::to_json;
use axum::Router;
use axum::body::Body;
use kit::transcode::{Binding, BindingBody, bindings};
use prost_reflect::DescriptorPool;
use serde_json::{Map, Value};
use tower::ServiceExt;

use super::Failure;

/// The most bytes of an answer.
const MAX_ANSWER: usize = 64 << 20;

/// A resource that calls write.
#[derive(Clone, Debug)]
pub(super) struct Resource {
    /// The collection's path: `/v1/projects`.
    pub(super) path: String,
    /// The request's field that holds a record: `project`.
    pub(super) field: String,
    /// Whether records have a field of this name.
    pub(super) has_note: bool,
    /// The paths of creating and updating many, where there are.
    pub(super) batches: Option<[String; 2]>,
}

/// An answer: its status and its JSON.
pub(super) type Answer = (u16, Value);

/// The resources that some gRPC services write.
pub(super) fn resources(pool: &DescriptorPool, services: &[&str]) -> Vec<Resource> {
    let all = bindings(pool, services.iter().copied());
    let of = |rpc: &str| all.iter().find(|binding| binding.rpc.name() == rpc && binding.number == 0);
    let one = |binding: &Binding| {
        let kind = binding.rpc.name().strip_prefix("Create")?;
        let BindingBody::Field(field) = &binding.body else { return None };
        of(&format!("Update{kind}")).and(of(&format!("Delete{kind}")))?;
        let batch = |verb: &str| {
            let path = format!("{}:batch{verb}", binding.path);
            all.iter().find(|binding| binding.path == path).map(|binding| binding.path.clone())
        };
        Some(Resource {
            path: binding.path.clone(),
            field: field.clone(),
            has_note: binding.rpc.output().get_field_by_name("note").is_some(),
            batches: batch("Create").zip(batch("Update")).map(|(create, update)| [create, update]),
        })
    };
    all.iter().filter_map(one).collect()
}

/// Asks an HTTP door.
pub(super) async fn ask(
    router: &Router,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<Answer, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure(format!("{method} {path}: {error}"));
    let request =
        http::Request::builder().method(method).uri(path).header("content-type", "application/json");
    let body = body.map(Value::to_string).unwrap_or_default();
    let request = request.body(Body::from(body)).map_err(|error| wrong(&error))?;
    let response = router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
    let status = response.status().as_u16();
    let bytes =
        axum::body::to_bytes(response.into_body(), MAX_ANSWER).await.map_err(|error| wrong(&error))?;
    let json = serde_json::from_slice(&bytes).map_err(|error| wrong(&error))?;
    Ok((status, json))
}

impl Resource {
    /// The first record, if there is one.
    pub(super) async fn sample(&self, router: &Router) -> Result<Option<Value>, Failure> {
        let (_, page) = ask(router, "GET", &format!("{}?pageSize=1", self.path), None).await?;
        let members = page.as_object().into_iter().flatten();
        let lists = members.filter_map(|(_, member)| member.as_array());
        Ok(lists.filter_map(|list| list.first().cloned()).next())
    }

    /// The path of creating a record by a request; an empty id is none.
    pub(super) fn to_create(&self, id: &str, request: &str) -> String {
        let chosen = if id.is_empty() { String::new() } else { format!("&{}Id={id}", to_json(&self.field)) };
        let collection = self.path.rsplit('/').next().unwrap_or_default();
        format!("{}?requestId={collection}-{request}&reason=a+check{chosen}", self.path)
    }

    /// The path of a record, for a change by a request.
    pub(super) fn to_change(name: &str, request: &str) -> String {
        let collection = name.split('/').next().unwrap_or_default();
        format!("/v1/{name}?requestId={collection}-{request}&reason=a+check")
    }

    /// A small change of a record: what is sent, and its mask.
    pub(super) fn change(&self, record: &Value) -> (Value, String) {
        let language = record["label"].as_object().and_then(|label| label.keys().next().cloned());
        match language {
            Some(language) => {
                let label = Map::from_iter([(language.clone(), Value::from("Checked"))]);
                (object([("label", label.into())]), format!("label.{language}"))
            }
            None if self.has_note => (object([("note", "Checked".into())]), "note".to_owned()),
            None => {
                let section = object([("section", "checked".into())]);
                (object([("provenance", section)]), "provenance.section".to_owned())
            }
        }
    }

    /// A record that cannot be: what is sent instead, and where the mistake is.
    pub(super) fn spoilt(&self, record: &Value) -> (Value, String) {
        let mut record = record.clone();
        if record["provenance"].is_object() {
            record["provenance"]["document"] = "no-such-document".into();
            return (record, format!("{}.provenance.document", self.field));
        }
        record["label"] = object([]);
        (record, format!("{}.label", self.field))
    }
}

/// A record like another, as it is sent: what the service makes is left out, and it comes from another place.
pub(super) fn like(record: &Value) -> Value {
    let mut record = record.clone();
    if let Some(members) = record.as_object_mut() {
        members.retain(|name, _| !matches!(name.as_str(), "name" | "revision" | "etag" | "key"));
    }
    if record["provenance"].is_object() {
        record["provenance"]["locator"] = "check".into();
    }
    record
}

pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The text of a member.
pub(super) fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or_default()
}

/// The fields that a problem names.
pub(super) fn fields(problem: &Value) -> Vec<&str> {
    let violations = problem["violations"].as_array().into_iter().flatten();
    violations.map(|violation| text(violation, "field")).collect()
}
