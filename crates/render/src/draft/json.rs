//! Findings in a draft as JSON of our own: names that stay, a member more may come.

use checks::Grade;
use checks::draft::{Draft, Form, Language, Mark, Place, Span};
use serde_json::{Map, Value, json};

/// All marks as one object.
///
/// `draft` has `name`, `form` (`text`, `markdown`, `html`, `docx`), `language` (code or null) and `languageIs` (`said`, `guessed`, `unsure`);
/// `counts` has `errors`, `warnings`, `notes`. Each of `findings` has `id`, `rule`, `severity` (`error`, `warning`, `note`), `message`, `place`, `notes` (each with
/// `text` and, where it speaks of other words, `place`) and, where there are any, `help`, `figure`, `link`. A place has `words` and, where known, `section` (`number`,
/// `title`) and either `line`, `column`, `endLine`, `endColumn` (from 1, in characters) or `part`, `paragraph`, `run` (from 1), `offset`.
#[must_use]
pub fn json(draft: &Draft, marks: &[Mark]) -> Value {
    let counts = super::counts(marks);
    json!({
        "draft": head(draft),
        "counts": { "errors": counts.errors, "warnings": counts.warnings, "notes": counts.notes },
        "findings": marks.iter().map(|m| finding(draft, m)).collect::<Vec<_>>(),
    })
}

/// What a draft is.
pub(super) fn head(draft: &Draft) -> Value {
    let known = match &draft.language {
        Language::Said(_) => "said",
        Language::Guessed(_) => "guessed",
        Language::Unsure => "unsure",
    };
    let form = match draft.form {
        Form::Text => "text",
        Form::Markdown => "markdown",
        Form::Html => "html",
        Form::Docx => "docx",
    };
    json!({ "name": draft.name, "form": form, "language": draft.language.code(), "languageIs": known })
}

fn finding(draft: &Draft, mark: &Mark) -> Value {
    let note = |note: &checks::draft::Note| {
        let mut object = Map::from_iter([("text".to_owned(), json!(note.text))]);
        if let Some(span) = &note.span {
            object.insert("place".to_owned(), place(draft, span));
        }
        Value::Object(object)
    };
    let mut object = Map::from_iter([
        ("id".to_owned(), json!(mark.id)),
        ("rule".to_owned(), json!(mark.rule)),
        ("severity".to_owned(), json!(mark.severity.name())),
        ("message".to_owned(), json!(mark.message)),
        ("place".to_owned(), place(draft, &mark.span)),
        ("notes".to_owned(), mark.notes.iter().map(note).collect()),
    ]);
    if let Some(grade) = Grade::of_rule(&mark.rule) {
        object.insert("grade".to_owned(), json!(grade.name()));
    }
    let help = Some(&mark.help).filter(|h| !h.is_empty());
    for (name, value) in [("help", help), ("figure", mark.figure.as_ref()), ("link", mark.link.as_ref())] {
        if let Some(value) = value {
            object.insert(name.to_owned(), json!(value));
        }
    }
    Value::Object(object)
}

pub(super) fn place(draft: &Draft, span: &Span) -> Value {
    let mut object = Map::from_iter([("words".to_owned(), json!(draft.words(span)))]);
    if let Some(section) = draft.section_of(span.block) {
        object.insert("section".to_owned(), json!({ "number": section.number, "title": section.title }));
    }
    let members = match draft.place(span) {
        Some(Place::Text { line, column, end_line, end_column, .. }) => {
            json!({ "line": line, "column": column, "endLine": end_line, "endColumn": end_column })
        }
        Some(Place::Document { part, paragraph, run, offset }) => {
            json!({ "part": part, "paragraph": paragraph, "run": run, "offset": offset })
        }
        None => Value::Null,
    };
    if let Value::Object(members) = members {
        object.extend(members);
    }
    Value::Object(object)
}
