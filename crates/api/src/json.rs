//! Messages as canonical proto3 JSON, by their full names: for what turns HTTP into calls and knows a message only by its
//! descriptor.
//!
//! Each entry is the generated, typed code behind two function pointers. Dynamic messages would need no table, and take ten times
//! as long.

use bytes::Bytes;
use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Every message that an RPC takes or gives, by its full name.
static CODECS: &[Codec] = include!(concat!(env!("OUT_DIR"), "/codecs.rs"));

/// One message's JSON.
#[derive(Debug)]
pub struct Codec {
    name: &'static str,
    to_json: fn(Bytes, &mut Vec<u8>) -> Result<(), JsonError>,
    from_json: fn(&[u8]) -> Result<Vec<u8>, JsonError>,
}

/// Why a message could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct JsonError {
    /// Where it stands: `asOf.revision`, `keys[3]`; empty for the whole of it.
    pub path: String,
    /// What is wrong, in serde's words.
    pub problem: String,
}

/// The codec of a message, by its full name (`yearbook.figures.v1.Figure`); none for messages that no RPC of ours names.
#[must_use]
pub fn codec(name: &str) -> Option<&'static Codec> {
    let at = CODECS.binary_search_by_key(&name, |codec| codec.name).ok()?;
    CODECS.get(at)
}

impl Codec {
    const fn of<M: Message + Default + Serialize + DeserializeOwned>(name: &'static str) -> Self {
        Self { name, to_json: to_json::<M>, from_json: from_json::<M> }
    }

    /// The JSON of an encoded message.
    ///
    /// # Errors
    /// When the bytes are not the message.
    pub fn to_json(&self, wire: Bytes) -> Result<Vec<u8>, JsonError> {
        self.to_json_within("", wire, "")
    }

    /// The JSON of an encoded message between two other texts.
    ///
    /// # Errors
    /// When the bytes are not the message.
    pub fn to_json_within(&self, before: &str, wire: Bytes, after: &str) -> Result<Vec<u8>, JsonError> {
        // JSON is about twice as long as the message: names of fields and quotes.
        let mut text = Vec::with_capacity(wire.len().saturating_mul(2).saturating_add(64));
        text.extend_from_slice(before.as_bytes());
        (self.to_json)(wire, &mut text)?;
        text.extend_from_slice(after.as_bytes());
        Ok(text)
    }

    /// The encoded message of its JSON. `null` is a field that is left out, as proto3 JSON says.
    ///
    /// # Errors
    /// With the place: text that is no JSON, a field that the message does not have, a value of the wrong type.
    pub fn from_json(&self, json: &[u8]) -> Result<Vec<u8>, JsonError> {
        let first = (self.from_json)(json);
        // The generated code refuses `null` in some places; most requests have none, so that it is looked for only then.
        let Err(error) = first else { return first };
        let Ok(mut value) = serde_json::from_slice::<Value>(json) else { return Err(error) };
        if !drop_nulls(&mut value) {
            return Err(error);
        }
        (self.from_json)(value.to_string().as_bytes())
    }
}

/// Leaves out members that are `null`; whether there were any.
fn drop_nulls(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            let before = members.len();
            members.retain(|_, member| !member.is_null());
            let inner = members.values_mut().fold(false, |found, member| drop_nulls(member) | found);
            inner || members.len() < before
        }
        Value::Array(items) => items.iter_mut().fold(false, |found, item| drop_nulls(item) | found),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn to_json<M: Message + Default + Serialize>(wire: Bytes, text: &mut Vec<u8>) -> Result<(), JsonError> {
    let whole = |problem: String| JsonError { path: String::new(), problem };
    let message = M::decode(wire).map_err(|error| whole(error.to_string()))?;
    serde_json::to_writer(text, &message).map_err(|error| whole(error.to_string()))
}

fn from_json<M: Message + DeserializeOwned>(json: &[u8]) -> Result<Vec<u8>, JsonError> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let message: M = serde_path_to_error::deserialize(&mut reader).map_err(|error| JsonError {
        path: path(&error.path().to_string()),
        problem: error.into_inner().to_string(),
    })?;
    let end = reader.end();
    end.map_err(|error| JsonError { path: String::new(), problem: error.to_string() })?;
    Ok(message.encode_to_vec())
}

/// A path as people write it: the whole message is no path, and what has no name is left out.
fn path(path: &str) -> String {
    path.trim_end_matches(['.', '?']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::v1::BatchGetFiguresRequest;

    const NAME: &str = "yearbook.figures.v1.BatchGetFiguresRequest";

    #[track_caller]
    fn refused(json: &str, path: &str, problem: &str) {
        let error = codec(NAME).expect("there").from_json(json.as_bytes()).expect_err("refused");
        assert_eq!(error.path, path, "{json}: {error}");
        assert!(error.problem.contains(problem), "{json}: {error}");
    }

    #[test]
    fn every_message_is_found_by_its_name() {
        assert!(CODECS.is_sorted_by_key(|codec| codec.name));
        assert!(CODECS.iter().all(|one| codec(one.name).is_some()));
        assert!(codec("google.api.HttpBody").is_none());
    }

    #[test]
    fn a_message_comes_back_as_it_was() {
        let json = br#"{"keys":["projects/count?period=2024"],"asOf":{"revision":"3"},"language":"en"}"#;
        let wire = codec(NAME).expect("there").from_json(json).expect("a message");
        assert_eq!(BatchGetFiguresRequest::decode(wire.as_slice()).expect("decodes").language, "en");
        let back = codec(NAME).expect("there").to_json(wire.into()).expect("JSON");
        assert_eq!(back, json.to_vec());
    }

    #[test]
    fn null_is_a_field_that_is_left_out() {
        let json = br#"{"keys":["a/b"],"language":null,"asOf":null,"minRevision":null}"#;
        let wire = codec(NAME).expect("there").from_json(json).expect("a message");
        assert_eq!(BatchGetFiguresRequest::decode(wire.as_slice()).expect("decodes").keys, ["a/b"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        refused("{", "", "EOF");
        refused("[]", "", "expected struct");
        refused(r#"{"key":["a/b"]}"#, "key", "unknown field `key`");
        refused(r#"{"keys":[1]}"#, "keys[0]", "expected a string");
        refused(r#"{"asOf":{"revision":"x"}}"#, "asOf.revision", "");
        refused("{} {}", "", "trailing");
    }
}
