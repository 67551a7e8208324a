//! Interface texts: one Fluent file a language, with the same messages in each.
//!
//! A language is a file in `texts/` and a line in `FILES`; its direction is a message of the file. Messages are named by text, not
//! by an enum, so that families (`missing-*`, `bound-*`) follow the names in files; the tests read this crate's sources and hold every
//! name used against every language.
//!
//! Fluent can wrap inserted text in invisible isolating marks, which keep a Latin name from disturbing a right-to-left sentence. They
//! are on for right-to-left languages only: in the others they change nothing that is seen, and would stand in titles, Markdown and
//! terminal output as stray characters that break searching and copying.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub mod period;

/// Language code and text of every file; the first is the fallback.
const FILES: [(&str, &str); 2] =
    [("en", include_str!("../texts/en.ftl")), ("zh", include_str!("../texts/zh.ftl"))];

static ALL: LazyLock<Vec<Texts>> =
    LazyLock::new(|| FILES.iter().map(|(language, text)| Texts::read(language, text)).collect());

/// The interface texts of one language.
pub struct Texts {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

/// What is put into a message.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A number that selects a plural form.
    Count(i64),
}

impl Texts {
    /// The texts of a language, by its code (`en`, `zh`, `zh-Hans`); of one that has no file the first file's.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let found = ALL.iter().find(|t| t.language.eq_ignore_ascii_case(primary));
        // FILES is not empty, so the list has a first element.
        found.unwrap_or(&ALL[0])
    }

    /// The codes of the languages that have texts, fallback first.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(language, _)| *language)
    }

    /// How a language calls itself: `中文`; the code where there is no file for it.
    #[must_use]
    pub fn name_of(language: &str) -> String {
        let texts = Self::of(language);
        if language.split(['-', '_']).next() == Some(texts.language) {
            texts.say("language-name")
        } else {
            language.to_owned()
        }
    }

    fn read(language: &'static str, text: &str) -> Self {
        // What does not parse is left out here and found by the tests, so that a bad line costs its own message only.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let locale: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.add_resource_overriding(resource);
        let mut texts = Self { language, bundle };
        texts.bundle.set_use_isolating(false);
        let right_to_left = texts.direction() == "rtl";
        texts.bundle.set_use_isolating(right_to_left);
        texts
    }

    /// The language's code.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.say("direction") == "rtl" { "rtl" } else { "ltr" }
    }

    /// The message of a name; the name itself where there is none.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The message of a name with its variables filled in.
    #[must_use]
    pub fn say_with(&self, id: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, arg.value());
        }
        let Some(pattern) = self.bundle.get_message(id).and_then(|m| m.value()) else {
            return id.to_owned();
        };
        // A variable that is not given is printed as its name, `{$count}`: visible, and no reason to fail.
        self.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }

    /// Whether there is a message of that name.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }
}

impl Arg<'_> {
    fn value(self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(text.to_owned()),
            Self::Count(count) => FluentValue::from(count),
        }
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
