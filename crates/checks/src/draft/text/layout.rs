//! How a text is laid out: lines that are paragraphs, or lines that were broken at a width; and the signs of lists.

/// The longest line of a text that was broken at a width, in characters.
const WIDEST: usize = 120;

/// A line that is shorter ends a paragraph, in characters.
const SHORT: usize = 45;

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A line is a paragraph.
    Lines,
    /// Paragraphs were broken into lines, with an empty line between them.
    Wrapped,
}

impl Layout {
    pub(super) fn of(source: &str) -> Self {
        let (mut lines, mut empty, mut long) = (0_usize, 0_usize, 0_usize);
        for line in source.lines() {
            lines = lines.saturating_add(1);
            let characters = line.chars().count();
            if characters > WIDEST {
                return Self::Lines;
            }
            empty = empty.saturating_add(usize::from(line.trim().is_empty()));
            long = long.saturating_add(usize::from(characters >= SHORT));
        }
        let wrapped = empty.saturating_mul(8) >= lines && long.saturating_mul(3) >= lines;
        if wrapped { Self::Wrapped } else { Self::Lines }
    }

    /// Whether a line goes on with the paragraph of the line before.
    pub(super) fn goes_on(self, before: Option<&str>, line: Option<&str>) -> bool {
        let (Self::Wrapped, Some(before), Some(line)) = (self, before, line) else { return false };
        let text = line.trim_start();
        let begins =
            text.is_empty() || line.starts_with('\t') || text.starts_with('[') || marker(text).is_some();
        let numbered = text.split_once([' ', '\t']).is_some_and(|(head, _)| {
            head.contains('.') && head.chars().all(|c| c.is_ascii_digit() || c == '.')
        });
        !begins && !numbered && before.chars().count() >= SHORT
    }
}

/// The sign of a list at a line's start, and the bytes up to its text.
pub(super) fn marker(line: &str) -> Option<(String, usize)> {
    let text = line.trim_start();
    let indent = line.len().saturating_sub(text.len());
    let first = text.chars().next()?;
    let length = if "•◦▪‣●○·–—-*".contains(first) {
        first.len_utf8()
    } else {
        let end = text.find([')', '.', '）', '．'])?;
        let head = text.get(..end)?;
        let short = head.chars().count() <= 3 && !head.is_empty();
        let digits = head.chars().all(|c| c.is_ascii_digit());
        let letter = head.chars().count() == 1 && head.chars().all(char::is_alphabetic);
        let sign = text.get(end..).and_then(|r| r.chars().next())?;
        if !(short && (digits || letter)) {
            return None;
        }
        end.saturating_add(sign.len_utf8())
    };
    let rest = text.get(length..)?;
    // "-5 %" and "2.5" are numbers.
    let wide = matches!(text.get(..length), Some("•" | "◦" | "▪" | "‣" | "●" | "○"))
        || text.get(..length)?.ends_with('）');
    if !rest.starts_with(['\t', ' ', '\u{a0}', '\u{3000}']) && !wide {
        return None;
    }
    let content = rest.trim_start();
    let start = line.len().saturating_sub(content.len()).max(indent);
    Some((text.get(..length)?.to_owned(), start))
}

/// How deep an item stands: by its indent, or by the sign that stands for the second level.
pub(super) fn depth(line: &str, marker: &str) -> u8 {
    let indent: usize =
        line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let by_sign = usize::from(matches!(marker, "–" | "◦" | "○"));
    u8::try_from((indent / 2).max(by_sign).min(8)).unwrap_or(8)
}
