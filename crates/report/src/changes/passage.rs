//! A place's text in pieces: words, signs, and numbers whole with the keys of their figures.

use crate::model::{Inline, Printed};

/// A text in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Passage(pub(super) Vec<Piece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The key of the figure that it prints.
    pub(super) key: Option<String>,
}

impl Passage {
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    fn say(&mut self, text: &str) {
        let mut word = String::new();
        for c in text.chars() {
            // A letter of a script without spaces is a word of its own.
            let joins = c.is_alphanumeric() && !is_ideograph(c);
            if !joins || word.chars().last().is_some_and(|last| !last.is_alphanumeric() || is_ideograph(last))
            {
                self.end(&mut word);
            }
            word.push(c);
        }
        self.end(&mut word);
    }

    fn end(&mut self, word: &mut String) {
        if !word.is_empty() {
            self.0.push(Piece { text: std::mem::take(word), key: None });
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text)
            | Inline::Term { text, .. }
            | Inline::SectionRef { text, .. }
            | Inline::DocumentRef { text, .. } => self.say(text),
            Inline::Name(name) => self.0.push(Piece { text: name.clone(), key: None }),
            Inline::Figure(printed) => self.0.push(piece(printed)),
            Inline::Emphasis(inlines) | Inline::Strong(inlines) | Inline::Link { inlines, .. } => {
                inlines.iter().for_each(|inline| self.inline(inline));
            }
        }
    }
}

fn piece(printed: &Printed) -> Piece {
    Piece { text: printed.text.clone(), key: Some(printed.key.clone()) }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A plain text.
pub(super) fn plain(text: &str) -> Passage {
    let mut passage = Passage::default();
    passage.say(text);
    passage
}

/// A number alone.
pub(super) fn number(printed: &Printed) -> Passage {
    Passage(vec![piece(printed)])
}

/// Running text.
pub(super) fn running(inlines: &[Inline]) -> Passage {
    let mut passage = Passage::default();
    inlines.iter().for_each(|inline| passage.inline(inline));
    passage
}
