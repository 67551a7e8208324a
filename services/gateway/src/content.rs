//! The gateway's own part of a bundle: outline, narratives, words and pictures.
//!
//! It is one versioned table of files. What is parsed is parsed once for each revision and kept in memory, so that no request
//! waits for the database; a file that is no text is kept as hexadecimal digits, since the store keeps text.

mod import;
mod pages;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use checks::CheckInput;
use checks::declared::Declared;
use interchange::decisions::{self, Decision};
use interchange::{Bundle, Mistake};
use jiff::Timestamp;
use kit::clock::Clock;
use report::model::{FindingCounts, PageId};
use report::{AssembleOptions, Content};
use store::{AsOf, Column, Condition, Datum, Location, Row, Schema, Snapshot, Store, StoreError, Table};

use crate::ask::Question;
use crate::config::NAME;
use crate::error::GatewayError;
use crate::heads::{Head, Heads};

pub use import::Import;
pub(crate) use import::refusal;

const TABLE: &str = "files";
const TEXT: &str = "utf-8";
const HEX: &str = "hex";
/// As many revisions are looked at in one go.
const PAGE: u32 = 100;
/// Where pictures are in a bundle.
const IMAGES: &str = "images/";

/// The content in the store and in memory.
pub(crate) struct Contents {
    store: Store,
    heads: Arc<Heads>,
    clock: Clock,
    current: ArcSwapOption<Loaded>,
}

/// The content of one revision.
pub(crate) struct Loaded {
    /// The gateway's revision.
    pub(crate) revision: i64,
    /// The content, parsed.
    pub(crate) content: Content,
    /// The rules that it declares.
    pub(crate) rules: Vec<Declared>,
    /// What was decided on findings.
    pub(crate) decisions: Vec<Decision>,
    /// Its languages; the first is the fallback.
    pub(crate) languages: Vec<Arc<str>>,
    /// Pictures by name.
    pub(crate) images: BTreeMap<String, Bytes>,
    /// What the check finds in the content alone, whoever answers what.
    pub(crate) findings: FindingCounts,
    /// What to ask for the report and its pages in each language, planned when one is first assembled.
    questions: Mutex<BTreeMap<Document, Arc<Questions>>>,
    /// What the pages beside the report ask for, gathered when it is first asked where a figure is printed.
    asked_for: OnceLock<pages::AskedFor>,
}

/// A report or one of its pages: language, and which page.
type Document = (String, Option<PageId>);

/// What to ask, by service.
pub(crate) type Questions = BTreeMap<String, Question>;

impl Loaded {
    /// What to ask for the report or a page in a language. It costs about as much as assembling, and changes with the content only.
    pub(crate) fn questions(&self, options: &AssembleOptions) -> Arc<Questions> {
        let mut questions = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        let known = questions.entry((options.language.clone(), options.page.clone())).or_insert_with(|| {
            let plan = report::plan(&self.content, options).keys.into_iter();
            Arc::new(plan.map(|(service, keys)| (service, Question::new(keys))).collect())
        });
        Arc::clone(known)
    }

    /// The year reported on.
    pub(crate) fn year(&self) -> i16 {
        self.content.manifest.report.year
    }

    /// A page beside the report, by the parts of its address.
    ///
    /// # Errors
    /// [`GatewayError::NoReportPage`], with the nearest one.
    pub(crate) fn page(&self, id: PageId) -> Result<PageId, GatewayError> {
        let pages = &self.content.pages;
        if pages.find(&id).is_some() {
            return Ok(id);
        }
        let nearest = pages.nearest(&id).map(|nearest| nearest.to_string());
        let asked = id.to_string().chars().take(100).collect();
        Err(GatewayError::NoReportPage { year: self.year(), asked, nearest })
    }

    /// A language of the report; the first for none.
    ///
    /// # Errors
    /// [`GatewayError::NoLanguage`].
    pub(crate) fn language(&self, asked: Option<&str>) -> Result<&Arc<str>, GatewayError> {
        let found = match asked {
            None | Some("") => self.languages.first(),
            Some(asked) => self.languages.iter().find(|language| language.eq_ignore_ascii_case(asked)),
        };
        found.ok_or_else(|| GatewayError::NoLanguage {
            asked: asked.unwrap_or_default().chars().take(35).collect(),
            languages: self.languages.iter().map(ToString::to_string).collect(),
        })
    }
}

impl Contents {
    /// Opens the store and reads what is in it.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn open(
        location: Location,
        heads: Arc<Heads>,
        clock: Clock,
    ) -> Result<Self, StoreError> {
        let columns = vec![Column::text("name"), Column::text("encoding"), Column::text("content")];
        let mut tables = vec![Table::new(TABLE, ["name"], columns)];
        tables.extend(crate::collection::tables());
        let schema = Schema::new(tables).of(NAME);
        let store = Store::open(location, schema, Arc::clone(&clock)).await?;
        let contents = Self { store, heads, clock, current: ArcSwapOption::empty() };
        contents.load().await?;
        Ok(contents)
    }

    /// The content as it is now; none while the store is empty.
    pub(crate) fn current(&self) -> Option<Arc<Loaded>> {
        self.current.load_full()
    }

    /// The content of a year.
    ///
    /// # Errors
    /// [`GatewayError::NoReport`] for another year than the content's.
    pub(crate) fn of_year(&self, asked: &str) -> Result<Arc<Loaded>, GatewayError> {
        let loaded = self.current();
        let year = loaded.as_ref().map(|loaded| loaded.year());
        let found = loaded.filter(|loaded| asked.parse() == Ok(loaded.year()));
        found.ok_or_else(|| GatewayError::NoReport { asked: asked.chars().take(20).collect(), year })
    }

    /// The content of a year as of an instant, read anew.
    ///
    /// # Errors
    /// [`GatewayError::AsOf`] where nothing was written yet, [`GatewayError::NoReport`] for another year than the content's then.
    pub(crate) async fn as_of(&self, asked: &str, instant: Timestamp) -> Result<Arc<Loaded>, GatewayError> {
        let snapshot = self.store.read(AsOf::Instant(instant)).await?;
        if snapshot.revision() == 0 {
            let problem = format!("nothing was written at {instant} yet; give a later instant");
            return Err(GatewayError::AsOf(problem));
        }
        let written = self.written(snapshot.revision()).await?.map_or(0, |written| written.revision);
        let loaded = loaded(written, files(&snapshot).await?);
        let year = loaded.year();
        if asked.parse() != Ok(year) {
            let asked = asked.chars().take(20).collect();
            return Err(GatewayError::NoReport { asked, year: Some(year) });
        }
        Ok(Arc::new(loaded))
    }

    /// Whether nothing was ever written.
    pub(crate) fn is_empty(&self) -> bool {
        self.store.head().revision == 0
    }

    /// Reads again whenever the head moves, also by other replicas, for as long as the store is open.
    pub(crate) async fn follow(self: Arc<Self>) {
        let mut heads = self.store.heads();
        while heads.changed().await.is_ok() {
            if let Err(error) = self.load().await {
                tracing::error!(%error, "the gateway's content could not be read");
            }
        }
    }

    /// The files as they are now.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        files(&self.store.read(AsOf::Head).await?).await
    }

    /// The revisions of the content up to one, newest first, at most `limit`. What is written beside it (who was asked for what, what is
    /// cleared) is not for everybody, and no part of them.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn revisions(
        &self,
        mut upto: i64,
        limit: usize,
    ) -> Result<Vec<store::Revision>, StoreError> {
        let mut found = Vec::new();
        while found.len() < limit {
            let page = self.store.revisions_until(upto, PAGE).await?;
            let Some(last) = page.last().map(|last| last.revision) else { break };
            let of_content = |one: &store::Revision| one.tables.iter().any(|change| change.table == TABLE);
            found.extend(page.into_iter().filter(of_content));
            upto = last.saturating_sub(1);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The newest revision up to one that wrote content.
    async fn written(&self, upto: i64) -> Result<Option<store::Revision>, StoreError> {
        Ok(self.revisions(upto, 1).await?.into_iter().next())
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The store, for what is kept beside the content.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Ends the store's connections.
    pub(crate) async fn close(&self) {
        self.store.close().await;
    }

    /// Reads the newest content, unless it is the one in memory.
    async fn load(&self) -> Result<(), StoreError> {
        let snapshot = self.store.read(AsOf::Head).await?;
        let written = self.written(snapshot.revision()).await?;
        let revision = written.as_ref().map_or(0, |written| written.revision);
        if self.current.load().as_ref().is_some_and(|loaded| loaded.revision >= revision) {
            return Ok(());
        }
        if revision > 0 {
            self.current.store(Some(Arc::new(loaded(revision, files(&snapshot).await?))));
        }
        let head = Head { revision, time: written.map(|w| w.committed_at), measures: Vec::new() };
        self.heads.heard(NAME, &head, (self.clock)());
        Ok(())
    }
}

/// The files of a state.
async fn files(snapshot: &Snapshot) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
    let rows = snapshot.rows(TABLE, &Condition::every()).await?;
    Ok(rows.iter().filter_map(|stored| file(&stored.row)).collect())
}

fn loaded(revision: i64, files: BTreeMap<String, Vec<u8>>) -> Loaded {
    let (bundle, mut mistakes) = Bundle::new(files);
    let (content, found) = Content::read(&bundle);
    mistakes.extend(found);
    let (rules, found) = checks::declared::of_bundle(&bundle, &content);
    mistakes.extend(found);
    let (decisions, found) = decisions_of(&bundle);
    mistakes.extend(found);
    for mistake in &mistakes {
        // Nothing with mistakes is written; rules that came later may find some.
        tracing::warn!(%mistake, "the stored content has a mistake");
    }
    let languages = content.languages().iter().map(|language| Arc::from(language.as_str())).collect();
    let images = bundle.files().iter().filter(|(name, _)| name.starts_with(IMAGES));
    let images = images.map(|(name, bytes)| (name.clone(), Bytes::copy_from_slice(bytes))).collect();
    let input = CheckInput { content: Some(&content), decisions: &decisions, ..CheckInput::default() };
    let findings = checks::count(&input);
    let (questions, asked_for) = Default::default();
    Loaded { revision, content, rules, decisions, languages, images, findings, questions, asked_for }
}

/// What was decided on findings, none where the bundle has no such file, with all mistakes of the file.
fn decisions_of(bundle: &Bundle) -> (Vec<Decision>, Vec<Mistake>) {
    let Some(bytes) = bundle.file(decisions::FILE) else { return Default::default() };
    decisions::read(decisions::FILE, bytes, &bundle.context().0)
}

/// A file as a row.
fn row(name: &str, bytes: &[u8]) -> Row {
    let (encoding, content) = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => (TEXT, text.to_owned()),
        Ok(_) | Err(_) => (HEX, hex(bytes)),
    };
    vec![Datum::from(name), Datum::from(encoding), Datum::from(content)]
}

/// A row as a file.
fn file(row: &Row) -> Option<(String, Vec<u8>)> {
    let [name, encoding, content] = row.as_slice() else { return None };
    let content = content.as_text()?;
    let bytes = match encoding.as_text()? {
        HEX => unhex(content)?,
        _ => content.as_bytes().to_vec(),
    };
    Some((name.as_text()?.to_owned(), bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    Some(digits?.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests;
