use crate::desk::{Desk, bundle, databases, text};

#[test]
fn what_the_report_on_2024_contradicts_is_found() {
    let out = Desk::new().run(&["check", "2024", "--data-dir", databases()]).finds();
    insta::assert_snapshot!(out.split_once("\nnarrative/").expect("notes follow").0);
    assert!(out.ends_with("notes\n"), "{out}");
}

#[test]
fn findings_are_told_in_a_language_and_as_json() {
    let desk = Desk::new();
    let chinese = desk.run(&["check", "2024", "--data-dir", databases(), "--lang", "zh"]).finds();
    assert!(chinese.contains("两者相差"), "{chinese}");
    let json = desk.run(&["check", "2024", "--data-dir", databases(), "--format", "json"]).finds();
    let checked: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(
        checked["findings"].as_array().is_some_and(|f| f.iter().any(|f| f["rule"] == "sources-disagree"))
    );
    assert_eq!(checked["counts"]["errors"], 2);
}

#[test]
fn a_bundle_and_a_server_are_checked_alike() {
    let desk = Desk::new();
    let served = desk.serve_loaded();
    let by_server = desk.run(&["check", "2024", "--server", &served.address, "--format", "json"]).finds();
    let bundle = bundle();
    assert_eq!(desk.run(&["check", text(&bundle), "--format", "json"]).finds(), by_server);
}

#[test]
fn every_mistake_of_a_bundle_is_told_at_its_place() {
    let desk = Desk::new();
    let broken = desk.copy("broken");
    broken.replace("bundle.toml", "year = 2024", "year = 2024\nyaer = 2024");
    broken.replace("stated.csv", "projects/count?period=2024,105,", "projects/count?period=2024,10x5,");
    broken.replace("stated.csv", "\nprojects/agreements?", "\nprojcts/agreements?");
    broken.replace("projects.csv", ",AFR,", ",AFX,");
    broken.replace("narrative/en/3.1.md", "\n\n", "\n\nSome 5 000 people {internet-usres}.\n\n");
    broken.replace("narrative/zh/3.1.md", "\n\n", "\n\n约55亿人。\n\n");
    std::fs::write(desk.path("broken/weird.csv"), "x\n").expect("written");
    insta::assert_snapshot!(desk.run(&["check", "broken"]).finds());
}

#[test]
fn what_is_neither_a_year_nor_a_bundle_cannot_be_checked() {
    let desk = Desk::new();
    desk.run(&["check", "nothing"]).fails(&["nothing is neither a year nor the folder of a bundle"]);
    desk.run(&["check", "."]).fails(&["bundle.toml"]);
    desk.run(&["check", "2024", "--lang", "xx"]).fails(&["`xx`", "use en or zh"]);
    desk.run(&["check", "1999", "--data-dir", databases()]).fails(&["no report on 1999"]);
}

#[test]
fn a_part_of_a_service_elsewhere_is_named_and_the_rest_is_checked() {
    let desk = Desk::new();
    let sixth = desk.copy("sixth");
    let measure =
        "\nhydrology,stations,flow,project,none,period,,,,,BDT,Stations,测站,All.,全部。,,,,\nprojects,";
    let measures = std::fs::read_to_string(desk.path("sixth/measures.csv")).expect("it is there");
    assert!(measures.contains("\nprojects,"), "the measures are sorted by service");
    std::fs::write(desk.path("sixth/measures.csv"), measures.replacen("\nprojects,", measure, 1))
        .expect("written");
    let ran = desk.run(&["check", "sixth"]);
    assert_eq!(ran.err, "hydrology: its part is not read, since the service is not part of this program\n");
    assert!(ran.finds().contains("notes\n"));
    sixth.replace("stated.csv", "projects/count?period=2024,105,", "projects/count?period=2024,10x5,");
    assert!(desk.run(&["check", "sixth"]).finds().contains("10x5"));
}

#[test]
fn what_is_decided_is_settled_and_no_error_any_more() {
    let desk = Desk::new();
    let json = desk.run(&["check", "2024", "--data-dir", databases(), "--format", "json"]).finds();
    let checked: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let errors = checked["findings"].as_array().expect("a list").iter();
    let errors = errors.filter(|finding| finding["severity"] == "SEVERITY_ERROR");
    let row = |finding: &serde_json::Value| {
        let part = |name: &str| finding[name].as_str().expect("a text").to_owned();
        format!("{},accepted,It is so.,,Planning,2025-02-03,{}\n", part("id"), part("valuesDigest"))
    };
    let rows: String = errors.map(row).collect();
    let decided = desk.copy("decided");
    decided.add("findings.csv", &format!("finding,state,reason_en,reason_zh,by,on,values\n{rows}"));
    let ran = desk.run(&["check", "decided"]);
    assert!(ran.err.contains("2 settled; show them with --all"), "{}", ran.err);
    let out = ran.succeeds();
    assert!(!out.contains("youth") && !out.contains("error"), "{out}");
    let all = desk.run(&["check", "decided", "--all"]).succeeds();
    assert!(all.contains("note: accepted by Planning on 2025-02-03: It is so."), "{all}");
}
