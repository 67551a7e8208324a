//! What readers see, form by form.

use figures::interval::Interval;
use figures::value::{parse_decimal, power_of_ten};
use figures::{Decimal, Period};
use interchange::CodeLists;
use proptest::prelude::*;

use super::*;
use interchange::manifest::Style as HouseStyle;

const UNITS: &str = "list,code,parent,label_en,label_zh,words_en,words_zh,note\n\
    unit,person,count,person,人,people,人,\n\
    unit,percent,share,per cent,百分比,%,%,\n\
    unit,pp,points,percentage point,百分点,percentage points,个百分点,\n\
    unit,ratio,ratio,ratio,比率,times,倍,\n\
    unit,CHF,currency,Swiss franc,瑞郎,CHF|Swiss francs,瑞郎|瑞士法郎,\n\
    unit,USD,currency,US dollar,美元,USD,美元,\n\
    unit,bit/s/person,per,bit per second per user,比特,bit/s per user,比特,\n\
    unit,kg,mass,kilogram,公斤,kg,公斤,\n\
    unit,t,mass,tonne,吨,tonnes|t,吨,\n\
    unit,ordinal,count,ordinal,序数,edition,届,\n";

fn style(language: &str) -> Style {
    let context = interchange::Context { languages: vec!["en".into(), "zh".into()], ..Default::default() };
    let (codes, mistakes) = interchange::codes::read("codes.csv", UNITS.as_bytes(), &context);
    assert_eq!(mistakes, Vec::new());
    let house = HouseStyle {
        group: Some("\u{a0}".into()),
        decimal: Some(".".into()),
        minimum_grouping_digits: Some(1),
        ..HouseStyle::default()
    };
    Style::new(language, &house, &codes)
}

fn value(text: &str) -> (Value, Unit) {
    let mut parts = text.split_whitespace();
    let mut next = || parts.next().unwrap_or_default();
    let number = parse_decimal(next()).expect("a number");
    let (decimals, unit) = (next().parse().expect("decimals"), Unit::new(next()).expect("a unit"));
    (Value::new(number, decimals, next().parse().expect("a bound")).expect("a value"), unit)
}

fn print(language: &str, text: &str, form: &str, place: UnitPlace) -> Result<String, PrintError> {
    let (value, unit) = value(text);
    let printing = Printing { value: &value, unit: &unit, most_decimals: None, place };
    let printed = style(language).value(&printing, &form.parse().expect("a form"));
    printed.map(|text| text.replace('\u{a0}', " "))
}

#[track_caller]
fn check(text: &str, form: &str, en: &str, zh: &str) {
    assert_eq!(print("en", text, form, UnitPlace::Number).as_deref(), Ok(en), "{text} | {form}");
    assert_eq!(print("zh", text, form, UnitPlace::Number).as_deref(), Ok(zh), "{text} | {form}");
}

#[test]
fn a_column_says_unit_and_scale_once() {
    #[track_caller]
    fn check(language: &str, values: &[&str], head: &str, cells: &[&str]) {
        let values: Vec<(Value, Unit)> = values.iter().map(|text| value(text)).collect();
        let numbers: Vec<&Value> = values.iter().map(|(value, _)| value).collect();
        let column = style(language).column(&numbers, &values[0].1, None).expect("a column");
        let plain = |text: &str| text.replace('\u{a0}', " ");
        assert_eq!(plain(&column.head), head);
        assert_eq!(column.cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>(), cells);
    }
    let money = ["7670000 -4 CHF", "14900000 -5 CHF", "28660000 -4 CHF"];
    check("en", &money, "million CHF", &["7.67", "14.9", "28.66"]);
    check("zh", &money, "万瑞郎", &["767", "1 490", "2 866"]);
    check("en", &["5500000000 -8 person", "4900000000 -8 person"], "billion", &["5.5", "4.9"]);
    check("en", &["322800 -2 bit/s/person"], "kbit/s", &["322.8"]);
    check("en", &["17 INF person"], "", &["17"]);
}

#[test]
fn zeros_say_how_exactly_a_value_is_known_and_what_is_exact_needs_none() {
    for (text, expected) in [
        ("1 2 ratio", "1.00"),
        ("1 INF ratio", "1"),
        ("1 INF ratio just-over", "just over 1"),
        ("0.5 INF ratio", "0.5"),
        ("2.345 INF ratio", "2.35"),
    ] {
        let (value, unit) = value(text);
        let printing =
            Printing { value: &value, unit: &unit, most_decimals: Some(2), place: UnitPlace::Number };
        assert_eq!(style("en").value(&printing, &Form::default()).as_deref(), Ok(expected), "{text}");
    }
}

#[track_caller]
fn refused(text: &str, form: &str) {
    let printed = print("en", text, form, UnitPlace::Number);
    assert!(printed.is_err(), "{text} | {form}: {printed:?}");
}

#[test]
fn the_automatic_form_shows_what_is_known() {
    check("5500000000 -8 person", "", "5.5 billion", "55亿");
    check("2600000000 -8 person", "", "2.6 billion", "26亿");
    check("91800000 -2 CHF", "", "CHF 91.8 million", "9 180万瑞郎");
    check("28660000 -4 CHF", "", "CHF 28.66 million", "2 866万瑞郎");
    check("54270000000 -7 USD", "", "USD 54.27 billion", "542.7亿美元");
    check("1600000000000 -11 USD", "", "USD 1.6 trillion", "1.6万亿美元");
    check("1004 INF person", "", "1 004", "1 004");
    check("900000 -4 person", "", "900 000", "90万");
    check("123000 -3 person", "", "123 000", "12.3万");
    check("1234567 INF person", "", "1 234 567", "1 234 567");
    check("68 0 percent", "", "68 %", "68%");
    check("65 1 percent", "", "65.0 %", "65.0%");
    check("-2.5 1 percent", "", "−2.5 %", "-2.5%");
    check("3 0 pp", "", "3 percentage points", "3个百分点");
    check("1 0 pp", "", "1 percentage point", "1个百分点");
    check("0.94 2 ratio", "", "0.94", "0.94");
    check("322800 -2 bit/s/person", "", "322.8 kbit/s", "322.8 kbit/s");
    check("1780000000000000 -13 bit/s/person", "", "1 780 Tbit/s", "1 780 Tbit/s");
    check("62000000000 -9 kg", "", "62 billion kg", "620亿公斤");
    check("7.8 1 kg", "", "7.8 kg", "7.8公斤");
    check("23 INF ordinal", "", "23rd", "第23");
    check("11 INF ordinal", "", "11th", "第11");
}

#[test]
fn a_bound_is_said_in_words() {
    check("5000 INF person at-least", "", "5 000+", "至少5 000");
    check("5000 INF person more-than", "", "more than 5 000", "超过5 000");
    check("54000000000 INF USD more-than", "", "more than USD 54 billion", "超过540亿美元");
    check("54000000000 INF USD at-least", "", "at least USD 54 billion", "至少540亿美元");
    check("98 0 percent just-under", "", "nearly 98 %", "近98%");
    check("1800 -2 person about", "", "about 1 800", "约1 800");
    check("2 INF person at-most", "", "at most 2", "至多2");
    check("50 0 percent just-over", "capital", "Just over 50 %", "略高于50%");
}

#[test]
fn a_form_chooses_scale_digits_and_shape() {
    check("91800000 -2 CHF", "scale=thousand digits=1", "CHF 91 800.0 thousand", "9 180万瑞郎");
    check("26548500 -2 CHF", "scale=thousand", "CHF 26 548.5 thousand", "2 654.85万瑞郎");
    check("26548500 -2 CHF", "scale=million digits=1", "CHF 26.5 million", "2 650万瑞郎");
    check("322800 -2 bit/s/person", "scale=mega", "0.3228 Mbit/s", "0.3228 Mbit/s");
    check("54270000000 -7 USD", "over 5.4e10", "more than USD 54 billion", "超过540亿美元");
    check("98 0 percent", "nearly 100", "nearly 100 %", "近100%");
    check("5500000000 -8 person", "about", "about 5.5 billion", "约55亿");
    check("52 0 percent", "over 50 capital", "More than 50 %", "超过50%");
    check("2 INF person", "words", "two", "两");
    check("0.27 2 ratio", "percent", "27 %", "27%");
    check("3700 INF person", "plain", "3 700", "3 700");
    check("23 INF person", "ordinal", "23rd", "第23");
}

#[test]
fn a_form_that_says_more_than_is_known_is_refused() {
    refused("5500000000 -8 person", "scale=million digits=0");
    refused("5500000000 -8 person", "scale=billion digits=2");
    refused("5500000000 -8 person", "plain");
    refused("68 0 percent", "digits=1");
    refused("54270000000 -7 USD", "over 5.5e10");
    refused("50 0 percent", "over 50");
    refused("5000 INF person at-least", "over 5000");
    refused("5000 INF person at-least", "about 5000");
    refused("90 0 percent", "nearly 100");
    refused("100 0 percent", "nearly 100");
    refused("21 INF person", "words");
    refused("20 -1 person", "words");
    refused("68 0 percent", "percent");
    refused("68 0 percent", "date");
    refused("91800000 -2 CHF", "scale=mega");
}

#[test]
fn a_table_head_takes_unit_and_scale() {
    let cell = |form| print("en", "26548500 -2 CHF", form, UnitPlace::Head).expect("printed");
    assert_eq!(cell("scale=thousand digits=1"), "26 548.5");
    let head = |language, form: &str| {
        let unit = Unit::new("CHF").expect("a unit");
        style(language).head(&unit, &form.parse().expect("a form")).expect("a head")
    };
    assert_eq!(head("en", "scale=thousand"), "thousand CHF");
    assert_eq!(head("zh", "scale=thousand"), "千瑞郎");
    assert_eq!(head("en", ""), "CHF");
    assert_eq!(print("zh", "26548500 -2 CHF", "scale=thousand", UnitPlace::Head).as_deref(), Ok("26 548.5"));
}

#[test]
fn the_measure_limits_what_is_shown() {
    let (value, unit) = value("1234.567 3 person");
    let printing = Printing { value: &value, unit: &unit, most_decimals: Some(1), place: UnitPlace::Number };
    assert_eq!(style("en").value(&printing, &Form::default()).as_deref(), Ok("1\u{a0}234.6"));
    assert!(style("en").value(&printing, &"digits=2".parse().expect("a form")).is_err());
}

#[test]
fn dates_are_written_as_the_language_writes_them() {
    #[track_caller]
    fn check(period: &str, en: &str, zh: &str) {
        let period: Period = period.parse().expect("a period");
        let printed = |language| style(language).period(&period);
        assert_eq!((printed("en").as_str(), printed("zh").as_str()), (en, zh));
    }
    check("2024", "2024", "2024年");
    check("2024-10", "October 2024", "2024年10月");
    check("2024-10-15", "15 October 2024", "2024年10月15日");
    check("2024-Q3", "Q3 2024", "2024年第3季度");
    check("2019/2024", "2019–2024", "2019-2024年");
    check("2024-10-15/2024-10-24", "15–24 October 2024", "2024年10月15日至24日");
    check("2024-09-30/2024-10-04", "30 September – 4 October 2024", "2024年9月30日至10月4日");
    check("2023-12-30/2024-01-04", "30 December 2023 – 4 January 2024", "2023年12月30日至2024年1月4日");
    check("2024-03/2024-05", "March–May 2024", "2024年3月至5月");
}

/// Reads a printed number back: the automatic form in English, unit and bound words aside.
fn read(text: &str) -> Option<Decimal> {
    let text = text.replace('−', "-");
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let scales = [("trillion", 12), ("billion", 9), ("million", 6), ("thousand", 3)];
    let exponent = scales.iter().find(|(word, _)| text.contains(word)).map_or(0, |(_, e)| *e);
    parse_decimal(&digits).ok()?.checked_mul(power_of_ten(exponent)?)
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_inside_the_interval(mantissa in -99_999_999_i64..99_999_999, decimals in -9_i32..6) {
        let number = Decimal::from(mantissa) * power_of_ten(-decimals).expect("small");
        let value = Value::new(number, Decimals::Exp(decimals), Bound::Exact).expect("a value");
        let unit = Unit::new("person").expect("a unit");
        let printing = Printing { value: &value, unit: &unit, most_decimals: None, place: UnitPlace::Number };
        let text = style("en").value(&printing, &Form::default()).expect("it prints");
        let back = read(&text).expect("it reads");
        prop_assert!(Interval::of(&value).contains(back), "{} {}", value.number, text);
        // A digit that is not known is never shown: what is printed has no decimals beyond those known.
        prop_assert!(Value::new(back, value.decimals, Bound::Exact).is_ok());
    }

    #[test]
    fn printing_never_panics(mantissa: i64, scale in 0_u32..18, form in "(scale=(one|thousand|tera|trillion) )?(digits=[0-9])?( about| over 1e9)?") {
        let value = Value { number: Decimal::new(mantissa, scale), decimals: Decimals::Inf, bound: Bound::Exact };
        let unit = Unit::new("bit/s").expect("a unit");
        let printing = Printing { value: &value, unit: &unit, most_decimals: None, place: UnitPlace::Number };
        let _ = style("zh").value(&printing, &form.parse().expect("a form"));
    }
}

#[test]
fn a_language_without_a_table_prints_with_its_own_digits() {
    let style = Style::new("ar-EG", &HouseStyle::default(), &CodeLists::default());
    let (value, unit) = value("1004 INF person");
    let printing = Printing { value: &value, unit: &unit, most_decimals: None, place: UnitPlace::Head };
    assert_eq!(style.value(&printing, &Form::default()).as_deref(), Ok("١٬٠٠٤"));
    assert!(!Style::knows("ar-EG"));
}
