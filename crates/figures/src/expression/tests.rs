//! Reading and writing expressions: precedence, words, errors with their place, bounds.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn reads(text: &str, expected: &str) {
    let expression = text.parse::<Expression>().expect("an expression");
    assert_eq!(expression.to_string(), expected, "{text}");
    assert_eq!(expected.parse::<Expression>(), Ok(expression), "{text}");
}

#[track_caller]
fn refused(text: &str, column: usize, problem: &str) {
    let error = text.parse::<Expression>().expect_err("a mistake");
    assert_eq!((error.column, error.problem.contains(problem)), (column, true), "{text}: {error}");
}

#[test]
fn keys_stand_bare_between_operators() {
    reads(
        "sum(projects/funding?area=itu-region:*&period=2024)=projects/funding?period=@year",
        "sum(projects/funding?area=itu-region:*&period=2024) = projects/funding?period=@year",
    );
    reads("a/b?period=@year-1 + a/c - a/d", "a/b?period=@year-1 + a/c - a/d");
    reads("growth(users @year-1, users)>a/b @2019/@year", "growth(users @year-1, users) > a/b @2019/@year");
    reads("a/b?period=@year+1<=a/c", "a/b?period=@year+1 <= a/c");
}

#[test]
fn operators_bind_as_everywhere_and_parentheses_stay_where_they_matter() {
    reads("1+2*3", "1 + 2 * 3");
    reads("(1+2)*3", "(1 + 2) * 3");
    reads("1-(2-3)-4", "1 - (2 - 3) - 4");
    reads("8/(4/2)", "8 / (4 / 2)");
    reads("((a/b))", "a/b");
    reads("-(1+2)*-a/b", "-(1 + 2) * -a/b");
    reads("−1 × 2 ÷ 3 ≠ 4", "-1 * 2 / 3 != 4");
    reads("growth(women, men) >= 50% ", "growth(women, men) >= 50 %");
    reads("5.50e3 kbit/s > 1.5", "5500 kbit/s > 1.5");
    reads("round(a/b, -2) < mean(a/b, 3 CHF)", "round(a/b, -2) < mean(a/b, 3 CHF)");
}

#[test]
fn mistakes_say_where_they_are_and_what_to_do() {
    refused("", 1, "the end comes where a key");
    refused("a/b +", 6, "the end comes where");
    refused("(a/b", 1, "without its `)`");
    refused("a/b)", 4, "without its `(`");
    refused("sum(a/b", 4, "without its `)`");
    refused("a/b a/c", 5, "follows without an operator");
    refused("a/b = a/c = a/d", 11, "a second relation");
    refused("sun(a/b)", 1, "did you mean `sum`?");
    refused("share(a/b)", 1, "share(part, whole)");
    refused("round(a/b, 1.5)", 1, "whole number from -18 to 18");
    refused("a/b?area=*", 1, "a wildcard stands for several");
    refused("1 + a/b?area=*", 5, "a wildcard stands for several");
    refused("sum(2 * a/b?area=*)", 9, "a wildcard stands for several");
    refused("abs(a/b?area=*)", 5, "a wildcard stands for several");
    refused("a/b*2", 3, "needs a space before it");
    refused("a/b?x=1=2", 8, "put a space before an operator");
    refused("a/b?x=1+2", 8, "put a space before an operator");
    refused("a/b?x", 5, "name=value");
    refused("women-Men", 1, "no key and no alias");
    refused("@year", 1, "no key and no alias");
    refused("users @year @year", 13, "follows without an operator");
    refused("1 000", 3, "follows without an operator");
    refused("1,000", 2, "use a point for decimals");
    refused("5 é", 3, "begins nothing");
    refused("é", 1, "begins nothing");
    refused("1 ≤ ≤ 2", 5, "comes where a key");
    refused("99999999999999999999999999999999", 1, "too many digits");
    refused("1e999", 1, "too many digits");
}

#[test]
fn depth_and_length_have_bounds() {
    let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth)).parse::<Expression>();
    assert!(nested(MAX_DEPTH - 1).is_ok());
    assert!(nested(MAX_DEPTH).expect_err("too deep").problem.contains("nested deeper"));
    refused(&"(".repeat(MAX_BYTES), MAX_DEPTH + 1, "nested deeper");
    refused(&"-".repeat(MAX_BYTES), MAX_DEPTH + 1, "nested deeper");
    refused(&"a".repeat(MAX_BYTES + 1), MAX_BYTES + 1, "longer than");
    refused(&["a/b"; 70].join(" * "), 389, "more than 64 products");
    refused(&["share(1, 2)"; 70].join(" + "), 897, "more than 64 products");
    let long = vec!["1"; MAX_BYTES / 2].join("+");
    let read = long.parse::<Expression>().expect("flat");
    assert!(matches!(read.left, Node::Sum(parts) if parts.len() == MAX_BYTES / 2));
}

#[test]
fn names_become_keys_or_point_at_themselves() {
    assert!(Reference { text: "users @2019/@year".into(), at: 0 }.is_alias());
    let text = "share(women, all) = events/women-share?event=a&period=@year";
    let expression: Expression = text.parse().expect("an expression");
    let names: Vec<_> =
        expression.references().iter().map(|r| (r.text(), r.offset(), r.is_alias())).collect();
    let key = "events/women-share?event=a&period=@year";
    assert_eq!(names, [("women", 6, true), ("all", 13, true), (key, 20, false)]);
    let resolved = expression.resolve(text, |reference| {
        let text = match reference.text() {
            "women" => "events/participants?sex=F".to_owned(),
            "all" => "events/participants".to_owned(),
            key => key.replace("@year", "2024"),
        };
        text.parse().map_err(|_| "no key".to_owned())
    });
    assert_eq!(
        resolved.expect("all known").to_string(),
        "share(events/participants?sex=F, events/participants) = events/women-share?event=a&period=2024"
    );
    let unknown =
        expression.resolve(text, |reference| Err(format!("nothing is named `{}`", reference.text())));
    assert_eq!(unknown.expect_err("unknown").to_string(), "column 7: nothing is named `women`");
}

fn node() -> impl Strategy<Value = Node> {
    let reference = |text: &str| Node::Reference(Reference { text: text.to_owned(), at: 0 });
    let number = (0_i64..100_000, 0_u32..4, prop::sample::select(vec!["", "CHF", "bit/s", "%"])).prop_map(
        |(mantissa, scale, unit)| {
            let number = Decimal::new(mantissa, scale).normalize();
            Node::Number(Number { number, unit: Unit::new(unit).ok() })
        },
    );
    let name = prop::sample::select(vec![
        reference("women"),
        reference("women @year-1"),
        reference("a/b?period=@year-1"),
        reference("a/b?area=AFR&period=2019/2024"),
    ]);
    prop_oneof![number, name].prop_recursive(3, 24, 4, |inner| {
        let parts = || prop::collection::vec((any::<bool>(), inner.clone()), 2..4);
        let first = |mut parts: Vec<(bool, Node)>| {
            parts[0].0 = false;
            parts
        };
        let arguments = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.clone().prop_map(|node| Node::Negative(Box::new(node))),
            parts().prop_map(move |parts| Node::Sum(first(parts))),
            parts().prop_map(move |parts| Node::Product(first(parts))),
            arguments.prop_map(|arguments| Node::Call(Function::Sum, arguments)),
            inner.prop_map(|node| Node::Call(Function::Abs, vec![node])),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(left in node(), right in prop::option::of(node()), sign in 0_usize..6) {
        let right = right.map(|node| (Relation::SIGNS[sign].0, node));
        let expression = Expression { left, right };
        prop_assert_eq!(expression.to_string().parse::<Expression>(), Ok(expression));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,80}") {
        if let Err(error) = text.parse::<Expression>() {
            prop_assert!(text.is_char_boundary(error.offset) && error.column <= text.chars().count() + 1);
        }
    }

    #[test]
    fn any_tokens_are_read_without_a_panic(text in "(a/b(\\?x=(\\*|1|é))?|sum|abs|round|@year|[(),+*/=<!%-]|[ 0-9.e]|CHF){0,40}") {
        if let Ok(expression) = text.parse::<Expression>() {
            prop_assert_eq!(expression.to_string().parse::<Expression>(), Ok(expression));
        }
    }
}
