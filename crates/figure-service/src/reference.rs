//! What every answer needs and few revisions change: measures, codes, areas, documents, precedence, record sets.
//!
//! It is read once a revision and kept in memory. The shared files are stored as rows, so that their history is kept like any
//! other; to understand them they are written out and read by the very reader that took them in.

pub(crate) mod inputs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use figures::{Labels, Measure, Period, Source};
use interchange::manifest::{self, Manifest, RecordSet};
use interchange::{Areas, Bundle, Context, Record, Register, areas, codes, documents, measures, register};
use store::{Column, Condition, Datum, Snapshot, Store, StoreError, Table};

use crate::domain::{Domain, RegisterCodes};
use crate::sql;
use crate::tables::{self, Records};

/// The table of `bundle.toml`, a row for each year that was reported on.
pub(crate) const BUNDLE: &str = "bundle";
/// How many revisions' reference data are kept.
const KEPT: usize = 8;

/// The shared files that are registers.
pub(crate) fn shared_registers() -> [Register; 5] {
    [
        measures::register(),
        codes::register(),
        areas::register(),
        areas::groups_register(),
        documents::register(),
    ]
}

/// The tables of the shared files.
pub(crate) fn shared_tables() -> Vec<Table> {
    let bundle = Table::new(BUNDLE, ["year"], vec![Column::integer("year"), Column::text("content")]);
    shared_registers().iter().map(tables::table).chain([bundle]).collect()
}

/// A record that is a code of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegisterCode {
    pub(crate) label: Labels,
    pub(crate) period: Option<Period>,
}

/// The reference data as of one revision.
#[derive(Debug, Default)]
pub(crate) struct Reference {
    pub(crate) context: Context,
    pub(crate) manifest: Manifest,
    /// Codes that are records, by dimension.
    pub(crate) records: BTreeMap<&'static str, BTreeMap<String, RegisterCode>>,
    /// What means over economies are made from.
    pub(crate) inputs: inputs::InputsKept,
}

impl Reference {
    /// Reads the reference data of a snapshot.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn load(snapshot: &Snapshot, domain: &Domain) -> Result<Self, StoreError> {
        let mut files = BTreeMap::new();
        for register in shared_registers() {
            files.insert(register.file.clone(), stored_file(snapshot, &register).await?);
        }
        let manifests = manifests(snapshot).await?;
        if let Some((content, _)) = manifests.first() {
            files.insert(manifest::FILE.to_owned(), content.clone().into_bytes());
        }
        let (bundle, _) = Bundle::new(files);
        let (mut context, _) = bundle.context();
        let mut records = BTreeMap::new();
        for codes in &domain.codes {
            let found = register_codes(snapshot, codes).await?;
            context
                .ids
                .insert(format!("{}.csv", codes.table.replace('_', "-")), found.keys().cloned().collect());
            records.insert(codes.dimension, found);
        }
        Ok(Self {
            context,
            manifest: together(manifests.into_iter().map(|(_, m)| m)),
            records,
            inputs: inputs::InputsKept::default(),
        })
    }

    /// The measure of a name, if the domain has it.
    pub(crate) fn measure(&self, service: &str, name: &str) -> Option<&Measure> {
        self.context.measures.as_ref()?.get(service, name)
    }

    /// The areas.
    pub(crate) fn areas(&self) -> Option<&Areas> {
        self.context.areas.as_ref()
    }

    /// A place with its document's publisher and date.
    pub(crate) fn source(&self, document: &str, section: &str, locator: &str) -> Source {
        match &self.context.documents {
            Some(documents) => documents.source(document, section, locator),
            None => Source {
                document: document.to_owned(),
                section: section.to_owned(),
                locator: locator.to_owned(),
                ..Source::default()
            },
        }
    }

    /// A place with its document's publisher and date.
    pub(crate) fn described(&self, source: &Source) -> Source {
        self.source(&source.document, &source.section, &source.locator)
    }

    /// Labels in a language (with the bundle's first language where there is none in it), or all of them.
    pub(crate) fn labels(&self, labels: &Labels, language: Option<&str>) -> Labels {
        let Some(language) = language else { return labels.clone() };
        let text = self.text(labels, Some(language));
        text.map(|t| Labels::from([(language.to_owned(), t.to_owned())])).unwrap_or_default()
    }

    /// A text in a language, else in the bundle's first one, else in any.
    pub(crate) fn text<'a>(&self, labels: &'a Labels, language: Option<&str>) -> Option<&'a str> {
        let first = self.context.languages.first().map(String::as_str);
        let found = language.and_then(|l| labels.get(l)).or_else(|| first.and_then(|l| labels.get(l)));
        found.or_else(|| labels.values().next()).map(String::as_str)
    }

    /// Whether a dimension has a code.
    pub(crate) fn has_code(&self, dimension: &str, code: &str) -> bool {
        if dimension == "area" {
            return self.areas().is_some_and(|a| a.get(code).is_some());
        }
        let listed = || self.context.codes.as_ref().is_some_and(|c| c.get(dimension, code).is_some());
        self.records.get(dimension).is_some_and(|r| r.contains_key(code)) || listed()
    }

    /// The codes of a dimension, to find the nearest one; of a period none. Where records are codes, those of the code list of
    /// that name are too: records of other years, which the register does not have.
    pub(crate) fn codes(&self, dimension: &str) -> BTreeSet<&str> {
        if dimension == "area" {
            return self.areas().into_iter().flat_map(Areas::iter).map(|a| a.code.as_str()).collect();
        }
        let records = self.records.get(dimension).into_iter().flat_map(BTreeMap::keys).map(String::as_str);
        let lists = self.context.codes.as_ref().map(|c| c.list(dimension)).unwrap_or_default();
        records.chain(lists.iter().map(|c| c.code.as_str())).collect()
    }
}

/// What `bundle.toml` said, newest year first.
async fn manifests(snapshot: &Snapshot) -> Result<Vec<(String, Manifest)>, StoreError> {
    let rows = snapshot.rows(BUNDLE, &Condition::every()).await?;
    let contents =
        rows.into_iter().rev().filter_map(|r| r.row.get(1).and_then(Datum::as_text).map(str::to_owned));
    Ok(contents
        .map(|content| {
            let read = manifest::read(manifest::FILE, content.as_bytes()).0;
            (content, read)
        })
        .collect())
}

/// The newest manifest, with what earlier ones say beyond it: record sets of their years, and the precedence of their documents.
fn together(mut manifests: impl Iterator<Item = Manifest>) -> Manifest {
    let mut newest = manifests.next().unwrap_or_default();
    for earlier in manifests {
        for set in earlier.record_sets {
            let known = |s: &RecordSet| s.file == set.file && s.filter == set.filter;
            if !newest.record_sets.iter().any(known) {
                newest.record_sets.push(set);
            }
        }
        let documents = &mut newest.precedence.documents;
        documents.extend(
            earlier.precedence.documents.into_iter().filter(|d| !documents.contains(d)).collect::<Vec<_>>(),
        );
        for (document, sections) in earlier.precedence.sections {
            newest.precedence.sections.entry(document).or_insert(sections);
        }
    }
    newest
}

async fn stored_file(snapshot: &Snapshot, register: &Register) -> Result<Vec<u8>, StoreError> {
    let rows = snapshot.rows(&register.table, &Condition::every()).await?;
    let reading = Records::of(register);
    let records: Result<Vec<Record>, StoreError> = rows.into_iter().map(|r| reading.read(r.row)).collect();
    Ok(register::write(register, &records?))
}

async fn register_codes(
    snapshot: &Snapshot,
    codes: &RegisterCodes,
) -> Result<BTreeMap<String, RegisterCode>, StoreError> {
    let mut found = BTreeMap::new();
    for row in sql::coded::rows(snapshot, codes).await? {
        let mut cells = row.into_iter();
        let mut text = || cells.next().and_then(|d| d.as_text().map(str::to_owned));
        let (Some(id), label) = (text(), text()) else { continue };
        let label = label.map(|l| tables::labels(&l)).transpose()?.unwrap_or_default();
        let period = span(text().as_deref(), text().as_deref());
        found.insert(id, RegisterCode { label, period });
    }
    Ok(found)
}

/// The period of a record by its first and last dates, each as exact as it is known.
fn span(first: Option<&str>, last: Option<&str>) -> Option<Period> {
    let first = first?;
    match last {
        Some(last) if last != first => format!("{first}/{last}").parse().ok().or_else(|| first.parse().ok()),
        Some(_) | None => first.parse().ok(),
    }
}

/// Whether the reference data of a revision are those of a later one: a write of a record changes neither codes nor areas, and loading them
/// takes longer than the write. Of many revisions at once nothing is known.
async fn holds_on(domain: &Domain, store: &Store, before: i64, now: i64) -> Result<bool, StoreError> {
    const MOST: u32 = 100;
    let revisions = store.revisions(before, MOST).await?;
    let shared = shared_registers();
    let is_read = |table: &str| {
        table == BUNDLE
            || shared.iter().any(|register| register.table == table)
            || domain.codes.iter().any(|codes| codes.table == table)
    };
    let until_now = || revisions.iter().take_while(|revision| revision.revision <= now);
    let changed = until_now().flat_map(|revision| &revision.tables).any(|change| is_read(&change.table));
    Ok(!changed && until_now().last().is_some_and(|last| last.revision == now))
}

/// The reference data of the revisions that were asked last.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    kept: Mutex<Vec<(i64, Arc<Reference>)>>,
}

impl Cache {
    /// The reference data of a snapshot, read if they are not kept.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn get(
        &self,
        snapshot: &Snapshot,
        domain: &Domain,
        store: &Store,
    ) -> Result<Arc<Reference>, StoreError> {
        let revision = snapshot.revision();
        if let Some(found) = self.find(revision) {
            return Ok(found);
        }
        let found = match self.newest_before(revision) {
            Some((before, earlier)) if holds_on(domain, store, before, revision).await? => earlier,
            Some(_) | None => Arc::new(Reference::load(snapshot, domain).await?),
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != revision);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((revision, Arc::clone(&found)));
        Ok(found)
    }

    fn newest_before(&self, revision: i64) -> Option<(i64, Arc<Reference>)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = kept.iter().filter(|(other, _)| *other < revision);
        earlier.max_by_key(|(other, _)| *other).map(|(other, found)| (*other, Arc::clone(found)))
    }

    fn find(&self, revision: i64) -> Option<Arc<Reference>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(r, _)| *r == revision).map(|(_, reference)| Arc::clone(reference))
    }
}
