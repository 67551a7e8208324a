//! Headings of plain text: by a bookmark of the contents, or by a number that follows from those before.

/// The longest heading, in characters.
const LONGEST: usize = 120;

/// The largest number of one level; years are larger.
const LARGEST: u32 = 99;

/// Leading bookmarks of a line: whether one of them is of a table of contents, and the bytes that they take.
pub(super) fn bookmarks(line: &str) -> (bool, usize) {
    let (mut of_contents, mut rest) = (false, line);
    while let Some(found) = rest.trim_start().strip_prefix("[bookmark:") {
        let Some((name, after)) = found.split_once(']') else { break };
        of_contents |= name.trim_start().starts_with("_Toc");
        rest = after;
    }
    (of_contents, line.len().saturating_sub(rest.len()))
}

/// A line that is a heading.
pub(super) struct Found {
    pub(super) level: u8,
    pub(super) number: Option<String>,
    /// The byte that the title begins at.
    pub(super) title: usize,
    pub(super) certain: bool,
}

/// The headings that were met, so that a number can be seen to follow.
#[derive(Debug, Default)]
pub(super) struct Headings {
    last: Vec<u32>,
    level: u8,
}

impl Headings {
    /// The heading that a line is; `marked` says that a bookmark of the contents stands before it.
    pub(super) fn heading(&mut self, line: &str, marked: bool) -> Option<Found> {
        let text = line.trim_start();
        let indent = line.len().saturating_sub(text.len());
        if text.is_empty() || text.chars().count() > LONGEST || text.starts_with("[image:") {
            return None;
        }
        let numbered = number(text).filter(|n| marked || self.plausible(text, n));
        let found = match numbered {
            Some(n) => {
                let level = u8::try_from(n.levels.len().clamp(1, 9)).unwrap_or(9);
                if !n.levels.is_empty() {
                    self.last = n.levels;
                }
                Found {
                    level,
                    number: Some(n.written),
                    title: indent.saturating_add(n.title),
                    certain: marked,
                }
            }
            // Its number is lost: it stands beside the last one, more or less.
            None if marked => Found { level: self.level.max(1), number: None, title: indent, certain: true },
            None => return None,
        };
        self.level = found.level;
        Some(found)
    }

    /// Whether a line without a bookmark is a heading, by its number, its letters and its end.
    fn plausible(&self, text: &str, number: &Number) -> bool {
        let title = text.get(number.title..).unwrap_or_default();
        let letters = title.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        let sentence =
            title.trim_end().ends_with(['.', '。', ';', '；', ',', '，', ':', '：', '؟', '?', '!']);
        let single = number.levels.len() == 1;
        let item = single && number.dotted;
        letters && !sentence && !title.contains('\t') && !item && self.follows(&number.levels, number.tabbed)
    }

    /// Whether a number can come after the last: its first child, a later brother, or a later brother of one above.
    fn follows(&self, levels: &[u32], tabbed: bool) -> bool {
        let most = if tabbed { LARGEST } else { 3 };
        let Some((own, above)) = levels.split_last() else { return false };
        let step = |before: u32| *own > before && own.saturating_sub(before) <= most;
        match self.last.get(..above.len()) {
            Some(same) if same == above => step(self.last.get(above.len()).copied().unwrap_or(0)),
            // A heading above it may be lost.
            _ => self.last < levels.to_vec() && *own <= most,
        }
    }
}

struct Number {
    levels: Vec<u32>,
    written: String,
    title: usize,
    tabbed: bool,
    dotted: bool,
}

/// The number at the start of a line that a title follows: `3.1<tab>Title`, `2.1 Title`, `ii<tab>Title`.
fn number(text: &str) -> Option<Number> {
    let end = text.find(['\t', ' ', '\u{a0}', '\u{3000}'])?;
    let (head, rest) = text.split_at(end);
    let title = rest.trim_start();
    let written = head.strip_suffix('.').unwrap_or(head);
    let levels: Option<Vec<u32>> =
        written.split('.').map(|p| p.parse().ok().filter(|n| *n <= LARGEST)).collect();
    let tabbed = rest.starts_with('\t');
    let roman = tabbed && !written.is_empty() && written.chars().all(|c| "ivxIVX".contains(c));
    if title.is_empty() || (levels.is_none() && !roman) {
        return None;
    }
    Some(Number {
        levels: levels.unwrap_or_default(),
        written: written.to_owned(),
        title: text.len().saturating_sub(title.len()),
        tabbed,
        dotted: head.ends_with('.'),
    })
}
