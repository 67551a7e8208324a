//! `google.protobuf.Empty` as JSON: an object without members. prost has it as `()`, which serde writes as `null`.

use std::collections::BTreeMap;

use serde::de::{Error, IgnoredAny};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Nothing; on the wire the same as `google.protobuf.Empty`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, prost::Message)]
pub(crate) struct Empty {}

impl Serialize for Empty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_map(Some(0))?.end()
    }
}

impl<'de> Deserialize<'de> for Empty {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = BTreeMap::<String, IgnoredAny>::deserialize(deserializer)?;
        match members.keys().next() {
            None => Ok(Self {}),
            Some(name) => Err(D::Error::custom(format!("there is no field `{name}`; write {{}}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json::codec;

    #[test]
    fn nothing_is_an_object_without_members() {
        let codec = codec("google.protobuf.Empty").expect("there");
        assert_eq!(codec.to_json(bytes::Bytes::new()).expect("JSON"), b"{}");
        assert_eq!(codec.from_json(b"{}").expect("a message"), Vec::<u8>::new());
        assert!(codec.from_json(br#"{"a":1}"#).is_err());
    }
}
