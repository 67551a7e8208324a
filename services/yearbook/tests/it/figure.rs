use crate::desk::{Desk, databases};

fn figure(args: &[&str]) -> String {
    Desk::new().run(&[&["figure", "--data-dir", databases()], args].concat()).succeeds()
}

#[test]
fn a_figure_is_shown_with_value_sources_and_other_values() {
    let text = figure(&["projects/agreement-value?period=2024"]);
    let (facts, history) = text.split_once("\nRevisions\n").expect("a history");
    insta::assert_snapshot!(facts);
    let line = history.lines().nth(1).expect("a revision").replace('\u{a0}', " ");
    assert!(line.contains("CHF 28.66 million") && line.ends_with("  import of a bundle"), "{text}");
    assert!(!line.contains("local"), "who wrote it is told to those who may write: {line}");
}

#[test]
fn a_figure_is_shown_in_the_language_asked_for() {
    let text = figure(&["membership/memberships?period=2024-12-31", "--lang", "zh"]);
    insta::assert_snapshot!(text.split_once("\n修订记录").map_or(text.as_str(), |(facts, _)| facts));
}

#[test]
fn of_a_wildcard_a_list_is_shown_and_of_a_listing_its_records() {
    let desk = Desk::new();
    insta::assert_snapshot!("wildcard", figure(&["projects/count?area=itu-region:*&period=2024"]));
    insta::assert_snapshot!("listing", figure(&["projects/portfolio?period=2024"]));
    let served = desk.serve_loaded();
    for key in ["projects/count?area=itu-region:*&period=2024", "projects/portfolio?period=2024"] {
        assert_eq!(desk.run(&["figure", key, "--server", &served.address]).succeeds(), figure(&[key]));
    }
}

#[test]
fn json_is_the_message_and_a_revision_can_be_named() {
    let text = figure(&["projects/count?area=AFR&period=2024", "--format", "json", "--as-of", "1"]);
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["key"], "projects/count?area=AFR&period=2024");
    assert_eq!((&json["value"]["value"], &json["revision"]), (&"17".into(), &"1".into()));
}

#[test]
fn what_is_not_there_is_told_with_the_nearest_name() {
    let desk = Desk::new();
    let figure = |args: &[&str]| desk.run(&[&["figure", "--data-dir", databases()], args].concat());
    figure(&["projects"]).fails(&["service/measure?dimension=value"]);
    figure(&["projects/cuont?period=2024"]).fails(&["did you mean `projects/count`?"]);
    figure(&["project/count?period=2024"]).fails(&["did you mean `projects`?"]);
    figure(&["projects/count?area=AFX&period=2024"]).fails(&["AFX", "did you mean"]);
    figure(&["projects/count?period=2024", "--as-of", "99"]).fails(&["99", "the last one is 1"]);
    figure(&["projects/count?period=2024", "--as-of", "yesterday"]).fails(&["yesterday", "revision"]);
    let served = desk.serve_loaded();
    desk.run(&["figure", "projects/cuont?period=2024", "--server", &served.address])
        .fails(&["did you mean `projects/count`?"]);
}

#[test]
fn what_another_value_would_bring_is_told_without_writing_it() {
    let key = "connectivity/youth-internet-use-gap?area=WORLD&period=2024";
    let text = figure(&[key, "--if", "11"]);
    assert!(text.contains("would be found no more:") && text.contains("error[change]"), "{text}");
    assert!(text.contains("would be printed:") && text.contains(" -> 11"), "{text}");
    assert!(text.ends_with("notes\n") && text.contains("1 error,"), "{text}");
    assert!(figure(&[key]).contains("13"), "nothing is written");
    // A sum of the same records moves with one of its parts; of a sum it is not known which part makes it.
    let (part, sum) = ("projects/count?area=AFR&period=2024", "projects/count?period=2024");
    let text = figure(&[part, "--if", "30"]);
    assert!(text.contains("would be computed otherwise") && text.contains(&format!("({sum})")), "{text}");
    let text = figure(&[sum, "--if", "200"]);
    assert!(text.contains("cannot be told without their service") && text.contains(part), "{text}");
    let desk = Desk::new();
    desk.run(&["figure", key, "--if", "many", "--data-dir", databases()]).fails(&["`many`"]);
}
