//! Shares above the whole, or below nothing.
//!
//! That a number of per cents is a share of a whole is said by the measure's name alone, as for [`super::granularity`]: `NAME-share`, or `share-of-NAME`.
//! Others may be growth, or a price in incomes, and go beyond 100.

use figures::{End, Figure, Interval, Rational};

use super::series::Series;
use crate::finding::{Finding, Rule, grouped, value_of};

const PERCENT: &str = "percent";

/// A finding for each share that is certainly above 100 % or below 0 %.
pub(crate) fn find(series: &Series<'_>) -> Vec<Finding> {
    series.figures().filter_map(of_figure).collect()
}

fn of_figure(figure: &Figure) -> Option<Finding> {
    let name = figure.measure.as_str();
    let share = name.ends_with("-share") || name.starts_with("share-of-");
    let value = figure.value.filter(|_| share && figure.unit.code() == PERCENT)?;
    let interval = Interval::of(&value);
    let whole = Interval::between(End::Closed(Rational::zero()), End::Closed(Rational::from(100)))?;
    if interval.meets(&whole) {
        return None;
    }
    let parts = [("key", figure.key.clone()), ("value", value_of(figure)), ("interval", grouped(&interval))];
    Some(Finding::new(Rule::ImpossibleShare, &[&figure.key], &parts).concerning(&[figure]))
}

#[cfg(test)]
mod tests {
    use figures::Unit;

    use super::*;
    use crate::sample;

    fn found(measure: &str, number: &str, unit: &str) -> usize {
        let figure = sample::figure(&format!("s/{measure}?period=2024"), number, "0");
        let report = sample::report(vec![Figure { unit: Unit::new(unit).expect("a unit"), ..figure }]);
        find(&Series::of(&[&report])).len()
    }

    #[test]
    fn a_share_beyond_its_whole_is_told() {
        assert_eq!(found("women-share", "420", PERCENT), 1);
        assert_eq!(found("share-of-events", "-7", PERCENT), 1);
        assert_eq!(found("women-share", "100", PERCENT), 0);
        assert_eq!(found("women-share", "0", PERCENT), 0);
    }

    #[test]
    fn growth_prices_and_other_units_are_not() {
        assert_eq!(found("traffic-growth", "150", PERCENT), 0);
        assert_eq!(found("basket-price", "130", PERCENT), 0);
        assert_eq!(found("women-share", "420", "person"), 0);
    }
}
