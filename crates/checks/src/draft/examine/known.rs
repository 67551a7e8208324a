//! Figures by unit, to look a quantity up.

use std::collections::BTreeMap;

use figures::{Figure, Interval, Value};

use crate::quantities::Mention;

/// Values of figures, by the code of their unit.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<String, Vec<Interval>>);

impl Known {
    /// The accepted and other values of figures. What is given for each person or other thing is found under its own unit and that of its
    /// upper part, since texts say the rest elsewhere.
    #[must_use]
    pub fn of<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Self {
        let mut known = Self::default();
        for figure in figures {
            let others = figure.alternatives.iter().map(|other| &other.value);
            for value in figure.value.iter().chain(others) {
                known.add(figure.unit.code(), value);
                if let Some((upper, _)) = figure.unit.code().rsplit_once('/') {
                    known.add(upper, value);
                }
            }
        }
        known
    }

    fn add(&mut self, unit: &str, value: &Value) {
        self.0.entry(unit.to_owned()).or_default().push(Interval::of(value));
    }

    /// Whether a reading of a mention is a value of a figure in one of its units: what its digits stand for and what the figure may be share a
    /// point.
    pub(super) fn agrees(&self, mention: &Mention) -> bool {
        let values: Vec<Interval> =
            mention.readings.iter().filter_map(|reading| reading.value()).map(|v| nominal(&v)).collect();
        let known = mention.codes().iter().filter_map(|code| self.0.get(code)).flatten();
        known.into_iter().any(|known| values.iter().any(|value| value.meets(known)))
    }
}

/// What the digits of a value stand for, whatever words limit it: those who write "over 5 000" mean a figure near it.
fn nominal(value: &Value) -> Interval {
    Interval::of(&Value { bound: figures::Bound::Exact, ..*value })
}
