//! Marks and the footnotes that explain them.

use figures::{Figure, MissingReason, Source, Status, Unit, Value};
use jiff::Timestamp;

use super::Assembler;
use crate::model::{Footnote, FootnoteContent, Mark};
use crate::print::{Form, Printing, UnitPlace};

impl Assembler<'_> {
    /// The marks of a figure and the footnote of the gravest.
    pub(super) fn marks(&mut self, figure: &Figure, service: &str) -> (Vec<Mark>, Option<u32>) {
        let mut marks = Vec::new();
        let mut footnote = None;
        if figure.value.is_none() {
            match figure.status {
                Status::Missing(reason) => {
                    marks.push(Mark::Missing);
                    footnote = self.missing_note(&figure.key, reason, figure.note.clone());
                }
                Status::Unavailable | Status::Available => {
                    marks.push(Mark::Unavailable);
                    footnote = self.service_note(&figure.key, Mark::Unavailable);
                }
            }
            return (marks, footnote);
        }
        if figure.last_known_at.is_some() || self.last_known(service).is_some() {
            marks.push(Mark::LastKnown);
            let since = figure.last_known_at;
            footnote = self.footnote(FootnoteContent::LastKnown { service: service.to_owned(), since });
        }
        if figure.disputed {
            marks.push(Mark::Disputed);
            let others = self.others(figure);
            footnote = self.footnote(FootnoteContent::Disputed { key: figure.key.clone(), others });
        }
        if let Some(restated) = self.restated(figure) {
            marks.push(Mark::Restated);
            footnote = footnote.or_else(|| self.footnote(restated));
        }
        if let Some(conversions) = figure.conversions.clone() {
            marks.push(Mark::Converted);
            let (key, unit) = (figure.key.clone(), figure.unit.clone());
            let converted = FootnoteContent::Converted { key, unit, conversions };
            footnote = footnote.or_else(|| self.footnote(converted));
        }
        (marks, footnote)
    }

    /// What an earlier report printed in place of a figure's value, where rounding does not explain it.
    fn restated(&self, figure: &Figure) -> Option<FootnoteContent> {
        let rows: Vec<_> = self.content.restated(figure).collect();
        let reason = rows.iter().find_map(|(row, _)| row.reason.clone());
        let before = rows.iter().map(|(row, printed)| (self.as_printed(printed, &row.unit), row.source()));
        let before: Vec<_> = before.collect();
        let key = figure.key.clone();
        (!before.is_empty()).then_some(FootnoteContent::Restated { key, before, reason })
    }

    pub(super) fn missing_note(
        &mut self,
        key: &str,
        reason: MissingReason,
        note: Option<String>,
    ) -> Option<u32> {
        // A page's tables may be of gaps for the most part: what has one reason and nothing to add is explained once.
        let key = if self.scope.is_some() && note.is_none() { String::new() } else { key.to_owned() };
        self.footnote(FootnoteContent::Missing { key, reason, note })
    }

    pub(super) fn service_note(&mut self, key: &str, mark: Mark) -> Option<u32> {
        let service = key.split('/').next().unwrap_or_default().to_owned();
        match mark {
            Mark::LastKnown => {
                let since = self.last_known(&service).flatten();
                self.footnote(FootnoteContent::LastKnown { service, since })
            }
            Mark::Missing | Mark::Unavailable | Mark::Disputed | Mark::Restated | Mark::Converted => {
                self.footnote(FootnoteContent::Unavailable { service })
            }
        }
    }

    /// The number of a footnote: that of one which explains the same, or the next.
    fn footnote(&mut self, content: FootnoteContent) -> Option<u32> {
        let next = u32::try_from(self.footnotes.len()).ok()?.checked_add(1)?;
        let number = *self.explained.entry(explains(&content)).or_insert(next);
        if number == next {
            self.footnotes.push(Footnote { number, content });
        }
        Some(number)
    }

    /// The values that dispute a figure's, as printed, each with where it stands.
    fn others(&self, figure: &Figure) -> Vec<(String, Source)> {
        let disputing = figure.alternatives.iter().filter(|a| a.disputes);
        disputing
            .map(|a| {
                (self.as_printed(&a.value, &figure.unit), a.sources.first().cloned().unwrap_or_default())
            })
            .collect()
    }

    fn as_printed(&self, value: &Value, unit: &Unit) -> String {
        let printing = Printing { value, unit, most_decimals: None, place: UnitPlace::Number };
        self.style.value(&printing, &Form::default()).unwrap_or_else(|_| value.number.to_string())
    }
}

/// What a footnote is about: a report has one for each reason, key or service and instant.
pub(super) type Explained = (u8, String, Option<Timestamp>);

fn explains(content: &FootnoteContent) -> Explained {
    match content {
        FootnoteContent::Missing { key, reason, .. } if key.is_empty() => (4, reason.name().to_owned(), None),
        FootnoteContent::Missing { key, .. } => (0, key.clone(), None),
        FootnoteContent::Unavailable { service } => (1, service.clone(), None),
        FootnoteContent::LastKnown { service, since } => (2, service.clone(), *since),
        FootnoteContent::Disputed { key, .. } => (3, key.clone(), None),
        FootnoteContent::Restated { key, .. } => (5, key.clone(), None),
        FootnoteContent::Converted { key, .. } => (6, key.clone(), None),
    }
}
