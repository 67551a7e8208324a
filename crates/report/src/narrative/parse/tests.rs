//! Narrative files as authors write them.

use proptest::prelude::*;

use super::*;

/// A narrative in short: placeholders as their kind, structure as brackets.
fn short(blocks: &[Block]) -> String {
    let items = |list: &[Vec<Block>]| list.iter().map(|i| format!("({})", short(i))).collect::<String>();
    let block = |block: &Block| match block {
        Block::Paragraph(text) => format!("p[{}]", inline(text)),
        Block::Heading(level, text) => format!("h{level}[{}]", inline(text)),
        Block::List { ordered, items: list } => {
            format!("{}[{}]", if *ordered { "ol" } else { "ul" }, items(list))
        }
        Block::Quote(blocks) => format!("q[{}]", short(blocks)),
    };
    blocks.iter().map(block).collect()
}

fn inline(list: &[Inline]) -> String {
    let one = |inline_: &Inline| match inline_ {
        Inline::Text(text, _) => text.clone(),
        Inline::Break => "⏎".to_owned(),
        Inline::Bound(bound) => match &bound.placeholder {
            Placeholder::Value { reference, .. } => format!("<{:?}>", reference.name),
            Placeholder::Period(text) | Placeholder::Name(text) => format!("<{text}>"),
            Placeholder::Section(id) | Placeholder::Document(id) | Placeholder::Term(id, _) => {
                format!("<{id}>")
            }
        },
        Inline::Emphasis(text) => format!("*{}*", inline(text)),
        Inline::Strong(text) => format!("**{}**", inline(text)),
        Inline::Link { href, inlines } => format!("[{}]({href})", inline(inlines)),
    };
    list.iter().map(one).collect()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let (narrative, mistakes) = parse("a.md", "en", text);
    assert_eq!((short(&narrative.blocks).as_str(), mistakes), (expected, Vec::new()), "{text}");
}

#[track_caller]
fn wrong(language: &str, text: &str, expected: &[&str]) {
    let (_, mistakes) = parse("a.md", language, text);
    let mistakes: Vec<_> = mistakes.iter().map(|m| format!("{} {}", m.place, m.problem)).collect();
    assert_eq!(mistakes, expected, "{text}");
}

#[test]
fn placeholders_stand_in_any_markdown() {
    check(
        "In {@year}, **{internet-users}** were *{\"5G\"}*\nusers.",
        "p[In <@year>, **<Alias(\"internet-users\")>** were *<5G>*⏎users.]",
    );
    check("{a/b?c=itu-region:*&d=x_y_z|w}*x*", "p[<Key(\"a/b?c=itu-region:*&d=x_y_z|w\")>*x*]");
    check("- {a}\n- b\n  - c\n", "ul[(p[<Alias(\"a\")>])(p[b]ul[(p[c])])]");
    check("1. one\n\n2. {a}\n", "ol[(p[one])(p[<Alias(\"a\")>])]");
    check("> quoted {section:4.7}\n\n## Sub {term:x}\n", "q[p[quoted <4.7>]]h1[Sub <x>]");
    check("[text {a}](https://example.org/2024/1)", "p[[text <Alias(\"a\")>](https://example.org/2024/1)]");
    check("<https://example.org/2024>", "p[[https://example.org/2024](https://example.org/2024)]");
    check("a \\{b\\} &amp; c_d_e", "p[a {b} & c_d_e]");
    check("{internet-share\n@year-1} x", "p[<Alias(\"internet-share\")> x]");
}

#[test]
fn unbound_numbers_are_mistakes_at_their_place() {
    wrong(
        "en",
        "a\n\nabout 5.5 *billion* &#50;",
        &[
            "a.md:3:7 the number `5.5` is not bound",
            "a.md:3:12 the number `billion` is not bound",
            "a.md:3:21 the number `2` is not bound",
        ],
    );
    wrong("zh", "共有**三个**区域，{a}人", &["a.md:1:5 the number `三` is not bound"]);
    wrong(
        "en",
        "- two\n- {a} of ten\n",
        &["a.md:1:3 the number `two` is not bound", "a.md:2:10 the number `ten` is not bound"],
    );
}

#[test]
fn what_reports_do_not_have_is_a_mistake() {
    wrong("en", "<b>x</b>", &["a.md:1:1 raw HTML in a narrative", "a.md:1:5 raw HTML in a narrative"]);
    wrong("en", "<div>\nx\n</div>\n", &["a.md:1:1 raw HTML in a narrative"]);
    wrong("en", "`x`", &["a.md:1:1 code in a narrative"]);
    wrong("en", "```\nx\n```", &["a.md:1:1 code in a narrative"]);
    wrong("en", "![x](y.png)", &["a.md:1:1 a picture in a narrative"]);
    wrong("en", "a\n\n---\n\nb", &["a.md:3:1 a rule in a narrative"]);
    wrong("en", "# Title", &["a.md:1:1 a heading with one #"]);
    wrong("en", "[x](javascript:y)", &["a.md:1:1 the link's target `javascript:y` is no address"]);
    wrong("en", "[x](https://a/{b})", &["a.md:1:1 a link's target holds a placeholder"]);
    wrong("en", "an {open one", &["a.md:1:4 `{` is not closed"]);
    wrong(
        "en",
        "{a | bold} and }",
        &["a.md:1:1 `bold` is not a printing form", "a.md:1:16 `}` closes nothing"],
    );
}

#[test]
fn literal_names_are_listed() {
    let (narrative, _) = parse("a.md", "en", "{\"5G\"} and *{\"WRC-23\"}*");
    let names: Vec<_> =
        narrative.names().into_iter().map(|(name, place)| format!("{place} {name}")).collect();
    assert_eq!(names, ["a.md:1:1 5G", "a.md:1:13 WRC-23"]);
}

#[test]
fn deep_nesting_is_a_mistake_and_no_overflow() {
    let (_, mistakes) = parse("a.md", "en", &">".repeat(100_000));
    assert!(mistakes.iter().any(|m| m.problem.contains("levels")));
    let (_, mistakes) = parse("a.md", "en", &format!("{}x", "- ".repeat(5_000)));
    assert!(mistakes.iter().any(|m| m.problem.contains("levels")));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "([{}<>*_`#>\\[\\]()!&;|\"\\\\@/:\\n -]|[a-z5五\u{e000}]|\\{a\\}|\\PC){0,60}") {
        let (narrative, _) = parse("a.md", "en", &text);
        let _ = narrative.names();
    }
}
