//! One thing with two values in a draft: two sentences with the same content words, unit and period whose numbers do not meet.
//!
//! Equal words are no proof by themselves: reports say the same of each region, of each list item. So what is repeated in sections side by side, in
//! lists, or with more than two values is passed over. Two numbers with the same digits and another magnitude are told where most of their words
//! are the same, since that hardly happens by chance.

mod rows;

use std::collections::{BTreeMap, BTreeSet};

use figures::{Period, Rational};

use super::{slips, stated};
use crate::draft::telling::{Found, Message};
use crate::draft::{Draft, Kind as BlockKind, Mark, Note, Span};
use crate::finding::Severity;
use crate::quantities::{Kind, Lexicon, Mention, Role, nouns_near};

/// How many content words two sentences must share to be of one thing; of Chinese text pairs of characters.
const FEWEST_WORDS: usize = 3;
const FEWEST_PAIRS: usize = 6;
/// The most statements that are compared with each other, and numbers to each side of one that are looked at.
const MOST_ALIKE: usize = 24;

/// What a draft states, to be compared when all of it is read.
#[derive(Default)]
pub(super) struct Statements(Vec<Statement>);

/// A number with what it is of.
struct Statement {
    span: Span,
    mention: Mention,
    words: BTreeSet<String>,
    unit: String,
    period: Option<Period>,
}

impl Statements {
    /// Takes in the statements of a block.
    pub(super) fn take(&mut self, draft: &Draft, block: usize, mentions: &[Mention], lexicon: &Lexicon) {
        let Some(read) = draft.blocks.get(block) else { return };
        let is_text = matches!(
            read.kind,
            BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Footnote { .. } | BlockKind::Aside
        );
        if !is_text {
            return;
        }
        let stated = mentions.iter().enumerate().filter(|(at, mention)| {
            let mut beside = neighbours(&read.text, mentions, *at);
            is_level(mention) && mention.unit.is_some() && beside.all(|other| !stated::alike(mention, other))
        });
        let stated: Vec<Mention> = stated.map(|(_, mention)| mention.clone()).collect();
        let words = nouns_near(&read.text, &stated, lexicon);
        for (mention, words) in stated.into_iter().zip(words) {
            let words: BTreeSet<String> = words.into_iter().collect();
            let (Some(unit), Some(period)) = (unit(&mention), period(&mention)) else { continue };
            if !words.is_empty() {
                let span = Span { block, start: mention.span.start, end: mention.span.end };
                self.0.push(Statement { span, mention, words, unit, period });
            }
        }
    }

    /// A mark for each statement that another one contradicts.
    pub(super) fn differing(&self, draft: &Draft, lexicon: &Lexicon) -> Vec<Found> {
        let mut marks: Vec<Found> = Vec::new();
        let mut groups: BTreeMap<(&str, &BTreeSet<String>, String), Vec<&Statement>> = BTreeMap::new();
        for statement in self.0.iter().filter(|statement| are_enough(&statement.words)) {
            let period = statement.period.as_ref().map(Period::to_string).unwrap_or_default();
            groups.entry((&statement.unit, &statement.words, period)).or_default().push(statement);
        }
        for group in groups.values().filter(|group| (2..=MOST_ALIKE).contains(&group.len())) {
            if let Some((odd, other)) = odd_one(group).filter(|(odd, other)| are_of_one(draft, odd, other)) {
                marks.push(mark(draft, odd, other, lexicon));
            }
        }
        let mut told: BTreeSet<Span> = marks.iter().map(|mark| mark.span.clone()).collect();
        let mut digits: BTreeMap<(&str, String), Vec<&Statement>> = BTreeMap::new();
        for statement in self.0.iter().filter(|statement| are_enough(&statement.words)) {
            if let Some(key) = significant(&statement.mention) {
                digits.entry((&statement.unit, key)).or_default().push(statement);
            }
        }
        for group in digits.values().filter(|group| (2..=MOST_ALIKE).contains(&group.len())) {
            for (at, other) in group.iter().enumerate() {
                let rest = group.iter().skip(at.saturating_add(1));
                for odd in rest.filter(|odd| is_same_elsewhere(draft, other, odd)) {
                    if told.insert(odd.span.clone()) {
                        marks.push(mark(draft, odd, other, lexicon));
                    }
                }
            }
        }
        marks.extend(rows::differing(draft, &self.0, lexicon));
        marks
    }
}

/// Whether a mention states what is, not what was or by how much that changed.
fn is_level(mention: &Mention) -> bool {
    let role = mention.change.map(|change| change.role);
    mention.kind == Kind::Quantity && mention.range.is_none() && matches!(role, None | Some(Role::To))
}

fn are_enough(words: &BTreeSet<String>) -> bool {
    let han = words.iter().filter(|word| word.chars().all(|c| c > '\u{2e7f}')).count();
    if han * 2 > words.len() { words.len() >= FEWEST_PAIRS } else { words.len() >= FEWEST_WORDS }
}

/// The unit by its codes, or the noun; nothing of a bare number.
fn unit(mention: &Mention) -> Option<String> {
    let unit = mention.unit.as_ref()?;
    Some(if unit.codes.is_empty() { unit.text.to_lowercase() } else { unit.codes.join("|") })
}

/// The one period of the sentence, none where it names none; nothing where it names several.
#[expect(clippy::option_option, reason = "no period and several are two things")]
fn period(mention: &Mention) -> Option<Option<Period>> {
    let mut periods = mention.near.iter().map(|dated| &dated.period);
    let first = periods.next();
    periods.all(|period| Some(period) == first).then(|| first.cloned())
}

/// Other quantities of the clause that a mention stands in.
fn neighbours<'a>(text: &'a str, mentions: &'a [Mention], at: usize) -> impl Iterator<Item = &'a Mention> {
    let ends = |from: &Mention, to: &Mention| {
        let between = text.get(from.span.end..to.span.start).unwrap_or_default();
        between.contains(['.', ';', '。', '；', '!', '！', '?', '？', '؟', '؛', '\n'])
    };
    let mut last = at;
    let after = mentions.iter().enumerate().skip(at.saturating_add(1)).take_while(move |(next, mention)| {
        let goes_on = mentions.get(last).is_some_and(|before| !ends(before, mention));
        last = *next;
        goes_on
    });
    let mut first = at;
    let before = mentions.iter().enumerate().take(at).rev().take_while(move |(next, mention)| {
        let goes_on = mentions.get(first).is_some_and(|after| !ends(mention, after));
        first = *next;
        goes_on
    });
    before
        .take(MOST_ALIKE)
        .chain(after.take(MOST_ALIKE))
        .map(|(_, mention)| mention)
        .filter(|mention| mention.kind.is_quantity())
}

/// The one statement that does not agree with the others, and one of these; of two the later. Nothing where there are more than two values.
fn odd_one<'s>(group: &[&'s Statement]) -> Option<(&'s Statement, &'s Statement)> {
    let agrees = |a: &Statement, b: &Statement| stated::may_agree(&a.mention, &b.mention);
    if let [one, other] = group {
        return (!agrees(one, other)).then_some((*other, *one));
    }
    let alone = |statement: &&&Statement| {
        let others = group.iter().filter(|other| other.span != statement.span);
        others.into_iter().all(|other| !agrees(statement, other))
    };
    let mut odd = group.iter().filter(alone);
    let first = odd.next().filter(|_| odd.next().is_none())?;
    let others: Vec<_> = group.iter().filter(|other| other.span != first.span).collect();
    let together = others.iter().all(|one| others.iter().all(|other| agrees(one, other)));
    others.first().filter(|_| together).map(|other| (*first, **other))
}

/// Whether two statements with the same words are of one thing by where they stand: not in two lists, nor in two sections side by side, which
/// may be of two regions; without a period in one section only.
fn are_of_one(draft: &Draft, a: &Statement, b: &Statement) -> bool {
    let item = |s: &Statement| {
        draft.blocks.get(s.span.block).is_some_and(|block| matches!(block.kind, BlockKind::Item { .. }))
    };
    let section = |s: &Statement| draft.blocks.get(s.span.block).and_then(|block| block.section);
    let parent = |at: Option<usize>| at.and_then(|at| draft.sections.get(at)).map(|s| (s.parent, s.level));
    let (one, other) = (section(a), section(b));
    if item(a) && item(b) {
        return false;
    }
    one == other || a.period.is_some() && parent(one) != parent(other)
}

/// The digits of a number without zeros at either end, where they are telling: at least two.
fn significant(mention: &Mention) -> Option<String> {
    let number = stated::readings(mention)?.first()?.nominal.clone()?.to_decimal()?;
    let digits = number.normalize().mantissa().unsigned_abs().to_string();
    let digits = digits.trim_end_matches('0').to_owned();
    (digits.len() >= 2).then_some(digits)
}

/// Whether two statements have the same digits in another magnitude, and most of their words.
fn is_same_elsewhere(draft: &Draft, a: &Statement, b: &Statement) -> bool {
    let first = |s: &Statement| Some(stated::readings(&s.mention)?.first()?.nominal.clone());
    let differ = matches!((first(a), first(b)), (Some(Some(a)), Some(Some(b))) if a != b);
    let common = a.words.intersection(&b.words).count();
    let all = a.words.union(&b.words).count();
    let periods = a.period == b.period || a.period.is_none() || b.period.is_none();
    differ && periods && common * 3 >= all * 2 && (a.words == b.words || are_of_one(draft, a, b))
}

fn mark(draft: &Draft, odd: &Statement, other: &Statement, lexicon: &Lexicon) -> Found {
    let text = draft.blocks.get(odd.span.block).map_or("", |block| block.text.as_str());
    let (here, there) = (draft.words(&odd.span), draft.words(&other.span));
    let numbers = |s: &Statement| Some(stated::readings(&s.mention)?.first()?.interval.clone());
    let cause = || {
        let (one, other) = (numbers(odd)?, numbers(other)?);
        slips::told(text, &odd.mention, lexicon, |power: &Rational| one.scaled(power).meets(&other))
    };
    let cause = cause().map(Message::noted);
    let note = Note { text: Message::new("two-values-note"), span: Some(other.span.clone()) };
    Mark {
        id: format!("two-values-{}-{}", odd.span.block, odd.span.start),
        rule: "two-values".to_owned(),
        severity: Severity::Warning,
        span: odd.span.clone(),
        message: Message::new("two-values").with("here", here).with("there", there),
        notes: std::iter::once(note).chain(cause).collect(),
        help: Message::new("two-values-help"),
        figure: None,
        link: None,
    }
}

#[cfg(test)]
mod tests;
