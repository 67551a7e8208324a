//! Lines and columns of byte offsets.

use interchange::Place;

/// Where the lines of a file begin.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    file: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a file's text.
    #[must_use]
    pub fn new(file: &'a str, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, starts }
    }

    /// The place of a byte offset; one beyond the end, or inside a character, is moved back to where a character begins.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |t| t.chars().count());
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place::new(self.file, number(line), number(column).saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "一二\n三四x";
        let lines = Lines::new("a.md", text);
        assert_eq!(lines.place(0).to_string(), "a.md:1:1");
        assert_eq!(lines.place(text.find('x').expect("x")).to_string(), "a.md:2:3");
        assert_eq!(lines.place(1).to_string(), "a.md:1:1");
        assert_eq!(lines.place(999).to_string(), "a.md:2:4");
    }
}
