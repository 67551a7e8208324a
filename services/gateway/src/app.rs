//! The gateway as a value: the same for its binary, for all services in one process, for one command and for tests.
//!
//! [`App`] needs no listener: it answers calls of this process directly. [`App::server`] puts the same on a port.

use std::sync::{Arc, Mutex};

use api::figures::v1::ImportOutcome;
use api::report::v1::ServiceState;
use bytes::Bytes;
use kit::clock::Clock;
use kit::shutdown::Shutdown;
use render::Links;
use report::Report;
use tokio_util::sync::DropGuard;

use crate::assembly::Assembly;
use crate::cache::{Cache, CacheError, Entry, Patience, ReportId};
use crate::check::{Check, Checks, Shown};
use crate::config::{Config, Deps, NAME, Timing};
use crate::content::{Contents, Loaded};
use crate::error::{GatewayError, StartError};
use crate::feed::Feeds;
use crate::heads::Heads;
use crate::made::{Form, Made};
use crate::reflection::Reflection;
use crate::services::Services;
use crate::start;
use crate::watch::Watch;

/// A gateway. Cloning is cheap and gives the same one; it stops following its services when the last clone is dropped.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) contents: Arc<Contents>,
    pub(crate) services: Services,
    pub(crate) heads: Arc<Heads>,
    pub(crate) reflection: Arc<Reflection>,
    pub(crate) timing: Timing,
    pub(crate) stop: Shutdown,
    pub(crate) feeds: Feeds,
    pub(crate) checks: Checks,
    /// Held while the consequences of a change are found.
    pub(crate) previewing: tokio::sync::Mutex<()>,
    /// Held while a department's workbook is taken in: services and what is kept here then tell of the same one.
    pub(crate) receiving: tokio::sync::Mutex<()>,
    cache: Cache<Assembly>,
    config: Config,
    _stop_when_dropped: DropGuard,
}

/// A report in a form, ready to be sent or written.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// Its media type.
    pub media_type: &'static str,
    /// Its entity tag, quoted; equal for equal bytes.
    pub etag: String,
    /// The bytes.
    pub bytes: Bytes,
}

/// What a list says of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The year reported on.
    pub year: i16,
    /// The title in the language asked.
    pub title: String,
    /// Who reports.
    pub organisation: report::model::Organisation,
    /// The languages it exists in; the first is the fallback.
    pub languages: Vec<String>,
}

impl App {
    /// Opens a gateway: its store, loaded with the bundle if it is empty, and a watch for each service. Whether services
    /// answer makes no difference to it.
    ///
    /// # Errors
    /// [`StartError`] when the store does not open, or the bundle has mistakes.
    pub async fn open(config: Config, deps: Deps, shutdown: &Shutdown) -> Result<Self, StartError> {
        let services = Services::new(&deps.services, config.own.as_ref());
        let heads = Arc::new(Heads::new(services.names().chain([NAME])));
        let clock = Arc::clone(&deps.clock);
        let contents = Contents::open(config.location.clone(), Arc::clone(&heads), clock).await?;
        if let Some(bundle) = deps.bundle.filter(|_| contents.is_empty() && config.writes()) {
            start::load(&contents, &bundle).await?;
        }
        let contents = Arc::new(contents);
        let reflection = Arc::new(Reflection::new(services.clone())?);
        let assembly = Assembly {
            contents: Arc::clone(&contents),
            services: services.clone(),
            heads: Arc::clone(&heads),
            deadline: config.timing.deadline,
            retry: config.timing.retry,
            failed: Mutex::default(),
            site: config.site.clone(),
        };
        // Whoever waits for an assembly that began before still gets what it gives at its deadline.
        let wait = config.timing.deadline.saturating_mul(5) / 4;
        let patience = Patience { wait, retry: config.timing.retry };
        let cache = Cache::new(Arc::new(assembly), Arc::clone(&heads), patience);
        let stop = shutdown.child_token();
        let inner = Inner {
            contents,
            services,
            heads,
            reflection,
            timing: config.timing,
            feeds: Feeds::default(),
            checks: Checks::default(),
            previewing: tokio::sync::Mutex::default(),
            receiving: tokio::sync::Mutex::default(),
            cache,
            config,
            _stop_when_dropped: stop.clone().drop_guard(),
            stop,
        };
        inner.follow(&deps.clock);
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The report of a year in a language, the first for none. How much was found in it is of this document alone: what [`App::check`]
    /// finds, its renderings say.
    ///
    /// # Errors
    /// [`GatewayError`] for a year or a language that there is not, and when it cannot be assembled.
    pub async fn report(&self, year: i16, language: Option<&str>) -> Result<Arc<Report>, GatewayError> {
        Ok(Arc::clone(self.inner.made(&year.to_string(), language).await?.made.report()))
    }

    /// The report of a year in a language and a form.
    ///
    /// # Errors
    /// As [`App::report`].
    pub async fn render(
        &self,
        year: i16,
        language: Option<&str>,
        form: Form,
    ) -> Result<Rendering, GatewayError> {
        Ok(Rendering::of(&self.inner.shown_of(&year.to_string(), language).await?, form))
    }

    /// Checks the report of a year and the pages beside it, in all languages.
    ///
    /// # Errors
    /// As [`App::report`].
    pub async fn check(&self, year: i16) -> Result<Check, GatewayError> {
        Ok(self.inner.check(&year.to_string()).await?.check.clone())
    }

    /// The reports that there are, the newest first, with their titles in a language.
    ///
    /// # Errors
    /// [`GatewayError::NoLanguage`].
    pub fn reports(&self, language: Option<&str>) -> Result<Vec<Summary>, GatewayError> {
        self.inner.reports(language)
    }

    /// The services, by name, as the gateway sees them.
    #[must_use]
    pub fn list_services(&self) -> Vec<ServiceState> {
        self.inner.list_services()
    }

    /// Imports the gateway's part of a bundle: files by name, all that there are. Mistakes are an outcome, not an error.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn import(
        &self,
        files: std::collections::BTreeMap<String, Vec<u8>>,
        import: &crate::content::Import,
    ) -> Result<ImportOutcome, GatewayError> {
        Ok(self.inner.contents.import(files, import).await?)
    }

    /// The gateway's part of the bundle as it is now: files by name.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn files(&self) -> Result<std::collections::BTreeMap<String, Vec<u8>>, GatewayError> {
        Ok(self.inner.contents.files().await?)
    }

    /// Ends the store's connections, for an orderly end.
    pub async fn close(&self) {
        self.inner.stop.cancel();
        self.inner.contents.close().await;
    }

    /// The gateway as one port serves it.
    #[must_use]
    pub fn server(&self) -> kit::server::App {
        kit::server::App {
            name: NAME.to_owned(),
            grpc: crate::api::routes(self),
            http: crate::http::router(self),
            descriptors: crate::reflection::OWN_DESCRIPTORS.to_vec(),
            services: crate::reflection::OWN.to_vec(),
            front: true,
            fallback: Some(crate::proxy::router(
                Arc::clone(&self.inner.reflection),
                self.inner.reflection.own_doors(crate::api::routes(self)),
                crate::http::nowhere(self),
            )),
            callers: self.inner.config.callers.clone(),
            refusal: Some(crate::http::refusal(self)),
        }
    }
}

impl Inner {
    fn follow(&self, clock: &Clock) {
        for service in self.services.iter() {
            let watch = Watch {
                service: Arc::clone(service),
                heads: Arc::clone(&self.heads),
                reflection: Arc::clone(&self.reflection),
                clock: Arc::clone(clock),
                timing: self.timing,
            };
            tokio::spawn(watch.run(self.stop.clone()));
        }
        let (contents, stop) = (Arc::clone(&self.contents), self.stop.clone());
        tokio::spawn(async move { stop.run_until_cancelled(contents.follow()).await });
    }

    /// Where the links of pages lead: to the report that there is, and to its pictures.
    pub(crate) fn links(&self) -> Links {
        let report = self.contents.current().map(|loaded| format!("/reports/{}", loaded.year()));
        Links {
            report: report.unwrap_or_default(),
            files: Some(String::new()),
            site: self.config.site.clone(),
            ..Links::default()
        }
    }

    /// The assembled report of a year, as it was asked for, in a language.
    pub(crate) async fn made(
        &self,
        year: &str,
        language: Option<&str>,
    ) -> Result<Arc<Entry<Made>>, GatewayError> {
        self.get(&self.report_id(year, language)?).await
    }

    /// The same as readers get it.
    pub(crate) async fn shown_of(&self, year: &str, language: Option<&str>) -> Result<Shown, GatewayError> {
        self.shown(&self.report_id(year, language)?).await
    }

    fn report_id(&self, year: &str, language: Option<&str>) -> Result<ReportId, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let language = Arc::clone(loaded.language(language)?);
        Ok(ReportId { year: loaded.year(), language, page: None })
    }

    /// Keeps as many reports and pages as a content has.
    pub(crate) fn make_room(&self, documents: usize) {
        self.cache.make_room(documents);
    }

    /// An assembled report.
    pub(crate) async fn get(&self, id: &ReportId) -> Result<Arc<Entry<Made>>, GatewayError> {
        self.cache.get(id).await.map_err(|error| match error {
            CacheError::Assembly(error) => error,
            CacheError::Late => GatewayError::Busy,
            CacheError::Broken(why) => GatewayError::Internal(why),
        })
    }

    pub(crate) fn reports(&self, language: Option<&str>) -> Result<Vec<Summary>, GatewayError> {
        let Some(loaded) = self.contents.current() else { return Ok(Vec::new()) };
        let language = loaded.language(language)?;
        Ok(vec![summary(&loaded, language)])
    }

    pub(crate) fn list_services(&self) -> Vec<ServiceState> {
        let state = |service: &Arc<crate::services::Service>| {
            let known = self.heads.known(&service.name);
            let (last_error, last_error_time) = known.last_error.unzip();
            ServiceState {
                service: service.name.clone(),
                address: service.address.clone(),
                version: service.version.load().as_deref().cloned().unwrap_or_default(),
                revision: known.head.map(|(revision, _)| revision),
                revision_time: known.head.and_then(|(_, time)| time).map(Into::into),
                confirmed: known.confirmed,
                last_contact: known.last_contact.map(Into::into),
                last_error: last_error.unwrap_or_default(),
                last_error_time: last_error_time.map(Into::into),
            }
        };
        self.services.iter().map(state).collect()
    }
}

impl Rendering {
    pub(crate) fn of(shown: &Shown, form: Form) -> Self {
        let tagged = shown.entry.made.form(&shown.forms, form);
        let etag = tagged.tag.to_str().unwrap_or_default().to_owned();
        Self { media_type: form.media_type(), etag, bytes: tagged.bytes.clone() }
    }
}

fn summary(loaded: &Loaded, language: &str) -> Summary {
    let manifest = &loaded.content.manifest;
    let first = loaded.languages.first().map(|first| &**first).unwrap_or_default();
    let text = |labels: &figures::Labels| {
        labels.get(language).or_else(|| labels.get(first)).cloned().unwrap_or_default()
    };
    Summary {
        year: loaded.year(),
        title: text(&manifest.report.title),
        organisation: report::model::Organisation {
            id: manifest.organisation.id.clone(),
            name: text(&manifest.organisation.name),
            short: text(&manifest.organisation.short),
        },
        languages: loaded.content.languages().to_vec(),
    }
}
