//! Text with placeholders in it, as outline and narrative hold it.

use interchange::{Mistake, Place};

use super::numbers;
use super::placeholder::{self, Placeholder};

/// A placeholder and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What it means.
    pub placeholder: Placeholder,
    /// Where.
    pub place: Place,
}

impl Bound {
    /// The literal name that it is, with its place, if it is one.
    #[must_use]
    pub fn name(&self) -> Option<(&str, &Place)> {
        match &self.placeholder {
            Placeholder::Name(name) => Some((name, &self.place)),
            Placeholder::Value { .. }
            | Placeholder::Period(_)
            | Placeholder::Section(_)
            | Placeholder::Document(_)
            | Placeholder::Term(..) => None,
        }
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain text.
    Text(String),
    /// A placeholder.
    Bound(Bound),
}

/// A text of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Plain pieces and placeholders in order.
    pub pieces: Vec<Piece>,
    /// Where it stands.
    pub place: Place,
}

impl Text {
    /// The placeholders.
    pub fn bound(&self) -> impl Iterator<Item = &Bound> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Bound(bound) => Some(bound),
            Piece::Text(_) => None,
        })
    }

    /// Reads a text; `place` gives the place of a byte offset in it.
    pub(crate) fn read(
        text: &str,
        language: &str,
        place: &dyn Fn(usize) -> Place,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut pieces = Vec::new();
        let mut plain = |range: std::ops::Range<usize>, mistakes: &mut Vec<Mistake>| {
            let part = text.get(range.clone()).unwrap_or_default();
            if part.is_empty() {
                return;
            }
            mistakes.extend(unbound(part, language, &|at| place(range.start + at)));
            pieces.push((range.start, Piece::Text(part.replace("\\{", "{").replace("\\}", "}"))));
        };
        let mut at = 0;
        let mut placeholders = Vec::new();
        for found in placeholder::find(text) {
            plain(at..found.range.start, mistakes);
            at = found.range.end;
            let place = place(found.range.start);
            match found.content {
                Ok(placeholder) => {
                    placeholders.push((found.range.start, Piece::Bound(Bound { placeholder, place })));
                }
                Err(error) => mistakes.push(mistake(place, &error)),
            }
        }
        plain(at..text.len(), mistakes);
        pieces.extend(placeholders);
        pieces.sort_by_key(|(at, _)| *at);
        Self { pieces: pieces.into_iter().map(|(_, piece)| piece).collect(), place: place(0) }
    }
}

/// The rule of unbound numbers, in findings.
const UNBOUND: &str = "unbound-number";

/// The mistakes that unbound numbers of a plain text are.
pub(crate) fn unbound<'a>(
    text: &'a str,
    language: &str,
    place: &'a dyn Fn(usize) -> Place,
) -> impl Iterator<Item = Mistake> + 'a {
    numbers::find(text, language).into_iter().map(move |found| {
        let number = text.get(found.range.clone()).unwrap_or_default();
        Mistake::new(
            place(found.range.start),
            format!("the number `{number}` is not bound"),
            "bind it as {alias} or {key}, write {@year} for a year of the report, or {\"…\"} for a name that holds it",
        )
        .under(UNBOUND)
    })
}

/// A mistake of an error's text, which ends in its remedy after a semicolon.
pub(crate) fn mistake(place: Place, error: &impl std::fmt::Display) -> Mistake {
    interchange::mistake::Problem::of_error(error).at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_pieces_and_mistakes_at_their_places() {
        let mut mistakes = Vec::new();
        let place = |at: usize| Place::new("outline.toml", 3, u32::try_from(at).unwrap_or(0));
        let text = Text::read("In {@year}, 5 of \\{them\\} {x | bold}", "en", &place, &mut mistakes);
        assert_eq!(text.bound().count(), 1);
        assert!(matches!(text.pieces.last(), Some(Piece::Text(_))), "{text:?}");
        let places: Vec<_> = mistakes.iter().map(|m| m.place.column).collect();
        assert_eq!(places, [12, 26]);
    }
}
