//! A folder that can only be read: what reads works, what writes says what to do.

use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, Ran, text};

/// Takes the right to write from a folder and its files, or gives it back.
fn allow(what: &str, folder: &Path) {
    let changed = Command::new("chmod").args(["-R", what]).arg(folder).status().expect("chmod is there");
    assert!(changed.success());
}

const READING: [&[&str]; 4] = [
    &["report", "2024", "--format", "json", "--data-dir", "data"],
    &["figure", "projects/count?period=2024", "--data-dir", "data"],
    &["verify", "--data-dir", "data"],
    &["status", "--data-dir", "data"],
];

#[test]
fn what_reads_works_in_a_folder_that_can_only_be_read_and_what_writes_says_what_to_do() {
    let desk = Desk::new();
    let loaded = desk.own_databases();
    std::fs::rename(loaded, desk.path("data")).expect("renamed");
    // A restored folder has files alone, and no log beside them.
    desk.run(&["backup", "saved", "--data-dir", "data"]).succeeds();
    desk.run(&["restore", "saved", "--data-dir", "restored"]).succeeds();
    for folder in ["data", "restored"] {
        let asked = |args: &[&str]| -> Vec<String> {
            args.iter()
                .map(|arg| if *arg == "data" { folder.to_owned() } else { (*arg).to_owned() })
                .collect()
        };
        let run = |args: &[&str], rights| {
            let args = asked(args);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            if rights { desk.run(&args) } else { desk.run_without_rights(&args) }
        };
        let before: Vec<String> = READING.iter().map(|args| run(args, true).succeeds()).collect();
        allow("a-w", &desk.path(folder));
        for (args, before) in READING.iter().zip(&before) {
            assert_eq!(&run(args, false).succeeds(), before, "{args:?} in {folder}");
        }
        run(&["backup", &format!("saved-{folder}"), "--data-dir", "data"], false).succeeds();
        let serve = run(&["serve", "--listen", "127.0.0.1:0", "--log", "error", "--data-dir", "data"], false);
        serve.fails(&["connectivity.sqlite.lock", "Permission denied", "must exist and be writable"]);
        let import = run(&["import", text(&crate::desk::bundle()), "--data-dir", "data"], false);
        import.fails(&["sqlite.lock", "must exist and be writable"]);
        // Otherwise it could not be removed by who is not root.
        allow("u+w", &desk.path(folder));
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("closed")).expect("made");
    allow("a-w", &desk.path("closed"));
    let serve = |folder: &str| -> Ran {
        desk.run_without_rights(&["serve", "--listen", "127.0.0.1:0", "--log", "error", "--data-dir", folder])
    };
    serve("closed/below").fails(&["--data-dir closed/below cannot be made", "Permission denied"]);
    serve("closed").fails(&["connectivity.sqlite.lock", "must exist and be writable"]);
    allow("u+w", &desk.path("closed"));
}
