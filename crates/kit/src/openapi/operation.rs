//! A binding as an operation: its path with a parameter a segment, its parameters, body and answers.

use prost_reflect::{FieldDescriptor, MessageDescriptor, Value as Reflected};
use serde_json::{Map, Value, json};

use super::comments::{comment, said, summary};
use super::parameters::{of_path, of_query};
use super::problem;
use super::schema::{Schemas, reference};
use crate::access::Requirement;
use crate::transcode::{Binding, BindingBody, HTTP_BODY, JSON, LINES, Segment, Variable};

/// The extension that says which resource a field names.
const RESOURCE: &str = "google.api.resource";
const REFERENCE: &str = "google.api.resource_reference";

/// The path and the operation of a binding.
pub(super) fn of(binding: &Binding, schemas: &mut Schemas) -> (String, Value) {
    let (rpc, input) = (&binding.rpc, binding.rpc.input());
    let service = rpc.parent_service();
    let text = comment(&service.parent_file(), rpc.path());
    let (path, mut parameters) = path(binding);
    let bound: Vec<&str> = binding.template.variables().collect();
    let mut operation = Map::new();
    operation.insert("operationId".to_owned(), id(binding).into());
    operation.insert("tags".to_owned(), json!([service.name()]));
    operation.insert("summary".to_owned(), summary(&text).into());
    operation.insert("description".to_owned(), text.clone().into());
    let has_body = binding.body != BindingBody::None;
    match &binding.body {
        BindingBody::None => parameters.extend(of_query(&input, &bound, schemas)),
        BindingBody::Field(field) => {
            parameters.extend(of_query(&input, &[&bound[..], &[field]].concat(), schemas))
        }
        BindingBody::Whole => {}
    }
    let raw = rpc.output().full_name() == HTTP_BODY;
    if raw {
        parameters.push(json!({
            "name": "If-None-Match", "in": "header", "description": "Entity tags that the client has.",
            "schema": {"type": "string", "pattern": "^[ -~]*$"},
        }));
    }
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), parameters.into());
    }
    if has_body {
        operation.insert("requestBody".to_owned(), body(binding, &input, schemas));
    }
    let mut responses = Map::from_iter([("200".to_owned(), answer(binding, &text, schemas))]);
    if raw {
        responses.insert("304".to_owned(), json!({"description": "The client has it already."}));
    }
    let required = Requirement::of(rpc).unwrap_or(Requirement::Public);
    // Any role reads: nobody who is known lacks it.
    let lacking = !matches!(required, Requirement::Public | Requirement::Reader);
    responses.extend(problem::of(has_body, lacking));
    if let Some(role) = required.name() {
        let mut ways = vec![json!({"bearer": [role]}), json!({"basic": [role]})];
        ways.extend((!lacking).then(|| json!({})));
        operation.insert("security".to_owned(), ways.into());
    }
    operation.insert("responses".to_owned(), responses.into());
    (path, operation.into())
}

/// `ProjectService_GetProject`; a further binding of an RPC has its number.
fn id(binding: &Binding) -> String {
    let (service, rpc) = (binding.rpc.parent_service().name().to_owned(), binding.rpc.name());
    match binding.number {
        0 => format!("{service}_{rpc}"),
        number => format!("{service}_{rpc}_{}", number.saturating_add(1)),
    }
}

/// The path as OpenAPI writes it, with its parameters: `/v1/projects/{project}` of `/v1/{name=projects/*}`.
fn path(binding: &Binding) -> (String, Vec<Value>) {
    let (segments, verb) = binding.template.shape();
    let (mut path, mut parameters, mut names) = (String::new(), Vec::new(), Vec::<String>::new());
    for (segment, variable) in segments {
        path.push('/');
        if let Segment::Literal(text) = segment {
            path.push_str(text);
            continue;
        }
        let input = binding.rpc.input();
        let field = variable.and_then(|variable| field(&input, &variable.field));
        let mut name = named(&input, variable, names.len()).unwrap_or_else(|| "id".to_owned());
        while names.contains(&name) {
            name.push('_');
        }
        path.push_str(&format!("{{{name}}}"));
        parameters.push(of_path(&name, field.as_ref()));
        names.push(name);
    }
    if let Some(verb) = verb {
        path.push(':');
        path.push_str(verb);
    }
    (path, parameters)
}

/// A field by its path: `name`, `project.name`.
fn field(message: &MessageDescriptor, path: &str) -> Option<FieldDescriptor> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = message.get_field_by_name(first)?;
    let Some(rest) = rest else { return Some(found) };
    field(found.kind().as_message()?, rest)
}

/// What a segment is called: the variable of the resource's pattern, else the field.
fn named(input: &MessageDescriptor, variable: Option<&Variable>, number: usize) -> Option<String> {
    let variable = variable?;
    let pool = input.parent_pool();
    let of = |options: prost_reflect::DynamicMessage, extension: &str, field: &str| {
        let extension = pool.get_extension_by_name(extension)?;
        let value = options.get_extension(&extension).into_owned();
        let said = value.as_message()?.get_field_by_name(field)?.into_owned();
        // What is not said is empty.
        Some(said).filter(|said| said.as_str() != Some(""))
    };
    let field = field(input, &variable.field)?;
    // What names a resource refers to one, or is its own name.
    let own = || of(field.parent_message().options(), RESOURCE, "type");
    let kind = of(field.options(), REFERENCE, "type").or_else(own)?;
    let resource = pool.all_messages().find_map(|message| {
        let options = message.options();
        let own = of(options.clone(), RESOURCE, "type")?;
        (own == kind).then(|| of(options, RESOURCE, "pattern")).flatten()
    });
    let pattern = resource?.as_list()?.first().and_then(Reflected::as_str)?.to_owned();
    let mut names = pattern.split('{').skip(1).filter_map(|part| part.split('}').next().map(str::to_owned));
    names.nth(number)
}

fn body(binding: &Binding, input: &MessageDescriptor, schemas: &mut Schemas) -> Value {
    let schema = match &binding.body {
        BindingBody::Field(name) => {
            let field = input.get_field_by_name(name);
            field.map(|field| schemas.value(&field, true)).unwrap_or_default()
        }
        BindingBody::Whole | BindingBody::None => schemas.message(input, true),
    };
    if binding.rpc.is_client_streaming() {
        let text = "The messages of the stream, in their order: a JSON array, or (`application/x-ndjson`) one object a line.";
        let array = json!({"type": "array", "items": schema});
        return json!({"required": true, "description": text, "content": {JSON: {"schema": array}}});
    }
    json!({"required": true, "content": {JSON: {"schema": schema}}})
}

fn answer(binding: &Binding, text: &str, schemas: &mut Schemas) -> Value {
    let output = binding.rpc.output();
    let told = comment(&output.parent_file(), output.path());
    let told = if told.is_empty() { "The answer.".to_owned() } else { told };
    if output.full_name() == HTTP_BODY {
        let kind = said(text, "Media type").unwrap_or("application/octet-stream").to_owned();
        let headers = json!({"ETag": {"description": "The entity tag.", "schema": {"type": "string"}}});
        let content = Map::from_iter([(kind, json!({"schema": {"type": "string"}}))]);
        return json!({"description": "The document.", "headers": headers, "content": content});
    }
    let schema = schemas.message(&output, false);
    if binding.rpc.is_server_streaming() {
        let line = json!({
            "type": "object",
            "description": "One line of the answer.",
            "properties": {"result": schema, "error": reference(problem::NAME)},
        });
        return json!({"description": told, "content": {LINES: {"schema": line}}});
    }
    json!({"description": told, "content": {JSON: {"schema": schema}}})
}
