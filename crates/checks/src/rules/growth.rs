//! Growth rates against the series that they are of.
//!
//! What a rate is the growth of is said by names alone, as for [`super::granularity`]: a measure `NAME-growth` in per cent, or `NAME-multiple` as a
//! ratio, beside a measure `NAME`. Its period is an interval, from whose first part to whose last the series is compared.

use figures::{Figure, FigureKey, Interval, Period, Quantity};
use report::content::Content;

use super::cause;
use super::series::Series;
use crate::finding::{Finding, Rule, grouped, value_of};

const PERIOD: &str = "period";

/// A finding for each printed growth or multiple that does not follow from the printed ends of its series.
pub(crate) fn find(series: &Series<'_>, definitions: &Content) -> Vec<Finding> {
    series.figures().filter_map(|figure| of_figure(figure, series, definitions)).collect()
}

/// What is said of a change.
#[derive(Clone, Copy)]
enum Said {
    /// By how much more, in per cent.
    Growth,
    /// How many times as much.
    Multiple,
}

fn said(figure: &Figure) -> Option<(Said, &str)> {
    let growth = figure.measure.strip_suffix("-growth").filter(|_| figure.unit.code() == "percent");
    let multiple = figure.measure.strip_suffix("-multiple").filter(|_| figure.unit.code() == "ratio");
    growth.map(|of| (Said::Growth, of)).or(multiple.map(|of| (Said::Multiple, of)))
}

fn of_figure(figure: &Figure, series: &Series<'_>, definitions: &Content) -> Option<Finding> {
    let (said, name) = said(figure)?;
    let key: FigureKey = figure.key.parse().ok()?;
    let measure = definitions.catalogue.get(&key.service, name)?;
    let Period::Interval(from, to) = key.code(PERIOD)?.parse().ok()? else { return None };
    let end = |period: &Period| {
        let key = FigureKey { measure: name.to_owned(), ..key.clone() }.with(PERIOD, &period.to_string());
        series.figure(&measure.canonical(&key).ok()?.to_string())
    };
    let (earlier, later) = (end(&from)?, end(&to)?);
    let of = |figure: &Figure| Some(Quantity::of(figure.value.as_ref()?, &figure.unit));
    let (first, last) = (of(earlier)?, of(later)?);
    let follows = match said {
        Said::Growth => last.growth_from(&first).ok()?,
        Said::Multiple => last.over(&first).ok()?,
    };
    let value = figure.value?;
    let stated = Interval::of(&value);
    let gap = stated.distance(&follows.interval)?;
    let parts = [
        ("key", figure.key.clone()),
        ("value", value_of(figure)),
        ("unit", figure.unit.to_string()),
        ("interval", grouped(&stated)),
        ("earlier", format!("{} ({})", value_of(earlier), earlier.key)),
        ("later", format!("{} ({})", value_of(later), later.key)),
        ("follows", grouped(&shown(&follows.interval))),
        ("gap", grouped(&gap.shown(2).digits)),
    ];
    let subject = [figure.key.as_str(), &earlier.key, &later.key];
    let finding = Finding::new(Rule::GrowthAndSeries, &subject, &parts);
    let mut finding = finding.concerning(&[figure, earlier, later]);
    finding.cause = cause::of_intervals(&stated, &follows.interval);
    Some(finding)
}

/// An interval with two decimals at its ends.
fn shown(interval: &Interval) -> String {
    let end =
        |end: &figures::End, none: &str| end.point().map_or(none.to_owned(), |point| point.shown(2).digits);
    format!("[{}, {}]", end(&interval.low, "-∞"), end(&interval.high, "∞"))
}

#[cfg(test)]
mod tests {
    use figures::Unit;

    use super::*;
    use crate::finding::Words;
    use crate::sample;

    const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,guests,average,person,none,area period,,,,,d,Guests,People.,,\n\
s,guests-growth,rate,percent,none,area period,,,,,d,Growth,Growth of guests.,,\n\
s,guests-multiple,rate,ratio,none,area period,,,,,d,Multiple,Guests against earlier guests.,,\n";
    const CODES: &str = "list,code,parent,label_en,words_en,note\nunit,person,count,person,,\n\
unit,percent,share,per cent,,\nunit,ratio,ratio,ratio,,\n";

    fn found(key: &str, unit: &str, number: &str, decimals: &str) -> Vec<Finding> {
        let files = [("bundle.toml", sample::MANIFEST), ("measures.csv", MEASURES), ("codes.csv", CODES)];
        let person = |key, number| Figure {
            unit: Unit::new("person").expect("a unit"),
            ..sample::figure(key, number, "INF")
        };
        let said = Figure { unit: Unit::new(unit).expect("a unit"), ..sample::figure(key, number, decimals) };
        let ends = [person("s/guests?period=2020", "200"), person("s/guests?period=2024", "251")];
        let report = sample::report(ends.into_iter().chain([said]).collect());
        find(&Series::of(&[&report]), &sample::content(&files))
    }

    #[test]
    fn a_growth_that_does_not_follow_from_its_ends_is_told() {
        let findings = found("s/guests-growth?period=2020/2024", "percent", "35", "0");
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        assert_eq!(
            Words::of("en").expect("words").message(finding),
            "s/guests-growth?period=2020/2024: 35 percent [34.5, 35.5], but from 200 (s/guests?period=2020) to 251 \
             (s/guests?period=2024) it is [25.5, 25.5]; 9 lie between the two"
        );
        assert_eq!(found("s/guests-multiple?period=2020/2024", "ratio", "2", "0").len(), 1);
    }

    #[test]
    fn what_rounding_explains_and_what_has_no_ends_is_not() {
        assert_eq!(found("s/guests-growth?period=2020/2024", "percent", "25", "0"), [], "the ends meet");
        assert_eq!(found("s/guests-growth?period=2020/2024", "percent", "25.5", "1"), []);
        assert_eq!(found("s/guests-multiple?period=2020/2024", "ratio", "1.3", "1"), []);
        assert_eq!(found("s/guests-growth?period=2019/2024", "percent", "99", "0"), [], "no earlier end");
        assert_eq!(found("s/guests-growth?period=2024", "percent", "99", "0"), [], "no interval");
        assert_eq!(
            found("s/guests-growth?area=EUR&period=2020/2024", "percent", "99", "0"),
            [],
            "another area"
        );
        assert_eq!(found("s/visits-growth?period=2020/2024", "percent", "99", "0"), [], "of nothing known");
    }
}
