//! A plot of each kind, with what is hard in it: missing values, bounds, what goes the other way, long names.

use figures::Decimal;
use render::chart::{Datum, Kind, Plot, Slot, Trace};

fn number(text: &str) -> Decimal {
    figures::value::parse_decimal(text).expect("a number")
}

fn is(text: &str) -> Option<Datum> {
    Some(Datum::of(number(text), text))
}

fn bound(text: &str, print: &str) -> Option<Datum> {
    Some(Datum::of(number(text), print))
}

fn year(year: &str) -> Slot {
    Slot::period(year, &year.parse().expect("a year"))
}

/// The plots by name, each with the language that it is drawn in.
pub(crate) fn plots() -> [(&'static str, &'static str, Plot); 4] {
    [("columns", "zh", columns()), ("rows", "en", rows()), ("lines", "en", lines()), ("dots", "zh", dots())]
}

/// Columns: a year without a value, one that is disputed.
fn columns() -> Plot {
    let disputed = Datum { sign: "‖\u{200a}2".into(), ..Datum::of(number("28660000"), "28.66") };
    let data = vec![
        bound("13610000", "13.61"),
        Some(Datum::missing("–", "*\u{200a}1")),
        bound("19320000", "至少19.32"),
        Some(disputed),
    ];
    Plot {
        kind: Kind::Bars,
        title: "新签署项目协议的价值".into(),
        unit: "百万瑞郎".into(),
        shares: false,
        slots: ["2021", "2022", "2023", "2024"].map(year).into(),
        traces: vec![Trace::new("", data)],
    }
}

/// Lying bars in groups: what joined and what left, and groups that have neither.
fn rows() -> Plot {
    Plot {
        kind: Kind::Bars,
        title: "Memberships gained and lost, 2024".into(),
        unit: String::new(),
        shares: false,
        slots: ["All sectors", "Telecommunication Development Sector"].map(Slot::category).into(),
        traces: vec![
            Trace::new("Joined", vec![is("91"), None]),
            Trace { opposite: true, ..Trace::new("Left", vec![is("62"), None]) },
            Trace::new("Net change", vec![Some(Datum::missing("–", "*\u{200a}1")), is("20")]),
        ],
    }
}

/// Lines: one that breaks, one of a single point, names that would touch.
fn lines() -> Plot {
    let missing = || Some(Datum::missing("–", "*\u{200a}1"));
    Plot {
        kind: Kind::Lines,
        title: "Individuals using the Internet".into(),
        unit: "%".into(),
        shares: true,
        slots: ["2019", "2020", "2021", "2023", "2024"].map(year).into(),
        traces: vec![
            Trace::new("World", vec![is("54"), is("59"), missing(), is("65"), is("68")]),
            Trace::new(
                "Small island developing States",
                vec![None, None, None, None, bound("67", "less than 67")],
            ),
            Trace::new("Low income", vec![is("17"), None, None, is("25"), is("27")]),
        ],
    }
}

/// Dots: a range that runs backwards, and a row of one dot.
fn dots() -> Plot {
    Plot {
        kind: Kind::Dots,
        title: "互联网使用的性别平等得分".into(),
        unit: String::new(),
        shares: false,
        slots: ["2019", "2024"].map(year).into(),
        traces: vec![
            Trace::new("世界", vec![is("0.91"), is("0.94")]),
            Trace::new("最不发达国家", vec![is("0.74"), is("0.70")]),
            Trace::new("阿拉伯国家", vec![Some(Datum::missing("–", "*\u{200a}1")), is("0.86")]),
        ],
    }
}
