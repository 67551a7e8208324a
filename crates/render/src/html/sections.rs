//! Sections: nested by level, and the contents that lead to them.

use maud::{Markup, html};
use report::model::Section;

use super::context::Context;
use super::{elements, inline, pages};

/// The deepest level that the contents show.
const CONTENTS_LEVEL: u8 = 3;

/// Sections in order, each around those below it.
pub(super) fn sections(cx: &Context<'_>, list: &[Section]) -> Markup {
    html! {
        @for (section, below) in nested(list) {
            section id=(section.id) aria-labelledby=(heading_id(section)) {
                (inline::heading(heading_level(section), Some(&heading_id(section)), &title(section)))
                (elements::elements(cx, &section.elements, heading_level(section)))
                (pages::of_section(cx, &section.id))
                (sections(cx, below))
            }
        }
    }
}

/// Links to the sections, as nested lists.
pub(super) fn contents(list: &[Section]) -> Markup {
    html! {
        ol {
            @for (section, below) in nested(list) {
                li {
                    a href={ "#" (section.id) } { (title(section)) }
                    @if section.level < CONTENTS_LEVEL && !below.is_empty() { (contents(below)) }
                }
            }
        }
    }
}

/// Each section of the outermost level with the deeper ones that follow it.
fn nested(list: &[Section]) -> Vec<(&Section, &[Section])> {
    let mut found = Vec::new();
    let mut rest = list;
    while let Some((section, after)) = rest.split_first() {
        let end = after.iter().position(|s| s.level <= section.level).unwrap_or(after.len());
        let (below, next) = after.split_at(end);
        found.push((section, below));
        rest = next;
    }
    found
}

/// The page's title is the first heading, so a chapter's is of the second level.
fn heading_level(section: &Section) -> u8 {
    section.level.saturating_add(1).max(2)
}

fn heading_id(section: &Section) -> String {
    format!("_title-{}", section.id)
}

fn title(section: &Section) -> Markup {
    html! {
        @if let Some(number) = &section.number { span.number { (number) } " " }
        (section.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: &str, level: u8) -> Section {
        Section { id: id.into(), number: None, title: id.into(), level, elements: Vec::new() }
    }

    fn shape(list: &[Section]) -> String {
        nested(list).into_iter().map(|(s, below)| format!("{}({})", s.id, shape(below))).collect()
    }

    #[test]
    fn deeper_sections_stand_within_the_one_before() {
        let list = [section("a", 1), section("b", 2), section("c", 3), section("d", 2), section("e", 1)];
        assert_eq!(shape(&list), "a(b(c())d())e()");
    }

    #[test]
    fn a_level_that_is_left_out_or_comes_first_still_nests() {
        assert_eq!(shape(&[section("a", 2), section("b", 1), section("c", 3)]), "a()b(c())");
    }
}
