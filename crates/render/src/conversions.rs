//! What is said of numbers that were converted from another unit, and of those that a sum leaves out for theirs.

use figures::conversion::Rate;
use figures::{Conversions, OtherUnit, Source, Unit};

use crate::figure_page::digits;
use crate::texts::period::period;
use crate::texts::{Arg, Texts};
use crate::words::{join, source_place};

/// How many records were converted, from which units and by which rates, with the day and the document of each. `named` gives a
/// document its title.
#[must_use]
pub fn told(
    texts: &Texts,
    unit: &Unit,
    conversions: &Conversions,
    named: impl Fn(&Source) -> Source,
) -> String {
    let units = conversions.units.iter().map(|unit| unit.code().to_owned());
    let units = join(texts, "separator-list", units);
    let more = (conversions.more > 0)
        .then(|| texts.say_with("converted-more", &[("count", Arg::Count(conversions.more))]));
    let rates = conversions.rates.iter().map(|rate| one_rate(texts, unit, rate, &named)).chain(more);
    let rates = join(texts, "separator-clauses", rates);
    let count = Arg::Count(conversions.count);
    texts.say_with(
        "converted",
        &[("count", count), ("units", Arg::Text(&units)), ("rates", Arg::Text(&rates))],
    )
}

/// `1 EUR = 0.947 CHF, 30 June 2024 (Rates of June)`.
fn one_rate(texts: &Texts, unit: &Unit, rate: &Rate, named: impl Fn(&Source) -> Source) -> String {
    let place = source_place(texts, &named(&rate.document));
    let (number, day) = (digits(rate.exchange_rate), period(texts, &rate.value_date));
    let args = [
        ("from", Arg::Text(rate.from.code())),
        ("rate", Arg::Text(&number)),
        ("unit", Arg::Text(unit.code())),
        ("day", Arg::Text(&day)),
        ("place", Arg::Text(&place)),
    ];
    texts.say_with("converted-rate", &args)
}

/// How many records a sum leaves out, by their unit; empty where none.
#[must_use]
pub fn left_out(texts: &Texts, others: &[OtherUnit]) -> String {
    let one = |other: &OtherUnit| {
        let args = [("count", Arg::Count(other.count)), ("unit", Arg::Text(other.unit.code()))];
        texts.say_with("records-other-unit", &args)
    };
    join(texts, "separator-clauses", others.iter().map(one))
}

#[cfg(test)]
mod tests {
    use figures::Decimal;

    use super::*;

    fn unit(code: &str) -> Unit {
        Unit::new(code).expect("a unit")
    }

    fn rate(from: &str, number: i64, day: &str, count: i64) -> Rate {
        let document = Source { document: "rates".into(), ..Source::default() };
        let value_date = day.parse().expect("a day");
        Rate { from: unit(from), exchange_rate: Decimal::new(number, 3), value_date, document, count }
    }

    #[track_caller]
    fn check(rates: Vec<Rate>, en: &str, zh: &str) {
        let conversions = Conversions::of(rates).expect("some");
        let named = |source: &Source| Source { document: "Rates of 2024".into(), ..source.clone() };
        for (language, expected) in [("en", en), ("zh", zh)] {
            assert_eq!(told(Texts::of(language), &unit("CHF"), &conversions, named), expected);
        }
    }

    #[test]
    fn each_rate_is_told_with_its_day_and_document() {
        check(
            vec![rate("USD", 900, "2024-06-28", 1)],
            "1 record from USD: 1 USD = 0.9 CHF, 28 June 2024 (Rates of 2024)",
            "1项记录由USD换算：1 USD = 0.9 CHF，2024年6月28日（Rates of 2024）",
        );
    }

    #[test]
    fn rates_beyond_the_first_are_counted() {
        let days = (1..=7).map(|day| rate("EUR", 900 + day, &format!("2024-05-0{day}"), 2)).collect();
        let conversions = Conversions::of(days).expect("some");
        let text = told(Texts::of("en"), &unit("CHF"), &conversions, Source::clone);
        assert!(text.starts_with("14 records from EUR: 1 EUR = 0.901 CHF, 1 May 2024 (rates); "), "{text}");
        assert!(text.ends_with("1 EUR = 0.905 CHF, 5 May 2024 (rates); and 2 more rates"), "{text}");
    }

    #[test]
    fn what_a_sum_leaves_out_is_told_by_its_unit() {
        let others = [("EUR", 2), ("USD", 1)].map(|(code, count)| OtherUnit { unit: unit(code), count });
        let text = left_out(Texts::of("en"), &others);
        assert_eq!(text, "2 records, which are in EUR; 1 record, which is in USD");
        assert_eq!(left_out(Texts::of("zh"), &[]), "");
    }
}
