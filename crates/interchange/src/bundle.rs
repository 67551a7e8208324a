//! A bundle in memory: its files, who parses each, and what the shared ones make known.
//!
//! The same type holds a whole bundle and the part of it that one service gets: what only a whole can be held to is asked for
//! by [`Bundle::check_whole`].

mod owners;

use std::collections::{BTreeMap, BTreeSet};

use figures::Catalogue;
use figures::measure::nearest;

use crate::areas::{self, Areas};
use crate::codes::{self, CodeLists};
use crate::context::Context;
use crate::documents::{self, Documents};
use crate::manifest::{self, Manifest};
use crate::measures;
use crate::mistake::{Mistake, Mistakes, Place, quote};
use crate::register::{self, MAX_FILE_BYTES};
use crate::stated;

pub use owners::{GATEWAY, is_shared, usual_owner};

/// The most files that a bundle may have.
pub const MAX_FILES: usize = 10_000;
/// The longest name of a file, in bytes.
pub const MAX_NAME_BYTES: usize = 255;

/// The files of a bundle by name (`narrative/en/3.1.md`) and what its `bundle.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
    manifest: Manifest,
    services: BTreeSet<String>,
}

impl Bundle {
    /// A bundle, or a part of one, of these files; mistakes are of names, sizes and `bundle.toml`.
    #[must_use]
    pub fn new(files: BTreeMap<String, Vec<u8>>) -> (Self, Vec<Mistake>) {
        let mut mistakes = Mistakes::default();
        if files.len() > MAX_FILES {
            let problem = format!("the bundle has {} files, more than {MAX_FILES}", files.len());
            mistakes.push(Mistake::new(
                Place::start(manifest::FILE),
                problem,
                "remove files that do not belong to it",
            ));
        }
        for (name, bytes) in &files {
            check_name(name, &mut mistakes);
            if bytes.len() > MAX_FILE_BYTES {
                let problem = format!("the file has {} bytes, more than {MAX_FILE_BYTES}", bytes.len());
                mistakes.push(Mistake::new(Place::start(name), problem, "split it"));
            }
        }
        let manifest = match files.get(manifest::FILE) {
            Some(bytes) => {
                let (manifest, found) = manifest::read(manifest::FILE, bytes);
                mistakes.extend(found);
                manifest
            }
            None => {
                let remedy = "add it: it says whose year this is and in which languages";
                mistakes.push(Mistake::new(
                    Place::start(manifest::FILE),
                    "the bundle has no bundle.toml",
                    remedy,
                ));
                Manifest::default()
            }
        };
        let mut bundle = Self { files, manifest, services: BTreeSet::new() };
        bundle.services = bundle.find_services();
        (bundle, mistakes.into_vec())
    }

    /// The files by name.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// One file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// What `bundle.toml` says.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Who parses a file: a service, [`GATEWAY`], or for a shared file all of them; nobody where the file is not known.
    #[must_use]
    pub fn owners(&self, file: &str) -> Vec<String> {
        if is_shared(file) {
            return self.services.iter().cloned().chain([GATEWAY.to_owned()]).collect();
        }
        if file == "stated.csv" {
            return self.services.iter().cloned().collect();
        }
        self.owner(file).into_iter().collect()
    }

    fn owner(&self, file: &str) -> Option<String> {
        self.manifest.owners.get(file).cloned().or_else(|| usual_owner(file).map(str::to_owned))
    }

    /// The services that the bundle has files or measures for, without the gateway.
    #[must_use]
    pub fn services(&self) -> &BTreeSet<String> {
        &self.services
    }

    fn find_services(&self) -> BTreeSet<String> {
        let mut services: BTreeSet<String> = self.files.keys().filter_map(|f| self.owner(f)).collect();
        let bytes = self.file("measures.csv").unwrap_or_default();
        let (measures, _) = measures::read("measures.csv", bytes, &Context::default());
        services.extend(measures.into_iter().map(|m| m.service));
        services.remove(GATEWAY);
        services
    }

    /// The part of a service or of the gateway: the files whose owner it is.
    #[must_use]
    pub fn part(&self, owner: &str) -> BTreeMap<&str, &[u8]> {
        let owns = |file: &str| self.owners(file).iter().any(|o| o == owner);
        self.files.iter().filter(|(f, _)| owns(f)).map(|(f, b)| (f.as_str(), b.as_slice())).collect()
    }

    /// What only a whole bundle can be held to: every file has an owner, every record set its file and a known source, every row
    /// of `stated.csv` a service.
    #[must_use]
    pub fn check_whole(&self) -> Vec<Mistake> {
        let mut mistakes = Mistakes::default();
        for file in self.files.keys().filter(|f| self.owners(f).is_empty()) {
            let problem = format!("{} is no file of a bundle", quote(file));
            let remedy = "remove it, or name its service in [owners] of bundle.toml";
            mistakes.push(Mistake::new(Place::start(file), problem, remedy));
        }
        let documents = self.documents(&mut Mistakes::default());
        for set in &self.manifest.record_sets {
            if !self.files.contains_key(&set.file) {
                let problem = format!("the bundle has no file {}", quote(&set.file));
                mistakes.push(Mistake::new(
                    set.place.clone(),
                    problem,
                    "correct `file`, or remove the record set",
                ));
            }
            if documents.get(&set.source).is_none() {
                let problem = format!("documents.csv has no {}", quote(&set.source));
                mistakes.push(Mistake::new(
                    set.place.clone(),
                    problem,
                    "correct `source`, or add the document",
                ));
            }
        }
        self.check_stated(&mut mistakes);
        mistakes.into_vec()
    }

    /// Rows of `stated.csv` of no service: each service reads its own rows only.
    fn check_stated(&self, mistakes: &mut Mistakes) {
        const STATED: &str = "stated.csv";
        let bytes = self.file(STATED).unwrap_or_default();
        let (rows, _) = register::read(&stated::register(), STATED, bytes, &Context::default());
        for row in &rows {
            let service = row.text("key").and_then(|key| key.split_once('/')).map(|(service, _)| service);
            if let Some(service) = service.filter(|s| !self.services.contains(*s)) {
                let remedy = match nearest(service, self.services.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add its measures to measures.csv".to_owned(),
                };
                let problem = format!("there is no service {}", quote(service));
                mistakes.push(Mistake::new(row.place(STATED, "key"), problem, remedy).of("key"));
            }
        }
    }

    /// What the shared files make known, and their mistakes. A shared file that is not there knows nothing.
    #[must_use]
    pub fn context(&self) -> (Context, Vec<Mistake>) {
        let mut mistakes = Mistakes::default();
        let mut context = Context { languages: self.manifest.report.languages.clone(), ..Context::default() };
        let codes: CodeLists = self.read("codes.csv", &context, codes::read, &mut mistakes);
        context.codes = Some(codes);
        let areas: Areas = self.read("areas.csv", &context, areas::read, &mut mistakes);
        context.areas = Some(areas.clone());
        let groups = self.read("area-groups.csv", &context, areas::read_groups, &mut mistakes);
        context.areas = Some(areas.with_members(groups));
        context.documents = Some(self.documents(&mut mistakes));
        let measures = self.read("measures.csv", &context, measures::read, &mut mistakes);
        context.measures = Some(Catalogue::new(measures));
        context.ids = self.ids();
        (context, mistakes.into_vec())
    }

    fn documents(&self, mistakes: &mut Mistakes) -> Documents {
        let context = Context { languages: self.manifest.report.languages.clone(), ..Context::default() };
        self.read("documents.csv", &context, documents::read, mistakes)
    }

    fn read<T: Default>(
        &self,
        file: &str,
        context: &Context,
        read: impl Fn(&str, &[u8], &Context) -> (T, Vec<Mistake>),
        mistakes: &mut Mistakes,
    ) -> T {
        let Some(bytes) = self.file(file) else { return T::default() };
        let (read, found) = read(file, bytes, context);
        mistakes.extend(found);
        read
    }

    /// The `id`s of every CSV file that has a column of this name.
    fn ids(&self) -> BTreeMap<String, BTreeSet<String>> {
        let csv = self.files.iter().filter(|(name, _)| name.ends_with(".csv"));
        csv.filter_map(|(name, bytes)| Some((name.clone(), ids(bytes)?))).collect()
    }
}

fn ids(bytes: &[u8]) -> Option<BTreeSet<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let column = reader.headers().ok()?.iter().position(|name| name == "id")?;
    Some(reader.records().flatten().filter_map(|r| r.get(column).map(|id| id.trim().to_owned())).collect())
}

fn check_name(name: &str, mistakes: &mut Mistakes) {
    let part = |p: &str| !p.is_empty() && !matches!(p, "." | "..");
    let sound = name.len() <= MAX_NAME_BYTES
        && name.split('/').all(part)
        && !name
            .chars()
            .any(|c| c.is_control() || matches!(c, '\\' | ':' | '"' | '*' | '?' | '<' | '>' | '|'));
    if !sound {
        let problem = format!("{} is no name of a file in a bundle", quote(name));
        let remedy = "use a path within the bundle, parts separated by /, without ..";
        mistakes.push(Mistake::new(Place::start(manifest::FILE), problem, remedy));
    }
}

#[cfg(test)]
mod tests;
