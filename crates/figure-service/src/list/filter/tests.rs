use proptest::prelude::*;

use super::*;

fn shown(filter: &Filter) -> String {
    let list = |name: &str, parts: &[Filter]| {
        format!("{name}({})", parts.iter().map(shown).collect::<Vec<_>>().join(" "))
    };
    match filter {
        Filter::All(parts) => list("all", parts),
        Filter::Any(parts) => list("any", parts),
        Filter::Not(part) => format!("not({})", shown(part)),
        Filter::Test(c) => format!("{}{}{}", c.field, c.operator, c.value),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(parse(text).as_ref().map(shown), Ok(expected.to_owned()), "{text}");
}

#[track_caller]
fn refused(text: &str, position: usize) {
    assert_eq!(parse(text).map_err(|e| e.position), Err(position), "{text}");
}

#[test]
fn comparisons_join_as_aip_160_says() {
    check("", "all()");
    check("  area = \"AFR\" ", "area=AFR");
    check("count>=5 AND count<10", "all(count>=5 count<10)");
    check("a=1 b=2", "all(a=1 b=2)");
    check("a=1 AND b=2 OR c=3", "all(a=1 any(b=2 c=3))");
    check("(a=1 AND b=2) OR NOT c:x", "any(all(a=1 b=2) not(c:x))");
    check("-a=1", "not(a=1)");
    check("NOT (a=1 OR a=2)", "not(any(a=1 a=2))");
    check("ANDES = 1", "ANDES=1");
    check("period = 2019/2024 label:\"a \\\"b\\\" \\\\\"", "all(period=2019/2024 label:a \"b\" \\)");
    check("name = \"\"", "name=");
    check("label = 一二", "label=一二");
    check("amount > -5", "amount>-5");
}

#[test]
fn errors_point_at_the_character() {
    refused("area", 5);
    refused("area = ", 8);
    refused("= 5", 1);
    refused("(area = AFR", 12);
    refused("area = AFR)", 11);
    refused("area = \"AFR", 8);
    refused("label = 一 AND", 14);
    refused("area ~ AFR", 6);
    refused(&"(".repeat(40), 18);
    refused(&"a=1 ".repeat(65), 257);
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn quoted_text_comes_back(value in "\\PC{0,20}") {
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        let filter = parse(&format!("a = \"{quoted}\""));
        prop_assert!(matches!(filter, Ok(Filter::Test(c)) if c.value == value));
    }
}
