//! The parameters of an operation: those of its path, and every field that its query may set.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::comments::said;
use super::schema::{Schemas, described, is_required};
use crate::transcode::query::is_settable;
use crate::transcode::scalar::is_text;

/// How deep fields of fields are listed.
const MAX_DEPTH: usize = 4;

/// A parameter of the path: one segment of a resource's name.
pub(super) fn of_path(name: &str, field: Option<&FieldDescriptor>) -> Value {
    let text = field.map(described).unwrap_or_default();
    parameter(name, "path", true, &text, json!({"type": "string", "minLength": 1}), None)
}

/// The parameters of a query: the fields of a message that neither path nor body sets.
pub(super) fn of_query(message: &MessageDescriptor, bound: &[&str], schemas: &mut Schemas) -> Vec<Value> {
    let mut found = Vec::new();
    collect(message, "", bound, 0, schemas, &mut found);
    found
}

fn collect(
    message: &MessageDescriptor,
    prefix: &str,
    bound: &[&str],
    depth: usize,
    schemas: &mut Schemas,
    into: &mut Vec<Value>,
) {
    for field in message.fields().filter(is_settable) {
        if depth == 0 && bound.contains(&field.name()) {
            continue;
        }
        let name = format!("{prefix}{}", field.json_name());
        let kind = field.kind();
        match kind.as_message().filter(|_| !field.is_map() && !is_text(&kind)) {
            Some(inner) if depth < MAX_DEPTH => {
                collect(inner, &format!("{name}."), bound, depth.saturating_add(1), schemas, into);
            }
            Some(_) => {}
            None => into.push(leaf(&name, &field, depth == 0 && is_required(&field), schemas)),
        }
    }
}

fn leaf(name: &str, field: &FieldDescriptor, required: bool, schemas: &mut Schemas) -> Value {
    let text = described(field);
    let style = field.is_map().then_some("deepObject");
    let mut schema = schemas.value(field, false);
    if required && let Some(members) = schema.as_object_mut().filter(|_| field.is_list()) {
        members.insert("minItems".to_owned(), 1.into());
    }
    let mut parameter = parameter(name, "query", required, &text, schema, style);
    if let (Some(example), Some(members)) = (said(&text, "Example"), parameter.as_object_mut()) {
        let example = if field.is_list() { json!([example]) } else { example_of(&field.kind(), example) };
        members.insert("example".to_owned(), example);
    }
    parameter
}

/// An example as the value that it is.
fn example_of(kind: &Kind, text: &str) -> Value {
    let literal = matches!(kind, Kind::Int32 | Kind::Uint32 | Kind::Bool);
    let read = literal.then(|| serde_json::from_str(text).ok()).flatten();
    read.unwrap_or_else(|| text.into())
}

fn parameter(
    name: &str,
    place: &str,
    required: bool,
    text: &str,
    schema: Value,
    style: Option<&str>,
) -> Value {
    let mut members = Map::new();
    members.insert("name".to_owned(), name.into());
    members.insert("in".to_owned(), place.into());
    if required {
        members.insert("required".to_owned(), true.into());
    }
    if !text.is_empty() {
        members.insert("description".to_owned(), text.into());
    }
    if let Some(style) = style {
        members.insert("style".to_owned(), style.into());
        members.insert("explode".to_owned(), true.into());
    }
    members.insert("schema".to_owned(), schema);
    members.into()
}
