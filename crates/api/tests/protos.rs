//! What every proto file of ours must be like: commented throughout, and reachable over HTTP.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message;
use prost_types::{DescriptorProto, EnumDescriptorProto, FileDescriptorProto, FileDescriptorSet};

/// The part of a descriptor set that holds HTTP rules, which prost's own types drop.
mod raw {
    #[derive(Clone, PartialEq, prost::Message)]
    pub(crate) struct Set {
        #[prost(message, repeated, tag = "1")]
        pub(crate) files: Vec<File>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(crate) struct File {
        #[prost(string, tag = "2")]
        pub(crate) package: String,
        #[prost(message, repeated, tag = "6")]
        pub(crate) services: Vec<Service>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(crate) struct Service {
        #[prost(string, tag = "1")]
        pub(crate) name: String,
        #[prost(message, repeated, tag = "2")]
        pub(crate) methods: Vec<Method>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(crate) struct Method {
        #[prost(string, tag = "1")]
        pub(crate) name: String,
        #[prost(string, tag = "3")]
        pub(crate) output_type: String,
        #[prost(message, optional, tag = "4")]
        pub(crate) options: Option<Options>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(crate) struct Options {
        #[prost(message, optional, tag = "72295728")]
        pub(crate) http: Option<Rule>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(crate) struct Rule {
        #[prost(string, tag = "2")]
        pub(crate) get: String,
        #[prost(string, tag = "4")]
        pub(crate) post: String,
        #[prost(string, tag = "5")]
        pub(crate) delete: String,
        #[prost(string, tag = "6")]
        pub(crate) patch: String,
    }
}

/// The places of a file that bear a comment, by their path in the descriptor.
fn commented(file: &FileDescriptorProto) -> BTreeSet<Vec<i32>> {
    let info = file.source_code_info.as_ref().expect("source info");
    let with_comment =
        info.location.iter().filter(|l| l.leading_comments.as_ref().is_some_and(|c| !c.trim().is_empty()));
    with_comment.map(|l| l.path.clone()).collect()
}

/// Every thing of a file that must bear a comment: its path and its name.
fn things(file: &FileDescriptorProto) -> Vec<(Vec<i32>, String)> {
    let mut found = Vec::new();
    for (message, i) in file.message_type.iter().zip(0..) {
        message_things(&[4, i], message, &mut found);
    }
    for (item, i) in file.enum_type.iter().zip(0..) {
        enum_things(&[5, i], item, &mut found);
    }
    for (service, i) in file.service.iter().zip(0..) {
        found.push((vec![6, i], service.name().to_owned()));
        let methods = service.method.iter().zip(0..);
        found.extend(methods.map(|(m, j)| (vec![6, i, 2, j], format!("{}.{}", service.name(), m.name()))));
    }
    found
}

fn message_things(path: &[i32], message: &DescriptorProto, found: &mut Vec<(Vec<i32>, String)>) {
    if message.options.as_ref().is_some_and(prost_types::MessageOptions::map_entry) {
        return;
    }
    let name = message.name();
    found.push((path.to_vec(), name.to_owned()));
    for (field, i) in message.field.iter().zip(0..) {
        found.push(([path, &[2, i]].concat(), format!("{name}.{}", field.name())));
    }
    for (nested, i) in message.nested_type.iter().zip(0..) {
        message_things(&[path, &[3, i]].concat(), nested, found);
    }
    for (nested, i) in message.enum_type.iter().zip(0..) {
        enum_things(&[path, &[4, i]].concat(), nested, found);
    }
}

fn enum_things(path: &[i32], item: &EnumDescriptorProto, found: &mut Vec<(Vec<i32>, String)>) {
    found.push((path.to_vec(), item.name().to_owned()));
    for (value, i) in item.value.iter().zip(0..) {
        found.push(([path, &[2, i]].concat(), value.name().to_owned()));
    }
}

#[test]
fn everything_bears_a_comment() {
    let set = FileDescriptorSet::decode(api::FILE_DESCRIPTOR_SET).expect("it decodes");
    let ours: Vec<_> = set.file.iter().filter(|f| f.package().starts_with("yearbook.")).collect();
    assert!(ours.len() >= 18, "{} files", ours.len());
    let bare = |file: &FileDescriptorProto| {
        let commented = commented(file);
        things(file)
            .into_iter()
            .filter(move |(path, _)| !commented.contains(path))
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
    };
    let bare: Vec<String> = ours.iter().flat_map(|f| bare(f)).collect();
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn every_rpc_has_a_path_of_its_own() {
    let set = raw::Set::decode(api::FILE_DESCRIPTOR_SET).expect("it decodes");
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for file in &set.files {
        for (service, method) in file.services.iter().flat_map(|s| s.methods.iter().map(move |m| (s, m))) {
            let name = format!("{}.{}.{}", file.package, service.name, method.name);
            let rule = method.options.clone().and_then(|o| o.http).unwrap_or_default();
            let verbs =
                [("GET", rule.get), ("POST", rule.post), ("PATCH", rule.patch), ("DELETE", rule.delete)];
            let told = verbs.iter().find(|(_, path)| !path.is_empty());
            let path = told.map(|(verb, path)| format!("{verb} {path}")).unwrap_or_default();
            // What is no JSON is a door: a file under the name that its readers know.
            let door = method.output_type == ".google.api.HttpBody";
            let place = if door { "GET /" } else { " /v1/" };
            assert!(path.contains(place), "{name}: {path} is no HTTP path of it");
            assert_eq!(door, !path.contains(" /v1/"), "{name}: only what is no JSON stands beside /v1");
            assert_eq!(paths.insert(path.clone(), name.clone()), None, "{name}: {path} is taken");
        }
    }
    assert!(paths.len() >= 50, "{} RPCs", paths.len());
}

#[test]
fn the_descriptors_of_a_package_hold_all_that_it_imports() {
    for set in [
        api::figures::v1::FILE_DESCRIPTOR_SET,
        api::connectivity::v1::FILE_DESCRIPTOR_SET,
        api::projects::v1::FILE_DESCRIPTOR_SET,
        api::membership::v1::FILE_DESCRIPTOR_SET,
        api::events::v1::FILE_DESCRIPTOR_SET,
        api::results::v1::FILE_DESCRIPTOR_SET,
        api::report::v1::FILE_DESCRIPTOR_SET,
    ] {
        let set = FileDescriptorSet::decode(set).expect("it decodes");
        let names: BTreeSet<&str> = set.file.iter().map(FileDescriptorProto::name).collect();
        let missing: Vec<&String> =
            set.file.iter().flat_map(|f| &f.dependency).filter(|d| !names.contains(d.as_str())).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }
}
