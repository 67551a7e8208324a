//! The six languages: their lexicons with the units of the small bundle, the sentences that their readers are tested with, their words.

use checks::quantities::Lexicon;
use interchange::{CodeLists, Context, codes};

/// Words of units in every language.
const UNITS: &str = "list,code,parent,label_en,words_en,words_fr,words_es,words_ru,words_zh,words_ar\n\
    unit,person,count,person,people|persons|person,personnes|personne,personas|persona,человек|человека,人|名,شخص|أشخاص\n\
    unit,country,count,country,countries|country,pays,países|país,стран|страны,个国家,بلد|بلداً\n\
    unit,course,count,course,courses|course,cours,cursos|curso,курсов|курса,门课程,دورة|دورات\n\
    unit,CHF,currency,franc,CHF|Swiss francs,CHF|francs suisses,CHF|francos suizos,шв. фр.,瑞郎,فرنك سويسري\n\
    unit,USD,currency,dollar,USD|US dollars,USD|dollars,USD|dólares,долл. США,美元,دولار\n\
    unit,percent,share,per cent,%|per cent,%|pour cent,%|por ciento,%|процентов,%,%|في المائة\n\
    unit,pp,points,percentage point,percentage points,points de pourcentage,puntos porcentuales,процентных пункта,个百分点,نقطة مئوية\n\
    unit,bit/s,rate,bit per second,bit/s,bit/s,bit/s,бит/с,bit/s,bit/s\n";

/// A language with what texts in it are made of.
pub(crate) struct Language {
    pub(crate) code: &'static str,
    pub(crate) lexicon: Lexicon,
    pub(crate) sentences: Vec<&'static str>,
    pub(crate) words: Vec<&'static str>,
}

macro_rules! sources {
    ($($code:literal),*) => {
        [$(($code,
            include_str!(concat!("../../src/quantities/tests/", $code, ".txt")),
            include_str!(concat!("../../data/quantities/", $code, ".toml")))),*]
    };
}

const SOURCES: [(&str, &str, &str); 6] = sources!["en", "fr", "es", "ru", "zh", "ar"];

/// The code lists that the lexicons take their units from.
pub(crate) fn lists() -> CodeLists {
    let (lists, mistakes) = codes::read("codes.csv", UNITS.as_bytes(), &Context::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    lists
}

/// All of them.
pub(crate) fn all() -> Vec<Language> {
    SOURCES.iter().map(|(code, ..)| of(code)).collect()
}

/// The language of a code.
pub(crate) fn of(code: &str) -> Language {
    let (code, sentences, table) = SOURCES.into_iter().find(|(known, ..)| *known == code).expect("known");
    // What stands in quotes in the table of a language are its words, several of them between bars.
    let quoted =
        table.lines().filter(|line| !line.starts_with('#')).flat_map(|l| l.split('"').skip(1).step_by(2));
    let words = quoted.flat_map(|words| words.split('|')).filter(|word| !word.is_empty());
    Language {
        code,
        lexicon: Lexicon::new(code, &lists()).expect("a table"),
        sentences: sentences.lines().filter(|line| !line.is_empty()).collect(),
        words: words.chain([" ", ". ", ", ", "%", "-", "\n", "\t"]).collect(),
    }
}
