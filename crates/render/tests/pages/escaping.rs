//! Any text reads as itself: in HTML and in Markdown.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use render::{Links, html, markdown};
use report::model::{Block, Element, Inline, Report, Section};

use crate::{markup, sample};

fn with(blocks: Vec<Block>, title: &str) -> Report {
    let section = Section {
        id: "s".into(),
        number: None,
        title: title.to_owned(),
        level: 1,
        elements: vec![Element::Prose(blocks)],
    };
    Report { sections: vec![section], headline: Vec::new(), footnotes: Vec::new(), ..sample::report("en") }
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::Paragraph { id: "s-p1".into(), inlines }
}

/// Spaces as a reader sees them.
fn seen(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of the first paragraph after the first heading of the second level, and that heading's.
#[expect(clippy::wildcard_enum_match_arm, reason = "a parser has events for everything, text is in these")]
fn read_markdown(text: &str) -> (String, String) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_TASKLISTS;
    let (mut heading, mut body) = (String::new(), String::new());
    let (mut depth, mut headings) = (0, 0);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if level as u8 == 2 => headings += 1,
            Event::Start(Tag::Paragraph) if headings == 1 => depth = 1,
            Event::End(TagEnd::Heading(_)) if headings == 1 => depth = 1,
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) => match (headings, depth) {
                (1, 0) => heading.push_str(&words),
                (1, _) => body.push_str(&words),
                _ => {}
            },
            Event::SoftBreak | Event::HardBreak if headings == 1 => body.push(' '),
            _ => {}
        }
    }
    (heading, body)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only what the strategy below makes is read")]
fn texts(list: &[Inline]) -> String {
    list.iter()
        .map(|piece| match piece {
            Inline::Text(text) => text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) => texts(inner),
            _ => String::new(),
        })
        .collect()
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = "[ a1年，“*_.#|<>&`~$\\\\\\[\\]()!+=:-]{1,8}".prop_map(Inline::Text);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let several = prop::collection::vec(inner, 1..3);
        prop_oneof![several.clone().prop_map(Inline::Emphasis), several.prop_map(Inline::Strong)]
    })
}

proptest! {
    #[test]
    fn any_text_reads_as_itself_in_html(text in "\\PC{0,40}", title in "[<>&\"'a-z ]{1,20}") {
        let report = with(vec![paragraph(vec![Inline::Text(text.clone())])], &title);
        let page = markup::read(&html::report(&report, &Links::default()));
        page.assert_whole();
        prop_assert!(page.text.contains(&text), "{text:?}");
        prop_assert!(page.text.contains(&title), "{title:?}");
    }

    #[test]
    fn any_text_reads_as_itself_in_markdown(text in "[!-~ 年，’]{1,40}", title in "[!-~ ]{1,20}") {
        prop_assume!(!text.trim().is_empty() && !title.trim().is_empty());
        let report = with(vec![paragraph(vec![Inline::Text(text.clone())])], &title);
        let (heading, body) = read_markdown(&markdown::report(&report));
        prop_assert_eq!(seen(&heading), seen(&title));
        prop_assert_eq!(seen(&body), seen(&text));
    }

    #[test]
    fn emphasis_of_any_kind_leaves_the_text_whole_in_markdown(list in prop::collection::vec(inline(), 1..5)) {
        let expected = seen(&texts(&list));
        prop_assume!(!expected.is_empty());
        let written = markdown::report(&with(vec![paragraph(list)], "title"));
        let (_, body) = read_markdown(&written);
        prop_assert_eq!(seen(&body).replace(' ', ""), expected.replace(' ', ""), "{}", written);
    }

    #[test]
    fn keys_of_any_text_stay_within_their_address(key in "\\PC{0,40}") {
        let address = Links::default().figure(&key, "en");
        prop_assert!(address.starts_with("/figures/"));
        prop_assert!(!address.contains(['"', '<', '>', ' ', '\\']));
    }
}
