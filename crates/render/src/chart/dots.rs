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

/// From a dot's middle to its label.
const GAP: i32 = 9;

/// Lays a plot out in rows of dots.
pub(super) fn lay(plot: &Plot, frame: Frame) -> Scene {
    let rows = Rows::of(plot, frame);
    let axis = Axis::around(plot.extent().unwrap_or_default(), false, 4);
    let scale = Scale::new(axis.ends, rows.dots);
    let mut scene = Scene { width: frame.width(), ..Scene::default() };
    let bottom = rows.height * i32::try_from(plot.traces.len()).unwrap_or_default() + 4;
    let marks = ticks::texts(plot, &axis);
    ticks::down(&mut scene, &axis, &marks, scale, (0, bottom));
    for (i, trace) in (0..).zip(&plot.traces) {
        let top = i * rows.height;
        let y = top + rows.middle;
        let base = if frame == Frame::Wide { y + 4 } else { top + 13 };
        for text in wrap(&trace.label, rows.label, 1) {
            scene.words(Words::new("c-label", (0, base), Anchor::Start, text));
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
    /// Where the dots may begin and end.
    dots: (i32, i32),
    /// Whether labels stand beside the dots.
    beside: bool,
    height: i32,
    /// From a row's top to its dots.
    middle: i32,
}

impl Rows {
    fn of(plot: &Plot, frame: Frame) -> Self {
        let named = plot.traces.iter().map(|t| width(&t.label).min(MOST_LABEL)).max().unwrap_or_default();
        let start = if frame == Frame::Wide && named > 0 { named + 16 } else { 0 };
        let (before, after) = sides(plot);
        let beside = frame.width() - start - before - after >= LEAST;
        let dots =
            if beside { (start + before, frame.width() - after) } else { (start + 10, frame.width() - 10) };
        let lines = i32::try_from(plot.slots.len()).unwrap_or_default();
        let over = if beside && lines > 2 { LINE } else { 0 };
        let name = if frame == Frame::Narrow && named > 0 { LINE } else { 0 };
        let middle = name + over + 13;
        let height = middle + 13 + if beside { 0 } else { lines * LINE };
        let label = if frame == Frame::Wide { MOST_LABEL } else { frame.width() };
        Self { label, dots, beside, height, middle }
    }
}

/// The room that labels need on both sides of the dots.
fn sides(plot: &Plot) -> (i32, i32) {
    let (mut before, mut after) = (10, 10);
    for trace in &plot.traces {
        let dots = in_order(trace);
        let room = |slot: usize| width(&text(plot, trace, slot)) + width(sign(trace, slot)) + GAP + 4;
        if let (Some((first, _)), true) = (dots.first(), dots.len() > 1) {
            before = before.max(room(*first));
        }
        if let Some((last, _)) = dots.last() {
            after = after.max(room(*last));
        }
    }
    (before, after)
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
            // What comes last is filled, what comes before it is hollow.
            let form = self.plot.slots.len().saturating_sub(slot + 1);
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

    /// Values outwards; what is missing after the last.
    fn label_beside(&self, scene: &mut Scene, dots: &[(usize, Decimal)]) {
        let mut labels = Labels::new((0, scene.width));
        let mut after = self.rows.dots.0;
        for (i, (slot, number)) in dots.iter().enumerate() {
            let x = self.scale.at(*number);
            let (at, anchor) = match i {
                _ if i + 1 == dots.len() => ((x + GAP, self.y + 4), Anchor::Start),
                0 => ((x - GAP, self.y + 4), Anchor::End),
                _ => ((x, self.y - 9), Anchor::Middle),
            };
            let words = self.words(*slot, at, anchor);
            after = after.max(words.room().right + 2 * GAP);
            labels.write(scene, words);
        }
        for slot in self.missing() {
            let words = self.words(slot, (after, self.y + 4), Anchor::Start);
            after = words.room().right + 2 * GAP;
            labels.write(scene, words);
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

    fn missing(&self) -> impl Iterator<Item = usize> {
        let lacks = |slot: &usize| self.trace.number(*slot).is_none() && self.trace.datum(*slot).is_some();
        (0..self.trace.data.len()).filter(lacks)
    }
}
