//! Backups as an operator makes them: beside a server, while it is written, and on a disk that is full.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, bundle, databases, text};

/// A report over files, as its readers get it.
fn report(desk: &Desk, data: &str) -> String {
    desk.run(&["report", "2024", "--format", "json", "--data-dir", data]).succeeds()
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort_unstable();
    names
}

/// What is done to the bytes of a file.
type Change<'a> = &'a dyn Fn(&mut Vec<u8>);

const FILES: [&str; 7] = [
    "backup.json",
    "connectivity.sqlite",
    "events.sqlite",
    "gateway.sqlite",
    "membership.sqlite",
    "projects.sqlite",
    "results.sqlite",
];

#[test]
fn a_backup_beside_a_server_is_restored_to_the_same_report() {
    let desk = Desk::new();
    let data = desk.own_databases();
    // However busy the machine is: what is compared is whole.
    let serve = |data: &str| desk.serve(&["--data-dir", data]);
    let by_server =
        |address: &str| desk.run(&["report", "2024", "--format", "json", "--server", address]).succeeds();
    let served = serve(&data);
    let before = by_server(&served.address);
    let said = desk.run(&["backup", "saved", "--data-dir", "loaded"]).succeeds();
    assert!(said.starts_with("SERVICE       REVISION  COMMITTED"), "{said}");
    assert!(said.contains("\nprojects      1         20"), "{said}");
    assert_eq!(entries(&desk.path("saved")), FILES);
    let verified = desk.run(&["verify", "saved"]).succeeds();
    assert!(verified.contains("results       revision 1  sound\n"), "{verified}");
    let verified = desk.run(&["verify", "--data-dir", "loaded"]).succeeds();
    assert!(verified.contains("gateway       revision 1  sound\n"), "beside the server: {verified}");

    let said = desk.run(&["restore", "saved", "--data-dir", "restored"]).succeeds();
    assert!(said.ends_with("The databases are in restored.\n"), "{said}");
    assert!(report(&desk, "restored") == before, "by the files");
    drop(served);
    assert!(by_server(&serve("restored").address) == before, "by a server");
}

#[test]
fn a_backup_during_an_import_is_sound_and_completed_by_the_same_import() {
    let desk = Desk::new();
    let served = desk.serve(&["--data-dir", "data", "--bundle", "none"]);
    let bundle = bundle();
    let mut number = 0;
    std::thread::scope(|scope| {
        let import =
            scope.spawn(|| desk.run(&["import", text(&bundle), "--server", &served.address]).succeeds());
        while !import.is_finished() {
            let name = format!("saved-{number}");
            desk.run(&["backup", &name, "--data-dir", "data"]).succeeds();
            number += 1;
        }
        import.join().expect("imported");
    });
    drop(served);
    assert!(number > 0);
    let expected = report(&desk, "data");
    for name in BTreeSet::from([0, number / 2, number - 1]).iter().map(|number| format!("saved-{number}")) {
        desk.run(&["verify", &name]).succeeds();
        let data = format!("{name}-data");
        desk.run(&["restore", &name, "--data-dir", &data]).succeeds();
        desk.run(&["import", text(&bundle), "--data-dir", &data]).succeeds();
        // Times of commits are not those of the first import, and no report prints them.
        assert!(report(&desk, &data) == expected, "{name}");
    }
}

#[test]
fn what_is_damaged_is_found_and_not_restored() {
    let desk = Desk::new();
    let damage = |name: &str, change: Change| {
        let path = desk.path("saved").join(name);
        let whole = std::fs::read(&path).expect("a file");
        let mut bytes = whole.clone();
        change(&mut bytes);
        std::fs::write(&path, bytes).expect("written");
        (path, whole)
    };
    desk.run(&["backup", "saved", "--data-dir", databases()]).succeeds();
    let cases: [(&str, Change, &str); 3] = [
        ("projects.sqlite", &|bytes| bytes.truncate(4096), "has 4096 bytes"),
        ("events.sqlite", &|bytes| bytes[5000] ^= 1, "its hash is another"),
        ("gateway.sqlite", &|bytes| *bytes = b"somebody else's".to_vec(), "has 15 bytes"),
    ];
    for (name, change, expected) in cases {
        let (path, whole) = damage(name, change);
        let found = desk.run(&["verify", "saved"]).finds();
        assert!(found.contains(expected) && found.contains("damaged"), "{found}");
        desk.run(&["restore", "saved", "--data-dir", "restored"]).fails(&[expected, "nothing was restored"]);
        assert!(!desk.path("restored").exists());
        std::fs::write(path, whole).expect("written");
    }
    std::fs::remove_file(desk.path("saved/results.sqlite")).expect("removed");
    assert!(desk.run(&["verify", "saved"]).finds().contains("results.sqlite is not there"));
    let manifest = |from: &'static [u8], to: &'static [u8]| {
        damage("backup.json", &|bytes| {
            let at = bytes.windows(from.len()).position(|part| part == from).expect("is in it");
            bytes.splice(at..at + from.len(), to.iter().copied());
        })
    };
    let (path, whole) = manifest(b"\"format\": 1", b"\"format\": 7");
    desk.run(&["verify", "saved"]).fails(&["has the form 7", "this program reads 1"]);
    std::fs::write(&path, &whole).expect("written");
    let (path, whole) = manifest(b"\"projects\"", b"\"../../up\"");
    desk.run(&["restore", "saved", "--data-dir", "restored"]).fails(&["backup.json is damaged"]);
    std::fs::write(path, whole).expect("written");
    damage("backup.json", &|bytes| bytes.truncate(100));
    desk.run(&["verify", "saved"]).fails(&["backup.json is damaged"]);
}

#[test]
fn a_database_that_is_damaged_is_found_and_not_backed_up() {
    let desk = Desk::new();
    // As restored, everything is in the file itself and nothing in a log beside it.
    desk.run(&["backup", "sound", "--data-dir", databases()]).succeeds();
    desk.run(&["restore", "sound", "--data-dir", "data"]).succeeds();
    let path = desk.path("data/projects.sqlite");
    let mut bytes = std::fs::read(&path).expect("a file");
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&path, bytes).expect("written");
    let found = desk.run(&["verify", "--data-dir", "data"]).finds();
    assert!(found.contains("projects      revision 1  damaged\nresults       revision 1  sound"), "{found}");
    desk.run(&["backup", "saved", "--data-dir", "data"]).fails(&["projects", "damaged"]);
    assert!(!desk.path("saved").exists());
    desk.run(&["backup", "saved", "--data-dir", "data", "--service", "events"]).succeeds();
    assert_eq!(entries(&desk.path("saved")), ["backup.json", "events.sqlite"], "what is sound can be saved");
}

#[test]
fn nothing_is_overwritten_by_a_backup_unless_it_is_one_and_that_was_asked_for() {
    let desk = Desk::new();
    let backup = |args: &[&str]| desk.run(&[&["backup", "saved", "--data-dir", databases()], args].concat());
    std::fs::create_dir(desk.path("saved")).expect("made");
    backup(&["--service", "events"]).succeeds();
    backup(&[]).fails(&["holds a backup already", "--force"]);
    backup(&["--force"]).succeeds();
    assert_eq!(entries(&desk.path("saved")), FILES);
    desk.run(&["verify", "saved"]).succeeds();
    std::fs::remove_file(desk.path("saved/backup.json")).expect("removed");
    backup(&["--force"]).fails(&["is not empty and no backup"]);
    let hidden = entries(&desk.path(".")).into_iter().filter(|name| name.starts_with('.'));
    assert_eq!(hidden.count(), 0, "nothing is left beside it");
    desk.run(&["backup", "other", "--data-dir", "nowhere"])
        .fails(&["nowhere cannot be read", "name the folder"]);
    desk.run(&["backup", "other"]).fails(&["no databases in ./yearbook-data", "--data-dir"]);
    backup(&["--service", "hydrology"]).fails(&["--service hydrology", "projects"]);
}

#[test]
fn no_used_folder_is_restored_into_and_who_holds_it_is_told() {
    let desk = Desk::new();
    desk.run(&["backup", "saved", "--data-dir", databases()]).succeeds();
    let restore = |args: &[&str]| desk.run(&[&["restore", "saved", "--data-dir", "data"], args].concat());
    let served = desk.serve(&["--data-dir", "data", "--bundle", "none"]);
    restore(&[]).fails(&["is in use by process", "stop it"]);
    drop(served);
    restore(&[]).fails(&["is there already", "empty folder"]);
    std::fs::remove_file(desk.path("data/events.sqlite")).expect("removed");
    std::fs::write(desk.path("data/events.sqlite-wal"), "left").expect("written");
    restore(&["--service", "events"]).fails(&["events.sqlite-wal", "remove it"]);
    std::fs::remove_file(desk.path("data/events.sqlite-wal")).expect("removed");
    restore(&["--service", "events"]).succeeds();
    desk.run(&["verify", "--data-dir", "data"]).succeeds();
    desk.run(&["restore", ".", "--data-dir", "other"]).fails(&["no backup", "backup.json"]);
    desk.run(&["verify", "."]).fails(&["neither a backup nor databases"]);
}

/// A file may not grow beyond so many blocks of 512 bytes: the same to a program as a disk that is full.
fn with_little_room(desk: &Desk, blocks: u32, args: &[&str]) -> (Option<i32>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_yearbook")]).args(args);
    let ended = command.current_dir(desk.path(".")).env_clear().output().expect("it runs");
    (ended.status.code(), String::from_utf8(ended.stderr).expect("UTF-8"))
}

#[test]
fn where_there_is_no_room_nothing_is_left_and_the_remedy_is_told() {
    let desk = Desk::new();
    let args = ["backup", "saved", "--data-dir", databases()];
    let (code, error) = with_little_room(&desk, 100, &args);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("is there room") && error.lines().count() == 1, "{error}");
    assert_eq!(entries(&desk.path(".")), Vec::<String>::new());

    desk.run(&args).succeeds();
    let (code, error) = with_little_room(&desk, 100, &["restore", "saved", "--data-dir", "data"]);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("is there room"), "{error}");
    let left = entries(&desk.path("data"));
    assert!(left.iter().all(|name| name.ends_with(".lock")), "{left:?}");
    desk.run(&["restore", "saved", "--data-dir", "data"]).succeeds();
}
