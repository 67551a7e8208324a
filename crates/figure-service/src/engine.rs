//! A domain and its store: what the service, its typed API and its tests call.

use std::sync::Arc;

use figures::{Answer, Figure, FigureKey};
use interchange::{AreaKind, Bundle, Mistake, Register};
use store::{AsOf, Clock, Location, Schema, Snapshot, Store, StoreError};

use crate::answer::Asking;
use crate::domain::Domain;
use crate::import::{self, Arriving, Import, Imported};
use crate::reference::{Cache, Reference, shared_registers, shared_tables};
use crate::stated::{self, STATED};
use crate::tables;

/// A domain with its records. Cloning is cheap and gives the same engine.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) domain: Domain,
    pub(crate) store: Store,
    cache: Cache,
}

impl Engine {
    /// Opens the domain's store, with the tables that its declaration becomes.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub async fn open(domain: Domain, location: Location, clock: Clock) -> Result<Self, StoreError> {
        let store = Store::open(location, schema(&domain), clock).await?;
        Ok(Self { inner: Arc::new(Inner { domain, store, cache: Cache::default() }) })
    }

    /// What was declared.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.inner.domain
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Answers keys of this service from a snapshot, one answer a key in the order asked. Labels and texts are in a language, or
    /// in every one (texts of listings in the bundle's first) where none is named.
    ///
    /// # Errors
    /// Those of the store; what is wrong with one key is that key's answer.
    pub async fn answers(
        &self,
        snapshot: &Snapshot,
        keys: &[FigureKey],
        language: Option<&str>,
    ) -> Result<Vec<Answer>, StoreError> {
        Ok(self.answers_within(snapshot, keys, language, usize::MAX).await?.unwrap_or_default())
    }

    /// The same for keys from outside; none where the answers have more than `most` figures and rows.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn answers_within(
        &self,
        snapshot: &Snapshot,
        keys: &[FigureKey],
        language: Option<&str>,
        most: usize,
    ) -> Result<Option<Vec<Answer>>, StoreError> {
        let reference = self.reference(snapshot).await?;
        let asking = Asking { domain: self.domain(), snapshot, reference: &reference, language };
        asking.answers(keys, most).await
    }

    /// The codes of a dimension, in the order of its code list.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn codes(&self, snapshot: &Snapshot, dimension: &str) -> Result<Vec<String>, StoreError> {
        let reference = self.reference(snapshot).await?;
        let list = reference.context.codes.as_ref().map(|c| c.list(dimension)).unwrap_or_default();
        Ok(list.iter().map(|c| c.code.clone()).collect())
    }

    /// The areas of a kind, by code.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn areas(&self, snapshot: &Snapshot, kind: AreaKind) -> Result<Vec<String>, StoreError> {
        let reference = self.reference(snapshot).await?;
        Ok(reference.areas().into_iter().flat_map(|a| a.of_kind(kind)).map(str::to_owned).collect())
    }

    /// The figure of each exact key, in the order asked; none for a key that cannot be answered. Labels are as for
    /// [`Engine::answers`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn figures(
        &self,
        snapshot: &Snapshot,
        keys: &[FigureKey],
        language: Option<&str>,
    ) -> Result<Vec<Option<Figure>>, StoreError> {
        let one = |answer: Answer| answer.into_figures().into_iter().next();
        Ok(self.answers(snapshot, keys, language).await?.into_iter().map(one).collect())
    }

    /// Imports a part of a bundle as one revision.
    ///
    /// # Errors
    /// Those of the store; mistakes and conflicts are an outcome.
    pub async fn import(
        &self,
        bundle: &Bundle,
        given: Vec<Mistake>,
        import: &Import,
    ) -> Result<Imported, StoreError> {
        let snapshot = self.store().read(AsOf::Head).await?;
        let reference = self.reference(&snapshot).await?;
        import::import(self.store(), self.domain(), &reference, bundle, given, import).await
    }

    /// Begins the import of a part whose large files have not come yet; `bundle` is what came.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn begin_import(
        &self,
        bundle: Bundle,
        given: Vec<Mistake>,
        import: Import,
    ) -> Result<Arriving, StoreError> {
        let snapshot = self.store().read(AsOf::Head).await?;
        let reference = self.reference(&snapshot).await?;
        let part = import::read(self.store(), self.domain(), &reference, &bundle, given).await?;
        Ok(Arriving::new(self.clone(), bundle, part, import))
    }

    /// Loads the domain's part of a bundle into an empty store; one that is not empty is left as it is, and so is every store by a
    /// bundle that has nothing of the domain.
    ///
    /// # Errors
    /// [`LoadError`].
    pub async fn import_bundle(&self, bundle: &Bundle) -> Result<(), LoadError> {
        if self.store().head().revision > 0 || !bundle.services().contains(self.domain().name) {
            return Ok(());
        }
        let files =
            bundle.part(self.domain().name).into_iter().map(|(f, b)| (f.to_owned(), b.to_vec())).collect();
        let (part, mistakes) = Bundle::new(files);
        let (actor, reason) = ("bundle".to_owned(), "first load of an empty database".to_owned());
        let request_id = "first-load".to_owned();
        let import = Import { actor, reason, request_id, ..Import::default() };
        let imported = self.import(&part, mistakes, &import).await?;
        match imported.mistakes.as_slice() {
            [] => Ok(()),
            [first, rest @ ..] => Err(LoadError::Mistakes {
                first: first.to_string(),
                more: rest.len(),
                all: imported.mistakes,
            }),
        }
    }

    /// What every answer of a snapshot needs.
    pub(crate) async fn reference(&self, snapshot: &Snapshot) -> Result<Arc<Reference>, StoreError> {
        self.inner.cache.get(snapshot, self.domain(), self.store()).await
    }
}

/// Why an empty store could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bundle has mistakes.
    #[error(
        "the bundle has mistakes: {first} (and {more} more; `yearbook import --validate-only` lists them)"
    )]
    Mistakes {
        /// The first one.
        first: String,
        /// How many more.
        more: usize,
        /// All of them.
        all: Vec<Mistake>,
    },
}

/// What the rows of a table are: of a register, of a shared file or of stated values; none for an unknown table.
pub(crate) fn register_of(domain: &Domain, table: &str) -> Option<Register> {
    let own = domain.register(table).cloned();
    let shared = || shared_registers().into_iter().find(|r| r.table == table);
    let file = || domain.stated.iter().find(|f| f.table == table).map(|f| stated::register(f.table, Some(f)));
    own.or_else(shared).or_else(file).or_else(|| (table == STATED).then(|| stated::register(STATED, None)))
}

/// The tables that a declaration becomes.
#[must_use]
pub fn schema(domain: &Domain) -> Schema {
    let mut all = shared_tables();
    all.push(tables::table(&stated::register(STATED, None)));
    all.extend(domain.stated.iter().map(|f| tables::table(&stated::register(f.table, Some(f)))));
    all.extend(domain.registers.iter().map(|r| tables::table(&r.register)));
    Schema::new(all).of(domain.name).loaded_in_bulk(domain.stated.iter().map(|f| f.table))
}
