//! Messages and enumerations as JSON schemas of their canonical proto3 JSON.

use std::collections::BTreeMap;

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value as Reflected};
use serde_json::{Map, Value, json};

use super::comments::comment;
use super::problem;

/// The extension that says what a field is for.
const BEHAVIOR: &str = "google.api.field_behavior";
/// Its numbers that a schema tells.
const REQUIRED: i32 = 2;
const OUTPUT_ONLY: i32 = 3;

/// The schemas that a document's operations need, by full name.
#[derive(Default)]
pub(super) struct Schemas {
    known: BTreeMap<String, Value>,
}

impl Schemas {
    /// A reference to a message. `strict` is for requests, which refuse members that the message does not have.
    pub(super) fn message(&mut self, message: &MessageDescriptor, strict: bool) -> Value {
        let name = message.full_name();
        if !self.known.contains_key(name) {
            // A place for it, so that a message that holds itself ends.
            self.known.insert(name.to_owned(), Value::Null);
            let schema = self.object(message, strict);
            self.known.insert(name.to_owned(), schema);
        }
        reference(name)
    }

    /// The schema of a field's value, with its comment.
    pub(super) fn field(&mut self, field: &FieldDescriptor, strict: bool) -> Value {
        let mut schema = self.value(field, strict);
        let text = described(field);
        if let Some(members) = schema.as_object_mut().filter(|_| !text.is_empty()) {
            members.insert("description".to_owned(), text.into());
            if behaves(field, OUTPUT_ONLY) {
                members.insert("readOnly".to_owned(), true.into());
            }
        }
        schema
    }

    /// The schema of a field's value alone.
    pub(super) fn value(&mut self, field: &FieldDescriptor, strict: bool) -> Value {
        if field.is_map() {
            let kind = field.kind();
            let values =
                kind.as_message().map(|entry| self.kind(&entry.map_entry_value_field().kind(), strict));
            return json!({"type": "object", "additionalProperties": values.unwrap_or_default()});
        }
        let one = self.kind(&field.kind(), strict);
        if field.is_list() { json!({"type": "array", "items": one}) } else { one }
    }

    fn kind(&mut self, kind: &Kind, strict: bool) -> Value {
        match kind {
            Kind::String => json!({"type": "string"}),
            Kind::Bool => json!({"type": "boolean"}),
            Kind::Bytes => json!({"type": "string", "format": "byte", "contentEncoding": "base64"}),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
                json!({"type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX})
            }
            Kind::Uint32 | Kind::Fixed32 => json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
                json!({"type": "string", "format": "int64", "pattern": "^-?[0-9]{1,19}$"})
            }
            Kind::Uint64 | Kind::Fixed64 => json!({"type": "string", "pattern": "^[0-9]{1,20}$"}),
            Kind::Float | Kind::Double => json!({"type": "number"}),
            Kind::Enum(values) => self.values(values),
            Kind::Message(message) => match message.full_name() {
                "google.protobuf.Timestamp" => json!({"type": "string", "format": "date-time"}),
                "google.protobuf.Duration" => {
                    json!({"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,9})?s$"})
                }
                "google.protobuf.FieldMask" => json!({"type": "string"}),
                _ => self.message(message, strict),
            },
        }
    }

    fn values(&mut self, values: &EnumDescriptor) -> Value {
        let name = values.full_name();
        if !self.known.contains_key(name) {
            let file = values.parent_file();
            let names: Vec<String> = values.values().map(|value| value.name().to_owned()).collect();
            let told = values.values().map(|v| format!("- `{}`: {}", v.name(), comment(&file, v.path())));
            let text =
                format!("{}\n\n{}", comment(&file, values.path()), told.collect::<Vec<_>>().join("\n"));
            let schema = json!({"type": "string", "enum": names, "description": text.trim()});
            self.known.insert(name.to_owned(), schema);
        }
        reference(name)
    }

    fn object(&mut self, message: &MessageDescriptor, strict: bool) -> Value {
        let mut properties = Map::new();
        for field in message.fields() {
            let schema = self.field(&field, strict);
            properties.insert(field.json_name().to_owned(), schema);
        }
        let mut schema = Map::new();
        schema.insert("type".to_owned(), "object".into());
        let mut text = comment(&message.parent_file(), message.path());
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            let names: Vec<String> = oneof.fields().map(|field| format!("`{}`", field.json_name())).collect();
            text.push_str(&format!("\n\nAt most one of {} is set.", names.join(", ")));
        }
        schema.insert("description".to_owned(), text.trim().into());
        schema.insert("properties".to_owned(), properties.into());
        if strict {
            let required: Vec<String> =
                message.fields().filter(is_required).map(|field| field.json_name().to_owned()).collect();
            if !required.is_empty() {
                schema.insert("required".to_owned(), required.into());
            }
            schema.insert("additionalProperties".to_owned(), false.into());
        }
        schema.into()
    }

    /// All schemas, by name.
    pub(super) fn finish(self) -> Map<String, Value> {
        let mut all = self.known;
        all.extend(problem::schemas());
        all.into_iter().collect()
    }
}

/// A reference to a schema.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A field's comment.
pub(super) fn described(field: &FieldDescriptor) -> String {
    comment(&field.parent_message().parent_file(), field.path())
}

/// Whether a request must have a field.
pub(super) fn is_required(field: &FieldDescriptor) -> bool {
    behaves(field, REQUIRED)
}

fn behaves(field: &FieldDescriptor, number: i32) -> bool {
    let pool = field.parent_message().parent_pool().clone();
    let Some(extension) = pool.get_extension_by_name(BEHAVIOR) else { return false };
    let value = field.options().get_extension(&extension).into_owned();
    value.as_list().is_some_and(|all| all.iter().any(|one| Reflected::as_enum_number(one) == Some(number)))
}
