//! The feed of what changed: the newest revisions of all services, with the figures of the report that each changed.
//!
//! What a revision changed is asked as of it and as of the one before it, once: the past does not change, so it is kept. The feed itself is
//! kept until a head moves.

mod changes;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use api::figures::v1 as proto;
use futures::{StreamExt, stream};
use render::feed::{Changed, Entry, Feed, MOST_CHANGES, atom};
use report::Report;
use tonic::Request;

use crate::app::Inner;
use crate::config::NAME;
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::figure::Words;
use crate::figure_service::revisions;
use crate::http::coding::Coded;

/// The most revisions that the feed has.
const ENTRIES: i32 = 100;
/// How many revisions are asked about at a time.
const AT_ONCE: usize = 8;
/// The most revisions whose changes are kept.
const KEPT: usize = 1_000;

/// A revision's changes: which were named, and how many more there were.
type Told = Arc<(Vec<Changed>, usize)>;

/// Which revision's changes, committed when, of the report of which content, in which language.
type Name = (String, i64, Option<(i64, i32)>, i64, String);

/// What was made once: changes by revision, and feeds by language with the version of the heads they are good for.
#[derive(Default)]
pub(crate) struct Feeds {
    changes: Mutex<BTreeMap<Name, Told>>,
    made: Mutex<BTreeMap<String, (u64, Arc<Coded>)>>,
}

impl Inner {
    /// The feed in a language.
    pub(crate) async fn feed(
        &self,
        loaded: &Arc<Loaded>,
        language: &str,
    ) -> Result<Arc<Coded>, GatewayError> {
        let version = self.heads.version();
        if let Some((_, feed)) = lock(&self.feeds.made).get(language).filter(|(known, _)| *known == version) {
            return Ok(Arc::clone(feed));
        }
        let (feed, whole) = self.assembled_feed(loaded, language).await?;
        let text = atom(&feed, &self.links()).map_err(|error| GatewayError::Internal(error.to_string()))?;
        let feed = Arc::new(Coded::new(text, "atom"));
        if whole {
            lock(&self.feeds.made).insert(language.to_owned(), (version, Arc::clone(&feed)));
        }
        Ok(feed)
    }

    /// The feed, and whether every service told its part.
    async fn assembled_feed(
        &self,
        loaded: &Arc<Loaded>,
        language: &str,
    ) -> Result<(Feed, bool), GatewayError> {
        let request = proto::ListRevisionsRequest { page_size: ENTRIES, ..Default::default() };
        let year = loaded.year().to_string();
        let (entry, listed) =
            tokio::join!(self.made(&year, Some(language)), revisions::call(self, Request::new(request)),);
        let entry = entry?;
        let listed = listed
            .map_err(|status| GatewayError::Service { service: NAME.to_owned(), status: Box::new(status) })?;
        let report = entry.made.report();
        let mut asking = Vec::new();
        for one in &listed.revisions {
            asking.push(self.changes(one, report, loaded, language));
        }
        let told: Vec<Option<Told>> = stream::iter(asking).buffered(AT_ONCE).collect().await;
        let whole = listed.unreachable.is_empty() && told.iter().all(Option::is_some);
        let entries = listed.revisions.into_iter().zip(told);
        let entries = entries.filter_map(|(one, told)| entry_of(one, told.as_deref(), report, language));
        let feed = Feed {
            language: language.to_owned(),
            id: urn(&[&report.organisation.id, language]),
            organisation: report.organisation.name.clone(),
            report: report.title.clone(),
            path: format!("/reports/{}", report.year),
            entries: entries.collect(),
            unreachable: listed.unreachable,
        };
        Ok((feed, whole))
    }

    /// The figures of the report that a revision changed; none where its service does not tell.
    async fn changes(
        &self,
        one: &proto::Revision,
        report: &Report,
        loaded: &Arc<Loaded>,
        language: &str,
    ) -> Option<Told> {
        // A database restored from a backup gives a number again, at another time.
        let name = (one.service.clone(), one.revision, time(one), loaded.revision, language.to_owned());
        if let Some(told) = lock(&self.feeds.changes).get(&name) {
            return Some(Arc::clone(told));
        }
        let keys = changes::printed(report, &one.service, &one.measures);
        let (before, after) = tokio::join!(
            self.as_of(&one.service, one.revision.saturating_sub(1), &keys, language),
            self.as_of(&one.service, one.revision, &keys, language),
        );
        let (before, after) = (before?, after?);
        let mut words = Words::new(Some(Arc::clone(loaded)), language);
        words.learn(changes::names(report, &keys));
        let mut changed = changes::between(&keys, &before, &after, &words);
        let more = changed.len().saturating_sub(MOST_CHANGES);
        changed.truncate(MOST_CHANGES);
        let told = Arc::new((changed, more));
        let mut kept = lock(&self.feeds.changes);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(name, Arc::clone(&told));
        Some(told)
    }
}

/// When a revision was committed.
fn time(one: &proto::Revision) -> Option<(i64, i32)> {
    one.commit_time.as_ref().map(|time| (time.seconds, time.nanos))
}

fn entry_of(
    one: proto::Revision,
    told: Option<&(Vec<Changed>, usize)>,
    report: &Report,
    language: &str,
) -> Option<Entry> {
    let (seconds, nanos) = time(&one)?;
    let (revision, at) = (one.revision.to_string(), format!("{seconds}.{nanos}"));
    Some(Entry {
        id: urn(&[&report.organisation.id, language, &one.service, &revision, &at]),
        committed_at: one.commit_time?.try_into().ok()?,
        service: one.service,
        revision: one.revision,
        reason: one.reason,
        changes: told.map(|(changes, _)| changes.clone()),
        more: told.map_or(0, |(_, more)| *more),
    })
}

/// A name that stays the same for the same parts: a UUID of version 8 (RFC 9562) over their hash.
fn urn(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    let part = |from: usize, to: usize| hash.as_str().get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic while the lock is held leaves at worst something to be made again.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_uuid_that_depends_on_its_parts_alone() {
        let name = urn(&["itu", "en", "projects", "12"]);
        assert_eq!(name, urn(&["itu", "en", "projects", "12"]));
        assert_ne!(name, urn(&["itu", "en", "projects1", "2"]));
        let digits = name.strip_prefix("urn:uuid:").expect("a UUID");
        let lengths: Vec<usize> = digits.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!((digits.as_bytes()[14], digits.as_bytes()[19]), (b'8', b'8'));
    }
}
