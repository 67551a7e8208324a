//! Every language says everything, and nothing is asked for that no language says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use figures::{Bound, MeasureKind, MissingReason};
use fluent_syntax::ast;

use super::*;

type Variables = BTreeMap<String, BTreeSet<String>>;

/// Messages of a file with the variables of each.
fn messages(text: &str) -> Variables {
    let resource = FluentResource::try_new(text.to_owned()).expect("every line parses");
    let mut found = Variables::new();
    for entry in resource.entries() {
        if let ast::Entry::Message(message) = entry {
            let mut names = BTreeSet::new();
            pattern_variables(message.value.as_ref().expect("a message has a value"), &mut names);
            let earlier = found.insert(message.id.name.to_owned(), names);
            assert!(earlier.is_none(), "{} stands twice", message.id.name);
        }
    }
    found
}

fn pattern_variables(pattern: &ast::Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            match expression {
                ast::Expression::Inline(inline) => inline_variables(inline, names),
                ast::Expression::Select { selector, variants } => {
                    inline_variables(selector, names);
                    variants.iter().for_each(|v| pattern_variables(&v.value, names));
                }
            }
        }
    }
}

fn inline_variables(inline: &ast::InlineExpression<&str>, names: &mut BTreeSet<String>) {
    if let ast::InlineExpression::VariableReference { id } = inline {
        names.insert(id.name.to_owned());
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> String {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.iter().map(|file| std::fs::read_to_string(file).expect("a source")).collect()
}

/// Names that sources ask for by a literal: `say("…")`, `say_with("…"`.
fn asked(sources: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for call in ["say(", "say_with(", "list.add(", "about(", "of_year(", "join(texts, ", "join(cx.texts, "] {
        for tail in sources.split(call).skip(1) {
            if let Some((name, _)) = tail.trim_start().strip_prefix('"').and_then(|t| t.split_once('"')) {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

/// Names that are put together from the names in files.
fn families() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = (1..=12).map(|m| format!("month-{m}")).collect();
    names.extend(MissingReason::NAMES.iter().map(|(_, n)| format!("missing-{n}")));
    names.extend(MeasureKind::NAMES.iter().map(|(_, n)| format!("kind-{n}")));
    for (_, name) in Bound::NAMES {
        names.extend([format!("bound-{name}"), format!("bounded-{name}")]);
    }
    for mark in crate::words::MARKS {
        let name = crate::words::mark_name(mark);
        names.extend([format!("sign-{name}"), format!("mark-{name}")]);
    }
    names.extend(crate::html::error::STATUSES.iter().map(|s| format!("error-{s}")));
    names.extend(crate::html::error::CAUSES.iter().map(|cause| format!("error-cause-{cause}")));
    names.extend(crate::html::STATES.iter().map(|state| format!("collection-{state}")));
    names.extend(crate::links::FORMS.iter().map(|f| format!("form-{f}")));
    names
}

#[test]
fn every_language_has_every_message_with_the_same_variables() {
    let (_, fallback) = FILES[0];
    let expected = messages(fallback);
    for (language, text) in FILES {
        assert_eq!(messages(text), expected, "{language}");
    }
}

#[test]
fn every_file_of_texts_is_a_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of texts")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().replace(".ftl", ""))
        .collect();
    files.sort();
    let mut listed: Vec<String> = Texts::languages().map(str::to_owned).collect();
    listed.sort();
    assert_eq!(files, listed);
}

#[test]
fn what_is_asked_for_is_what_there_is() {
    let there: BTreeSet<String> = messages(FILES[0].1).into_keys().collect();
    let sources = all_sources();
    let families = families();
    let wanted: BTreeSet<String> = asked(&sources).union(&families).cloned().collect();
    assert_eq!(wanted.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "asked for, not there");
    let idle = |name: &&String| !families.contains(*name) && !sources.contains(&format!("\"{name}\""));
    assert_eq!(
        there.iter().filter(idle).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "there, never asked for"
    );
}

#[test]
fn direction_is_one_of_two_and_nothing_invisible_is_printed_from_left_to_right() {
    for (language, text) in FILES {
        let texts = Texts::of(language);
        assert!(["ltr", "rtl"].contains(&texts.say("direction").as_str()), "{language}");
        let sentence = texts.say_with("error-nearest", &[("nearest", Arg::Text("X"))]);
        assert_eq!(sentence.contains('\u{2068}'), texts.direction() == "rtl", "{language}");
        assert!(!text.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']), "{language}");
    }
}

#[test]
fn a_right_to_left_file_turns_direction_and_isolation_on() {
    let texts = Texts::read("ar", "direction = rtl\nhello = ( { $name } )\n");
    assert_eq!(texts.direction(), "rtl");
    assert_eq!(texts.say_with("hello", &[("name", Arg::Text("X"))]), "( \u{2068}X\u{2069} )");
}

#[test]
fn plural_forms_follow_the_count() {
    let english = Texts::of("en");
    assert_eq!(english.say_with("findings-errors", &[("count", Arg::Count(1))]), "1 error");
    assert_eq!(english.say_with("findings-errors", &[("count", Arg::Count(1234))]), "1234 errors");
}

#[test]
fn an_unknown_language_reads_as_the_first_and_keeps_its_code_as_name() {
    assert_eq!(Texts::of("xx").language(), "en");
    assert_eq!(Texts::of("zh-Hans-CN").language(), "zh");
    assert_eq!(Texts::name_of("zh"), "中文");
    assert_eq!(Texts::name_of("xx"), "xx");
}
