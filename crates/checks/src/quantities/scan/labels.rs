//! Numbers that name something: of a list item, a section, a resolution; one by one and in lists.

use super::Walk;
use crate::quantities::dates;
use crate::quantities::mention::Kind;
use crate::quantities::number::{self, Form, Number};
use crate::quantities::sense::Sense;
use crate::quantities::suffix;
use crate::quantities::text::{Gap, Sort};

impl Walk<'_, '_> {
    /// What numbers a list item or a heading, at the start of the text.
    pub(super) fn marker(&self, at: usize) -> Option<(usize, Kind)> {
        let text = self.text;
        if at == 0 && text.key(0) == "(" && text.is_digits(1) && text.key(2) == ")" {
            return Some((3, Kind::ListMarker));
        }
        if at != 0 || !text.is_digits(0) || text.key(0).len() > 2 {
            return None;
        }
        let spaced = |i: usize| text.get(i).is_some_and(|l| l.gap != Gap::None);
        if matches!(text.key(1), "." | ")" | "、") && (spaced(2) || text.key(1) == "、") {
            return Some((2, Kind::ListMarker));
        }
        let mut end = 1;
        while text.key(end) == "."
            && text.touches(end + 1)
            && text.is_digits(end + 1)
            && text.key(end + 1).len() <= 2
        {
            end += 2;
        }
        let heads = matches!(text.sort(end), Some(Sort::Letters | Sort::Ideograph));
        let number = suffix::read(text, end, self.lexicon);
        let sentence =
            text.sort(end) == Some(Sort::Letters) && text.written(end).starts_with(char::is_lowercase);
        let is_heading = end > 1 && heads && spaced(end) && number.is_bare() && !sentence;
        is_heading.then_some((end, Kind::Section))
    }

    /// A number that a word before it makes a name: Section 4.2, Resolution 71.
    pub(super) fn labelled(&mut self, at: usize) -> Option<usize> {
        let (text, lexicon) = (self.text, self.lexicon);
        let found = lexicon.find(text, at, |s| if let Sense::Label(kind) = s { Some(*kind) } else { None });
        let (start, kind) = match (found, self.label.take()) {
            (Some((len, kind)), _) => (at + len, kind),
            (None, Some((start, kind))) if start == at => (at, kind),
            (None, _) => return None,
        };
        let number = number::in_digits(text, start, lexicon)?;
        let suffix = suffix::read(text, number.end, lexicon);
        let year =
            dates::read(text, start, lexicon, dates::Led::default()).is_some_and(|d| d.period.is_some());
        if !suffix.is_bare() || year && kind != Kind::Document {
            return None;
        }
        let mut end = number.end;
        // 4.2.1 is read whole; (bis) and letters touch: 4.2a.
        if text.touches(end) && text.sort(end) == Some(Sort::Letters) && text.written(end).len() <= 3 {
            end += 1;
        }
        let from = start;
        self.push_plain(from, end, kind);
        let next = lexicon.find(text, end, |s| matches!(s, Sense::Between | Sense::PairedAnd).then_some(()));
        let comma = usize::from(text.key(end) == "," || text.key(end) == "、");
        let joined = next.map_or(comma, |(len, ())| len);
        if joined > 0 && text.is_digits(end + joined) {
            self.label = Some((end + joined, kind));
            return Some(end + joined);
        }
        Some(end)
    }

    /// The name that stands behind a list of numbers: 第71、72和73号决议. The lexeme of the second number, and the kind.
    pub(super) fn listed(&self, number: &Number) -> Option<(usize, Kind)> {
        let (text, lexicon) = (self.text, self.lexicon);
        let mut end = number.end;
        let mut second = None;
        for _ in 0..8 {
            let label =
                lexicon.find(text, end, |s| if let Sense::LabelAfter(kind) = s { Some(*kind) } else { None });
            if let Some((_, kind)) = label {
                return second.map(|second| (second, kind)).filter(|_| number.form == Form::Ordinal);
            }
            let joint =
                lexicon.find(text, end, |s| matches!(s, Sense::Between | Sense::PairedAnd).then_some(()));
            let len = joint.map_or(usize::from(matches!(text.key(end), "、" | ",")), |(len, ())| len);
            if len == 0 || !text.is_digits(end + len) {
                return None;
            }
            second = second.or(Some(end + len));
            end += len + 1;
        }
        None
    }
}
