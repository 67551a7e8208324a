//! The bundle that is in the binaries: `data/itu-2024`, as it was when they were built.
//!
//! It costs no memory until it is asked for. A crate of its own, so that every binary and every test has the same one.

use std::collections::BTreeMap;

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

#[cfg(test)]
mod tests {
    #[test]
    fn the_bundle_in_the_binaries_has_no_mistake_in_its_names_and_manifest() {
        let (bundle, mistakes) = interchange::Bundle::new(super::files());
        assert_eq!(mistakes, []);
        assert_eq!(bundle.manifest().organisation.id, "itu");
    }
}
