//! A register is read whole: all mistakes, each at its cell.

use proptest::prelude::*;

use super::*;
use crate::context::Context;

fn funding() -> Register {
    let mut fields = vec![
        Field::required("id", FieldType::Id),
        Field::optional("aggregate", FieldType::YesNo),
        Field::optional("count", FieldType::Integer),
        Field::required("period", FieldType::Period),
        Field::optional("amount", FieldType::Decimal),
        Field::optional("decimals", FieldType::Decimals),
        Field::required("label", FieldType::Localized),
        Field::optional("note", FieldType::Text),
    ];
    fields.extend(Field::provenance());
    Register::new("funding.csv", &["id"], fields)
}

fn mistakes(text: &str) -> String {
    let context = Context { languages: vec!["en".into(), "zh".into()], ..Context::default() };
    let (_, mistakes) = read(&funding(), "funding.csv", text.as_bytes(), &context);
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_read_like_a_compilers() {
    let text = "id,period,amount,label_en,label_zh,document,perod,amount\n\
                a,2024,1,Eins,一,ar-2024,x,2\n\
                b,2024-13,1 343,Two,二,ar-2024,,\n\
                a,,12.5,,三,,,\n\
                c,2024\n\
                \"Ü,1\",2024, 4,\"x\",,ar-2024,,\n";
    insta::assert_snapshot!(mistakes(text), @r"
    funding.csv:1:45: `perod` is no column of funding.csv; did you mean `period`?
    funding.csv:1:51: the column `amount` stands twice; remove one of them
    funding.csv:3:3: `2024-13` is not a period; write 2024, 2024-Q1, 2024-10, 2024-12-31 or 2019/2024
    funding.csv:3:11: `1 343` is not a decimal number; write digits with a point, without grouping: 1343 or 0.94
    funding.csv:4:3: `period` is empty; every row must have it
    funding.csv:4:9: `label_en` is empty; write the text in the bundle's first language
    funding.csv:4:12: `document` is empty; every row must have it
    funding.csv:4:1: `a` stands in line 2 already; give each row of funding.csv its own id
    funding.csv:5:3: the row has 2 cells, the header 8; add or remove commas, or quote a cell that holds one
    funding.csv:6:1: `Ü,1` is no identifier; use at most 128 ASCII letters, digits and -._/%+, a letter or digit first
    funding.csv:6:12: ` 4` begins or ends with a blank; remove the blank
    ");
}

#[test]
fn a_column_that_has_a_fields_name_is_no_text_in_a_language() {
    let fields = vec![
        Field::required("id", FieldType::Id),
        Field::required("indicator", FieldType::Localized),
        Field::optional("indicator_key", FieldType::Text),
    ];
    let register = Register::new("targets.csv", &["id"], fields);
    let text = "id,indicator_en,indicator_key\n1.7,Use,connectivity/use\n";
    let (records, mistakes) = read(&register, "targets.csv", text.as_bytes(), &Context::default());
    assert_eq!(mistakes, []);
    assert_eq!(records[0].text("indicator_key"), Some("connectivity/use"));
    assert_eq!(records[0].localized("indicator").map(|l| l.len()), Some(1));
}

#[test]
fn a_sound_file_gives_its_records() {
    let text = "label_zh,id,label_en,period,amount,decimals,document,aggregate,count,note\n\
                一,a,One,2024,-2.50,2,ar-2024,yes,17,'=sum\n";
    let (records, mistakes) = read(&funding(), "funding.csv", text.as_bytes(), &Context::default());
    assert_eq!(mistakes, []);
    let record = &records[0];
    assert_eq!(
        (record.text("id"), record.integer("count"), record.yes("aggregate")),
        (Some("a"), Some(17), true)
    );
    assert_eq!(record.decimal("amount").map(|d| d.to_string()).as_deref(), Some("-2.5"));
    assert_eq!(record.localized("label").and_then(|l| l.get("zh")).map(String::as_str), Some("一"));
    assert_eq!(record.text("note"), Some("=sum"));
    assert_eq!(record.text("section"), None);
    assert_eq!(record.place("funding.csv", "period").to_string(), "funding.csv:2:9");
}

#[test]
fn what_is_no_text_is_refused_with_its_place() {
    let file = |bytes: &[u8]| read(&funding(), "f", bytes, &Context::default()).1[0].to_string();
    assert_eq!(file(b"id\n\xff"), "f:2:1: the bytes here are not UTF-8; save the file as UTF-8");
    assert!(file("\u{feff}id".as_bytes()).starts_with("f:1:1: the file starts with a byte-order mark"));
    assert!(file(b"id\nab\0").starts_with("f:2:3: the file holds a NUL character"));
    assert!(file(b"").starts_with("f:1:1: the file is empty"));
    assert!(
        mistakes("id,period,label_en,document\n\"a,2024,x,d\n")
            .contains("2:1: the quote that opens here is never closed")
    );
}

#[test]
fn what_is_too_long_is_refused() {
    let long = format!("id,period,label_en,document\na,2024,{},d\n", "x".repeat(MAX_CELL_BYTES + 1));
    assert!(mistakes(&long).contains("funding.csv:2:8: the cell has 65537 bytes"));
    let row = format!("id,period,label_en,document\na,2024,{},d\n", "x".repeat(MAX_ROW_BYTES));
    assert!(mistakes(&row).contains("funding.csv:2:1: the row has"));
}

fn datum(kind: &FieldType) -> BoxedStrategy<Datum> {
    let text = "[^\\p{C}]{0,8}".prop_map(|t| t.trim().to_owned()).prop_filter("not empty", |t| !t.is_empty());
    let sign = "['=+@＝＋－＠-]{1,3}[a-z0-9]{1,3}";
    let text = prop_oneof![text, sign];
    let code = "[a-z][a-z0-9-]{0,6}".prop_map(Datum::Text);
    match kind.storage() {
        Storage::Integer if *kind == FieldType::YesNo => (0..2_i64).prop_map(Datum::Integer).boxed(),
        Storage::Integer => any::<i64>().prop_map(Datum::Integer).boxed(),
        Storage::Decimal => (any::<i64>(), 0..18_u32)
            .prop_map(|(m, s)| Datum::Decimal(figures::Decimal::new(m, s).normalize()))
            .boxed(),
        Storage::Localized => {
            proptest::collection::btree_map("(en|zh|fr)", text, 1..3).prop_map(Datum::Localized).boxed()
        }
        Storage::Text if *kind == FieldType::Text => {
            prop_oneof![Just(Datum::Null), text.prop_map(Datum::Text)].boxed()
        }
        Storage::Text if *kind == FieldType::Period => "20[0-9]{2}(-Q[1-4])?".prop_map(Datum::Text).boxed(),
        Storage::Text if *kind == FieldType::Decimals => "(INF|-?[0-9])".prop_map(Datum::Text).boxed(),
        Storage::Text => code.boxed(),
    }
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let row: Vec<_> = funding().fields.iter().map(|f| datum(&f.kind)).collect();
    let unique = |mut records: Vec<Record>| {
        for (i, record) in records.iter_mut().enumerate() {
            record.set("id", Datum::Text(format!("r{i}")));
        }
        records
    };
    proptest::collection::vec(row.prop_map(|values| Record::new(&funding(), values)), 0..6).prop_map(unique)
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&funding(), "funding.csv", &bytes, &Context::default());
    }

    #[test]
    fn any_text_below_a_sound_header_is_read_without_a_panic(text in "[\\PC\r\n\",]{0,80}") {
        let text = format!("id,period,label_en,document\n{text}");
        let _ = read(&funding(), "funding.csv", text.as_bytes(), &Context::default());
    }

    #[test]
    fn what_is_written_is_read_back_equal(records in records()) {
        let bytes = write(&funding(), &records);
        let (again, mistakes) = read(&funding(), "funding.csv", &bytes, &Context::default());
        prop_assert_eq!(mistakes, vec![]);
        prop_assert_eq!(again, records);
    }
}
