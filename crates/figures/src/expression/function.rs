//! Functions of expressions, and how many arguments each takes.

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// The sum of all figures of its arguments.
    Sum,
    /// Their mean.
    Mean,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// How many of them have a value.
    Count,
    /// A number without its sign.
    Abs,
    /// `share(part, whole)`, in percent.
    Share,
    /// `growth(earlier, later)`, in percent of the earlier.
    Growth,
    /// `difference(earlier, later)`: later less earlier.
    Difference,
    /// `round(number, decimals)`, halves away from zero.
    Round,
}

impl Function {
    /// Every function with its name.
    pub const NAMES: [(Self, &'static str); 10] = [
        (Self::Sum, "sum"),
        (Self::Mean, "mean"),
        (Self::Min, "min"),
        (Self::Max, "max"),
        (Self::Count, "count"),
        (Self::Abs, "abs"),
        (Self::Share, "share"),
        (Self::Growth, "growth"),
        (Self::Difference, "difference"),
        (Self::Round, "round"),
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(f, _)| *f == self).map_or("sum", |(_, n)| n)
    }

    /// The function of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(f, _)| *f)
    }

    /// How many arguments it takes; `None` for one or more, among which may be keys with wildcards.
    #[must_use]
    pub fn arguments(self) -> Option<usize> {
        match self {
            Self::Sum | Self::Mean | Self::Min | Self::Max | Self::Count => None,
            Self::Abs => Some(1),
            Self::Share | Self::Growth | Self::Difference | Self::Round => Some(2),
        }
    }

    /// The arguments as the documentation names them.
    pub(super) fn usage(self) -> &'static str {
        match self {
            Self::Sum => "sum(a, b, …)",
            Self::Mean => "mean(a, b, …)",
            Self::Min => "min(a, b, …)",
            Self::Max => "max(a, b, …)",
            Self::Count => "count(a, b, …)",
            Self::Abs => "abs(number)",
            Self::Share => "share(part, whole)",
            Self::Growth => "growth(earlier, later)",
            Self::Difference => "difference(earlier, later)",
            Self::Round => "round(number, decimals)",
        }
    }
}
