//! Whether a printed share can come from a whole count: the GRIM test (Brown and Heathers 2016, "The GRIM Test").
//!
//! A share of N whole units is k/N for some whole k. Where none lies in what the printed share stands for, share or N is wrong. The
//! test says nothing once N is so large that every printed share has its k.

use crate::interval::{End, Interval};
use crate::rational::Rational;
use crate::value::Decimals;

/// What the granularity of a share says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// Some whole count makes the share.
    Possible,
    /// No whole count does.
    Impossible,
    /// Every share printed so exactly has a count, or the share is not limited on both sides: nothing is said.
    Powerless,
}

/// Tests a share, as a part of one, known to `decimals`; of a percentage the interval is a hundredth of the printed one and
/// `decimals` two more. `whole` is N, the number of units; of none nothing is said.
#[must_use]
pub fn test(share: &Interval, decimals: Decimals, whole: u64) -> Granularity {
    let Ok(count) = i64::try_from(whole) else { return Granularity::Powerless };
    let units = Rational::from(count);
    let coarse = match decimals {
        Decimals::Inf => true,
        Decimals::Exp(known) => units <= Rational::power_of_ten(known),
    };
    if count == 0 || !coarse {
        return Granularity::Powerless;
    }
    let counts = share.scaled(&units);
    let (Some(first), false) = (first_whole(&counts.low), counts.high == End::Unbounded) else {
        return Granularity::Powerless;
    };
    if counts.contains(first) { Granularity::Possible } else { Granularity::Impossible }
}

/// The least whole number that an end lets in.
fn first_whole(low: &End) -> Option<Rational> {
    let above = |number: &Rational| number.floor().plus(&Rational::one());
    match low {
        End::Unbounded => None,
        End::Closed(number) if number.is_whole() => Some(number.clone()),
        End::Closed(number) | End::Open(number) => Some(above(number)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::interval::Rounding;
    use crate::value::{Bound, Value, parse_decimal};

    fn percent(number: &str, decimals: i32, bound: Bound) -> (Interval, Decimals) {
        let number = parse_decimal(number).expect("a number");
        let value = Value::new(number, Decimals::Exp(decimals), bound).expect("a value");
        (Interval::of(&value).scaled(&Rational::power_of_ten(-2)), Decimals::Exp(decimals + 2))
    }

    #[track_caller]
    fn check(number: &str, decimals: i32, whole: u64, expected: Granularity) {
        let (share, decimals) = percent(number, decimals, Bound::Exact);
        assert_eq!(test(&share, decimals, whole), expected, "{number} of {whole}");
    }

    #[test]
    fn a_share_of_few_units_has_few_values() {
        // Of 7: 14.3, 28.6, 42.9 …
        check("29", 0, 7, Granularity::Possible);
        check("30", 0, 7, Granularity::Impossible);
        check("28.6", 1, 7, Granularity::Possible);
        check("28.5", 1, 7, Granularity::Impossible);
        check("0", 0, 7, Granularity::Possible);
        check("100", 0, 7, Granularity::Possible);
        // 24.5 of 49 and 50 of 100 stand at the very ends.
        check("50", 0, 100, Granularity::Possible);
        check("50", 0, 101, Granularity::Powerless);
        check("50", 0, 0, Granularity::Powerless);
        check("50", 1, 1_000, Granularity::Possible);
    }

    #[test]
    fn what_is_limited_on_one_side_says_nothing() {
        let (share, decimals) = percent("30", 0, Bound::AtMost);
        assert_eq!(test(&share, decimals, 7), Granularity::Powerless);
        let (share, decimals) = percent("30", 0, Bound::AtLeast);
        assert_eq!(test(&share, decimals, 7), Granularity::Powerless);
    }

    #[test]
    fn an_exact_share_makes_an_exact_count() {
        let half = Interval::point(Rational::of(1, 2).expect("a half"));
        assert_eq!(test(&half, Decimals::Inf, 8), Granularity::Possible);
        assert_eq!(test(&half, Decimals::Inf, 7), Granularity::Impossible);
    }

    proptest! {
        #[test]
        fn a_share_that_was_rounded_from_a_count_is_possible(
            (whole, part) in (1_u64..400).prop_flat_map(|n| (Just(n), 0..=n)), decimals in 0_i32..3,
        ) {
            let of = |n: u64| Rational::from(i64::try_from(n).expect("small"));
            let exact = of(part).over(&of(whole)).expect("units").times(&Rational::from(100));
            let printed = exact.nearest(decimals).to_decimal().expect("few digits");
            let value = Value::new(printed, Decimals::Exp(decimals), Bound::Exact).expect("a value");
            let share = Interval::rounded(&value, Rounding::Nearest).scaled(&Rational::power_of_ten(-2));
            prop_assert_ne!(test(&share, Decimals::Exp(decimals + 2), whole), Granularity::Impossible);
        }

        #[test]
        fn one_that_no_count_rounds_to_is_impossible(whole in 1_u64..=100, percent_ in 0_i64..=100) {
            let number = parse_decimal(&percent_.to_string()).expect("a number");
            let value = Value::new(number, Decimals::Exp(0), Bound::Exact).expect("a value");
            let share = Interval::of(&value).scaled(&Rational::power_of_ten(-2));
            let of = |n: u64| Rational::from(i64::try_from(n).expect("small"));
            let made = (0..=whole).any(|k| share.contains(of(k).over(&of(whole)).expect("units")));
            let expected = if made { Granularity::Possible } else { Granularity::Impossible };
            prop_assert_eq!(test(&share, Decimals::Exp(2), whole), expected);
        }
    }
}
