//! How many events a period had, by organizer, kind or area.
//!
//! Every number is a figure, asked like any other key: what is not recorded stays missing.

use ::figures::{Figure, FigureKey, Period};
use figure_service::engine::Engine;
use interchange::AreaKind;
use store::{Snapshot, StoreError};

use crate::figures::NAME;

/// By what lines are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Not at all: one line.
    All,
    Organizer,
    Kind,
    /// The regions, and what belongs to no region alone.
    Area,
}

/// The lines and their total.
pub(crate) struct Statistics {
    pub(crate) lines: Vec<Line>,
    pub(crate) total: Line,
}

/// One code's events; all of them where `code` is empty.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) events: Option<Figure>,
}

/// Reads the statistics of a period.
///
/// # Errors
/// Those of the store.
pub(crate) async fn read(
    engine: &Engine,
    snapshot: &Snapshot,
    period: &Period,
    group: Group,
    language: Option<&str>,
) -> Result<Statistics, StoreError> {
    let (dimension, codes) = codes(engine, snapshot, group).await?;
    let all = FigureKey::new(NAME, "count").with("period", &period.to_string());
    let by_code = codes.iter().map(|code| all.clone().with(dimension, code));
    let keys: Vec<FigureKey> = by_code.chain([all.clone()]).collect();
    let mut figures = engine.figures(snapshot, &keys, language).await?.into_iter();
    let mut line = |code: String| Line { code, events: figures.next().flatten() };
    let lines: Vec<Line> = codes.into_iter().map(&mut line).collect();
    let total = line(String::new());
    let lines = if group == Group::All { vec![total.clone()] } else { lines };
    Ok(Statistics { lines, total })
}

/// The dimension of a group and its codes, each of which has a line.
async fn codes(
    engine: &Engine,
    snapshot: &Snapshot,
    group: Group,
) -> Result<(&'static str, Vec<String>), StoreError> {
    Ok(match group {
        Group::All => ("", Vec::new()),
        Group::Organizer => ("organizer", engine.codes(snapshot, "organizer").await?),
        Group::Kind => ("event-kind", engine.codes(snapshot, "event-kind").await?),
        Group::Area => {
            let mut areas = engine.areas(snapshot, AreaKind::ItuRegion).await?;
            areas.extend(engine.areas(snapshot, AreaKind::Special).await?);
            ("area", areas)
        }
    })
}
