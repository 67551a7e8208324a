//! `google.protobuf.FieldMask` with canonical JSON: one text of paths, separated by commas, in the names of JSON.
//!
//! Of a path with other signs than letters, digits, `_` and points (the key of a map: `label.zh-Hant`) nothing is rewritten.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Paths of fields; on the wire the same as `google.protobuf.FieldMask`.
#[derive(Clone, PartialEq, Eq, Hash, prost::Message)]
pub struct FieldMask {
    /// The paths, in the names of the proto: `fee_class`, `amount.unit`.
    #[prost(string, repeated, tag = "1")]
    pub paths: Vec<String>,
}

fn is_plain(path: &str) -> bool {
    path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}

/// A path of fields in the names of JSON: `feeClass` of `fee_class`.
#[must_use]
pub fn to_json(path: &str) -> String {
    if !is_plain(path) {
        return path.to_owned();
    }
    let mut parts = path.split('_');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}

fn from_json(path: &str) -> String {
    if !is_plain(path) {
        return path.to_owned();
    }
    let mut text = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

impl Serialize for FieldMask {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let paths: Vec<String> = self.paths.iter().map(|path| to_json(path)).collect();
        serializer.collect_str(&paths.join(","))
    }
}

impl<'de> Deserialize<'de> for FieldMask {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let paths = text.split(',').map(str::trim).filter(|path| !path.is_empty());
        Ok(Self { paths: paths.map(from_json).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, paths: &[&str]) {
        let mask: FieldMask = serde_json::from_str(&format!("\"{json}\"")).expect("it parses");
        assert_eq!(mask.paths, paths);
        assert_eq!(serde_json::to_string(&mask).expect("it prints"), format!("\"{json}\""));
    }

    #[test]
    fn a_mask_is_one_text_in_the_names_of_json() {
        check("", &[]);
        check("feeClass,amount.unit,label.en", &["fee_class", "amount.unit", "label.en"]);
        check("label.zh-Hant", &["label.zh-Hant"]);
        check("*", &["*"]);
        let mask: FieldMask = serde_json::from_str("\"fee_class, area\"").expect("it parses");
        assert_eq!(mask.paths, ["fee_class", "area"], "names of the proto are read, too");
    }
}
