//! Findings in a draft as SARIF 2.1.0 (OASIS, 2020), for editors and services that show marks of any tool.

use std::collections::BTreeMap;

use checks::draft::{Draft, Mark, Place, Span};
use checks::{Grade, Severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// What stands in an address as it is; the others are percent-encoded.
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// All marks as one log with one run.
#[must_use]
pub fn sarif(draft: &Draft, marks: &[Mark]) -> Value {
    log(marks.iter().map(|mark| (mark, result(draft, mark))))
}

/// One log with one run of results, each with the finding that it tells; which rule of the list it is of is put in.
pub(super) fn log<'m>(told: impl Iterator<Item = (&'m Mark, Value)>) -> Value {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let mut listed = Vec::new();
    let mut results = Vec::new();
    for (mark, result) in told {
        let index = *rules.entry(mark.rule.as_str()).or_insert_with(|| {
            listed.push(rule(mark));
            listed.len().saturating_sub(1)
        });
        results.push(with(result, "ruleIndex", json!(index)));
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Yearbook", "version": env!("CARGO_PKG_VERSION"), "rules": listed } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A rule as the first of its marks shows it.
fn rule(mark: &Mark) -> Value {
    let name: String = mark.rule.split('-').map(capital).collect();
    let words = mark.rule.replace('-', " ");
    let help = if mark.help.is_empty() { words.clone() } else { mark.help.clone() };
    json!({
        "id": mark.rule,
        "name": name,
        "shortDescription": { "text": words },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(mark.severity) },
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// SARIF has names of its own for how bad a result is; they are ours.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub(super) fn result(draft: &Draft, mark: &Mark) -> Value {
    let mut text = vec![mark.message.as_str()];
    text.extend(mark.notes.iter().filter(|n| n.span.is_none()).map(|n| n.text.as_str()));
    text.extend(Some(mark.help.as_str()).filter(|h| !h.is_empty()));
    let other = |(index, note): (usize, &checks::draft::Note)| {
        let location = location(draft, note.span.as_ref()?);
        Some(with(with(location, "id", json!(index)), "message", json!({ "text": note.text })))
    };
    let related: Vec<Value> = mark.notes.iter().enumerate().filter_map(other).collect();
    let mut result = json!({
        "ruleId": mark.rule,
        "ruleIndex": 0,
        "level": level(mark.severity),
        "message": { "text": text.join("\n") },
        "locations": [location(draft, &mark.span)],
        "relatedLocations": related,
        "partialFingerprints": { "yearbookFinding/v1": mark.id },
    });
    if let Some(link) = mark.link.as_deref().and_then(crate::links::safe) {
        result = with(result, "hostedViewerUri", json!(link));
    }
    let grade = Grade::of_rule(&mark.rule).map(|grade| ("grade".to_owned(), json!(grade.name())));
    let figure = mark.figure.as_ref().map(|figure| ("figure".to_owned(), json!(figure)));
    let properties = Map::from_iter(grade.into_iter().chain(figure));
    if !properties.is_empty() {
        result = with(result, "properties", properties.into());
    }
    result
}

pub(super) fn location(draft: &Draft, span: &Span) -> Value {
    let artifact = json!({ "uri": utf8_percent_encode(&draft.name, ADDRESS).to_string() });
    let words = draft.words(span);
    let mut location = match draft.place(span) {
        Some(Place::Text { line, column, end_line, end_column, .. }) => {
            let region = json!({
                "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column, "snippet": { "text": words },
            });
            json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } })
        }
        // A document has no lines: its paragraph is a logical place.
        Some(Place::Document { part, paragraph, run, offset }) => json!({
            "physicalLocation": { "artifactLocation": artifact },
            "logicalLocations": [{
                "name": words, "kind": "paragraph", "fullyQualifiedName": format!("{part}/paragraph {paragraph}/run {run}/character {offset}"),
            }],
        }),
        None => json!({ "physicalLocation": { "artifactLocation": artifact } }),
    };
    if let Some(section) = draft.section_of(span.block) {
        let name =
            section.number.iter().chain([&section.title]).map(String::as_str).collect::<Vec<_>>().join(" ");
        location = with(location, "properties", json!({ "section": name }));
    }
    location
}

/// An object with a member more.
pub(super) fn with(object: Value, name: &str, value: Value) -> Value {
    match object {
        Value::Object(mut members) => {
            members.insert(name.to_owned(), value);
            Value::Object(members)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => object,
    }
}
