//! The portfolio of a year: for each area its projects and their money, by who gives it.

use ::figures::{Answer, AnswerError, Figure, FigureKey, Period};
use figure_service::engine::Engine;
use store::{Snapshot, StoreError};

use crate::figures::NAME;

/// The lines of a portfolio and its total.
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    pub(crate) total: Option<Line>,
    /// The first of the areas asked that does not exist, and what to do.
    pub(crate) unknown: Option<(usize, String)>,
}

/// The projects of one area, or of all where `area` is empty.
pub(crate) struct Line {
    pub(crate) area: String,
    pub(crate) projects: Option<Figure>,
    pub(crate) funding: Option<Figure>,
    /// Money by source, in the order of the code list.
    pub(crate) sources: Vec<(String, Figure)>,
}

/// Reads the portfolio of a year: the areas asked, or every one that has records, in the order of the code list.
pub(crate) async fn read(
    engine: &Engine,
    snapshot: &Snapshot,
    year: i16,
    areas: &[String],
    language: Option<&str>,
) -> Result<Lines, StoreError> {
    let period = Period::Year(year).to_string();
    let listed;
    let areas = if areas.is_empty() {
        listed = with_records(engine, snapshot, &period).await?;
        listed.as_slice()
    } else {
        areas
    };
    let sources = engine.codes(snapshot, "source").await?;
    let lines = areas.iter().map(String::as_str).chain([""]);
    let keys: Vec<FigureKey> = lines.flat_map(|area| keys(area, &period, &sources)).collect();
    let answers = engine.answers(snapshot, &keys, language).await?;
    let a_line = sources.len().saturating_add(2);
    let unknown = answers.iter().position(|a| matches!(a, Answer::Error(_)));
    let unknown = unknown.and_then(|i| Some((i.checked_div(a_line)?, problem(answers.get(i)?))));
    let mut figures = answers.into_iter().map(one);
    let mut line = |area: &str| Line {
        area: area.to_owned(),
        projects: figures.next().flatten(),
        funding: figures.next().flatten(),
        sources: sources.iter().filter_map(|s| Some((s.clone(), figures.next().flatten()?))).collect(),
    };
    let lines = areas.iter().map(|area| line(area)).collect();
    let total = Some(line(""));
    Ok(Lines { lines, total, unknown })
}

/// The areas that the listing of the portfolio shows.
async fn with_records(engine: &Engine, snapshot: &Snapshot, period: &str) -> Result<Vec<String>, StoreError> {
    let key = FigureKey::new(NAME, "portfolio").with("period", period);
    let answers = engine.answers(snapshot, &[key], None).await?;
    let listings = answers.into_iter().filter_map(|answer| match answer {
        Answer::Listing(listing) => Some(listing),
        Answer::Figures(_) | Answer::Error(_) => None,
    });
    Ok(listings.flat_map(|l| l.rows).map(|row| row.id).collect())
}

/// The keys of a line: projects, money, and money by source.
fn keys(area: &str, period: &str, sources: &[String]) -> Vec<FigureKey> {
    let key = |measure: &str| {
        let key = FigureKey::new(NAME, measure).with("period", period);
        if area.is_empty() { key } else { key.with("area", area) }
    };
    let by_source = sources.iter().map(|source| key("funding").with("source", source));
    [key("count"), key("funding")].into_iter().chain(by_source).collect()
}

fn one(answer: Answer) -> Option<Figure> {
    answer.into_figures().into_iter().next()
}

fn problem(answer: &Answer) -> String {
    match answer {
        Answer::Error(
            AnswerError::NotFound { message, .. }
            | AnswerError::Invalid { message }
            | AnswerError::Unavailable { message },
        ) => message.clone(),
        Answer::Figures(_) | Answer::Listing(_) => String::new(),
    }
}
