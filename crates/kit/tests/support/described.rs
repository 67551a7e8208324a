//! Encoded descriptors of services that no proto file has, with what their RPCs require of who calls, which prost's own types drop.

use api::figures::v1::{Access, Role};
use prost::Message;

/// A file, as `google.protobuf.FileDescriptorProto` has it.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct File {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(string, tag = "2")]
    pub(crate) package: String,
    #[prost(string, repeated, tag = "3")]
    pub(crate) dependency: Vec<String>,
    /// Encoded messages.
    #[prost(bytes = "vec", repeated, tag = "4")]
    pub(crate) message_type: Vec<Vec<u8>>,
    #[prost(message, repeated, tag = "6")]
    pub(crate) service: Vec<Service>,
    #[prost(string, tag = "12")]
    pub(crate) syntax: String,
}

/// A service of it.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Service {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    method: Vec<Method>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Method {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    input_type: String,
    #[prost(string, tag = "3")]
    output_type: String,
    #[prost(message, optional, tag = "4")]
    options: Option<Options>,
    #[prost(bool, tag = "5")]
    client_streaming: bool,
    #[prost(bool, tag = "6")]
    server_streaming: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Options {
    #[prost(message, optional, tag = "50001")]
    access: Option<Access>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Set {
    #[prost(message, repeated, tag = "1")]
    file: Vec<File>,
}

/// A service whose RPCs, of one message, anybody may call; those that stream do so both ways.
pub(crate) fn service(name: &str, message: &str, rpcs: &[(&str, bool)]) -> Service {
    let access = Some(Access { role: Role::Public.into() });
    let method = |(rpc, streaming): &(&str, bool)| Method {
        name: (*rpc).to_owned(),
        input_type: message.to_owned(),
        output_type: message.to_owned(),
        options: Some(Options { access }),
        client_streaming: *streaming,
        server_streaming: *streaming,
    };
    Service { name: name.to_owned(), method: rpcs.iter().map(method).collect() }
}

/// A file without content.
pub(crate) fn file(name: &str, package: &str) -> File {
    File {
        name: name.to_owned(),
        package: package.to_owned(),
        syntax: "proto3".to_owned(),
        ..File::default()
    }
}

/// An encoded descriptor set of these files and those that `yearbook.figures.v1` is made of.
pub(crate) fn set(files: Vec<File>) -> Vec<u8> {
    // Sets that are put one after another are one set.
    [api::figures::v1::FILE_DESCRIPTOR_SET, &Set { file: files }.encode_to_vec()].concat()
}

/// An encoded descriptor set of one service of the package `test`, whose RPCs have messages without content.
#[allow(dead_code, reason = "who describes messages of their own needs no empty ones")]
pub(crate) fn of(name: &str, rpcs: &[&str]) -> Vec<u8> {
    // A message whose one field is its name.
    let nothing = [&[10, 7][..], b"Nothing"].concat();
    let rpcs: Vec<(&str, bool)> = rpcs.iter().map(|rpc| (*rpc, false)).collect();
    set(vec![File {
        message_type: vec![nothing],
        service: vec![service(name, ".test.Nothing", &rpcs)],
        ..file("test.proto", "test")
    }])
}
