//! A query as the fields of a request: `keys=a/b&keys=c/d&asOf.revision=3&minRevision[projects]=4`.
//!
//! Names are those of JSON (`pageSize`) or of the proto (`page_size`); a field of a field stands after a dot, a repeated one may
//! stand several times, an entry of a map has its key in brackets. A field that holds several messages cannot be set so.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value};

use super::scalar;

/// The most pairs of a query: keys and some more.
const MAX_PAIRS: usize = 6_000;
/// How deep fields of fields may stand.
const MAX_DEPTH: usize = 8;

/// What is wrong with a query, a path or a body: the field and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The field's path, as it was written.
    pub(super) field: String,
    /// What is wrong, and what to do.
    pub(super) problem: String,
}

impl Mistake {
    pub(super) fn new(field: &str, problem: impl Into<String>) -> Self {
        Self { field: field.chars().take(100).collect(), problem: problem.into() }
    }
}

/// Sets the fields of a query in a request's JSON. `bound` are the fields that path and body set.
pub(super) fn read(
    message: &MessageDescriptor,
    query: &str,
    bound: &[String],
    into: &mut Map<String, Value>,
) -> Result<(), Mistake> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    for (number, pair) in pairs.enumerate() {
        if number >= MAX_PAIRS {
            return Err(Mistake::new(
                "query",
                format!("holds more than {MAX_PAIRS} parameters; use the POST form"),
            ));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        let part = |bound: &String| {
            name.strip_prefix(bound.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if bound.iter().any(part) {
            return Err(Mistake::new(&name, "stands in the path or the body; leave it out of the query"));
        }
        set(message, &name, value, into)?;
    }
    Ok(())
}

/// Sets a field by its path.
pub(super) fn set(
    message: &MessageDescriptor,
    path: &str,
    value: String,
    into: &mut Map<String, Value>,
) -> Result<(), Mistake> {
    let (fields, key) = match path.split_once('[') {
        Some((fields, key)) => {
            let key = key.strip_suffix(']');
            (fields, Some(key.ok_or_else(|| Mistake::new(path, "has a `[` that is not closed"))?))
        }
        None => (path, None),
    };
    let (mut message, mut into) = (message.clone(), into);
    let mut names = fields.split('.').enumerate().peekable();
    while let Some((depth, name)) = names.next() {
        let field = named(&message, name).ok_or_else(|| unknown(&message, path, name))?;
        if names.peek().is_none() {
            return put(&field, path, key, value, into);
        }
        let inner = field.kind();
        let Some(inner) = inner.as_message().filter(|_| !field.is_list() && !field.is_map()) else {
            return Err(Mistake::new(path, format!("`{name}` has no fields; write its value")));
        };
        if depth >= MAX_DEPTH {
            return Err(Mistake::new(path, format!("is deeper than {MAX_DEPTH} fields")));
        }
        let slot = into.entry(field.json_name()).or_insert_with(|| Value::Object(Map::new()));
        into = slot.as_object_mut().ok_or_else(|| Mistake::new(path, "is set already; set it once"))?;
        message = inner.clone();
    }
    Ok(())
}

/// Puts the value where it belongs: an entry of a map, one more of a list, or the one value of a field.
fn put(
    field: &FieldDescriptor,
    path: &str,
    key: Option<&str>,
    value: String,
    into: &mut Map<String, Value>,
) -> Result<(), Mistake> {
    let twice = || Mistake::new(path, "is set twice; set it once");
    let name = field.json_name();
    match (field.is_map(), key) {
        (true, Some(key)) => {
            let kind = field.kind();
            let entry = kind.as_message().ok_or_else(|| Mistake::new(path, "is no map"))?;
            let value = scalar::read(&entry.map_entry_value_field().kind(), value)
                .map_err(|p| Mistake::new(path, p))?;
            let slot = into.entry(name).or_insert_with(|| Value::Object(Map::new()));
            let map = slot.as_object_mut().ok_or_else(twice)?;
            if map.insert(key.to_owned(), value).is_some() {
                return Err(twice());
            }
        }
        (true, None) => {
            let problem = format!("is a map; write an entry as {path}[KEY]=VALUE");
            return Err(Mistake::new(path, problem));
        }
        (false, Some(_)) => return Err(Mistake::new(path, "is no map; leave the brackets out")),
        (false, None) => {
            let value = scalar::read(&field.kind(), value).map_err(|problem| Mistake::new(path, problem))?;
            if field.is_list() {
                let slot = into.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                slot.as_array_mut().ok_or_else(twice)?.push(value);
            } else if into.insert(name.to_owned(), value).is_some() {
                return Err(twice());
            }
        }
    }
    Ok(())
}

fn named(message: &MessageDescriptor, name: &str) -> Option<FieldDescriptor> {
    message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name))
}

fn unknown(message: &MessageDescriptor, path: &str, name: &str) -> Mistake {
    let fields: Vec<String> = message.fields().map(|field| field.json_name().to_owned()).collect();
    let known = if fields.is_empty() { "none".to_owned() } else { fields.join(", ") };
    let shown: String = name.chars().take(60).collect();
    Mistake::new(path, format!("there is no field `{shown}`; there are {known}"))
}

fn decoded(text: &str) -> Result<String, Mistake> {
    let spaced = text.replace('+', " ");
    let read = percent_encoding::percent_decode_str(&spaced).decode_utf8();
    read.map(|text| text.into_owned()).map_err(|_| Mistake::new(text, "is not UTF-8; percent-encode UTF-8"))
}

/// Whether a field can be set in a query at all.
pub(crate) fn is_settable(field: &FieldDescriptor) -> bool {
    let kind = field.kind();
    let message = kind.as_message();
    if field.is_map() {
        let value = message.map(|entry| entry.map_entry_value_field().kind());
        return value.is_some_and(|kind| !matches!(kind, Kind::Message(_)) || scalar::is_text(&kind));
    }
    message.is_none() || scalar::is_text(&kind) || !field.is_list()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message() -> MessageDescriptor {
        let pool = super::super::binding::pool([api::FILE_DESCRIPTOR_SET]).expect("a pool");
        pool.get_message_by_name("yearbook.figures.v1.BatchGetFiguresRequest").expect("there")
    }

    fn of(message: &MessageDescriptor, query: &str) -> Result<Value, Mistake> {
        let mut object = Map::new();
        read(message, query, &["name".to_owned()], &mut object).map(|()| Value::Object(object))
    }

    #[track_caller]
    fn check(query: &str, expected: Value) {
        assert_eq!(of(&message(), query), Ok(expected), "{query}");
    }

    #[track_caller]
    fn refused(query: &str, field: &str, problem: &str) {
        let mistake = of(&message(), query).expect_err("refused");
        assert_eq!(mistake.field, field, "{query}: {mistake:?}");
        assert!(mistake.problem.contains(problem), "{query}: {mistake:?}");
    }

    #[test]
    fn fields_are_set_by_either_name() {
        check("", json!({}));
        check(
            "keys=a%2Fb%3Fperiod%3D2024&keys=c/d&language=en",
            json!({"keys": ["a/b?period=2024", "c/d"], "language": "en"}),
        );
        check("language=a+b%2B", json!({"language": "a b+"}));
        check("asOf.revision=3", json!({"asOf": {"revision": "3"}}));
        check("as_of.revision=3", json!({"asOf": {"revision": "3"}}));
        check("as_of.time=2024-12-31T00:00:00Z", json!({"asOf": {"time": "2024-12-31T00:00:00Z"}}));
        check(
            "minRevision[projects]=3&min_revision[events]=4",
            json!({"minRevision": {"projects": "3", "events": "4"}}),
        );
        check("asOf.revisions.byService[x]=1", json!({"asOf": {"revisions": {"byService": {"x": "1"}}}}));
    }

    #[test]
    fn what_cannot_be_set_says_what_can() {
        refused("key=a", "key", "there is no field `key`; there are keys, asOf, minRevision, language");
        refused("asOf.rev=1", "asOf.rev", "there are time, revisions, revision");
        refused("asOf=1", "asOf", "write one of its fields");
        refused("asOf.revision=x", "asOf.revision", "whole number");
        refused("asOf.time=yesterday", "asOf.time", "RFC 3339");
        refused("language.x=1", "language.x", "has no fields");
        refused("language=a&language=b", "language", "set twice");
        refused("minRevision=1", "minRevision", "[KEY]=VALUE");
        refused("minRevision[a=1", "minRevision[a", "not closed");
        refused("minRevision[a]=1&minRevision[a]=2", "minRevision[a]", "set twice");
        refused("keys[0]=a", "keys[0]", "is no map");
        refused("name=x", "name", "in the path or the body");
        refused("name.part=x", "name.part", "in the path or the body");
        refused("language=%FF", "%FF", "not UTF-8");
    }

    #[test]
    fn a_query_is_bounded() {
        refused(&"keys=a&".repeat(MAX_PAIRS + 1), "query", "more than");
        let deep = format!("{}x=1", "asOf.".repeat(20));
        assert!(of(&message(), &deep).is_err());
    }
}
