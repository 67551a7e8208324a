//! Reads `checks.toml` with all its mistakes.

use std::collections::BTreeSet;
use std::str::FromStr;

use figures::expression::evaluate::Settings;
use figures::expression::{Expression, Reference as Named};
use figures::statement::missing::MissingStrategy;
use figures::{FigureKey, Labels};
use interchange::mistake::{Mistakes, quote};
use interchange::register::read_text;
use interchange::{Bundle, Mistake, Place};
use report::content::Content;
use report::reference::{Reference, Target};
use serde::Deserialize;
use toml::Spanned;

use super::{Declared, FILE, KINDS, MAX_RULES};
use crate::finding::{Rule, Severity};

const SEE: &str = "see docs/checks-toml.md";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    id: Spanned<String>,
    kind: Spanned<String>,
    statement: Spanned<String>,
    severity: Option<Spanned<String>>,
    left_missing: Option<Spanned<String>>,
    right_missing: Option<Spanned<String>>,
    about: Labels,
}

/// The rules of a bundle, none where it has no `checks.toml`, with all mistakes of the file.
#[must_use]
pub fn of_bundle(bundle: &Bundle, content: &Content) -> (Vec<Declared>, Vec<Mistake>) {
    let Some(bytes) = bundle.file(FILE) else { return Default::default() };
    let mut mistakes = Mistakes::default();
    match read_text(FILE, bytes, &mut mistakes) {
        Some(text) => read(FILE, text, content),
        None => (Vec::new(), mistakes.into_vec()),
    }
}

/// The rules of `checks.toml`, each with the keys of the content's year. Mistakes are told with their places; a rule that has one is
/// left out.
#[must_use]
pub fn read(file: &str, text: &str, content: &Content) -> (Vec<Declared>, Vec<Mistake>) {
    let mut mistakes = Mistakes::default();
    let parsed: File = match toml::from_str(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let place = Place::of_offset(file, text, error.span().map_or(0, |span| span.start));
            mistakes.push(Mistake::new(place, error.message().to_owned(), SEE));
            return (Vec::new(), mistakes.into_vec());
        }
    };
    let mut reader = Reader { file, text, content, mistakes, ids: BTreeSet::new() };
    if parsed.rule.len() > MAX_RULES {
        let problem = format!("{} rules are more than the {MAX_RULES} that are read", parsed.rule.len());
        reader.mistake(0, problem, "join rules, or leave some out");
    }
    let rules: Vec<Declared> =
        parsed.rule.into_iter().take(MAX_RULES).filter_map(|entry| reader.rule(entry.into_inner())).collect();
    (rules, reader.mistakes.into_vec())
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    content: &'a Content,
    mistakes: Mistakes,
    ids: BTreeSet<String>,
}

impl Reader<'_> {
    fn mistake(&mut self, offset: usize, problem: String, remedy: &str) {
        let place = Place::of_offset(self.file, self.text, offset);
        self.mistakes.push(Mistake::new(place, problem, remedy));
    }

    fn rule(&mut self, entry: Entry) -> Option<Declared> {
        let id = self.id(&entry.id);
        let kind = self.named(&entry.kind, "kind", kinds());
        let severities = [Severity::Error, Severity::Warning, Severity::Note].map(|s| (s, s.name()));
        let severity = match &entry.severity {
            Some(written) => self.named(written, "severity", severities),
            None => Some(Severity::Warning),
        };
        let left = self.strategy(entry.left_missing.as_ref());
        let right = self.strategy(entry.right_missing.as_ref());
        self.languages(&entry);
        let statement = self.statement(&entry.statement);
        let settings = Settings { left: left?, right: right?, ..Settings::default() };
        Some(Declared {
            id: id?,
            kind: kind?,
            severity: severity?,
            text: entry.statement.get_ref().clone(),
            statement: statement?,
            settings,
            about: entry.about,
            place: Place::of_offset(self.file, self.text, entry.statement.span().start),
        })
    }

    fn id(&mut self, written: &Spanned<String>) -> Option<String> {
        let id = written.get_ref();
        if !report::reference::is_alias(id) {
            let problem = format!("{} is no id", quote(id));
            self.mistake(written.span().start, problem, "use lower-case letters, digits and hyphens");
            return None;
        }
        if !self.ids.insert(id.clone()) {
            let problem = format!("there are two rules {}", quote(id));
            self.mistake(written.span().start, problem, "give one of them another id");
            return None;
        }
        Some(id.clone())
    }

    fn named<T: Copy, const N: usize>(
        &mut self,
        written: &Spanned<String>,
        what: &str,
        known: [(T, &str); N],
    ) -> Option<T> {
        let name = written.get_ref();
        let found = known.iter().find(|(_, known)| known == name).map(|(value, _)| *value);
        if found.is_none() {
            let problem = format!("{} is no {what}", quote(name));
            let names = known.map(|(_, name)| name).join(", ");
            self.mistake(written.span().start, problem, &format!("write one of {names}"));
        }
        found
    }

    fn strategy(&mut self, written: Option<&Spanned<String>>) -> Option<MissingStrategy> {
        match written {
            Some(written) => self.named(written, "strategy", MissingStrategy::NAMES),
            None => Some(MissingStrategy::default()),
        }
    }

    /// A finding is told in each language of the report.
    fn languages(&mut self, entry: &Entry) {
        let lacking: Vec<&str> = (self.content.languages().iter())
            .filter(|language| !entry.about.contains_key(*language))
            .map(String::as_str)
            .collect();
        if !lacking.is_empty() {
            let problem = format!("{} is not told in {}", quote(entry.id.get_ref()), lacking.join(", "));
            self.mistake(entry.id.span().start, problem, "add about.LANGUAGE: what must hold, as a sentence");
        }
    }

    /// The statement with the keys of the year; what is wrong is told at its place within the text.
    fn statement(&mut self, written: &Spanned<String>) -> Option<Expression> {
        let text = written.get_ref();
        // The text begins behind its quotation mark; one that holds escapes is told at its beginning at worst.
        let start = written.span().start.saturating_add(1);
        let content = self.content;
        let resolved = text
            .parse::<Expression>()
            .and_then(|expression| expression.resolve(text, |named| key(named, content)));
        match resolved {
            Ok(expression) if expression.right.is_some() => Some(expression),
            Ok(_) => {
                let remedy = "state something: two expressions with =, !=, <, <=, > or >= between them";
                self.mistake(start, format!("{} states nothing", quote(text)), remedy);
                None
            }
            Err(error) => {
                let at = start.saturating_add(error.offset);
                self.mistake(at, error.problem, "see docs/expressions.md");
                None
            }
        }
    }
}

fn kinds() -> [(Rule, &'static str); KINDS.len()] {
    KINDS.map(|rule| (rule, rule.name()))
}

/// The key that a name stands for in the content's year, in canonical form.
fn key(named: &Named, content: &Content) -> Result<FigureKey, String> {
    let reference = Reference::from_str(named.text()).map_err(|error| error.to_string())?;
    let target = reference.resolve(&content.outline.aliases, content.manifest.report.year);
    match target.map_err(|error| error.to_string())? {
        Target::Figure(key) => {
            content.canonical(&key).map_err(|words| format!("{}; {}", words.problem, words.remedy))
        }
        Target::Cell { .. } => Err("a cell is no figure; state the value, and name its key".to_owned()),
    }
}
