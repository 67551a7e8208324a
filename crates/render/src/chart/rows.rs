//! Bars that lie: a row for each category, with its value at the bar's end.
//!
//! Every value is printed, so there is no axis to read it off. On a phone a label stands above its bar, else beside it.

use figures::Decimal;

use super::frame::Frame;
use super::plot::{Datum, Plot};
use super::scale::Scale;
use super::scene::{Anchor, Scene, Words};
use super::type_width::{LINE, width, wrap};

/// The most that the label of a group or of a bar may take beside the bars.
const MOST_LABEL: i32 = 170;

/// The widest label of a bar that stands beside it on a phone.
const MOST_BRIEF: i32 = 70;

/// Room between label, bar and value.
const GAP: i32 = 8;

/// Bars that belong together.
struct Group<'a> {
    label: &'a str,
    bars: Vec<Bar<'a>>,
}

struct Bar<'a> {
    label: &'a str,
    tone: usize,
    number: Option<Decimal>,
    datum: &'a Datum,
}

/// Lays a plot out in rows.
pub(super) fn lay(plot: &Plot, frame: Frame) -> Scene {
    let groups = groups(plot);
    let room = Room::of(&groups, frame);
    let scale = scale(&groups, &room);
    let mut scene = Scene { width: frame.width(), ..Scene::default() };
    let mut y = 0;
    for (i, group) in groups.iter().enumerate() {
        if i > 0 {
            y += room.between;
        }
        y = if room.labels.0 > 0 {
            beside(&mut scene, group, &room, scale, y)
        } else {
            above(&mut scene, group, &room, scale, y)
        };
    }
    if room.labels.0 > 0 {
        let zero = scale.at(Decimal::ZERO);
        scene.stroke("c-axis", vec![(zero, 0), (zero, y)]);
    }
    scene.height = y + 4;
    scene
}

/// A group a slot; where traces go through the same times a group a trace, so that what follows each other stands together.
fn groups(plot: &Plot) -> Vec<Group<'_>> {
    let (slots, traces) = (plot.slots.len(), plot.traces.len());
    let shared = |slot: &usize| plot.traces.iter().filter(|t| t.datum(*slot).is_some()).count() > 1;
    let by_time = plot.over_time() && (0..slots).any(|slot| shared(&slot));
    let (outer, inner) = if by_time { (traces, slots) } else { (slots, traces) };
    let bar = |outer: usize, inner: usize| {
        let (slot, trace) = if by_time { (inner, outer) } else { (outer, inner) };
        let of = plot.traces.get(trace)?;
        let label = if by_time { plot.slots.get(slot)?.label.as_str() } else { of.label.as_str() };
        // What is latest has the full tone.
        let tone = if by_time { slots - 1 - slot } else { trace };
        Some(Bar { label, tone, number: of.number(slot), datum: of.datum(slot)? })
    };
    let group = |i: usize| {
        let label = if by_time { &plot.traces.get(i)?.label } else { &plot.slots.get(i)?.label };
        Some(Group { label, bars: (0..inner).filter_map(|k| bar(i, k)).collect() })
    };
    (0..outer).filter_map(group).filter(|group| !group.bars.is_empty()).collect()
}

/// Where labels and bars stand.
struct Room {
    width: i32,
    /// Width of the labels of groups and of those of bars.
    labels: (i32, i32),
    /// Where bars may begin and end.
    bars: (i32, i32),
    thick: i32,
    between: i32,
    /// Whether groups have several bars.
    several: bool,
}

impl Room {
    fn of(groups: &[Group<'_>], frame: Frame) -> Self {
        let bars = || groups.iter().flat_map(|g| &g.bars);
        let value = |b: &Bar<'_>| width(&b.datum.text) + width(&b.datum.sign) + GAP;
        let below = |b: &&Bar<'_>| b.number.is_some_and(|n| n < Decimal::ZERO);
        let left = bars().filter(below).map(value).max().unwrap_or_default();
        let right = bars().filter(|b| !below(b)).map(value).max().unwrap_or_default();
        let of_groups = widest(groups.iter().map(|g| g.label));
        let of_bars = widest(bars().map(|b| b.label));
        let labels = match frame {
            Frame::Wide => (of_groups, of_bars),
            Frame::Narrow if of_bars == 0 && of_groups <= MOST_BRIEF => (of_groups, 0),
            Frame::Narrow if of_bars <= MOST_BRIEF => (0, of_bars),
            Frame::Narrow => (0, 0),
        };
        let gap = |width: i32| if width > 0 { width + GAP + 4 } else { 0 };
        let start = gap(labels.0) + gap(labels.1);
        let several = groups.iter().any(|g| g.bars.len() > 1);
        let (thick, between) = match (frame, several) {
            (_, true) => (13, 16),
            (Frame::Wide, false) => (18, 9),
            (Frame::Narrow, false) if labels.0 > 0 => (14, 4),
            (Frame::Narrow, false) => (14, 9),
        };
        let width = frame.width();
        Self { width, labels, several, bars: (start + left + 1, width - right), thick, between }
    }
}

fn widest<'a>(labels: impl Iterator<Item = &'a str>) -> i32 {
    let lines = labels.flat_map(|label| wrap(label, MOST_LABEL, 2));
    lines.map(|line| width(&line)).max().unwrap_or_default()
}

fn scale(groups: &[Group<'_>], room: &Room) -> Scale {
    let numbers = || groups.iter().flat_map(|g| &g.bars).filter_map(|b| b.number);
    let low = numbers().min().unwrap_or_default().min(Decimal::ZERO);
    let high = numbers().max().unwrap_or_default().max(Decimal::ZERO);
    Scale::new((low, high), room.bars)
}

/// Labels beside the bars.
fn beside(scene: &mut Scene, group: &Group<'_>, room: &Room, scale: Scale, top: i32) -> i32 {
    let lines = wrap(group.label, MOST_LABEL, 2);
    let pitch = room.thick.max(LINE) + 3;
    for (line, text) in (0..).zip(&lines) {
        scene.words(Words::new("c-label", (0, top + 13 + line * LINE), Anchor::Start, text));
    }
    let inner = room.labels.0 + GAP + 4;
    let mut y = top;
    for bar in &group.bars {
        let mut labels = wrap(bar.label, MOST_LABEL, 1);
        if let Some(label) = labels.pop().filter(|l| !l.is_empty()) {
            scene.words(Words::new("c-series", (inner, y + 13), Anchor::Start, label));
        }
        draw(scene, bar, scale, (y + (LINE - room.thick) / 2, room.thick), y + 13);
        y += pitch;
    }
    let high = i32::try_from(lines.len()).unwrap_or(1) * LINE;
    (y - 3).max(top + high)
}

/// Labels above the bars; brief ones of bars beside them.
fn above(scene: &mut Scene, group: &Group<'_>, room: &Room, scale: Scale, top: i32) -> i32 {
    let mut y = top;
    let class = if room.several { "c-label c-group" } else { "c-label" };
    for text in wrap(group.label, room.width, 2) {
        scene.words(Words::new(class, (0, y + 13), Anchor::Start, text));
        y += LINE;
    }
    let zero = scale.at(Decimal::ZERO);
    for bar in &group.bars {
        for text in wrap(bar.label, room.width, 1).into_iter().filter(|text| !text.is_empty()) {
            scene.words(Words::new("c-series", (0, y + 13), Anchor::Start, text));
            y += if room.labels.1 > 0 { 0 } else { LINE };
        }
        let inset = (LINE - room.thick) / 2;
        draw(scene, bar, scale, (y + inset, room.thick), y + 13);
        scene.stroke("c-axis", vec![(zero, y), (zero, y + LINE)]);
        y += LINE + 3;
    }
    y - 3
}

/// A bar from zero with its value at its end; a missing value is its dash at zero.
fn draw(scene: &mut Scene, bar: &Bar<'_>, scale: Scale, (top, thick): (i32, i32), base: i32) {
    let zero = scale.at(Decimal::ZERO);
    let end = bar.number.map_or(zero, |number| scale.at(number));
    let below = bar.number.is_some_and(|n| n < Decimal::ZERO);
    if bar.number.is_some() {
        // What is not nothing is seen.
        let length = (end - zero).abs().max(1);
        let start = if below { zero - length } else { zero };
        scene.bar(&format!("c-tone{}", bar.tone % 4), (start, top), (length, thick));
    }
    let (anchor, x) = if below { (Anchor::End, end - GAP / 2) } else { (Anchor::Start, end + GAP / 2) };
    let class = if bar.number.is_some() { "c-value" } else { "c-value c-none" };
    let mut words = Words::new(class, (x, base), anchor, &bar.datum.text);
    words.sign.clone_from(&bar.datum.sign);
    scene.words(words);
}
