//! The bundle of the repository, read as the gateway reads it.

use std::collections::BTreeMap;
use std::path::Path;

use interchange::Bundle;
use report::outline::pages::Item;
use report::reference::expand;
use report::text::bound::Piece;
use report::{Content, plan};

fn files(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let entries = std::fs::read_dir(folder).expect("the folder");
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            self::files(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).expect("the file"));
        }
    }
}

fn content() -> (Content, Vec<interchange::Mistake>) {
    let mut all = BTreeMap::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024"), "", &mut all);
    Content::read(&Bundle::new(all).0)
}

#[test]
fn the_first_bundle_has_no_mistakes_in_outline_and_narrative() {
    let (_, mistakes) = content();
    let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn the_first_bundle_asks_each_service_in_one_batch() {
    let (content, _) = content();
    for options in content.documents_to_assemble() {
        let plan = plan(&content, &options);
        assert!(plan.keys.keys().all(|service| plan.batches(service).count() == 1), "{options:?}");
    }
}

/// The rows of a file, by column.
fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/itu-2024");
    let mut reader = csv::Reader::from_path(folder.join(file)).expect("the file");
    reader.deserialize().collect::<Result<_, _>>().expect("rows")
}

fn items<'a>(content: &'a Content, page: &str) -> Vec<&'a Item> {
    let page = content.pages.list.iter().find(|p| p.id == page).expect("the page");
    page.items.iter().flat_map(|items| &items.list).collect()
}

/// The name of an item, as it prints.
fn label(item: &Item, language: &str) -> String {
    let text = item.label.as_ref().and_then(|label| label.get(language)).expect("a label");
    let piece = |piece: &Piece| if let Piece::Text(text) = piece { text.clone() } else { String::new() };
    text.pieces.iter().map(piece).collect()
}

#[test]
fn there_is_a_page_for_each_goal_and_target_with_its_name_and_its_indicator() {
    let (content, _) = content();
    for (page, file) in [("goal", "goals.csv"), ("target", "targets.csv")] {
        let (items, rows) = (items(&content, page), rows(file));
        assert_eq!(items.len(), rows.len(), "{page}");
        for (item, row) in items.into_iter().zip(rows) {
            assert_eq!(item.code, row["id"]);
            for language in ["en", "zh"] {
                assert_eq!(label(item, language), row[&format!("label_{language}")], "{page} {}", item.code);
            }
            if let Some(key) = row.get("indicator_key") {
                let of = |text: &str| expand(text, 2024).expect("a key");
                assert_eq!(of(&item.variables["indicator"]), of(key), "{page} {}", item.code);
                let period = of(&item.variables["period"]);
                assert!(of(key).contains(&format!("period={period}")), "{key}: {period}");
            }
        }
    }
}

#[test]
fn there_is_a_page_for_each_region() {
    let (content, _) = content();
    let regions: Vec<String> = rows("areas.csv")
        .into_iter()
        .filter(|row| row["kind"] == "itu-region")
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(items(&content, "region").iter().map(|item| item.code.clone()).collect::<Vec<_>>(), regions);
}
