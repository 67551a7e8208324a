//! Passages of small narratives.

use super::*;
use crate::sample::{MANIFEST, content, measures};

const OUTLINE: &str = "[aliases]\nmoney = \"s/money?period=@year\"\n[[section]]\nid = \"1\"\ntitle.en = \"One\"\n\
    [[section.element]]\nkind = \"prose\"\n";
const CODES: &str = "list,code,parent,label_en,words_en,note\nunit,CHF,currency,franc,CHF,\n";

fn of(narrative: &str, read: impl Fn(&[Passage<'_>])) {
    let measures = measures(&[("money", "flow", "sum", "period")]);
    let files = [
        ("bundle.toml", MANIFEST),
        ("measures.csv", measures.as_str()),
        ("codes.csv", CODES),
        ("outline.toml", OUTLINE),
        ("narrative/en/1.md", narrative),
    ];
    read(&passages(&content(&files)));
}

#[test]
fn a_passage_has_its_text_its_figures_and_their_places() {
    of("In {@year} it came\nto {money}, after {money @year-1}.\n", |found| {
        let [passage] = found else { panic!("one passage: {found:?}") };
        assert_eq!(passage.text, format!("In 2024 it came to {NUMBER}, after {NUMBER}."));
        let keys: Vec<String> = passage.numbers.iter().map(|number| number.key.to_string()).collect();
        assert_eq!(keys, ["s/money?period=2024", "s/money?period=2023"]);
        assert_eq!(passage.numbers[0].place.to_string(), "narrative/en/1.md:2:4");
        let came = passage.text.find("came").expect("it is there");
        assert_eq!(passage.place(came).map(|p| p.to_string()).as_deref(), Some("narrative/en/1.md:1:15"));
        let to = passage.text.find("to ").expect("it is there");
        assert_eq!(passage.place(to).map(|p| p.to_string()).as_deref(), Some("narrative/en/1.md:2:1"));
    });
}

#[test]
fn items_know_what_leads_into_their_list_and_all_know_their_heading() {
    of("## {\"1.1\"} Money\n\nFunds by source:\n\n- own {money}\n- others {money}\n\nThe rest.\n", |found| {
        let told: Vec<(&str, &str)> = found.iter().map(|p| (p.text.as_str(), p.lead.as_str())).collect();
        let (own, others) = (format!("own {NUMBER}"), format!("others {NUMBER}"));
        let lead = "Funds by source:";
        assert_eq!(told, [(lead, ""), (&own, lead), (&others, lead), ("The rest.", "")]);
        for passage in found {
            assert_eq!(passage.heading.name.as_deref(), Some("1.1"));
            assert_eq!(passage.heading.text, "1 1 Money");
        }
        assert_eq!(found[2].number, 2);
    });
}
