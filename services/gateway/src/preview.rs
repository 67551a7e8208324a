//! What would change if a figure had another value: findings that appear or go, numbers of the report that are printed otherwise.
//!
//! The documents that print the figure are assembled once more from the answers that they rest on, with the value put in and the figures
//! that are computed from the same records moved with it, and the check is run over them. Services are not asked and nothing is kept: what
//! only a service can compute stays as it is and is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::consequences::{self, Consequences, NoValue, settled};
use checks::quantities::Lexicon;
use figures::{Answer, AnswerError, Decimals, Figure, FigureKey, Sought, Value};
use report::model::{FindingCounts, PageId, Reprinted};
use report::{AssembleOptions, Problem, Report, assemble};

use crate::app::Inner;
use crate::check::{Checked, found};
use crate::content::Loaded;
use crate::error::GatewayError;

/// What is asked: which figure, with which value, and the language in which printed numbers are told.
pub(crate) struct Supposed {
    /// The figure's key.
    pub(crate) key: String,
    /// The value: digits in the base unit, or a quantity as the language writes it.
    pub(crate) value: String,
    /// The language; empty for the report's first.
    pub(crate) language: String,
}

/// What would change.
pub(crate) struct Preview {
    /// The check as it is.
    pub(crate) checked: Arc<Checked>,
    /// The figure as it is.
    pub(crate) before: Figure,
    /// The figure as it would be.
    pub(crate) after: Figure,
    /// What the check would find otherwise.
    pub(crate) findings: Consequences,
    /// How many findings would be open.
    pub(crate) counts: FindingCounts,
    /// What would be printed otherwise, in the language: the report's own numbers, then those of pages.
    pub(crate) printed: Vec<(Option<PageId>, Reprinted)>,
    /// Figures that are computed from the same records, as they are and as they would be.
    pub(crate) derived: Vec<(Figure, Figure)>,
    /// Keys of figures and lists that their service would make anew of the same records, and that cannot be told from here.
    pub(crate) undetermined: Vec<String>,
}

impl Inner {
    /// The figure that a key stands for, as a document prints it or a rule asks for it.
    pub(crate) async fn supposed(&self, year: &str, asked: &str) -> Result<Figure, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let key = key(asked, &loaded)?;
        let checked = self.check(year).await?;
        known(&key, &checked).ok_or_else(|| unknown(&key, &loaded))
    }

    /// What would change if a figure had another value.
    pub(crate) async fn preview(&self, year: &str, supposed: Supposed) -> Result<Preview, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let language = loaded.language(Some(&supposed.language))?.to_string();
        let key = key(&supposed.key, &loaded)?;
        let checked = self.check(year).await?;
        let before = known(&key, &checked).ok_or_else(|| unknown(&key, &loaded))?;
        let lexicon = Lexicon::new(&language, &loaded.content.codes).ok();
        let value = value(&supposed.value, &before, lexicon.as_ref()).map_err(GatewayError::NoValue)?;
        let after = Figure { value: Some(value), ..before.clone() };
        // One at a time: it takes as long as assembling a good part of everything, and anybody may ask.
        let turn = tokio::time::timeout(self.timing.deadline, self.previewing.lock()).await;
        let _turn = turn.map_err(|_| GatewayError::Busy)?;
        let previewing = move || Preview::of(checked, before, settled(after), &language);
        tokio::task::spawn_blocking(previewing)
            .await
            .map_err(|broken| GatewayError::Internal(broken.to_string()))
    }
}

/// The canonical key of one figure.
fn key(text: &str, loaded: &Loaded) -> Result<String, GatewayError> {
    let key: FigureKey =
        text.parse().map_err(|error| GatewayError::Key { field: "key".to_owned(), error })?;
    if !key.is_exact() {
        let problem = "the key stands for several figures; write the code of one in place of *".to_owned();
        return Err(GatewayError::Field { field: "key", problem });
    }
    Ok(loaded.content.canonical(&key).unwrap_or(key).to_string())
}

/// The figure as a document prints it, or a rule asks for it.
fn known(key: &str, checked: &Checked) -> Option<Figure> {
    let printed = checked.documents().find_map(|(made, _)| made.answers.figure(key).cloned());
    let asked = || {
        let lists = checked.rule_answers().values().filter_map(|answer| match answer {
            Answer::Figures(figures) => Some(figures),
            Answer::Listing(_) | Answer::Error(_) => None,
        });
        lists.flatten().find(|figure| figure.key == key).cloned()
    };
    printed.or_else(asked).map(|figure| Figure::clone(&figure))
}

/// No document and no rule asks for a figure; what is wrong with its key, where that is it.
fn unknown(key: &str, loaded: &Loaded) -> GatewayError {
    let wrong = key.parse().ok().and_then(|key: FigureKey| loaded.content.canonical(&key).err());
    let message = wrong.map_or_else(
        || format!("neither the report nor a rule of it asks for {key}, so nothing of it would change"),
        |wrong| format!("{}; {}", wrong.problem, wrong.remedy),
    );
    GatewayError::Answer(AnswerError::NotFound { what: Sought::Code, message, nearest: None })
}

/// The value that a figure would have: as exactly known as it is, or as exactly as it is written.
fn value(text: &str, figure: &Figure, lexicon: Option<&Lexicon>) -> Result<Value, NoValue> {
    let number = consequences::typed(text, figure, lexicon)?;
    let (decimals, bound) =
        figure.value.map_or((Decimals::Inf, Default::default()), |v| (v.decimals, v.bound));
    let written = i32::try_from(number.scale()).map_or(Decimals::Inf, Decimals::Exp);
    let made = Value::new(number, decimals, bound).or_else(|_| Value::new(number, written, bound));
    made.map_err(|_| NoValue::TooLarge(text.trim().to_owned()))
}

/// A figure in a language that has the value of another one.
fn valued(figure: &Figure, other: &Figure) -> Figure {
    let Figure { value, alternatives, disputed, status, sources, .. } = other.clone();
    Figure { value, alternatives, disputed, status, sources, ..figure.clone() }
}

impl Preview {
    /// A figure that a document prints or a rule asks for, as it is.
    pub(crate) fn figure(&self, key: &str) -> Option<&Figure> {
        figures(&self.checked).find(|figure| figure.key == key)
    }

    fn of(checked: Arc<Checked>, before: Figure, after: Figure, language: &str) -> Self {
        let areas = &checked.loaded.content.areas;
        let followed = consequences::derived(&before, &after, figures(&checked), areas);
        let mut undetermined = followed.undetermined;
        undetermined.extend(listings(&before, &checked));
        let changed: BTreeMap<&str, &Figure> =
            followed.figures.iter().chain([&after]).map(|figure| (figure.key.as_str(), figure)).collect();
        let Supposing { findings, counts, printed } = supposing(&checked, &changed, language);
        let was: BTreeMap<&str, &Figure> =
            figures(&checked).map(|figure| (figure.key.as_str(), figure)).collect();
        let pair = |figure: &Figure| Some(((*was.get(figure.key.as_str())?).clone(), figure.clone()));
        let derived = followed.figures.iter().filter_map(pair).collect();
        Self {
            findings,
            counts,
            printed,
            derived,
            undetermined,
            before,
            after,
            checked: Arc::clone(&checked),
        }
    }
}

/// What would be otherwise if figures had other values.
pub(crate) struct Supposing {
    /// What the check would find otherwise.
    pub(crate) findings: Consequences,
    /// How many findings would be open.
    pub(crate) counts: FindingCounts,
    /// What would be printed otherwise, in the language: the report's own numbers, then those of pages.
    pub(crate) printed: Vec<(Option<PageId>, Reprinted)>,
}

/// Assembles the documents that print any of the figures once more, as these would be, and runs the check over all.
pub(crate) fn supposing(checked: &Checked, changed: &BTreeMap<&str, &Figure>, language: &str) -> Supposing {
    let change = |figure: &Figure| Some(valued(figure, changed.get(figure.key.as_str())?));
    let content = &checked.loaded.content;
    let again = |options: &AssembleOptions, made: &crate::made::Made| {
        let answers = made.answers.with(change)?;
        Some(assemble(content, &answers, options))
    };
    let assembled: Vec<Option<(Report, Vec<Problem>)>> =
        checked.documents().map(|(made, options)| again(&options, made)).collect();
    let mut documents: Vec<(&Report, &[Problem])> = Vec::new();
    let mut printed = Vec::new();
    for ((made, options), again) in checked.documents().zip(&assembled) {
        let Some((report, problems)) = again else {
            documents.push((made.report(), made.problems.as_slice()));
            continue;
        };
        documents.push((report, problems.as_slice()));
        if options.language == language {
            let changes = report::model::reprinted(made.report(), report);
            printed.extend(changes.into_iter().map(|change| (options.page.clone(), change)));
        }
    }
    let answers = answers(checked.rule_answers(), change);
    let then = found(&checked.loaded, &documents, &answers);
    let findings = consequences::between(&checked.check.findings, &then);
    let counts = checks::finding::counts(&then);
    Supposing { findings, counts, printed }
}

/// Every figure that a document prints or a rule asks for; one that several do comes several times.
fn figures(checked: &Checked) -> impl Iterator<Item = &Figure> {
    let printed = checked.documents().flat_map(|(made, _)| &made.report().figures);
    let asked = checked.rule_answers().values().flat_map(|answer| match answer {
        Answer::Figures(figures) => figures.as_slice(),
        Answer::Listing(_) | Answer::Error(_) => &[],
    });
    printed.chain(asked).map(|figure| &**figure)
}

/// The lists in documents that show the records of a figure.
fn listings<'a>(figure: &'a Figure, checked: &'a Checked) -> impl Iterator<Item = String> + 'a {
    let listed = figure.records.iter().flat_map(|records| &records.listings);
    let shown = |key: &&String| checked.documents().any(|(made, _)| made.answers.get(key).is_some());
    listed.filter(shown).cloned()
}

/// The answers to the rules' keys with values put in.
fn answers(
    known: &BTreeMap<String, Answer>,
    change: impl Fn(&Figure) -> Option<Figure>,
) -> BTreeMap<String, Answer> {
    let mut answers = known.clone();
    for answer in answers.values_mut() {
        match answer {
            Answer::Figures(figures) => {
                for figure in figures.iter_mut() {
                    if let Some(changed) = change(figure) {
                        *figure = Arc::new(changed);
                    }
                }
            }
            Answer::Listing(_) | Answer::Error(_) => {}
        }
    }
    answers
}
