//! A department's workbook: out, filled in by another program, back in, into the report in both languages and into a corrigendum.

use std::time::Duration;

use test_tools::workbook::fill;

use crate::desk::Desk;

const JOINED: &str = "membership/joined?period=2024";
const LEFT: &str = "membership/left?period=2024";

/// A desk with the bundle's databases, and their folder.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let data = desk.own_databases();
    (desk, data)
}

fn ask((desk, data): &(Desk, String), more: &[&str]) -> String {
    let command = ["collect", "--department", "SG", "-o", "sg.xlsx", "--data-dir", data];
    desk.run(&[&command, more].concat()).succeeds()
}

#[test]
fn a_workbook_makes_the_whole_way_out_and_back_into_the_report_and_a_corrigendum() {
    let place = desk();
    let (desk, data) = (&place.0, place.1.as_str());
    let asked = ask(&place, &["--due", "2025-01-31", "--focal-point", "Statistics desk"]);
    assert!(asked.contains("collectionRequests/sg-2024, due 2025-01-31"), "{asked}");
    let owed = desk.run(&["requests", "--data-dir", data]);
    let owed = owed.finds();
    for word in ["sg-2024", "asked", "2025-01-31", "Statistics desk", "0 of "] {
        assert!(owed.contains(word), "{word:?} is not in {owed}");
    }
    std::thread::sleep(Duration::from_millis(5));
    let instant = kit::clock::system()().to_string();
    std::thread::sleep(Duration::from_millis(5));
    let answers = [
        (JOINED, "92|one accession was recorded late"),
        ("events/count?period=2024-01", "nil"),
        // More exactly than it was known before; the same workbook means the same the second time.
        ("connectivity/submarine-cable-traffic-share?area=WORLD&period=2024", "99.5"),
        ("connectivity/itu-regions?period=2024", "not applicable|the division is the Council's"),
    ];
    if !fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &answers) {
        return;
    }
    let import = |more: &[&str]| desk.run(&[&["import", "back.xlsx", "--data-dir", data], more].concat());
    let looked_at = import(&["--validate-only"]).succeeds();
    assert!(looked_at.contains("error[identity]: joined less left"), "{looked_at}");
    assert!(looked_at.contains("92 memberships in returns-2024 SG back.xlsx"), "{looked_at}");
    assert!(looked_at.ends_with("nothing was written.\n"), "{looked_at}");
    let written = import(&[]).succeeds();
    assert!(written.contains("2 have a value, 1 have none this time, 1 do not apply"), "{written}");
    assert!(written.contains("membership  revision 2"), "{written}");
    assert!(import(&[]).succeeds().ends_with("nothing to change\n"));
    let figure = desk.run(&["figure", JOINED, "--data-dir", data]).succeeds();
    for line in ["one accession was recorded late", "section SG, back.xlsx G", "a department's workbook"] {
        assert!(figure.contains(line), "{line:?} is not in {figure}");
    }
    let command = ["compare", "2024", "--from", &instant, "--data-dir", data, "--format", "corrigendum"];
    let corrigendum = desk.run(&command).succeeds();
    for line in ["- 5.1, fifth item: replace “91” by “92”.", "- 5.1，第5项：将“91”改为“92”。"]
    {
        assert!(corrigendum.contains(line), "{line:?} is not in {corrigendum}");
    }
    let alone = [(JOINED, "|observers are not counted")];
    assert!(fill(&desk.path("sg.xlsx"), &desk.path("alone.xlsx"), &alone));
    let alone = desk.run(&["import", "alone.xlsx", "--data-dir", data]).finds();
    assert!(alone.contains("write the value again beside it"), "{alone}");
    let over = ["collect", "--department", "SG", "-o", "back.xlsx", "--data-dir", data];
    desk.run(&over).fails(&["back.xlsx holds answers", "--force"]);
    let request = desk.run(&["requests", "sg-2024", "--data-dir", data]).finds();
    assert!(request.contains("received") && request.contains("the division is the Council's"), "{request}");
    // What was answered stays when the bundle's own rows are written again, and comes with what is exported.
    let bundle = desk.copy("bundle");
    let again = desk.run(&["import", bundle.path(), "--data-dir", data]).succeeds();
    assert!(again.lines().all(|line| line.ends_with("nothing to change")), "{again}");
    desk.run(&["export", "out", "--data-dir", data]).succeeds();
    let stated = std::fs::read_to_string(desk.path("out/stated.csv")).expect("exported");
    assert!(
        stated.contains("membership/joined?period=2024,92,INF,membership,,returns-2024,SG,back.xlsx G"),
        "{stated}"
    );
}

#[test]
fn a_workbook_with_mistakes_is_told_all_of_them_and_writes_nothing() {
    let place = desk();
    let (desk, data) = (&place.0, place.1.as_str());
    ask(&place, &[]);
    let answers = [
        (LEFT, "620"),
        (JOINED, "about 90"),
        ("projects/pledges?period=2024-12-31", ""),
        ("events/count?organizer=ITU-T&period=2024", "98.5||1"),
    ];
    let answers: Vec<_> = answers.into_iter().filter(|(_, answer)| !answer.is_empty()).collect();
    if !fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &answers) {
        return;
    }
    let told = desk.run(&["import", "back.xlsx", "--data-dir", data]).finds();
    for line in [
        "620 is about 10 times the recorded value, 62 (membership/left?period=2024); correct it, or say in the comment why it is right",
        "`about 90` is no number; write the number alone",
    ] {
        assert!(told.contains(line), "{line:?} is not in {told}");
    }
    let figure = desk.run(&["figure", LEFT, "--data-dir", data]).succeeds();
    assert!(figure.contains("\n62\n") && figure.contains("Revision        1"), "{figure}");
    // Somebody who says why is believed.
    let explained = [(LEFT, "620|all associates were counted")];
    assert!(fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &explained));
    desk.run(&["import", "back.xlsx", "--data-dir", data]).succeeds();
}

#[test]
fn a_workbook_of_no_request_or_another_year_is_refused() {
    let place = desk();
    let desk = &place.0;
    ask(&place, &[]);
    let other_place = self::desk();
    let (other, data) = (&other_place.0, other_place.1.as_str());
    std::fs::copy(desk.path("sg.xlsx"), other.path("sg.xlsx")).expect("copied");
    other
        .run(&["import", "sg.xlsx", "--data-dir", data])
        .fails(&["there is no collection request `sg-2024`"]);
    std::fs::write(other.path("x.xlsx"), b"no workbook").expect("written");
    let told = other.run(&["import", "x.xlsx", "--data-dir", data]).finds();
    assert!(told.contains("x.xlsx:1:1: the file cannot be read as a workbook"), "{told}");
    other.run(&["import", "nowhere.xlsx", "--data-dir", data]).fails(&["nowhere.xlsx cannot be read"]);
    let collect = |more: &[&str]| other.run(&[&["collect", "--data-dir", data], more].concat());
    collect(&["--department", "GS"]).fails(&["`GS` has no measures; there are BDT"]);
    collect(&["--department", "BDT", "--due", "soon"]).fails(&["is no day; write it as 2025-01-31"]);
    collect(&["--department", "BDT", "--measure", "membership/joined"])
        .fails(&["is of SG; ask that department"]);
    collect(&["--department", "BDT", "--id", "A b"]).fails(&["1 to 63 lower-case letters"]);
}

#[test]
fn another_year_is_asked_for_too_and_its_values_stand_beside_this_years() {
    let place = desk();
    let (desk, data) = (&place.0, place.1.as_str());
    let asked = ask(&place, &["--year", "2025", "--measure", "membership/joined"]);
    assert!(asked.contains("collectionRequests/sg-2025"), "{asked}");
    let next = "membership/joined?period=2025";
    if !fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &[(next, "910")]) {
        return;
    }
    let import = || desk.run(&["import", "back.xlsx", "--data-dir", data]);
    import().fails(&["documents.csv has no document `returns-2025`"]);
    let bundle = desk.copy("bundle");
    bundle.add("documents.csv", "returns-2025,,ITU,,Returns of 2025,2025年提交的数据,\n");
    desk.run(&["import", bundle.path(), "--data-dir", data]).succeeds();
    let told = import().finds();
    assert!(told.contains("910 is about 10 times last year's value, 91"), "{told}");
    assert!(fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &[(next, "95")]));
    let written = import().succeeds();
    assert!(written.contains("rules could not be asked"), "{written}");
    let figure = desk.run(&["figure", next, "--data-dir", data]).succeeds();
    assert!(figure.contains("\n95\n") && figure.contains("Returns of 2025"), "{figure}");
}

#[test]
fn a_request_is_sent_back_answered_and_settled() {
    let place = desk();
    let (desk, data) = (&place.0, place.1.as_str());
    ask(&place, &["--id", "joined", "--measure", "membership/net-change"]);
    let requests = |more: &[&str]| desk.run(&[&["requests", "joined", "--data-dir", data], more].concat());
    requests(&["--clear", "--reason", "too early"]).fails(&["figures of `joined` are unanswered"]);
    let sent_back = requests(&["--query", "Are observers counted?"]).finds();
    assert!(
        sent_back.contains("queried") && sent_back.contains("question: Are observers counted?"),
        "{sent_back}"
    );
    let keys: Vec<String> = sent_back
        .lines()
        .filter_map(|line| line.split("  ").next())
        .filter(|w| w.contains('/'))
        .map(str::to_owned)
        .collect();
    assert!(!keys.is_empty(), "{sent_back}");
    ask(&place, &["--id", "joined"]);
    let answers: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "nil")).collect();
    if !fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &answers) {
        return;
    }
    desk.run(&["import", "back.xlsx", "--data-dir", data]).succeeds();
    let answered = requests(&[]).succeeds();
    assert!(answered.contains("  nil  ") && !answered.contains("question"), "{answered}");
    let settled = requests(&["--clear", "--reason", "nothing to report"]).succeeds();
    assert!(settled.contains("cleared"), "{settled}");
}

#[test]
fn a_section_is_cleared_until_it_is_printed_otherwise() {
    let place = desk();
    let (desk, data) = (&place.0, place.1.as_str());
    let sections = |more: &[&str]| desk.run(&[&["sections", "2024", "--data-dir", data], more].concat());
    let line = |text: &str| text.lines().find(|line| line.starts_with("5.1 ")).unwrap_or_default().to_owned();
    assert!(line(&sections(&[]).finds()).contains("  -  "), "nothing is cleared yet");
    let cleared = sections(&["--clear", "5.1", "--reason", "read and found right"]).finds();
    assert!(line(&cleared).contains("cleared"), "{cleared}");
    sections(&["--clear", "99", "--reason", "x"]).fails(&["the report has no section `99`"]);
    ask(&place, &[]);
    if !fill(&desk.path("sg.xlsx"), &desk.path("back.xlsx"), &[(JOINED, "92")]) {
        return;
    }
    desk.run(&["import", "back.xlsx", "--data-dir", data]).succeeds();
    let changed = sections(&[]).finds();
    assert!(line(&changed).contains("changed since it was cleared"), "{changed}");
}
