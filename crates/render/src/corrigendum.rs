//! A corrigendum: what a report says otherwise than an earlier assembly of it, as instructions to whoever holds the earlier one.

use report::changes::{At, Change, SectionName};

use crate::markdown::escape::escape;
use crate::texts::{Arg, Texts};

/// The corrigendum as Markdown, a line for each replacement.
#[must_use]
pub fn markdown(title: &str, changes: &[Change], texts: &Texts) -> String {
    let title = texts.say_with("corrigendum-title", &[("title", Arg::Text(title))]);
    let mut text = format!("# {}\n\n", escape(&title));
    if changes.is_empty() {
        text.push_str(&escape(&texts.say("corrigendum-none")));
        text.push('\n');
    }
    for line in changes.iter().flat_map(|change| lines(change, texts)) {
        text.push_str(&format!("- {}\n", escape(&line)));
    }
    text
}

/// The instructions of a change, a sentence each.
#[must_use]
pub fn lines(change: &Change, texts: &Texts) -> Vec<String> {
    let place = place(change, texts);
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let line = |name: &str, before: &str, after: &str| {
        let args = [("place", Arg::Text(&place)), ("before", Arg::Text(before)), ("after", Arg::Text(after))];
        texts.say_with(name, &args)
    };
    let (before, after) = (said(&change.before), said(&change.after));
    match (&change.before, &change.after) {
        (None, _) => vec![line("corrigendum-add", "", &after)],
        (Some(_), None) => vec![line("corrigendum-delete", &before, "")],
        (Some(_), Some(_)) if change.replaced.is_empty() => {
            vec![line("corrigendum-replace", &before, &after)]
        }
        (Some(_), Some(_)) => {
            let told = |one: &report::changes::Replaced| line("corrigendum-replace", &one.before, &one.after);
            change.replaced.iter().map(told).collect()
        }
    }
}

/// Where it is, in words: `5.1, second item`.
#[must_use]
pub fn place(change: &Change, texts: &Texts) -> String {
    let at = at(change, texts);
    let Some(section) = &change.section else { return at };
    let section = named(section);
    if at.is_empty() {
        return section;
    }
    texts.say_with("corrigendum-in", &[("section", Arg::Text(&section)), ("place", Arg::Text(&at))])
}

fn named(section: &SectionName) -> String {
    section.number.clone().unwrap_or_else(|| section.title.clone())
}

fn at(change: &Change, texts: &Texts) -> String {
    let say = |name: &str, args: &[(&'static str, Arg<'_>)]| texts.say_with(name, args);
    let count = |number: &u32| ("number", Arg::Count(i64::from(*number)));
    match &change.at {
        At::Title => texts.say("corrigendum-at-title"),
        At::Headline(label) => say("corrigendum-at-headline", &[("label", Arg::Text(label))]),
        // A section that came or went is itself the place; of one that stayed the heading was reworded.
        At::Section if change.before.is_some() && change.after.is_some() => {
            texts.say("corrigendum-at-heading")
        }
        At::Section => String::new(),
        At::Paragraph(number) => say("corrigendum-at-paragraph", &[count(number)]),
        At::Heading(number) => say("corrigendum-at-subheading", &[count(number)]),
        At::Item(number) => say("corrigendum-at-item", &[count(number)]),
        At::Whole(text) => say("corrigendum-at-whole", &[("caption", Arg::Text(text))]),
        At::Caption(text) => say("corrigendum-at-caption", &[("caption", Arg::Text(text))]),
        At::Note(text, number) => say("corrigendum-at-note", &[("caption", Arg::Text(text)), count(number)]),
        At::Head(text) => say("corrigendum-at-head", &[("caption", Arg::Text(text))]),
        At::Cell(text, row, column) => say(
            "corrigendum-at-cell",
            &[("caption", Arg::Text(text)), ("row", Arg::Text(row)), ("column", Arg::Text(column))],
        ),
        At::Point(text, series, label) if series.is_empty() => {
            say("corrigendum-at-point", &[("caption", Arg::Text(text)), ("label", Arg::Text(label))])
        }
        At::Point(text, series, label) => say(
            "corrigendum-at-series-point",
            &[("caption", Arg::Text(text)), ("series", Arg::Text(series)), ("label", Arg::Text(label))],
        ),
        At::Record(text, record) => {
            say("corrigendum-at-record", &[("caption", Arg::Text(text)), ("record", Arg::Text(record))])
        }
        At::Field(text, record, column) => say(
            "corrigendum-at-field",
            &[("caption", Arg::Text(text)), ("record", Arg::Text(record)), ("column", Arg::Text(column))],
        ),
        At::Story(text, number) => {
            let place = say("corrigendum-at-paragraph", &[count(number)]);
            say("corrigendum-at-story", &[("caption", Arg::Text(text)), ("place", Arg::Text(&place))])
        }
    }
}

#[cfg(test)]
mod tests {
    use report::changes::Replaced;

    use super::*;

    fn change(at: At, before: Option<&str>, after: Option<&str>, replaced: &[(&str, &str)]) -> Change {
        let section =
            SectionName { id: "5.1".into(), number: Some("5.1".into()), title: "Membership".into() };
        let replaced = replaced.iter().map(|(before, after)| Replaced {
            before: (*before).to_owned(),
            after: (*after).to_owned(),
            keys: Vec::new(),
        });
        Change {
            section: Some(section),
            at,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            replaced: replaced.collect(),
        }
    }

    #[test]
    fn an_instruction_names_place_and_words() {
        let all = [
            change(At::Item(2), Some("91 joined"), Some("92 joined"), &[("91", "92")]),
            change(At::Paragraph(12), Some("One."), None, &[]),
            change(At::Cell("Projects".into(), "Africa".into(), "Count".into()), None, Some("17"), &[]),
            change(At::Section, None, Some("Membership"), &[]),
            change(At::Section, Some("5.1 Members"), Some("5.1 Membership"), &[("Members", "Membership")]),
        ];
        insta::assert_snapshot!(markdown("Annual report", &all, Texts::of("en")), @r"
        # Corrigendum: Annual report

        - 5.1, second item: replace “91” by “92”.
        - 5.1, paragraph 12: delete “One.”.
        - 5.1, “Projects”, Africa, Count: add “17”.
        - 5.1: add “Membership”.
        - 5.1, heading: replace “Members” by “Membership”.
        ");
        insta::assert_snapshot!(markdown("年度报告", &all[..2], Texts::of("zh")), @r"
        # 更正：年度报告

        - 5.1，第2项：将“91”改为“92”。
        - 5.1，第12段：删除“One.”。
        ");
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        assert!(markdown("Annual report", &[], Texts::of("en")).contains("Nothing"));
    }
}
