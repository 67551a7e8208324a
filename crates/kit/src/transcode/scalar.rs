//! A field's value as text in a path or a query, as the JSON that it stands for.
//!
//! What is wrong is said here, where the text is at hand, and not by the message's own reader.

use prost_reflect::Kind;
use serde_json::Value;

/// Messages that proto3 JSON writes as one text.
const TEXTS: [(&str, &str); 3] = [
    ("google.protobuf.Timestamp", "an instant of RFC 3339, such as 2024-12-31T00:00:00Z"),
    ("google.protobuf.Duration", "seconds, such as 1.5s"),
    ("google.protobuf.FieldMask", "names of fields, separated by commas"),
];
/// The most values of an enumeration that a mistake lists.
const SHOWN: usize = 12;

/// Whether a kind's value is one text in JSON although it is a message.
pub(crate) fn is_text(kind: &Kind) -> bool {
    kind.as_message().is_some_and(|message| TEXTS.iter().any(|(name, _)| *name == message.full_name()))
}

/// The JSON of a text, or what is wrong and what to do.
pub(super) fn read(kind: &Kind, text: String) -> Result<Value, String> {
    match kind {
        Kind::String => Ok(Value::String(text)),
        Kind::Bool => {
            text.parse().map(Value::Bool).map_err(|_| "is no truth value; write true or false".to_owned())
        }
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => number::<i32>(&text),
        Kind::Uint32 | Kind::Fixed32 => number::<u32>(&text),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => number::<i64>(&text).map(|_| Value::String(text)),
        Kind::Uint64 | Kind::Fixed64 => number::<u64>(&text).map(|_| Value::String(text)),
        Kind::Float | Kind::Double => {
            let number = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
            number.map(Value::Number).ok_or_else(|| "is no number".to_owned())
        }
        Kind::Bytes => Ok(Value::String(text)),
        Kind::Enum(values) => named(values, text),
        Kind::Message(message) => match TEXTS.iter().find(|(name, _)| *name == message.full_name()) {
            Some((name, form)) => {
                let instant = *name == "google.protobuf.Timestamp";
                if instant && text.parse::<jiff::Timestamp>().is_err() {
                    return Err(format!("is not understood; write {form}"));
                }
                Ok(Value::String(text))
            }
            None => {
                let fields: Vec<String> = message.fields().map(|f| f.json_name().to_owned()).collect();
                Err(format!("is no single value; write one of its fields: {}", fields.join(", ")))
            }
        },
    }
}

fn number<T: std::str::FromStr + Into<serde_json::Number>>(text: &str) -> Result<Value, String> {
    let bits = size_of::<T>().saturating_mul(8);
    let read = text.parse::<T>().map_err(|_| format!("is no whole number of {bits} bits"));
    read.map(|number| Value::Number(number.into()))
}

/// A value of an enumeration, by its name or its number.
fn named(values: &prost_reflect::EnumDescriptor, text: String) -> Result<Value, String> {
    if values.get_value_by_name(&text).is_some() {
        return Ok(Value::String(text));
    }
    let numbered = text.parse().ok().and_then(|number| values.get_value(number));
    if let Some(value) = numbered {
        return Ok(Value::String(value.name().to_owned()));
    }
    let known: Vec<String> = values.values().take(SHOWN).map(|value| value.name().to_owned()).collect();
    Err(format!("is none of the values; write {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(kind: &Kind, text: &str, expected: Result<Value, &str>) {
        match (read(kind, text.to_owned()), expected) {
            (Ok(value), Ok(expected)) => assert_eq!(value, expected, "{text}"),
            (Err(problem), Err(expected)) => assert!(problem.contains(expected), "{text}: {problem}"),
            (found, expected) => panic!("{text}: {found:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn texts_stand_for_values() {
        check(&Kind::String, "", Ok(json!("")));
        check(&Kind::Bool, "true", Ok(json!(true)));
        check(&Kind::Bool, "1", Err("true or false"));
        check(&Kind::Int32, "-5", Ok(json!(-5)));
        check(&Kind::Int32, "3000000000", Err("32 bits"));
        check(&Kind::Uint32, "-5", Err("32 bits"));
        check(&Kind::Int64, "9007199254740993", Ok(json!("9007199254740993")));
        check(&Kind::Int64, "1.5", Err("64 bits"));
        check(&Kind::Double, "1.5", Ok(json!(1.5)));
        check(&Kind::Double, "NaN", Err("no number"));
        let pool = super::super::binding::pool([api::FILE_DESCRIPTOR_SET]).expect("a pool");
        let kinds = Kind::Enum(pool.get_enum_by_name("yearbook.figures.v1.MeasureKind").expect("there"));
        check(&kinds, "MEASURE_KIND_FLOW", Ok(json!("MEASURE_KIND_FLOW")));
        check(&kinds, "2", Ok(json!("MEASURE_KIND_FLOW")));
        check(&kinds, "flow", Err("write MEASURE_KIND_UNSPECIFIED, MEASURE_KIND_STOCK"));
        check(&kinds, "99", Err("none of the values"));
    }
}
