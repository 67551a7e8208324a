//! `findings.csv`: what was decided on findings of a check, by which office, when and why.
//!
//! A decision names the values that it was made on, so that it falls when one of them changes, and holds while all stay, from one year's
//! report to the next.

use figures::Labels;

use crate::context::Context;
use crate::mistake::{Mistake, Place};
use crate::register::{self, Field, FieldType, Record, Register};

/// The file's name.
pub const FILE: &str = "findings.csv";

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Settled {
    /// It is so, and stays so for a reason.
    Accepted,
    /// It is another's to mend: of whoever published the source.
    NotOurs,
    /// What could not be proved was looked up, and is right.
    Confirmed,
}

impl Settled {
    /// Every state with its name in files and messages.
    pub const NAMES: [(Self, &'static str); 3] =
        [(Self::Accepted, "accepted"), (Self::NotOurs, "not-ours"), (Self::Confirmed, "confirmed")];

    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotOurs => "not-ours",
            Self::Confirmed => "confirmed",
        }
    }
}

/// A decision on a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The finding's id.
    pub finding: String,
    /// What was decided.
    pub state: Settled,
    /// Why, by language; of what was confirmed it may be empty.
    pub reason: Labels,
    /// The office that decided.
    pub by: String,
    /// The day, ISO 8601.
    pub on: String,
    /// What the values concerned were, as the check names them.
    pub values: String,
    /// What proves it; of what was confirmed never empty.
    pub evidence: String,
    /// Where it is written.
    pub place: Place,
}

/// What `findings.csv` looks like.
#[must_use]
pub fn register() -> Register {
    let states = Settled::NAMES.iter().map(|(_, name)| (*name).to_owned()).collect();
    let fields = vec![
        Field::required("finding", FieldType::Id),
        Field::required("state", FieldType::Choice(states)),
        Field::optional("reason", FieldType::Localized),
        Field::required("by", FieldType::Text),
        Field::required("on", FieldType::Day),
        Field::required("values", FieldType::Id),
        Field::optional("evidence", FieldType::Text),
    ];
    Register::new(FILE, &["finding"], fields)
}

/// Reads `findings.csv`, in the order of the file.
#[must_use]
pub fn read(file: &str, bytes: &[u8], context: &Context) -> (Vec<Decision>, Vec<Mistake>) {
    let (records, mut mistakes) = register::read(&register(), file, bytes, context);
    let mut decisions = Vec::new();
    for record in &records {
        let Some(decision) = decision(file, record) else { continue };
        match unfounded(&decision, context) {
            Some((field, problem, remedy)) => {
                mistakes.push(Mistake::new(record.place(file, field), problem, remedy).of(field));
            }
            None => decisions.push(decision),
        }
    }
    mistakes.sort_by(|a, b| a.place.cmp(&b.place));
    (decisions, mistakes)
}

/// What a decision lacks that it must rest on: field, problem and remedy.
fn unfounded(decision: &Decision, context: &Context) -> Option<(&'static str, String, &'static str)> {
    let name = decision.state.name();
    match decision.state {
        Settled::Accepted | Settled::NotOurs => {
            let first = context.languages.first()?;
            let problem = format!("a finding is {name} without a reason in `{first}`");
            let remedy = "say why, for whoever reads the findings next year";
            (!decision.reason.contains_key(first)).then_some(("reason", problem, remedy))
        }
        Settled::Confirmed => {
            let problem = "a finding is confirmed without evidence".to_owned();
            let remedy = "name the document and the place that prove it";
            decision.evidence.is_empty().then_some(("evidence", problem, remedy))
        }
    }
}

fn decision(file: &str, record: &Record) -> Option<Decision> {
    let state = record.text("state")?;
    Some(Decision {
        finding: record.text("finding")?.to_owned(),
        state: Settled::NAMES.iter().find(|(_, name)| *name == state).map(|(state, _)| *state)?,
        reason: record.localized("reason").cloned().unwrap_or_default(),
        by: record.text("by")?.to_owned(),
        on: record.text("on")?.to_owned(),
        values: record.text("values")?.to_owned(),
        evidence: record.text("evidence").unwrap_or_default().to_owned(),
        place: record.place(file, "finding"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "finding,state,reason_en,reason_zh,by,on,values,evidence\n";

    fn of(rows: &str) -> (Vec<Decision>, Vec<String>) {
        let context = Context { languages: vec!["en".to_owned(), "zh".to_owned()], ..Context::default() };
        let (decisions, mistakes) = read(FILE, format!("{HEAD}{rows}").as_bytes(), &context);
        (decisions, mistakes.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_decision_is_read_with_its_place() {
        let (decisions, mistakes) =
            of("trend-0a1b,accepted,So it is.,确实如此。,Planning,2025-02-03,9f00aa11,\n");
        assert_eq!(mistakes, Vec::<String>::new());
        let [decision] = decisions.as_slice() else { panic!("{decisions:?}") };
        assert_eq!((decision.state, decision.by.as_str()), (Settled::Accepted, "Planning"));
        assert_eq!(decision.place, Place::new(FILE, 2, 1));
        assert_eq!(decision.reason.get("zh").map(String::as_str), Some("确实如此。"));
    }

    #[test]
    fn what_a_decision_must_rest_on_is_asked_for_at_its_place() {
        let (decisions, mistakes) = of("trend-1,accepted,,,Planning,2025-02-03,9f,\n\
             trend-2,confirmed,,,Planning,2025-02-03,9f,\n\
             trend-3,fixed,Why.,,Planning,2025-02-03,9f,\n\
             trend-4,not-ours,Why.,,,2025-02,,\n");
        assert_eq!(decisions, []);
        let starts = |place: &str, words: &str| {
            assert!(
                mistakes.iter().any(|m| m.starts_with(place) && m.contains(words)),
                "{place} {words}: {mistakes:#?}"
            );
        };
        starts("findings.csv:2:", "accepted without a reason in `en`");
        starts("findings.csv:3:", "confirmed without evidence");
        starts("findings.csv:4:9", "`fixed` is not known here");
        starts("findings.csv:5:", "`by` is empty");
        starts("findings.csv:5:", "`values` is empty");
        starts("findings.csv:5:", "2025-02");
    }

    #[test]
    fn a_finding_is_decided_once() {
        let row = "trend-1,accepted,Why.,,Planning,2025-02-03,9f,\n";
        let (_, mistakes) = of(&row.repeat(2));
        assert!(
            mistakes[0].starts_with("findings.csv:3:1: `trend-1` stands in line 2 already"),
            "{mistakes:?}"
        );
    }
}
