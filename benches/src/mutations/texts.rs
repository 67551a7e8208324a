//! The texts that are changed, and how they are asked for.

use std::path::Path;

use anyhow::{Context, Result, bail};
use report::Report;

/// What the command line asks for.
pub(crate) struct Asked {
    pub(super) seed: u64,
    /// How many changes of each kind a text gets.
    pub(super) count: usize,
    /// Whether to tell each change that was not found.
    pub(super) tell: bool,
    /// The language of the report that texts are held against; their own if there is none.
    pub(super) against: Option<String>,
    files: Vec<(String, String)>,
    tables_alone: bool,
}

impl Default for Asked {
    fn default() -> Self {
        Self { seed: 2024, count: 40, tell: false, against: None, files: Vec::new(), tables_alone: false }
    }
}

impl Asked {
    /// Reads `--seed N`, `--count N`, `--text FILE:LANGUAGE` (several times), `--against LANGUAGE`, `--tables` and `--tell`.
    pub(crate) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut asked = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().copied().with_context(|| format!("{argument} needs a value"));
            match *argument {
                "--seed" => asked.seed = value()?.parse().context("--seed takes a number")?,
                "--count" => asked.count = value()?.parse().context("--count takes a number")?,
                "--tell" => asked.tell = true,
                "--tables" => asked.tables_alone = true,
                "--against" => asked.against = Some(value()?.to_owned()),
                "--text" => {
                    let text = value()?;
                    let (file, language) = text.rsplit_once(':').context("--text takes FILE:LANGUAGE")?;
                    asked.files.push((file.to_owned(), language.to_owned()));
                }
                other => bail!(
                    "mutations takes --seed N, --count N, --text FILE:LANGUAGE, --tables --against LANGUAGE and --tell, and not {other}"
                ),
            }
        }
        Ok(asked)
    }

    /// Whether texts are changed.
    pub(crate) fn texts_too(&self) -> bool {
        !self.tables_alone
    }

    /// Whether the tables of the bundle are changed: where no texts are named.
    pub(crate) fn tables_too(&self) -> bool {
        self.files.is_empty()
    }

    /// The texts that are named, or else the report as Markdown in each of its languages and the drafts in others that lie beside.
    pub(super) fn texts<'a>(
        &self,
        reports: impl Iterator<Item = (&'a str, &'a Report)>,
    ) -> Result<Vec<Text>> {
        if self.files.is_empty() {
            let exported = reports.map(|(language, report)| Text {
                name: format!("report.{language}.md"),
                file: "report.md".to_owned(),
                language: language.to_owned(),
                bytes: render::markdown::report(report).into_bytes(),
            });
            let mut texts: Vec<Text> = exported.collect();
            texts.extend(DRAFTS.iter().map(|(language, text)| Text {
                name: format!("draft.{language}.md"),
                file: "draft.md".to_owned(),
                language: (*language).to_owned(),
                bytes: text.as_bytes().to_vec(),
            }));
            return Ok(texts);
        }
        let read = self.files.iter().map(|(file, language)| {
            let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = std::fs::read(file).with_context(|| file.clone())?;
            Ok(Text { name: name.clone(), file: name, language: language.clone(), bytes })
        });
        read.collect()
    }
}

/// Drafts on the same year in the languages that the bundle has no report in, written for this benchmark.
const DRAFTS: [(&str, &str); 4] = [
    ("fr", include_str!("../../drafts/fr.md")),
    ("es", include_str!("../../drafts/es.md")),
    ("ru", include_str!("../../drafts/ru.md")),
    ("ar", include_str!("../../drafts/ar.md")),
];

/// A text that is changed.
pub(crate) struct Text {
    /// What it is called in the table.
    pub(super) name: String,
    /// A file's name, which tells its form.
    pub(super) file: String,
    pub(super) language: String,
    pub(super) bytes: Vec<u8>,
}
