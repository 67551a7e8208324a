use std::fmt::Write;

use interchange::{CodeLists, Context, codes};
use proptest::prelude::*;

use super::*;

const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

fn lists() -> CodeLists {
    let units = "list,code,parent,label_en,words_en,words_zh\n\
        unit,person,count,person,people|persons,人|名|位\n\
        unit,country,count,country,countries|Member States,个国家|国家|个成员国\n\
        unit,project,count,project,projects|project,个项目|项目\n\
        unit,percent,share,per cent,%|per cent,%\n\
        unit,pp,points,percentage point,percentage points,个百分点\n\
        unit,bit/s,rate,bit per second,bit/s,bit/s|比特/秒\n";
    codes::read("codes.csv", units.as_bytes(), &Context::default()).0
}

fn lexicon(language: &str) -> Lexicon {
    Lexicon::new(language, &lists()).unwrap_or_else(|e| panic!("{e}"))
}

/// A mention in one line: what is written, its readings, unit, kind and relations.
fn told(text: &str, mentions: &[Mention], mention: &Mention) -> String {
    let mut line = format!("[{}]", text.get(mention.span.clone()).expect("a span of the text"));
    for (index, reading) in mention.readings.iter().enumerate() {
        let sign = if index > 0 { " or" } else { "" };
        write!(line, "{sign} {}", reading.amount).expect("memory");
        if reading.decimals != figures::Decimals::Inf {
            write!(line, "~{}", reading.decimals).expect("memory");
        }
        if reading.bound != figures::Bound::Exact && index == 0 {
            write!(line, " {}", reading.bound.name()).expect("memory");
        }
    }
    if mention.ambiguous {
        line += "?";
    }
    if let Some(unit) = &mention.unit {
        let codes = if unit.codes.is_empty() { format!("“{}”", unit.text) } else { unit.codes.join("|") };
        let shared = if unit.shared { "^" } else { "" };
        write!(line, " {codes}{shared}").expect("memory");
    }
    if mention.kind != Kind::Quantity {
        write!(line, " ({})", mention.kind.name()).expect("memory");
    }
    if let Some(range) = mention.range {
        assert_eq!(mentions[range.other].range.map(|r| r.first), Some(!range.first));
        let reversed = if range.reversed { " reversed" } else { "" };
        write!(line, " {}{reversed}", if range.first { "range" } else { "…" }).expect("memory");
    }
    if let Some(change) = mention.change {
        let way = match change.direction {
            Some(Direction::Up) => " up",
            Some(Direction::Down) => " down",
            None => "",
        };
        write!(line, " <{}{way}>", change.role.name()).expect("memory");
    }
    let near = mention.near.first().filter(|_| mention.kind.is_quantity());
    if let Some(dated) = mention.dated.as_ref().or(near) {
        write!(line, " @{} {}", dated.relation.name(), dated.period).expect("memory");
    }
    line
}

fn snapshot(language: &str, sentences: &str) -> String {
    let lexicon = lexicon(language);
    let mut out = String::new();
    for sentence in sentences.lines().filter(|line| !line.is_empty()) {
        let mentions = read(sentence, &lexicon);
        writeln!(out, "{sentence}").expect("memory");
        for mention in &mentions {
            writeln!(out, "    {}", told(sentence, &mentions, mention)).expect("memory");
        }
    }
    out
}

/// The sentences are an editor's; what is read of them is looked at by eye before it is accepted.
macro_rules! reads {
    ($name:ident, $language:literal) => {
        #[test]
        fn $name() {
            let sentences = include_str!(concat!("tests/", $language, ".txt"));
            assert!(sentences.lines().filter(|l| !l.is_empty()).count() >= 60, "too few sentences");
            insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
                insta::assert_snapshot!($language, snapshot($language, sentences));
            });
        }
    };
}

reads!(english_is_read_as_its_editors_write_it, "en");
reads!(french_is_read_as_its_editors_write_it, "fr");
reads!(spanish_is_read_as_its_editors_write_it, "es");
reads!(russian_is_read_as_its_editors_write_it, "ru");
reads!(chinese_is_read_as_its_editors_write_it, "zh");
reads!(arabic_is_read_as_its_editors_write_it, "ar");
