use figures::{Figure, Unit};
use interchange::{CodeLists, Context, codes};

use super::*;
use crate::draft;
use crate::finding::Severity;
use crate::sample;

const UNITS: &str = "list,code,parent,label_en,words_en,words_zh\n\
    unit,country,count,country,countries|country,个国家\nunit,CHF,currency,franc,CHF,瑞郎\nunit,person,count,person,people,人\n";

fn lists() -> CodeLists {
    let (lists, mistakes) = codes::read("codes.csv", UNITS.as_bytes(), &Context::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    lists
}

fn examined(name: &str, text: &str, language: &str, figures: &[Figure]) -> Examined {
    let draft = draft::read(name, text.as_bytes()).expect("a draft");
    let lexicon = Lexicon::new(language, &lists()).expect("a language");
    examine(&draft, (language, &lexicon), figures, None, Words::of("en"))
}

fn countries(number: &str) -> Figure {
    Figure { unit: Unit::new("country").expect("a unit"), ..sample::figure("s/countries", number, "INF") }
}

#[track_caller]
fn changes(text: &str, language: &str) -> Vec<String> {
    let found = examined("draft.md", text, language, &[]).marks;
    found.into_iter().filter(|mark| mark.rule == "change").map(|mark| mark.message).collect()
}

#[test]
fn a_quantity_agrees_with_a_figure_of_its_unit_and_value() {
    let tally = |text: &str| examined("a.md", text, "en", &[countries("127")]).tally;
    assert_eq!(tally("It is done in 127 countries."), Tally { quantities: 1, agreeing: 1 });
    assert_eq!(tally("It is done in 128 countries."), Tally { quantities: 1, agreeing: 0 });
    assert_eq!(tally("It cost CHF 127."), Tally { quantities: 1, agreeing: 0 });
    assert_eq!(tally("More than 120 countries, 127 countries.").unknown(), 1);
    assert_eq!(tally("In 2024, see section 3.1 of C25/45.").quantities, 0);
}

#[test]
fn parts_that_are_not_there_are_told() {
    let text =
        "# 1 One\n\nSee section 2.2.\n\n# 2 Two\n\n## 2.1 Deep\n\nAs section 1 says.\n\n# 3 Three\n\nEnd.\n";
    let marks = examined("a.md", text, "en", &[]).marks;
    let [mark] = marks.as_slice() else { panic!("{marks:?}") };
    assert_eq!((mark.message.as_str(), mark.severity), ("the draft has no section 2.2", Severity::Error));
}

#[test]
fn a_change_must_follow_from_its_ends() {
    assert_eq!(changes("It rose from 117 countries to 127 countries, an increase of 8.5 %.", "en"), [""; 0]);
    let found = changes("It rose from 117 countries to 127 countries, an increase of 18.5 %.", "en");
    assert_eq!(found.len(), 1, "{found:?}");
    let found = changes("It fell from CHF 200 to CHF 150, a decrease of 35 %.", "en");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(changes("It fell from CHF 200 to CHF 150, a decrease of 25 %.", "en"), [""; 0]);
    assert_eq!(changes("It rose from 117 countries. To 127 countries it rose by 50 %.", "en"), [""; 0]);
}

#[test]
fn chinese_is_read_too() {
    assert_eq!(changes("从117个国家增加到127个国家，增长了8.5%。", "zh"), [""; 0]);
    assert_eq!(changes("从117个国家增加到127个国家，增长了18.5%。", "zh").len(), 1);
}

#[test]
fn a_finding_is_told_in_the_language_that_is_asked_for() {
    let draft = draft::read("a.md", b"Spending rose from CHF 1170000.25 to CHF 1270000.25, up CHF 150000.")
        .expect("a draft");
    let lexicon = Lexicon::new("en", &lists()).expect("a language");
    let told = |language: &str| {
        let found = examine(&draft, ("en", &lexicon), &[], None, Words::of(language)).marks;
        let texts =
            |mark: &draft::Mark| (mark.message.clone(), mark.notes[0].text.clone(), mark.help.clone());
        found.iter().map(texts).next().expect("a finding")
    };
    let (message, note, help) = told("fr");
    assert_eq!(message, "CHF 150000 ne résulte pas de CHF 1170000.25 et CHF 1270000.25");
    assert!(
        note.ends_with("l'évolution est de 100\u{202f}000 [99\u{202f}999,99\u{a0}; 100\u{202f}000,01] CHF"),
        "{note}"
    );
    assert_eq!(help, "corriger l'évolution ou l'une de ses bornes");
    assert_eq!(told("zh").0, "由CHF 1170000.25和CHF 1270000.25得不出CHF 150000");
    assert!(told("ar").0.contains("لا ينتج") && told("ru").2.contains("исправить"), "{:?}", told("ar"));
    let every: std::collections::BTreeSet<_> = Words::languages().map(told).collect();
    assert_eq!(every.len(), Words::languages().count());
}
