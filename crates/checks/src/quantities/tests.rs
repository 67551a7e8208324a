//! What is read of sentences, language by language; what no text may bring about.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

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

/// The lexicon of a language, made once.
fn lexicon(language: &str) -> &'static Lexicon {
    static ALL: LazyLock<BTreeMap<&str, Lexicon>> = LazyLock::new(|| {
        let made = |l| Lexicon::new(l, &lists()).unwrap_or_else(|e| panic!("{e}"));
        LANGUAGES.into_iter().map(|l| (l, made(l))).collect()
    });
    &ALL[language]
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
        let mentions = read(sentence, lexicon);
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

/// Text of the signs that matter to the reader, in all languages.
const ANY: &str = "[0-9０-９٠-٩., '’٬٫%‎+/:()\\[\\]–\u{301}a-eёàéكـ一二十百万亿个第年月至²\\-]{0,60}";

fn words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "more than",
        "5.5",
        "billion",
        "12",
        "to",
        "from",
        "CHF",
        "%",
        "2024",
        "and",
        "a third",
        "plus de",
        "mille",
        "vingt",
        "quatre-vingt",
        "millions de",
        "à",
        "de",
        "más de",
        "mil",
        "millones",
        "y",
        "medio",
        "более",
        "тыс.",
        "на",
        "в",
        "раза",
        "двести",
        "超过",
        "三",
        "千",
        "分之",
        "第",
        "号决议",
        "多",
        "个",
        "亿",
        "增长了",
        "至",
        "أكثر من",
        "ألفان",
        "و",
        "مئة",
        "في المائة",
        "عام",
        "٥٥",
        "1 055",
        "3,700",
        "-",
        "–",
        "31",
        "December",
        "декабря",
        "rose",
        "Section",
        "4.2.1",
        "C25/55",
        "5G",
        "+41 22 730 5111",
        ".",
        "。",
        ",",
        "[3]",
        "\u{200f}",
        "half",
        "and a half",
        "x",
    ]);
    let spaces = prop::sample::select(vec!["", " ", "\u{a0}", "\n"]);
    prop::collection::vec((pieces, spaces), 0..40)
        .prop_map(|parts| parts.into_iter().map(|(piece, space)| format!("{piece}{space}")).collect())
}

fn is_whole(language: &str, text: &str) -> Result<(), TestCaseError> {
    let lexicon = lexicon(language);
    let mentions = read(text, lexicon);
    let mut end = 0;
    for mention in &mentions {
        prop_assert!(mention.span.start >= end && mention.span.end > mention.span.start, "{:?}", mention);
        prop_assert!(text.get(mention.span.clone()).is_some(), "a cut character: {mention:?}");
        prop_assert!(mention.number.start >= mention.span.start && mention.number.end <= mention.span.end);
        prop_assert!(text.get(mention.number.clone()).is_some());
        end = mention.span.end;
        if let Some(range) = mention.range {
            let other = mentions.get(range.other).and_then(|m| m.range);
            prop_assert!(other.is_some_and(|o| o.first != range.first), "{range:?}");
        }
    }
    for (at, c) in text.char_indices() {
        let is_digit = matches!(c, '0'..='9' | '０'..='９' | '٠'..='٩');
        let covered = || mentions.iter().any(|m| m.span.contains(&at));
        prop_assert!(!is_digit || covered(), "{c} at {at} of {text:?} is in no mention");
    }
    prop_assert_eq!(nouns_near(text, &mentions, lexicon).len(), mentions.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_signs_are_read_without_loss_of_digits(text in ANY, index in 0..LANGUAGES.len()) {
        is_whole(LANGUAGES[index], &text)?;
    }

    #[test]
    fn any_words_are_read_without_loss_of_digits(text in words(), index in 0..LANGUAGES.len()) {
        is_whole(LANGUAGES[index], &text)?;
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}", index in 0..LANGUAGES.len()) {
        is_whole(LANGUAGES[index], &text)?;
    }
}

/// What is repeated must not cost more each time, however hostile it is.
#[test]
fn work_grows_with_the_length_of_the_text() {
    let hostile = [
        "more than 5.5 billion people in 2024, up 3 % from 41 to 45. ",
        "1",
        "1,",
        "1 234 ",
        "(((((",
        "[1]",
        "e\u{301}\u{301}",
        "over nearly about ",
        "two hundred and ",
        "twenty-",
        "三千七百",
        "分之",
        "第",
        "mil millones de ",
        "ألف و",
        "a.b/",
        "a1-",
        "1-2-",
        "2024-",
        "from 1 to ",
        "in 2024, 5 ",
        "31 December ",
        "Section 1, ",
        "+41 22 ",
        "多+",
        "raised ",
        "миллионами ",
    ];
    for language in LANGUAGES {
        let lexicon = lexicon(language);
        for piece in hostile {
            // What is cut off at a fixed length needs many times that length to tell.
            let times = if piece.len() <= 4 { 200 } else { 60 };
            let (_, short) = read_counting(&piece.repeat(times), lexicon);
            let (_, long) = read_counting(&piece.repeat(times * 10), lexicon);
            assert!(long <= short * 12, "{language}: {piece:?} took {short} and {long} steps");
            assert!(short <= 200 * 3000, "{language}: {piece:?} took {short} steps");
        }
    }
}

#[test]
fn a_hundred_kilobytes_of_anything_are_read() {
    let lexicon = lexicon("en");
    for piece in ["1", "1,111", "(", "\u{301}", "e\u{301}", "a", "two "] {
        let text = piece.repeat(100_000 / piece.len());
        let mentions = read(&text, lexicon);
        assert!(mentions.len() <= text.len(), "{piece:?}");
    }
}

fn near(language: &str, text: &str) -> Vec<String> {
    let lexicon = lexicon(language);
    nouns_near(text, &read(text, lexicon), lexicon).swap_remove(0)
}

#[test]
fn words_near_a_mention_are_those_of_its_clause() {
    let lexicon = lexicon("en");
    let text =
        "Revenue was stable. Training programmes reached more than 3 700 women in rural areas, in 2024.";
    let mentions = read(text, lexicon);
    let nouns = nouns_near(text, &mentions, lexicon);
    assert_eq!(nouns[0], ["training", "programm", "women", "rural", "area"]);
    assert_eq!(
        near("ru", "Программы обучения охватили 3700 женщин."),
        ["программ", "обучени", "охватил", "женщин"]
    );
    assert_eq!(
        near("zh", "培训项目惠及3 700名女性。"),
        ["培训", "训项", "项目", "目惠", "惠及", "名女", "女性"]
    );
    assert_eq!(near("fr", "Les ateliers ont formé 3 700 femmes, puis rien."), ["atelier", "formé", "femm"]);
    assert_eq!(near("ar", "دربت البرامج 3 700 امرأة."), ["دربت", "برامج", "امرا"]);
}

/// What is read of the first quantity of a text that has one.
fn first(language: &str, text: &str) -> String {
    let mentions = read(text, lexicon(language));
    let mention = mentions.iter().find(|m| m.kind.is_quantity());
    mention.map(|m| told(text, &mentions, m)).unwrap_or_default()
}

#[test]
fn what_editors_confuse_is_told_apart() {
    for (language, right, wrong) in [
        ("en", "5 billion people", "5 million people"),
        ("fr", "5 milliards de personnes", "5 billions de personnes"),
        ("es", "5 mil millones de personas", "5 billones de personas"),
        ("ru", "5 млрд человек", "5 млн человек"),
        ("zh", "5亿人", "5万人"),
        ("ar", "5 مليارات شخص", "5 ملايين شخص"),
        ("ru", "выросло на 150 %", "выросло в 1,5 раза"),
        ("zh", "增长了8.5%", "增长到8.5%"),
        ("en", "up 13 percentage points", "up 13 per cent"),
        ("es", "aumentó 13 puntos porcentuales", "aumentó un 13 por ciento"),
        ("en", "20 to 30 per cent", "30 to 20 per cent"),
        ("ar", "من 20 إلى 30 في المائة", "من 30 إلى 20 في المائة"),
        ("en", "more than 40 countries", "up to 40 countries"),
        ("en", "a rate of 1.055", "a rate of 1,055"),
    ] {
        let without_text = |text| first(language, text).split_once(']').map(|(_, read)| read.to_owned());
        let (right, wrong) = (without_text(right), without_text(wrong));
        assert!(right.is_some() && wrong.is_some() && right != wrong, "{language}: {right:?} {wrong:?}");
    }
}

#[test]
fn a_reading_stands_for_a_value_of_a_figure() {
    let value = |language: &str, text: &str| {
        let mentions = read(text, lexicon(language));
        let reading = mentions.first().and_then(Mention::reading).copied();
        let value = reading.and_then(|r| r.value()).expect("a value");
        (value.number.to_string(), value.decimals.to_string(), value.bound.name())
    };
    let told = |n: &str, d: &str, b: &'static str| (n.to_owned(), d.to_owned(), b);
    assert_eq!(value("en", "5 000+ delegates"), told("5000", "INF", "at-least"));
    assert_eq!(value("fr", "près de 5,5 milliards de personnes"), told("5500000000", "-8", "just-under"));
    assert_eq!(value("ru", "полтора миллиарда человек"), told("1500000000", "-8", "exact"));
    assert_eq!(value("zh", "约百分之六十八"), told("68", "0", "about"));
    assert_eq!(value("en", "a third of them"), told("0.33", "2", "exact"));
}
