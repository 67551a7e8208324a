//! The tree of sections over a draft's blocks, and what belongs together: tables and their captions.

use super::builder::Piece;
use super::caption;
use super::model::{Draft, Kind, Section};
use super::reference::{Target, words};

/// The largest number of one level of a heading; years are larger.
const LARGEST: u32 = 99;

/// Takes the number off a heading's text: `3.1 Title`, `Chapter 2: Title`, `第3节 标题`.
pub(super) fn take_number(piece: &mut Piece) -> Option<String> {
    let text = piece.text.as_str();
    let (number, rest) = by_word(text).or_else(|| by_digits(text))?;
    let title = rest.trim_start_matches(|c: char| c.is_whitespace() || ":：.–—-".contains(c));
    let number = number.to_owned();
    if title.is_empty() {
        return Some(number);
    }
    let start = text.len().saturating_sub(title.len());
    piece.cut(start..text.len());
    Some(number)
}

/// Trims the text of a marked-up block; a heading's number comes off it, and a paragraph that is a caption becomes one.
pub(super) fn settle(piece: &mut Piece, kind: &mut Kind) {
    piece.trim();
    if let Kind::Heading { number, .. } = kind {
        *number = take_number(piece);
    } else if *kind == Kind::Paragraph && caption::of(&piece.text).is_some() {
        *kind = Kind::Caption;
    }
}

fn by_word(text: &str) -> Option<(&str, &str)> {
    let (target, word) = words::at_start(text)?;
    if !matches!(target, Target::Section) {
        return None;
    }
    let rest = text.get(word..)?.trim_start();
    let length = words::number_length(rest);
    let after = rest.get(length..)?;
    let after = after.strip_prefix(['章', '节', '節', '部']).unwrap_or(after);
    (length > 0).then(|| (rest.get(..length).unwrap_or_default(), after))
}

fn by_digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (head, rest) = text.split_at(end);
    let number = head.strip_suffix('.').unwrap_or(head);
    let level = |part: &str| part.parse::<u32>().is_ok_and(|n| n <= LARGEST);
    let title = rest.trim_start();
    let begins = !title.chars().next().is_none_or(char::is_lowercase);
    let parted = rest.len() > title.len();
    (parted && begins && !number.is_empty() && number.split('.').all(level)).then_some((number, rest))
}

/// Fills the sections of a draft and says of each block which one it stands in.
pub(super) fn arrange(draft: &mut Draft) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..draft.blocks.len() {
        let Some(block) = draft.blocks.get_mut(index) else { break };
        if let Kind::Heading { level, number } = &block.kind {
            while open.last().and_then(|o| draft.sections.get(*o)).is_some_and(|s| s.level >= *level) {
                open.pop();
            }
            // `4.1` does not stand in section 3: the heading of section 4 is lost.
            while open
                .last()
                .and_then(|o| draft.sections.get(*o))
                .is_some_and(|s| strange(s, number.as_deref()))
            {
                open.pop();
            }
            let parent = open.last().copied();
            open.push(draft.sections.len());
            draft.sections.push(Section {
                number: number.clone(),
                title: block.text.clone(),
                level: *level,
                parent,
                heading: index,
                certain: block.certain,
            });
        }
        block.section = open.last().copied();
    }
    captions(draft);
}

/// Whether a numbered section cannot stand in another by both their numbers.
fn strange(around: &Section, number: Option<&str>) -> bool {
    let (Some(outer), Some(inner)) = (&around.number, number) else { return false };
    let begins = inner.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('.'));
    inner.contains('.') && outer.starts_with(|c: char| c.is_ascii_digit()) && !begins
}

/// A table's caption stands before it, or after it where it says that it is a table's.
fn captions(draft: &mut Draft) {
    let is = |at: usize, draft: &Draft, table: bool| {
        draft.blocks.get(at).is_some_and(|b| {
            matches!(b.kind, Kind::Caption)
                && (!table || caption::of(&b.text).is_some_and(|(t, _)| t == Target::Table))
        })
    };
    for index in 0..draft.blocks.len() {
        let after = index.saturating_add(1);
        let before = index.checked_sub(1).filter(|b| is(*b, draft, false));
        let found = before.or_else(|| Some(after).filter(|a| is(*a, draft, true)));
        if let Some(Kind::Table(table)) = draft.blocks.get_mut(index).map(|b| &mut b.kind) {
            table.caption = table.caption.or(found);
        }
    }
}
