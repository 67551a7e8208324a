//! What clients know: each request, and what they were told of it.

use std::collections::BTreeMap;

use super::write::Write;

/// Records by name, with what they say. A record that is not there has no entry.
pub(super) type State = BTreeMap<String, String>;

/// A request as it is sent, and sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Its id, which is also the reason that the revision keeps: so a revision names its request.
    pub(super) id: String,
    /// What is asked for.
    pub(super) write: Write,
}

/// What a client was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It was done; with its revision, where the answer says one.
    Done(Option<i64>),
    /// No answer came, or one that says that it may or may not have been done.
    Unknown(String),
    /// It was refused: with the writes of these clients a mistake of somebody.
    Refused(String),
}

/// A request and the last that was heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The request.
    pub(super) request: Request,
    /// What was told.
    pub(super) answer: Answer,
}

/// Everything that was sent, in the order of each client.
#[derive(Clone, Debug, Default)]
pub(super) struct Journal {
    /// The requests, by their ids.
    pub(super) entries: BTreeMap<String, Entry>,
}

impl Journal {
    /// Keeps what came of a request, in place of what was known of it.
    pub(super) fn keep(&mut self, entry: Entry) {
        self.entries.insert(entry.request.id.clone(), entry);
    }

    /// The requests of which nobody knows whether they were done.
    pub(super) fn unknown(&self) -> Vec<Request> {
        let open = self.entries.values().filter(|entry| matches!(entry.answer, Answer::Unknown(_)));
        open.map(|entry| entry.request.clone()).collect()
    }

    /// How many requests were acknowledged.
    pub(super) fn acknowledged(&self) -> usize {
        self.entries.values().filter(|entry| matches!(entry.answer, Answer::Done(_))).count()
    }
}
