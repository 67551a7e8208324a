//! Findings in a draft in every form: as they read, escaped, and at the right places.

use checks::Severity;
use checks::draft::{Draft, Mark, Note, Span, Words, read};
use proptest::prelude::*;

use super::*;

const SOURCE: &str = "# 1 Reach\n\nIn 2024, 5.5 billion \\<people> & more.\n\nLater: 5.4 billion.\n\n| A | B |\n|---|---|\n| 1 | 17 |\n";

fn words(draft: &Draft, words: &str) -> Span {
    let block = draft.blocks.iter().position(|b| b.text.contains(words)).expect("the words");
    let start = draft.blocks[block].text.find(words).expect("the words");
    Span { block, start, end: start + words.len() }
}

fn example() -> (Draft, Vec<Mark>) {
    let draft = read("a draft.md", SOURCE.as_bytes()).expect("a draft");
    let first = Mark {
        id: "same-twice-1".to_owned(),
        rule: "same-twice".to_owned(),
        severity: Severity::Error,
        span: words(&draft, "5.5 billion"),
        message: "people online are 5.5 billion here and 5.4 billion there".to_owned(),
        notes: vec![
            Note { text: "said here, too".to_owned(), span: Some(words(&draft, "5.4 billion")) },
            Note { text: "[5.45, 5.55] and [5.35, 5.45] <do not> meet".to_owned(), span: None },
        ],
        help: "write one of them".to_owned(),
        figure: Some("connectivity/users?period=2024".to_owned()),
        link: Some("https://example.org/figures/users".to_owned()),
    };
    let second = Mark {
        id: "x-2".to_owned(),
        rule: "unknown".to_owned(),
        severity: Severity::Note,
        span: words(&draft, "billion <people>"),
        message: "unknown".to_owned(),
        notes: Vec::new(),
        help: String::new(),
        figure: None,
        link: Some("javascript:alert(1)".to_owned()),
    };
    let third = Mark { span: words(&draft, "17"), id: "x-3".to_owned(), ..second.clone() };
    (draft, vec![first, second, third])
}

#[test]
fn a_text_shows_what_where_why_and_what_to_do() {
    let (draft, marks) = example();
    insta::assert_snapshot!(text(&draft, &marks, 2, Look { colour: false, width: 100 }, Words::of("en")), @r"
    error[same-twice]: people online are 5.5 billion here and 5.4 billion there
     --> a draft.md:3:10
      |
    3 | In 2024, 5.5 billion \<people> & more.
      |          ^^^^^^^^^^^
      |
     ::: a draft.md:5:8
      |
    5 | Later: 5.4 billion.
      |        ----------- said here, too
      |
      = note: [5.45, 5.55] and [5.35, 5.45] <do not> meet
      = note: the figure is connectivity/users?period=2024, https://example.org/figures/users
      = help: write one of them

    note[unknown]: unknown
     --> a draft.md:3:14
      |
    3 | In 2024, 5.5 billion \<people> & more.
      |              ^^^^^^^^^^^^^^^^^
      |
      = note: the figure is javascript:alert(1)

    and 1 more
    1 error, 2 notes
    ");
}

#[test]
fn json_and_sarif_say_the_same_as_the_text() {
    let (draft, marks) = example();
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).expect("JSON");
    insta::assert_snapshot!("json", pretty(&json(&draft, &marks[..1])));
    insta::assert_snapshot!("sarif", pretty(&sarif(&draft, &marks[..1])));
}

#[test]
fn a_page_marks_the_words_and_escapes_everything() {
    let (draft, marks) = example();
    let page = page(&draft, &marks, Words::of("en"));
    let body = page.split("</header>").nth(1).expect("a body").replace("<p", "\n<p").replace("<li", "\n<li");
    insta::assert_snapshot!(body, @r##"
    <div class="draft"><main lang="" dir="auto"><h2 dir="auto">1 Reach</h2>
    <p dir="auto">In 2024, <mark><span id="_m1"></span>5.5 </mark><mark><span id="_m2"></span>billion</mark><sup><a href="#_f1">1</a></sup><mark> &lt;people&gt;</mark><sup><a href="#_f2">2</a></sup> &amp; more.</p>
    <p dir="auto">Later: 5.4 billion.</p><div class="wide" tabindex="0"><table><tr><th dir="auto">A</th><th dir="auto">B</th></tr><tr><td dir="auto">1</td><td dir="auto"><mark><span id="_m3"></span>17</mark><sup><a href="#_f3">3</a></sup></td></tr></table></div></main><aside aria-labelledby="_found"><h2 id="_found">What the check found</h2><ol>
    <li id="_f1" class="error">
    <p><span class="severity">error</span> <b>people online are 5.5 billion here and 5.4 billion there</b> <code class="rule">same-twice</code></p>
    <p><a href="#_m1"><q dir="auto">5.5 billion</q></a> <span class="place">a draft.md:3:10</span></p>
    <p>said here, too <span class="place">a draft.md:5:8</span></p>
    <p>[5.45, 5.55] and [5.35, 5.45] &lt;do not&gt; meet</p>
    <p><a href="https://example.org/figures/users"><code>connectivity/users?period=2024</code></a></p>
    <p class="help">write one of them</p></li>
    <li id="_f2" class="note">
    <p><span class="severity">note</span> <b>unknown</b> <code class="rule">unknown</code></p>
    <p><a href="#_m2"><q dir="auto">billion &lt;people&gt;</q></a> <span class="place">a draft.md:3:14</span></p></li>
    <li id="_f3" class="note">
    <p><span class="severity">note</span> <b>unknown</b> <code class="rule">unknown</code></p>
    <p><a href="#_m3"><q dir="auto">17</q></a> <span class="place">a draft.md:9:7</span></p></li></ol></aside></div></body></html>
    "##);
    assert!(!page.contains("<people>") && !page.contains("<script") && !page.contains("javascript:"));
}

#[test]
fn what_would_steer_a_terminal_never_reaches_it() {
    let draft = read("a\u{1b}.txt", "5\u{1b}[31m \u{202e}6".as_bytes()).expect("a draft");
    let (_, marks) = example();
    let mark = Mark {
        span: Span { block: 0, start: 0, end: 3 },
        message: "\u{7}".to_owned(),
        notes: Vec::new(),
        ..marks[0].clone()
    };
    let shown = text(&draft, &[mark], 9, Look { colour: false, width: 80 }, Words::of("ar"));
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
}

proptest! {
    #[test]
    fn no_marks_make_any_form_panic(source in "[a-z节<&é\t\n |#-]{0,60}", spans in proptest::collection::vec((0_usize..4, 0_usize..30, 0_usize..30), 0..4)) {
        let (_, example) = example();
        for name in ["a.txt", "a.md", "a.html"] {
            let draft = read(name, source.as_bytes()).expect("a draft");
            let marks: Vec<Mark> = spans.iter().map(|(block, start, end)| Mark { span: Span { block: *block, start: *start, end: *end }, notes: Vec::new(), ..example[0].clone() }).collect();
            let _ = (text(&draft, &marks, 20, Look { colour: true, width: 80 }, Words::of("ar")), json(&draft, &marks), sarif(&draft, &marks), page(&draft, &marks, Words::of("zh")));
        }
    }
}

#[test]
fn what_stands_around_the_findings_is_in_their_language() {
    let (draft, marks) = example();
    let look = Look { colour: false, width: 100 };
    let shown = text(&draft, &marks, 2, look, Words::of("fr"));
    for part in [
        "erreur[same-twice]: ",
        "= remarque: la donnée est ",
        "= conseil: write one",
        "et 1 de plus\n",
        "erreurs : 1, ",
    ] {
        assert!(shown.replace('\u{a0}', " ").contains(part), "{part}: {shown}");
    }
    assert!(text(&draft, &marks, 9, look, Words::of("zh")).contains("错误[same-twice]"));
    let arabic = page(&draft, &marks, Words::of("ar"));
    assert!(
        arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("نتائج التدقيق"),
        "{arabic}"
    );
    // The words of the draft keep their own direction.
    assert!(arabic.contains("<main lang=\"\" dir=\"auto\">"), "{arabic}");
}

#[test]
fn every_phrase_that_is_asked_for_has_words() {
    let sources = [
        include_str!("../draft.rs"),
        include_str!("page.rs"),
        include_str!("text.rs"),
        include_str!("versions.rs"),
        include_str!("versions/page.rs"),
    ];
    let asked = sources.iter().flat_map(|source| source.split("phrase(\"").skip(1));
    let names: Vec<&str> = asked.filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() > 8, "{names:?}");
    let others = ["error", "warning", "errors", "warnings", "notes", "paragraph", "paragraph-of"];
    for language in Words::languages() {
        let missing = |name: &&&str| !Words::of(language).has(name);
        assert_eq!(names.iter().chain(&others).find(missing), None, "{language}");
    }
}
