//! What the product prints, the reader of quantities reads back.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use checks::quantities::{Lexicon, read};
use figures::interval::Interval;
use figures::{Bound, Decimal, Decimals, Unit, Value};
use interchange::manifest::Style as HouseStyle;
use interchange::{CodeLists, Context, codes};
use proptest::prelude::*;
use report::print::{Form, Printing, Style, UnitPlace};

const UNITS: &str = "list,code,parent,label_en,words_en,words_zh\n\
    unit,person,count,person,people|persons,人|名\n\
    unit,CHF,currency,franc,CHF|Swiss francs,瑞郎\n\
    unit,USD,currency,dollar,US dollars|USD,美元\n\
    unit,percent,share,per cent,%|per cent,%\n\
    unit,pp,points,percentage point,percentage points|percentage point,个百分点\n\
    unit,bit/s,rate,bit per second,bit/s,bit/s\n\
    unit,t,mass,tonne,tonnes|t,吨|t\n";

static LISTS: LazyLock<CodeLists> =
    LazyLock::new(|| codes::read("codes.csv", UNITS.as_bytes(), &Context::default()).0);

struct Language {
    style: Style,
    lexicon: Lexicon,
}

fn languages() -> BTreeMap<&'static str, Language> {
    let made = |code| {
        let style = Style::new(code, &HouseStyle::default(), &LISTS);
        let lexicon = Lexicon::new(code, &LISTS).expect("a table");
        Language { style, lexicon }
    };
    ["en", "zh"].into_iter().map(|code| (code, made(code))).collect()
}

thread_local! {
    static MADE: &'static BTreeMap<&'static str, Language> = Box::leak(Box::new(languages()));
}

fn bounds() -> impl Strategy<Value = Bound> {
    prop::sample::select(Bound::NAMES.map(|(bound, _)| bound).to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_printed_value_is_read_back_to_what_it_stands_for(
        language in prop::sample::select(vec!["en", "zh"]),
        unit in prop::sample::select(vec!["person", "CHF", "USD", "percent", "pp", "bit/s", "t"]),
        form in prop::sample::select(vec!["", "scale=thousand", "scale=million", "scale=billion", "scale=kilo", "scale=giga"]),
        mantissa in 2_i64..99_999,
        exponent in -2_i32..10,
        bound in bounds(),
    ) {
        let digits = Decimal::from(mantissa);
        let number = digits * figures::value::power_of_ten(exponent).expect("in range");
        let decimals = if unit == "person" { Decimals::Inf } else { Decimals::Exp(-exponent) };
        prop_assume!(unit != "person" || exponent >= 0);
        let value = Value::new(number, decimals, bound).expect("no digits beyond");
        let code = Unit::new(unit).expect("a unit");
        let form: Form = form.parse().expect("a form");
        let Language { style, lexicon } = &MADE.with(|made| *made)[language];
        let printing = Printing { value: &value, unit: &code, most_decimals: None, place: UnitPlace::Number };
        let Ok(printed) = style.value(&printing, &form) else { return Ok(()) };
        // A count prints without a noun; the sentence has it.
        let noun = match (unit, language) {
            ("person", "en") => " people",
            ("person", _) => "人",
            _ => "",
        };
        let text = format!("{printed}{noun}");
        let mentions = read(&text, lexicon);
        prop_assert_eq!(mentions.len(), 1, "{} → {:?}", text, mentions);
        let mention = &mentions[0];
        prop_assert!(mention.codes().iter().any(|c| c == unit), "{} → {:?}", text, mention);
        let reading = mention.reading().and_then(|r| r.value());
        let stands_for = reading.map(|v| Interval::of(&Value { bound: Bound::Exact, ..v }));
        prop_assert!(stands_for.is_some_and(|i| i.contains(number)), "{} for {} → {:?}", text, number, mention);
        let bound_read = reading.map(|v| v.bound);
        prop_assert!(bound_read == Some(bound), "{} for {:?} → {:?}", text, bound, mention);
    }
}
