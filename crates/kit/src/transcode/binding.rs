//! The HTTP bindings of RPCs, read from encoded descriptors: `google.api.http` and its additional bindings.
//!
//! prost-reflect keeps custom options where prost's typed descriptors lose them.

use http::Method;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, Value};

use super::template::Template;

/// The extension of `MethodOptions`.
const HTTP: &str = "google.api.http";

/// Which part of a request is the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// None: what the path does not bind stands in the query.
    None,
    /// `*`: every field that the path does not bind.
    Whole,
    /// One field, by its name.
    Field(String),
}

/// One way to call an RPC over HTTP.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The RPC.
    pub rpc: MethodDescriptor,
    /// The method.
    pub method: Method,
    /// The template's text.
    pub path: String,
    /// The template.
    pub template: Template,
    /// What the body holds.
    pub body: Body,
    /// Whether it is an additional binding of its RPC, and which.
    pub number: usize,
}

/// Descriptors of several encoded sets; a file that is there already is passed over.
///
/// # Errors
/// When a set does not decode, or names types that it does not hold.
pub fn pool<'a>(
    sets: impl IntoIterator<Item = &'a [u8]>,
) -> Result<DescriptorPool, prost_reflect::DescriptorError> {
    let mut pool = DescriptorPool::new();
    for set in sets {
        pool.decode_file_descriptor_set(set)?;
    }
    Ok(pool)
}

/// The bindings of the RPCs of these gRPC services, in the order of the services and their descriptors. What is no binding is left
/// out, with a line in the log.
pub fn bindings<'a>(pool: &DescriptorPool, services: impl IntoIterator<Item = &'a str>) -> Vec<Binding> {
    let services = services.into_iter().filter_map(|name| pool.get_service_by_name(name));
    let rpcs = services.flat_map(|service| service.methods().collect::<Vec<_>>());
    rpcs.flat_map(|rpc| of_rpc(&rpc)).collect()
}

fn of_rpc(rpc: &MethodDescriptor) -> Vec<Binding> {
    let Some(extension) = rpc.parent_pool().get_extension_by_name(HTTP) else { return Vec::new() };
    let options = rpc.options();
    if !options.has_extension(&extension) {
        return Vec::new();
    }
    let value = options.get_extension(&extension);
    let Some(first) = value.as_message() else { return Vec::new() };
    let additional = first.get_field_by_name("additional_bindings");
    let additional = additional.as_deref().and_then(Value::as_list).unwrap_or_default();
    let rules = std::iter::once(first).chain(additional.iter().filter_map(Value::as_message));
    let read = rules.enumerate().filter_map(|(number, rule)| match binding(rpc, rule, number) {
        Ok(binding) => Some(binding),
        Err(why) => {
            tracing::warn!(rpc = rpc.full_name(), why, "an HTTP annotation is not understood");
            None
        }
    });
    read.collect()
}

fn binding(rpc: &MethodDescriptor, rule: &DynamicMessage, number: usize) -> Result<Binding, String> {
    let text = |field: &str| {
        let value = rule.get_field_by_name(field);
        value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let methods = [
        ("get", Method::GET),
        ("put", Method::PUT),
        ("post", Method::POST),
        ("delete", Method::DELETE),
        ("patch", Method::PATCH),
    ];
    let given = methods.into_iter().find(|(field, _)| rule.has_field_by_name(field));
    let (field, method) = given.ok_or("it has no method that we know")?;
    let path = text(field);
    if !text("response_body").is_empty() {
        return Err("response_body is not served".to_owned());
    }
    let template = Template::parse(&path).map_err(|error| error.to_string())?;
    if let Some(unknown) = template.variables().find(|path| !is_text(rpc, path)) {
        return Err(format!("`{unknown}` is no text field of {}", rpc.input().full_name()));
    }
    let body = match text("body").as_str() {
        "" => Body::None,
        "*" => Body::Whole,
        field if rpc.input().get_field_by_name(field).is_some() => Body::Field(field.to_owned()),
        field => return Err(format!("`{field}` is no field of {}", rpc.input().full_name())),
    };
    Ok(Binding { rpc: rpc.clone(), method, path, template, body, number })
}

/// Whether a path of fields ends at one that holds a single text.
fn is_text(rpc: &MethodDescriptor, path: &str) -> bool {
    let mut message = Some(rpc.input());
    let mut text = false;
    for name in path.split('.') {
        let Some(field) = message.and_then(|message| message.get_field_by_name(name)) else { return false };
        text = field.kind() == prost_reflect::Kind::String && !field.is_list();
        message = field.kind().as_message().cloned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings_are_read_with_verbs_bodies_and_additional_ones() {
        let pool = pool([api::figures::v1::FILE_DESCRIPTOR_SET]).expect("a pool");
        let all = bindings(&pool, ["yearbook.figures.v1.FigureService"]);
        let told: Vec<_> =
            all.iter().map(|b| (b.rpc.name(), b.method.as_str(), b.path.as_str(), &b.body)).collect();
        assert_eq!(told[0], ("BatchGetFigures", "GET", "/v1/figures:batchGet", &Body::None));
        assert_eq!(told[1], ("BatchGetFigures", "POST", "/v1/figures:batchGet", &Body::Whole));
        assert_eq!(all[1].number, 1);
        assert!(told.contains(&("WatchHead", "GET", "/v1/head:watch", &Body::None)));
        assert!(bindings(&pool, ["no.such.Service"]).is_empty());
    }
}
