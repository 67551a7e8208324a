//! The wording rules over the bundle of the report on 2024: nothing is said of its texts as they are, and most nouns that are wrong are found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use checks::{CheckInput, Finding, Rule, check};
use figures::Measure;
use interchange::Bundle;
use report::content::Content;
use report::reference::Name;

type Files = BTreeMap<String, Vec<u8>>;

fn read(folder: &Path, under: &str, files: &mut Files) {
    let entries = std::fs::read_dir(folder).expect("the bundle is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = format!("{under}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(&path).expect("a readable file"));
        }
    }
}

fn files() -> Files {
    let mut files = Files::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024"), "", &mut files);
    files
}

fn content(files: Files) -> Content {
    Content::read(&Bundle::new(files).0).0
}

fn wrong(content: &Content) -> Vec<Finding> {
    let mut findings = check(&CheckInput { content: Some(content), ..CheckInput::default() });
    findings.retain(|finding| matches!(finding.rule, Rule::Wording | Rule::WrongNoun));
    findings
}

/// The bundle with one text of a file in place of another.
fn altered(file: &str, from: &str, to: &str) -> Content {
    let mut files = files();
    let text = String::from_utf8(files[file].clone()).expect("UTF-8");
    assert!(text.contains(from), "{file} says {from}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    content(files)
}

#[test]
fn nothing_is_wrong_with_the_nouns_of_the_report() {
    assert_eq!(wrong(&content(files())), []);
}

#[track_caller]
fn found(file: &str, from: &str, to: &str, rule: Rule, key: &str) {
    let findings = wrong(&altered(file, from, to));
    let told = findings
        .iter()
        .any(|f| f.rule == rule && f.parts["key"].starts_with(key) && f.places[0].file == file);
    assert!(told, "{to}: {findings:?}");
}

#[test]
fn a_right_number_under_a_wrong_noun_is_found() {
    let offline = "connectivity/people-offline";
    found("narrative/en/3.1.md", "were offline", "were covered", Rule::Wording, offline);
    found("narrative/zh/3.1.md", "未上网人口有", "已有", Rule::Wording, offline);
    let (text, swapped) = (
        "{wtsa-participants} delegates from {wtsa-countries}",
        "{wtsa-countries} delegates from {wtsa-participants}",
    );
    found("narrative/en/2.1.md", text, swapped, Rule::WrongNoun, "events/countries");
}

/// The first measure after one, by name and then from the beginning, that a text could bind instead: of its service and unit, with words of
/// its own.
fn another<'a>(content: &'a Content, measure: &Measure) -> Option<&'a Measure> {
    let alike = |other: &&Measure| {
        other.service == measure.service
            && other.unit == measure.unit
            && other.must_say.get("en").is_some_and(|words| Some(words) != measure.must_say.get("en"))
    };
    let (after, before): (Vec<_>, Vec<_>) =
        content.catalogue.iter().filter(alike).partition(|other| other.name > measure.name);
    after.first().or(before.first()).copied()
}

/// Each alias bound to another measure. What is missed has the same words (workshops of one programme and of another).
#[test]
fn most_aliases_of_another_measure_are_found() {
    let content = content(files());
    let (mut told, mut all) = (0, 0);
    for (alias, reference) in &content.outline.aliases {
        let Name::Key(template) = &reference.name else { continue };
        let Ok(target) = reference.resolve(&content.outline.aliases, 2024) else { continue };
        let Some(measure) = content.catalogue.get(&target.key().service, &target.key().measure) else {
            continue;
        };
        let Some(other) = another(&content, measure).filter(|_| !template.contains('#')) else { continue };
        let mut key = target.key().clone();
        key.measure.clone_from(&other.name);
        key.dimensions.retain(|dimension, _| other.has_dimension(dimension));
        let mut altered = content.clone();
        let instead = key.to_string().parse().expect("a reference");
        altered.outline.aliases.insert(alias.clone(), instead);
        all += 1;
        let path = format!("{}/{}", key.service, key.measure);
        told += usize::from(
            wrong(&altered).iter().any(|f| f.parts["key"].split('?').next() == Some(path.as_str())),
        );
    }
    println!("{told} of {all} aliases that name another measure are told");
    assert!(all > 50 && told * 10 >= all * 7, "{told} of {all}");
}
