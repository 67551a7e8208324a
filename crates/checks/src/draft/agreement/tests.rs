use interchange::{CodeLists, Context, codes};

use super::*;
use crate::draft::{self, Words};

mod series;
mod slips;

const UNITS: &str = "list,code,parent,label_en,words_en,words_zh,words_fr\n\
    unit,country,count,country,countries|country|economies,个国家,pays\nunit,person,count,person,people|men|women,人,personnes|personne\n\
    unit,percent,share,per cent,%|per cent,%,%\nunit,pp,points,percentage point,percentage points|percentage point,个百分点,\n\
    unit,CHF,currency,franc,CHF,瑞郎,CHF\nunit,administration,count,administration,administrations,主管部门,\n\
    unit,recommendation,count,recommendation,Recommendations,项建议书,\n";

fn lexicon(language: &str) -> Lexicon {
    let (lists, mistakes) = codes::read("codes.csv", UNITS.as_bytes(), &Context::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let lists: CodeLists = lists;
    Lexicon::new(language, &lists).expect("a language")
}

/// A report of paragraphs, each number of which is a figure.
fn reference(language: &str, texts: &[&str]) -> Reference {
    let lexicon = lexicon(language);
    let passage = |(at, text): (usize, &&str)| {
        let mut said = said::read(text, &lexicon);
        for (number, said) in said.iter_mut().enumerate() {
            if matches!(said.what, What::Number(_)) {
                said.figure = Some(format!("s/m{at}-{number}"));
            }
        }
        Passage::new(("1".to_owned(), at, 0), (*text).to_owned(), said, &lexicon)
    };
    let passages: Vec<Passage> = texts.iter().enumerate().map(passage).collect();
    let (index, figures) = (Index::of(&passages), Figures::of(&passages));
    Reference { language: language.to_owned(), passages, index, figures, revisions: BTreeMap::new() }
}

const REPORT: [&str; 13] = [
    "In 2024 some 5.5 billion people used the Internet, 68 % of the population, and 2.6 billion people did not.",
    "A strategy against attacks was in place in 127 countries, after 107.",
    "At the request of 16 administrations of the southern part of the continent, plans were coordinated.",
    "Members pay about 70 % of the regular budget.",
    "42 % were women.",
    "By March 2025 there were 1 000+ pledges, worth more than USD 73 billion, from 470 entities in 148 countries.",
    "Networks covered 97.9 % of the population. Coverage in rich economies has been more than 99.6 % in every year since 2020; in poor ones it rose from 88.0 % to 91.1 %.",
    "84 % of the schools took part.",
    "1 055 learners from 144 countries enrolled in courses on inclusion.",
    "127 countries had a framework for accessibility, an increase of 8.5 % in a year.",
    "79 % of people aged 15 to 24 used the Internet, compared with 68 % of the whole population.",
    "Among urban residents 83 % were online, among rural residents 48 %.",
    "There were 412 new and revised Recommendations of one kind and 424 new or revised Recommendations of another.",
];

#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    check_against(&reference("en", &REPORT), language, text, expected);
}

#[test]
fn the_same_text_says_the_same() {
    check("en", &REPORT.join("\n\n"), &[]);
}

#[test]
fn another_number_in_the_same_words_is_found() {
    let change = |before: &str, after: &str| REPORT.join("\n\n").replacen(before, after, 1);
    check("en", &change("68 %", "63 %"), &["63 % where the report says 68 %"]);
    check(
        "en",
        &change("16 admin", "10 admin"),
        &["10 administrations where the report says 16 administrations"],
    );
    check("en", &change("424", "414"), &["414 where the report says 424"]);
    check("en", &change("In 2024", "In 2023"), &["2023 where the report says 2024"]);
}

#[test]
fn another_unit_is_found() {
    let change = |before: &str, after: &str| REPORT.join("\n\n").replacen(before, after, 1);
    check("en", &change("127 countries", "127 people"), &["127 people where the report says 127 countries"]);
    check(
        "en",
        &change("42 %", "42 percentage points"),
        &["42 percentage points where the report says 42 %"],
    );
    check(
        "en",
        &change("about 70 %", "about 70 percentage points"),
        &["about 70 percentage points where the report says about 70 %"],
    );
}

#[test]
fn two_that_changed_places_are_both_found() {
    let changed = REPORT.join("\n\n").replace("127 countries, after 107", "107 countries, after 127");
    check(
        "en",
        &changed,
        &["107 countries where the report says 127 countries", "127 where the report says 107"],
    );
}

#[test]
fn numbers_say_the_same_in_every_language() {
    let right = "En 2024, 5,5 milliards de personnes utilisaient Internet, soit 68 % de la population, et 2,6 milliards de personnes ne l'utilisaient pas.";
    check("fr", right, &[]);
    check("fr", &right.replace("68 %", "63 %"), &["63 % where the report says 68 %"]);
    check(
        "fr",
        &right.replace("2,6 milliards", "2,6 millions"),
        &["2,6 millions de personnes where the report says 2.6 billion people"],
    );
}

#[test]
fn words_of_another_language_tell_two_numbers_apart() {
    let right = "En ville, 83 % des habitants étaient connectés; à la campagne, 48 %.";
    check("fr", right, &[]);
    let swapped = right.replace("48 %", "_").replace("83 %", "48 %").replace('_', "83 %");
    check("fr", &swapped, &["48 % where the report says 83 %", "83 % where the report says 48 %"]);
    let russian = "В сельской местности 48 %, в городах 83 % жителей.";
    check("ru", russian, &[]);
    check("ru", &russian.replace("83 %", "86 %"), &["86 % where the report says 83 %"]);
}

#[test]
fn a_year_is_held_against_the_figures_told_with_it() {
    let row = "| | 2024 |\n|---|---|\n| Utilisateurs d'Internet | 5,5 milliards |\n";
    check("fr", row, &[]);
    check(
        "fr",
        &row.replace("2024", "2023"),
        &["2023 where the report says some 5.5 billion people of 2024"],
    );
}

#[test]
fn ways_back_from_notes_are_no_numbers() {
    let lexicon = lexicon("en");
    let said = said::read("Other sources say 66 %. ↩\u{fe0e}1 ↩\u{fe0e}2 ↩ 3", &lexicon);
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn a_passage_may_say_what_several_say() {
    let right = "Un cadre pour l'accessibilité a été adopté par 127 pays, ce qui fait 8,5 % de plus. Aux cours se sont inscrits 1 055 apprenants de 144 pays.";
    check("fr", right, &[]);
    check("fr", &right.replace("144", "944"), &["944 pays where the report says 144 countries"]);
    check("fr", &right.replace("127 pays", "1270 pays"), &["1270 pays where the report says 127 countries"]);
}

#[test]
fn a_slip_beside_what_agrees_is_found() {
    let right = "En mars 2025 les promesses dépassaient 73 milliards de dollars, de la part de 470 entités de 148 pays.";
    check("fr", right, &[]);
    check("fr", &right.replace("470", "474"), &["474 entités where the report says 470 entities"]);
    let right = "Les réseaux couvraient 97,9 % de la population. Ailleurs la couverture est montée de 88,0 % à 91,1 %.";
    check("fr", right, &[]);
    check("fr", &right.replace("88,0", "84,0"), &["84,0 % where the report says 88.0 %"]);
}

#[test]
fn what_is_not_known_is_no_finding() {
    check("en", "In 2024 another 12 countries joined, and 33 % of them paid.", &[]);
    check("en", "In 19 countries a strategy was being written.", &[]);
}

#[test]
fn rows_of_one_name_are_one_row() {
    let table = |year: &str| {
        format!(
            "| Event | Date | Place |\n|---|---|---|\n| Table of bands, workshop of region 3 | {year} | Shanghai |\n| Day of information | {year} | – |\n"
        )
    };
    let draft = draft::read("draft.md", table("2025").as_bytes()).expect("a draft");
    let mut report = reference("en", &[]);
    let own = draft::read("draft.md", table("2024").as_bytes()).expect("a draft");
    report.passages = passage::of_draft(&own, &lexicon("en"));
    report.index = Index::of(&report.passages);
    let found = judge(&draft, &lexicon("en"), "en", &report);
    assert_eq!(found.marks.len(), 2, "{:#?}", (found, report.passages));
}

#[test]
fn a_value_that_is_not_accepted_is_told() {
    let mut report = reference("en", &REPORT);
    let share = report
        .passages
        .first_mut()
        .and_then(|p| p.said.iter_mut().find(|s| s.codes.contains(&"percent".to_owned())));
    let other =
        figures::Value::new(66.into(), figures::Decimals::Exp(0), figures::Bound::Exact).expect("a value");
    share.expect("a share").disputed = vec![other];
    report.index = Index::of(&report.passages);
    let text = REPORT.join("\n\n").replacen("68 %", "66 %", 1);
    let draft = draft::read("draft.md", text.as_bytes()).expect("a draft");
    let found = judge(&draft, &lexicon("en"), "en", &report);
    let told: Vec<(&str, String)> =
        found.marks.iter().map(|m| (m.rule.as_str(), Words::of("en").tell(&m.message))).collect();
    let expected = "66 % is a value that the report does not accept; it says 68 %";
    assert_eq!(told, [("disputed-value", expected.to_owned())]);
}

/// A report of rows and sentences, each with the keys of its numbers.
fn reference_of(passages: &[(&str, &[&str])]) -> Reference {
    let lexicon = lexicon("en");
    let passage = |(at, (text, keys)): (usize, &(&str, &[&str]))| {
        let mut said = said::read(text, &lexicon);
        let numbers = said.iter_mut().filter(|said| matches!(said.what, What::Number(_)));
        for (said, key) in numbers.zip(keys.iter()) {
            let period = key.split_once("period=").map(|(_, period)| period.parse().expect("a period"));
            period.iter().for_each(|period| said.clues.add_period(period, share::OWN));
            said.figure = Some((*key).to_owned());
            said.period = period;
        }
        let passage = Passage::new(("1".to_owned(), at, 0), (*text).to_owned(), said, &lexicon);
        if text.contains('\t') { passage.row(&clues::Clues::default(), &lexicon) } else { passage }
    };
    let passages: Vec<Passage> = passages.iter().enumerate().map(passage).collect();
    let (index, figures) = (Index::of(&passages), Figures::of(&passages));
    Reference { language: "en".to_owned(), passages, index, figures, revisions: BTreeMap::new() }
}

#[track_caller]
fn check_against(reference: &Reference, language: &str, text: &str, expected: &[&str]) {
    let draft = draft::read("draft.md", text.as_bytes()).expect("a draft");
    let found = judge(&draft, &lexicon(language), language, reference);
    let marks: Vec<String> = found.marks.iter().map(|mark| Words::of("en").tell(&mark.message)).collect();
    assert_eq!(marks, expected, "{text}");
}

#[test]
fn a_cell_is_told_by_its_row_and_its_column() {
    let report = reference_of(&[
        ("Africa\t17\t26 548.5", &["p/count?area=AFR&period=2024", "p/funding?area=AFR&period=2024"]),
        ("Americas\t19\t12 600.3", &["p/count?area=AMS&period=2024", "p/funding?area=AMS&period=2024"]),
        ("Arab States\t5\t2 989.6", &["p/count?area=ARB&period=2024", "p/funding?area=ARB&period=2024"]),
        ("Europe\t4\t4 034.6", &["p/count?area=EUR&period=2024", "p/funding?area=EUR&period=2024"]),
    ]);
    let right = "| Région | Projets | Fonds |\n|---|---|---|\n| Afrique | 17 | 26 548,5 |\n| Amériques | 19 | 12 600,3 |\n| États arabes | 5 | 2 989,6 |\n| Europe | 4 | 4 034,6 |\n";
    check_against(&report, "fr", right, &[]);
    check_against(
        &report,
        "fr",
        &right.replace("| 19 | 12 600,3 |", "| 12 600,3 | 19 |"),
        &["12 600,3 where the report says 19", "19 where the report says 12 600.3"],
    );
    check_against(&report, "fr", &right.replace("| 5 |", "| 6 |"), &["6 where the report says 5"]);
    // Another table of the same regions is not this one.
    let other =
        right.replace("17", "3").replace("19", "8").replace("| 5 |", "| 9 |").replace("| 4 |", "| 2 |");
    check_against(&report, "fr", &other, &[]);
}

#[test]
fn the_ends_of_a_change_may_have_changed_places() {
    let report = reference_of(&[(
        "The price fell from 1.3 % of income to 1.1 %.",
        &["c/price?area=WORLD&period=2023", "c/price?area=WORLD&period=2024"],
    )]);
    check_against(&report, "fr", "Le prix est revenu de 1,3 % à 1,1 % du revenu.", &[]);
    check_against(
        &report,
        "fr",
        "Le prix est revenu de 1,1 % à 1,3 % du revenu.",
        &["1,1 % where the report says 1.3 %", "1,3 % where the report says 1.1 %"],
    );
}

#[test]
fn a_year_behind_a_semicolon_is_of_what_stands_there() {
    let report = reference_of(&[
        ("At the end of 2024 pledges came to CHF 54 billion.", &["p/pledges?period=2024-12-31"]),
        ("By March 2025 they came to CHF 73 billion.", &["p/pledges?period=2025-03-31"]),
    ]);
    let right = "À la fin de 2024 les promesses atteignaient 54 milliards de CHF; en mars 2025 elles atteignaient 73 milliards de CHF.";
    check_against(&report, "fr", right, &[]);
    check_against(
        &report,
        "fr",
        &right.replace("2025", "2024"),
        &["mars 2024 where the report says CHF 73 billion of 2025"],
    );
}

#[test]
fn what_a_number_is_told_against_is_the_same_thing_before() {
    check(
        "fr",
        "Une stratégie contre les attaques était en place dans 127 pays, contre 207.",
        &["207 where the report says 107"],
    );
}
