//! Means as data: of which figures, weighted by which, over the economies of an area.

use figures::FigureKey;

/// The mean of a measure's figures over the economies of the world or of a group, weighted by another measure's figures.
///
/// It is a figure of its own and no alternative to what a custodian publishes of the same area: it rests on what the bundle has of economies.
#[derive(Clone, Debug)]
pub struct Mean {
    /// The measure that is averaged. It is asked by area and period, without other dimensions.
    pub of: &'static str,
    /// What economies count for: figures that are added, each a measure and the codes of its dimensions but area and
    /// period. None is a stock: periods are compared as they are written.
    pub weights: Vec<(&'static str, Vec<(&'static str, &'static str)>)>,
    /// The least coverage, in per cent: with less the mean is withheld.
    pub least: i64,
    /// Which of the two is this measure's value.
    pub shows: Shows,
}

/// What a measure shows of a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// The mean itself.
    Mean,
    /// The share of the weight of all economies that those with a value have, in per cent.
    Coverage,
}

impl Mean {
    /// The measures whose figures it is made from.
    pub fn measures(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.of).chain(self.weights.iter().map(|(measure, _)| *measure))
    }

    /// Whether a figure is among those that it is made from.
    pub(crate) fn is_made_from(&self, key: &FigureKey) -> bool {
        self.averages(key) || self.weight_of(key) > 0
    }

    /// Whether a figure is one of those that are averaged.
    pub(crate) fn averages(&self, key: &FigureKey) -> bool {
        is_key(key, self.of, &[])
    }

    /// How often a figure is added to what its economy counts for.
    pub(crate) fn weight_of(&self, key: &FigureKey) -> usize {
        self.weights.iter().filter(|(measure, codes)| is_key(key, measure, codes)).count()
    }

    /// Whether another one is made from the same figures.
    #[must_use]
    pub fn is_over_the_same(&self, other: &Self) -> bool {
        self.of == other.of && self.weights == other.weights
    }

    pub(super) fn formula(&self) -> String {
        let mut weights: Vec<&str> = self.weights.iter().map(|(measure, _)| *measure).collect();
        weights.dedup();
        let weights = weights.join(" and ");
        match self.shows {
            Shows::Mean => format!("mean of {} weighted by {weights}", self.of),
            Shows::Coverage => format!("share of {weights} with {}", self.of),
        }
    }
}

/// Whether a key is that of a measure with these codes beside area and period, and no other.
fn is_key(key: &FigureKey, measure: &str, codes: &[(&str, &str)]) -> bool {
    key.measure == measure
        && key.dimensions.len() == codes.len().saturating_add(2)
        && codes.iter().all(|(dimension, code)| key.code(dimension) == Some(code))
}
