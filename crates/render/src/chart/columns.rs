//! Bars that stand: one trace over time.

use figures::Decimal;

use super::frame::Frame;
use super::labels::{Labels, by_weight, every};
use super::plot::{Plot, Trace};
use super::scale::{Axis, Scale};
use super::scene::{Anchor, Box4, Scene, Words};
use super::type_width::{LINE, width};
use super::{rows, ticks};

/// The most that a column is wide.
const MOST_WIDTH: i32 = 44;

/// The most columns that lie down on a phone where their values have no room above them.
const MOST_LYING: usize = 24;

/// Lays the only trace of a plot out in columns. Where some value has no room at its column, they lie on a phone, and have an axis else.
pub(super) fn lay(plot: &Plot, trace: &Trace, frame: Frame) -> Scene {
    let (low, high) = plot.extent().unwrap_or_default();
    let bare = (low.min(Decimal::ZERO), high.max(Decimal::ZERO));
    let (scene, whole) = stand(plot, trace, frame, bare, None);
    if whole {
        return scene;
    }
    if frame == Frame::Narrow && plot.slots.len() <= MOST_LYING {
        return rows::lay(plot, frame);
    }
    let axis = Axis::around((low, high), true, 4);
    stand(plot, trace, frame, axis.ends, Some(&axis)).0
}

/// The columns between two ends; says whether every value is printed.
fn stand(
    plot: &Plot,
    trace: &Trace,
    frame: Frame,
    ends: (Decimal, Decimal),
    axis: Option<&Axis>,
) -> (Scene, bool) {
    let marks = axis.and_then(|axis| ticks::texts(plot, axis));
    let left = ticks::room(&marks);
    let columns = Columns::of(plot, frame, left);
    let below = if ends.0 < Decimal::ZERO { LINE } else { 0 };
    let bottom = LINE + frame.height();
    let scale = Scale::new(ends, (bottom - below, LINE));
    let mut scene = Scene { width: frame.width(), height: bottom + LINE + 6, ..Scene::default() };
    if let Some(axis) = axis {
        ticks::across(&mut scene, axis, &marks, scale, (left, frame.width()));
    }
    let zero = scale.at(Decimal::ZERO);
    for slot in 0..plot.slots.len() {
        column(&mut scene, trace, slot, &columns, (zero, scale));
    }
    scene.stroke("c-axis", vec![(left, zero), (frame.width(), zero)]);
    let whole = values(&mut scene, trace, &columns, scale);
    names(&mut scene, plot, &columns, bottom + LINE);
    (scene, whole)
}

/// Where columns stand.
struct Columns {
    left: i32,
    right: i32,
    pitch: i32,
    width: i32,
}

impl Columns {
    fn of(plot: &Plot, frame: Frame, left: i32) -> Self {
        let count = i32::try_from(plot.slots.len()).unwrap_or(i32::MAX).max(1);
        let pitch = ((frame.width() - left) / count).max(2);
        Self { left, right: frame.width(), pitch, width: (pitch * 2 / 3).clamp(1, MOST_WIDTH) }
    }

    fn middle(&self, slot: usize) -> i32 {
        let slot = i32::try_from(slot).unwrap_or_default();
        (self.left + self.pitch.saturating_mul(slot) + self.pitch / 2).min(self.right)
    }
}

fn column(scene: &mut Scene, trace: &Trace, slot: usize, columns: &Columns, (zero, scale): (i32, Scale)) {
    let Some(number) = trace.number(slot) else { return };
    let end = scale.at(number);
    let height = (end - zero).abs().max(1);
    let top = if number < Decimal::ZERO { zero } else { zero - height };
    scene.bar("c-tone0", (columns.middle(slot) - columns.width / 2, top), (columns.width, height));
}

/// The values that have room, and the dash of each that is missing; says whether these are all.
fn values(scene: &mut Scene, trace: &Trace, columns: &Columns, scale: Scale) -> bool {
    let mut whole = true;
    let mut labels = Labels::new((columns.left, columns.right));
    let zero = scale.at(Decimal::ZERO);
    for (slot, number) in trace.numbers() {
        let (middle, end) = (columns.middle(slot), scale.at(number));
        let (left, right) = (middle - columns.width / 2, middle + columns.width / 2);
        labels.keep(Box4 { left, top: end.min(zero), right, bottom: end.max(zero) });
    }
    let missing = (0..trace.data.len()).filter(|slot| trace.number(*slot).is_none());
    for slot in missing.chain(by_weight(trace)) {
        let Some(datum) = trace.datum(slot) else { continue };
        let number = trace.number(slot);
        let end = scale.at(number.unwrap_or_default());
        let base = if number.is_some_and(|n| n < Decimal::ZERO) { end + LINE - 3 } else { end - 5 };
        let class = if number.is_some() { "c-value" } else { "c-value c-none" };
        let mut words = Words::new(class, (columns.middle(slot), base), Anchor::Middle, &datum.text);
        words.sign.clone_from(&datum.sign);
        whole &= labels.write(scene, words);
    }
    whole
}

/// The names of the periods under the columns, as many as have room, the last among them.
fn names(scene: &mut Scene, plot: &Plot, columns: &Columns, base: i32) {
    let widest = plot.slots.iter().map(|slot| width(&slot.label)).max().unwrap_or_default();
    let every = every(widest, columns.pitch);
    let mut labels = Labels::new((columns.left, columns.right));
    for (slot, of) in plot.slots.iter().enumerate().rev().step_by(every) {
        labels.write(scene, Words::new("c-name", (columns.middle(slot), base), Anchor::Middle, &of.label));
    }
}
