use std::fs;

use super::*;

fn files(names: &[&str]) -> Files {
    names.iter().map(|n| ((*n).to_owned(), n.as_bytes().to_vec())).collect()
}

#[test]
fn what_is_written_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("new/bundle");
    fs::create_dir(folder.path().join("new")).expect("made");
    let files = files(&["bundle.toml", "a.csv", "narrative/en/3.1.md"]);
    write(&target, &files).expect("written");
    assert_eq!(read(&target).expect("read").0.files(), &files);
    let beside: Vec<_> = fs::read_dir(folder.path().join("new")).expect("a folder").collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it");
}

#[test]
fn an_empty_folder_is_written_and_one_with_files_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &files(&["bundle.toml"])).expect("an empty folder is fine");
    let error = write(folder.path(), &files(&["bundle.toml"])).expect_err("it is not empty now");
    assert!(matches!(error, FolderError::NotEmpty(_)), "{error}");
}

#[test]
fn names_that_begin_with_a_point_are_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = files(&["bundle.toml", ".git/config", ".DS_Store"]);
    write(&folder.path().join("b"), &bundle).expect("written");
    let (read, _) = read(&folder.path().join("b")).expect("read");
    assert_eq!(read.files().keys().collect::<Vec<_>>(), ["bundle.toml"]);
}

#[test]
fn what_is_no_bundle_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in [folder.path().to_owned(), folder.path().join("nowhere")] {
        let error = read(&path).expect_err("no bundle");
        assert!(matches!(error, FolderError::NoBundle(_)), "{error}");
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bundle.toml"), "").expect("written");
    let large = fs::File::create(folder.path().join("large.csv")).expect("a file");
    large.set_len(65 << 20).expect("grown");
    assert!(matches!(read(folder.path()), Err(FolderError::TooLarge { .. })));
}

#[test]
fn large_tables_of_a_service_are_left_on_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bundle.toml"), "").expect("written");
    let large = |name: &str, bytes: u64| {
        let path = folder.path().join(name);
        fs::File::create(&path).expect("a file").set_len(bytes).expect("grown");
        Large { name: name.to_owned(), path, bytes }
    };
    let apart = large("observations.csv", 65 << 20);
    large("events.csv", 1_000);
    large("stated.csv", 2 << 20);
    large("terms.csv", 2 << 20);
    let (bundle, _, found) = read_apart(folder.path()).expect("read");
    assert_eq!(found, [apart]);
    let sizes: Vec<_> = bundle.files().iter().map(|(name, bytes)| (name.as_str(), bytes.len())).collect();
    let held = [("stated.csv", 2 << 20), ("terms.csv", 2 << 20)];
    assert_eq!(sizes, [("bundle.toml", 0), ("events.csv", 1_000), ("observations.csv", 0), held[0], held[1]]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_to_itself_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bundle.toml"), "").expect("written");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("linked");
    assert!(matches!(read(folder.path()), Err(FolderError::Kind(_))));
}
