//! What the rules tell of a text, for their tests.

use interchange::{CodeLists, Context, codes};

use super::examine;
use crate::draft::{self, Mark, Words};
use crate::quantities::Lexicon;

const UNITS: &str = "list,code,parent,label_en,words_en,words_zh\n\
    unit,country,count,country,countries|country,个国家|国家\nunit,CHF,currency,franc,CHF,瑞郎\n\
    unit,person,count,person,people|persons|participants|men|women,人|名\nunit,member,count,member,members|member,个成员|成员\n\
    unit,percent,share,per cent,%|per cent,%\nunit,pp,points,percentage point,percentage points,个百分点\n";

/// The words that a rule marks in a draft, each with all that is told of it.
#[track_caller]
pub(super) fn marks(rule: &str, language: &str, name: &str, text: &str) -> Vec<(String, Mark)> {
    all_marks(language, name, text).into_iter().filter(|(_, mark)| mark.rule == rule).collect()
}

#[track_caller]
fn all_marks(language: &str, name: &str, text: &str) -> Vec<(String, Mark)> {
    let lists: CodeLists = codes::read("codes.csv", UNITS.as_bytes(), &Context::default()).0;
    let lexicon = Lexicon::new(language, &lists).expect("a language");
    let draft = draft::read(name, text.as_bytes()).expect("a draft");
    let found = examine(&draft, (language, &lexicon), &[], None, Words::of("en")).marks.into_iter();
    found.map(|mark| (draft.words(&mark.span).to_owned(), mark)).collect()
}

/// A text, the words that are marked in it (none where it is right), and a part of what is told of them.
pub(super) type Case<'a> = (&'a str, &'a str, &'a str);

/// Each text gets one mark at its words, or none.
#[track_caller]
pub(super) fn check(rule: &str, language: &str, cases: &[Case<'_>]) {
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(rule, language, case)).collect();
    assert!(failures.is_empty(), "{language}:\n{}", failures.join("\n"));
}

fn failure(rule: &str, language: &str, (text, at, part): &Case<'_>) -> Option<String> {
    let found = marks(rule, language, "draft.md", text);
    let told = |(words, mark): &(String, Mark)| {
        let notes: Vec<&str> = mark.notes.iter().map(|note| note.text.as_str()).collect();
        format!("[{words}] {}; {}", mark.message, notes.join("; "))
    };
    let right = match found.as_slice() {
        [] => at.is_empty(),
        [one] => one.0 == *at && told(one).contains(part),
        _ => false,
    };
    let seen = || found.iter().map(told).collect::<Vec<_>>().join(" | ");
    (!right).then(|| format!("{text}\n    {}", seen()))
}

/// Words that the rules look for, in six languages, with numbers.
const PIECES: [&str; 44] = [
    "rose from 20 to 30 people",
    "up 8.5 %",
    "doubled",
    "of which 12",
    "(60 men and 31 women)",
    "together 91",
    "60–40 %",
    "between 9 and 7 %",
    "passé de 117 à 127",
    "soit une hausse de 25 %",
    "dont 5",
    "5 billions",
    "5 milliards",
    "pasó de 117 a 127",
    "un aumento del 18,5 %",
    "en total 9",
    "вырос с 20 до 50",
    "в 1,5 раза",
    "то есть на 3 %",
    "из них 7",
    "从100增长到150",
    "增长了150%",
    "其中60个",
    "共91个",
    "5亿",
    "من 117 إلى 127",
    "بزيادة قدرها 18,5 %",
    "منهم 96",
    "1.055",
    "1,055",
    "-5",
    "0",
    "more than 3",
    "| a | 1 | 2 |\n|---|---|---|\n| Total | 4 | 0 |\n| b | 3 | 1.5 |\n",
    "\n\n",
    "\n# 3 Heading\n\n",
    "- ",
    ". ",
    ", ",
    "。",
    " (",
    ")",
    "\u{200f}",
    "in 2024",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(150))]

    #[test]
    fn any_draft_is_examined_and_marked_at_words_of_it(
        picks in proptest::collection::vec((0..PIECES.len(), 0..3_usize), 0..30),
        language in proptest::sample::select(vec!["en", "fr", "es", "ru", "zh", "ar"]),
    ) {
        let spaces = [" ", "", "\u{a0}"];
        let text: String = picks.iter().map(|(piece, space)| format!("{}{}", PIECES[*piece], spaces[*space])).collect();
        for (words, mark) in all_marks(language, "draft.md", &text) {
            proptest::prop_assert!(!words.is_empty(), "{:?}", mark);
            proptest::prop_assert!(mark.notes.iter().all(|note| !note.text.is_empty()), "{:?}", mark);
        }
    }
}
