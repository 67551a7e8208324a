//! The bundle that is in the binaries: `data/itu-2024`, as it was when they were built; and one in a folder, in its place.
//!
//! It costs no memory until it is asked for. A crate of its own, so that every binary and every test has the same one.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};
use interchange::Bundle;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/itu-2024");

/// The files by name: `stated.csv`, `narrative/en/3.1.md`.
#[must_use]
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    add(&FILES, &mut files);
    files
}

/// The bundle.
#[must_use]
pub fn bundle() -> Bundle {
    Bundle::new(files()).0
}

fn add(folder: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => add(inner, files),
            DirEntry::File(file) => {
                if let Some(name) = file.path().to_str() {
                    files.insert(name.replace('\\', "/"), file.contents().to_vec());
                }
            }
        }
    }
}

/// A bundle in a folder, with its subfolders. Its mistakes are for whoever imports it.
///
/// # Errors
/// What cannot be read.
pub fn in_folder(folder: &Path) -> std::io::Result<Bundle> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        for entry in std::fs::read_dir(&path)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else if let Some(name) = entry.path().strip_prefix(folder).ok().and_then(Path::to_str) {
                files.insert(name.replace('\\', "/"), std::fs::read(entry.path())?);
            }
        }
    }
    Ok(Bundle::new(files).0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_bundle_in_the_binaries_has_no_mistake_in_its_names_and_manifest() {
        let (bundle, mistakes) = interchange::Bundle::new(super::files());
        assert_eq!(mistakes, []);
        assert_eq!(bundle.manifest().organisation.id, "itu");
    }

    #[test]
    fn the_bundle_in_its_folder_is_the_one_in_the_binaries() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024");
        assert_eq!(super::in_folder(&folder).expect("a folder"), super::bundle());
    }
}
