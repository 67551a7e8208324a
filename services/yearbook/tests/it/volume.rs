//! Imports of large files: read from the disk while they are sent, and interrupted without harm.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::desk::{Desk, text};

/// The bundle with so many observations more, each in a place of its own; the file is large from 13 000 on.
fn grown(desk: &Desk, name: &str, more: usize) -> std::path::PathBuf {
    let copy = desk.copy(name);
    let folder = desk.path(name);
    let file = folder.join("observations.csv");
    let mut rows = std::fs::read_to_string(&file).expect("a file");
    for n in 0..more {
        writeln!(
            rows,
            "internet-users,WORLD,2024,,,,,,5500000000,-8,person,,ar-2024,i,line {n} of a list,,,,,"
        )
        .expect("a string takes it");
    }
    std::fs::write(&file, rows).expect("written");
    drop(copy);
    folder
}

#[test]
fn a_large_file_is_imported_and_comes_out_again() {
    let desk = Desk::new();
    let bundle = grown(&desk, "large", 14_000);
    let import = |folder: &str| desk.run(&["import", folder, "--data-dir", "data"]).succeeds();
    let out = import(text(&bundle));
    assert!(out.lines().any(|line| line.starts_with("connectivity ") && line.contains(" added")), "{out}");
    assert!(out.contains("revision 1  14"), "{out}");
    assert!(import(text(&bundle)).lines().all(|line| line.ends_with("nothing to change")));
    desk.run(&["export", "copy", "--data-dir", "data"]).succeeds();
    let lines = |folder: &str| {
        let text = std::fs::read_to_string(desk.path(folder).join("observations.csv")).expect("a file");
        text.lines().count()
    };
    assert_eq!(lines("copy"), lines("large"));
    assert!(import("copy").lines().all(|line| line.ends_with("nothing to change")));
}

#[test]
fn a_mistake_at_the_end_of_a_large_file_keeps_all_of_it_out() {
    let desk = Desk::new();
    let bundle = grown(&desk, "large", 14_000);
    let file = bundle.join("observations.csv");
    let mut rows = std::fs::read_to_string(&file).expect("a file");
    let lines = rows.lines().count();
    rows.push_str("internet-user,WORLD,2024,,,,,,5500000000,-8,person,,ar-2024,i,,,,,,\n");
    std::fs::write(&file, rows).expect("written");
    let out = desk.run(&["import", text(&bundle), "--data-dir", "data"]).finds();
    assert!(out.contains(&format!("observations.csv:{}:1", lines + 1)), "{out}");
    assert!(out.contains("internet-users"), "the nearest name is told: {out}");
    desk.run(&["report", "2024", "--data-dir", "data"]).fails(&["none yet"]);
}

#[cfg(unix)]
#[test]
fn an_import_that_is_interrupted_leaves_nothing_half() {
    let desk = Desk::new();
    let bundle = grown(&desk, "large", 150_000);
    let importing = desk.begin(&["import", text(&bundle), "--data-dir", "data"]);
    let log = desk.path("data/connectivity.sqlite-wal");
    let until = Instant::now() + Duration::from_secs(120);
    // The first rows wait in the database.
    while std::fs::metadata(&log).map_or(0, |file| file.len()) < 3 << 20 {
        assert!(Instant::now() < until, "no row has come in two minutes");
        std::thread::sleep(Duration::from_millis(5));
    }
    importing.interrupted().fails(&["interrupted: nothing was written"]);
    desk.run(&["report", "2024", "--data-dir", "data"]).fails(&["none yet"]);
    let bundle = crate::desk::bundle();
    let out = desk.run(&["import", text(&bundle), "--data-dir", "data"]).succeeds();
    assert!(out.lines().all(|line| line.contains("revision 1") && line.contains(" added")), "{out}");
    desk.run(&["verify", "--data-dir", "data"]).succeeds();
}
