//! Words that are written only where there is room.

use super::plot::Trace;
use super::scene::{Box4, Scene, Words};

/// How far words at an edge may be moved from what they name.
const MOST_MOVE: i32 = 14;

/// The room that is taken.
#[derive(Debug, Default)]
pub(super) struct Labels {
    taken: Vec<Box4>,
    edges: (i32, i32),
}

impl Labels {
    /// Words between two edges.
    pub(super) fn new(edges: (i32, i32)) -> Self {
        Self { taken: Vec::new(), edges }
    }

    /// Keeps room free of words.
    pub(super) fn keep(&mut self, room: Box4) {
        self.taken.push(room);
    }

    /// Writes words if nothing is in their way; says whether they were written. Near an edge they move inwards a little.
    pub(super) fn write(&mut self, scene: &mut Scene, mut words: Words) -> bool {
        let beyond = |room: Box4| (self.edges.0 - room.left).max(0) - (room.right - self.edges.1).max(0);
        words.x += beyond(words.room()).clamp(-MOST_MOVE, MOST_MOVE);
        let room = words.room();
        let free = beyond(room) == 0 && !self.taken.iter().any(|taken| taken.meets(room));
        if free {
            self.taken.push(room);
            scene.words(words);
        }
        free
    }
}

/// The slots of a trace in the order in which their values deserve a label: last, first, highest, lowest, then from the latest back.
pub(super) fn by_weight(trace: &Trace) -> Vec<usize> {
    let numbers: Vec<_> = trace.numbers().collect();
    let ends = numbers.last().into_iter().chain(numbers.first());
    // Of equal numbers the first counts: the year in which the height was reached.
    let highest = numbers.iter().rev().max_by_key(|(_, number)| number);
    let lowest = numbers.iter().min_by_key(|(_, number)| number);
    let mut order: Vec<usize> = Vec::new();
    for (slot, _) in ends.chain(highest).chain(lowest).chain(numbers.iter().rev()) {
        if !order.contains(slot) {
            order.push(*slot);
        }
    }
    order
}

/// Every how many slots a label stands so that none touches the next.
pub(super) fn every(widest: i32, pitch: i32) -> usize {
    let needed = widest.saturating_add(6);
    let times = needed.saturating_add(pitch.max(1) - 1) / pitch.max(1);
    usize::try_from(times).unwrap_or(1).max(1)
}
