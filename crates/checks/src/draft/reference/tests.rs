//! References in six languages: found, left alone, resolved.

use super::{Answer, Target, find, resolve};
use crate::draft::{Draft, read};

fn text(source: &str) -> Draft {
    read("a.txt", source.as_bytes()).expect("a draft")
}

#[track_caller]
fn check(source: &str, expected: &[(&str, &str)]) {
    let draft = text(source);
    let found = find(&draft);
    let shown: Vec<(&str, String)> =
        found.iter().map(|r| (draft.words(&r.span), format!("{} {}", r.target.name(), r.number))).collect();
    let shown: Vec<(&str, &str)> = shown.iter().map(|(words, what)| (*words, what.as_str())).collect();
    assert_eq!(shown, expected, "{source}");
}

#[test]
fn references_are_found_in_each_language() {
    check("For this, see section 5.3.4.", &[("section 5.3.4", "section 5.3.4")]);
    check("as Annex 2 and Figure 3 say", &[("Annex 2", "annex 2"), ("Figure 3", "figure 3")]);
    check("voir la section 3.2 et le tableau 4", &[("section 3.2", "section 3.2"), ("tableau 4", "table 4")]);
    check(
        "véase la sección 3.2 y el gráfico 1",
        &[("sección 3.2", "section 3.2"), ("gráfico 1", "figure 1")],
    );
    check("см. раздел 4.1 и рис. 2", &[("раздел 4.1", "section 4.1"), ("рис. 2", "figure 2")]);
    check("انظر القسم 3.2 والجدول ٤", &[("القسم 3.2", "section 3.2"), ("الجدول ٤", "table 4")]);
    check("见第2节，另见第三章和表2", &[("第2节", "section 2"), ("第三章", "section 3"), ("表2", "table 2")]);
    check("见附件二", &[("附件二", "annex 2")]);
}

#[test]
fn a_list_of_numbers_is_several_references() {
    check(
        "see sections 3.1, 3.2 and 3.4",
        &[("sections 3.1", "section 3.1"), ("3.2", "section 3.2"), ("3.4", "section 3.4")],
    );
    check("第4.1、4.2节", &[("第4.1", "section 4.1"), ("4.2节", "section 4.2")]);
}

#[test]
fn what_only_looks_like_a_reference_is_left_alone() {
    check("A table of 4 columns, tablets 3, figure 2024, chart 5 %.", &[]);
    check("see table 2, 45 countries", &[("table 2", "table 2")]);
    check("派代表2人，发表3份", &[]);
    check("cross-section I think of", &[]);
}

#[test]
fn a_part_of_another_document_is_uncertain() {
    let draft = text("1\tOne\nSee Annex 2 to Resolution 71, and Annex 3 of the report.\n");
    let found = find(&draft);
    assert_eq!(resolve(&draft, &found), [Answer::Uncertain, Answer::Missing]);
}

#[test]
fn what_an_extraction_may_have_lost_is_uncertain() {
    let source = "1\tOne\n1.1\tFirst\n1.3\tThird\n2.1\tSecond\n3\tThree\n";
    let answers = |numbers: &[&str]| {
        let said: String = numbers.iter().map(|n| format!("See section {n}.\n")).collect();
        let draft = text(&format!("{source}{said}"));
        resolve(&draft, &find(&draft))
    };
    assert!(matches!(answers(&["1.1"]).as_slice(), [Answer::Exists(_)]));
    // 1.2 stands in a gap, 2 has a child; nothing hints at the others.
    assert_eq!(answers(&["1.2", "2"]), [Answer::Uncertain; 2]);
    assert_eq!(answers(&["1.4", "4", "9.1", "1.1.1"]), [Answer::Missing; 4]);
}

#[test]
fn captions_are_what_references_to_figures_lead_to() {
    let draft = read("a.md", "# 1 One\n\nSee figure 1 and figure 2.\n\nFigure 1 – Use\n".as_bytes())
        .expect("a draft");
    let found = find(&draft);
    assert!(found.iter().all(|r| r.target == Target::Figure));
    assert_eq!(resolve(&draft, &found), [Answer::Exists(2), Answer::Missing]);
}
