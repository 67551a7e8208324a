//! One small report in six languages: right versions are silent, and what is planted is found at both words.

mod texts;

use interchange::{Context, codes};

use self::texts::{RADIO, VERSIONS, WATER};
use super::*;
use crate::draft;
use crate::quantities::Lexicon;

/// Units as a bundle in two languages has them: words of the others are not known.
const UNITS: &str = "list,code,parent,label_en,words_en,words_zh\n\
    unit,person,count,person,people|persons|passengers|captains,人|人次|名\nunit,country,count,country,countries|country,个国家\n\
    unit,percent,share,per cent,%|per cent,%\nunit,pp,points,percentage point,percentage points,个百分点\n\
    unit,contract,count,contract,contracts,份\nunit,ship,count,ship,ships|boats,艘\n";

fn lexicon(language: &str) -> Lexicon {
    let (lists, mistakes) = codes::read("codes.csv", UNITS.as_bytes(), &Context::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    Lexicon::new(language, &lists).expect("a language")
}

fn version(language: &str) -> &'static str {
    VERSIONS.iter().find(|(code, _)| *code == language).map(|(_, text)| *text).expect("a version")
}

fn held(first: (&str, &str), second: (&str, &str), name: &str) -> (Comparison, Vec<String>) {
    let (own, other) = (lexicon(first.0), lexicon(second.0));
    let read = |text: &str| draft::read(name, text.as_bytes()).expect("a draft");
    let (a, b) = (read(first.1), read(second.1));
    let found = compare(
        &Version { draft: &a, language: first.0, lexicon: &own },
        &Version { draft: &b, language: second.0, lexicon: &other },
        Words::of("en"),
    );
    let words = |draft: &Draft, span: &Option<Span>| {
        span.as_ref().map_or("–".to_owned(), |span| draft.words(span).trim().to_owned())
    };
    let told = |d: &Difference| {
        let (one, two) = (words(&a, &d.first), words(&b, &d.second));
        format!("{}[{}] {one} / {two}", d.severity.name(), d.rule)
    };
    let told = found.differences.iter().map(told).collect();
    (found, told)
}

/// Two languages, a change in the second version, and all that is told of it.
type Planted<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [&'a str]);

#[track_caller]
fn planted(cases: &[Planted<'_>]) {
    let mut failures = Vec::new();
    for (first, second, before, after, expected) in cases {
        let text = version(second);
        assert!(text.contains(before), "{second}: {before}");
        let changed = text.replacen(before, after, 1);
        let (_, told) = held((first, version(first)), (second, &changed), "report.md");
        if told != *expected {
            failures.push(format!("{first}, {second}: {before} → {after}: {told:#?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Holds every two of some versions against each other: nothing is told but notes where those may be, and so many numbers agree.
#[track_caller]
fn silent(versions: [(&str, &str); 6], but_for_notes: bool, least: usize) {
    for (first, text) in versions {
        for (second, other) in versions {
            let (found, mut told) = held((first, text), (second, other), "report.md");
            told.retain(|told| !(but_for_notes && told.starts_with("note")));
            assert_eq!(told, [""; 0], "{first} and {second}");
            let agreeing: usize = found.sections.iter().map(|section| section.agreeing).sum();
            assert!(agreeing >= least, "{first} and {second}: {agreeing}");
        }
    }
}

#[test]
fn right_versions_are_silent_in_every_two_languages() {
    silent(VERSIONS, false, 38);
}

#[test]
fn what_languages_write_each_in_its_way_is_no_error_and_no_warning() {
    silent(WATER, true, 56);
}

#[test]
fn spans_of_time_units_in_words_and_limits_are_read_alike() {
    silent(RADIO, false, 21);
}

#[test]
fn days_and_months_differ_with_and_without_a_year() {
    let french = RADIO[1].1;
    for (before, after, expected) in [
        ("le 17 juin", "le 18 juin", "error[differing-period] 17 June / 18 juin"),
        ("le 17 juin", "le 17 juillet", "error[differing-period] 17 June / 17 juillet"),
        (
            "du 25 au 29",
            "du 24 au 29",
            "error[differing-period] 25 to 29 November 2024 / 24 au 29 novembre 2024",
        ),
        (
            "janvier et juin",
            "janvier et mai",
            "error[differing-period] January and June 2025 / janvier et mai 2025",
        ),
        ("mars à août", "mars à avril", "error[differing-period] March to August / mars à avril"),
    ] {
        assert!(french.contains(before), "{before}");
        let (_, told) = held(RADIO[0], ("fr", &french.replacen(before, after, 1)), "report.md");
        assert_eq!(told, [expected], "{before} → {after}");
    }
}

#[test]
fn another_number_is_found_at_both_words() {
    planted(&[
        ("en", "fr", "68 %", "86 %", &["error[differing-value] 68 % / 86 %"]),
        ("en", "es", "a 127 barcos", "a 172 barcos", &["error[differing-value] 127 ships / 172 barcos"]),
        (
            "fr",
            "ru",
            "148 поставщиками",
            "184 поставщиками",
            &["error[differing-value] 148 fournisseurs / 184 поставщиками"],
        ),
        ("zh", "ar", "42 %", "24 %", &["error[differing-value] 42% / 24 %"]),
        ("ar", "en", "26 years", "62 years", &["warning[differing-value] 26 عاما\u{64b} / 62 years"]),
        ("es", "fr", "27 % en", "29 % en", &["error[differing-value] 27 % / 29 %"]),
        (
            "en",
            "fr",
            "une trentaine",
            "une quarantaine",
            &["warning[differing-value] about thirty of them / une quarantaine"],
        ),
        ("en", "fr", "Un tiers", "Un quart", &["warning[differing-value] A third of / Un quart"]),
        (
            "en",
            "ru",
            "около тридцати",
            "около сорока",
            &["warning[differing-value] about thirty of them / около сорока из них"],
        ),
        ("en", "zh", "41艘", "47艘", &["error[differing-value] 41 / 47艘"]),
    ]);
}

#[test]
fn words_of_magnitude_are_told_by_their_names() {
    planted(&[
        (
            "en",
            "fr",
            "1,2 milliard",
            "1,2 billion",
            &["error[differing-value] 1.2 billion francs / 1,2 billion de francs"],
        ),
        (
            "fr",
            "en",
            "1.2 billion",
            "1.2 million",
            &["error[differing-value] 1,2 milliard de francs / 1.2 million francs"],
        ),
        (
            "en",
            "es",
            "1.200 millones",
            "1,2 billones",
            &["error[differing-value] 1.2 billion francs / 1,2 billones de francos"],
        ),
        (
            "en",
            "es",
            "1.200 millones",
            "1.200",
            &["error[differing-value] 1.2 billion francs / 1.200 de francos"],
        ),
        ("en", "ru", "1,2 млрд", "1,2 млн", &["error[differing-value] 1.2 billion francs / 1,2 млн франков"]),
        ("ru", "zh", "12亿", "12万", &["error[differing-value] 1,2 млрд франков / 12万法郎"]),
        ("en", "zh", "7340万", "7340亿", &["error[differing-value] 73.4 million francs / 7340亿法郎"]),
        ("zh", "ar", "1,2 مليار", "1,2 مليون", &["error[differing-value] 12亿法郎 / 1,2 مليون فرنك"]),
    ]);
}

#[test]
fn what_is_written_alike_is_read_by_the_language() {
    planted(&[
        ("en", "es", "1.055", "1,055", &["warning[differing-value] 1,055 contracts / 1,055 contratos"]),
        ("en", "fr", "1 055", "1,055", &["warning[differing-value] 1,055 contracts / 1,055 autres contrats"]),
        ("es", "en", "1,055", "1.055", &["warning[differing-value] 1.055 contratos / 1.055 contracts"]),
        ("en", "es", "1.055", "1 055", &[]),
        (
            "fr",
            "ar",
            "1 055",
            "1.055",
            &["warning[differing-value] 1 055 autres contrats / 1.055 عقدا\u{64b} آخر بقيمة"],
        ),
        ("en", "fr", "5,5 millions", "5500000", &[]),
        ("en", "zh", "7340万", "0.734亿", &[]),
    ]);
}

#[test]
fn units_periods_and_bounds_differ() {
    planted(&[
        (
            "en",
            "fr",
            "42 %",
            "42 points de pourcentage",
            &["warning[differing-value] 42 % / 42 points de pourcentage"],
        ),
        ("en", "fr", "En 2024", "En 2023", &["error[differing-period] 2024 / 2023"]),
        ("en", "ru", "2023 году", "2022 году", &["error[differing-period] 2023 / 2022 году"]),
        (
            "en",
            "es",
            "30 de junio de 2025",
            "30 de julio de 2025",
            &["error[differing-period] 30 June 2025 / 30 de julio de 2025"],
        ),
        (
            "en",
            "zh",
            "2025年6月30日",
            "2025年6月20日",
            &["error[differing-period] 30 June 2025 / 2025年6月20日"],
        ),
        (
            "en",
            "fr",
            "entre 2026 et 2030",
            "entre 2026 et 2031",
            &["warning[differing-period] 2026 and 2030 / 2026 et 2031"],
        ),
        (
            "en",
            "fr",
            "Plus de 1 800",
            "Moins de 1 800",
            &["warning[differing-bound] More than 1,800 lifeboats / Moins de 1 800 canots"],
        ),
        (
            "en",
            "fr",
            "Plus de 1 800",
            "1 800",
            &["note[differing-bound] More than 1,800 lifeboats / 1 800 canots"],
        ),
        ("en", "zh", "超过1800艘", "1800艘", &["note[differing-bound] More than 1,800 lifeboats / 1800艘"]),
    ]);
}

#[test]
fn what_only_one_says_is_told_beside_what_agrees() {
    planted(&[
        (
            "en",
            "fr",
            " avec 148 fournisseurs",
            " avec des fournisseurs",
            &["warning[missing-number] 148 suppliers / 73,4 millions de francs"],
        ),
        ("en", "fr", "de 117 à 127", "à 127", &["warning[missing-number] 117 / 41"]),
        ("en", "es", ", un aumento del 8,5 %", "", &["warning[missing-number] 8.5 % / 127 barcos"]),
        ("en", "zh", "，其中3.5亿用于燃料", "", &["warning[missing-number] 350 million / 12亿法郎"]),
        (
            "fr",
            "en",
            "148 suppliers",
            "148 suppliers, 57 of them new,",
            &["warning[missing-number] 148 fournisseurs / 57 of them"],
        ),
        (
            "en",
            "fr",
            "- 42 % des capitaines sont des femmes.\n",
            "",
            &["note[missing-passage] 42 % / Plus de 1 800 canots"],
        ),
    ]);
}

#[test]
fn a_sentence_that_is_missing_is_told_by_the_first_of_its_numbers() {
    planted(&[
        (
            "en",
            "fr",
            " En raison des tempêtes, près de 900 traversées ont été annulées, dont une trentaine le même jour.",
            "",
            &["warning[missing-number] Nearly 900 crossings / 2,6 millions de vélos"],
        ),
        (
            "en",
            "es",
            ", de los cuales 350 millones se destinaron a combustible. Al 30 de junio de 2025 se habían firmado otros 1.055 contratos",
            ". Se habían firmado contratos",
            &["warning[missing-number] 350 million / 1.200 millones de francos"],
        ),
    ]);
}

#[test]
fn cells_are_held_against_cells() {
    planted(&[
        ("en", "fr", "| Sud | 55 |", "| Sud | 53 |", &["error[differing-value] 55 / 53"]),
        ("en", "es", "2.749,5", "2.794,5", &["error[differing-value] 2,749.5 / 2.794,5"]),
        ("en", "ar", "٣٢", "٢٣", &["error[differing-value] 32 / ٢٣"]),
        ("en", "zh", "1250.5", "12505", &["error[differing-value] 1,250.5 / 12505"]),
        (
            "en",
            "ru",
            "| Северный | 40 | 1250,5 | 22,7 % |",
            "| Северный | 55 | 1250,5 | 22,7 % |",
            &["error[differing-value] 40 / 55"],
        ),
        ("en", "fr", "| Est | 32 | 1 500,0 | 27,3 % |\n", "", &["warning[missing-row] 32 / 55"]),
    ]);
}

#[test]
fn numbers_that_changed_places_are_told_once() {
    planted(&[
        // Cells of a row, cells of a column.
        ("en", "fr", "| 32 | 1 500,0 |", "| 1 500,0 | 32 |", &["error[differing-value] 32 / 1 500,0"]),
        (
            "en",
            "zh",
            "| 40 | 1250.5 | 22.7% |\n| 南港 | 55 |",
            "| 55 | 1250.5 | 22.7% |\n| 南港 | 40 |",
            &["error[differing-value] 40 / 55"],
        ),
        // Ends of a change; numbers whose units are known.
        ("en", "es", "de 117 a 127", "de 127 a 117", &["warning[differing-value] 117 / 127"]),
        (
            "en",
            "ru",
            "148 поставщиками из 16 стран",
            "16 поставщиками из 148 стран",
            &["warning[differing-value] 148 suppliers / 16 поставщиками"],
        ),
    ]);
}

#[test]
fn names_of_rows_and_words_beside_numbers_tell_what_changed_places() {
    let english = "Of 94 towers 61 are in Polynesia, 22 in Melanesia and 11 in Micronesia.\n\n\
        | Month | Sites | Faults |\n|---|---|---|\n| January | 37 | 21 |\n| February | 42 | 18 |\n| March | 58 | 16 |\n";
    let russian = "Из 94 башен 61 находится в Полинезии, 22 – в Меланезии и 11 – в Микронезии.\n\n\
        | Месяц | Площадки | Отказы |\n|---|---|---|\n| Январь | 37 | 21 |\n| Февраль | 42 | 18 |\n| Март | 58 | 16 |\n";
    let told = |text: &str| held(("en", english), ("ru", text), "report.md").1;
    assert_eq!(told(russian), Vec::<String>::new());
    let other = russian.replace("61 находится", "22 находится").replace(" 22 –", " 61 –");
    assert_eq!(told(&other), ["warning[differing-value] 61 / 22 находится"]);
    let other = russian.replace("Январь", "?").replace("Март", "Январь").replace('?', "Март");
    assert_eq!(told(&other), ["error[differing-value] 37 / 58"]);
}

#[test]
fn the_likeliest_cause_is_named() {
    let cause = |second: &str, before: &str, after: &str| {
        let changed = version(second).replacen(before, after, 1);
        let (found, _) = held(("en", version("en")), (second, &changed), "report.md");
        found.differences.first().and_then(|found| found.notes.first().cloned()).unwrap_or_default()
    };
    assert_eq!(
        cause("fr", "1,2 milliard", "1,2 billion"),
        "in French “milliard” fits where “billion” stands, or in English “trillion” fits where “billion” stands"
    );
    assert_eq!(cause("zh", "12亿", "12万"), "in Chinese “亿” fits where “万” stands");
    assert_eq!(cause("es", "2.749,5", "27.495"), "they differ by the factor 10^1");
    assert_eq!(cause("ru", "8,5 %", "8,6 %"), "one digit differs");
    assert_eq!(cause("fr", "8,5 %", "8,5 points de pourcentage"), "it is the same number in another unit");
    assert!(
        cause("es", "1.055", "1,055")
            .starts_with("by the habits of Spanish, 1,055 contratos is read as another")
    );
}

#[test]
fn paragraphs_may_be_parted_joined_and_put_elsewhere() {
    let french = version("fr");
    for (before, after) in [
        ("vélos. En raison", "vélos.\n\nEn raison"),
        ("électriques. La flotte", "électriques.\n\nLa flotte"),
        ("en 2023.\n\nEn 2024", "en 2023. En 2024"),
        ("# 3 Perspectives\n\n", "# 3 Perspectives\n\nVoici la suite.\n\n"),
        ("## 2.2 Coûts\n\n", ""),
        ("## 2.2 Coûts\n\n", "## Coûts\n\n"),
    ] {
        assert!(french.contains(before), "{before}");
        let (_, told) = held(("en", version("en")), ("fr", &french.replacen(before, after, 1)), "report.md");
        let errors: Vec<&String> =
            told.iter().filter(|told| !told.starts_with("note[missing-section]")).collect();
        assert_eq!(errors, Vec::<&String>::new(), "{before} → {after}");
    }
}

#[test]
fn limits_cover_what_they_say_in_whatever_order() {
    let english = "The share was 54.27 % at the end of 2024 and more than 73 % by March 2025.\n";
    let chinese = "到2024年底，这一比例超过54%，到2025年3月超过73%。\n";
    assert_eq!(held(("en", english), ("zh", chinese), "report.md").1, Vec::<String>::new());
    let wrong = chinese.replace("超过54%", "超过45%");
    let told = held(("en", english), ("zh", &wrong), "report.md").1;
    assert!(told.iter().any(|told| told.contains("54.27 % / 超过45%")), "{told:?}");
}

#[test]
fn a_section_without_counterpart_is_told_once() {
    let french = version("fr");
    let (costs, outlook) = (french.find("## 2.2").expect("costs"), french.find("# 3").expect("outlook"));
    let less = format!("{}{}", french.get(..costs).expect("a part"), french.get(outlook..).expect("a part"));
    let (found, told) = held(("en", version("en")), ("fr", &less), "report.md");
    assert_eq!(told, ["note[missing-section] Costs / –"]);
    assert_eq!(found.differences.first().map(|found| found.notes.len()), Some(0));
    let costs = found.sections.iter().find(|pair| pair.has == [true, false]).expect("a section alone");
    assert_eq!((costs.agreeing, costs.unmatched), (0, 7));
    // Plain text loses headings: there it may only seem so.
    let plain = |text: &str| text.replace("# ", "").replace('#', "");
    let (found, told) = held(("fr", &plain(&less)), ("en", &plain(version("en"))), "report.txt");
    assert_eq!(told, ["note[missing-section] – / Costs"]);
    let notes = found.differences.first().map(|found| found.notes.clone()).unwrap_or_default();
    assert!(notes.iter().any(|note| note.starts_with("uncertain")), "{notes:?}");
}

#[test]
fn each_section_counts_what_agrees() {
    let changed = version("zh").replacen("41艘", "47艘", 1);
    let (found, _) = held(("en", version("en")), ("zh", &changed), "report.md");
    let told: Vec<(Option<usize>, Option<usize>, usize, usize)> =
        found.sections.iter().map(|s| (s.first, s.second, s.agreeing, s.differing)).collect();
    assert_eq!(
        told,
        [
            (Some(0), Some(0), 8, 0),
            (Some(1), Some(1), 0, 0),
            (Some(2), Some(2), 19, 1),
            (Some(3), Some(3), 7, 0),
            (Some(4), Some(4), 3, 0)
        ]
    );
}

#[test]
fn texts_that_have_nothing_in_common_differ_nowhere() {
    let other = "# 1 Trees\n\nThe park has 31 oaks and 77 limes.\n\nIn 1999 there were 12 %.\n\n| A | B |\n|---|---|\n| x | 3 |\n";
    let (found, told) = held(("en", version("en")), ("en", other), "report.md");
    let wrong: Vec<&String> = told.iter().filter(|told| !told.starts_with("note")).collect();
    assert_eq!(wrong, Vec::<&String>::new(), "{found:#?}");
    let empty = held(("en", version("en")), ("fr", ""), "report.md").1;
    assert!(empty.iter().all(|told| told.starts_with("note[missing-section]")), "{empty:?}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    #[test]
    fn any_two_versions_are_held_against_each_other_at_words_of_both(
        cuts in proptest::collection::vec((0..400_usize, 0..60_usize), 0..6),
        pair in (0..VERSIONS.len(), 0..VERSIONS.len()),
    ) {
        let ((first, text), (second, other)) = (VERSIONS[pair.0], VERSIONS[pair.1]);
        let mut letters: Vec<char> = other.chars().collect();
        for (at, length) in cuts {
            let from = (at * 3).min(letters.len());
            letters.drain(from..(from + length).min(letters.len()));
        }
        let changed: String = letters.into_iter().collect();
        let (found, told) = held((first, text), (second, &changed), "report.md");
        for (difference, told) in found.differences.iter().zip(told) {
            proptest::prop_assert!(!told.contains("]  /") && !told.ends_with("/ "), "{told}");
            proptest::prop_assert!(difference.first.is_some() || difference.second.is_some());
        }
    }
}
