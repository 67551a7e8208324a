//! Generates Rust from `proto/`: messages, clients and servers (prost, tonic), JSON (pbjson) and the encoded descriptors.
//!
//! protox compiles the files, so that no protoc is needed. The descriptors that programs serve are protox's *encoded* ones: the
//! typed set of prost loses custom options, and with them the HTTP annotations.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use prost::Message;

/// The packages under `yearbook`, each in `proto/yearbook/<name>/v1`.
const PACKAGES: [&str; 7] =
    ["figures", "connectivity", "projects", "membership", "events", "results", "report"];

/// Where the well-known types that we use live in Rust; ours print canonical proto3 JSON.
const EXTERN: [(&str, &str); 2] = [
    (".google.protobuf.Timestamp", "crate::timestamp::Timestamp"),
    (".google.protobuf.FieldMask", "crate::field_mask::FieldMask"),
];
/// The message without fields, which prost has as `()`.
const EMPTY: &str = "google.protobuf.Empty";

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env("CARGO_MANIFEST_DIR")?).join("../../proto");
    println!("cargo:rerun-if-changed={}", root.display());
    let out = PathBuf::from(env("OUT_DIR")?);
    let mut all = vec![root.join("google/api/httpbody.proto")];
    for package in PACKAGES {
        let files = protos(&root, package)?;
        let name = format!("yearbook.{package}.v1.bin");
        std::fs::write(out.join(name), compile(&root, &files)?)?;
        all.extend(files);
    }
    let encoded = compile(&root, &all)?;
    generate(&encoded)?;
    std::fs::write(out.join("codecs.rs"), codecs(&encoded)?)?;
    std::fs::write(out.join("yearbook.bin"), encoded)?;
    let details = compile(&root, &[root.join("google/rpc/error_details.proto")])?;
    std::fs::write(out.join("error_details.bin"), details)?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "Cargo tells a build script its folders by the environment")]
fn env(name: &str) -> Result<String, std::env::VarError> {
    std::env::var(name)
}

/// The files of a package, in the order of their names.
fn protos(root: &Path, package: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root.join("yearbook").join(package).join("v1"))? {
        files.push(entry?.path());
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "proto"));
    files.sort();
    Ok(files)
}

/// The encoded descriptors of files and of all that they import, with comments.
fn compile(root: &Path, files: &[PathBuf]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut compiler = protox::Compiler::new([root])?;
    compiler.include_imports(true).include_source_info(true).open_files(files)?;
    Ok(compiler.encode_file_descriptor_set())
}

fn generate(encoded: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut code = tonic_prost_build::configure().build_transport(true).btree_map(".").bytes(".yearbook");
    let mut json = pbjson_build::Builder::new();
    json.register_descriptors(encoded)?.btree_map(["."]);
    for (proto, rust) in EXTERN {
        code = code.extern_path(proto, rust);
        json.extern_path(proto, rust);
    }
    code.compile_fds(prost_types::FileDescriptorSet::decode(encoded)?)?;
    json.build(&[".yearbook", ".google.type"])?;
    order_maps(&PathBuf::from(env("OUT_DIR")?))
}

/// The table of JSON codecs: each message of our packages that an RPC takes or gives, by its full name.
fn codecs(encoded: &[u8]) -> Result<String, Box<dyn Error>> {
    let set = prost_types::FileDescriptorSet::decode(encoded)?;
    let methods = set.file.iter().flat_map(|file| &file.service).flat_map(|service| &service.method);
    let names: BTreeSet<&str> = methods.flat_map(|m| [m.input_type(), m.output_type()]).collect();
    let mut code = "&[\n".to_owned();
    for name in names {
        if name.trim_start_matches('.') == EMPTY {
            writeln!(code, "    Codec::of::<crate::empty::Empty>({EMPTY:?}),")?;
        }
        let Some(ours) = name.strip_prefix(".yearbook.") else { continue };
        let rust = ours.replace('.', "::");
        writeln!(code, "    Codec::of::<crate::{rust}>({:?}),", name.trim_start_matches('.'))?;
    }
    Ok(code + "]\n")
}

/// Maps of 64-bit integers go through a hash map in the generated JSON, whose order differs from run to run; ours are ordered.
fn order_maps(out: &Path) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(out)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".serde.rs") {
            let code = std::fs::read_to_string(&path)?;
            let (unordered, ordered) =
                ("let v: std::collections::HashMap<", "let v: std::collections::BTreeMap<");
            std::fs::write(&path, code.replace(unordered, ordered))?;
        }
    }
    Ok(())
}
