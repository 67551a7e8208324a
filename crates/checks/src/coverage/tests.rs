use proptest::prelude::*;

use super::*;

const MAP: &str = r#"document = "doc"
language = "zh"
markup = [["[mark:", "]"]]
sections = [[1, "1"], [3, "2"], [6, "1"]]

[[units]]
about = "Column of money."
unit = "CHF"
power = 3
ranges = [["5:1", "5:9"]]

[[exceptions]]
reason = "date"
about = "Years."
places = ["1:1 2024"]
"#;

const CODES: &str = "list,code,parent,label_en,words_zh\n\
    unit,country,count,country,国家\n\
    unit,person,count,person,名|人\n\
    unit,ordinal,count,ordinal,届\n\
    unit,percent,share,per cent,%\n\
    unit,ratio,ratio,ratio,倍\n\
    unit,CHF,currency,franc,瑞郎\n";

const TEXT: &str =
    "2024年有12个国家。\n\n[mark: 7]增长5%，三分之一。\n第五届有3\u{a0}000多名。\n9.5\n12个国家和12个国家";

const STATED: &str = "key,value,decimals,unit,document,section,locator\n\
    s/countries,12,INF,country,doc,1,¶1\n\
    s/growth,5,0,percent,doc,2,¶1\n\
    s/share,33,0,percent,doc,2,¶1\n\
    s/people,3000,INF,person,doc,2,¶2\n\
    s/money,9500,-2,CHF,doc,2,¶3\n\
    s/countries,12,INF,country,doc,1,¶2\n\
    s/countries,12,INF,country,doc,1,¶2\n\
    s/countries,99,INF,country,other,1,¶2\n";

const EVENTS: &str = "id,aggregate,count,edition,document,section,locator\n\
    e,,1,5,doc,2,¶2\n\
    many,yes,3000,,doc,2,¶2\n";

fn files() -> Files {
    let files = [(MAP_FILE, MAP), ("codes.csv", CODES), ("stated.csv", STATED), ("events.csv", EVENTS)];
    files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
}

fn with(file: &str, from: &str, to: &str) -> Basis {
    let mut files = files();
    let text = String::from_utf8(files[file].clone()).expect("UTF-8");
    assert!(text.contains(from), "{file} has {from}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    Basis::read(&files).expect("a basis")
}

/// Everything that is left open, in words.
fn left(basis: &Basis, text: &str) -> Vec<String> {
    let coverage = basis.cover(&basis.extract(text));
    let crossed = coverage.crossed.iter().map(ToString::to_string);
    assert_eq!(
        coverage.is_complete(),
        coverage.open.len() + coverage.stray.len() + coverage.crossed.len() + coverage.stale.len() == 0
    );
    let open = coverage.open.iter().map(ToString::to_string);
    let stray = coverage.stray.iter().map(ToString::to_string);
    open.chain(stray).chain(crossed).chain(coverage.stale.iter().map(ToString::to_string)).collect()
}

#[test]
fn every_number_has_its_row_and_every_row_its_number() {
    let basis = Basis::read(&files()).expect("a basis");
    assert_eq!(left(&basis, TEXT), Vec::<String>::new());
    let coverage = basis.cover(&basis.extract(TEXT));
    assert_eq!((coverage.numbers, coverage.bound, coverage.rows), (9, 8, 9));
    assert_eq!(coverage.excepted.get("date"), Some(&1));
}

#[test]
fn a_changed_number_is_left_open_and_its_row_stands_nowhere() {
    let basis = Basis::read(&files()).expect("a basis");
    for (from, to) in
        [("12个", "13个"), ("5%", "6%"), ("三分之一", "三分之二"), ("五届", "六届"), ("9.5", "9.6")]
    {
        let left = left(&basis, &TEXT.replacen(from, to, 1));
        assert_eq!(left.len(), 2, "{from} to {to}: {left:?}");
    }
}

#[test]
fn one_row_accounts_for_one_place() {
    let basis = with("stated.csv", "s/countries,12,INF,country,doc,1,¶2\n", "");
    assert_eq!(left(&basis, TEXT), ["6:7: `12` (12 个) in section 1 ¶2 is in no row and no exception"]);
    let basis = with("stated.csv", "s/growth", "s/countries,12,INF,country,doc,1,¶1\ns/growth");
    let stray = "stated.csv:3:1 s/countries = 12 country: the text does not show it in section 1 ¶1";
    assert_eq!(left(&basis, TEXT), [stray]);
}

#[test]
fn another_unit_section_or_paragraph_is_another_thing() {
    for (from, to) in [
        ("12,INF,country", "12,INF,CHF"),
        ("doc,1,¶1", "doc,2,¶1"),
        ("doc,1,¶1", "doc,1,¶3"),
        ("5,0,percent", "5,0,person"),
    ] {
        assert_eq!(left(&with("stated.csv", from, to), TEXT).len(), 2, "{from} to {to}");
    }
}

#[test]
fn a_row_of_another_year_is_another_thing() {
    let timed = |period: &str| {
        let map = MAP.replacen("markup", "period = \"2024\"\nmarkup", 1).replace(
            "[[exceptions]]",
            "[[periods]]\nabout = \"Named beside it.\"\nperiod = \"2019/2023\"\n\
             ranges = [[\"3:12\", \"3:12\"]]\n\n[[exceptions]]",
        );
        let stated = STATED
            .replacen(
                "s/countries,12,INF,country,doc,1,¶1",
                "s/countries?period=2024-12-31,12,INF,country,doc,1,¶1",
                1,
            )
            .replacen("s/growth", &format!("s/growth?period={period}"), 1);
        let mut files = files();
        files.insert(MAP_FILE.to_owned(), map.into_bytes());
        files.insert("stated.csv".to_owned(), stated.into_bytes());
        Basis::read(&files).expect("a basis")
    };
    assert_eq!(left(&timed("2019/2023"), TEXT), Vec::<String>::new());
    assert_eq!(
        left(&timed("2020/2023"), TEXT),
        [
            "3:12: `5` (5 %) of 2019/2023 in section 2 ¶1 is in no row and no exception; \
             nearest: stated.csv:3:1 s/growth?period=2020/2023 = 5 percent",
            "stated.csv:3:1 s/growth?period=2020/2023 = 5 percent: the text does not show it in section 2 ¶1",
        ]
    );
    let basis = timed("2019/2023");
    let later = Basis::read(&{
        let mut files = files();
        files.insert(
            "stated.csv".into(),
            STATED.replacen("s/countries,", "s/countries?period=2025,", 1).into(),
        );
        files.insert(MAP_FILE.into(), MAP.replacen("markup", "period = \"2024\"\nmarkup", 1).into());
        files
    });
    assert_eq!(
        left(&later.expect("a basis"), TEXT).len(),
        2,
        "what the document is about, where nothing is said"
    );
    let file = write_numbers(&basis.extract(TEXT));
    assert!(file.contains("\n1,1,2024,2024,,,1,1\n"), "what is excepted has no time: {file}");
    assert!(file.contains("\n3,12,5,5,%,2019/2023,2,1\n"), "{file}");
    assert_eq!(basis.read_numbers(NUMBERS_FILE, file.as_bytes()), Ok(basis.extract(TEXT)));
}

#[test]
fn values_that_changed_places_are_told_where_the_rows_follow_the_text() {
    let text: Vec<String> = (0..9).map(|n| format!("{}个国家和{}个国家", 20 + n, 40 + n)).collect();
    let stated = |swapped: &[usize]| {
        let row = |n: usize, value| format!("s/c{n},{value},INF,country,doc,1,¶{}\n", n + 1);
        let rows = (0..9).map(|n| match swapped.contains(&n) {
            false => row(n, 20 + n) + &row(n, 40 + n),
            true => row(n, 40 + n) + &row(n, 20 + n),
        });
        let mut files = files();
        let map = MAP.replace("\"1:1 2024\"", "").replace("[3, \"2\"], [6, \"1\"]", "");
        files.insert(MAP_FILE.into(), map.into());
        files.insert("events.csv".into(), "id\n".into());
        let head = "key,value,decimals,unit,document,section,locator\n";
        files.insert("stated.csv".into(), rows.fold(head.to_owned(), |all, row| all + &row).into());
        left(&Basis::read(&files).expect("a basis"), &text.join("\n"))
    };
    assert_eq!(stated(&[]), [""; 0]);
    let told = "stated.csv:7:1 s/c2 = 22 country: the text shows it before stated.csv:6:1 s/c2 = 42 country, which stands \
                above it";
    assert_eq!(stated(&[2]), [told]);
    assert_eq!(stated(&[2, 4, 6]), [""; 0], "a file in another order says nothing");
}

#[test]
fn what_an_aggregate_record_holds_is_shown_in_its_section() {
    let with =
        |count: &str| with("events.csv", "many,yes,3000,,doc,2,¶2", &format!("many,yes,{count},,doc,2,¶3"));
    assert_eq!(
        left(&with("3000"), TEXT),
        [""; 0],
        "it accounts for no number, and its own paragraph is another"
    );
    let told = "events.csv:3:1 many#count = 40 count: the text does not show it in section 2 ¶3";
    assert_eq!(left(&with("40"), TEXT), [told]);
}

#[test]
fn a_time_that_is_none_is_a_mistake_of_its_file() {
    let mut files = files();
    files.insert(MAP_FILE.into(), MAP.replacen("markup", "period = \"last year\"\nmarkup", 1).into());
    assert_eq!(Basis::read(&files).expect_err("a mistake")[0].problem, "`last` is not a period");
    let basis = Basis::read(&self::files()).expect("a basis");
    let file = write_numbers(&basis.extract(TEXT)).replacen("12,12,个,,1,1", "12,12,个,soon,1,1", 1);
    let mistakes = basis.read_numbers(NUMBERS_FILE, file.as_bytes()).expect_err("a mistake");
    assert!(mistakes[0].problem.starts_with("`soon` is not a period"), "{mistakes:?}");
}

#[test]
fn an_exception_holds_at_its_very_place_and_for_its_very_text() {
    assert_eq!(
        left(&with(MAP_FILE, "1:1 2024", "1:1 2023"), TEXT),
        [
            "1:1: `2024` (2024) in section 1 ¶1 is in no row and no exception",
            "coverage.toml:15:11: `2023` (date) at 1:1: `2024` stands there",
        ]
    );
    assert_eq!(left(&with(MAP_FILE, "1:1 2024", "1:2 024"), TEXT).len(), 2);
}

#[test]
fn no_exception_passes_a_measured_quantity() {
    let needs_row = "coverage.toml:15:23: `5` (date) at 3:12 states a measured quantity: it needs a row";
    let basis = with(MAP_FILE, "1:1 2024\"", "1:1 2024\", \"3:12 5\"");
    assert_eq!(left(&basis, TEXT), [needs_row]);
}

#[test]
fn the_numbers_alone_give_the_same_answer() {
    let basis = Basis::read(&files()).expect("a basis");
    let numbers = basis.extract(TEXT);
    let file = write_numbers(&numbers);
    assert_eq!(basis.read_numbers(NUMBERS_FILE, file.as_bytes()), Ok(numbers));
    let changed = file.replace("9.5,9500", "9.6,9500");
    let mistakes = basis.read_numbers(NUMBERS_FILE, changed.as_bytes()).expect_err("a mistake");
    assert_eq!(mistakes[0].problem, "`9.6` does not amount to `9500`");
}

#[test]
fn every_mistake_of_the_files_is_told_with_its_place() {
    let mut files = files();
    files.insert("stated.csv".into(), STATED.replace("¶1", "p. 1").into());
    files.insert(MAP_FILE.into(), MAP.replace("1:1 2024", "2024").replace("[3, ", "[0, ").into());
    let mistakes = Basis::read(&files).expect_err("mistakes");
    let places: Vec<String> = mistakes.iter().map(|m| m.place.to_string()).collect();
    assert_eq!(
        places,
        ["coverage.toml:4:23", "coverage.toml:15:11", "stated.csv:2:1", "stated.csv:3:1", "stated.csv:4:1"]
    );
}

#[test]
fn a_missing_map_or_an_unknown_unit_is_a_mistake() {
    assert!(Basis::read(&Files::new()).is_err());
    let mut files = files();
    files.insert(MAP_FILE.into(), MAP.replace("\"CHF\"", "\"XYZ\"").into());
    assert_eq!(Basis::read(&files).expect_err("a mistake")[0].problem, "`XYZ` is no unit of the bundle");
}

proptest! {
    #[test]
    fn rows_in_any_order_account_for_their_numbers_and_one_less_leaves_one_open(
        values in proptest::collection::vec(2_u32..6, 1..12),
        order in any::<u64>(),
        dropped in any::<prop::sample::Index>(),
    ) {
        let text = values.iter().map(|v| format!("{v}人")).collect::<Vec<_>>().join("，");
        let mut rows: Vec<String> = values.iter().map(|v| format!("s/p,{v},INF,person,doc,1,¶1\n")).collect();
        rows.sort_by_key(|row| blake3::hash(format!("{order}{row}").as_bytes()).to_hex().to_string());
        let basis = |rows: &[String]| {
            let stated = format!("key,value,decimals,unit,document,section,locator\n{}", rows.concat());
            let map = MAP.replace("\"1:1 2024\"", "");
            let files = [(MAP_FILE, map), ("codes.csv", CODES.to_owned()), ("stated.csv", stated)];
            Basis::read(&files.map(|(n, t)| (n.to_owned(), t.into_bytes())).into()).expect("a basis")
        };
        let all = basis(&rows);
        prop_assert!(all.cover(&all.extract(&text)).is_complete());
        rows.remove(dropped.index(rows.len()));
        let fewer = basis(&rows);
        let coverage = fewer.cover(&fewer.extract(&text));
        prop_assert_eq!((coverage.open.len(), coverage.stray.len()), (1, 0));
    }
}
