//! Shares that no whole count makes (RULES G, the GRIM test).
//!
//! That a share is one of a known number of things is said by names alone: a measure `NAME-share` in per cent beside a measure `NAME` that
//! counts. The whole is the printed figure of `NAME` that is alike but for the one dimension by which the share divides it.

use figures::granularity::{Granularity, test};
use figures::{Bound, Decimals, Figure, FigureKey, Interval, Rational};
use report::content::Content;

use super::series::Series;
use crate::finding::{Finding, Rule, grouped, value_of};

/// How the measure of shares is called after the measure that counts.
const SHARE: &str = "-share";
const PERCENT: &str = "percent";
/// The kind of the units that count things.
const COUNT: &str = "count";

/// A finding for each printed share of a printed, exact count that is impossible.
pub(crate) fn find(series: &Series<'_>, definitions: &Content) -> Vec<Finding> {
    series.figures().filter_map(|figure| of_figure(figure, series, definitions)).collect()
}

fn of_figure(share: &Figure, series: &Series<'_>, definitions: &Content) -> Option<Finding> {
    if share.unit.code() != PERCENT {
        return None;
    }
    let key: FigureKey = share.key.parse().ok()?;
    let whole = whole(&key, series, definitions)?;
    let units: u64 = whole.value.as_ref()?.number.try_into().ok()?;
    let value = share.value.as_ref()?;
    let hundredth = Rational::power_of_ten(-2);
    let decimals = match value.decimals {
        Decimals::Inf => Decimals::Inf,
        Decimals::Exp(known) => Decimals::Exp(known.saturating_add(2)),
    };
    let interval = Interval::of(value);
    if test(&interval.scaled(&hundredth), decimals, units) != Granularity::Impossible {
        return None;
    }
    let parts = [
        ("key", share.key.clone()),
        ("value", value_of(share)),
        ("interval", grouped(&interval)),
        ("whole", whole.key.clone()),
        ("count", grouped(&units)),
    ];
    Some(Finding::new(Rule::Granularity, &[&share.key, &whole.key], &parts).concerning(&[share, whole]))
}

/// The one printed, exact count that a share is of.
fn whole<'a>(share: &FigureKey, series: &Series<'a>, definitions: &Content) -> Option<&'a Figure> {
    let name = share.measure.strip_suffix(SHARE)?;
    let measure = definitions.catalogue.get(&share.service, name)?;
    let unit = definitions.codes.get("unit", measure.unit.as_ref()?.code())?;
    if unit.parent.as_deref() != Some(COUNT) {
        return None;
    }
    let of = |dimension: &String| {
        let mut key = FigureKey { measure: name.to_owned(), ..share.clone() };
        key.dimensions.remove(dimension);
        series.figure(&measure.canonical(&key).ok()?.to_string())
    };
    let exact = |figure: &&Figure| {
        figure.value.is_some_and(|value| value.decimals == Decimals::Inf && value.bound == Bound::Exact)
    };
    let mut wholes = share.dimensions.keys().filter_map(of).filter(exact);
    let one = wholes.next()?;
    wholes.next().is_none().then_some(one)
}

#[cfg(test)]
mod tests {
    use figures::Unit;

    use super::*;
    use crate::sample;

    const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,guests,flow,person,none,period,,,,,d,Guests,People.,,\n\
s,guests-share,rate,percent,none,kind period,,,,,d,Share,Share of guests.,,\n";
    const CODES: &str = "list,code,parent,label_en,words_en,note\nunit,person,count,person,,\n\
unit,percent,share,per cent,,\nkind,new,,New,,\n";

    fn found(percent: &str, guests: (&str, &str)) -> usize {
        let files = [("bundle.toml", sample::MANIFEST), ("measures.csv", MEASURES), ("codes.csv", CODES)];
        let definitions = sample::content(&files);
        let share = Figure {
            unit: Unit::new(PERCENT).expect("a unit"),
            ..sample::figure("s/guests-share?kind=new&period=2024", percent, "0")
        };
        let report = sample::report(vec![share, sample::figure("s/guests?period=2024", guests.0, guests.1)]);
        find(&Series::of(&[&report]), &definitions).len()
    }

    #[test]
    fn a_share_that_no_count_makes_is_told() {
        assert_eq!(found("30", ("7", "INF")), 1);
        assert_eq!(found("29", ("7", "INF")), 0);
    }

    #[test]
    fn of_many_and_of_rounded_wholes_nothing_is_said() {
        assert_eq!(found("30", ("700", "INF")), 0);
        assert_eq!(found("30", ("7", "0")), 0);
    }
}
