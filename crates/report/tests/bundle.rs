//! The bundle of the repository, read as the gateway reads it.

use std::collections::BTreeMap;
use std::path::Path;

use interchange::Bundle;
use report::{Content, plan};

fn files(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let entries = std::fs::read_dir(folder).expect("the folder");
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            self::files(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).expect("the file"));
        }
    }
}

fn content() -> (Content, Vec<interchange::Mistake>) {
    let mut all = BTreeMap::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024"), "", &mut all);
    Content::read(&Bundle::new(all).0)
}

#[test]
fn the_first_bundle_has_no_mistakes_in_outline_and_narrative() {
    let (_, mistakes) = content();
    let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn the_first_bundle_asks_each_service_in_one_batch() {
    let (content, _) = content();
    for options in content.documents_to_assemble() {
        let plan = plan(&content, &options);
        assert!(plan.keys.keys().all(|service| plan.batches(service).count() == 1), "{options:?}");
    }
}
