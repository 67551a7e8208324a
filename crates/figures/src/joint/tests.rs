//! Joint tests of identities against a second way of deciding them, Fourier-Motzkin elimination.

use proptest::prelude::*;

use super::*;
use crate::Expression;
use crate::interval::End;
use crate::value::{Bound, Decimals, Value, parse_decimal};

fn printed(number: &str, decimals: &str) -> Interval {
    let number = parse_decimal(number).expect("a number");
    let value = Value::new(number, decimals.parse().expect("decimals"), Bound::Exact);
    Interval::of(&value.expect("a value"))
}

/// Equations written over `a/a`, `a/b` …, with the interval of each.
fn told(figures: &[(&str, &str)], identities: &[&str], limits: &Limits) -> Vec<String> {
    let intervals: Vec<_> = figures.iter().map(|(number, decimals)| printed(number, decimals)).collect();
    let place = |name: &str| usize::from(name.as_bytes().last().expect("a letter") - b'a');
    let equations: Vec<_> = identities
        .iter()
        .map(|text| {
            let expression: Expression = text.parse().expect("an expression");
            Equation::of(&expression.linear().expect("linear"), place)
        })
        .collect();
    let groups = test(&intervals, &equations, limits);
    groups.iter().map(|group| format!("{:?} {}", group.equations, verdict(&group.verdict))).collect()
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Consistent => "consistent".to_owned(),
        Verdict::Undecided => "undecided".to_owned(),
        Verdict::Inconsistent { conflicts, complete } => {
            let all = conflicts.iter().map(|c| {
                let equations: Vec<_> =
                    c.equations.iter().map(|(place, multiplier)| format!("{multiplier} #{place}")).collect();
                format!("{}: {} is not {}, by {}", equations.join(" + "), c.sum, c.value, c.miss)
            });
            format!("{}{}", all.collect::<Vec<_>>().join("; "), if *complete { "" } else { "; more unknown" })
        }
    }
}

/// A table of two rows and two columns with its totals: a b | e, c d | f, g h are the sums of the columns.
const TABLE: [&str; 4] = ["a/a + a/b = a/e", "a/c + a/d = a/f", "a/a + a/c = a/g", "a/b + a/d = a/h"];

#[test]
fn rows_and_columns_may_hold_one_by_one_and_not_together() {
    let table = |cell: (&'static str, &'static str), rows: [&'static str; 2], columns: [&'static str; 2]| {
        let totals = [rows, columns].concat().into_iter().map(|number| (number, "0"));
        std::iter::repeat_n(cell, 4).chain(totals).collect::<Vec<_>>()
    };
    let limits = Limits::default();
    let [known, unknown] = [("1", "0"), ("0", "-2")];
    assert_eq!(told(&table(known, ["2", "2"], ["2", "2"]), &TABLE, &limits), ["[0, 1, 2, 3] consistent"]);
    assert_eq!(told(&table(known, ["3", "2"], ["2", "2"]), &TABLE, &limits), ["[0, 1, 2, 3] consistent"]);
    // The rows say that all is at least 5, the columns that it is at most 3.
    let found = told(&table(unknown, ["3", "3"], ["1", "1"]), &TABLE, &limits);
    assert_eq!(found, ["[0, 1, 2, 3] 1 #0 + 1 #1 + -1 #2 + -1 #3: (-∞, -2] is not 0, by 2"]);
    // So it is also where each row and column agrees with its cells.
    let found = told(&table(known, ["3", "3"], ["1", "2"]), &TABLE, &limits);
    assert_eq!(found, ["[0, 1, 2, 3] 1 #0 + 1 #1 + -1 #2 + -1 #3: (-∞, -1] is not 0, by 1"]);
    let found = told(&table(known, ["3", "3"], ["1", "3"]), &TABLE, &limits);
    assert_eq!(found, ["[0, 1, 2, 3] 1 #0 + 1 #1 + -1 #2: (-∞, -0.5] is not 0, by 0.5"]);
}

#[test]
fn equations_without_a_figure_in_common_are_tested_apart() {
    let figures = [("1", "INF"), ("2", "INF"), ("4", "INF"), ("4", "INF"), ("5", "INF")];
    let found =
        told(&figures, &["a/a + a/b = a/c", "a/d = a/e", "a/d = 4", "1 = 2", "1 = 1"], &Limits::default());
    assert_eq!(
        found,
        [
            "[0] 1 #0: [3, ∞) is not 0, by 1".replace("[3, ∞)", "(-∞, -1]"),
            "[1, 2] 1 #1: (-∞, -1] is not 0, by 1".to_owned(),
            "[3] 1 #3: [0, 0] is not 1, by 1".to_owned(),
            "[4] consistent".to_owned(),
        ]
    );
}

#[test]
fn every_conflict_that_shares_no_equation_is_found() {
    let figures = [("1", "INF"), ("2", "INF"), ("3", "INF")];
    let found = told(&figures, &["a/a = a/b", "a/b = a/c", "a/a + a/b = a/c"], &Limits::default());
    let [one] = found.as_slice() else { panic!("one group: {found:?}") };
    assert!(one.contains("1 #0:") && one.contains("1 #1:") && !one.contains("#2"), "{one}");
}

#[test]
fn past_its_limits_a_group_is_undecided() {
    let totals = ["3", "3", "1", "2"].map(|number| (number, "0"));
    let figures: Vec<_> = std::iter::repeat_n(("1", "0"), 4).chain(totals).collect();
    for limits in [
        Limits { variables: 7, ..Limits::default() },
        Limits { equations: 3, ..Limits::default() },
        Limits { work: 0, ..Limits::default() },
    ] {
        assert_eq!(told(&figures, &TABLE, &limits), ["[0, 1, 2, 3] undecided"], "{limits:?}");
    }
    // What cannot hold alone is told all the same.
    let figures = ["1", "2", "3"].map(|number| (number, "0"));
    let none = Limits { work: 0, ..Limits::default() };
    assert_eq!(
        told(&figures, &["a/a = a/c", "a/a = a/b"], &none),
        ["[0, 1] 1 #0: (-∞, -1] is not 0, by 1; more unknown"]
    );
}

/// `Σ terms + constant` is less than zero, or at most zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Inequality {
    terms: BTreeMap<usize, Rational>,
    constant: Rational,
    strict: bool,
}

impl Inequality {
    fn plus(&self, other: &Self, by: &Rational) -> Self {
        let mut sum = self.clone();
        for (variable, coefficient) in &other.terms {
            let term = sum.terms.entry(*variable).or_insert_with(Rational::zero);
            *term = term.plus(&coefficient.times(by));
        }
        sum.terms.retain(|_, coefficient| !coefficient.is_zero());
        Self {
            constant: sum.constant.plus(&other.constant.times(by)),
            strict: self.strict || other.strict,
            ..sum
        }
    }
}

/// Whether inequalities can hold together, by eliminating one variable after the other.
fn can_hold(mut all: BTreeSet<Inequality>) -> bool {
    for variable in 0..8 {
        let of =
            |inequality: &Inequality| inequality.terms.get(&variable).cloned().unwrap_or_else(Rational::zero);
        let (with, mut rest): (BTreeSet<_>, BTreeSet<_>) = all.into_iter().partition(|i| !of(i).is_zero());
        for up in with.iter().filter(|i| of(i).is_positive()) {
            for down in with.iter().filter(|i| of(i).is_negative()) {
                let by = of(up).over(&of(down).negated()).expect("not zero");
                rest.insert(up.plus(down, &by));
            }
        }
        all = rest;
    }
    all.iter().all(|i| i.constant.is_negative() || (i.constant.is_zero() && !i.strict))
}

fn inequalities<'a>(
    intervals: impl Iterator<Item = (usize, &'a Interval)>,
    equations: impl Iterator<Item = &'a Equation>,
) -> BTreeSet<Inequality> {
    let mut all = BTreeSet::new();
    for (variable, interval) in intervals {
        for (end, sign) in [(&interval.high, 1), (&interval.low, -1)] {
            let Some(point) = end.point() else { continue };
            let sign = Rational::from(sign);
            let constant = point.times(&sign).negated();
            all.insert(Inequality {
                terms: BTreeMap::from([(variable, sign)]),
                constant,
                strict: matches!(end, End::Open(_)),
            });
        }
    }
    for equation in equations {
        for sign in [1, -1].map(Rational::from) {
            let terms = equation.terms.iter().filter(|(_, c)| !c.is_zero());
            all.insert(Inequality {
                terms: terms.map(|(v, c)| (*v, c.times(&sign))).collect(),
                constant: equation.constant.times(&sign),
                strict: false,
            });
        }
    }
    all
}

fn interval() -> impl Strategy<Value = Interval> {
    let end = || prop::option::weighted(0.9, any::<bool>());
    (-6_i64..6, 0_i64..5, end(), end()).prop_map(|(low, width, below, above)| {
        let end = |closed: Option<bool>, point: i64| match closed {
            None => End::Unbounded,
            Some(closed) => End::at(Rational::from(point), closed || width == 0),
        };
        Interval { low: end(below, low), high: end(above, low + width) }
    })
}

fn equation(variables: usize) -> impl Strategy<Value = Equation> {
    (prop::collection::vec(-2_i64..=2, variables), -5_i64..5).prop_map(|(coefficients, constant)| Equation {
        terms: coefficients.into_iter().map(Rational::from).enumerate().collect(),
        constant: Rational::from(constant),
    })
}

/// The conflict's own ends, and no others.
fn ends(conflict: &Conflict, intervals: &[Interval]) -> Vec<(usize, Interval)> {
    let one = |(variable, side): &(usize, Side)| {
        let Interval { low, high } = intervals[*variable].clone();
        let one = match side {
            Side::Low => Interval { low, high: End::Unbounded },
            Side::High => Interval { low: End::Unbounded, high },
        };
        (*variable, one)
    };
    conflict.bounds.iter().map(one).collect()
}

/// A table of exact cells with its totals, all printed to a tenth, the total of everything moved by `moved`.
fn large(rows: usize, columns: usize, moved: i64) -> (Vec<Interval>, Vec<Equation>) {
    let mut numbers: Vec<i64> =
        (0..rows * columns).map(|n| i64::try_from(n * n % 997).expect("small")).collect();
    let mut equations = Vec::new();
    let mut total = |places: Vec<usize>, moved: i64| {
        let sum: i64 = places.iter().map(|place| numbers[*place]).sum();
        let mut terms: BTreeMap<_, _> = places.into_iter().map(|place| (place, Rational::one())).collect();
        terms.insert(numbers.len(), Rational::from(-1));
        numbers.push(sum + moved);
        equations.push(Equation { terms, constant: Rational::zero() });
    };
    (0..rows).for_each(|row| total((0..columns).map(|column| row * columns + column).collect(), 0));
    (0..columns).for_each(|column| total((0..rows).map(|row| row * columns + column).collect(), 0));
    let cells = rows * columns;
    total((cells..cells + rows).collect(), moved);
    let tenths = numbers.into_iter().map(|n| Rational::of(n, 100).expect("a hundred").nearest(1));
    let intervals = tenths.map(|n| {
        let number = n.to_decimal().expect("short");
        Interval::of(&Value::new(number, Decimals::Exp(1), Bound::Exact).expect("rounded"))
    });
    (intervals.collect(), equations)
}

#[test]
fn a_table_of_a_report_is_well_within_the_limits() {
    let (intervals, equations) = large(16, 18, 0);
    let groups = test(&intervals, &equations, &Limits::default());
    let [group] = groups.as_slice() else { panic!("one group") };
    assert_eq!((group.equations.len(), group.variables), (35, 323));
    assert_eq!(group.verdict, Verdict::Consistent);

    // One total that is wrong by itself.
    let (intervals, equations) = large(16, 18, 10_000);
    let groups = test(&intervals, &equations, &Limits::default());
    let Verdict::Inconsistent { conflicts, complete: true } = &groups[0].verdict else {
        panic!("{groups:?}")
    };
    let places: Vec<Vec<usize>> = conflicts.iter().map(|c| c.equations.keys().copied().collect()).collect();
    assert_eq!(places, [[34]]);

    // Totals of rows a little too large and of columns a little too small: each agrees with its cells, not all together.
    let (mut intervals, mut equations) = large(16, 18, 0);
    equations.pop();
    let fifth = Interval::point(Rational::of(1, 5).expect("five"));
    for (place, interval) in intervals.iter_mut().enumerate().skip(16 * 18) {
        *interval = if place < 16 * 19 { interval.plus(&fifth) } else { interval.minus(&fifth) };
    }
    let groups = test(&intervals, &equations, &Limits::default());
    let Verdict::Inconsistent { conflicts, .. } = &groups[0].verdict else { panic!("{groups:?}") };
    assert!(conflicts.iter().all(|c| c.equations.len() > 1 && c.miss.is_positive()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn verdicts_agree_with_elimination_and_conflicts_are_irreducible(
        intervals in prop::collection::vec(interval(), 4), equations in prop::collection::vec(equation(4), 1..4),
    ) {
        for group in test(&intervals, &equations, &Limits::default()) {
            let of = |places: &[usize]| places.iter().map(|p| equations[*p].clone()).collect::<Vec<_>>();
            let members = of(&group.equations);
            let holds = can_hold(inequalities(intervals.iter().enumerate(), members.iter()));
            let conflicts = match &group.verdict {
                Verdict::Undecided => return Err(TestCaseError::fail("undecided")),
                Verdict::Consistent => {
                    prop_assert!(holds);
                    continue;
                }
                Verdict::Inconsistent { conflicts, complete } => {
                    prop_assert!(!holds && *complete);
                    conflicts
                }
            };
            for conflict in conflicts {
                let places: Vec<_> = conflict.equations.keys().copied().collect();
                let ends = ends(conflict, &intervals);
                let holds_without = |equation: Option<usize>, end: Option<usize>| {
                    let equations = of(&places);
                    let equations = equations.iter().enumerate().filter(|(i, _)| Some(*i) != equation);
                    let ends = ends.iter().enumerate().filter(|(i, _)| Some(*i) != end);
                    can_hold(inequalities(ends.map(|(_, (v, i))| (*v, i)), equations.map(|(_, e)| e)))
                };
                prop_assert!(!holds_without(None, None), "no conflict: {:?}", conflict);
                for i in 0..places.len() {
                    prop_assert!(holds_without(Some(i), None), "equation {} is not needed: {:?}", i, conflict);
                }
                for i in 0..ends.len() {
                    prop_assert!(holds_without(None, Some(i)), "end {} is not needed: {:?}", i, conflict);
                }
            }
        }
    }

    #[test]
    fn rounding_then_testing_raises_no_finding(
        cells in prop::collection::vec(0_i64..1_000_000, 20), decimals in prop::collection::vec(-1_i32..3, 30),
    ) {
        // Four rows and five columns, their totals, and the total of all.
        let exact: Vec<Rational> = cells.iter().map(|n| Rational::of(*n, 1000).expect("a thousand")).collect();
        let mut numbers = exact.clone();
        let mut equations = Vec::new();
        let mut total = |places: Vec<usize>| {
            let sum = places.iter().fold(Rational::zero(), |sum, place| sum.plus(&numbers[*place]));
            let mut terms: BTreeMap<_, _> = places.into_iter().map(|place| (place, Rational::one())).collect();
            terms.insert(numbers.len(), Rational::from(-1));
            numbers.push(sum);
            equations.push(Equation { terms, constant: Rational::zero() });
        };
        (0..4).for_each(|row| total((0..5).map(|column| row * 5 + column).collect()));
        (0..5).for_each(|column| total((0..4).map(|row| row * 5 + column).collect()));
        total((20..24).collect());
        let intervals: Vec<_> = numbers
            .iter()
            .zip(&decimals)
            .map(|(number, decimals)| {
                let rounded = number.nearest(*decimals).to_decimal().expect("short");
                Interval::of(&Value::new(rounded, Decimals::Exp(*decimals), Bound::Exact).expect("rounded"))
            })
            .collect();
        let groups = test(&intervals, &equations, &Limits::default());
        prop_assert_eq!(groups.len(), 1);
        prop_assert_eq!(&groups[0].verdict, &Verdict::Consistent);
    }
}
