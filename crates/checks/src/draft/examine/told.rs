//! What the rules tell of a text, for their tests.

use interchange::{CodeLists, Context, codes};

use super::examine;
use crate::draft::{self, Mark};
use crate::quantities::Lexicon;

const UNITS: &str = "list,code,parent,label_en,words_en,words_zh\n\
    unit,country,count,country,countries|country,个国家|国家\nunit,CHF,currency,franc,CHF,瑞郎\n\
    unit,person,count,person,people|persons|participants|men|women,人|名\nunit,member,count,member,members|member,个成员|成员\n\
    unit,percent,share,per cent,%|per cent,%\nunit,pp,points,percentage point,percentage points,个百分点\n";

/// The words that a rule marks in a draft, each with all that is told of it.
#[track_caller]
pub(super) fn marks(rule: &str, language: &str, name: &str, text: &str) -> Vec<(String, Mark)> {
    let lists: CodeLists = codes::read("codes.csv", UNITS.as_bytes(), &Context::default()).0;
    let lexicon = Lexicon::new(language, &lists).expect("a language");
    let draft = draft::read(name, text.as_bytes()).expect("a draft");
    let found = examine(&draft, &lexicon, &[]).marks.into_iter().filter(|mark| mark.rule == rule);
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
