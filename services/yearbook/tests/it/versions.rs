//! `yearbook check [YEAR] --compare FILE:LANG FILE:LANG`.

use crate::desk::{Desk, databases};

const ENGLISH: &str = "# 1 Bridges\n\nIn 2024 the district kept 317 bridges, 42 % of them of wood, at a cost of 1.2 billion francs.\n\n\
    | Valley | Bridges | Length (m) |\n|---|---|---|\n| North | 140 | 5,120 |\n| South | 90 | 2,317 |\n| West | 87 | 1,055 |\n\n\
    # 2 Outlook\n\nMore than 1,800 planks will be replaced by 30 June 2025.\n\n# 3 Thanks\n\nNobody is named here.\n";
const FRENCH: &str = "# 1 Ponts\n\nEn 2024, le district a entretenu 371 ponts, dont 42 % en bois, pour un coût de 1,2 milliard de francs.\n\n\
    | Vallée | Ponts | Longueur (m) |\n|---|---|---|\n| Nord | 140 | 5 120 |\n| Sud | 90 | 2 371 |\n| Ouest | 87 | 1 055 |\n\n\
    # 2 Perspectives\n\nPlus de 1 800 planches seront remplacées d'ici au 30 juillet 2025.\n";

fn desk() -> Desk {
    let desk = Desk::new();
    std::fs::write(desk.path("a.md"), ENGLISH).expect("written");
    std::fs::write(desk.path("b.md"), FRENCH).expect("written");
    desk
}

fn compare<'a>(first: &'a str, second: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let args = ["check", "--compare", first, second, "--data-dir", databases()];
    args.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn what_differs_is_shown_at_the_words_of_both() {
    insta::assert_snapshot!(desk().run(&compare("a.md:en", "b.md:fr", &[])).finds());
}

#[test]
fn the_languages_are_seen_where_they_are_not_said() {
    let desk = desk();
    let said = desk.run(&compare("a.md:en", "b.md:fr", &[])).finds();
    assert_eq!(desk.run(&compare("a.md", "b.md", &[])).finds(), said);
}

#[test]
fn versions_are_for_programs_and_readers_too() {
    let desk = desk();
    let json = desk.run(&compare("a.md:en", "b.md:fr", &["--format", "json"])).finds();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["first"]["language"], &json["second"]["language"]), (&"en".into(), &"fr".into()));
    assert_eq!(json["findings"][0]["second"]["line"], 3);
    assert_eq!((&json["sections"][0]["in"], &json["sections"][2]["in"]), (&"both".into(), &"first".into()));
    let sarif = desk.run(&compare("a.md:en", "b.md:fr", &["--format", "sarif"])).finds();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    let related = &sarif["runs"][0]["results"][0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "b.md");
    desk.run(&compare("a.md:en", "b.md:fr", &["--format", "html", "-o", "both.html"])).finds();
    let page = std::fs::read_to_string(desk.path("both.html")).expect("written");
    assert!(page.contains("<span id=\"_n1\"></span>371 ponts</mark>"), "{page}");
}

#[test]
fn the_product_says_the_same_in_its_languages() {
    let desk = desk();
    let data = databases();
    let told = desk.run(&["check", "2024", "--compare", "report:en", "report:zh", "--data-dir", data]);
    let told = told.succeeds();
    assert!(told.starts_with("The check found nothing.\n"), "{told}");
    let report = ["report", "2024", "--lang", "zh", "--format", "html", "--data-dir", data, "-o", "zh.html"];
    desk.run(&report).succeeds();
    let page = std::fs::read_to_string(desk.path("zh.html")).expect("written");
    std::fs::write(desk.path("zh.html"), page.replace("22.3%", "23.2%")).expect("written");
    let told = desk.run(&["check", "2024", "--compare", "report:en", "zh.html:zh", "--data-dir", data]);
    let told = told.finds();
    let findings: Vec<&str> = told.lines().filter(|line| line.contains("]: ")).collect();
    assert_eq!(
        findings,
        ["error[differing-value]: English says 22.3\u{a0}% where Chinese says 23.2%"],
        "{told}"
    );
}

#[test]
fn a_path_may_hold_a_colon() {
    let desk = desk();
    std::fs::write(desk.path("c:x.md"), FRENCH).expect("written");
    let told = desk.run(&compare("a.md:en", "c:x.md", &[])).finds();
    assert_eq!(told, desk.run(&compare("a.md:en", "c:x.md:fr", &[])).finds());
    assert!(told.contains("c:x.md:3:"), "{told}");
}

#[test]
fn a_server_is_asked_alike() {
    let desk = desk();
    let served = desk.serve_loaded();
    let asked = ["check", "--compare", "a.md:en", "b.md:fr", "--server", &served.address];
    assert_eq!(desk.run(&asked).finds(), desk.run(&compare("a.md:en", "b.md:fr", &[])).finds());
}

#[test]
fn what_is_no_version_is_told_with_its_remedy() {
    let desk = desk();
    desk.run(&compare("a.md:xx", "b.md", &[])).fails(&[
        "--compare a.md:xx",
        "`xx`",
        "en, fr, es, ru, zh, ar",
    ]);
    desk.run(&compare("a.md", "report:en", &[])).fails(&["--compare report:en", "write the year"]);
    desk.run(&compare("a.md", "nothing.md:fr", &[])).fails(&["nothing.md"]);
    desk.run(&compare("a.md:en", "b.md:fr", &["--format", "docx"]))
        .fails(&["a.md", "write another --format"]);
    std::fs::write(desk.path("c.md"), "12 % 13\n").expect("written");
    desk.run(&compare("a.md", "c.md", &[])).fails(&["--compare c.md", "write c.md:LANG"]);
    std::fs::write(desk.path("c.pdf"), "%PDF").expect("written");
    desk.run(&compare("a.md", "c.pdf:fr", &[])).fails(&["c.pdf", ".docx"]);
}
