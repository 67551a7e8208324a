//! Errors in the document: the problem details and every status that can come.

use serde_json::{Map, Value, json};

use super::schema::reference;

/// The name of the problem's schema; no proto's, which have dots.
pub(super) const NAME: &str = "Problem";

/// The statuses that an operation may answer with, apart from its own.
const STATUSES: [(u16, &str, &str); 12] = [
    (400, "BadRequest", "A field is wrong; `violations` names it and what to do."),
    (401, "Unauthorized", "The token is not known, or there is none and this is for those who are known."),
    (403, "Forbidden", "The caller lacks the role that this needs."),
    (404, "NotFound", "There is no such thing."),
    (406, "NotAcceptable", "None of the accepted media types is given here."),
    (409, "Conflict", "What is asked does not fit what is there, or a revision is not there yet."),
    (413, "TooLarge", "The body is larger than is taken."),
    (415, "UnsupportedMediaType", "The body is of a media type that is not read here."),
    (500, "InternalError", "A fault of the service; its log has the cause."),
    (501, "NotImplemented", "The service does not know the method."),
    (
        503,
        "Unavailable",
        "The service, its store or one that it needs does not answer, or too much is under way.",
    ),
    (504, "TimedOut", "There was no answer in time."),
];

/// What an operation may answer with: for all, for those with a body, for those that need a role which not everybody has who has one.
pub(super) fn of(body: bool, role: bool) -> impl Iterator<Item = (String, Value)> {
    let comes = move |status: u16| match status {
        403 => role,
        413 | 415 => body,
        _ => true,
    };
    let told = STATUSES.iter().filter(move |(status, _, _)| comes(*status));
    told.map(|(status, name, _)| {
        (status.to_string(), json!({"$ref": format!("#/components/responses/{name}")}))
    })
}

/// The answers that operations refer to.
pub(super) fn responses() -> Map<String, Value> {
    let one = |(_, name, text): &(u16, &str, &str)| {
        let content = json!({"application/problem+json": {"schema": reference(NAME)}});
        ((*name).to_owned(), json!({"description": text, "content": content}))
    };
    STATUSES.iter().map(one).collect()
}

/// The problem's schemas.
pub(super) fn schemas() -> [(String, Value); 2] {
    let violation = json!({
        "type": "object",
        "description": "A field that is wrong.",
        "required": ["field", "description"],
        "properties": {
            "field": {"type": "string", "description": "The field's path: `keys[3]`."},
            "description": {"type": "string", "description": "What is wrong and what to do."},
        },
    });
    let problem = json!({
        "type": "object",
        "description": "Problem details (RFC 9457) of an error, in the words that gRPC gives.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "The kind of problem: `about:blank`, since the reason says it."},
            "title": {"type": "string", "description": "The status in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What is wrong and what to do."},
            "reason": {"type": "string", "pattern": "^[A-Z_]+$", "description": "Why, for programs: a name of `yearbook.figures.v1.ErrorReason` without its prefix. It never changes its meaning."},
            "metadata": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Details for programs: of a conflict the current `etag`."},
            "violations": {"type": "array", "items": reference("FieldViolation"), "description": "The fields that are wrong."},
        },
    });
    [(NAME.to_owned(), problem), ("FieldViolation".to_owned(), violation)]
}
