//! Merging the three sources of settings, and collecting what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// The largest configuration file that is read.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Where a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `--name`.
    Flag,
    /// `YEARBOOK_NAME`.
    Environment,
    /// A file's key.
    File(PathBuf),
}

/// Values by name, from each source.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    flags: BTreeMap<String, Vec<String>>,
    environment: BTreeMap<String, String>,
    file: BTreeMap<String, Vec<String>>,
    file_path: PathBuf,
    /// What is wrong with the environment.
    mistakes: Vec<String>,
    /// What is wrong with the file.
    file_mistakes: Vec<String>,
}

impl Sources {
    /// The process's environment, flags as parsed, and the file that `--config` (or `YEARBOOK_CONFIG`) names.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "this is the room that the lint points to")]
    pub fn gather(flags: BTreeMap<String, Vec<String>>) -> Self {
        // Another program's variable that is no UTF-8 must not stop ours: `vars` would panic.
        Self::from_variables(flags, std::env::vars_os())
    }

    fn from_variables(
        flags: BTreeMap<String, Vec<String>>,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Self {
        let mut environment = BTreeMap::new();
        let mut mistakes = Vec::new();
        for (name, value) in variables {
            let Some(name) = name.to_str().and_then(|n| n.strip_prefix("YEARBOOK_")) else { continue };
            match value.into_string() {
                Ok(value) => {
                    environment.insert(name.to_owned(), value);
                }
                Err(_) => mistakes.push(format!("YEARBOOK_{name}: is not UTF-8; write it in UTF-8")),
            }
        }
        let mut sources = Self::from_parts(flags, environment);
        sources.mistakes.extend(mistakes);
        sources
    }

    /// The same from given parts, for tests.
    #[must_use]
    pub fn from_parts(flags: BTreeMap<String, Vec<String>>, environment: BTreeMap<String, String>) -> Self {
        let mut sources = Self { flags, environment, ..Self::default() };
        let named =
            sources.flags.get("config").and_then(|v| v.first()).or_else(|| sources.environment.get("CONFIG"));
        if let Some(path) = named.map(PathBuf::from) {
            sources.read_file(&path);
        }
        sources
    }

    /// The same without a file: what stands there is for `serve`. What is wrong with the environment stays wrong.
    #[must_use]
    pub fn without_file(mut self) -> Self {
        self.file.clear();
        self.file_mistakes.clear();
        self
    }

    fn read_file(&mut self, path: &Path) {
        self.file_path = path.to_path_buf();
        let size = std::fs::metadata(path).map(|m| m.len());
        let text = match size {
            Ok(size) if size > MAX_FILE_BYTES => Err(format!("is larger than {MAX_FILE_BYTES} bytes")),
            Ok(_) | Err(_) => std::fs::read_to_string(path).map_err(|e| format!("cannot be read: {e}")),
        };
        match text.and_then(|t| t.parse::<toml::Table>().map_err(|e| format!("is not TOML: {e}"))) {
            Ok(table) => self.take_table(table),
            Err(problem) => {
                self.file_mistakes.push(format!("--config {}: the file {problem}", path.display()))
            }
        }
    }

    fn take_table(&mut self, table: toml::Table) {
        for (name, value) in table {
            match plain(&value) {
                Some(values) => {
                    self.file.insert(name, values);
                }
                None => self.file_mistakes.push(format!(
                    "{}: `{name}` must be a text, a number, true or false, or a list of texts",
                    self.file_path.display()
                )),
            }
        }
    }
}

fn plain(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(text) => Some(vec![text.clone()]),
        toml::Value::Integer(number) => Some(vec![number.to_string()]),
        toml::Value::Boolean(truth) => Some(vec![truth.to_string()]),
        toml::Value::Array(items) => items.iter().map(|i| i.as_str().map(str::to_owned)).collect(),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

/// Every mistake of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<String>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "{count} mistake{} in the configuration:", if count == 1 { "" } else { "s" })?;
        self.0.iter().try_for_each(|m| write!(f, "\n  {m}"))
    }
}

impl std::error::Error for Mistakes {}

/// Reads settings by name and collects what is wrong.
#[derive(Debug)]
pub struct Reader {
    sources: Sources,
    known: BTreeSet<&'static str>,
    mistakes: Vec<String>,
}

impl Reader {
    /// A reader over the sources.
    #[must_use]
    pub fn new(mut sources: Sources) -> Self {
        let mut mistakes = std::mem::take(&mut sources.mistakes);
        mistakes.append(&mut sources.file_mistakes);
        Self { sources, known: BTreeSet::from(["config"]), mistakes }
    }

    /// A setting that may be left out.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        self.known.insert(name);
        let (values, origin) = self.raw(name)?;
        match values.as_slice() {
            [value] => self.parsed(name, &origin, value, parse),
            _ => {
                self.mistake(name, &origin, &values.join(", "), "is given several times; give it once");
                None
            }
        }
    }

    /// A setting that may be left out, and whose text no message shows.
    pub fn secret<T>(&mut self, name: &'static str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        self.known.insert(name);
        let (values, origin) = self.raw(name)?;
        let read = match values.as_slice() {
            [value] => parse(value),
            _ => Err("is given several times; give it once".to_owned()),
        };
        read.map_err(|problem| self.mistake(name, &origin, "…", &problem)).ok()
    }

    /// A setting with a default.
    pub fn value<T>(
        &mut self,
        name: &'static str,
        default: T,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    /// A setting that may be given several times (in the environment: separated by commas).
    pub fn list<T>(&mut self, name: &'static str, parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        self.known.insert(name);
        let Some((values, origin)) = self.raw(name) else { return Vec::new() };
        let values: Vec<&str> = match origin {
            Origin::Environment => values.iter().flat_map(|v| v.split(',')).map(str::trim).collect(),
            Origin::Flag | Origin::File(_) => values.iter().map(String::as_str).collect(),
        };
        values.into_iter().filter_map(|value| self.parsed(name, &origin, value, &parse)).collect()
    }

    /// A mistake that only shows when several settings are seen together.
    pub fn complain(&mut self, problem: String) {
        self.mistakes.push(problem);
    }

    /// All mistakes, unknown keys of the file among them.
    ///
    /// # Errors
    /// [`Mistakes`] when there is any.
    pub fn finish(mut self) -> Result<(), Mistakes> {
        for name in self.sources.file.keys().filter(|n| !self.known.contains(n.as_str())) {
            let nearest = nearest_hint(name, &self.known);
            self.mistakes
                .push(format!("{}: there is no setting `{name}`{nearest}", self.sources.file_path.display()));
        }
        if self.mistakes.is_empty() { Ok(()) } else { Err(Mistakes(self.mistakes)) }
    }

    /// The names of the settings that were read.
    pub(super) fn known(&self) -> impl Iterator<Item = &'static str> {
        self.known.iter().copied()
    }

    /// Where a setting came from; none where nobody gave it.
    pub(super) fn origin(&self, name: &str) -> Option<Origin> {
        self.raw(name).map(|(_, origin)| origin)
    }

    fn raw(&self, name: &str) -> Option<(Vec<String>, Origin)> {
        let variable = name.replace('-', "_").to_ascii_uppercase();
        if let Some(values) = self.sources.flags.get(name) {
            return Some((values.clone(), Origin::Flag));
        }
        if let Some(value) = self.sources.environment.get(&variable).filter(|v| !v.is_empty()) {
            return Some((vec![value.clone()], Origin::Environment));
        }
        self.sources.file.get(name).map(|v| (v.clone(), Origin::File(self.sources.file_path.clone())))
    }

    fn parsed<T>(
        &mut self,
        name: &str,
        origin: &Origin,
        value: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        parse(value).map_err(|problem| self.mistake(name, origin, value, &problem)).ok()
    }

    fn mistake(&mut self, name: &str, origin: &Origin, value: &str, problem: &str) {
        let place = match origin {
            Origin::Flag => format!("--{name}"),
            Origin::Environment => format!("YEARBOOK_{}", name.replace('-', "_").to_ascii_uppercase()),
            Origin::File(path) => format!("{}: {name}", path.display()),
        };
        self.mistakes.push(format!("{place} `{value}`: {problem}"));
    }
}

fn nearest_hint(name: &str, known: &BTreeSet<&'static str>) -> String {
    let close = known.iter().find(|k| {
        k.starts_with(name) || name.starts_with(*k) || k.replace('-', "") == name.replace(['-', '_'], "")
    });
    close.map(|k| format!("; did you mean `{k}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<u16, String> {
        text.parse().map_err(|_| "is no number from 0 to 65535".to_owned())
    }

    fn flags(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), vec![(*v).to_owned()])).collect()
    }

    #[test]
    fn a_flag_goes_before_the_environment_and_that_before_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("yearbook.toml");
        std::fs::write(&path, "a = 3\nb = 3\nc = 3\n").expect("written");
        let environment = [("A".to_owned(), "2".to_owned()), ("B".to_owned(), "2".to_owned())].into();
        let flags = flags(&[("a", "1"), ("config", path.to_str().expect("a path"))]);
        let mut reader = Reader::new(Sources::from_parts(flags, environment));
        assert_eq!(["a", "b", "c", "d"].map(|n| reader.value(n, 4, number)), [1, 2, 3, 4]);
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("yearbook.toml");
        std::fs::write(&path, "porrt = 3\nother = 1.5\n").expect("written");
        let environment = [("DEADLINE".to_owned(), "soon".to_owned())].into();
        let flags = flags(&[("port", "x"), ("config", path.to_str().expect("a path"))]);
        let mut reader = Reader::new(Sources::from_parts(flags, environment));
        reader.value("port", 1, number);
        reader.value("deadline", 1, number);
        let mistakes = reader.finish().expect_err("mistakes").0;
        assert_eq!(mistakes.len(), 4, "{mistakes:#?}");
        assert!(mistakes.iter().any(|m| m.starts_with("--port `x`")));
        assert!(mistakes.iter().any(|m| m.starts_with("YEARBOOK_DEADLINE `soon`")));
    }

    #[test]
    #[cfg(unix)]
    fn a_variable_that_is_no_utf_8_is_a_mistake_also_where_no_file_is_read() {
        use std::os::unix::ffi::OsStringExt;
        let bad = || OsString::from_vec(vec![0xff]);
        let variables = [(OsString::from("YEARBOOK_SERVER"), bad()), (OsString::from("OTHERS"), bad())];
        let flags = flags(&[("config", "/nowhere.toml")]);
        let sources = Sources::from_variables(flags, variables.into_iter()).without_file();
        let mistakes = Reader::new(sources).finish().expect_err("a mistake").0;
        assert_eq!(mistakes, ["YEARBOOK_SERVER: is not UTF-8; write it in UTF-8"]);
    }

    #[test]
    fn a_list_may_be_separated_by_commas_in_the_environment() {
        let environment = [("PORTS".to_owned(), "1, 2".to_owned())].into();
        let mut reader = Reader::new(Sources::from_parts(BTreeMap::new(), environment));
        assert_eq!(reader.list("ports", number), [1, 2]);
    }

    #[test]
    fn a_single_setting_keeps_its_commas() {
        let environment = [("LOG".to_owned(), "gateway=debug,info".to_owned())].into();
        let mut reader = Reader::new(Sources::from_parts(BTreeMap::new(), environment));
        let log = reader.optional("log", |text| Ok(text.to_owned()));
        assert_eq!(log.as_deref(), Some("gateway=debug,info"));
    }

    #[test]
    fn a_single_setting_given_as_a_list_is_a_mistake() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("yearbook.toml");
        std::fs::write(&path, "port = [\"1\", \"2\"]\n").expect("written");
        let mut reader = Reader::new(Sources::from_parts(
            flags(&[("config", path.to_str().expect("a path"))]),
            BTreeMap::new(),
        ));
        assert_eq!(reader.value("port", 7, number), 7);
        assert!(reader.finish().is_err());
    }
}
