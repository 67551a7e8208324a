//! What is wrong, in terms that every language has a sentence for.
//!
//! Programs get the words of gRPC, which are English. A page says the same in its reader's language; what only those words tell
//! stands under it as they are.

use crate::texts::{Arg, Texts};

/// Causes that need no more words than their name: messages `error-cause-*`.
pub const CAUSES: [&str; 10] =
    ["busy", "key", "measure", "dimension", "code", "question", "unavailable", "as-of", "revision", "token"];

/// Why a page cannot be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// The title of the page says all that there is to say.
    #[default]
    Untold,
    /// One of [`CAUSES`].
    Named(&'static str),
    /// There is no report of that year.
    Report {
        /// As it was asked for.
        asked: String,
        /// The year that there is one of; `None` while there is none at all.
        year: Option<i16>,
    },
    /// The report does not exist in that language.
    Language {
        /// As it was asked for.
        asked: String,
        /// The codes of those that there are.
        languages: Vec<String>,
    },
    /// The report has no such edition.
    Edition {
        /// The year of the report.
        year: i16,
        /// As it was asked for.
        asked: String,
    },
    /// The report has no such page beside it.
    ReportPage {
        /// The year of the report.
        year: i16,
        /// As it was asked for.
        asked: String,
    },
    /// Nothing is at that address.
    Page {
        /// The path.
        asked: String,
    },
    /// It is not made in that form.
    Form {
        /// As it was asked for.
        asked: String,
    },
    /// No such service.
    Service {
        /// As it was asked for.
        asked: String,
    },
}

impl Cause {
    /// One or two sentences, with what to do; empty where the title says it all.
    pub(super) fn sentence(&self, texts: &Texts) -> String {
        let about = |message: &str, asked: &str| texts.say_with(message, &[("asked", Arg::Text(asked))]);
        let of_year = |message: &str, asked: &str, year: i16| {
            let year = year.to_string();
            texts.say_with(message, &[("asked", Arg::Text(asked)), ("year", Arg::Text(&year))])
        };
        match self {
            Self::Untold => String::new(),
            Self::Named(name) => texts.say(&format!("error-cause-{name}")),
            Self::Report { asked, year: None } => about("error-report-none", asked),
            Self::Report { asked, year: Some(year) } => of_year("error-report", asked, *year),
            Self::Language { asked, languages } => {
                let names = languages.iter().map(|language| Texts::name_of(language));
                let languages = crate::words::join(texts, "separator-list", names);
                let args = [("asked", Arg::Text(asked)), ("languages", Arg::Text(&languages))];
                texts.say_with("error-language", &args)
            }
            Self::Edition { year, asked } => of_year("error-edition", asked, *year),
            Self::ReportPage { year, asked } => of_year("error-report-page", asked, *year),
            Self::Page { asked } => about("error-page", asked),
            Self::Form { asked } => about("error-form", asked),
            Self::Service { asked } => about("error-service", asked),
        }
    }
}
