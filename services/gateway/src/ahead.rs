//! Assembling ahead of readers, so that a service which fails later has said everything once, in every language and on every page, and the
//! first reader of a page waits for nobody.

use std::sync::{Arc, Weak};

use tokio::sync::watch;

use crate::app::{App, Inner};
use crate::cache::ReportId;
use crate::content::Loaded;

impl App {
    /// Assembles the report and the pages beside it in every language, behind the requests: once every service is heard from, or had the
    /// time of a deadline for it, and again whenever the content changes. Ends with the gateway.
    pub fn assemble_ahead(&self) {
        let (inner, stop) = (Arc::downgrade(&self.inner), self.inner.stop.clone());
        let moves = self.inner.heads.moves();
        tokio::spawn(async move { stop.run_until_cancelled(follow(inner, moves)).await });
    }
}

/// How often everything that has a gap is made again.
const ROUNDS: u32 = 20;

/// Assembles whenever there is other content than before.
async fn follow(inner: Weak<Inner>, mut moves: watch::Receiver<()>) {
    let Some(deadline) = inner.upgrade().map(|inner| inner.timing.deadline) else { return };
    // Whoever is not heard from by then is a gap that the cache mends when it is.
    let _ = tokio::time::timeout(deadline, heard(&inner, &mut moves)).await;
    let mut done = None;
    loop {
        let Some(loaded) = inner.upgrade().map(|inner| inner.contents.current()) else { return };
        if let Some(loaded) = loaded.filter(|loaded| done.replace(loaded.revision) != Some(loaded.revision)) {
            assemble(&inner, &loaded).await;
        }
        if moves.changed().await.is_err() {
            return;
        }
    }
}

/// Waits until every service is heard from.
async fn heard(inner: &Weak<Inner>, moves: &mut watch::Receiver<()>) {
    while let Some(inner) = inner.upgrade() {
        if inner.services.names().all(|name| inner.heads.known(name).confirmed) {
            return;
        }
        drop(inner);
        if moves.changed().await.is_err() {
            return;
        }
    }
}

/// Assembles everything of a content, the reports first, one after the other, and checks it. What has a gap though every service is heard from,
/// since one answered too late, is made again for a while.
async fn assemble(inner: &Weak<Inner>, loaded: &Loaded) {
    let mut documents: Vec<_> = loaded.content.documents_to_assemble().collect();
    documents.sort_by_key(|document| document.page.is_some());
    if let Some(inner) = inner.upgrade() {
        inner.make_room(documents.len());
    }
    let mut ids = Vec::with_capacity(documents.len());
    for document in documents {
        let Ok(language) = loaded.language(Some(&document.language)) else { return };
        ids.push(ReportId { year: document.year, language: Arc::clone(language), page: document.page });
    }
    let year = loaded.year().to_string();
    for _ in 0..ROUNDS {
        let mut gaps = Vec::new();
        for id in ids {
            let Some(inner) = inner.upgrade() else { return };
            match inner.get(&id).await {
                Ok(entry) if entry.made.report().unconfirmed.is_empty() => {}
                Ok(_) => gaps.push(id),
                Err(error) => tracing::debug!(?id, %error, "a page is not assembled ahead"),
            }
        }
        let Some(known) = inner.upgrade() else { return };
        if let Err(error) = known.check(&year).await {
            tracing::debug!(year, %error, "the report is not checked ahead");
        }
        let heard = known.services.names().all(|name| known.heads.known(name).confirmed);
        if gaps.is_empty() || !heard {
            return;
        }
        ids = gaps;
        let pause = known.timing.retry;
        drop(known);
        tokio::time::sleep(pause).await;
    }
}
