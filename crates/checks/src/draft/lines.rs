//! Where the lines of a text begin, so that a byte becomes a line and a column.

/// A text with the beginnings of its lines.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: String) -> Self {
        let starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at.saturating_add(1))).collect();
        Self { text, starts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub(super) fn at(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..byte.min(self.text.len())).unwrap_or_default();
        (line, before.chars().count().saturating_add(1))
    }

    /// A line from 1, without its end, and the byte that it begins at.
    pub(super) fn line(&self, number: usize) -> Option<(usize, &str)> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let text = self.text.get(start..)?.split('\n').next()?;
        Some((start, text.strip_suffix('\r').unwrap_or(text)))
    }
}
