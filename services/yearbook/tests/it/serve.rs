use crate::desk::{Desk, databases};

#[test]
fn an_empty_folder_is_loaded_with_the_bundle_in_the_binary_and_a_full_one_is_left_alone() {
    let desk = Desk::new();
    let report = |address: &str| desk.run(&["report", "2024", "--server", address]).succeeds();
    let first = { report(&desk.serve(&["--data-dir", "data"]).address) };
    desk.run(&["new", "small"]).succeeds();
    let again = { report(&desk.serve(&["--data-dir", "data", "--bundle", "small"]).address) };
    assert_eq!(first, again);
    let history = desk.run(&["figure", "projects/count?period=2024", "--data-dir", "data"]).succeeds();
    let revision = history.lines().find_map(|line| line.strip_prefix("Revision "));
    assert_eq!(revision.map(str::trim), Some("1"), "{history}");
}

#[test]
fn services_apart_give_the_same_report_as_all_in_one() {
    let desk = Desk::new();
    let names = ["connectivity", "projects", "membership", "events", "results"];
    let services: Vec<_> = names.map(|name| desk.serve(&[name, "--data-dir", name])).into();
    let addresses: Vec<String> =
        names.iter().zip(&services).map(|(n, s)| format!("{n}={}", s.address)).collect();
    let mut args = vec!["gateway", "--data-dir", "gateway"];
    args.extend(addresses.iter().flat_map(|address| ["--service", address.as_str()]));
    let gateway = desk.serve(&args);
    let apart = desk.run(&["report", "2024", "--format", "json", "--server", &gateway.address]).succeeds();
    assert_eq!(
        desk.run(&["report", "2024", "--format", "json", "--data-dir", databases()]).succeeds(),
        apart
    );
}

#[test]
fn a_bundle_with_mistakes_is_loaded_nowhere_and_all_of_them_are_told() {
    let desk = Desk::new();
    let broken = desk.copy("broken");
    broken.replace("funding.csv", ",CHF,", ",CHX,");
    broken.replace("events.csv", ",2024-10-15,", ",soon,");
    let serve =
        ["serve", "--data-dir", "data", "--bundle", "broken", "--listen", "127.0.0.1:0", "--log", "error"];
    let ran = desk.run(&serve);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    for part in ["broken/funding.csv:2:", "broken/events.csv:2:", "error: --bundle broken: nothing is loaded"]
    {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert!(!desk.path("data").exists());
    drop(desk.serve(&["--data-dir", "data", "--bundle", "none"]));
    let again = desk.run(&serve);
    assert!(
        again.err.contains("broken/events.csv:2:"),
        "databases without anything are empty, too: {again:?}"
    );
}

#[test]
fn what_cannot_be_served_is_told() {
    let desk = Desk::new();
    desk.run(&["serve", "project"]).fails(&["no service `project`", "connectivity, projects"]);
    let ran = desk.run(&["serve", "--listen", "8080", "--deadline", "soon", "--bundle", "nowhere"]);
    assert_eq!(ran.code, Some(2));
    for flag in ["--listen", "--deadline", "--bundle"] {
        assert!(ran.err.contains(flag), "{flag}: {}", ran.err);
    }
    let served = desk.serve(&["--data-dir", "data", "--bundle", "none"]);
    let taken = served.address.trim_start_matches("http://");
    let serve = |args: &[&str]| desk.run(&[&["serve", "--log", "error"], args].concat());
    serve(&["--listen", taken, "--data-dir", "other"]).fails(&["--listen", "another address"]);
    serve(&["--listen", "127.0.0.1:0", "--data-dir", "data"]).fails(&["in use by process"]);
    serve(&["--listen", "127.0.0.1:0", "--service", "projects=http://127.0.0.1:1"])
        .fails(&["--service projects"]);
}
