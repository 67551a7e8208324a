//! Lines over time: broken where a value is missing, named at their ends.

use figures::Decimal;

use super::frame::Frame;
use super::labels::{Labels, by_weight, every};
use super::plot::{Datum, Plot, Trace};
use super::scale::{Axis, Scale};
use super::scene::{Anchor, Box4, Scene, Words};
use super::ticks;
use super::type_width::{LINE, width, wrap};

/// From the end of a line to its name.
const GAP: i32 = 16;

/// Lays a plot out as lines.
pub(super) fn lay(plot: &Plot, frame: Frame) -> Scene {
    let axis = Axis::around(plot.range(), from_zero(plot), 5);
    let marks = ticks::texts(plot, &axis);
    let left = ticks::room(&marks);
    let ends = plot.traces.iter().any(|t| !t.label.is_empty()).then(|| Ends::of(plot, frame));
    let (beside, high) = ends.as_ref().map_or((0, 0), |ends| (ends.room, ends.height()));
    let edge = frame.width() - beside.max(16);
    let top = LINE + 4;
    let bottom = top + frame.height().max(high);
    let y = Scale::new(axis.ends, (bottom, top));
    let places = places(plot, left + 16, edge);
    let mut scene = Scene { width: frame.width(), height: bottom + LINE + 6, ..Scene::default() };
    ticks::across(&mut scene, &axis, &marks, y, (left, (edge + 16).min(frame.width())));
    for (tone, trace) in plot.traces.iter().enumerate() {
        line(&mut scene, trace, tone, &places, y);
    }
    let mut labels = Labels::new((left, frame.width()));
    for trace in &plot.traces {
        for (slot, number) in trace.numbers() {
            let (x, y) = (places.get(slot).copied().unwrap_or_default(), y.at(number));
            labels.keep(Box4 { left: x - 3, top: y - 3, right: x + 3, bottom: y + 3 });
        }
    }
    if let Some(ends) = &ends {
        ends.write(&mut scene, &mut labels, y, (edge + GAP, bottom));
    }
    values(&mut scene, plot, &mut labels, &places, (y, bottom, ends.is_some()));
    names(&mut scene, plot, &places, bottom + LINE);
    scene
}

/// Whether the axis begins at zero: only what hardly moves on a far higher level is looked at more closely.
fn from_zero(plot: &Plot) -> bool {
    plot.extent().is_none_or(|(low, high)| {
        low.is_sign_negative() || low.checked_mul(2.into()).is_none_or(|twice| twice <= high)
    })
}

/// Where the slots stand: by their days, or evenly where they have none.
fn places(plot: &Plot, left: i32, right: i32) -> Vec<i32> {
    let count = i64::try_from(plot.slots.len()).unwrap_or_default();
    let at = |i: usize| i64::try_from(i).unwrap_or_default();
    let days: Vec<i64> = match plot.over_time() {
        true => plot.slots.iter().filter_map(|slot| slot.at).collect(),
        false => (0..plot.slots.len()).map(at).collect(),
    };
    let (first, last) = (days.first().copied().unwrap_or_default(), days.last().copied().unwrap_or_default());
    if count < 2 {
        return vec![left + (right - left) / 2; plot.slots.len()];
    }
    let scale = Scale::new((first.into(), last.into()), (left, right));
    days.into_iter().map(|day| scale.at(day.into())).collect()
}

/// A trace's line in its parts, and its dots.
fn line(scene: &mut Scene, trace: &Trace, tone: usize, places: &[i32], y: Scale) {
    let mut part: Vec<(i32, i32)> = Vec::new();
    let mut dots = Vec::new();
    let mut parts = Vec::new();
    for (slot, x) in places.iter().enumerate() {
        match trace.number(slot) {
            Some(number) => {
                part.push((*x, y.at(number)));
                dots.push((*x, y.at(number)));
            }
            None => parts.push(std::mem::take(&mut part)),
        }
    }
    parts.push(part);
    for part in parts.into_iter().filter(|part| part.len() > 1) {
        scene.stroke(&format!("c-line c-line{}", tone % 4), part);
    }
    for dot in dots {
        scene.dot(&format!("c-mark c-tone{}", tone % 4), tone, dot);
    }
}

/// Values at their points, as many as have room; where one is missing its dash stands on the ground.
fn values(
    scene: &mut Scene,
    plot: &Plot,
    labels: &mut Labels,
    places: &[i32],
    (y, bottom, named): (Scale, i32, bool),
) {
    for trace in &plot.traces {
        let last = trace.numbers().last().map(|(slot, _)| slot);
        for slot in by_weight(trace).into_iter().filter(|slot| !named || Some(*slot) != last) {
            let (Some(datum), Some(number)) = (trace.datum(slot), trace.number(slot)) else { continue };
            let (x, y) = (places.get(slot).copied().unwrap_or_default(), y.at(number));
            for base in [y - 9, y + 19].into_iter().filter(|base| *base < bottom - 3) {
                let mut words = Words::new("c-value", (x, base), Anchor::Middle, &datum.text);
                words.sign.clone_from(&datum.sign);
                if labels.write(scene, words) {
                    break;
                }
            }
        }
        for slot in (0..trace.data.len()).filter(|slot| trace.number(*slot).is_none()) {
            let (Some(datum), Some(x)) = (trace.datum(slot), places.get(slot)) else { continue };
            let mut words = Words::new("c-value c-none", (*x, bottom - 5), Anchor::Middle, &datum.text);
            words.sign.clone_from(&datum.sign);
            labels.write(scene, words);
        }
    }
}

fn names(scene: &mut Scene, plot: &Plot, places: &[i32], base: i32) {
    let widest = plot.slots.iter().map(|slot| width(&slot.label)).max().unwrap_or_default();
    let pitch = places.windows(2).map(|two| two[1] - two[0]).min().unwrap_or(scene.width);
    let every = every(widest, pitch);
    let mut labels = Labels::new((0, scene.width));
    for (slot, of) in plot.slots.iter().enumerate().rev().step_by(every) {
        let x = places.get(slot).copied().unwrap_or_default();
        labels.write(scene, Words::new("c-name", (x, base), Anchor::Middle, &of.label));
    }
}

/// The names of lines at their ends, each with its last value above it.
struct Ends<'a> {
    blocks: Vec<End<'a>>,
    /// What they take beside the lines.
    room: i32,
}

struct End<'a> {
    number: Decimal,
    datum: &'a Datum,
    name: Vec<String>,
}

impl End<'_> {
    fn height(&self) -> i32 {
        i32::try_from(self.name.len()).unwrap_or_default() * (LINE - 2) + LINE + 5
    }
}

impl<'a> Ends<'a> {
    fn of(plot: &'a Plot, frame: Frame) -> Self {
        let most = if frame == Frame::Wide { 190 } else { 104 };
        let end = |trace: &'a Trace| {
            let (slot, number) = trace.numbers().last()?;
            Some(End { number, datum: trace.datum(slot)?, name: wrap(&trace.label, most, 3) })
        };
        let mut blocks: Vec<End<'_>> = plot.traces.iter().filter_map(end).collect();
        blocks.sort_by_key(|end| std::cmp::Reverse(end.number));
        let value = |end: &End<'_>| width(&end.datum.text) + width(&end.datum.sign);
        let name = |end: &End<'_>| end.name.iter().map(|line| width(line)).max().unwrap_or_default();
        let widest = blocks.iter().map(|end| value(end).max(name(end))).max().unwrap_or_default();
        Self { blocks, room: widest + GAP }
    }

    /// The height that all of them need.
    fn height(&self) -> i32 {
        self.blocks.iter().map(End::height).sum()
    }

    /// Writes each as near to its line's end as the others let it, none below `bottom`.
    fn write(&self, scene: &mut Scene, labels: &mut Labels, y: Scale, (x, bottom): (i32, i32)) {
        let mut tops: Vec<i32> = Vec::new();
        let mut free = 0;
        for end in &self.blocks {
            let top = (y.at(end.number) - 10).max(free);
            tops.push(top);
            free = top + end.height();
        }
        let mut most = bottom;
        for (top, end) in tops.iter_mut().zip(&self.blocks).rev() {
            *top = (*top).min(most - end.height());
            most = *top;
        }
        for (top, end) in tops.into_iter().zip(&self.blocks) {
            let (at, named) = (y.at(end.number), top + 10);
            if (at - named).abs() > 4 {
                scene.stroke("c-leader", vec![(x - GAP + 6, at), (x - 3, named)]);
            }
            let mut value = Words::new("c-value", (x, top + 15), Anchor::Start, &end.datum.text);
            value.sign.clone_from(&end.datum.sign);
            let names = (1..).zip(&end.name).map(|(line, text)| {
                Words::new("c-series", (x, top + 15 + line * (LINE - 2)), Anchor::Start, text)
            });
            for words in std::iter::once(value).chain(names) {
                labels.keep(words.room());
                scene.words(words);
            }
        }
    }
}
