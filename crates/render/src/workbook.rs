//! The words of a department's workbook, in its language.

use figures::Bound;
use interchange::workbook::{Column, Words};

use crate::texts::{Arg, Texts};

/// What stands above the figures, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// The year that values are asked for.
    pub year: i16,
    /// The department.
    pub department: String,
    /// Whom it is asked of; may be empty.
    pub focal_point: String,
    /// By when; empty for no date.
    pub due: String,
    /// What was asked back; may be empty.
    pub question: String,
}

/// The words around the figures that are asked for, and those of the choices.
#[must_use]
pub fn words(cover: &Cover, texts: &Texts) -> Words {
    let Cover { year, department, focal_point, due, question } = cover;
    let (year, last) = (year.to_string(), year.saturating_sub(1).to_string());
    let mut notes = vec![texts.say_with("collect-department", &[("department", Arg::Text(department))])];
    if !focal_point.is_empty() {
        notes.push(texts.say_with("collect-focal-point", &[("name", Arg::Text(focal_point))]));
    }
    if !due.is_empty() {
        notes.push(texts.say_with("collect-due", &[("date", Arg::Text(due))]));
    }
    if !question.is_empty() {
        notes.push(texts.say_with("collect-question", &[("question", Arg::Text(question))]));
    }
    notes.extend(
        ["collect-how-value", "collect-how-nil", "collect-how-known", "collect-how-comment"]
            .map(|id| texts.say(id)),
    );
    let head = |column: Column| match column {
        Column::Figure => texts.say("collect-figure"),
        Column::Of => texts.say("collect-of"),
        Column::Definition => texts.say("collect-definition"),
        Column::Unit => texts.say("collect-unit"),
        Column::Before => texts.say_with("collect-before", &[("year", Arg::Text(&last))]),
        Column::Recorded => texts.say_with("collect-recorded", &[("year", Arg::Text(&year))]),
        Column::Value => texts.say_with("collect-value", &[("year", Arg::Text(&year))]),
        Column::KnownTo => texts.say("collect-known-to"),
        Column::Bound => texts.say("collect-bound"),
        Column::Comment => texts.say("collect-comment"),
        Column::Key => texts.say("collect-key"),
    };
    let bound = |bound: Bound| (bound, texts.say(&format!("bound-{}", bound.name())));
    let bounds = [
        Bound::AtLeast,
        Bound::MoreThan,
        Bound::AtMost,
        Bound::LessThan,
        Bound::About,
        Bound::JustUnder,
        Bound::JustOver,
    ];
    Words {
        sheet: texts.say("collect-sheet"),
        title: texts.say_with("collect-title", &[("year", Arg::Text(&year))]),
        notes,
        heads: Column::ALL.map(head),
        nil: texts.say("collect-nil"),
        not_applicable: texts.say("collect-not-applicable"),
        exact: texts.say("collect-exact"),
        bounds: bounds.map(bound).into(),
        right_to_left: texts.direction() == "rtl",
    }
}
