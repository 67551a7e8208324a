use figures::conversion::Rate;
use figures::{Bound, Decimal, Decimals, Unit};

use super::adding::both;
use super::*;

fn group(area: Option<&str>, dates: Dates, number: i64) -> Group {
    Group {
        coordinates: area.into_iter().map(|a| ("area", a.to_owned())).collect(),
        dates,
        unit: None,
        number: Some(Decimal::from(number)),
        decimals: Decimals::Inf,
        bound: Bound::Exact,
        rows: 1,
        unknown: 0,
        records: number,
        aggregate: false,
        source: Source { document: "d".into(), locator: number.to_string(), ..Source::default() },
        converted: None,
        revision: number,
    }
}

fn within(period: &str) -> Dates {
    Dates::Within(period.parse().ok())
}

fn wanted(pairs: &[(&str, &str)]) -> Wanted {
    Wanted::new(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(), None)
}

/// The sum and whether it is whole.
#[track_caller]
fn check(groups: &[Group], wanted: &Wanted, expected: Option<(i64, bool)>) {
    let found = total(groups, wanted, "project").expect("no overflow");
    assert_eq!(found.total.map(|t| (t.value.number, t.whole)), expected.map(|(n, w)| (Decimal::from(n), w)));
}

#[test]
fn records_within_the_period_are_added_and_others_left_out() {
    let groups = [
        group(Some("AFR"), within("2024-03"), 5),
        group(Some("EUR"), within("2024"), 7),
        group(Some("EUR"), within("2023"), 9),
    ];
    check(&groups, &wanted(&[("period", "2024")]), Some((12, true)));
    check(&groups, &wanted(&[("period", "2024"), ("area", "EUR")]), Some((7, true)));
    check(&groups, &wanted(&[("period", "2023/2024")]), Some((21, true)));
    check(&groups, &wanted(&[("period", "2022")]), None);
}

#[test]
fn a_record_that_cannot_be_placed_makes_the_sum_partial() {
    let groups = [group(None, within("2024"), 5), group(Some("EUR"), within("2024-02"), 7)];
    check(&groups, &wanted(&[("period", "2024")]), Some((12, true)));
    check(&groups, &wanted(&[("period", "2024"), ("area", "EUR")]), Some((7, false)));
    check(&groups, &wanted(&[("period", "2024-02")]), Some((7, false)));
}

#[test]
fn a_stock_holds_from_its_first_date_up_to_its_last() {
    let date = |t: &str| t.parse::<Period>().ok();
    let groups = [
        group(None, Dates::During(None, None), 1),
        group(None, Dates::During(date("2020"), date("2024-06-30")), 10),
        group(None, Dates::During(date("2024"), None), 100),
    ];
    check(&groups, &wanted(&[("period", "2024-12-31")]), Some((101, true)));
    check(&groups, &wanted(&[("period", "2024-06-29")]), Some((11, false)));
    check(&groups, &wanted(&[("period", "2024-06-30")]), Some((1, false)));
    check(&groups, &wanted(&[("period", "2019-12-31")]), Some((1, true)));
}

#[test]
fn what_ended_and_began_at_an_unknown_time_is_counted_at_no_date() {
    let ended = Dates::During(None, "2024".parse().ok());
    let groups = [group(None, Dates::During("2020".parse().ok(), None), 10), group(None, ended, 1)];
    check(&groups, &wanted(&[("period", "2023-12-31")]), Some((10, false)));
    check(&groups, &wanted(&[("period", "2024-12-31")]), Some((10, true)));
    check(&groups[1..], &wanted(&[("period", "1801")]), None);
}

#[test]
fn an_aggregate_record_states_its_own_coordinates_only() {
    let mut whole = group(None, within("2024"), 91);
    whole.aggregate = true;
    let cell = |w: &Wanted| {
        total(std::slice::from_ref(&whole), w, "").expect("no overflow").cell.map(|c| c.value.number)
    };
    assert_eq!(cell(&wanted(&[("period", "2024")])), Some(Decimal::from(91)));
    assert_eq!(cell(&wanted(&[("period", "2023/2024")])), None);
    assert_eq!(cell(&wanted(&[("period", "2024"), ("area", "AFR")])), None);
}

#[test]
fn a_sum_is_known_as_exactly_as_its_least_exact_part() {
    let mut fine = group(None, within("2024"), 26_548_540);
    fine.decimals = Decimals::Exp(-1);
    let mut coarse = group(None, within("2024"), 1_500_000);
    coarse.decimals = Decimals::Exp(-5);
    let found = total(&[fine, coarse], &wanted(&[("period", "2024")]), "")
        .expect("no overflow")
        .total
        .expect("a sum");
    assert_eq!((found.value.number, found.value.decimals), (Decimal::from(28_000_000), Decimals::Exp(-5)));
}

#[test]
fn another_unit_is_left_out_and_leaves_a_gap() {
    let mut dollars = group(None, within("2024"), 5);
    dollars.unit = Some("USD".into());
    check(&[dollars, group(None, within("2024"), 7)], &wanted(&[("period", "2024")]), Some((7, false)));
}

#[test]
fn what_cannot_be_held_is_an_error_and_never_a_wrapped_number() {
    let large = group(None, within("2024"), i64::MAX);
    let groups = [large.clone(), large.clone(), large];
    assert_eq!(total(&groups, &wanted(&[("period", "2024")]), ""), Err(Overflow));
}

#[test]
fn bounds_of_a_sum_follow_from_its_parts() {
    assert_eq!(both(Bound::Exact, Bound::AtLeast), Bound::AtLeast);
    assert_eq!(both(Bound::MoreThan, Bound::AtLeast), Bound::MoreThan);
    assert_eq!(both(Bound::AtMost, Bound::LessThan), Bound::LessThan);
    assert_eq!(both(Bound::AtLeast, Bound::AtMost), Bound::About);
}

/// A group of an amount in a currency.
fn money(number: i64, unit: &str, from: Option<&str>) -> Group {
    let rate = |from| Rate {
        from: Unit::new(from).expect("a unit"),
        exchange_rate: Decimal::new(95, 2),
        value_date: "2024-06-28".parse().expect("a day"),
        document: Source { document: "rates".into(), ..Source::default() },
        count: 1,
    };
    let group = group(None, within("2024-05"), number);
    Group { unit: Some(unit.to_owned()), converted: from.map(rate), ..group }
}

#[test]
fn an_amount_in_another_currency_is_not_added_and_is_told() {
    let groups = [money(5, "CHF", None), money(7, "EUR", None), money(9, "EUR", None), money(1, "USD", None)];
    let found = total(&groups, &wanted(&[("period", "2024")]), "CHF").expect("no overflow");
    let told: Vec<_> = found.other_units().iter().map(|o| (o.unit.code().to_owned(), o.count)).collect();
    assert_eq!(told, [("EUR".to_owned(), 2), ("USD".to_owned(), 1)]);
    let sum = found.total.expect("a sum");
    assert_eq!((sum.value.number, sum.whole), (Decimal::from(5), false));
}

#[test]
fn a_sum_knows_which_of_its_records_were_converted() {
    let groups = [
        money(5, "CHF", Some("EUR")),
        money(6, "CHF", None),
        Group { aggregate: true, ..money(7, "CHF", Some("USD")) },
    ];
    let found = total(&groups, &wanted(&[("period", "2024")]), "CHF").expect("no overflow");
    assert!(found.other_units().is_empty());
    let sum = found.total.expect("a sum");
    let from: Vec<&str> = sum.converted.iter().map(|rate| rate.from.code()).collect();
    assert_eq!((sum.whole, from), (true, vec!["EUR", "USD"]));
}
