//! Drafts with one number changed: how many changes the check of drafts finds, and what it finds where nothing was changed.
//!
//! A text of the report is exported in each of its languages, or texts are named. A quantity that says what the report says is bound; one bound
//! quantity at a time is changed by chance (a digit, a factor of 10 or 1 000, two that change places, a neighbouring year, a unit) and
//! the text is checked as a draft. A change is found that has a mark at its very words.

mod cell;
mod change;
mod tables;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use checks::draft::agreement::Reference;
use checks::draft::examine::{Examined, examine};
use checks::draft::{self, Draft, Place, Span, Words};
use checks::quantities::Lexicon;
use report::{Content, Report};

use self::change::Kind;
pub(crate) use self::tables::found as found_in_tables;
pub(crate) use self::texts::Asked;
use self::texts::Text;
use crate::table::Table;

/// The least share of changes that must be found, in per cent.
const LEAST_FOUND: f64 = 95.0;
/// At most one false finding among so many quantities.
const QUANTITIES_A_FALSE_FINDING: usize = 300;

/// A report in one language, ready to hold drafts against.
struct Held {
    report: Report,
    reference: Reference,
}

/// Changes numbers of texts and prints what is found.
pub(crate) fn found(table: &mut Table, content: &Content, reports: Vec<Report>, asked: &Asked) -> Result<()> {
    let mut held = BTreeMap::new();
    for report in reports {
        let lexicon = Lexicon::new(&report.language, &content.codes)?;
        let reference = Reference::of(&report, &lexicon);
        held.insert(report.language.clone(), Held { report, reference });
    }
    let first = content.manifest.report.languages.first().context("a bundle without languages")?;
    let texts = asked.texts(held.iter().map(|(language, held)| (language.as_str(), &held.report)))?;
    for text in texts {
        let against = asked.against.as_ref().unwrap_or(&text.language);
        let held = held.get(against).or_else(|| held.get(first)).context("no report")?;
        let lexicon = Lexicon::new(&text.language, &content.codes)?;
        let trial = Trial { text: &text, held, lexicon: &lexicon };
        trial.run(table, asked)?;
    }
    Ok(())
}

/// A text that is changed again and again.
struct Trial<'a> {
    text: &'a Text,
    held: &'a Held,
    lexicon: &'a Lexicon,
}

impl Trial<'_> {
    fn run(&self, table: &mut Table, asked: &Asked) -> Result<()> {
        let name = &self.text.name;
        let (draft, unchanged) = self.examined(&self.text.bytes)?;
        let figures = unchanged.agreeing.iter().filter(|agreeing| agreeing.figure.is_some());
        let bound: Vec<&Span> = figures.map(|agreeing| &agreeing.span).collect();
        // A year is changed where a quantity beside it is bound.
        let beside: BTreeSet<usize> = bound.iter().map(|span| span.block).collect();
        let periods = unchanged.agreeing.iter().filter(|agreeing| agreeing.figure.is_none());
        let periods: Vec<&Span> =
            periods.map(|a| &a.span).filter(|span| beside.contains(&span.block)).collect();
        if bound.is_empty() {
            bail!("{name}: no quantity says what the report says; is it a text on the report?");
        }
        let false_ones = unchanged.marks.iter().filter(|mark| mark.rule.starts_with("other-")).count();
        let allowed = unchanged.tally.quantities.div_ceil(QUANTITIES_A_FALSE_FINDING);
        let known: BTreeSet<&str> = unchanged.marks.iter().map(|mark| mark.id.as_str()).collect();
        let quantities = unchanged.tally.quantities;
        table.value(
            &format!("{name}: findings of other values, {quantities} quantities unchanged"),
            count(false_ones),
            count(allowed),
            "",
        );
        for mark in unchanged.marks.iter().filter(|_| asked.tell) {
            let notes: Vec<&str> = mark.notes.iter().map(|note| note.text.as_str()).collect();
            eprintln!("{name}: unchanged: {} ({}): {}", mark.message, mark.rule, notes.join("; "));
        }
        let source =
            draft.source().with_context(|| format!("{name}: only forms that are text can be changed"))?;
        let mut chance = fastrand::Rng::with_seed(asked.seed);
        let mut all = (0_usize, 0_usize);
        for kind in Kind::ALL {
            let (mut found, mut made) = (0_usize, 0_usize);
            for _ in 0..asked.count.saturating_mul(4) {
                if made == asked.count {
                    break;
                }
                let Some(change) = change::make(
                    kind,
                    &draft,
                    if kind == Kind::Year { &periods } else { &bound },
                    &self.text.language,
                    &mut chance,
                ) else {
                    continue;
                };
                let Some(changed) = change.applied(source) else { continue };
                made += 1;
                let (after, checked) = self.examined(changed.as_bytes())?;
                let new = checked.marks.iter().filter(|mark| !known.contains(mark.id.as_str()));
                let hit = new.into_iter().any(|mark| change.is_hit(&after, &mark.span));
                found += usize::from(hit);
                if asked.tell && !hit {
                    eprintln!("{name}: {}: not found: {change}: {}", kind.name(), change.around(source));
                }
            }
            if made > 0 {
                let what = format!("{name}: {}", kind.name());
                table.share(&what, found, made, None);
            }
            all = (all.0 + found, all.1 + made);
        }
        table.share(
            &format!("{name}: changes of bound quantities found ({} bound)", bound.len()),
            all.0,
            all.1,
            Some(LEAST_FOUND),
        );
        Ok(())
    }

    fn examined(&self, bytes: &[u8]) -> Result<(Draft, Examined)> {
        let draft = draft::read(&self.text.file, bytes)?;
        let figures = self.held.report.figures.iter().map(|figure| &**figure);
        let examined = examine(
            &draft,
            (&self.text.language, self.lexicon),
            figures,
            Some(&self.held.reference),
            Words::of("en"),
        );
        Ok((draft, examined))
    }
}

/// The bytes of a text file that a span comes from.
fn bytes_of(draft: &Draft, span: &Span) -> Option<std::ops::Range<usize>> {
    match draft.place(span)? {
        Place::Text { bytes, .. } => Some(bytes),
        Place::Document { .. } => None,
    }
}

fn count(n: usize) -> f64 {
    n as f64
}
