//! Counts of countries above the number that there are.

use figures::{Aggregation, Figure, Interval, Rational, Truth};
use report::content::Content;

use super::series::{Series, measure};
use crate::finding::{Finding, Rule, grouped, value_of};

/// Units that count countries, however those are called.
const COUNTRIES: [&str; 2] = ["country", "economy"];
/// The countries, territories and areas that have a code in ISO 3166-1. No list of countries or economies in use is longer.
const THERE_ARE: i64 = 249;

/// A finding for each count of different countries that is certainly above all there are. What adds up over events or years counts some
/// of them more than once, and is passed over.
pub(crate) fn find(series: &Series<'_>, definitions: &Content) -> Vec<Finding> {
    series.figures().filter_map(|figure| of_figure(figure, definitions)).collect()
}

fn of_figure(figure: &Figure, definitions: &Content) -> Option<Finding> {
    let countries = COUNTRIES.contains(&figure.unit.code());
    let once = measure(figure, definitions)?.aggregation == Aggregation::None;
    let value = figure.value.filter(|_| countries && once)?;
    let interval = Interval::of(&value);
    if Interval::point(Rational::from(THERE_ARE)).is_less(&interval) != Truth::True {
        return None;
    }
    let parts = [
        ("key", figure.key.clone()),
        ("value", value_of(figure)),
        ("unit", figure.unit.to_string()),
        ("interval", grouped(&interval)),
        ("most", THERE_ARE.to_string()),
    ];
    Some(Finding::new(Rule::MoreThanExist, &[&figure.key], &parts).concerning(&[figure]))
}

#[cfg(test)]
mod tests {
    use figures::{Bound, Unit};

    use super::*;
    use crate::sample;

    const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,hosts,flow,country,none,period,,,,,d,Hosts,Different countries.,,\n\
s,visits,flow,country,sum,period,,,,,d,Visits,\"Countries, each as often as it came.\",,\n";
    const CODES: &str =
        "list,code,parent,label_en,words_en,note\nunit,country,count,country,,\nunit,CHF,currency,franc,,\n";

    fn found(key: &str, number: &str, unit: &str, bound: Bound) -> usize {
        let files = [("bundle.toml", sample::MANIFEST), ("measures.csv", MEASURES), ("codes.csv", CODES)];
        let mut figure =
            Figure { unit: Unit::new(unit).expect("a unit"), ..sample::figure(key, number, "INF") };
        figure.value = figure.value.map(|value| figures::Value { bound, ..value });
        let report = sample::report(vec![figure]);
        find(&Series::of(&[&report]), &sample::content(&files)).len()
    }

    #[test]
    fn more_countries_than_there_are_is_told() {
        assert_eq!(found("s/hosts?period=2024", "1320", "country", Bound::Exact), 1);
        assert_eq!(found("s/hosts?period=2024", "250", "country", Bound::AtLeast), 1);
        assert_eq!(found("s/hosts?period=2024", "249", "country", Bound::Exact), 0);
        assert_eq!(found("s/hosts?period=2024", "249", "country", Bound::AtLeast), 0);
    }

    #[test]
    fn what_counts_some_twice_or_other_things_is_not() {
        assert_eq!(found("s/visits?period=2024", "1320", "country", Bound::Exact), 0);
        assert_eq!(found("s/hosts?period=2024", "1320", "CHF", Bound::Exact), 0);
        assert_eq!(found("s/hosts?period=2024", "1320", "country", Bound::AtMost), 0);
    }
}
