//! What stands between the numbers of a text, word for word: what joins them to a sum, to a change or to nothing.
//!
//! Checks of a draft ask for it where a mention alone does not tell: whether a difference belongs to the two ends before it, whether parts
//! follow a whole. A word that no table knows is a word of its own, and more often than not tells that what follows is another thing.

use std::cell::OnceCell;
use std::ops::Range;

use super::lexicon::Lexicon;
use super::mention::{Direction, Role};
use super::sense::Sense;
use super::text::{Lexemes, Sort};

/// What joins numbers, beyond ranges and changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// Names a total: total, 合计.
    Total,
    /// Names a part of the rows above or below: subtotal, of which.
    Subtotal,
    /// Names a share of a whole: share, 占比.
    Share,
    /// Parts of the number before it follow: of which, 其中.
    OfWhich,
    /// What stands before makes the number beside it: together, 共.
    Together,
    /// A part that leaves nothing over: the remaining, 其余.
    Rest,
    /// May stand between a change and its difference: an overall, soit.
    Link,
    /// Makes a change one of each year: a year, 年均.
    Yearly,
    /// What a difference is told against follows: than, compared with.
    Than,
    /// Leaves open what a direction is of, or which number belongs to which: improved, ranked, respectively.
    Unsure,
}

impl Joint {
    const ALL: [Self; 10] = [
        Self::Total,
        Self::Subtotal,
        Self::Share,
        Self::OfWhich,
        Self::Together,
        Self::Rest,
        Self::Link,
        Self::Yearly,
        Self::Than,
        Self::Unsure,
    ];
}

/// What a word or phrase between numbers says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// It joins numbers, in one way or another.
    Joint(Vec<Joint>),
    /// It tells a change: what the next number is in it, where it leads.
    Change(Option<Role>, Option<Direction>),
    /// It opens a range or a change.
    Open,
    /// It states nothing of its own: a limit, an article, a word of a period.
    Nothing,
    /// It joins two phrases: and.
    And,
    /// A word of its own.
    Word,
    /// A sign.
    Sign,
}

/// A word, phrase or sign between numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands, in bytes.
    pub(crate) span: Range<usize>,
    /// What it says.
    pub(crate) says: Says,
}

impl Word {
    /// Whether it joins numbers in a way.
    pub(crate) fn joins(&self, joint: Joint) -> bool {
        matches!(&self.says, Says::Joint(joints) if joints.contains(&joint))
    }
}

/// A text whose words can be asked for. What each says is looked up once: checks ask for the same words many times.
pub(crate) struct Words<'a> {
    lexemes: Lexemes<'a>,
    lexicon: &'a Lexicon,
    said: Vec<OnceCell<(usize, Says)>>,
}

impl<'a> Words<'a> {
    /// The words of a text.
    pub(crate) fn of(text: &'a str, lexicon: &'a Lexicon) -> Self {
        let lexemes = Lexemes::of(text);
        let said = std::iter::repeat_with(OnceCell::new).take(lexemes.len()).collect();
        Self { lexemes, lexicon, said }
    }

    /// The words between two bytes.
    pub(crate) fn between(&self, start: usize, end: usize) -> Vec<Word> {
        let mut words = Vec::new();
        let mut at = self.first_from(start);
        while let Some(lexeme) = self.lexemes.get(at).filter(|lexeme| lexeme.end <= end) {
            let Some(said) = self.said.get(at) else { break };
            let (len, says) = said.get_or_init(|| self.says(at)).clone();
            let last = at.saturating_add(len.max(1));
            let span = lexeme.start..self.lexemes.span(at, last).end.min(end);
            words.push(Word { span, says });
            at = last;
        }
        words
    }

    /// All words.
    pub(crate) fn all(&self) -> Vec<Word> {
        self.between(0, self.lexemes.text.len())
    }

    /// Whether they name what is measured, not counted: a currency, per cent, thousands of something.
    pub(crate) fn measure(&self) -> bool {
        let (text, lexicon) = (&self.lexemes, self.lexicon);
        (0..text.len()).any(|at| {
            let named = lexicon.find(text, at, |sense| {
                let measured = if let Sense::Unit(code) = sense {
                    lexicon.is_measured(code)
                } else {
                    matches!(sense, Sense::UnitBefore(_) | Sense::Scale(_))
                };
                measured.then_some(())
            });
            named.is_some() || text.key(at) == "%"
        })
    }

    /// The first lexeme that starts at a byte or behind it.
    fn first_from(&self, byte: usize) -> usize {
        let (mut low, mut high) = (0_usize, self.lexemes.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.lexemes.get(middle).is_some_and(|lexeme| lexeme.start < byte) {
                low = middle.saturating_add(1);
            } else {
                high = middle;
            }
        }
        low
    }

    fn says(&self, at: usize) -> (usize, Says) {
        let (text, lexicon) = (&self.lexemes, self.lexicon);
        let length = |found: Option<usize>| found.unwrap_or(0);
        let change = lexicon.change(text, at);
        let change_len = length(change.map(|(len, _)| len));
        let (joint_len, joints) = self.joints(at);
        if joint_len > 0 && joint_len >= change_len {
            return (joint_len, Says::Joint(joints));
        }
        let and = length(lexicon.is(text, at, &Sense::PairedAnd));
        if and > change_len {
            return (and, Says::And);
        }
        if let Some((len, (role, way))) = change {
            return (len, Says::Change(role, way));
        }
        if let Some((len, way)) =
            lexicon.find(text, at, |s| if let Sense::ChangeAfter(way) = s { Some(*way) } else { None })
        {
            return (len, Says::Change(None, Some(way)));
        }
        let relation = length(lexicon.relation(text, at).map(|(len, _)| len));
        // A longer word for a time wins: بين عامي, between the years.
        if let Some(len) = lexicon.is(text, at, &Sense::Open).filter(|len| *len >= relation) {
            return (len, Says::Open);
        }
        let nothing = lexicon.find(text, at, |sense| {
            let empty = matches!(
                sense,
                Sense::Before(_)
                    | Sense::After(_)
                    | Sense::Article
                    | Sense::UnitBefore(_)
                    | Sense::Between
                    | Sense::Relation(_)
                    | Sense::RelationAfter(_)
                    | Sense::Year
                    | Sense::Of
            );
            empty.then_some(())
        });
        if let Some((len, ())) = nothing {
            return (len, Says::Nothing);
        }
        let is_sign = matches!(text.sort(at), Some(Sort::Sign | Sort::Raised));
        (1, if is_sign { Says::Sign } else { Says::Word })
    }

    /// All ways in which the longest phrase at a place joins numbers.
    fn joints(&self, at: usize) -> (usize, Vec<Joint>) {
        let mut longest = 0;
        let mut joints = Vec::new();
        for joint in Joint::ALL {
            let len = self.lexicon.is(&self.lexemes, at, &Sense::Joint(joint)).unwrap_or(0);
            if len > longest {
                longest = len;
                joints.clear();
            }
            if len > 0 && len == longest {
                joints.push(joint);
            }
        }
        (longest, joints)
    }
}
