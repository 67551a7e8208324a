//! `yearbook check YEAR --draft FILE`.

use crate::desk::{Desk, databases};

const DRAFT: &str = "# 1 Connectivity\n\nIn 2024, 5.5 billion people used the Internet, as section 2.2 says.\n\n\
    - 132 countries have a CIRT.\n- It rose from 117 countries to 127 countries, an increase of 18.5 %.\n\n\
    # 2 Projects\n\n## 2.1 Portfolio\n\nIt holds 105 projects and 17 surprises.\n\n# 3 The end\n\nSee section 1.\n";

fn desk() -> Desk {
    let desk = Desk::new();
    std::fs::write(desk.path("draft.md"), DRAFT).expect("written");
    desk
}

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let args = ["check", "2024", "--draft", "draft.md", "--data-dir", databases()];
    args.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn what_a_draft_contradicts_is_shown_at_its_words() {
    insta::assert_snapshot!(desk().run(&check(&[])).finds());
}

#[test]
fn findings_of_a_draft_are_for_programs_and_readers_too() {
    let desk = desk();
    let json = desk.run(&check(&["--format", "json"])).finds();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["draft"]["language"], "en");
    assert_eq!(json["findings"][0]["place"]["words"], "section 2.2");
    let sarif = desk.run(&check(&["--format", "sarif"])).finds();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
    desk.run(&check(&["--format", "html", "-o", "draft.html"])).finds();
    let page = std::fs::read_to_string(desk.path("draft.html")).expect("written");
    assert!(page.contains("the draft has no section 2.2"), "{page}");
}

#[test]
fn findings_are_told_in_the_language_that_is_asked_for() {
    let desk = desk();
    let told = desk.run(&check(&["--words", "zh"])).finds();
    for part in ["错误[dangling-reference]: 稿件中没有第2.2节", "建议: ", "1项错误", "共7个数量"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    desk.run(&check(&["--words", "ar", "--format", "html", "-o", "draft.html"])).finds();
    let page = std::fs::read_to_string(desk.path("draft.html")).expect("written");
    assert!(page.contains("dir=\"rtl\"") && page.contains("لا يوجد في المسودة قسم"), "{page}");
    desk.run(&check(&["--words", "de"])).fails(&["`de`", "en, fr, es, ru, zh, ar"]);
    let refused = desk.run(&["check", "2024", "--words", "fr"]);
    assert_eq!(refused.code, Some(2));
    assert!(["--draft", "--compare"].iter().all(|flag| refused.err.contains(flag)), "{}", refused.err);
}

#[test]
fn what_the_product_writes_itself_contradicts_only_what_its_source_does() {
    let desk = desk();
    for (language, form) in [("en", "md"), ("zh", "md"), ("en", "html"), ("zh", "html")] {
        let file = format!("report.{form}");
        let data = databases();
        desk.run(&["report", "2024", "--lang", language, "--format", form, "--data-dir", data, "-o", &file])
            .succeeds();
        let told = desk.run(&["check", "2024", "--draft", &file, "--data-dir", data]).succeeds();
        // The report prints totals of funds of which it does not show all columns (docs/findings-2024.md).
        let findings: Vec<&str> =
            told.lines().filter(|line| line.contains('[') && line.contains("]: ")).collect();
        let [finding] = findings.as_slice() else { panic!("{language}, {form}: {told}") };
        let severity = if language == "zh" { "警告" } else { "warning" };
        assert!(finding.starts_with(&format!("{severity}[table-total]: ")), "{language}, {form}: {told}");
    }
}

#[test]
fn a_server_is_asked_alike() {
    let desk = desk();
    let served = desk.serve_loaded();
    let asked = ["check", "2024", "--draft", "draft.md", "--server", &served.address];
    assert_eq!(desk.run(&asked).finds(), desk.run(&check(&[])).finds());
}

#[test]
fn what_cannot_be_read_is_told_with_its_remedy() {
    let desk = desk();
    desk.run(&check(&["--lang", "xx"])).fails(&["`xx`", "en, fr, es, ru, zh, ar"]);
    desk.run(&["check", "2024", "--format", "sarif"]).fails(&["--draft FILE"]);
    desk.run(&["check", "data", "--draft", "draft.md"]).fails(&["write the year"]);
    std::fs::write(desk.path("numbers.txt"), "12 34").expect("written");
    desk.run(&["check", "2024", "--draft", "numbers.txt"]).fails(&["numbers.txt", "--lang LANG"]);
    std::fs::write(desk.path("draft.pdf"), "%PDF").expect("written");
    desk.run(&["check", "2024", "--draft", "draft.pdf"]).fails(&["draft.pdf", ".docx"]);
    std::fs::write(desk.path("draft.docx"), "no container").expect("written");
    desk.run(&["check", "2024", "--draft", "draft.docx"]).fails(&["draft.docx"]);
    desk.run(&["check", "2024", "--draft", "nothing.md"]).fails(&["nothing.md"]);
    desk.run(&check(&["--format", "docx"])).fails(&["draft.md", "write another --format"]);
}
