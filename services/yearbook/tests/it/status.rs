//! The state of services and the settings of `serve`, as an operator reads them.

use std::time::Duration;

use crate::desk::{Desk, Ran, databases};

/// Asks until the services have been heard, however busy the machine is.
fn status(desk: &Desk, args: &[&str], heard: impl Fn(&Ran) -> bool) -> Ran {
    for _ in 0..600 {
        let ran = desk.run(&[&["status"], args].concat());
        if heard(&ran) {
            return ran;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("it never came to this: {:?}", desk.run(&[&["status"], args].concat()));
}

#[test]
fn who_is_not_heard_and_what_to_do_is_told() {
    let desk = Desk::new();
    let data = desk.own_databases();
    let served = desk.serve(&["--data-dir", &data, "--service", "hydrology=http://127.0.0.1:1"]);
    let heard = |ran: &Ran| ran.out.matches(" yes\n").count() == 5 && ran.out.contains("Unavailable");
    let out = status(&desk, &["--server", &served.address], heard).finds();
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("SERVICE       ADDRESS  "), "{out}");
    assert!(lines[2].starts_with("events        in-process  ") && lines[2].ends_with("  yes"), "{out}");
    assert!(lines[3].starts_with("hydrology     http://127.0.0.1:1") && lines[3].ends_with("  no"), "{out}");
    assert!(out.contains("\nhydrology was never heard: Unavailable: "), "{out}");
    assert!(out.contains("  Nothing answers at http://127.0.0.1:1/"), "{out}");
    assert!(out.contains("grpcurl -plaintext 127.0.0.1:1 grpc.health.v1.Health/Check"), "{out}");
    let json = desk.run(&["status", "--server", &served.address, "--format", "json"]).finds();
    let states: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (states[2]["service"].as_str(), states[2]["confirmed"].as_bool()),
        (Some("hydrology"), Some(false))
    );
    assert_eq!((states[0]["revision"].as_i64(), states[0]["last_error"].as_str()), (Some(1), None));
}

#[test]
fn all_that_are_heard_are_well_and_files_speak_for_themselves() {
    let desk = Desk::new();
    let served = desk.serve_loaded();
    let all = |ran: &Ran| ran.out.matches(" yes\n").count() == 5;
    status(&desk, &["--server", &served.address], all).succeeds();
    let out = desk.run(&["status", "--data-dir", databases()]).succeeds();
    assert!(out.contains("\ngateway       ") && out.matches("  yes\n").count() == 6, "{out}");
    let folder = desk.own_databases();
    std::fs::write(desk.path("loaded/events.sqlite"), "somebody else's").expect("written");
    let _ = std::fs::remove_file(desk.path("loaded/events.sqlite-wal"));
    let out = desk.run(&["status", "--data-dir", &folder]).finds();
    assert!(out.contains("\nevents was never heard: ") && out.contains("yearbook verify"), "{out}");
    desk.run(&["status", "--server", "http://127.0.0.1:1"]).fails(&["does not answer", "yearbook serve"]);
    desk.run(&["status", "--data-dir", "nowhere"]).fails(&["nowhere cannot be read"]);
}

#[test]
fn each_setting_is_shown_with_where_it_comes_from_and_no_secret() {
    let desk = Desk::new();
    std::fs::write(desk.path("tokens"), "operator-0123456789 ops operator\n").expect("written");
    std::fs::write(desk.path("yearbook.toml"), "deadline = 500\nlog = \"warn\"\n").expect("written");
    let args = ["config", "projects", "--config", "yearbook.toml", "--log", "debug", "--tokens", "tokens"];
    let variables = [("YEARBOOK_METRICS_LISTEN", "127.0.0.1:9090"), ("YEARBOOK_TOKEN", "secret-0123456789")];
    let out = desk.run_with(&args, &variables).succeeds();
    let expected = "SETTING             VALUE                          FROM
config              yearbook.toml                  flag --config
listen              127.0.0.1:50052                default
data-dir            yearbook-data                  default
database-url        -                              default
bundle              the one in the program         default
tokens              tokens                         flag --tokens
readers             everyone                       default
service-token-file  -                              default
metrics-listen      127.0.0.1:9090                 variable YEARBOOK_METRICS_LISTEN
otlp-endpoint       -                              default
log                 debug                          flag --log
log-format          text on a terminal, else json  default
deadline            500                            file yearbook.toml
public-url          -                              default
service             -                              default
cors-origin         -                              default
";
    assert_eq!(out, expected);
    assert!(!out.contains("0123456789"));
    let toml = desk.run_with(&[&args[..], &["--format", "toml"]].concat(), &variables).succeeds();
    std::fs::write(desk.path("written.toml"), &toml).expect("written");
    let again = desk.run(&["config", "projects", "--config", "written.toml"]).succeeds();
    assert!(
        again.contains("deadline            500                            file written.toml"),
        "{toml}{again}"
    );
    let json = desk.run_with(&[&args[..], &["--format", "json"]].concat(), &variables).succeeds();
    let settings: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(settings["log"]["from"], "flag --log");
}

#[test]
fn every_mistake_of_the_settings_is_told_at_once() {
    let desk = Desk::new();
    let ran =
        desk.run_with(&["config", "--listen", "8080", "--deadline", "soon"], &[("YEARBOOK_BUNDLE", "x")]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    for part in ["3 mistakes", "--listen `8080`", "--deadline `soon`", "YEARBOOK_BUNDLE `x`"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    desk.run(&["config", "project"]).fails(&["no service `project`"]);
}
