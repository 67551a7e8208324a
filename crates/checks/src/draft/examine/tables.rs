//! Tables whose totals their own cells deny, and the note for those that miss by rounding only.
//!
//! A row or column counts as a total by its name. What is told needs lines that do add up, as evidence that the table is to be read so; a
//! single column needs a total at its end and a small miss. Subtotals, two totals, cells that are not read: nothing is told.

pub(super) mod grid;
mod lines;
mod together;

use figures::Rational;

use self::grid::{Content, Grid};
use self::lines::{Line, Outcome, Place};
use crate::draft::telling::{Found, Message};
use crate::draft::{Draft, Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::Lexicon;

/// The most notes of one mark.
const MOST_NOTES: usize = 12;

/// At most one mark for the totals of each direction of a table, or one note where rounding alone keeps its parts from adding up.
pub(super) fn broken(draft: &Draft, block: usize, lexicon: &Lexicon) -> Vec<Found> {
    let grid = draft.blocks.get(block).and_then(|b| Grid::of(draft, b, lexicon));
    let Some(grid) = grid else { return Vec::new() };
    let down = Direction::of(&grid, vec![lines::of_total_row(&grid)]);
    let across = Direction::of(&grid, lines::of_total_column(&grid));
    let lone = down.judged.iter().filter(|(_, outcome)| *outcome != Outcome::Open).count() == 1;
    let enough = across.fits() >= 2 || lone && across.fits() == 0;
    let mut marks: Vec<Found> = Vec::new();
    marks.extend(down.mark(draft, block, &grid, down.fits() >= 1 || enough && lone));
    let other = across.mark(draft, block, &grid, across.fits() >= 2);
    // A total of totals that is wrong misses both ways.
    marks.extend(other.filter(|other| marks.iter().all(|mark| mark.span != other.span)));
    if marks.is_empty() {
        marks.extend(together::apart(block, &grid, [&down.judged, &across.judged]));
    }
    if marks.is_empty() {
        marks.extend(rounding(block, &[&down, &across], &grid));
    }
    marks.extend(shares(block, &grid, &down));
    marks
}

/// The lines of one direction with what they say.
struct Direction {
    judged: Vec<(Line, Outcome)>,
}

impl Direction {
    /// Of several ways to group cells, and to read their digits, the one in which most lines add up.
    fn of(grid: &Grid, ways: Vec<Vec<Line>>) -> Self {
        let mut best = Self { judged: Vec::new() };
        for lines in &ways {
            for reading in [0_usize, 1] {
                let judged = lines.iter().map(|line| (line.clone(), line.outcome(grid, reading)));
                let next = Self { judged: judged.collect() };
                if best.judged.is_empty() || next.fits() > best.fits() {
                    best = next;
                }
            }
        }
        best
    }

    fn fits(&self) -> usize {
        let adds = |(_, outcome): &&(Line, Outcome)| matches!(outcome, Outcome::Fits | Outcome::Rounds);
        self.judged.iter().filter(adds).count()
    }

    fn misses(&self) -> impl Iterator<Item = (&Line, &Rational, &Rational, Option<(Place, i32)>)> {
        self.judged.iter().filter_map(|(line, outcome)| match outcome {
            Outcome::Misses { sum, total, slip } => Some((line, sum, total, *slip)),
            Outcome::Fits | Outcome::Rounds | Outcome::Open => None,
        })
    }

    /// One mark for all totals that miss, at the first of them.
    fn mark(&self, draft: &Draft, block: usize, grid: &Grid, evident: bool) -> Option<Found> {
        let misses: Vec<_> = self.misses().collect();
        // Where more lines miss than add up, they are of another kind, unless each total holds more than its parts.
        let more = misses.iter().all(|(_, sum, total, _)| total > sum);
        let outnumbered = misses.len() > self.fits() && !(more && self.fits() >= 2) && misses.len() > 1;
        if !evident || outnumbered {
            return None;
        }
        let (line, sum, total, slip) = misses.first()?;
        let span = |place: Place| {
            grid.at(place).map(|cell| Span { block, start: cell.span.start, end: cell.span.end })
        };
        let mut notes = Vec::new();
        for (line, sum, total, _) in misses.iter().skip(1).take(MOST_NOTES) {
            notes.push(Note { text: told(sum, total, ["total-less", "total-more"]), span: span(line.total) });
        }
        if let Some((place, power)) = slip {
            let way = Message::new(if *power > 0 { "cell-more" } else { "cell-less" });
            let text = way.number("times", &Rational::power_of_ten(power.saturating_abs()));
            notes.push(Note { text, span: span(*place) });
        }
        if misses.len() > 1 && more {
            let rests: Vec<Rational> = misses.iter().map(|(_, sum, total, _)| total.minus(sum)).collect();
            notes.push(not_shown(&rests).noted());
        }
        let at = span(line.total)?;
        let words = draft.words(&at);
        Some(Mark {
            id: format!("table-total-{block}-{}", at.start),
            rule: "table-total".to_owned(),
            severity: Severity::Warning,
            message: told(sum, total, ["table-total-less", "table-total-more"]).with("own", words),
            span: at,
            notes,
            help: Message::new("table-total-help"),
            figure: None,
            link: None,
        })
    }
}

/// What is told where each total holds more than its parts; surer where what the last leaves is what the others leave together.
fn not_shown(rests: &[Rational]) -> Message {
    let Some((last, others)) = rests.split_last().filter(|(_, others)| others.len() >= 2) else {
        return Message::new("not-shown");
    };
    let made = others.iter().fold(Rational::zero(), |sum, rest| sum.plus(rest));
    let same = super::stated::around(last, &Rational::power_of_ten(-2)).contains(made.clone());
    if same {
        Message::new("not-shown-same").number("made", &made).number("last", last)
    } else {
        Message::new("not-shown")
    }
}

/// What the parts make, and by how much the total is less or more.
fn told(sum: &Rational, total: &Rational, [less, more]: [&'static str; 2]) -> Message {
    let rest = total.minus(sum);
    let way = Message::new(if rest.is_negative() { less } else { more });
    way.number("sum", sum).number("rest", &rest.abs())
}

/// The note that a table may not add up due to rounding: where that is the only reason.
fn rounding(block: usize, directions: &[&Direction], grid: &Grid) -> Option<Found> {
    let all = || directions.iter().flat_map(|direction| &direction.judged);
    let sure = directions.iter().any(|direction| direction.fits() >= 2);
    let none_misses = directions.iter().all(|direction| direction.misses().next().is_none());
    let (line, _) = all().find(|(_, outcome)| *outcome == Outcome::Rounds).filter(|_| sure && none_misses)?;
    let cell = grid.at(line.total)?;
    Some(Mark {
        id: format!("rounding-{block}"),
        rule: "rounding".to_owned(),
        severity: Severity::Note,
        span: Span { block, start: cell.span.start, end: cell.span.end },
        message: Message::new("rounding"),
        notes: Vec::new(),
        help: Message::new("rounding-help"),
        figure: None,
        link: None,
    })
}

/// Shares of one whole that do not make a hundred, in a column that says so and has no total.
fn shares(block: usize, grid: &Grid, down: &Direction) -> Option<Found> {
    if !down.judged.is_empty() || grid.labels.iter().any(|name| name.subtotal || name.total) {
        return None;
    }
    let (column, _) = grid.heads.iter().enumerate().skip(1).find(|(_, head)| head.share)?;
    let mut parts = Vec::new();
    for row in 0..grid.rows.len() {
        match &grid.at((row, column))?.content {
            Content::Number(readings) => parts.push((row, readings.first()?)),
            Content::Nothing => {}
            Content::Other => return None,
        }
    }
    let whole = Line { total: (0, 0), parts: Vec::new(), rounded: true, percent: true };
    let (sum, made) = whole.sum(parts.iter().map(|(_, number)| *number))?;
    let hundred = Rational::from(100);
    let near = super::stated::around(&hundred, &super::stated::tenths(1))
        .meets(&figures::Interval::point(made.clone()));
    if parts.len() < 3 || sum.contains(hundred) || !near {
        return None;
    }
    let last = grid.at((parts.last()?.0, column))?;
    Some(Mark {
        id: format!("shares-{block}-{column}"),
        rule: "shares".to_owned(),
        severity: Severity::Warning,
        span: Span { block, start: last.span.start, end: last.span.end },
        message: Message::new("shares").number("sum", &made),
        notes: Vec::new(),
        help: Message::new("shares-help"),
        figure: None,
        link: None,
    })
}

#[cfg(test)]
mod tests;
