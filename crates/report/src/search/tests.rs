use super::*;
use crate::model::sample::report;

fn find(texts: &[&str], question: &str) -> Found {
    let report = report(texts);
    Index::new(&report).find(&report, question)
}

#[track_caller]
fn check(text: &str, question: &str, expected: bool) {
    assert_eq!(find(&[text], question).all_passages == 1, expected, "{question:?} in {text:?}");
}

#[test]
fn case_width_and_accents_make_no_difference() {
    check("Côte d’Ivoire joined", "cote d'ivoire", true);
    check("Cote d'Ivoire joined", "CÔTE", true);
    check("ＩＴＵ－Ｔ建议书", "itu-t", true);
    check("the ﬁrst Straße", "first strasse", true);
    check("互联网用户达55亿", "５５亿", true);
}

#[test]
fn all_words_must_stand_in_one_place_in_any_order() {
    check("Women use the Internet", "internet women", true);
    check("Women use the Internet", "internet men", false);
    assert_eq!(find(&["Women here", "the Internet there"], "women internet").all_passages, 0);
    assert_eq!(find(&["Women here", "women there"], "women").all_passages, 2);
}

#[test]
fn a_latin_word_may_be_unfinished_but_begins_where_it_begins() {
    check("connectivity", "connect", true);
    check("disconnect", "connect", false);
    check("women", "men", false);
}

#[test]
fn chinese_is_found_within_a_text() {
    check("二〇二四年全球互联网用户人数", "互联网用户", true);
    check("全球互联网 用户", "互联网 用户", true);
    check("全球互联网", "电话", false);
}

#[test]
fn a_number_is_itself_or_nothing() {
    check("5.5\u{a0}billion people", "5.5 billion", true);
    check("5.5\u{a0}billion people", "5", false);
    check("about 412.", "412", true);
    check("4127", "412", false);
    check("68\u{a0}%", "68 %", true);
    check("68%", "68%", true);
    check("55亿人", "55亿", true);
}

#[test]
fn the_gaps_of_a_long_number_make_no_difference() {
    for question in ["3 700", "3700", "3,700", "3\u{a0}700"] {
        check("3\u{a0}700 delegates", question, true);
    }
    check("CHF 26\u{a0}548.5", "26548.5", true);
    // What looks like one number may be two.
    check("in 24 there were 105", "24 105", true);
}

#[test]
fn a_question_without_words_finds_nothing_and_a_long_one_is_cut() {
    for question in ["", "   ", "?!", "，。"] {
        assert_eq!(find(&["text"], question), Found::default(), "{question:?}");
    }
    check("word", &format!("word{}", " ".repeat(500)), true);
    assert_eq!(find(&["x"], &"x ".repeat(100_000)).all_passages, 1);
}

#[test]
fn an_excerpt_marks_the_words_and_is_cut_at_words() {
    let long = format!("{} The Internet reached all. {}", "before ".repeat(30), "after ".repeat(60));
    let passage = find(&[&long], "internet").passages.remove(0);
    let text: String = passage.excerpt.iter().map(|(piece, _)| piece.as_str()).collect();
    assert!(text.starts_with("… before") && text.ends_with("after …"), "{text}");
    let asked: Vec<&str> =
        passage.excerpt.iter().filter(|(_, asked)| *asked).map(|(piece, _)| piece.as_str()).collect();
    assert_eq!(asked, ["Internet"]);
    assert_eq!((passage.anchor.as_str(), passage.title.as_str()), ("1-p1", "Heading"));
}

#[test]
fn no_more_passages_are_given_than_can_be_read() {
    let texts = vec!["word"; 120];
    let found = find(&texts, "word");
    assert_eq!((found.passages.len(), found.all_passages), (MAX_PASSAGES, 120));
}

proptest::proptest! {
    #[test]
    fn any_question_to_any_text_is_answered_with_its_own_words(text in "\\PC{0,60}", question in "\\PC{0,20}") {
        for passage in find(&[&text], &question).passages.iter().filter(|p| p.anchor != "1") {
            let shown: String = passage.excerpt.iter().map(|(piece, _)| piece.as_str()).collect();
            proptest::prop_assert!(text.contains(shown.trim_matches([' ', '…'])) || shown.contains('…'), "{shown:?}");
        }
    }
}
