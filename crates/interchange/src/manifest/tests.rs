//! `bundle.toml` is read whole: what is right is kept, each mistake has its place.

use proptest::prelude::*;

use super::*;

const SOUND: &str = r#"
[organisation]
id = "itu"
name.en = "International Telecommunication Union"

[report]
year = 2024
plan = "2024/2027"
languages = ["en", "zh"]
title.en = "Annual report"

[precedence]
documents = ["ar-2024"]
sections.ar-2024 = ["4.7", "5.1"]

[owners]
"water.csv" = "hydrology"

[[record_set]]
file = "projects.csv"
filter = { period = "2024" }
complete = true
source = "ar-2024"

[style.en]
group = "\u00a0"
minimum_grouping_digits = 1
percent = "{0}\u00a0%"
"#;

fn mistakes(text: &str) -> String {
    let (_, mistakes) = read("bundle.toml", text.as_bytes());
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_sound_manifest_is_read() {
    let (manifest, mistakes) = read("bundle.toml", SOUND.as_bytes());
    assert_eq!(mistakes, []);
    assert_eq!((manifest.organisation.id.as_str(), manifest.report.year), ("itu", 2024));
    assert_eq!(manifest.report.plan.map(|p| p.to_string()).as_deref(), Some("2024/2027"));
    assert_eq!(manifest.owners["water.csv"], "hydrology");
    assert_eq!(manifest.style["en"].percent.as_deref(), Some("{0}\u{a0}%"));
    let set = &manifest.record_sets[0];
    assert_eq!((set.complete, set.is_yearly(), set.place.line), (true, true, 19));
}

#[test]
fn earlier_documents_and_sections_come_first() {
    let (manifest, _) = read("bundle.toml", SOUND.as_bytes());
    let rank = |document, section| manifest.precedence.rank(document, section);
    assert!(rank("ar-2024", "4.7") < rank("ar-2024", "5.1"));
    assert!(rank("ar-2024", "5.1") < rank("ar-2024", "i"));
    assert!(rank("ar-2024", "i") < rank("C25-55", "4.7"));
}

#[test]
fn every_mistake_has_its_place() {
    let text = r#"
[organisation]
name.zh = "国际电信联盟"
shrot.en = "ITU"

[report]
year = "2024"
languages = ["en", "English", "en"]
title.en = ""

[owners]
"codes.csv" = "results"
"water.csv" = "Hydro logy"

[[record_set]]
file = "projects.csv"
filter = { period = "last year" }
source = "ar-2024"

[style.en]
minimum_grouping_digits = 12
percent = "%"

[styles]
"#;
    insta::assert_snapshot!(mistakes(text), @r"
    bundle.toml:2:1: `organisation.id` is missing; add it
    bundle.toml:2:1: `organisation.name.en` is missing; write the text in the report's first language
    bundle.toml:4:1: `shrot` is not known here; did you mean `short`?
    bundle.toml:7:8: `report.year` is of type string; write a whole number
    bundle.toml:8:20: `English` is no language; write its code: en, zh, fr
    bundle.toml:8:31: `en` stands twice in `report.languages`; remove one of them
    bundle.toml:9:12: `report.title.en` is empty; write the text, or remove the key
    bundle.toml:12:15: `codes.csv` goes to every service and has no owner; remove the line
    bundle.toml:13:15: `Hydro logy` is no name of a service; use lower-case letters, digits and hyphens
    bundle.toml:15:1: `record_set.complete` is missing; add it
    bundle.toml:17:21: `last year` is no period; write a year: 2024
    bundle.toml:21:27: 12 is out of range; write a number from 1 to 9
    bundle.toml:22:11: `%` has no place for the number; write {0} once where it stands
    bundle.toml:24:2: `styles` is not known here; did you mean `style`?
    ");
}

#[test]
fn what_is_no_toml_is_told_alone() {
    insta::assert_snapshot!(mistakes("[report]\nyear = \ntitle = \"x\n"), @r#"
    bundle.toml:2:8: this is no TOML: string values must be quoted, expected literal string; correct it
    bundle.toml:3:11: this is no TOML: invalid basic string, expected `"`; correct it
    "#);
    insta::assert_snapshot!(mistakes(""), @r"
    bundle.toml:1:1: `organisation` is missing; add it
    bundle.toml:1:1: `report` is missing; add it
    ");
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "[\\PC\n]{0,120}") {
        let _ = read("bundle.toml", text.as_bytes());
    }

    #[test]
    fn any_change_of_a_sound_manifest_is_read_without_a_panic(at in 0..400_usize, byte in any::<u8>()) {
        let mut bytes = SOUND.as_bytes().to_vec();
        if let Some(slot) = bytes.get_mut(at) {
            *slot = byte;
        }
        let _ = read("bundle.toml", &bytes);
    }
}
