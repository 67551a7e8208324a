use interchange::{Context, codes};
use proptest::prelude::*;

use super::*;
use crate::quantities::Lexicon;

const UNITS: &str = "list,code,parent,label_en,words_zh\n\
    unit,person,count,person,人|名|位\n\
    unit,country,count,country,个国家|国家\n\
    unit,ordinal,count,ordinal,届|次\n\
    unit,percent,share,per cent,%|百分之\n\
    unit,ratio,ratio,ratio,倍\n\
    unit,CHF,currency,franc,瑞郎\n\
    unit,USD,currency,dollar,美元\n\
    unit,bit/s,rate,bit per second,bit/s\n\
    unit,bit/s/person,per,bit per second per person,bits\n\
    unit,t,mass,tonne,吨|t\n\
    unit,kg,mass,kilogram,公斤\n\
    unit,year,time,year,年\n";

fn vocabulary() -> Vocabulary {
    let (lists, mistakes) = codes::read("codes.csv", UNITS.as_bytes(), &Context::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    Vocabulary::new(Lexicon::new("zh", &lists).expect("a table"), "zh", &lists)
}

fn read(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let tokens = scan(&chars, &vocabulary());
    tokens.iter().map(|t| format!("{}:{}={} {}", t.start, t.text, t.amount, t.unit)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn digits_are_read_with_groups_and_decimals() {
    check("5\u{a0}000名", &["0:5\u{a0}000=5000 名"]);
    check("26,548.5", &["0:26,548.5=26548.5 "]);
    check("1 800 20", &["0:1 800=1800 ", "6:20=20 "]);
    check("１２．５%", &["0:１２．５=12.5 %"]);
    check("2024 127", &["0:2024=2024 ", "5:127=127 "]);
}

#[test]
fn scale_words_and_prefixes_lead_to_the_base_unit() {
    check("9\u{a0}180万瑞郎", &["0:9\u{a0}180=91800000 瑞郎"]);
    check("1.6万亿美元", &["0:1.6=1600000000000 美元"]);
    check("13.7万人", &["0:13.7=137000 人"]);
    check("322.8 kbit/s", &["0:322.8=322800 bit/s"]);
    check("每秒322.8 kbits（", &["2:322.8=322800 bits"]);
    check("1.78 Tbits", &["0:1.78=1780000000000 bits"]);
    check("36.8 Gt）", &["0:36.8=36800000000 t"]);
    check("5G网络", &["0:5=5 "]);
}

#[test]
fn words_between_do_not_change_the_value() {
    check("5\u{a0}000多名", &["0:5\u{a0}000=5000 名"]);
    check("800+名", &["0:800=800 名"]);
    check("1 000余人", &["0:1 000=1000 人"]);
}

#[test]
fn the_ends_of_a_range_share_scale_and_unit() {
    check("20至30个国家", &["0:20=20 个国家", "3:30=30 个国家"]);
    check("2至3亿人", &["0:2=200000000 人", "2:3=300000000 人"]);
}

#[test]
fn words_count_from_two_upwards_and_with_what_they_count() {
    check("两年", &["0:两=2 年"]);
    check("二十年", &["0:二十=20 年"]);
    check("七个小组", &["0:七=7 个"]);
    check("第五届", &["1:五=5 届"]);
    check("第20次人", &["1:20=20 次"]);
    check("第194个国家", &["1:194=194 个"]);
    check("数百项", &["0:数百=100 项"]);
    check("一百二十三个", &["0:一百二十三=123 个"]);
    for none in
        ["一个", "十分重要", "百分比", "第三方", "四分五裂", "千瑞郎", "百万瑞郎", "二氧化碳", "万国邮联"]
    {
        check(none, &[]);
    }
}

#[test]
fn fractions_and_multiples_are_quantities() {
    check("三分之一", &["0:三分之一=1/3 "]);
    check("五分之四的", &["0:五分之四=4/5 "]);
    check("百分之五", &["3:五=5 百分之"]);
    check("翻了一番多", &["0:翻了一番=2 "]);
    check("不到一半", &["2:一半=1/2 "]);
}

#[test]
fn codes_and_names_are_found_and_amount_to_their_digits_only() {
    check("4.8.2节", &["0:4.8.2= "]);
    check("WTSA-24", &["5:24=24 "]);
    check("C25/55", &["1:25=25 ", "4:55=55 "]);
    check("（-5", &["1:-5=-5 "]);
}

#[test]
fn a_word_accepts_the_units_that_have_it() {
    let vocabulary = vocabulary();
    for (word, unit, expected) in [
        ("个", "country", true),
        ("个", "person", true),
        ("个", "CHF", false),
        ("个国家", "country", true),
        ("个国家", "person", false),
        ("名", "person", true),
        ("名", "country", false),
        ("", "ratio", true),
        ("", "country", false),
        ("bit/s", "bit/s/person", true),
        ("bits", "bit/s", false),
        ("percent", "percent", true),
        ("percent", "ratio", false),
    ] {
        assert_eq!(vocabulary.accepts(word, unit), expected, "{word} {unit}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_loss_of_digits(text in "[0-9０-９.,  一二三十百万亿分之个年%kGbit/s第-]{0,40}") {
        let chars: Vec<char> = text.chars().collect();
        let tokens = scan(&chars, &vocabulary());
        let mut covered = vec![false; chars.len()];
        for token in &tokens {
            for (i, c) in token.text.chars().enumerate() {
                prop_assert_eq!(Some(&c), chars.get(token.start + i));
                prop_assert!(!std::mem::replace(&mut covered[token.start + i], true));
            }
        }
        for (c, covered) in chars.iter().zip(covered) {
            prop_assert!(covered || !matches!(c, '0'..='9' | '０'..='９'), "{} not read", c);
        }
    }

    #[test]
    fn an_amount_comes_back_as_written(mantissa in any::<i32>(), scale in 0_u32..6) {
        let amount = Amount::Exact(figures::Decimal::new(i64::from(mantissa), scale).normalize());
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
    }
}
