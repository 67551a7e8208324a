//! A formula in words. Services write formulas in one of a few shapes over the names of registers and fields; any other is printed as it is.

use super::FigurePage;
use crate::texts::{Arg, Texts};

const COUNT: &str = "number of ";
const SUM: &str = "sum of ";
const LESS: &str = " less ";
/// What stands before, and between, the two measures of a formula over economies.
const OVER_ECONOMIES: [(&str, &str, &str); 2] =
    [("mean of ", " weighted by ", "formula-mean"), ("share of ", " with ", "formula-share")];

/// `sum of funding.amount` as `the sum of “amount” in “Project funds”`.
#[must_use]
pub fn in_words(page: &FigurePage, texts: &Texts, formula: &str) -> String {
    if let Some((plus, minus)) = formula.split_once(LESS) {
        let (plus, minus) = (in_words(page, texts, plus), in_words(page, texts, minus));
        let sides = [("plus", Arg::Text(plus.as_str())), ("minus", Arg::Text(minus.as_str()))];
        return texts.say_with("formula-less", &sides);
    }
    let named = |code: &str| page.formula_names.get(code).map_or(code, String::as_str).to_owned();
    if let Some(register) = formula.strip_prefix(COUNT) {
        let register = named(register);
        return texts.say_with("formula-count", &[("register", Arg::Text(&register))]);
    }
    if let Some((register, field)) = formula.strip_prefix(SUM).and_then(|rest| rest.split_once('.')) {
        let (register, field) = (named(register), named(field));
        let names = [("register", Arg::Text(register.as_str())), ("field", Arg::Text(field.as_str()))];
        return texts.say_with("formula-sum", &names);
    }
    if let Some((one, other, text)) = over_economies(formula) {
        let (one, other) = (named(one), named(other));
        return texts
            .say_with(text, &[("one", Arg::Text(one.as_str())), ("other", Arg::Text(other.as_str()))]);
    }
    formula.to_owned()
}

/// The two measures of a formula over economies, and the text that speaks of them.
fn over_economies(formula: &str) -> Option<(&str, &str, &'static str)> {
    OVER_ECONOMIES.into_iter().find_map(|(before, between, text)| {
        let (one, other) = formula.strip_prefix(before)?.split_once(between)?;
        Some((one, other, text))
    })
}

/// The names of registers, fields and measures that a formula speaks of.
#[must_use]
pub fn names(formula: &str) -> Vec<&str> {
    if let Some((one, other, _)) = over_economies(formula) {
        return vec![one, other];
    }
    let sides = formula.split(LESS);
    let rest = sides.filter_map(|side| side.strip_prefix(COUNT).or_else(|| side.strip_prefix(SUM)));
    rest.flat_map(|rest| rest.split('.')).collect()
}

#[cfg(test)]
mod tests {
    use figures::{Basis, Figure, Labels, Status, Unit};

    use super::*;

    fn page() -> FigurePage {
        let figure = Figure {
            key: "projects/funding".into(),
            measure: "funding".into(),
            label: Labels::new(),
            value: None,
            unit: Unit::new("CHF").expect("a unit"),
            period: None,
            basis: Basis::Computed,
            status: Status::Available,
            last_known_at: None,
            disputed: false,
            sources: Vec::new(),
            revision: 1,
            record_count: None,
            formula: None,
            alternatives: Vec::new(),
            note: None,
            records: None,
            conversions: None,
        };
        let names = [("funding", "Project funds"), ("amount", "amount"), ("members", "Members")];
        let names = names.map(|(code, name)| (code.to_owned(), name.to_owned()));
        FigurePage { formula_names: names.into(), ..FigurePage::new(figure, "en") }
    }

    #[track_caller]
    fn check(formula: &str, expected: &str) {
        assert_eq!(in_words(&page(), Texts::of("en"), formula), expected);
    }

    #[test]
    fn the_shapes_that_services_write_are_said_in_words() {
        check("sum of funding.amount", "sum of “amount” in “Project funds”");
        check("number of members", "number of records in “Members”");
        check(
            "number of members less number of left",
            "number of records in “Members” less number of records in “left”",
        );
        check("mean of use weighted by members", "mean of “use” over economies, weighted by “Members”");
        check("share of members with use", "share of “Members” that is of economies with a value for “use”");
        check("letters of labels", "letters of labels");
        check("", "");
    }

    #[test]
    fn the_names_are_those_of_registers_and_fields() {
        assert_eq!(names("sum of funding.amount"), ["funding", "amount"]);
        assert_eq!(names("number of members less number of left"), ["members", "left"]);
        assert_eq!(names("mean of use weighted by people"), ["use", "people"]);
        assert_eq!(names("letters of labels"), Vec::<&str>::new());
    }
}
