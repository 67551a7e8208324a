//! A workbook that is written, filled in and read back.

use proptest::prelude::*;

use super::*;
use crate::mistake::Mistake;

fn words() -> Words {
    Words {
        sheet: "Values".into(),
        title: "Values for 2025".into(),
        notes: vec!["BDT, by 2026-01-31".into()],
        heads: Column::ALL.map(|column| format!("{column:?}")),
        nil: "nil".into(),
        not_applicable: "not applicable".into(),
        exact: "exactly".into(),
        bounds: vec![(Bound::AtLeast, "at least".into()), (Bound::About, "about".into())],
        right_to_left: false,
    }
}

fn line(key: &str) -> Line {
    Line {
        key: key.into(),
        figure: "=HYPERLINK(\"http://x\")".into(),
        of: "World".into(),
        definition: "What is counted.".into(),
        unit: "people".into(),
        before: Shown::Number("5500000000".parse().expect("a number")),
        recorded: Shown::Text("not recorded".into()),
        known_to: Decimals::Exp(-8),
    }
}

fn form(keys: &[&str]) -> Form {
    let asked = Date::constant(2026, 1, 2);
    let lines = keys.iter().map(|key| line(key)).collect();
    Form { request: "bdt-2025".into(), period: "2025".into(), asked, words: words(), lines }
}

/// A workbook as somebody saves it, with cells put in: row and column from 0.
fn filled(cells: &[(u32, u16, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Values").expect("a name");
    for (row, key) in [(4, "a/one?period=2025"), (5, "a/two?period=2025")] {
        sheet.write_string(row, 10, key).expect("written");
    }
    for (row, column, text) in cells {
        match text.parse::<f64>() {
            Ok(number) => sheet.write_number(*row, *column, number).expect("written"),
            Err(_) => sheet.write_string(*row, *column, *text).expect("written"),
        };
    }
    let hidden = book.add_worksheet().set_name("yearbook").expect("a name");
    let rows = [
        ("yearbook-return", "1"),
        ("request", "bdt-2025"),
        ("period", "2025"),
        ("sheet", "Values"),
        ("nil", "néant"),
        ("not-applicable", "sans objet"),
        ("exact", "exactement"),
        ("bound:at-least", "au moins"),
    ];
    for (row, (name, text)) in (0..).zip(rows) {
        hidden.write_string(row, 0, name).expect("written");
        hidden.write_string(row, 1, text).expect("written");
    }
    book.save_to_buffer().expect("written")
}

fn told(mistakes: &[Mistake]) -> Vec<String> {
    mistakes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_workbook_that_nobody_filled_in_answers_nothing_and_knows_its_request() {
    let bytes = write(&form(&["a/one?period=2025", "a/two?period=2025"])).expect("written");
    let (returned, mistakes) = read("bdt.xlsx", &bytes);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert_eq!((returned.request.as_str(), returned.period.as_str()), ("bdt-2025", "2025"));
    assert!(returned.answers.is_empty());
    assert_eq!(returned.keys, ["a/one?period=2025", "a/two?period=2025"]);
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    let form = form(&["a/one?period=2025"]);
    assert_eq!(write(&form).expect("written"), write(&form).expect("written"));
}

#[test]
fn answers_are_read_in_the_language_that_the_workbook_was_made_in() {
    let cells =
        [(4, 6, "0.94"), (4, 7, "0.01"), (4, 8, "Au moins"), (4, 9, "enquête de mai"), (5, 6, "NÉANT")];
    let (returned, mistakes) = read("x.xlsx", &filled(&cells));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let [one, two] = returned.answers.as_slice() else { panic!("two answers: {returned:?}") };
    assert_eq!(one.given, Some(Given::Value("0.94".parse().expect("a number"))));
    assert_eq!((one.known_to, one.bound), (Some(Decimals::Exp(2)), Bound::AtLeast));
    assert_eq!(one.comment.as_deref(), Some("enquête de mai"));
    assert_eq!((one.cell(Column::Value), two.given), ("G5".to_owned(), Some(Given::Nil)));
}

#[test]
fn every_cell_that_cannot_be_understood_is_told_at_once_with_its_place() {
    let cells = [(4, 6, "5,5 billion"), (4, 7, "often"), (5, 6, "12"), (5, 8, "perhaps"), (7, 6, "99")];
    let (_, mistakes) = read("x.xlsx", &filled(&cells));
    insta::assert_debug_snapshot!(told(&mistakes));
}

#[test]
fn what_is_no_workbook_of_ours_is_refused_with_a_remedy() {
    let mut other = rust_xlsxwriter::Workbook::new();
    other.add_worksheet().write_string(0, 0, "x").expect("written");
    let other = other.save_to_buffer().expect("written");
    for bytes in [b"PK\x03\x04 not really".as_slice(), b"", &other] {
        let (returned, mistakes) = read("x.xlsx", bytes);
        assert_eq!((returned, mistakes.len()), (Returned::default(), 1));
        assert!(mistakes[0].remedy.contains("workbook that was asked with"), "{mistakes:?}");
    }
}

#[test]
fn a_file_that_unpacks_to_too_much_is_refused_before_it_is_read() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options: zip::write::SimpleFileOptions = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/sharedStrings.xml", options).expect("begun");
    let block = vec![b' '; 1 << 20];
    for _ in 0..64 {
        archive.write_all(&block).expect("written");
    }
    let bytes = archive.finish().expect("ended").into_inner();
    assert!(bytes.len() < MAX_BYTES, "{}", bytes.len());
    let (_, mistakes) = read("bomb.xlsx", &bytes);
    assert!(mistakes[0].problem.contains("unpacks to more than"), "{mistakes:?}");
}

/// A workbook with a text of one of its parts put in the place of another.
fn altered(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options: zip::write::SimpleFileOptions = zip::write::SimpleFileOptions::default();
    for number in 0..old.len() {
        let mut file = old.by_index(number).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        if name == part {
            assert!(text.contains(from), "{text}");
            text = text.replacen(from, to, 1);
        }
        new.start_file(name, options).expect("begun");
        new.write_all(text.as_bytes()).expect("written");
    }
    new.finish().expect("ended").into_inner()
}

#[test]
fn a_file_that_promises_more_texts_than_it_can_hold_is_refused_before_room_is_made() {
    let whole = filled(&[(4, 6, "1")]);
    for count in ["1000000000000", "9000000000000000000", "99999999999999999999999"] {
        let promise = format!("uniqueCount=\"{count}\" was=\"");
        let bytes = altered(&whole, "xl/sharedStrings.xml", "uniqueCount=\"", &promise);
        let (_, mistakes) = read("x.xlsx", &bytes);
        assert!(mistakes[0].problem.contains("more than it can hold"), "{mistakes:?}");
    }
}

#[test]
fn one_long_text_in_many_cells_is_held_within_bounds() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Values").expect("a name");
    let long = "x".repeat(30_000);
    for row in 0..2_000 {
        sheet.write_string(row, 9, &long).expect("written");
        // Columns that are not ours are passed over.
        sheet.write_string(row, 40, &long).expect("written");
    }
    let hidden = book.add_worksheet().set_name("yearbook").expect("a name");
    let rows = [("yearbook-return", "1"), ("request", "r"), ("period", "2025"), ("sheet", "Values")];
    let rows = rows.into_iter().chain([("nil", "nil"), ("not-applicable", "na"), ("exact", "exactly")]);
    for (row, (name, text)) in (0..).zip(rows) {
        hidden.write_string(row, 0, name).expect("written");
        hidden.write_string(row, 1, text).expect("written");
    }
    let (_, mistakes) = read("x.xlsx", &book.save_to_buffer().expect("written"));
    assert!(mistakes[0].problem.contains("holds more than"), "{mistakes:?}");
}

#[test]
fn a_formula_without_its_result_is_told_and_not_taken_for_an_empty_cell() {
    let whole = filled(&[(4, 6, "7")]);
    let (from, to) = ("<c r=\"G5\"><v>7</v></c>", "<c r=\"G5\"><f>5+6</f></c>");
    let (_, mistakes) = read("x.xlsx", &altered(&whole, "xl/worksheets/sheet1.xml", from, to));
    assert!(mistakes[0].problem.contains("G5: holds a formula without its result"), "{mistakes:?}");
}

#[test]
fn steps_are_grouped_and_read_back() {
    assert_eq!([step(0), step(-3), step(-8), step(1), step(2)], ["1", "1 000", "100 000 000", "0.1", "0.01"]);
}

/// A whole workbook, to be torn.
static WHOLE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| filled(&[(4, 6, "1")]));

proptest! {
    #[test]
    fn a_number_of_fifteen_digits_comes_back_as_it_was_typed(mantissa in -999_999_999_999_999_i64..999_999_999_999_999, scale in 0_u32..9) {
        let number = Decimal::new(mantissa, scale).normalize();
        let float: f64 = number.to_string().parse().expect("a number");
        prop_assert_eq!(cells::typed(float), Some(number));
    }

    #[test]
    fn whatever_bytes_come_the_reader_answers(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0_usize..9_000) {
        let _ = read("x.xlsx", &bytes);
        let mut torn = WHOLE.clone();
        torn.truncate(cut);
        for (at, byte) in bytes.iter().enumerate() {
            if let Some(slot) = torn.get_mut(at * 37) {
                *slot ^= byte;
            }
        }
        let _ = read("x.xlsx", &torn);
    }
}
