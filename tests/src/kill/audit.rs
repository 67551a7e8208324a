//! What a service says against what its clients know. Without I/O, so that its own tests can lie to it.

use std::collections::{BTreeMap, BTreeSet};

use super::journal::{Answer, Journal, State};

/// A revision as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its number.
    pub(super) revision: i64,
    /// When it was committed, in nanoseconds since 1970.
    pub(super) committed_at: i128,
    /// The reason, which is the request's id.
    pub(super) reason: String,
}

/// What was found after a kill.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Every revision, the oldest first.
    pub(super) revisions: Vec<Listed>,
    /// The records of the clients.
    pub(super) records: State,
}

/// What is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Acknowledged writes that are not there, or not as they were acknowledged.
    pub lost: Vec<String>,
    /// Writes that are there in part, and records that no write accounts for.
    pub half: Vec<String>,
    /// Revisions that lack, come twice, or go back in time.
    pub gaps: Vec<String>,
    /// Requests that were done more than once, or not when they were sent again.
    pub again: Vec<String>,
    /// What the database's own check and `yearbook verify` found.
    pub integrity: Vec<String>,
    /// Writes that were refused, which none of these should be.
    pub refused: Vec<String>,
}

impl Faults {
    /// Adds those of another look.
    pub(super) fn extend(&mut self, other: Self) {
        self.lost.extend(other.lost);
        self.half.extend(other.half);
        self.gaps.extend(other.gaps);
        self.again.extend(other.again);
        self.integrity.extend(other.integrity);
        self.refused.extend(other.refused);
    }

    /// Each with its kind.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let kinds = [
            ("lost", &self.lost),
            ("half", &self.half),
            ("gap", &self.gaps),
            ("again", &self.again),
            ("integrity", &self.integrity),
            ("refused", &self.refused),
        ];
        kinds
            .iter()
            .flat_map(|(kind, texts)| texts.iter().map(move |text| format!("{kind}: {text}")))
            .collect()
    }
}

/// Holds what was found against what the clients know. A revision whose reason no client knows is the first load, which is the first.
pub(super) fn audit(journal: &Journal, found: &Found) -> Faults {
    let mut faults = Faults { gaps: gaps(&found.revisions), ..Faults::default() };
    let mut listed: BTreeMap<&str, i64> = BTreeMap::new();
    for each in &found.revisions {
        if listed.insert(&each.reason, each.revision).is_some() {
            faults.again.push(format!("{} is done a second time by revision {}", each.reason, each.revision));
        }
        if each.revision > 1 && !journal.entries.contains_key(&each.reason) {
            faults.half.push(format!("revision {} is nobody's: {}", each.revision, each.reason));
        }
    }
    for (id, entry) in &journal.entries {
        match &entry.answer {
            Answer::Done(told) => match (listed.get(id.as_str()), told) {
                (None, _) => faults.lost.push(format!("{id} was acknowledged and has no revision")),
                (Some(is), Some(told)) if is != told => {
                    faults.lost.push(format!("{id} was told revision {told} and is revision {is}"));
                }
                (Some(_), _) => {}
            },
            Answer::Refused(why) => faults.refused.push(format!("{id}: {why}")),
            Answer::Unknown(_) => {}
        }
    }
    records(journal, found, &mut faults);
    faults
}

fn gaps(revisions: &[Listed]) -> Vec<String> {
    let mut gaps = Vec::new();
    if let Some(first) = revisions.first().filter(|first| first.revision != 1) {
        gaps.push(format!("the first revision is {}", first.revision));
    }
    for (one, next) in revisions.iter().zip(revisions.iter().skip(1)) {
        if next.revision != one.revision.saturating_add(1) {
            gaps.push(format!("revision {} follows {}", next.revision, one.revision));
        }
        if next.committed_at < one.committed_at {
            gaps.push(format!("revision {} is older than {}", next.revision, one.revision));
        }
    }
    gaps
}

/// Holds the records against what the listed requests come to, one after another.
fn records(journal: &Journal, found: &Found, faults: &mut Faults) {
    let mut expected = State::new();
    // Who wrote a record last.
    let mut writers: BTreeMap<String, &str> = BTreeMap::new();
    for each in &found.revisions {
        let Some(entry) = journal.entries.get(&each.reason) else { continue };
        for (name, says) in entry.request.write.effects() {
            match says {
                Some(says) => drop(expected.insert(name.clone(), says)),
                None => drop(expected.remove(&name)),
            }
            writers.insert(name, &entry.request.id);
        }
    }
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut right: BTreeSet<&str> = BTreeSet::new();
    for (name, writer) in &writers {
        let (is, should) = (found.records.get(name), expected.get(name));
        if is == should {
            right.insert(writer);
        } else {
            wrong.entry(writer).or_default().push(format!("{name} is {is:?} and should be {should:?}"));
        }
    }
    for (writer, what) in wrong {
        let text = format!("{writer}: {}", what.join(", "));
        if right.contains(writer) { faults.half.push(text) } else { faults.lost.push(text) }
    }
    for (name, says) in found.records.iter().filter(|(name, _)| !writers.contains_key(*name)) {
        faults.half.push(format!("{name} says {says} by no revision"));
    }
}

#[cfg(test)]
mod tests;
