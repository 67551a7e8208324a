//! Dots with the range between them: a row for each trace, a dot for each slot.
//!
//! The outermost dots carry their labels outwards, those between them above; where labels would leave the dots no room they stand under
//! the row instead, a line each. Zero need not be on the axis: what counts is the distance.

use figures::Decimal;

use super::frame::Frame;
use super::labels::Labels;
use super::plot::{Plot, Trace};
use super::scale::{Axis, Scale};
use super::scene::{Anchor, Scene, Words};
use super::ticks;
use super::type_width::{LINE, width, wrap};

/// The most that a row's label may take beside the dots.
const MOST_LABEL: i32 = 170;

/// The least that the dots need from end to end.
const LEAST: i32 = 110;

/// How often room for labels is looked for before they move under their row.
const MOST_ROUNDS: usize = 24;

/// From a dot's middle to its label.
const GAP: i32 = 9;

/// Lays a plot out in rows of dots.
pub(super) fn lay(plot: &Plot, frame: Frame) -> Scene {
    let axis = Axis::around(plot.range(), false, 5);
    let rows = Rows::of(plot, &axis, frame);
    let scale = Scale::new(axis.ends, rows.dots);
    let mut scene = Scene { width: frame.width(), ..Scene::default() };
    let bottom = rows.height * i32::try_from(plot.traces.len()).unwrap_or_default() + 4;
    let marks = ticks::texts(plot, &axis);
    ticks::down(&mut scene, &axis, &marks, scale, (0, bottom));
    for (i, trace) in (0..).zip(&plot.traces) {
        let top = i * rows.height;
        let y = top + rows.middle;
        let lines = wrap(&trace.label, rows.label, 2);
        let over = i32::try_from(lines.len()).unwrap_or(1).saturating_sub(1) * LINE / 2;
        let base = if frame == Frame::Wide { y + 4 - over } else { top + 13 };
        for (line, text) in (0..).zip(lines) {
            scene.words(Words::new("c-label", (0, base + line * LINE), Anchor::Start, text));
        }
        Row { plot, trace, y, scale, rows: &rows }.draw(&mut scene);
    }
    scene.height = bottom + if marks.is_some() { LINE + 4 } else { 4 };
    scene
}

/// What the rows have in common.
struct Rows {
    /// The most that a label may be wide.
    label: i32,
    /// Where the row begins beside its label.
    start: i32,
    /// Where the dots may begin and end.
    dots: (i32, i32),
    /// Whether labels stand beside the dots.
    beside: bool,
    height: i32,
    /// From a row's top to its dots.
    middle: i32,
}

impl Rows {
    fn of(plot: &Plot, axis: &Axis, frame: Frame) -> Self {
        let label = if frame == Frame::Wide { MOST_LABEL } else { frame.width() };
        let names: Vec<Vec<String>> = plot.traces.iter().map(|t| wrap(&t.label, label, 2)).collect();
        let named = names.iter().flatten().map(|line| width(line)).max().unwrap_or_default();
        let name_lines =
            names.iter().map(Vec::len).max().and_then(|n| i32::try_from(n).ok()).unwrap_or_default();
        let start = if frame == Frame::Wide && named > 0 { named + 16 } else { 0 };
        let edges = (start, frame.width());
        let fitted = fit(plot, axis, edges);
        let (beside, dots) = (fitted.is_some(), fitted.unwrap_or((start + 10, frame.width() - 10)));
        let lines = plot.traces.iter().map(|t| t.data.iter().flatten().count()).max();
        let lines = lines.and_then(|n| i32::try_from(n).ok()).unwrap_or_default();
        let over = if beside && plot.traces.iter().any(|t| t.numbers().count() > 2) { LINE } else { 0 };
        let names = if named > 0 { name_lines * LINE } else { 0 };
        let (middle, below) = match frame {
            Frame::Narrow => (names + over + 11, 13),
            Frame::Wide => (over + names.max(LINE) / 2 + 5, names.max(LINE) / 2 + 5),
        };
        let height = middle + below + if beside { 0 } else { lines * LINE };
        Self { label, start, dots, beside, height, middle }
    }
}

/// Where the dots may begin and end so that the outermost labels of each row fit beside them; `None` where that leaves them no room.
fn fit(plot: &Plot, axis: &Axis, (start, end): (i32, i32)) -> Option<(i32, i32)> {
    let (mut from, mut to) = (start + 10, end - 10);
    for _ in 0..MOST_ROUNDS {
        let scale = Scale::new(axis.ends, (from, to));
        let (mut before, mut after) = (0, 0);
        for trace in &plot.traces {
            let dots = in_order(trace);
            let room = |slot: usize| width(&text(plot, trace, slot)) + width(sign(trace, slot)) + GAP + 2;
            if let (Some((slot, number)), true) = (dots.first(), dots.len() > 1) {
                before = before.max(start - (scale.at(*number) - room(*slot)));
            }
            if let Some((slot, number)) = dots.last() {
                after = after.max(scale.at(*number) + room(*slot) - end);
            }
        }
        (from, to) = (from + before, to - after);
        if to - from < LEAST {
            return None;
        }
        if before == 0 && after == 0 {
            let fits = |trace: &Trace| lacking(plot, trace, scale, (start, end)).is_some();
            return plot.traces.iter().all(fits).then_some((from, to));
        }
    }
    None
}

/// Where the labels of a row's missing values begin: after its last label, else before its first; `None` where one has no room.
fn lacking(plot: &Plot, trace: &Trace, scale: Scale, (start, end): (i32, i32)) -> Option<Vec<(usize, i32)>> {
    let room = |slot: usize| width(&text(plot, trace, slot)) + width(sign(trace, slot)) + GAP;
    let dots = in_order(trace);
    let first = dots.first().map(|(slot, number)| {
        let label = if dots.len() > 1 { room(*slot) } else { 0 };
        scale.at(*number) - label - GAP
    });
    let last = dots.last().map(|(slot, number)| scale.at(*number) + room(*slot) + GAP);
    let (mut before, mut after) = (start, last.unwrap_or(start));
    let missing = (0..trace.data.len()).filter(|slot| trace.datum(*slot).is_some_and(|d| d.number.is_none()));
    let place = |slot: usize| {
        let from = if after + room(slot) <= end { &mut after } else { &mut before };
        let x = *from;
        *from += room(slot) + GAP;
        let free = x >= last.unwrap_or(start) || x + room(slot) <= first.unwrap_or(end);
        (free && x + room(slot) <= end).then_some((slot, x))
    };
    missing.map(place).collect()
}

/// The dots of a row from the lowest on; of equal ones in the order of their slots.
fn in_order(trace: &Trace) -> Vec<(usize, Decimal)> {
    let mut dots: Vec<_> = trace.numbers().collect();
    dots.sort_by_key(|(_, number)| *number);
    dots
}

fn text(plot: &Plot, trace: &Trace, slot: usize) -> String {
    let label = plot.slots.get(slot).map_or("", |s| s.label.as_str());
    let value = trace.datum(slot).map_or("", |d| d.text.as_str());
    if label.is_empty() { value.to_owned() } else { format!("{label}\u{2002}{value}") }
}

fn sign(trace: &Trace, slot: usize) -> &str {
    trace.datum(slot).map_or("", |d| d.sign.as_str())
}

/// One trace's dots.
struct Row<'a> {
    plot: &'a Plot,
    trace: &'a Trace,
    y: i32,
    scale: Scale,
    rows: &'a Rows,
}

impl Row<'_> {
    fn draw(&self, scene: &mut Scene) {
        let dots = in_order(self.trace);
        if let (Some((_, low)), Some((_, high))) = (dots.first(), dots.last()) {
            scene.stroke("c-range", vec![(self.scale.at(*low), self.y), (self.scale.at(*high), self.y)]);
        }
        for (slot, number) in &dots {
            // What comes last is filled, what comes before it is hollow and has another form.
            let form = dots.iter().filter(|(other, _)| other > slot).count();
            let class = if form == 0 { "c-mark c-tone0" } else { "c-mark c-hollow" };
            scene.dot(class, form, (self.scale.at(*number), self.y));
        }
        if self.rows.beside { self.label_beside(scene, &dots) } else { self.label_below(scene) }
    }

    fn words(&self, slot: usize, at: (i32, i32), anchor: Anchor) -> Words {
        let class = if self.trace.number(slot).is_some() { "c-value" } else { "c-value c-none" };
        let mut words = Words::new(class, at, anchor, text(self.plot, self.trace, slot));
        sign(self.trace, slot).clone_into(&mut words.sign);
        words
    }

    /// Values outwards; what is missing where they leave room.
    fn label_beside(&self, scene: &mut Scene, dots: &[(usize, Decimal)]) {
        let mut labels = Labels::new((0, scene.width));
        for (i, (slot, number)) in dots.iter().enumerate() {
            let x = self.scale.at(*number);
            let (at, anchor) = match i {
                _ if i + 1 == dots.len() => ((x + GAP, self.y + 4), Anchor::Start),
                0 => ((x - GAP, self.y + 4), Anchor::End),
                _ => ((x, self.y - 9), Anchor::Middle),
            };
            labels.write(scene, self.words(*slot, at, anchor));
        }
        let edges = (self.rows.start, scene.width);
        for (slot, x) in lacking(self.plot, self.trace, self.scale, edges).into_iter().flatten() {
            labels.write(scene, self.words(slot, (x, self.y + 4), Anchor::Start));
        }
    }

    /// A line for each slot, as near to its dot as the drawing's edges let it.
    fn label_below(&self, scene: &mut Scene) {
        let mut base = self.y + 9 + LINE - 4;
        for slot in (0..self.trace.data.len()).filter(|slot| self.trace.datum(*slot).is_some()) {
            let x = self.trace.number(slot).map_or(self.rows.dots.0, |number| self.scale.at(number));
            let mut words = self.words(slot, (x, base), Anchor::Middle);
            let room = words.room();
            words.x += (-room.left).max(0) - (room.right - scene.width).max(0);
            scene.words(words);
            base += LINE;
        }
    }
}
