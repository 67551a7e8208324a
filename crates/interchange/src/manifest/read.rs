//! From the text of `bundle.toml` to [`Manifest`].

use std::collections::BTreeMap;

use figures::{Labels, Period};
use toml::de::DeTable;

use super::tree::{Table, Walker};
use super::{Manifest, Organisation, Precedence, RecordSet, ReportHead, Style};
use crate::mistake::{Mistake, Mistakes, Place};
use crate::register::{is_identifier, is_language, read_text};

/// The largest `bundle.toml` that is read, in bytes.
const MAX_MANIFEST_BYTES: usize = 1024 * 1024;

/// Reads `bundle.toml`: what it says, with nothing in place of what is wrong, and all mistakes.
#[must_use]
pub fn read(file: &str, bytes: &[u8]) -> (Manifest, Vec<Mistake>) {
    let mut mistakes = Mistakes::default();
    if bytes.len() > MAX_MANIFEST_BYTES {
        let problem = format!("the file has {} bytes, more than {MAX_MANIFEST_BYTES}", bytes.len());
        mistakes.push(Mistake::new(Place::start(file), problem, "shorten it"));
        return (Manifest::default(), mistakes.into_vec());
    }
    let Some(text) = read_text(file, bytes, &mut mistakes) else {
        return (Manifest::default(), mistakes.into_vec());
    };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = Place::of_offset(file, text, error.span().map_or(0, |s| s.start));
        mistakes.push(Mistake::new(place, format!("this is no TOML: {}", error.message()), "correct it"));
    }
    let broken = !mistakes.is_empty();
    let mut walker = Walker { file, text, mistakes };
    // Of a text that is no TOML only that is told: what seems missing may stand in the broken part.
    let manifest = if broken { Manifest::default() } else { manifest(&mut walker, root.get_ref()) };
    (manifest, walker.mistakes.sorted())
}

fn manifest<'a>(walker: &mut Walker<'a>, root: &'a DeTable<'a>) -> Manifest {
    let root = Table { table: root, path: String::new(), offset: 0 };
    walker.known(&root, &["organisation", "report", "precedence", "owners", "record_set", "style"]);
    let report = walker.table(&root, "report", true).map(|t| report(walker, &t)).unwrap_or_default();
    let first = report.languages.first().cloned();
    let organisation = walker.table(&root, "organisation", true);
    let organisation =
        organisation.map(|t| organisation_of(walker, &t, first.as_deref())).unwrap_or_default();
    let precedence =
        walker.table(&root, "precedence", false).map(|t| precedence(walker, &t)).unwrap_or_default();
    let record_sets = walker.tables(&root, "record_set");
    Manifest {
        organisation,
        report,
        precedence,
        owners: owners(walker, &root),
        record_sets: record_sets.iter().filter_map(|t| record_set(walker, t)).collect(),
        style: styles(walker, &root),
    }
}

fn organisation_of<'a>(walker: &mut Walker<'a>, table: &Table<'a>, first: Option<&str>) -> Organisation {
    walker.known(table, &["id", "name", "short"]);
    let id = identifier(walker, table, "id").unwrap_or_default();
    let name = labels(walker, table, "name", true, first);
    Organisation { id, name, short: labels(walker, table, "short", false, None) }
}

fn report<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> ReportHead {
    walker.known(table, &["year", "plan", "languages", "title"]);
    let languages = languages(walker, table);
    let first = languages.first().cloned();
    ReportHead {
        year: year(walker, table).unwrap_or_default(),
        plan: plan(walker, table),
        title: labels(walker, table, "title", true, first.as_deref()),
        languages,
    }
}

fn year<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Option<i16> {
    let (number, offset) = walker.integer(table, "year", true)?;
    let year = i16::try_from(number).ok().filter(|y| (1000..=9998).contains(y));
    if year.is_none() {
        walker.push(
            offset,
            "report.year",
            format!("{number} is no year"),
            "write the year reported on: 2024",
        );
    }
    year
}

fn plan<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Option<Period> {
    let (text, offset) = walker.string(table, "plan", false)?;
    let plan = text.parse().ok();
    if plan.is_none() {
        walker.push(offset, "report.plan", format!("`{text}` is no period"), "write its years: 2024/2027");
    }
    plan
}

fn languages<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Vec<String> {
    let mut languages = Vec::new();
    for (language, offset) in walker.strings(table, "languages", true) {
        if is_language(&language) {
            languages.push(language);
        } else {
            let problem = format!("`{language}` is no language");
            walker.push(offset, "report.languages", problem, "write its code: en, zh, fr");
        }
    }
    if languages.is_empty() && table.table.contains_key("languages") {
        walker.push(
            table.offset,
            "report.languages",
            "the report has no language",
            "name one at least; the first is the fallback",
        );
    }
    languages
}

fn labels<'a>(
    walker: &mut Walker<'a>,
    table: &Table<'a>,
    key: &str,
    required: bool,
    first: Option<&str>,
) -> Labels {
    let found = walker.string_table(table, key, required);
    let path = format!("{}.{key}", table.path);
    let written = table.table.get(key).and_then(|value| value.get_ref().as_table());
    for (language, (_, offset)) in &found {
        if !is_language(language) {
            walker.push(*offset, &path, format!("`{language}` is no language"), "write its code: en, zh, fr");
        }
    }
    if let Some(first) = first.filter(|f| written.is_some_and(|t| !t.contains_key(*f))) {
        let problem = format!("`{path}.{first}` is missing");
        walker.push(table.offset, &path, problem, "write the text in the report's first language");
    }
    found.into_iter().map(|(language, (text, _))| (language, text)).collect()
}

fn identifier<'a>(walker: &mut Walker<'a>, table: &Table<'a>, key: &str) -> Option<String> {
    let (text, offset) = walker.string(table, key, true)?;
    if is_identifier(&text) {
        return Some(text);
    }
    let path = format!("{}.{key}", table.path);
    walker.push(offset, &path, format!("`{text}` is no identifier"), "use ASCII letters, digits and -._");
    None
}

fn precedence<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Precedence {
    walker.known(table, &["documents", "sections"]);
    let texts = |list: Vec<(String, usize)>| list.into_iter().map(|(t, _)| t).collect();
    let documents = texts(walker.strings(table, "documents", false));
    let mut sections = BTreeMap::new();
    if let Some(inner) = walker.table(table, "sections", false) {
        let keys: Vec<&str> = inner.table.keys().map(|k| k.get_ref().as_ref()).collect();
        for document in keys {
            sections.insert(document.to_owned(), texts(walker.strings(&inner, document, true)));
        }
    }
    Precedence { documents, sections }
}

fn owners<'a>(walker: &mut Walker<'a>, root: &Table<'a>) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for (file, (service, offset)) in walker.string_table(root, "owners", false) {
        if crate::bundle::is_shared(&file) {
            let remedy = "remove the line";
            walker.push(offset, "owners", format!("`{file}` goes to every service and has no owner"), remedy);
        } else if service.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            owners.insert(file, service);
        } else {
            let remedy = "use lower-case letters, digits and hyphens";
            walker.push(offset, "owners", format!("`{service}` is no name of a service"), remedy);
        }
    }
    owners
}

fn record_set<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Option<RecordSet> {
    walker.known(table, &["file", "filter", "complete", "source"]);
    let (file, _) = walker.string(table, "file", true)?;
    let filter: BTreeMap<_, _> = walker.string_table(table, "filter", false);
    if let Some((period, offset)) = filter.get("period").filter(|(p, _)| p.parse::<Period>().is_err()) {
        walker.push(
            *offset,
            "record_set.filter.period",
            format!("`{period}` is no period"),
            "write a year: 2024",
        );
    }
    let source = walker.string(table, "source", true).map(|(s, _)| s).unwrap_or_default();
    Some(RecordSet {
        file,
        filter: filter.into_iter().map(|(name, (code, _))| (name, code)).collect(),
        complete: walker.boolean(table, "complete", true)?,
        source,
        place: walker.place(table.offset),
    })
}

fn styles<'a>(walker: &mut Walker<'a>, root: &Table<'a>) -> BTreeMap<String, Style> {
    let Some(table) = walker.table(root, "style", false) else { return BTreeMap::new() };
    let keys: Vec<(&str, usize)> =
        table.table.keys().map(|k| (k.get_ref().as_ref(), k.span().start)).collect();
    let mut styles = BTreeMap::new();
    for (language, offset) in keys {
        if !is_language(language) {
            walker.push(
                offset,
                "style",
                format!("`{language}` is no language"),
                "write its code: en, zh, fr",
            );
        } else if let Some(inner) = walker.table(&table, language, true) {
            styles.insert(language.to_owned(), style(walker, &inner));
        }
    }
    styles
}

fn style<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Style {
    walker.known(table, &["digits", "group", "decimal", "minimum_grouping_digits", "percent", "billion"]);
    let percent = walker.string(table, "percent", false);
    if let Some((text, offset)) = percent.as_ref().filter(|(t, _)| t.matches("{0}").count() != 1) {
        let path = format!("{}.percent", table.path);
        walker.push(
            *offset,
            &path,
            format!("`{text}` has no place for the number"),
            "write {0} once where it stands",
        );
    }
    let text = |walker: &mut Walker<'a>, key: &str| walker.string(table, key, false).map(|(t, _)| t);
    Style {
        digits: text(walker, "digits"),
        group: text(walker, "group"),
        decimal: text(walker, "decimal"),
        minimum_grouping_digits: grouping(walker, table),
        percent: percent.map(|(t, _)| t),
        billion: text(walker, "billion"),
    }
}

fn grouping<'a>(walker: &mut Walker<'a>, table: &Table<'a>) -> Option<u8> {
    let (number, offset) = walker.integer(table, "minimum_grouping_digits", false)?;
    let known = u8::try_from(number).ok().filter(|n| (1..=9).contains(n));
    if known.is_none() {
        let path = format!("{}.minimum_grouping_digits", table.path);
        walker.push(offset, &path, format!("{number} is out of range"), "write a number from 1 to 9");
    }
    known
}
