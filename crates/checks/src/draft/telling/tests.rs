use std::collections::BTreeSet;

use super::*;

/// The names in braces of a template.
fn placeholders(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).filter_map(|tail| Some(tail.split_once('}')?.0)).collect()
}

#[test]
fn every_message_is_in_every_language_with_the_same_placeholders() {
    let english: Table = toml::from_str(TABLES[0].1).expect("a table");
    for (language, text) in TABLES {
        let table: Table = toml::from_str(text).unwrap_or_else(|error| panic!("{language}: {error}"));
        let names = |table: &Table| table.messages.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(&table), names(&english), "{language}");
        for (name, template) in &table.messages {
            assert!(!template.trim().is_empty(), "{language} {name}");
            assert_eq!(placeholders(template), placeholders(&english.messages[name]), "{language} {name}");
        }
        for (language, _) in TABLES {
            assert!(table.languages.contains_key(language), "{language}");
        }
        assert_eq!(
            table.units.keys().collect::<Vec<_>>(),
            english.units.keys().collect::<Vec<_>>(),
            "{language}"
        );
    }
}

/// The sources that say something of drafts.
fn sources() -> Vec<(std::path::PathBuf, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src/draft")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&entry).expect("a source");
                found.push((entry, text));
            }
        }
    }
    found
}

#[test]
fn every_message_that_is_said_has_words() {
    let english: Table = toml::from_str(TABLES[0].1).expect("a table");
    let mut said = BTreeSet::new();
    for (path, text) in sources() {
        for piece in text.split("Message::new(\"").skip(1) {
            let name = piece.split('"').next().unwrap_or_default().to_owned();
            assert!(english.messages.contains_key(&name), "{}: {name}", path.display());
            said.insert(name);
        }
    }
    assert!(said.len() > 20, "{said:?}");
}

#[test]
fn parts_stand_for_themselves_and_numbers_are_written_as_the_language_does() {
    let message = Message::new("sum")
        .with("parts", Part::All(vec!["{sum}".to_owned(), "7".to_owned()]))
        .number("sum", &"12345.5")
        .with("total", "9");
    assert_eq!(Words::of("en").tell(&message), "{sum} and 7 make 12 345.5, not 9");
    assert_eq!(Words::of("fr").tell(&message), "{sum} et 7 font 12\u{202f}345,5, et non 9");
    assert_eq!(Words::of("zh-Hans").tell(&message), "{sum}与7相加为12\u{a0}345.5，而非9");
    assert_eq!(Words::of("de").language(), "en");
}

#[test]
fn words_of_another_direction_stand_apart_in_arabic() {
    let message = Message::new("other-value").with("own", "317 bridges").with("printed", "371");
    let told = Words::of("ar").tell(&message);
    assert!(told.starts_with("\u{2068}317 bridges\u{2069} "), "{told}");
    assert_eq!(Words::of("ar").direction(), "rtl");
}
