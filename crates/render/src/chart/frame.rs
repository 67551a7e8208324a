//! The two widths that a plot is laid out for.

/// For which reader a drawing is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A column of text on a desk or on paper.
    Wide,
    /// A phone 320 pixels across, less the margins of page and chart.
    Narrow,
}

impl Frame {
    /// Both, in the order in which they are written.
    pub(super) const BOTH: [Self; 2] = [Self::Wide, Self::Narrow];

    /// Its width in pixels.
    pub(super) fn width(self) -> i32 {
        match self {
            Self::Wide => 640,
            Self::Narrow => 280,
        }
    }

    /// The class by which the stylesheet shows it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }

    /// The height of what runs over time, without its labels.
    pub(super) fn height(self) -> i32 {
        match self {
            Self::Wide => 220,
            Self::Narrow => 170,
        }
    }
}
